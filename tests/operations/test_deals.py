"""Deals: numbers, gates, closing and reopening, and what 待补全 settles."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from desktop_crm.models import (
    ChainRole,
    Contact,
    Context,
    Customer,
    Deal,
    Member,
    Requirement,
    RequirementItem,
    StageChange,
    Stakeholder,
)
from desktop_crm.operations import activities, customers, deals
from desktop_crm.operations.contacts import edit_contact
from desktop_crm.refusal import Refused
from tests.make import File

DAY = date(2023, 10, 28)


def row_of(file: File, deal_id: str) -> Deal:
    return file.ask(lambda session: session.get_one(Deal, deal_id))


def moves(file: File, deal_id: str) -> list[StageChange]:
    chosen = select(StageChange).where(StageChange.deal_id == deal_id).order_by(StageChange.id)
    return file.ask(lambda session: list(session.scalars(chosen)))


def ready_deal(file: File, **values: object) -> str:
    """Return a deal that meets every condition of the first stage."""
    customer = file.customer()
    contact = file.contact(customer)
    deal = file.deal(customer, contact_id=contact, **values)
    file.do(activities.record_activity, deal, feedback="张总要求下周给报价")
    return deal


# ---- numbers (L3)


def number(file: File, source: str = "官网", day: date = DAY) -> str:
    deal = file.do(deals.add_deal, customer="苏州恒力", source=source, acquired_on=day)
    return row_of(file, deal).number


def test_leads_are_numbered_by_channel_day_and_serial(file: File) -> None:
    assert number(file) == "G20231028001"
    assert number(file) == "G20231028002"
    assert number(file, "展会") == "Z20231028001"
    assert number(file, "转介绍") == "Z20231028002"
    assert number(file, "") == "X20231028001"
    assert number(file, day=date(2023, 10, 29)) == "G20231029001"


def test_a_number_is_never_used_again(file: File) -> None:
    deal = file.do(deals.add_deal, customer="苏州恒力", source="官网", acquired_on=DAY)
    file.do(deals.delete_deal, deal)
    assert number(file) == "G20231028002"


def test_past_999_the_serial_widens(file: File) -> None:
    file.deal(number="G20231028999")
    assert number(file) == "G202310281000"
    assert number(file) == "G202310281001"


def test_two_laptops_number_apart_by_their_slot_letter(file: File) -> None:
    assert number(file) == "G20231028001"
    file.store.info["context"] = Context(me=file.me, slot="A", folder=file.folder)
    assert number(file) == "G20231028A01"
    assert number(file) == "G20231028A02"
    file.store.info["context"] = Context(me=file.me, slot="B", folder=file.folder)
    assert number(file) == "G20231028B01"


# ---- capture (L1)


def test_a_lead_recognises_its_customer_and_its_person(file: File) -> None:
    first = file.do(deals.add_deal, customer="苏州恒力", contact="张伟", phone="13800001234", need="替换旧 ERP")
    second = file.do(deals.add_deal, customer="苏州 恒力", contact="张伟", email="zw@hengli.cn")
    one, two = row_of(file, first), row_of(file, second)
    assert (one.customer_id, one.contact_id) == (two.customer_id, two.contact_id)
    person = file.ask(lambda session: session.get_one(Contact, one.contact_id))
    assert (person.phone, person.email) == ("13800001234", "zw@hengli.cn")
    assert (one.title, one.owner_id, one.stage) == ("替换旧 ERP", file.me, "lead")


def test_a_lead_needs_a_name(file: File) -> None:
    with pytest.raises(Refused, match="客户"):
        file.do(deals.add_deal, customer="  ")


# ---- gates


def test_a_move_is_refused_with_every_missing_thing_and_where_to_mend_it(file: File) -> None:
    deal = file.deal(grade="", source="")
    with pytest.raises(Refused) as refusal:
        file.do(deals.move_deal, deal, to_stage="discovery")
    targets = [remedy.target for remedy in refusal.value.remedies]
    assert targets == ["overview.contact", "overview.source", "overview.grade", "followup", "override"]
    assert "需求探查" in refusal.value.reason
    assert row_of(file, deal).stage == "lead"
    assert moves(file, deal) == []


def test_a_satisfied_gate_lets_the_deal_pass_and_says_so_in_the_history(file: File) -> None:
    deal = ready_deal(file)
    file.do(deals.move_deal, deal, to_stage="discovery")
    (move,) = moves(file, deal)
    assert row_of(file, deal).stage == "discovery"
    assert (move.from_stage, move.to_stage, move.by_id) == ("lead", "discovery", file.me)
    assert move.evidence == "准出条件已满足"
    assert move.override_reason == ""
    assert move.overridden == []


def test_an_override_needs_its_reason_and_keeps_what_was_passed_over(file: File) -> None:
    deal = file.deal()
    with pytest.raises(Refused):
        file.do(deals.move_deal, deal, to_stage="discovery", override_reason="  ")
    file.do(deals.move_deal, deal, to_stage="discovery", override_reason="客户周五前要见面")
    (move,) = moves(file, deal)
    assert move.override_reason == "客户周五前要见面"
    assert any("联系" in sentence for sentence in move.overridden)
    assert move.evidence == ""  # nobody claims that the conditions were met


def test_a_jump_asks_for_every_stage_on_the_way(file: File) -> None:
    deal = ready_deal(file)
    with pytest.raises(Refused) as refusal:
        file.do(deals.move_deal, deal, to_stage="proposal")
    assert {"requirement.pain_points", "chain"} <= {remedy.target for remedy in refusal.value.remedies}


def test_going_back_rests_on_a_fact_and_asks_for_no_gate(file: File) -> None:
    deal = file.deal(stage="proposal")
    with pytest.raises(Refused) as refusal:
        file.do(deals.move_deal, deal, to_stage="discovery")
    assert [remedy.target for remedy in refusal.value.remedies] == ["evidence"]
    file.do(deals.move_deal, deal, to_stage="discovery", evidence="客户新增两条产线，需求重谈")
    assert row_of(file, deal).stage == "discovery"
    assert moves(file, deal)[0].evidence == "客户新增两条产线，需求重谈"


def test_a_confirmed_requirement_opens_the_gate_of_the_proposal(file: File) -> None:
    customer = file.customer()
    contact = file.contact(customer)
    deal = file.deal(customer, contact_id=contact, stage="proposal")
    file.do(activities.plan_activity, deal, goal="讲解方案", due_on=date(2026, 3, 20))
    file.do(deals.tick_item, deal, item="proposal_presented")
    file.add(Stakeholder(deal_id=deal, contact_id=contact, role=ChainRole.DECIDER, met=True))
    version = file.add(Requirement(deal_id=deal, status="draft"))
    file.add(RequirementItem(requirement_id=version, kind="pain", text="换模要40分钟"))
    with pytest.raises(Refused, match="没有得到客户确认"):
        file.do(deals.move_deal, deal, to_stage="negotiation")
    file.add(Requirement(deal_id=deal, version=2, status="confirmed"))
    file.do(deals.move_deal, deal, to_stage="negotiation")
    assert row_of(file, deal).stage == "negotiation"


def test_past_the_signature_the_deal_is_won_and_going_back_opens_it(file: File) -> None:
    deal = file.deal(stage="contract")
    file.do(deals.move_deal, deal, to_stage="delivery", override_reason="合同原件在路上")
    won = row_of(file, deal)
    assert (won.outcome, won.on_board) == ("won", True)
    assert won.closed_on is not None
    file.do(deals.move_deal, deal, to_stage="contract", evidence="客户要求改付款条款")
    back = row_of(file, deal)
    assert (back.outcome, back.closed_on) == ("open", None)


# ---- closing


@pytest.mark.parametrize("outcome", ["lost", "invalid"])
def test_a_loss_needs_its_reason(file: File, outcome: str) -> None:
    deal = file.deal()
    with pytest.raises(Refused) as refusal:
        file.do(deals.close_deal, deal, outcome=outcome)
    assert [remedy.target for remedy in refusal.value.remedies] == ["reason"]
    file.do(deals.close_deal, deal, outcome=outcome, reason="价格高于预算", evidence="比金蝶高两成")
    closed = row_of(file, deal)
    assert (closed.outcome, closed.outcome_reason, closed.on_board) == (outcome, "价格高于预算", False)
    assert moves(file, deal)[0].evidence == "比金蝶高两成"


def test_winning_passes_the_gates_up_to_the_signature(file: File) -> None:
    deal = file.deal(stage="contract")
    with pytest.raises(Refused, match="成交"):
        file.do(deals.close_deal, deal, outcome="won")
    file.do(deals.close_deal, deal, outcome="won", override_reason="口头确认")
    assert row_of(file, deal).outcome == "won"


def test_a_closed_deal_opens_again_on_a_fact(file: File) -> None:
    deal = file.deal()
    file.do(deals.close_deal, deal, outcome="lost", reason="预算取消")
    with pytest.raises(Refused):
        file.do(deals.reopen_deal, deal, evidence=" ")
    file.do(deals.reopen_deal, deal, evidence="客户来电：预算恢复")
    opened = row_of(file, deal)
    assert (opened.outcome, opened.outcome_reason, opened.closed_on) == ("open", "", None)


def test_a_deal_lost_in_delivery_is_won_again_when_it_opens(file: File) -> None:
    deal = file.deal(stage="delivery", outcome="won")
    file.do(deals.close_deal, deal, outcome="lost", reason="客户退单")
    file.do(deals.reopen_deal, deal, evidence="客户撤回退单")
    assert row_of(file, deal).outcome == "won"


def test_evidence_can_be_written_down_after_the_move(file: File) -> None:
    deal = ready_deal(file)
    file.do(deals.move_deal, deal, to_stage="discovery")
    file.do(deals.state_evidence, deal, evidence="张总电话里同意周三面谈")
    assert moves(file, deal)[0].evidence == "张总电话里同意周三面谈"
    with pytest.raises(Refused):
        file.do(deals.state_evidence, deal, evidence="")


# ---- another playbook, checklist


def test_another_playbook_maps_the_stage_and_keeps_the_history(file: File) -> None:
    deal = file.deal(stage="negotiation")
    file.do(deals.change_playbook, deal, playbook="handbook")
    moved = row_of(file, deal)
    assert moved.playbook == "handbook"
    assert file.playbooks["handbook"].stage(moved.stage).phase == "negotiation"
    (move,) = moves(file, deal)
    assert (move.from_playbook, move.to_playbook) == ("full-cycle", "handbook")


def test_a_tick_is_taken_back_and_set_again_as_one_row(file: File) -> None:
    deal = file.deal()
    for _ in range(2):
        file.do(deals.tick_item, deal, item="lead_assessed")
        file.do(deals.untick_item, deal, item="lead_assessed")
    with pytest.raises(Refused):
        file.do(deals.untick_item, deal, item="lead_assessed")


# ---- 待补全


def test_what_an_import_left_open_settles_as_it_is_filled_in(file: File) -> None:
    customer = file.customer(industry="")
    deal = file.deal(customer, need="", missing=["industry", "need", "contact"])
    file.do(customers.edit_customer, customer, industry="汽车零部件")
    assert row_of(file, deal).missing == ["need", "contact"]
    file.do(deals.edit_deal, deal, need="换模太慢")
    assert row_of(file, deal).missing == ["contact"]
    file.do(deals.set_contact, deal, name="张伟")
    assert row_of(file, deal).missing == ["contact"]  # a name alone reaches nobody
    file.do(deals.edit_deal_contact, deal, phone="13800001234")
    assert row_of(file, deal).missing == []


def test_a_phone_given_to_the_customers_person_settles_the_deal(file: File) -> None:
    customer = file.customer()
    contact = file.contact(customer, phone="")
    deal = file.deal(customer, missing=["phone"])
    file.do(edit_contact, contact, phone="13800001234")
    assert row_of(file, deal).missing == []


def test_a_deal_without_customer_gets_one_and_its_person_comes_along(file: File) -> None:
    contact = file.add(Contact(name="李强", phone="13900001111"))
    deal = file.add(Deal(stage="lead", contact_id=contact, missing=["customer"]))
    file.do(deals.set_customer, deal, name="宁波甬能")
    named = row_of(file, deal)
    assert named.missing == []
    person = file.ask(lambda session: session.get_one(Contact, contact))
    assert (named.contact_id, person.customer_id) == (contact, named.customer_id)


def test_a_person_of_another_customer_stays_behind(file: File) -> None:
    customer = file.customer()
    deal = file.deal(customer, contact_id=file.contact(customer))
    file.do(deals.set_customer, deal, name="宁波甬能")
    assert row_of(file, deal).contact_id is None


def test_people_without_a_customer_are_not_taken_for_each_other(file: File) -> None:
    one, two = file.add(Deal(stage="lead")), file.add(Deal(stage="lead"))
    for deal in (one, two):
        file.do(deals.set_contact, deal, name="张伟")
    assert row_of(file, one).contact_id != row_of(file, two).contact_id


def test_an_empty_contact_is_refused(file: File) -> None:
    with pytest.raises(Refused):
        file.do(deals.set_contact, file.deal(), name=" ")


def test_a_deleted_deal_refuses_changes(file: File) -> None:
    deal = file.deal()
    file.do(deals.delete_deal, deal)
    with pytest.raises(Refused, match="已被删除"):
        file.do(deals.edit_deal, deal, grade="B")


def test_a_field_outside_of_the_list_is_a_fault_of_the_caller(file: File) -> None:
    with pytest.raises(KeyError):
        file.do(deals.edit_deal, file.deal(), stage="contract")


def test_the_first_responder_and_owner_are_people(file: File) -> None:
    colleague = file.add(Member(name="李娜"))
    deal = file.deal()
    file.do(deals.edit_deal, deal, owner_id=colleague, first_responder_id=file.me)
    changed = row_of(file, deal)
    assert (changed.owner_id, changed.first_responder_id) == (colleague, file.me)


def test_a_customer_is_kept_apart_from_its_namesake_with_another_name(file: File) -> None:
    deal = file.do(deals.add_deal, customer="苏州恒力", industry="制造业")
    file.do(deals.add_deal, customer="苏州恒力", industry="化工")
    customer = file.ask(lambda session: session.get_one(Customer, row_of(file, deal).customer_id))
    assert customer.industry == "制造业"  # what is known is not overwritten by a second lead


def test_a_new_owner_starts_the_first_contact_clock_anew(file: File) -> None:
    deal, colleague = file.deal(), file.add(Member(name="李强"))
    file.do(deals.edit_deal, deal, owner_id=colleague)
    assigned = file.ask(lambda session: session.get_one(Deal, deal).assigned_at)
    assert assigned is not None
    file.do(deals.edit_deal, deal, owner_id=colleague, title="没有换人")
    assert file.ask(lambda session: session.get_one(Deal, deal).assigned_at) == assigned
