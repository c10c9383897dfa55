"""The main job by one salesperson through the real window: from the first start to the deal pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from desktop_crm.views.deal.presentation_section import PresentationSection
from tests.documents.reading_back import outline, printed, squeezed
from tests.journeys.hands import CONTROL, KEY, click, key, press, shown, words, write, write_line
from tests.journeys.salesperson import Salesperson

HENGLI, DONGHU, QINGHE = "苏州恒力精密机械有限公司", "东湖物流有限公司", "清河食品有限公司"

PAPERS = ("需求分析报告", "商务谈判纪要", "验收确认书")
AGREED = {
    "价格": "含税总价 80 万元，不再另收差旅费",
    "付款": "合同签订后付 30%，验收合格后付 60%，质保期满付 10%",
    "交付标准": "换模平均时间不超过 15 分钟",
    "验收": "双方按本纪要逐条验收",
    "售后服务": "质保 24 个月，4 小时到厂",
    "违约责任": "每迟交一周扣合同额的 0.5%",
}


def sheet_from_the_fair(folder: Path) -> Path:
    """Write the sheet that came from the fair: a title above the head, a gap, a bad phone, a row that says nothing."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("2024年上海工业展　现场登记",),
        (),
        ("客户名称", "联系人", "职务", "电话", "所属行业", "初步需求", "线索来源", "获取时间", "预计金额"),
        (HENGLI, "张伟", "采购总监", "13800001234", "制造业", "换模要 40 分钟，想压到 15 分钟", "展会-2024上海工业展", "2024年3月15日", "80万"),
        ("", "", "", "13900001111", "食品", "追溯系统", "展会", date(2024, 3, 15), ""),
        (DONGHU, "周凯", "仓储总监", "12345", "物流", "盘点太慢", "展会", "2024/3/16", "30万"),
        ("", "", "", "", "", "", "展会", "2024-03-16", ""),
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A1:I1")
    book.save(folder / "展会线索.xlsx")
    return folder / "展会线索.xlsx"


def test_the_main_job(salesperson: Salesperson, tmp_path: Path) -> None:
    her = salesperson
    her.answers_three_questions("杭州启明软件有限公司", "王敏")
    brings_the_leads_in(her, sheet_from_the_fair(tmp_path))
    completes_what_is_missing(her)
    gets_through_the_first_gate(her)
    writes_the_requirement_down(her)
    draws_the_decision_chain(her)
    presents_the_proposal(her)
    negotiates(her)
    prints_the_memo(her)
    signs_and_delivers(her)
    gets_it_accepted(her)
    hands_the_papers_over(her, tmp_path)
    takes_the_last_steps_back(her)
    reads_what_happened(her)


def brings_the_leads_in(her: Salesperson, sheet: Path) -> None:
    her.goes_to("board")
    press("导入表格", her.board)
    said = her.imports(sheet)
    assert "“12345”不是有效的电话号码，请检查位数。" in said
    assert "没有客户、联系人、联系方式或需求，无法成为线索。" in said
    press("查看待补全（2）", her.window)


def completes_what_is_missing(her: Salesperson) -> None:
    her.completes(customer=QINGHE)
    her.completes(reach="13700002222")
    assert "全部商机都是完整的" in words(her.window)
    her.goes_to("board")
    assert set(her.cards_in("线索获取")) == {HENGLI, DONGHU, QINGHE}


def gets_through_the_first_gate(her: Salesperson) -> None:
    her.drags(HENGLI, to="需求探查")
    assert her.lacks() == ["还没有评定等级", "还没有首次联系的跟进记录"]
    assert HENGLI in her.cards_in("线索获取")
    her.follows("评定等级")
    write_line("A")
    her.follows("记录跟进")
    her.notes_follow_up("客户有兴趣")
    assert her.takes_back() == "已撤销：记录跟进"  # the cursor stands in the empty entry
    her.notes_follow_up("每班换模三次，每次停机 40 分钟", next_step="上门看换模", when="明天")
    her.moves_on()
    assert her.cards_in("需求探查") == [HENGLI]


def writes_the_requirement_down(her: Salesperson) -> None:
    her.drags(HENGLI, to="方案制定")
    her.follows("记录痛点")
    pains, goals, needs = her.requirement.lists["pain"], her.requirement.lists["goal"], her.requirement.lists["need"]
    write_line("换模要 40 分钟")
    write_line("夜班没有人会调参数")
    her.writes_items(goals, "换模压到 15 分钟以内")
    her.writes_below(goals.rows()[0], measure="设备部月报上的平均换模时间")
    her.writes_items(needs, "快换模架", "参数一键调用")
    her.follows("填写预算")
    write_line("60万-90万")
    her.follows("填写时间节点")
    write_line("国庆前上线")
    assert len(pains.rows()) == 2
    bar = her.requirement.bar
    her.sends(bar)
    her.confirms(bar, by="张伟")
    assert "v1" in words(bar)
    assert "内容已冻结" in words(bar)
    her.writes_items(needs, "接入 MES 报工")
    assert "v1 已确认（冻结），正在编辑 v2。" in words(bar)
    press("与 v1 对比", bar)
    assert "接入 MES 报工" in words(bar)
    her.sends(bar)
    her.confirms(bar, by="张伟")


def draws_the_decision_chain(her: Salesperson) -> None:
    her.follows("补充决策者")
    write_line("陈总 总经理 决策者")
    write_line("赵经理 设备部 影响者")
    press("已接触", her.chain)
    her.moves_on()
    assert her.stage() == "方案制定"


