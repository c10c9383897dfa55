"""The history in plain words: a new row says what it held at first, and goes on saying so."""

from __future__ import annotations

from desktop_crm.models import ClockPause, IssuedDocument, MemoClause, Objection
from desktop_crm.operations import acceptance_checks, acceptances, activities, negotiations, requirements, stakeholders
from desktop_crm.operations.deal_reviews import review_deal
from desktop_crm.queries.history import history
from desktop_crm.system import clock
from desktop_crm.views.deal.history_words import Wording
from tests.make import File


def told(file: File, deal: str) -> list[str]:
    """Return every line of the deal's history, the newest first."""
    wording = Wording(file.playbooks, file.playbooks.default)
    return [
        line
        for entry in file.ask(history, deal).entries
        for story in entry.stories
        for line in wording.story(story, moved=entry.move is not None)
    ]


def fail_a_clause(file: File, deal: str) -> None:
    (clause,) = file.do(acceptances.add_acceptance_clauses, deal, texts=["识别准确率不低于 99%"])
    file.do(acceptance_checks.record_check, clause, result="failed", cause="夜间光线不足", rectification="加装补光灯")


def test_a_review_tells_what_it_says_and_how_that_changed(file: File) -> None:
    deal = file.deal(outcome="lost")
    file.do(review_deal, deal, reasons=["价格", "交期"], lesson="早报价")
    file.do(review_deal, deal, reasons=["价格"], competitor="蓝澜")
    assert told(file, deal) == [
        "复盘　理由：价格、交期 → 价格", "复盘　竞争对手：空 → 蓝澜", "新增复盘　经验教训：早报价 · 理由：价格、交期",
    ]  # fmt: skip


def join_the_chain(file: File, deal: str) -> None:
    contact = file.contact(file.customer("南通永盛"), "陈总")
    file.do(stakeholders.add_stakeholder, deal, contact_id=contact, role="decider")


def test_new_rows_tell_their_main_values(file: File) -> None:
    deal = file.deal()
    fail_a_clause(file, deal)
    join_the_chain(file, deal)
    file.do(negotiations.edit_floor, deal, lowest_price_fen=52_000_000, lowest_discount=850, longest_payment_days=60)
    file.do(requirements.add_requirement_items, deal, kind="pain", texts=["换模要40分钟"])
    file.do(activities.record_activity, deal, feedback="下周二前要报价", method="visit")
    file.add(
        MemoClause(memo_id=file.do(negotiations.start_memo, deal), title="培训"),
        Objection(deal_id=deal, kind="price", text="比上家贵一成"),
        IssuedDocument(deal_id=deal, title="谈判纪要", number="JY20260301-01", version=2),
        ClockPause(deal_id=deal, reason="客户盘点停产", begins_at=clock.now()),
    )
    assert {
        "新增验收检查“识别准确率不低于 99%”　第 1 轮 · 不通过 · 原因：夜间光线不足 · 整改措施：加装补光灯",
        "新增决策链“陈总”　决策者",
        "新增谈判底线　最低价格：¥520,000 · 最低折扣：8.5折 · 最长账期：60 天",
        "新增需求条目“换模要40分钟”　痛点",
        "新增跟进“下周二前要报价”　拜访",
        "新增条款“培训”",
        "新增客户异议“比上家贵一成”　价格",
        "新增文档“谈判纪要”　编号：JY20260301-01 · 第 2 版",
        "新增暂停计时　原因：客户盘点停产",
    } - set(told(file, deal)) == set()


def test_what_a_row_held_at_first_stays_true_after_later_edits(file: File) -> None:
    deal = file.deal()
    file.do(negotiations.edit_floor, deal, lowest_discount=850)
    file.do(negotiations.edit_floor, deal, lowest_discount=800)
    file.do(negotiations.edit_floor, deal, lowest_discount=780, walk_away="低于成本")
    assert told(file, deal) == [
        "谈判底线　最低折扣：8折 → 7.8折",
        "谈判底线　退出条件：空 → 低于成本",
        "谈判底线　最低折扣：8.5折 → 8折",
        "新增谈判底线　最低折扣：8.5折",
    ]


def test_a_new_row_keeps_the_name_it_was_made_with(file: File) -> None:
    deal = file.deal()
    (item,) = file.do(requirements.add_requirement_items, deal, kind="need", texts=["对接旧系统"])
    file.do(requirements.edit_requirement_item, item, text="对接金蝶", kind="goal")
    lines = told(file, deal)
    assert "新增需求条目“对接旧系统”　需求" in lines
    assert any("内容：对接旧系统 → 对接金蝶" in line for line in lines)


def test_a_check_that_passes_in_a_later_change_says_of_which_clause(file: File) -> None:
    deal = file.deal()
    (clause,) = file.do(acceptances.add_acceptance_clauses, deal, texts=["节拍 12 秒"])
    file.do(acceptance_checks.record_check, clause, result="failed", cause="夹具慢", rectification="换夹具")
    file.do(acceptance_checks.recheck, clause)
    file.do(acceptance_checks.record_check, clause, result="passed")
    lines = told(file, deal)
    assert "验收检查“节拍 12 秒”　结果：待检查 → 通过" in lines
    assert "新增验收检查“节拍 12 秒”　第 2 轮 · 待检查" in lines


def test_no_line_shows_a_key(file: File) -> None:
    deal = file.deal()
    fail_a_clause(file, deal)
    join_the_chain(file, deal)
    file.do(activities.plan_activity, deal, goal="送样机", due_on=clock.today())
    keys = {deal, file.me}
    assert not [line for line in told(file, deal) if any(key[:8] in line for key in keys)]
