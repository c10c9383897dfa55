"""Leads on their way to a salesperson."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from desktop_crm.models import Activity, Company, Contact, Customer, Deal, Member, Outcome, StageChange
from desktop_crm.operations.deals import add_deal, edit_deal
from desktop_crm.operations.leads import (
    Verified,
    capture_lead,
    grade_lead,
    grade_leads,
    score_lead,
    screen_leads,
    set_source,
    verify_leads,
)
from desktop_crm.refusal import Refused
from desktop_crm.store import undo
from desktop_crm.system import clock
from tests.make import File

DAY = date(2026, 3, 2)


def deal_of(file: File, deal_id: str) -> Deal:
    return file.ask(lambda session: session.get_one(Deal, deal_id))


def complete(file: File, **values: Any) -> str:
    customer = file.customer()
    return file.deal(customer, contact_id=file.contact(customer), acquired_on=DAY, **values)


def test_a_captured_lead_names_who_responded_first_and_what_the_contact_is(file: File):
    deal_id = file.do(
        capture_lead, customer="华强电子", contact="李总", title="总经理", phone="13800001234", source="展会"
    )
    deal = deal_of(file, deal_id)
    assert (deal.first_responder_id, deal.owner_id, deal.source) == (file.me, file.me, "展会")
    assert file.ask(lambda session: session.get_one(Contact, deal.contact_id).title) == "总经理"


def test_a_known_title_is_not_overwritten_by_what_was_jotted_down(file: File):
    customer = file.customer("华强电子")
    contact = file.contact(customer, "李总", title="董事长")
    file.do(capture_lead, customer="华强电子", contact="李总", title="老板")
    assert file.ask(lambda session: session.get_one(Contact, contact).title) == "董事长"


def test_leads_are_found_valid_together_and_taken_back_together(file: File):
    ids = [file.deal(), file.deal()]
    assert file.do(screen_leads, ids, valid=True) == 2
    assert all(deal_of(file, one).screened_at for one in ids)
    assert file.do(screen_leads, ids, valid=True) == 0
    step = file.ask(undo.undo_step)
    assert step is not None
    file.store.write("undo", "undo", lambda session: undo.take_back(session, step.rid), undoes=step.rid)
    assert not any(deal_of(file, one).screened_at for one in ids)


def test_an_invalid_lead_is_closed_with_its_reason_in_the_history(file: File):
    deal_id = file.deal()
    assert file.do(screen_leads, [deal_id], valid=False, reason="重复线索") == 1
    deal = deal_of(file, deal_id)
    assert (deal.outcome, deal.outcome_reason) == (Outcome.INVALID, "重复线索")


def test_without_a_reason_each_lead_takes_what_speaks_against_it_in_the_playbooks_words(file: File):
    file.store.write(
        "x", "x", lambda session: setattr(session.get_one(Company, "company"), "target_industries", ["制造业"])
    )
    phone = file.customer("甲")
    bad_phone = file.deal(phone, contact_id=file.contact(phone, phone="12345"))
    off_target = file.deal(file.customer("乙", industry="餐饮"))
    made_up = file.deal(file.customer("测试"))
    file.do(screen_leads, [bad_phone, off_target, made_up], valid=False)
    reasons = [deal_of(file, one).outcome_reason for one in (bad_phone, off_target, made_up)]
    assert reasons[:2] == ["电话或邮箱无效", "不在目标行业"]
    assert "测试" in reasons[2]  # this playbook has no such reason: the sentence itself
    change = file.ask(
        lambda session: session.scalars(select(StageChange).where(StageChange.deal_id == bad_phone)).one()
    )
    assert "12345" in change.evidence


def test_a_lead_nothing_speaks_against_needs_a_written_reason_and_nothing_is_changed(file: File):
    bad = file.deal(file.customer("测试"))
    with pytest.raises(Refused, match="为什么无效"):
        file.do(screen_leads, [bad, file.deal()], valid=False)
    assert deal_of(file, bad).outcome == Outcome.OPEN


def test_a_complete_lead_is_verified_by_name_and_counts_as_valid(file: File):
    deal_id = complete(file)
    assert file.do(verify_leads, [deal_id]) == Verified(1)
    deal = deal_of(file, deal_id)
    assert deal.verified_at
    assert deal.screened_at
    assert deal.verified_by_id == file.me


def test_an_incomplete_lead_is_refused_with_what_it_lacks(file: File):
    deal_id = file.deal(file.customer("恒力", industry=""), need="", acquired_on=DAY)
    with pytest.raises(Refused, match="“恒力”还缺联系方式、行业、需求"):
        file.do(verify_leads, [deal_id])
    assert deal_of(file, deal_id).verified_at is None


def test_of_several_the_complete_ones_are_verified_and_the_others_named(file: File):
    good, bad = complete(file), file.deal(file.customer("蓝海"), acquired_on=DAY)
    assert file.do(verify_leads, [good, bad]) == Verified(1, ("“蓝海”还缺联系方式。",))
    assert deal_of(file, bad).verified_at is None


def test_several_that_all_lack_something_are_counted(file: File):
    ids = [file.deal(file.customer(name), acquired_on=DAY) for name in ("甲", "乙")]
    with pytest.raises(Refused, match=r"2 条都还不完整.*甲"):
        file.do(verify_leads, ids)


def test_a_grade_keeps_its_reason_and_its_time(file: File):
    deal_id = file.deal(grade="")
    file.do(grade_lead, deal_id, grade="B", reason="预算没有落实")
    deal = deal_of(file, deal_id)
    assert (deal.grade, deal.grade_reason) == ("B", "预算没有落实")
    assert deal.graded_at
    file.do(grade_lead, deal_id, grade="")
    assert deal_of(file, deal_id).graded_at is None


def test_a_grade_the_playbook_does_not_have_is_refused(file: File):
    with pytest.raises(Refused, match="A、B、C"):
        file.do(grade_lead, file.deal(), grade="D")


def test_editing_the_grade_anywhere_notes_the_time(file: File):
    deal_id = file.deal(grade="")
    file.do(edit_deal, deal_id, grade="A", need="新需求")
    deal = deal_of(file, deal_id)
    assert deal.graded_at
    assert (deal.grade, deal.need) == ("A", "新需求")
    assert deal_of(file, file.do(add_deal, customer="甲", grade="A")).graded_at
    assert deal_of(file, file.do(add_deal, customer="乙")).graded_at is None


def test_several_are_graded_at_once(file: File):
    ids = [file.deal(grade=""), file.deal(grade="C")]
    assert file.do(grade_leads, ids, grade="B") == 2
    assert [deal_of(file, one).grade for one in ids] == ["B", "B"]


@pytest.mark.parametrize(("marks", "grade"), [((5, 5, 4, 1), "A"), ((5, 5, 3, 1), "B"), ((4, 1, 1, 1), "C")])
def test_the_score_sets_the_grade_and_says_why(file: File, marks: tuple[int, int, int, int], grade: str):
    deal_id = file.deal(playbook="funnel", stage="screen", grade="")
    budget, need, decision, urgency = marks
    assert file.do(score_lead, deal_id, budget=budget, need=need, decision=decision, urgency=urgency) == grade
    deal = deal_of(file, deal_id)
    assert (deal.grade, deal.score_budget, deal.score_urgency) == (grade, budget, urgency)
    assert deal.grade_reason == f"评分 {sum(marks)}：预算 {budget}、需求 {need}、决策 {decision}、紧急度 {urgency}"


def test_a_playbook_without_a_score_says_so(file: File):
    with pytest.raises(Refused, match="不评分"):
        file.do(score_lead, file.deal(), budget=5, need=5, decision=5, urgency=5)


def test_a_mark_outside_of_the_scale_is_refused(file: File):
    with pytest.raises(Refused, match="1 到 5"):
        file.do(score_lead, file.deal(playbook="funnel", stage="screen"), budget=6, need=1, decision=1, urgency=1)


def test_the_source_of_several_is_corrected_and_numbers_stay(file: File):
    ids = [file.deal(), file.deal(sub_source="旧")]
    assert file.do(set_source, ids, source="官网-产品页") == 2
    deals = [deal_of(file, one) for one in ids]
    assert {(deal.source, deal.sub_source, deal.number) for deal in deals} == {("官网", "产品页", "Z20240315001")}


def test_what_was_taken_down_by_somebody_else_keeps_its_customer(file: File):
    file.add(Member(name="李芳"))
    first = file.do(capture_lead, customer="华强电子")
    second = file.do(capture_lead, customer="华强电子 ")
    assert deal_of(file, first).customer_id == deal_of(file, second).customer_id
    assert file.ask(lambda session: len(session.scalars(select(Customer)).all())) == 1


def test_a_seller_who_took_the_lead_down_has_its_first_contact_planned(file: File) -> None:
    lead = file.deal(grade="", verified_at=clock.now(), screened_at=clock.now())
    file.do(grade_lead, lead, grade="A")
    plans = file.ask(lambda session: session.scalars(select(Activity).where(Activity.deal_id == lead)).all())
    assert [plan.purpose for plan in plans] == ["first_contact"]
    assert file.ask(lambda session: session.get_one(Deal, lead).assigned_at) is not None
