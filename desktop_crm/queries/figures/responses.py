"""A3: which contacts the customer answers, by method and hour.

A follow-up that was carried out counts as answered when what the customer said stands in its record. What is only sent
out (greetings, surveys, reports, nurture content) is not counted: nobody waits for an answer to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Integer, String, case, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Deal
from desktop_crm.models.activity import SENT
from desktop_crm.queries.figures.filters import Filters, deals_in, happened_in

_HOUR: Final[ColumnElement[int]] = cast(
    func.strftime("%H", type_coerce(Activity.happened_at, String), "localtime"), Integer
)


@dataclass(frozen=True, slots=True)
class Contacted:
    """The contacts by one method in one hour of the day, and how many were answered."""

    method: str
    hour: int
    contacts: int
    answered: int


def responses(session: Session, filters: Filters) -> list[Contacted]:
    """Return contacts and answers by method and hour; one statement."""
    answered = func.sum(case((Activity.feedback != "", 1), else_=0))
    query = (
        select(Activity.method, _HOUR, func.count(), answered)
        .where(*_conditions(filters))
        .group_by(Activity.method, _HOUR)
        .order_by(Activity.method, _HOUR)
    )
    return [Contacted(*row) for row in session.execute(query)]


def behind_responses(filters: Filters, method: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the deals that were contacted by this method."""
    contacted = select(Activity.deal_id).where(*_conditions(filters), Activity.method == method)
    return [Deal.id.in_(contacted)]


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions = [
        Activity.status == ActivityStatus.DONE,
        Activity.happened_at.is_not(None),
        Activity.purpose.not_in(SENT),
        *happened_in(type_coerce(Activity.happened_at, Activity.happened_at.type), filters),
    ]
    # Who made the contact counts, not whose deal it is today.
    if filters.member:
        conditions.append(Activity.owner_id == filters.member)
    deals = deals_in(Filters(source=filters.source, industry=filters.industry, playbook=filters.playbook))
    if deals:
        conditions.append(Activity.deal_id.in_(select(Deal.id).where(*deals)))
    return conditions
