"""The section of clocks: what has run out, and first contacts that soon will."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Customer, Deal, Outcome, Purpose
from desktop_crm.queries.clocks import clocks_of
from desktop_crm.queries.overdue_clocks import overdue_clocks
from desktop_crm.queries.today import Item, Part, Wanted
from desktop_crm.rules.clocks import CLOCK_TASKS, ClockState, soon_from, state_at
from desktop_crm.system.translations import tr

_ELSEWHERE: Final = frozenset({"confirm", "record"})  # sections of their own
_FRESH: Final = timedelta(days=14)  # a first contact is due sooner than that after the assignment
_MOST: Final = 100


def clocks(session: Session, wanted: Wanted) -> Part:
    """Return the clocks that have run out, the longest overdue first, then first contacts that are due soon.

    A first contact that is planned for today or earlier has its row among the plans, and no second one here.
    """
    late = [
        clock
        for clock in overdue_clocks(session, wanted.now, wanted.member or None, _MOST)
        if clock.state.kind not in _ELSEWHERE
    ]
    planned = set(session.scalars(_planned(wanted).where(Activity.deal_id.in_([clock.deal_id for clock in late]))))
    rows = [
        _item(clock.state, clock.deal_id, clock.title, clock.customer, clock.owner)
        for clock in late
        if clock.state.kind != "first_contact" or clock.deal_id not in planned
    ]
    soon, turns_at = _soon(session, wanted)
    found = (*rows, *soon)
    return Part("clock", found[: wanted.limit("clock")], len(found), turns_at)


def _planned(wanted: Wanted) -> Select[str | None]:
    """Return the deals whose first contact stands among the plans of the day."""
    plans = select(Activity.deal_id).where(
        Activity.purpose == Purpose.FIRST_CONTACT,
        Activity.status == ActivityStatus.PLANNED,
        Activity.deleted_at.is_(None),
        Activity.deal_id.is_not(None),
        Activity.due_on <= wanted.day,
    )
    return plans.where(Activity.owner_id == wanted.member) if wanted.member else plans


def _soon(session: Session, wanted: Wanted) -> tuple[list[Item], datetime | None]:
    """Return the first contacts that are soon due, and when the next one will be."""
    since = func.coalesce(Deal.assigned_at, Deal.created_at)
    query = (
        select(Deal.id, Deal.title, func.coalesce(Customer.name, "").label("customer"))
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .where(
            Deal.on_board == true(),
            Deal.outcome == Outcome.OPEN,
            Deal.nurture.is_(False),
            Deal.last_contact_at.is_(None),
            since >= wanted.now - _FRESH,
            Deal.id.not_in(_planned(wanted)),
        )
        .order_by(since)
        .limit(_MOST)
    )
    rows = session.execute(query.where(Deal.owner_id == wanted.member) if wanted.member else query).all()
    running = clocks_of(session, [row.id for row in rows], wanted.now, only={"first_contact"}) if rows else {}
    states = [(row, state_at(clock, wanted.now)) for row in rows for clock in running.get(row.id, ())]
    soon = sorted(((row, state) for row, state in states if state.phase == "soon"), key=lambda pair: pair[1].due)
    turns_at = min((soon_from(state.clock) for _, state in states if state.phase == "running"), default=None)
    return [_item(state, row.id, row.title, row.customer, "") for row, state in soon], turns_at


def _item(state: ClockState, deal_id: str, title: str, customer: str, owner: str) -> Item:
    return Item(
        kind="clock",
        id=f"{deal_id}@{state.kind}",
        what=tr("{task}：{deal}", task=CLOCK_TASKS[state.kind], deal=title),
        deal_id=deal_id,
        deal=title,
        customer=customer,
        owner=owner,
        until=state.due,
        why=state.standing,
    )
