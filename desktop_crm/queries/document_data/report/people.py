"""What each person did in a period and what is in their hands now; the company's figures are the sums of these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Deal, Outcome, Receipt
from desktop_crm.queries.company import member_names
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.figures.filters import Filters, acquired_in, closed_in, deals_in, happened_in, owned_in, within
from desktop_crm.queries.forecast import forecast
from desktop_crm.system import clock


@dataclass(slots=True)
class Tally(InternalOnly):
    """Counts of one person or of all; amounts in fen. What is open and overdue is so now, whatever the period."""

    name: str = ""
    leads: int = 0
    contacts: int = 0
    won: int = 0
    won_fen: int = 0
    lost: int = 0
    lost_fen: int = 0
    received_fen: int = 0
    open: int = 0
    open_fen: int = 0
    weighted_fen: int = 0
    overdue: int = 0

    @property
    def busy(self) -> bool:
        """Tell whether there is anything to say of them."""
        return any(getattr(self, each.name) for each in fields(self) if each.name != "name")


def tallies(session: Session, filters: Filters) -> dict[str, Tally]:
    """Return what was done in the period by person, "" for what is in nobody's hands; four statements."""
    found: defaultdict[str, Tally] = defaultdict(Tally)
    owner = func.coalesce(Deal.owner_id, "")
    for person, leads in session.execute(select(owner, func.count()).where(*acquired_in(filters)).group_by(owner)):
        found[person].leads = leads
    for person, outcome, count, fen in session.execute(_ended(filters, owner)):
        if outcome == Outcome.WON:
            found[person].won, found[person].won_fen = count, fen
        else:
            found[person].lost, found[person].lost_fen = count, fen
    for person, contacts in session.execute(_contacts(filters)):
        found[person].contacts = contacts
    for person, fen in session.execute(_received(filters, owner)):
        found[person].received_fen = fen
    return found


def standing(session: Session, filters: Filters, found: dict[str, Tally]) -> None:
    """Add to each person what is open, what it is worth weighed by its chance, and which plans are overdue, now."""
    whole = filters.without_period()
    for line in forecast(session, clock.today(), deals_in(whole)):
        tally = found.setdefault(line.owner_id, Tally())
        tally.open += line.deals
        tally.open_fen += line.total_fen
        tally.weighted_fen += line.weighted_fen
    for person, overdue in session.execute(_overdue(whole)):
        found.setdefault(person, Tally()).overdue = overdue


def sum_of(each: Iterable[Tally]) -> Tally:
    """Return the sums of all."""
    total = Tally()
    for one in each:
        for part in fields(Tally):
            if part.name != "name":
                setattr(total, part.name, getattr(total, part.name) + getattr(one, part.name))
    return total


def named(session: Session, found: dict[str, Tally], nobody: str) -> tuple[Tally, ...]:
    """Return the people who did something or have something, with their names, who won most first."""
    names = member_names(session)
    for person, tally in found.items():
        tally.name = names.get(person) or nobody
    busy = (tally for tally in found.values() if tally.busy)
    return tuple(sorted(busy, key=lambda one: (-one.won_fen, -one.open_fen, -one.contacts, one.name)))


def _ended(filters: Filters, owner: ColumnElement[str]) -> Select[*tuple[Any, ...]]:
    ended = Deal.outcome.in_((Outcome.WON, Outcome.LOST))
    query = select(owner, Deal.outcome, func.count(), func.coalesce(func.sum(Deal.amount_fen), 0))
    return query.where(*closed_in(filters), ended).group_by(owner, Deal.outcome)


def _contacts(filters: Filters) -> Select[*tuple[Any, ...]]:
    person = func.coalesce(Activity.owner_id, "")
    happened = happened_in(type_coerce(Activity.happened_at, Activity.happened_at.type), filters)
    conditions = (Activity.status == ActivityStatus.DONE, *happened, *owned_in(Activity.owner_id, filters))
    return select(person, func.count()).where(*conditions).group_by(person)


def _received(filters: Filters, owner: ColumnElement[str]) -> Select[*tuple[Any, ...]]:
    days = within(func.coalesce(type_coerce(Receipt.received_on, String), ""), filters)
    query = select(owner, func.coalesce(func.sum(Receipt.amount_fen), 0)).join(Deal, Deal.id == Receipt.deal_id)
    return query.where(*days, *deals_in(filters)).group_by(owner)


def _overdue(filters: Filters) -> Select[*tuple[Any, ...]]:
    """Count the plans of earlier days of deals that are open or won, or of none."""
    person = func.coalesce(Activity.owner_id, "")
    late = and_(Activity.status == ActivityStatus.PLANNED, Activity.due_on < clock.today())
    alive = or_(Activity.deal_id.is_(None), Deal.outcome.in_((Outcome.OPEN, Outcome.WON)))
    return (
        select(person, func.sum(case((alive, 1), else_=0)))
        .join(Deal, Deal.id == Activity.deal_id, isouter=True)
        .where(late, *owned_in(Activity.owner_id, filters))
        .group_by(person)
    )
