"""Importing: every row accounted for, nothing doubled, everything taken back in one step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.exchange.fields import TableKind
from desktop_crm.exchange.mapping import plan
from desktop_crm.exchange.sources import Planned, read_sources
from desktop_crm.exchange.tables import Cell, SheetRow, SheetTable
from desktop_crm.models import (
    Activity,
    ChangeSet,
    Company,
    Contact,
    Context,
    Customer,
    CustomerTag,
    Deal,
    Member,
    Outcome,
    Product,
    RowChange,
    StageChange,
)
from desktop_crm.operations.company import edit_company
from desktop_crm.operations.customers import edit_customer, remove_tag
from desktop_crm.operations.deals import edit_deal, move_deal, next_number, set_customer
from desktop_crm.operations.importing.report import Figures, ImportReport
from desktop_crm.operations.importing.summary import product_line, table_line
from desktop_crm.operations.imports import adopt_product, import_tables
from desktop_crm.store import undo
from desktop_crm.system.progress import Cancelled
from tests.exchange.messy import FIRST_ROW, LINES, TODAY, write_csv, write_xlsx
from tests.make import File

MAVEN = Path(__file__).parent.parent / "data" / "maven-crm"
LEADS = "外部编号 客户名称 联系人 电话 行业 需求 来源 获取时间 金额 阶段"


def sheet(headers: str, *lines: str | tuple[Cell, ...], name: str = "a.csv") -> Planned:
    """Return a table from words; `-` is an empty cell."""
    cells = [
        tuple(headers.split(" ")),
        *(line if isinstance(line, tuple) else tuple(line.split(" ")) for line in lines),
    ]
    table = SheetTable(name, "", tuple(SheetRow(number, row) for number, row in enumerate(cells, start=1)))
    return Planned(table, plan(table))


def run(file: File, *sources: Planned) -> Figures:
    report: ImportReport = file.do(import_tables, sources)
    return report.total


def take_back(file: File) -> None:
    step = file.ask(undo.undo_step)
    assert step is not None
    file.store.write("undo", "撤销", lambda session: undo.take_back(session, step.rid), undoes=step.rid)


def counts(session: Session) -> dict[str, int]:
    models = (Member, Product, Customer, CustomerTag, Contact, Deal, Activity, StageChange)
    return {model.__tablename__: session.scalar(select(func.count(model.id))) or 0 for model in models}


def deals(session: Session) -> list[Deal]:
    return list(session.scalars(select(Deal).order_by(Deal.id)))


def only_deal(file: File) -> Deal:
    (deal,) = file.ask(deals)
    return deal


def name_of(file: File, model: type[Customer | Contact | Member | Product], row_id: str | None) -> str:
    return file.ask(lambda session: session.get_one(model, row_id).name)


@pytest.fixture(scope="module")
def maven() -> list[Planned]:
    """Give the four tables of the public export, in an order in which they cannot be taken in."""
    names = ("sales_pipeline", "accounts", "products", "sales_teams")
    return [source for name in names for source in read_sources(MAVEN / f"{name}.csv").planned]


@pytest.fixture(scope="module")
def exported(maven: list[Planned], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[File, ImportReport]]:
    """Give a company with the public export in it, to be looked at only, and the report of its import."""
    made = File(tmp_path_factory.mktemp("maven"))
    yield made, made.do(import_tables, maven)
    made.close()


class TestMaven:
    def test_gives_its_figures(self, exported: tuple[File, ImportReport]) -> None:
        file, report = exported
        assert [(table.kind, table.figures) for table in report.tables] == [
            (TableKind.MEMBERS, Figures(imported=35)),
            (TableKind.PRODUCTS, Figures(imported=7)),
            (TableKind.CUSTOMERS, Figures(imported=85)),
            (TableKind.LEADS, Figures(imported=7375, incomplete=1425)),
        ]
        found = file.ask(deals)
        won = [deal for deal in found if deal.outcome == Outcome.WON]
        assert len(found) == 8800
        assert len(won) == 4238
        assert sum(deal.outcome == Outcome.LOST for deal in found) == 2473
        assert sum(deal.amount_fen or 0 for deal in won) == 10_005_534_00
        assert not any(deal.on_board for deal in won)
        assert {tuple(deal.missing) for deal in found} == {(), ("customer",)}
        assert sum(deal.missing == ["customer"] for deal in found) == 1425
        assert len({deal.number for deal in found}) == 8800
        assert {deal.number[0] for deal in found} == {"X"}
        assert all(deal.owner_id for deal in found)
        assert sum(deal.customer_id is None for deal in found) == 1425
        assert sum(deal.product_id is None for deal in found) == 1480

    def test_stands_where_it_stood(self, exported: tuple[File, ImportReport]) -> None:
        file, _ = exported
        first = next(deal for deal in file.ask(deals) if deal.external_id == "1C1I7A6R")
        assert first.number == "X20161020001"
        assert (first.acquired_on, first.closed_on) == (date(2016, 10, 20), date(2017, 3, 1))
        assert name_of(file, Member, first.owner_id) == "Moses Frase"
        assert name_of(file, Customer, first.customer_id) == "Cancity"
        history = file.ask(
            lambda session: session.scalars(select(StageChange).where(StageChange.deal_id == first.id)).one()
        )
        assert (history.to_stage, history.outcome, history.evidence) == ("aftersales", "won", "导入")
        moses = file.ask(lambda session: session.get_one(Member, first.owner_id))
        assert name_of(file, Member, moses.manager_id) == "Dustin Brinkmann"
        assert moses.regions == ["Central"]
        child = file.ask(
            lambda session: session.scalars(select(Customer).where(Customer.parent_id.is_not(None))).first()
        )
        assert child is not None
        assert name_of(file, Customer, child.parent_id)

    def test_is_taken_back_whole(self, file: File, maven: list[Planned]) -> None:
        before = file.ask(counts)
        file.do(import_tables, maven)
        take_back(file)
        assert file.ask(counts) == before
        assert run(file, *maven).rows == 8800 + 85 + 7 + 35

    def test_again_changes_nothing(self, exported: tuple[File, ImportReport], maven: list[Planned]) -> None:
        file, _ = exported
        before, sets = file.ask(counts), file.ask(lambda session: session.scalar(select(func.count(ChangeSet.rid))))
        report: ImportReport = file.do(import_tables, maven)
        assert report.total == Figures(updated=8927, unchanged=8927)
        assert file.ask(counts) == before
        assert file.ask(lambda session: session.scalar(select(func.count(ChangeSet.rid)))) == sets

    def test_offers_the_product_it_does_not_know(self, file: File, maven: list[Planned]) -> None:
        report: ImportReport = file.do(import_tables, maven)
        (unknown,) = report.unknown_products
        assert product_line(unknown) == "GTXPro：没有这个产品，与 GTX Pro 相近，1,480 行；可在导入后一键合并"
        assert file.do(adopt_product, typed="GTXPro", product_id=unknown.close_id) == 1480
        assert all(deal.product_id for deal in file.ask(deals))
        again: ImportReport = file.do(import_tables, maven)
        assert again.unknown_products == ()
        assert all(deal.product_id for deal in file.ask(deals))
        take_back(file)
        assert sum(deal.product_id is None for deal in file.ask(deals)) == 1480

    def test_a_dry_run_says_the_same_and_writes_nothing(
        self, file: File, exported: tuple[File, ImportReport], maven: list[Planned]
    ) -> None:
        before = file.ask(counts)
        dry = file.ask(import_tables.function, maven, dry_run=True)
        assert file.ask(counts) == before
        assert dry.tables == exported[1].tables
        assert [(one.typed, one.count, one.close_name) for one in dry.unknown_products] == [("GTXPro", 1480, "GTX Pro")]

    def test_can_be_cancelled_at_any_moment(self, file: File, maven: list[Planned]) -> None:
        before = file.ask(counts)
        seen: list[tuple[int, int]] = []

        def stop_at(share: float) -> Callable[[int, int], None]:
            def progress(done: int, total: int) -> None:
                seen.append((done, total))
                if done >= share * total:
                    raise Cancelled

            return progress

        for share in (0.2, 0.7):
            with pytest.raises(Cancelled):
                file.do(import_tables, maven, progress=stop_at(share))
            assert file.ask(counts) == before
        assert all(0 < done <= total for done, total in seen)
        assert len(seen) > 10


@pytest.mark.parametrize("form", ["gbk.csv", "workbook.xlsx"])
def test_every_row_of_a_messy_sheet_is_accounted_for(file: File, tmp_path: Path, form: str) -> None:
    path = write_xlsx(tmp_path / form) if form.endswith("xlsx") else write_csv(tmp_path / form, "gb18030")
    sources = read_sources(path).planned
    with time_machine.travel(TODAY):
        report: ImportReport = file.do(import_tables, sources)
        again: ImportReport = file.do(import_tables, sources)
    total = report.total
    assert total == Figures(imported=4, updated=1, unchanged=1, incomplete=2, errors=3, blank=2)
    assert total.rows + total.blank == len(LINES)
    assert again.total == Figures(updated=7, unchanged=7, errors=3, blank=2)
    assert len(report.tables[0].problems) == sum(len(line.problems) for line in LINES)
    assert {line.problem.row for line in report.error_lines()} == {
        FIRST_ROW + at for at, line in enumerate(LINES) if line.problems
    }
    found = {name_of(file, Customer, deal.customer_id): deal for deal in file.ask(deals)}
    assert set(found) == {"远山机械有限公司", "清河食品", "东湖物流", "钱文", "北山医院", "南桥\n电子"}
    assert found["远山机械有限公司"].number == "G20231028001"
    assert "内部代码：K1" in found["远山机械有限公司"].note
    assert "预算范围（万元）：面议" in found["东湖物流"].note
    assert found["东湖物流"].missing == ["contact"]
    assert found["北山医院"].missing == ["acquired_on", "contact", "need"]
    assert found["北山医院"].acquired_on is None
    assert "更新 0，没有变化 1，错误 3；另有空行 2" in table_line(report.tables[0])


class TestRecognition:
    def test_by_its_own_id_only_what_the_sheet_says_is_renewed(self, file: File) -> None:
        run(file, sheet(LEADS, "K7 远山机械 赵敏 13812345678 机械 排产 官网 2023-10-28 500000 需求探查"))
        before = only_deal(file)
        assert run(file, sheet("外部编号 客户名称 需求 金额", ("K7", "远山机械", "", "80万"))) == Figures(updated=1)
        deal = only_deal(file)
        assert (deal.amount_fen, deal.need, deal.source) == (80_000_000, "排产", "官网")
        assert (deal.number, deal.stage, deal.contact_id) == (before.number, "discovery", before.contact_id)

    def test_by_number(self, file: File) -> None:
        run(file, sheet(LEADS, "- 远山机械 赵敏 13812345678 机械 排产 官网 2023-10-28 50万 -"))
        number = only_deal(file).number
        assert run(file, sheet("线索编号 客户名称 需求", (number, "远山机械", "排产和质检"))) == Figures(updated=1)
        assert only_deal(file).need == "排产和质检"

    def test_a_number_of_another_system_is_an_id(self, file: File) -> None:
        source = sheet(
            "线索编号 客户名称 需求 获取时间", "XS-77 远山机械 排产 2023-10-28", "XS-78 远山机械 排产 2023-10-28"
        )
        assert run(file, source) == Figures(imported=2)
        assert run(file, source) == Figures(updated=2, unchanged=2)
        assert {deal.number for deal in file.ask(deals)} == {"X20231028001", "X20231028002"}

    def test_a_number_of_ours_is_kept_and_not_given_twice(self, file: File) -> None:
        headers = "线索编号 客户名称 需求 获取时间 来源"
        run(
            file,
            sheet(headers, ("", "甲", "一", "2023-10-28", "官网"), ("G20231028001", "乙", "二", "2023-10-28", "官网")),
        )
        assert {deal.title: deal.number for deal in file.ask(deals)} == {"一": "G20231028002", "二": "G20231028001"}

    @pytest.mark.parametrize(
        ("line", "same"),
        [
            ("远山机械 赵敏 13812345678 排产 2023-10-28", True),
            ("（远山）机械 赵敏 139-0000-1111 排产 2023/10/28", True),
            ("远山机械 - 13812345678 排产 2023-10-28", True),
            ("远山机械 赵敏 13812345678 排产 -", True),
            ("远山机械 赵敏 13812345678 排产 2023-10-29", False),
            ("远山机械 赵敏 13812345678 质检 2023-10-28", False),
            ("远山机械 孙丽 13812345678 排产 2023-10-28", False),
            ("清河食品 赵敏 13812345678 排产 2023-10-28", False),
            ("- 赵敏 13812345678 排产 2023-10-28", True),
        ],
    )
    def test_as_the_same_lead(self, file: File, line: str, same: bool) -> None:
        headers = "客户名称 联系人 电话 需求 获取时间"
        run(file, sheet(headers, "远山机械 赵敏 13812345678 排产 2023-10-28"))
        assert run(file, sheet(headers, line)).updated == int(same)
        assert len(file.ask(deals)) == 2 - same

    def test_two_titles_are_two_leads(self, file: File) -> None:
        bare = sheet("商机名称 客户名称 金额", "一期 远山机械 50万", "二期 远山机械 80万", "一期 远山机械 60万")
        assert run(file, bare) == Figures(imported=2, updated=1)
        assert [(deal.title, deal.amount_fen) for deal in file.ask(deals)] == [
            ("一期", 60_000_000),
            ("二期", 80_000_000),
        ]
        needy = sheet("商机名称 客户名称 需求", "三期 远山机械 排产", "四期 远山机械 排产", "三期 远山机械 排产")
        assert run(file, needy) == Figures(imported=2, updated=1, unchanged=1)

    def test_a_sheet_without_ids_knows_leads_that_have_one(self, file: File) -> None:
        run(file, sheet("外部编号 客户名称 需求 获取时间", "K1 远山机械 排产 2023-10-28"))
        assert run(file, sheet("客户名称 需求 获取时间 金额", "远山机械 排产 2023-10-28 5万")) == Figures(updated=1)

    def test_a_changed_telephone_keeps_the_old_one(self, file: File) -> None:
        headers = "客户名称 联系人 电话 需求"
        run(file, sheet(headers, "远山机械 赵敏 13812345678 排产"), sheet(headers, "远山机械 赵敏 13900001111 质检"))
        (person,) = file.ask(lambda session: session.scalars(select(Contact)).all())
        assert (person.phone, person.note) == ("13900001111", "其他电话：13812345678")
        assert run(file, sheet(headers, "远山机械 赵敏 13812345678 排产")).unchanged == 1

    def test_completed_by_people_it_stays_complete(self, file: File) -> None:
        source = sheet("外部编号 客户名称 联系人 需求", ("K1", "", "", "排产"))
        assert run(file, source) == Figures(incomplete=1)
        deal = only_deal(file)
        file.do(set_customer, deal.id, name="远山机械")
        file.do(edit_deal, deal.id, grade="A")
        assert run(file, source) == Figures(updated=1, unchanged=1)
        assert (only_deal(file).missing, only_deal(file).grade) == ([], "A")

    def test_a_lead_of_which_only_the_number_was_known(self, file: File) -> None:
        source = sheet("客户名称 电话 需求", ("", "13812345678", "排产"))
        assert run(file, source) == Figures(incomplete=1)
        file.do(set_customer, only_deal(file).id, name="远山机械")
        assert run(file, source) == Figures(updated=1, unchanged=1)


class TestStages:
    @pytest.mark.parametrize(
        ("words", "stage", "status", "outcome"),
        [
            (("方案制定", ""), "proposal", "in_progress", "open"),
            (("方案对比", ""), "proposal", "in_progress", "open"),
            (("潜在", ""), "lead", "not_started", "open"),
            (("", ""), "lead", "not_started", "open"),
            (("商务谈判", "已暂停"), "negotiation", "paused", "open"),
            (("成交", ""), "aftersales", "done", "won"),
            (("交付跟进", ""), "delivery", "in_progress", "won"),
            (("商务谈判", "流失"), "negotiation", "in_progress", "lost"),
            (("流失", ""), "discovery", "in_progress", "lost"),
            (("无效", ""), "lead", "not_started", "invalid"),
            (("二面", ""), "lead", "not_started", "open"),
        ],
    )
    def test_words_find_their_place(
        self, file: File, words: tuple[str, str], stage: str, status: str, outcome: str
    ) -> None:
        report: ImportReport = file.do(import_tables, [sheet("客户名称 需求 当前阶段 阶段状态", ("甲", "一", *words))])
        deal = only_deal(file)
        assert (deal.stage, deal.stage_status, deal.outcome) == (stage, status, outcome)
        assert [problem.value for problem in report.tables[0].problems] == [word for word in words if word == "二面"]

    def test_in_the_playbook_the_company_chose(self, file: File) -> None:
        file.do(edit_company, playbook="care")
        run(file, sheet("客户名称 需求 当前阶段", "甲 一 意向", "乙 二 商务谈判", "丙 三 成交"))
        assert [(deal.playbook, deal.stage, deal.outcome) for deal in file.ask(deals)] == [
            ("care", "interested", "open"), ("care", "interested", "open"), ("care", "interested", "won"),
        ]  # fmt: skip

    def test_a_sheet_moves_what_it_placed(self, file: File) -> None:
        run(file, sheet("外部编号 客户名称 需求 阶段", "1 甲 一 需求探查"))
        assert run(file, sheet("外部编号 客户名称 需求 阶段 成交日期", "1 甲 一 成交 2024-01-05")) == Figures(updated=1)
        deal = only_deal(file)
        assert (deal.stage, deal.outcome, deal.closed_on) == ("aftersales", "won", date(2024, 1, 5))
        history = file.ask(lambda session: session.scalars(select(StageChange).order_by(StageChange.id)).all())
        assert [(one.from_stage, one.to_stage) for one in history] == [("", "discovery"), ("discovery", "aftersales")]

    def test_a_sheet_does_not_move_what_people_moved(self, file: File) -> None:
        source = sheet("外部编号 客户名称 需求 阶段", "1 甲 一 需求探查")
        run(file, source)
        file.do(move_deal, only_deal(file).id, to_stage="proposal", override_reason="客户催方案")
        assert run(file, source) == Figures(updated=1, unchanged=1)
        assert only_deal(file).stage == "proposal"


class TestWhatElseASheetTells:
    def test_next_step_and_record_become_activities_once(self, file: File) -> None:
        headers = "客户名称 需求 获取时间 下一步计划 下次跟进时间 跟进记录"
        source = sheet(headers, "甲 一 2023-10-28 提交方案 2023-11-20 2023-11-02电话：要看案例")
        run(file, source)
        deal = only_deal(file)
        assert (deal.next_step, deal.next_due) == ("提交方案", date(2023, 11, 20))
        assert deal.last_contact_at is not None
        assert deal.last_contact_at.date() == date(2023, 11, 2)
        assert file.ask(counts)["activity"] == 2
        assert run(file, source) == Figures(updated=1, unchanged=1)
        assert file.ask(counts)["activity"] == 2
        run(file, sheet(headers, "甲 一 2023-10-28 提交方案 2023-11-18 2023-11-06来访：谈价格"))
        assert file.ask(counts)["activity"] == 3
        assert only_deal(file).next_due == date(2023, 11, 18)

    def test_what_has_no_field_is_kept_in_the_note(self, file: File) -> None:
        headers = "客户名称 需求 决策链 背景信息 关系维护动作 备注 内部代码"
        run(file, sheet(headers, "甲 一 总经理拍板 年产值2亿 寄样品 急 K9"))
        note = "急\n背景信息：年产值2亿\n决策链：总经理拍板\n关系维护动作：寄样品\n内部代码：K9"
        assert only_deal(file).note == note

    def test_the_customer_learns_and_keeps_what_it_knew(self, file: File) -> None:
        known = file.customer("甲", industry="食品", region="")
        run(file, sheet("客户名称 需求 行业 地区 人数", "甲 一 饮料 华北 300"))
        customer = file.ask(lambda session: session.get_one(Customer, known))
        assert (customer.industry, customer.region, customer.headcount) == ("食品", "华北", 300)

    def test_facts_of_nobody_are_kept_in_the_note(self, file: File) -> None:
        run(file, sheet("客户名称 需求 行业 地区", ("", "一", "饮料", "华北")))
        assert only_deal(file).note == "所属行业：饮料\n地区：华北"

    def test_an_owner_is_found_added_or_oneself(self, file: File) -> None:
        run(file, sheet("客户名称 需求 负责人", ("甲", "一", "王敏"), ("乙", "二", "李强"), ("丙", "三", "")))
        owners = [name_of(file, Member, deal.owner_id) if deal.owner_id else "" for deal in file.ask(deals)]
        assert owners == ["王敏", "李强", ""]
        run(file, sheet("客户名称 需求", "丁 四"))
        assert [deal.owner_id for deal in file.ask(deals)][3] == file.me

    def test_customers_with_people_and_tags(self, file: File) -> None:
        headers = "客户名称 行业 母公司 标签 联系人 职务 电话 年营收(万元) 网址"
        source = sheet(
            headers,
            "甲公司 食品 丙集团 大客户、价格敏感 孙丽 厂长 13812345678 3200 a.example",
            "丙集团 投资 - - - - - - -",
        )
        assert run(file, source) == Figures(imported=2)
        assert file.ask(counts) == file.ask(counts) | {"customer": 2, "customer_tag": 2, "contact": 1}
        first = file.ask(lambda session: session.scalars(select(Customer).where(Customer.name == "甲公司")).one())
        assert first.revenue_fen == 32_000_000_00
        assert run(file, source) == Figures(updated=2, unchanged=2)
        file.do(remove_tag, first.id, tag="大客户")
        assert run(file, source) == Figures(updated=2, unchanged=1)
        assert file.ask(counts)["customer_tag"] == 2

    def test_a_customer_sheet_completes_leads_that_waited_for_it(self, file: File) -> None:
        leads = sheet("客户名称 电话 行业 需求 获取时间", ("甲", "", "", "一", "2023-10-28"))
        assert run(file, leads) == Figures(incomplete=1)
        assert only_deal(file).missing == ["contact", "industry"]
        run(file, sheet("客户名称 行业 联系人 电话 地址", "甲 食品 孙丽 13812345678 无"))
        assert only_deal(file).missing == []

    def test_a_later_row_may_say_what_an_earlier_left_out(self, file: File) -> None:
        headers = "客户名称 电话 行业 需求 获取时间"
        early, late = ("甲", "13812345678", "", "一", "2023-10-28"), ("甲", "13812345678", "食品", "二", "2023-10-28")
        assert run(file, sheet(headers, early, late)) == Figures(imported=2)

    def test_contacts_and_members(self, file: File) -> None:
        people = sheet(
            "姓名 公司 部门 职务 手机 角色", "孙丽 甲 生产 厂长 13812345678 决策者", "孙丽 乙 财务 主管 13900001111 -"
        )
        team = sheet("姓名 部门 岗位 主管 负责区域", "李强 销售一部 客户经理 周总 华东、华南")
        assert run(file, people, team) == Figures(imported=3)
        person = file.ask(lambda session: session.scalars(select(Contact).where(Contact.title == "厂长")).one())
        assert (person.department, person.note) == ("生产", "角色：决策者")
        colleague = file.ask(lambda session: session.scalars(select(Member).where(Member.name == "李强")).one())
        assert (colleague.regions, colleague.role) == (["华东", "华南"], "sales_rep")
        boss = file.ask(lambda session: session.get_one(Member, colleague.manager_id))
        assert (boss.name, boss.role) == ("周总", "sales_manager")
        assert run(file, people, team) == Figures(updated=3, unchanged=3)

    def test_an_expected_day_is_kept_as_said_and_as_a_day(self, file: File) -> None:
        run(file, sheet("客户名称 需求 预计成交日期", "甲 一 2024年3月15日", "乙 二 明年上半年"))
        assert [(deal.purchase_time, deal.expected_close) for deal in file.ask(deals)] == [
            ("2024年3月15日", date(2024, 3, 15)),
            ("明年上半年", None),
        ]


class TestNumbers:
    def test_follow_those_in_the_file_and_the_slot(self, file: File) -> None:
        file.deal(number="Z20231028007", source="展会")
        run(file, sheet("客户名称 需求 来源 获取时间", "甲 一 展会 2023-10-28", "乙 二 展会 2023-10-28"))
        assert [deal.number for deal in file.ask(deals)][1:] == ["Z20231028008", "Z20231028009"]
        file.store.info["context"] = Context(me=file.me, slot="B")
        run(file, sheet("客户名称 需求 来源 获取时间", "丙 三 展会 2023-10-28"))
        assert file.ask(deals)[3].number == "Z20231028B01"
        assert file.ask(next_number, "展会", date(2023, 10, 28)) == "Z20231028B02"

    def test_of_leads_taken_back_are_not_given_again(self, file: File) -> None:
        source = sheet("客户名称 需求 来源 获取时间", "甲 一 展会 2023-10-28")
        run(file, source)
        take_back(file)
        run(file, source)
        assert only_deal(file).number == "Z20231028002"


def test_a_product_is_known_by_its_exact_name_alone(file: File) -> None:
    products = sheet("产品名称 单价", "GTX-Pro 10", "GTXPro 20")
    leads = sheet("客户名称 产品 需求", ("甲", " gtx-pro ", "一"), ("乙", "GTX PRO", "二"))
    report: ImportReport = file.do(import_tables, [leads, products])
    assert [deal.product_id is not None for deal in file.ask(deals)] == [True, False]
    assert [one.typed for one in report.unknown_products] == ["GTX PRO"]


def test_a_later_list_of_products_is_matched_when_leads_come_again(file: File) -> None:
    leads = sheet("客户名称 产品 需求", "甲 塔机 一")
    run(file, leads)
    assert run(file, sheet("产品名称 单价", "塔机 10"), leads) == Figures(imported=1, updated=1)
    assert only_deal(file).product_id


def test_an_edit_after_the_import_is_in_the_way_of_undoing_it(file: File) -> None:
    run(file, sheet("客户名称 需求", "甲 一"))
    customer = only_deal(file).customer_id
    rid = file.ask(undo.undo_step)
    assert rid is not None
    file.do(edit_customer, customer, region="华北")
    with pytest.raises(Exception, match="修改客户"):
        file.store.write("undo", "撤销", lambda session: undo.take_back(session, rid.rid))


def test_everything_is_recorded(file: File) -> None:
    run(file, sheet("客户名称 联系人 电话 需求 负责人 下一步", "甲 孙丽 13812345678 一 李强 拜访"))
    with file.store.read() as session:
        latest = session.scalars(select(ChangeSet).order_by(ChangeSet.rid.desc())).first()
        assert latest is not None
        tables = session.scalars(select(RowChange.table).where(RowChange.change_set == latest.rid)).all()
    assert (latest.label, latest.operation) == ("导入", "import_tables")
    assert sorted(tables) == ["activity", "contact", "customer", "deal", "member", "stage_change"]


def test_without_a_company_the_default_playbook_is_used(tmp_path: Path) -> None:
    made = File(tmp_path / "bare")
    made.do(edit_company, playbook="gone")
    run(made, sheet("客户名称 需求", "甲 一"))
    assert only_deal(made).playbook == "full-cycle"
    assert made.ask(lambda session: session.get_one(Company, "company").playbook) == "gone"
    made.close()


@pytest.mark.benchmark
def test_the_time_grows_with_the_rows_alone(tmp_path: Path) -> None:
    def seconds(rows: int) -> float:
        lines = [
            (f"客户{n % (rows // 10)}", f"联系人{n}", f"138{n:08d}", "机械", f"需求{n}", "官网", "2023-10-28")
            for n in range(rows)
        ]
        source = sheet("客户名称 联系人 电话 行业 需求 来源 获取时间", *lines)
        made = File(tmp_path / str(rows))
        begun = time.perf_counter()
        run(made, source)
        spent = time.perf_counter() - begun
        made.close()
        return spent

    small, large = seconds(5_000), seconds(50_000)
    assert large < 14 * small
