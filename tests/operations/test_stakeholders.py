"""People come into the chain, move in it and leave it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from desktop_crm.models import Activity, Contact, Deal, Member, Stakeholder, link_id
from desktop_crm.operations.contacts import add_contact, delete_contact, edit_contact
from desktop_crm.operations.stakeholders import (
    add_person_to_chain,
    add_stakeholder,
    edit_stakeholder,
    plan_contact,
    remove_stakeholder,
    set_reports_to,
)
from desktop_crm.queries.decision_chain import Person, decision_chain
from desktop_crm.refusal import Refused
from desktop_crm.store import undo
from tests.make import File


@pytest.fixture
def deal(file: File) -> str:
    return file.deal()


def person(file: File, deal: str, name: str, **values: Any) -> str:
    return file.do(add_person_to_chain, deal, name=name, **values)


def shown(file: File, deal: str) -> dict[str, Person]:
    return {one.name: one for one in file.ask(decision_chain, deal).people}


def contacts(file: File) -> list[tuple[str, str, str]]:
    return file.ask(lambda s: [(c.name, c.phone, c.title) for c in s.scalars(select(Contact).order_by(Contact.name))])


def test_a_person_is_written_down_in_one_step(file: File, deal: str) -> None:
    made = person(file, deal, " 李总 ", department="采购部", title="采购总监", phone="138 0000 1234", role="decider")
    (found,) = file.ask(decision_chain, deal).people
    assert found.id == made
    assert (found.name, found.department, found.title, found.phone, found.role) == (
        "李总", "采购部", "采购总监", "13800001234", "decider",
    )  # fmt: skip
    assert made == link_id(deal, found.contact_id)
    assert (found.stance, found.influence, found.met, found.covered_by) == (0, 3, False, "")


def test_a_known_contact_is_completed_and_not_doubled(file: File) -> None:
    customer = file.customer()
    deal = file.deal(customer)
    file.contact(customer, "李总", phone="13800001234", title="")
    person(file, deal, "李总", title="采购总监")
    assert contacts(file) == [("李总", "13800001234", "采购总监")]


def test_the_same_name_with_another_phone_is_somebody_else(file: File, deal: str) -> None:
    person(file, deal, "李伟", phone="13800001234")
    with pytest.raises(Refused, match="已经在决策链里"):
        person(file, deal, "李伟")
    person(file, deal, "李伟", phone="13900001234")
    assert [phone for _, phone, _ in contacts(file)] == ["13800001234", "13900001234"]


def test_a_deal_without_customer_points_there(file: File) -> None:
    deal = file.add(Deal(title="?"))
    with pytest.raises(Refused) as refusal:
        person(file, deal, "李总")
    assert refusal.value.remedies[0].target == "overview.customer"


def test_a_nameless_person_is_refused_and_nothing_kept(file: File, deal: str) -> None:
    with pytest.raises(Refused, match="姓名"):
        person(file, deal, "  ", title="总监")
    assert contacts(file) == []


def test_a_contact_joins_once_and_counts_as_met_when_there_is_a_record(file: File) -> None:
    customer = file.customer()
    deal = file.deal(customer)
    contact = file.contact(customer)
    file.add(Activity(contact_id=contact, status="done", happened_at=datetime(2024, 3, 15, 8, tzinfo=UTC)))
    first = file.do(add_stakeholder, deal, contact_id=contact, role="user")
    assert file.do(add_stakeholder, deal, contact_id=contact, role="coach") == first
    (found,) = file.ask(decision_chain, deal).people
    assert (found.role, found.met, found.last_contact) == ("coach", True, date(2024, 3, 15))


def test_ratings_change_and_colleagues_cover(file: File, deal: str) -> None:
    made = person(file, deal, "李总")
    file.do(edit_stakeholder, made, stance=-2, influence=5, met=True, covered_by_id=file.me, note=" 怕换系统 ")
    found = shown(file, deal)["李总"]
    assert (found.stance, found.influence, found.met, found.covered_by) == (-2, 5, True, "王敏")
    assert found.note == "怕换系统"
    file.do(edit_stakeholder, made, covered_by_id="")
    assert shown(file, deal)["李总"].covered_by == ""


@pytest.mark.parametrize("wrong", [{"role": "king"}, {"stance": 3}, {"influence": 0}, {"influence": 6}])
def test_values_outside_of_the_scales_are_a_fault(file: File, deal: str, wrong: dict[str, Any]) -> None:
    made = person(file, deal, "李总")
    with pytest.raises(ValueError, match=r"king|3|0|6"):
        file.do(edit_stakeholder, made, **wrong)


def test_who_left_us_cannot_cover_anybody(file: File, deal: str) -> None:
    gone = file.add(Member(name="旧人", deleted_at=datetime(2024, 1, 1, tzinfo=UTC)))
    with pytest.raises(Refused):
        file.do(edit_stakeholder, person(file, deal, "李总"), covered_by_id=gone)


def test_reporting_lines_are_set_and_taken_away(file: File, deal: str) -> None:
    boss, clerk = person(file, deal, "赵总"), person(file, deal, "王芳")
    file.do(set_reports_to, clerk, superior_id=boss)
    assert shown(file, deal)["王芳"].reports_to == boss
    file.do(set_reports_to, clerk, superior_id=None)
    assert shown(file, deal)["王芳"].reports_to == ""


def test_a_circle_is_refused_in_a_plain_sentence(file: File, deal: str) -> None:
    boss = person(file, deal, "赵总")
    head = person(file, deal, "李总", reports_to=boss)
    clerk = person(file, deal, "王芳", reports_to=head)
    with pytest.raises(Refused, match="王芳在赵总的汇报线之下"):
        file.do(set_reports_to, boss, superior_id=clerk)
    with pytest.raises(Refused, match="不能向自己汇报"):
        file.do(set_reports_to, boss, superior_id=boss)
    assert shown(file, deal)["赵总"].reports_to == ""


def test_nobody_reports_into_another_deal(file: File, deal: str) -> None:
    stranger = person(file, file.deal(), "外人")
    with pytest.raises(ValueError, match="another deal"):
        file.do(set_reports_to, person(file, deal, "李总"), superior_id=stranger)


def test_who_leaves_hands_their_reports_up_and_undo_restores_all(file: File, deal: str) -> None:
    boss = person(file, deal, "赵总")
    head = person(file, deal, "李总", reports_to=boss)
    clerk = person(file, deal, "王芳", reports_to=head)
    before = file.ask(decision_chain, deal).people
    file.do(remove_stakeholder, head)
    assert set(shown(file, deal)) == {"赵总", "王芳"}
    assert shown(file, deal)["王芳"].reports_to == boss
    assert "李总" in {choice.name for choice in file.ask(decision_chain, deal).contacts}
    step = file.ask(undo.undo_step)
    assert step is not None
    file.store.write(undo.UNDO, "撤销", lambda session: undo.take_back(session, step.rid))
    assert file.ask(decision_chain, deal).people == before
    assert shown(file, deal)["王芳"].id == clerk


def test_who_comes_back_stands_without_their_old_superior(file: File, deal: str) -> None:
    boss = person(file, deal, "赵总")
    head = person(file, deal, "李总", reports_to=boss, role="buyer")
    contact = shown(file, deal)["李总"].contact_id
    file.do(remove_stakeholder, head)
    assert file.do(add_stakeholder, deal, contact_id=contact) == head
    assert shown(file, deal)["李总"].reports_to == ""


def test_a_visit_is_planned_with_the_person(file: File, deal: str) -> None:
    made = person(file, deal, "赵总", title="总经理")
    file.do(plan_contact, made, due_on=date(2024, 3, 18))
    assert shown(file, deal)["赵总"].planned == date(2024, 3, 18)
    step = file.ask(lambda s: s.scalars(select(Deal.next_step).where(Deal.id == deal)).one())
    assert step == "拜访赵总（总经理）"


def test_contacts_are_added_and_changed(file: File) -> None:
    customer = file.customer()
    made = file.do(add_contact, customer, name="李总", phone="+86 138-0000-1234", email="li@hl.cn")
    file.do(edit_contact, made, title="厂长", phone="分机 802")
    assert contacts(file) == [("李总", "分机 802", "厂长")]
    with pytest.raises(Refused, match="姓名"):
        file.do(edit_contact, made, name=" ")
    with pytest.raises(KeyError):
        file.do(edit_contact, made, customer_id="x")


def test_a_deleted_contact_leaves_every_chain(file: File) -> None:
    customer = file.customer()
    contact = file.contact(customer, "李总")
    deals = [file.deal(customer), file.deal(customer)]
    for one in deals:
        head = file.do(add_stakeholder, one, contact_id=contact)
        person(file, one, "王芳", reports_to=head) if one is deals[0] else None
    file.do(delete_contact, contact)
    assert [set(shown(file, one)) for one in deals] == [{"王芳"}, set()]
    assert shown(file, deals[0])["王芳"].reports_to == ""
    with pytest.raises(Refused):
        file.do(edit_contact, contact, name="x")
    links = file.ask(
        lambda s: s.scalars(select(Stakeholder.reports_to_id).where(Stakeholder.deal_id == deals[0])).all()
    )
    assert links == [None]


def test_what_an_import_missed_is_ticked_off(file: File) -> None:
    customer = file.customer()
    deal = file.deal(customer, missing=["contact"])
    person(file, deal, "李总", phone="13800001234")
    assert file.ask(lambda s: s.scalars(select(Deal.missing).where(Deal.id == deal)).one()) == []
