"""Everyday acts gone through once on a lead that is never kept, so that a person's first one does not pay for being first.

The first time, what an act needs is imported, and its statements are put together and compiled, which takes longer than
the act itself. Each step runs in a transaction of its own that is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.models import Deal, context
from desktop_crm.operations.playbook_of import playbook_of, playbooks_of
from desktop_crm.system import clock

# ruff: noqa: PLC0415 - to load what an act needs is part of going through it

Step = Callable[[Session], object]


def _read_playbooks(session: Session) -> None:
    len(playbooks_of(session))


def _lead(session: Session) -> str:
    from desktop_crm.operations.deals import add_deal

    return add_deal(session, customer="-", contact="-", phone="13800000000", grade="A")


def _record(session: Session) -> None:
    from desktop_crm.operations.activities import edit_activity, plan_activity, record_activity

    deal = _lead(session)
    record_activity(session, deal, feedback="-", next_step="-", next_due=clock.today())
    session.flush()
    plan = plan_activity(session, deal, goal="-", due_on=clock.today())
    edit_activity(session, plan, due_on=clock.today() + timedelta(days=9))
    session.flush()


def _move(session: Session) -> None:
    from desktop_crm.operations.deals import move_deal

    deal = _lead(session)
    second = playbook_of(session, session.get_one(Deal, deal)).stages[1]
    move_deal(session, deal, to_stage=second.key, override_reason="-")
    session.flush()


def _edit(session: Session) -> None:
    from desktop_crm.operations.deals import edit_deal

    edit_deal(session, _lead(session), amount_fen=1)
    session.flush()


def _show_card(session: Session) -> None:
    from desktop_crm.queries.assignments import pending_assignment
    from desktop_crm.queries.board import BoardFilter, cards_of
    from desktop_crm.queries.deal import deal_head

    deal = _lead(session)
    cards_of(session, [deal], BoardFilter((session.get_one(Deal, deal).playbook,)))
    deal_head(session, deal)
    pending_assignment(session, deal, context(session).me)


def _show_overview(session: Session) -> None:
    from desktop_crm.queries.deal import deal_overview
    from desktop_crm.queries.linked_deals import linked_deals

    deal = _lead(session)
    deal_overview(session, deal)
    linked_deals(session, deal)


def _show_checklist(session: Session) -> None:
    from desktop_crm.queries.evidenced import evidenced

    evidenced(session, _lead(session))


def _show_clocks(session: Session) -> None:
    from desktop_crm.queries.clocks import deal_clocks
    from desktop_crm.rules.working_time import known_years

    known_years()  # reads the calendar of holidays
    deal_clocks(session, _lead(session), clock.now())


def _show_timeline(session: Session) -> None:
    from desktop_crm.queries.entry import entry_facts
    from desktop_crm.queries.timeline import records

    deal = _lead(session)
    entry_facts(session, deal)
    records(session, deal)


def _show_customer(session: Session) -> None:
    from desktop_crm.queries.care import remembered_days
    from desktop_crm.queries.company import colleagues
    from desktop_crm.queries.customer import customer_profile
    from desktop_crm.queries.customers import CustomerFilter, customers_place

    customer = _customer(session)
    customers_place(session, CustomerFilter(), customer)
    customer_profile(session, customer)
    colleagues(session)
    remembered_days(session, customer)


def _show_customers_deals(session: Session) -> None:
    from desktop_crm.queries.customer_deals import customer_deals
    from desktop_crm.queries.customers import tags
    from desktop_crm.queries.visits import customer_visits

    customer = _customer(session)
    customer_deals(session, customer)
    customer_visits(session, customer)
    tags(session)


def _customer(session: Session) -> str:
    return session.get_one(Deal, _lead(session)).customer_id or ""


# Each is short: whoever acts meanwhile waits for one of them at most.
STEPS: Final[tuple[Step, ...]] = (
    _read_playbooks, _lead, _record, _move, _edit, _show_card, _show_overview, _show_checklist, _show_clocks, _show_timeline, _show_customer,
    _show_customers_deals,
)  # fmt: skip
