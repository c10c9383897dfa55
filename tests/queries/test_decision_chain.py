"""The chain as it is read: order, names, choices, a fixed number of statements."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import event, update
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, Member, Stakeholder
from desktop_crm.operations.stakeholders import add_person_to_chain
from desktop_crm.queries.decision_chain import decision_chain
from desktop_crm.rules.decision_chain import GapKind
from tests.make import File


def test_decision_makers_come_first_and_the_unknown_last(file: File) -> None:
    deal = file.deal()
    for name, role in (("丁", ""), ("丙", "coach"), ("乙", "decider"), ("甲", "influencer")):
        file.do(add_person_to_chain, deal, name=name, role=role)
    assert [person.name for person in file.ask(decision_chain, deal).people] == ["乙", "甲", "丙", "丁"]


def test_the_last_contact_is_the_latest_record_and_the_next_the_earliest_plan_of_the_deal(file: File) -> None:
    deal = file.deal()
    file.do(add_person_to_chain, deal, name="李总")
    contact = file.ask(decision_chain, deal).people[0].contact_id
    for day in (3, 12, 7):
        happened = datetime(2024, 3, day, 8, tzinfo=UTC)
        file.add(Activity(contact_id=contact, deal_id=deal, status="done", happened_at=happened))
    file.add(Activity(contact_id=contact, status="cancelled", happened_at=datetime(2024, 4, 1, tzinfo=UTC)))
    for day in (20, 18):
        file.add(Activity(contact_id=contact, deal_id=deal, due_on=date(2024, 3, day)))
    file.add(Activity(contact_id=contact, deal_id=file.deal(), due_on=date(2024, 3, 1)))
    person = file.ask(decision_chain, deal).people[0]
    assert (person.last_contact, person.planned) == (date(2024, 3, 12), date(2024, 3, 18))


def test_one_can_choose_present_colleagues_and_the_customers_other_contacts(file: File) -> None:
    customer = file.customer()
    deal = file.deal(customer)
    file.contact(customer, "李娜", title="厂长")
    file.contact(file.customer("别的公司"), "外人")
    file.add(Member(name="离职者", left=True))
    file.do(add_person_to_chain, deal, name="赵总")
    chain = file.ask(decision_chain, deal)
    assert [(one.name, one.title) for one in chain.contacts] == [("李娜", "厂长")]
    assert [one.name for one in chain.colleagues] == ["王敏"]


def test_an_empty_chain_and_a_deal_without_customer_are_read(file: File) -> None:
    chain = file.ask(decision_chain, file.deal())
    assert chain.people == ()
    assert [gap.kind for gap in chain.gaps] == [GapKind.NO_DECIDER]


def test_a_circle_in_the_file_does_not_reach_the_diagram(file: File) -> None:
    deal = file.deal()
    first = file.do(add_person_to_chain, deal, name="甲")
    second = file.do(add_person_to_chain, deal, name="乙", reports_to=first)

    def close_circle(session: Session) -> None:
        session.execute(update(Stakeholder).where(Stakeholder.id == first).values(reports_to_id=second))

    file.store.write("merge", "merge", close_circle)
    tops = [person for person in file.ask(decision_chain, deal).people if not person.reports_to]
    assert len(tops) == 1


def test_the_statements_do_not_grow_with_the_chain(file: File) -> None:
    deal = file.deal()
    counted: list[str] = []

    def count(*said: object) -> None:
        counted.append(str(said[2]))

    event.listen(file.store.engine, "before_cursor_execute", count)
    sizes: list[int] = []
    for name in ("甲", "乙", "丙"):
        file.do(add_person_to_chain, deal, name=name)
        counted.clear()
        file.ask(decision_chain, deal)
        sizes.append(sum(sql.startswith("SELECT") for sql in counted))
    assert sizes == [3, 3, 3]
