"""A3: which contacts the customer answers, by method and hour.

A follow-up that was carried out counts as answered when what the customer said stands in its record. What is only sent
out (greetings, surveys, reports, nurture content) is not counted: nobody waits for an answer to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, String, case, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Deal
from desktop_crm.models.activity import SENT
from desktop_crm.queries.figures.filters import Filters, deals_in, happened_in, owned_in
from desktop_crm.queries.figures.local_days import scanned, shift


@dataclass(frozen=True, slots=True)
class Contacted:
    """The contacts by one method in one hour of the day, and how many were answered."""

    method: str
    hour: int
    contacts: int
    answered: int


def responses(session: Session, filters: Filters) -> list[Contacted]:
    """Return contacts and answers by method and hour; one statement."""
    # Ten minutes of UTC lie in one hour of any zone; to ask the system for the zone takes long, so it is asked of these.
    moment = func.substr(type_coerce(Activity.happened_at, String), 1, 15).label("moment")
    each = (
        select(
            Activity.method,
            moment,
            func.count().label("contacts"),
            func.sum(case((Activity.feedback != "", 1), else_=0)).label("answered"),
        )
        .where(*_conditions(filters))
        .group_by(Activity.method, moment)
        .subquery()
    )
    hour = cast(func.strftime("%H", each.c.moment.concat("0:00Z"), shift()), Integer).label("hour")
    query = (
        select(each.c.method, hour, func.sum(each.c.contacts), func.sum(each.c.answered))
        .group_by(each.c.method, hour)
        .order_by(each.c.method, hour)
    )
    return [Contacted(*row) for row in session.execute(query)]


def behind_responses(filters: Filters, method: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the deals that were contacted by this method."""
    contacted = select(Activity.deal_id).where(*_conditions(filters), Activity.method == method)
    return [Deal.id.in_(contacted)]


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions = [
        scanned(Activity.status) == ActivityStatus.DONE,
        Activity.happened_at.is_not(None),
        Activity.purpose.not_in(SENT),
        *happened_in(type_coerce(Activity.happened_at, Activity.happened_at.type), filters),
    ]
    # Who made the contact counts, not whose deal it is today.
    conditions += owned_in(Activity.owner_id, filters)
    deals = deals_in(Filters(source=filters.source, industry=filters.industry, playbook=filters.playbook))
    if deals:
        conditions.append(Activity.deal_id.in_(select(Deal.id).where(*deals)))
    return conditions