def presents_the_proposal(her: Salesperson) -> None:
    her.drags(HENGLI, to="商务谈判")
    assert her.lacks() == ["清单还没有完成：方案已向客户讲解"]
    her.opens_tab("proposal")
    press("讲解", her.pane)
    entry = shown(PresentationSection, her.pane).entry
    click(entry.reaction)
    write("认可快换模架，担心夜班没人会调参数")
    key(KEY.Key_Return, CONTROL)
    assert her.checklist() == ["方案已向客户讲解（由记录自动完成）"]
    her.moves_on()
    assert her.cards_in("商务谈判") == [HENGLI]


def negotiates(her: Salesperson) -> None:
    her.drags(HENGLI, to="合同签订")
    her.follows("设定底线")
    write_line("72万")
    talks = her.negotiation
    her.writes_items(talks.objections, "价格比别家高")
    assert "还有 1 条客户异议没有答复" in her.lacks()
    her.follows("答复异议")
    write_line("一年省下 38 万元，14 个月回本")
    her.writes_below(talks.objections.rows()[0], proof="恒达同规模产线的实测数据")
    press("已解决", talks.objections)
    press("起草谈判纪要", talks)
    agrees_on_the_clauses(her)
    her.sends(talks.bar)
    her.confirms(talks.bar, by="张伟")
    her.moves_on()


def agrees_on_the_clauses(her: Salesperson) -> None:
    clauses = her.negotiation.clauses
    for row, (title, text) in zip(clauses.rows(), AGREED.items(), strict=True):
        assert row.item.values["title"] == title
        her.writes_below(row, text=text)
        press("已谈妥", row)


def prints_the_memo(her: Salesperson) -> None:
    said = printed(her.issues("negotiation_memo").read_bytes())
    for text in (HENGLI, *AGREED.values()):
        assert squeezed(text) in said
    for secret in ("720,000", "72万", "恒达同规模", "14个月回本"):
        assert secret not in said


def signs_and_delivers(her: Salesperson) -> None:
    her.drags(HENGLI, to="交付跟进")
    assert "合同还没有通过评审：还没有送审" in her.lacks()
    gets_the_contract_reviewed(her)
    for done in ("合同已签字盖章", "启动会已召开"):
        assert f"清单还没有完成：{done}" in her.lacks()
        her.ticks(f"{done}（准出必需）")
    assert "合同已经法务审核（由记录自动完成）" in her.checklist()
    her.moves_on()
    assert her.stage() == "交付跟进"
    her.ticks("进展报告按周发送")


def gets_the_contract_reviewed(her: Salesperson) -> None:
    """Draft it from the memo; nobody in her company is a lawyer, so she writes down what the lawyer said."""
    her.follows("去评审")
    press("去起草合同", her.pane)
    press("起草合同", her.pane)
    her.follows("去评审")
    press("送审", her.pane)
    her.follows("去评审")
    key(KEY.Key_P)
    assert "合同还没有通过评审" not in "".join(her.lacks())


def gets_it_accepted(her: Salesperson) -> None:
    her.drags(HENGLI, to="售后维护")
    her.follows("查看验收")
    press("从合同和需求带入", her.acceptance)
    first, *others = her.acceptance.clauses.rows()
    her.fails(first, cause="夜班平均 18 分钟", rectification="加一套定位销，周工负责", until="下周五")
    for clause in others:
        her.passes(clause)
    assert her.lacks() == [f"验收还没有通过：共 {1 + len(others)} 条，未通过 1 条"]
    assert not her.acceptance.state.accept.isVisible()
    assert her.checks_again(first) == "待复验（第 2 轮）"
    her.passes(first)
    assert "夜班平均 18 分钟" in words(first)
    press("完成验收", her.acceptance)
    assert "全部通过" in words(her.acceptance)
    her.moves_on()
    assert her.cards_in("售后维护") == [HENGLI]


def hands_the_papers_over(her: Salesperson, folder: Path) -> None:
    form = printed(her.issues("acceptance_form").read_bytes())
    for text in (HENGLI, "夜班平均 18 分钟", "加一套定位销", "换模压到 15 分钟以内"):
        assert squeezed(text) in form
    pack = her.saves_pack(folder / "资料包.pdf")
    chapters = [title for level, title, _ in outline(pack) if level == 0]
    assert chapters[:2] == ["封面", "目录"]
    assert [title for title in chapters if title in PAPERS] == list(PAPERS)
    assert not {"合同评审表", "方案沟通记录表", "客户需求记录表"} & set(chapters)  # what stays inside
    assert "接入MES报工" in printed(pack)
    assert "恒达同规模" not in printed(pack)


def takes_the_last_steps_back(her: Salesperson) -> None:
    assert her.takes_back() == "已撤销：签发文件"
    assert her.takes_back() == "已撤销：推进阶段"
    assert her.cards_in("交付跟进") == [HENGLI]
    assert her.stage() == "交付跟进"


def reads_what_happened(her: Salesperson) -> None:
    told = her.history()
    assert told[0].startswith("撤销：推进阶段")
    for step in (
        "推进阶段　需求探查 → 方案制定",
        "确认需求",
        "新增需求报告“v2”",
        "加入决策链",
        "回答：空 → 一年省下 38 万元，14 个月回本",
        "条款“违约责任”　已谈妥：否 → 是",
        "新增文档“商务谈判纪要”",
        "新增方案讲解",
        "送审",
        "评审结论：待评审 → 通过",
        "推进阶段　合同签订 → 交付跟进",
        "勾选清单“合同已签字盖章”",
        "第 1 轮 · 不通过 · 原因：夜班平均 18 分钟",
        "完成验收",
    ):
        assert any(step in line for line in told), step
