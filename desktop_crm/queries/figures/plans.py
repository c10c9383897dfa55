"""Follow-ups against their plan, by person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Deal, Member
from desktop_crm.queries.figures.filters import Filters, deals_in, owned_in, within
from desktop_crm.queries.figures.local_days import local_day, scanned
from desktop_crm.system import clock


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person had planned for the days that are over, and what became of it; `unplanned` came on top."""

    member: str
    name: str
    in_time: int
    late: int
    missed: int
    unplanned: int

    @property
    def planned(self) -> int:
        """All that was planned and not called off."""
        return self.in_time + self.late + self.missed


_DUE: ColumnElement[str] = type_coerce(Activity.due_on, String)


def kept_plans(session: Session, filters: Filters) -> list[Kept]:
    """Return plans kept, late and missed by person, who planned most first; one statement."""
    done = Activity.status == ActivityStatus.DONE
    counted = (
        and_(done, _DUE.is_not(None), local_day(Activity.happened_at) <= _DUE),
        and_(done, _DUE.is_not(None)),
        and_(Activity.status == ActivityStatus.PLANNED, clock.today().isoformat() > _DUE),
        and_(done, _DUE.is_(None)),
    )
    owner = func.coalesce(Activity.owner_id, "")
    sums = [func.sum(case((condition, 1), else_=0)) for condition in counted]
    query = (
        select(owner, func.coalesce(Member.name, ""), *sums)
        .join(Member, Member.id == Activity.owner_id, isouter=True)
        .where(*_conditions(filters))
        .group_by(owner)
    )
    found = [_kept(row) for row in session.execute(query)]
    return sorted((one for one in found if one.planned + one.unplanned), key=lambda one: (-one.planned, one.name))


def behind_plans(filters: Filters, member: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the deals for which this person missed a plan."""
    missed = (Activity.status == ActivityStatus.PLANNED, clock.today().isoformat() > _DUE)
    owner = func.coalesce(Activity.owner_id, "") == member
    return [Deal.id.in_(select(Activity.deal_id).where(*_conditions(filters), owner, *missed))]


def _kept(row: Any) -> Kept:
    member, name, in_time, planned, missed, unplanned = row
    return Kept(member, name, in_time, planned - in_time, missed, unplanned)


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on an activity whose day, the planned one if there is one, lies in the period."""
    day = func.coalesce(_DUE, local_day(Activity.happened_at), "")
    conditions = [scanned(Activity.status).in_((ActivityStatus.DONE, ActivityStatus.PLANNED)), *within(day, filters)]
    conditions += owned_in(Activity.owner_id, filters)
    deals = deals_in(Filters(source=filters.source, industry=filters.industry, playbook=filters.playbook))
    if deals:
        conditions.append(Activity.deal_id.in_(select(Deal.id).where(*deals)))
    return conditions
