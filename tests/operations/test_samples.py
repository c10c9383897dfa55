"""The sample company: fresh, consistent with its playbooks, one undo."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.charts.improving import read_again
from desktop_crm.documents.desk import papers, sheets
from desktop_crm.models import (
    WHOLE,
    Activity,
    ChangeOrder,
    Contact,
    Contract,
    Customer,
    Deal,
    Member,
    Milestone,
    OrderNotice,
    Outcome,
    Payment,
    Project,
    Proposal,
    ProposalItem,
    Receipt,
    Requirement,
    VersionStatus,
)
from desktop_crm.operations.deals import edit_deal
from desktop_crm.operations.samples import fill_sample
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.gates import gate
from desktop_crm.playbooks.vocabulary import PHASES
from desktop_crm.queries.deal_facts import deal_facts
from desktop_crm.queries.improvements import improvements
from desktop_crm.refusal import Refused
from desktop_crm.rules.due import due_state
from desktop_crm.rules.emails import parse_email
from desktop_crm.rules.phones import parse_phone
from desktop_crm.store import Store
from desktop_crm.system import clock
from tests.make import File


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory):
    store = Store(tmp_path_factory.mktemp("sample") / "company.db", {"playbooks": Playbooks()})
    store.write("fill_sample", "载入示例公司", fill_sample)
    yield store
    store.close()


def test_every_stage_of_the_default_playbook_has_deals(sample: Store):
    with sample.read() as session:
        there = Counter(session.scalars(select(Deal.stage).where(Deal.playbook == "full-cycle")))
    assert set(there) == {stage.key for stage in Playbooks().default.stages}


def test_all_playbooks_and_all_outcomes_are_shown(sample: Store):
    with sample.read() as session:
        assert set(session.scalars(select(Deal.playbook))) == set(Playbooks())
        assert set(session.scalars(select(Deal.outcome))) == set(Outcome)


def test_no_deal_is_further_than_its_gates_allow(sample: Store):
    playbooks = Playbooks()
    with sample.read() as session:
        for deal in session.scalars(select(Deal).where(Deal.on_board)):
            playbook = playbooks[deal.playbook]
            first = playbook.first_stage.key
            if deal.stage != first:
                lacking = gate(playbook, first, deal.stage, deal_facts(session, deal.id))
                assert [lack.text for lack in lacking] == [], f"{deal.title} in {deal.stage}"


def test_next_steps_are_overdue_today_and_soon_whatever_the_day(sample: Store):
    with sample.read() as session:
        kinds = Counter(due_state(due, clock.today()).kind for due in session.scalars(select(Deal.next_due)))
    assert min(kinds["overdue"], kinds["today"], kinds["soon"], kinds["later"]) >= 5


def test_nothing_happened_in_the_future(sample: Store):
    with sample.read() as session:
        latest = max(filter(None, session.scalars(select(Activity.happened_at))))
    assert clock.now() - timedelta(days=3) < latest <= clock.now()


def test_phones_and_addresses_are_valid_and_lead_numbers_unique(sample: Store):
    with sample.read() as session:
        for phone in session.scalars(select(Contact.phone)):
            assert parse_phone(phone) == phone
        for email in session.scalars(select(Contact.email).where(Contact.email != "")):
            assert parse_email(email) == email
        numbers = session.scalars(select(Deal.number)).all()
    assert len(numbers) == len(set(numbers)) >= 60


def test_some_deals_wait_to_be_completed_and_say_truthfully_what_is_missing(file: File):
    file.do(fill_sample)
    before = file.ask(_missing)
    assert len(before) >= 4
    for deal_id in before:
        file.do(edit_deal, deal_id, note="看过")  # settles what is known
    assert file.ask(_missing) == before


def test_a_changed_requirement_is_a_second_version_that_waits_for_the_customer(sample: Store):
    with sample.read() as session:
        second = session.scalars(select(Requirement).where(Requirement.version == 2)).one()
        first = session.scalars(
            select(Requirement).where(Requirement.version == 1, Requirement.deal_id == second.deal_id)
        ).one()
        assert (first.status, second.status) == (VersionStatus.CONFIRMED, VersionStatus.SENT)


def test_the_answer_is_the_member_who_works_here(file: File):
    me = file.do(fill_sample)
    assert file.ask(lambda session: session.get_one(Member, me).name) == "陈思远"


def test_a_file_with_deals_is_left_alone(file: File):
    file.deal()
    with pytest.raises(Refused, match="还没有商机"):
        file.do(fill_sample)
    assert file.ask(_customers) == 1


def test_undo_takes_the_whole_sample_back(tmp_path: Path):
    from desktop_crm.workspace import Workspace  # noqa: PLC0415 - loads Qt, which the other tests do without

    workspace = Workspace(tmp_path / "data")
    workspace.do(fill_sample)
    assert workspace.ask(_customers) == 25
    assert workspace.undo() == "载入示例公司"
    assert workspace.ask(_customers) == 0
    workspace.close()


def _customers(session: Session) -> int:
    return len(session.scalars(select(Customer.id)).all())


def _missing(session: Session) -> dict[str, list[str]]:
    return {deal.id: deal.missing for deal in session.scalars(select(Deal).where(Deal.missing != []))}


def test_papers_go_as_far_as_the_deal_has_come(sample: Store):
    playbooks = Playbooks()
    with sample.read() as session:
        for deal in session.scalars(select(Deal).where(Deal.playbook == "full-cycle")):
            phase = PHASES.index(playbooks[deal.playbook].stage(deal.stage).phase)
            contract = session.scalars(select(Contract).where(Contract.deal_id == deal.id)).first()
            assert (contract is not None) == (phase >= PHASES.index("contract"))
            signed = contract is not None and contract.status == VersionStatus.CONFIRMED
            assert signed == (phase > PHASES.index("contract"))
            for model in (Payment, Project, OrderNotice, Milestone):
                found = session.scalars(select(model.id).where(model.deal_id == deal.id)).first()
                assert (found is not None) == signed, (deal.title, model)


def test_prices_and_instalments_add_up_to_the_deal(sample: Store):
    with sample.read() as session:
        for paper in session.scalars(select(Proposal)):
            deal = session.get_one(Deal, paper.deal_id)
            items = session.scalars(select(ProposalItem).where(ProposalItem.proposal_id == paper.id)).all()
            assert sum(item.quantity * (item.price_fen or 0) // WHOLE for item in items) == (deal.amount_fen or 0)
        for deal_id in set(session.scalars(select(Payment.deal_id))):
            parts = session.scalars(select(Payment.amount_fen).where(Payment.deal_id == deal_id))
            assert sum(filter(None, parts)) == session.get_one(Deal, deal_id).amount_fen


def test_some_money_is_late_and_some_change_unsigned(sample: Store):
    with sample.read() as session:
        paid = set(session.scalars(select(Receipt.payment_id)))
        due = session.scalars(select(Payment.id).where(Payment.due_on < clock.today())).all()
        assert [payment for payment in due if payment not in paid]
        assert [payment for payment in due if payment in paid]
        assert session.scalars(select(ChangeOrder.status)).all() == [VersionStatus.SENT]


def test_every_document_can_be_made_of_some_deal(file: File):
    file.do(fill_sample)

    def made(session: Session) -> set[str]:
        deals = session.scalars(select(Deal.id).where(Deal.stage.in_(("delivery", "aftersales")))).all()
        return {sheet.key for deal in deals for sheet in sheets(session, deal) if sheet.refusal is None}

    assert {document.key for document in file.ask(papers)} == file.ask(made)


def test_one_improvement_can_be_measured_and_one_is_under_way(sample: Store):
    with sample.read() as session:
        done, planned = improvements(session, clock.today())
        assert (done.state, planned.state) == ("ready", "planned")
        assert done.done_on is not None
        again = read_again(session, done.chart, done.view, done.before, done.done_on, clock.today())
        assert again.verdict == "better"
        chart = CATALOGUE["conversion"].make(session, planned.view.filters)
        assert planned.before == next(chart.value(row, "share") for row in chart.rows if row.key == "展会")
