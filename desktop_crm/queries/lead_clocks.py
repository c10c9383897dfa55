"""How soon something has to happen with a new lead: be graded, be confirmed, be contacted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from desktop_crm.models import ClockPause, Deal
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries.clocks import clocks_of, first_contact_span, playbooks_in
from desktop_crm.rules.clocks import ClockKind, ClockState, most_urgent, state_at
from desktop_crm.rules.working_time import passed_for_starts_before

KINDS: Final[frozenset[ClockKind]] = frozenset({"grade", "first_contact", "confirm"})
_GIVEN: Final[ColumnElement[Any]] = func.coalesce(Deal.assigned_at, Deal.created_at)


def lead_clocks(session: Session, deal_ids: Sequence[str], now: datetime) -> dict[str, ClockState]:
    """Return the most urgent clock of each of these leads that has one running."""
    found: dict[str, ClockState] = {}
    for deal_id, clocks in clocks_of(session, deal_ids, now, only=KINDS).items():
        if urgent := most_urgent(clocks):
            found[deal_id] = state_at(urgent, now)
    return found


def late_leads(session: Session, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a lead should have been graded or contacted by now.

    Deals whose clocks were paused are few: they are reckoned one by one, the others by when their time began.
    """
    paused = set(session.scalars(select(ClockPause.deal_id).distinct()))
    late = [deal_id for deal_id, state in lead_clocks(session, sorted(paused), now).items() if state.phase == "overdue"]
    each = [
        and_(Deal.playbook == playbook.key, or_(false(), *_passed(playbook, now)))
        for playbook in playbooks_in(session).values()
    ]
    return or_(Deal.id.in_(late), and_(Deal.nurture.is_(False), Deal.id.not_in(paused), or_(false(), *each)))


def _passed(playbook: Playbook, now: datetime) -> Iterator[ColumnElement[bool]]:
    """Give a condition for each time rule of the playbook that a lead can have missed."""
    if limit := playbook.clocks.grade_lead:
        yield and_(Deal.grade == "", Deal.created_at < passed_for_starts_before(now, limit))
    known = [grade.key for grade in playbook.grades]
    for grade in (*known, ""):
        span = first_contact_span(playbook, grade)
        if span is not None:
            of_grade = Deal.grade == grade if grade else Deal.grade.not_in(known)
            passed = passed_for_starts_before(now, span)
            yield and_(of_grade, Deal.last_contact_at.is_(None), passed > _GIVEN)
