"""What the negotiation tab shows: floor and objections (internal), and the memo version by version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Contact, Deal, Memo, MemoClause, NegotiationFloor, Objection
from desktop_crm.queries.floor_warnings import negotiation_warnings
from desktop_crm.queries.versions import (
    NO_VERSIONS,
    Difference,
    PaperState,
    all_line_ids,
    field_differences,
    line_differences,
    origins,
    paper_state,
)
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class Floor:
    """Our preparation; internal."""

    core_demands: str = ""
    lowest_price_fen: int | None = None
    lowest_discount: int | None = None
    longest_payment_days: int | None = None
    walk_away: str = ""
    tactics: str = ""


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection with its answer and what proves it."""

    id: str
    kind: str
    text: str
    answer: str
    proof: str
    resolved: bool
    reusable_id: str = ""  # the answer of the library that it was taken from or put into


@dataclass(frozen=True, slots=True)
class NegotiationSheet:
    """The internal side of a negotiation."""

    floor: Floor = Floor()
    objections: tuple[ObjectionRow, ...] = ()
    warnings: tuple[str, ...] = ()  # where the deal or its memo goes below the floor

    @property
    def unresolved(self) -> int:
        """Return how many objections still stand."""
        return sum(not objection.resolved for objection in self.objections)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the memo; `origin` stays the same through all versions."""

    id: str
    origin: str
    kind: str
    title: str
    text: str
    agreed: bool
    settled_by: str
    due_on: date | None
    plan_id: str = ""  # the planned follow-up that settles it
    planned_on: date | None = None

    @property
    def goal(self) -> str:
        """Return what the follow-up that settles this point is for."""
        goal = settling(self.title)
        return tr("{goal}（{who}）", goal=goal, who=self.settled_by) if self.settled_by else goal


@dataclass(frozen=True, slots=True)
class MemoSheet:
    """One version of the memo as the tab shows it."""

    state: PaperState = NO_VERSIONS
    met_on: date | None = None
    place: str = ""
    our_side: str = ""
    their_side: str = ""
    next_step: str = ""
    clauses: tuple[Clause, ...] = ()
    contact: str = ""  # who would confirm it

    @property
    def open_points(self) -> int:
        """Return how many clauses are not agreed."""
        return sum(not clause.agreed for clause in self.clauses)


def settling(title: str) -> str:
    """Return how the goal of a follow-up begins that settles an open point."""
    return tr("谈定“{title}”", title=title)


def negotiation_sheet(session: Session, deal_id: str) -> NegotiationSheet:
    """Return floor and objections of a deal; for the screen of a colleague only."""
    row = session.scalars(select(NegotiationFloor).where(NegotiationFloor.deal_id == deal_id).limit(1)).first()
    objections = session.scalars(
        select(Objection).where(Objection.deal_id == deal_id).order_by(Objection.position, Objection.id)
    )
    return NegotiationSheet(
        _floor(row) if row else Floor(),
        tuple(
            ObjectionRow(found.id, found.kind, found.text, found.answer, found.proof, found.resolved, found.reusable_id)
            for found in objections
        ),
        negotiation_warnings(session, deal_id) if row else (),
    )


def memo_sheet(session: Session, deal_id: str, *, version_id: str = "") -> MemoSheet:
    """Return a deal's memo: the latest version unless another is asked for."""
    contact = session.scalar(select(Contact.name).join(Deal, Deal.contact_id == Contact.id).where(Deal.id == deal_id))
    state = paper_state(session, Memo, deal_id, version_id)
    if state.shown is None:
        return MemoSheet(contact=contact or "")
    row = session.get_one(Memo, state.shown.id)
    roots = _origins(session, state)
    return MemoSheet(
        state=state,
        met_on=row.met_on,
        place=row.place,
        our_side=row.our_side,
        their_side=row.their_side,
        next_step=row.next_step,
        clauses=_clauses(session, row, roots),
        contact=contact or "",
    )


def memo_differences(session: Session, old_id: str, new_id: str) -> tuple[Difference, ...]:
    """Return what changed from one version of a memo to a later one: facts, then clauses."""
    old, new = session.get_one(Memo, old_id), session.get_one(Memo, new_id)
    roots = _origins(session, paper_state(session, Memo, new.deal_id))
    found = field_differences(_fields(old), _fields(new))
    return (*found, *line_differences(_rows(session, old_id), _rows(session, new_id), roots, _words))


def _floor(row: NegotiationFloor) -> Floor:
    return Floor(
        row.core_demands,
        row.lowest_price_fen,
        row.lowest_discount,
        row.longest_payment_days,
        row.walk_away,
        row.tactics,
    )


def _clauses(session: Session, memo: Memo, roots: Mapping[str, str]) -> tuple[Clause, ...]:
    plans = session.execute(
        select(Activity.id, Activity.goal, Activity.due_on)
        .where(Activity.deal_id == memo.deal_id, Activity.status == ActivityStatus.PLANNED)
        .order_by(Activity.id)
    ).all()
    made: list[Clause] = []
    for line in _rows(session, memo.id):
        begins = settling(line.title)
        plan = next((plan for plan in plans if plan.goal.startswith(begins)), None)
        made.append(
            Clause(
                line.id,
                roots.get(line.id, line.id),
                line.kind,
                line.title,
                line.text,
                line.agreed,
                line.settled_by,
                line.due_on,
                plan.id if plan else "",
                plan.due_on if plan else None,
            )
        )
    return tuple(made)


def _rows(session: Session, memo_id: str) -> Sequence[MemoClause]:
    return session.scalars(
        select(MemoClause).where(MemoClause.memo_id == memo_id).order_by(MemoClause.position, MemoClause.id)
    ).all()


def _origins(session: Session, state: PaperState) -> dict[str, str]:
    versions = [version.id for version in state.versions]
    return origins(versions, all_line_ids(session, MemoClause, MemoClause.memo_id, versions))


def _fields(row: Memo) -> dict[str, str]:
    return {
        "met_on": row.met_on.isoformat() if row.met_on else "",
        "place": row.place,
        "our_side": row.our_side,
        "their_side": row.their_side,
        "next_step": row.next_step,
    }


def _words(clause: MemoClause) -> str:
    state = "" if clause.agreed else tr("（未决）")
    return f"{clause.title}：{clause.text}{state}" if clause.text else f"{clause.title}{state}"
