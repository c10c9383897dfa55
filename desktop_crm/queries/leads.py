"""The lead inbox: what is still in the lead stages of the playbooks, and which step each lead waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, false, func, literal_column, or_, select, true
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Customer, Deal, Member
from desktop_crm.playbooks import Playbooks
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.lead_clocks import late_leads
from desktop_crm.queries.lead_line import LeadLine, LeadState, lead_lines, step_of
from desktop_crm.queries.search import deals_matching
from desktop_crm.system import clock

_MOST_CHOICES: Final = 200
PAGE: Final = 50
UNGRADED, NOBODY = "-", "-"  # in a filter: those that have none


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads are wanted; what is empty leaves nothing out."""

    state: str = ""
    source: str = ""
    grade: str = ""
    owner: str = ""
    text: str = ""
    late: bool = False

    @property
    def narrow(self) -> bool:
        """Return whether the filter leaves out anything."""
        return any(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True, slots=True)
class Inbox:
    """The inbox as it stands: how many leads wait for each step, all that the filter leaves, and its first rows."""

    counts: Mapping[LeadState, int]
    ids: Sequence[str]
    first: Sequence[LeadLine]


def lead_counts(session: Session, wanted: LeadFilter = LeadFilter()) -> dict[LeadState, int]:
    """Return how many leads wait for each step; the filter's own state narrows nothing here."""
    state = step_of(session)
    query = (
        select(state, func.count()).select_from(Deal).where(*_narrowing(session, wanted, state=False)).group_by(state)
    )
    counts = {LeadState(row[0]): row[1] for row in session.execute(query, execution_options=_LIVE_ALREADY)}
    return {each: counts.get(each, 0) for each in LeadState}


def inbox(
    session: Session,
    wanted: LeadFilter = LeadFilter(),
    *,
    order: str = "",
    descending: bool = False,
    rows: int = PAGE,
) -> Inbox:
    """Return the inbox under a filter, the newest leads first unless another order is asked for."""
    ids = lead_ids(session, wanted, order=order, descending=descending)
    return Inbox(lead_counts(session, wanted), ids, lines_of(session, ids[:rows]))


def lead_ids(
    session: Session, wanted: LeadFilter = LeadFilter(), *, order: str = "", descending: bool = False
) -> list[str]:
    """Return all leads the filter leaves, in the order asked for."""
    key = _orders(session).get(order)
    ordered = (Deal.id.desc(),) if key is None else (key.desc() if descending else key, Deal.id.desc())
    ids = select(Deal.id).where(*_narrowing(session, wanted)).order_by(*ordered)
    if order in _JOINED:
        ids = ids.join(_JOINED[order][0], _JOINED[order][1], isouter=True)
    # Handed over as one text: 100,000 rows taken one by one would keep the window's thread from its turn again and again.
    found = ids.subquery()
    text = session.scalar(select(func.group_concat(found.c.id, " ")), execution_options=_LIVE_ALREADY)
    return text.split() if text else []


def lines_of(session: Session, ids: Sequence[str]) -> list[LeadLine]:
    """Return these leads as rows of the inbox, in the order of `ids`."""
    found = {line.id: line for line in lead_lines(session, Deal.id.in_(ids))}
    return [found[key] for key in ids if key in found]


def lead(session: Session, deal_id: str) -> LeadLine | None:
    """Return one lead, wherever it stands by now; None when it is gone."""
    return next(iter(lead_lines(session, Deal.id == deal_id)), None)


def leads_by_number(session: Session, number: str = "") -> list[LeadLine]:
    """Return all leads of the inbox, or the one with this number."""
    only = (Deal.number == number,) if number else ()
    return lead_lines(session, *_narrowing(session, LeadFilter()), *only)


def lead_sources(session: Session) -> list[str]:
    """Return the channels leads came from, the most frequent first."""
    query = select(Deal.source).where(Deal.source != "", in_lead_stage(playbooks_in(session)))
    return list(session.scalars(query.group_by(Deal.source).order_by(func.count().desc()).limit(_MOST_CHOICES)))


def in_lead_stage(playbooks: Playbooks) -> ColumnElement[bool]:
    """Return the condition that a deal is open and in a stage of the lead phase of its playbook."""
    # Written with a plus so that no index is taken: those of the board give its order, in which 100,000 rows are looked
    # up one by one (130 ms measured), while going through the table takes 40 ms and by its key nothing to speak of.
    followed: ColumnElement[str] = literal_column("+deal.playbook", String)
    each = [
        and_(
            followed == playbook.key,
            Deal.on_board == true(),
            Deal.stage.in_([stage.key for stage in playbook.stages if stage.phase == "lead"]),
        )
        for playbook in playbooks.values()
    ]
    return or_(false(), *each)


# `on_board` leaves out what is deleted already.
_LIVE_ALREADY: Final = {"include_deleted": True}


def _narrowing(session: Session, wanted: LeadFilter, *, state: bool = True) -> list[ColumnElement[bool]]:
    conditions = [in_lead_stage(playbooks_in(session))]
    if wanted.state and state:
        conditions.append(step_of(session) == wanted.state)
    if wanted.source:
        conditions.append(Deal.source == wanted.source)
    if wanted.grade:
        conditions.append(Deal.grade == wanted.grade.removeprefix(UNGRADED))
    if wanted.owner:
        conditions.append(Deal.owner_id.is_(None) if wanted.owner == NOBODY else Deal.owner_id == wanted.owner)
    if wanted.late:
        conditions.append(late_leads(session, clock.now()))
    if wanted.text.strip():
        conditions.append(deals_matching(wanted.text))
    return conditions


_JOINED: Final = {
    "customer": (Customer, Customer.id == Deal.customer_id),
    "contact": (Contact, Contact.id == Deal.contact_id),
    "owner": (Member, Member.id == Deal.owner_id),
}


def _orders(session: Session) -> dict[str, Any]:
    return {
        "number": Deal.number,
        "customer": Customer.name,
        "contact": Contact.name,
        "source": Deal.source,
        "acquired_on": Deal.acquired_on,
        "grade": func.nullif(Deal.grade, "").nulls_last(),
        "owner": Member.name,
        "state": step_of(session),
        "clock": func.coalesce(Deal.assigned_at, Deal.created_at),  # who has waited longest
        "score": Deal.score_budget + Deal.score_need + Deal.score_decision + Deal.score_urgency,
    }
