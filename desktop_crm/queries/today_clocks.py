"""The section of clocks: what has run out, and first contacts that soon will."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal, Outcome
from desktop_crm.queries.clocks import clocks_of
from desktop_crm.queries.overdue_clocks import overdue_clocks
from desktop_crm.queries.today import Item, Part, Wanted
from desktop_crm.rules.clocks import CLOCK_TASKS, ClockState, state_at
from desktop_crm.system.translations import tr

_ELSEWHERE: Final = frozenset({"confirm", "record"})  # sections of their own
_FRESH: Final = timedelta(days=14)  # a first contact is due sooner than that after the assignment
_MOST: Final = 100


def clocks(session: Session, wanted: Wanted) -> Part:
    """Return the clocks that have run out, the longest overdue first, then first contacts that are due soon."""
    late = [
        _item(clock.state, clock.deal_id, clock.title, clock.customer, clock.owner)
        for clock in overdue_clocks(session, wanted.now, wanted.member or None, _MOST)
        if clock.state.kind not in _ELSEWHERE
    ]
    found = (*late, *_soon(session, wanted))
    return Part("clock", found[: wanted.limit("clock")], len(found))


def _soon(session: Session, wanted: Wanted) -> list[Item]:
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
        )
        .order_by(since)
        .limit(_MOST)
    )
    rows = session.execute(query.where(Deal.owner_id == wanted.member) if wanted.member else query).all()
    running = clocks_of(session, [row.id for row in rows], wanted.now, only={"first_contact"}) if rows else {}
    states = ((row, state_at(clock, wanted.now)) for row in rows for clock in running.get(row.id, ()))
    soon = sorted(((row, state) for row, state in states if state.phase == "soon"), key=lambda pair: pair[1].due)
    return [_item(state, row.id, row.title, row.customer, "") for row, state in soon]


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
