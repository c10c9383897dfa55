"""The reviews of closed deals as a list that can be searched: what they taught, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, String, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from desktop_crm.models import Customer, Deal, DealReview, Member, Outcome
from desktop_crm.queries.deal_reviews import days_taken
from desktop_crm.queries.figures.filters import Filters, closed_in
from desktop_crm.queries.records import yuan

_TEXTS: Final = (DealReview.lesson, DealReview.went_badly, DealReview.went_well, DealReview.competitor)
_NEWEST: Final = (DealReview.reviewed_on.desc().nulls_last(), DealReview.created_at.desc(), DealReview.id.desc())


@dataclass(frozen=True, slots=True)
class LessonsWanted:
    """Which reviews: of deals that ended in the period, with all these words, won or lost ("" for both)."""

    filters: Filters = field(default_factory=Filters)
    words: str = ""
    outcome: str = ""

    @property
    def narrow(self) -> bool:
        """Tell whether anything is left out."""
        return self != LessonsWanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A review with the deal it is about."""

    deal_id: str
    number: str
    customer: str
    title: str
    outcome: str
    owner: str
    amount_fen: int | None
    closed_on: date | None
    days: int | None
    reasons: tuple[str, ...]
    competitor: str
    went_well: str
    went_badly: str
    lesson: str
    reviewed_on: date | None
    reviewer: str

    @property
    def gist(self) -> str:
        """Return what it says in short: the lesson, else the next best."""
        return self.lesson or self.went_badly or self.went_well or "、".join(self.reasons)


@dataclass(frozen=True, slots=True)
class LessonsFound:
    """All reviews wanted by their deals, newest first, with the first of them; `written` counts the reviews there are.

    `reason` is the one they give most often, `said` how often; "" when none is given twice.
    """

    ids: tuple[str, ...]
    first: tuple[Lesson, ...]
    written: int
    won: int = 0
    lost: int = 0
    reason: str = ""
    said: int = 0


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """A review as the command line shows it; the amount in yuan."""

    deal: str
    customer: str
    title: str
    outcome: str
    owner: str
    amount: Decimal | None
    closed_on: date | None
    reasons: tuple[str, ...]
    competitor: str
    went_well: str
    went_badly: str
    lesson: str
    reviewed_on: date | None
    reviewer: str


def lessons(session: Session, wanted: LessonsWanted, *, rows: int = 50) -> LessonsFound:
    """Return the reviews that are wanted; three statements."""
    query = _reviews(DealReview.deal_id, Deal.outcome, DealReview.reasons).where(*_conditions(wanted))
    found: Any = session.execute(query.order_by(*_NEWEST)).all()
    ids, outcomes = tuple(row.deal_id for row in found), Counter(row.outcome for row in found)
    reason, said = _most_said(Counter(reason for row in found for reason in row.reasons))
    written = session.scalar(_reviews(func.count(DealReview.id))) or 0
    first = lessons_of(session, ids[:rows])
    return LessonsFound(ids, first, written, outcomes[Outcome.WON], outcomes[Outcome.LOST], reason, said)


def lessons_of(session: Session, deal_ids: Sequence[str]) -> tuple[Lesson, ...]:
    """Return the reviews of these deals, in the order of the ids."""
    found = {row.Deal.id: _lesson(row) for row in session.execute(_whole().where(Deal.id.in_(deal_ids)))}
    return tuple(found[key] for key in deal_ids if key in found)


def find_lessons(session: Session, words: str, limit: int) -> tuple[Lesson, ...]:
    """Return the newest reviews that say all these words themselves, not merely by their customer's name."""
    said = (_says(word) for word in words.split())
    return tuple(_lesson(row) for row in session.execute(_whole().where(*said).limit(limit)))


def review_records(session: Session, key: str = "") -> list[ReviewRecord]:
    """Return the reviews of all deals, or of the one with this number, newest first."""
    query = _whole().where(Deal.number == key) if key else _whole()
    return [_record(_lesson(row)) for row in session.execute(query)]


def _most_said(reasons: Counter[str]) -> tuple[str, int]:
    """Return what was said most often and how often; what was said once is no pattern."""
    top = min(reasons, key=lambda reason: (-reasons[reason], reason), default="")
    return (top, reasons[top]) if reasons[top] > 1 else ("", 0)


def _conditions(wanted: LessonsWanted) -> list[ColumnElement[bool]]:
    outcome = [Deal.outcome == wanted.outcome] if wanted.outcome else []
    return [*closed_in(wanted.filters), *outcome, *map(_matches, wanted.words.split())]


def _matches(word: str) -> ColumnElement[bool]:
    """Tell of a review, or of the deal it is about, that a word stands there."""
    about = (Deal.title, Deal.number, func.coalesce(Customer.name, ""))
    return or_(_says(word), *(column.contains(word, autoescape=True) for column in about))


def _says(word: str) -> ColumnElement[bool]:
    reason = func.json_each(DealReview.reasons).table_valued("value")
    given = select(reason.c.value).where(type_coerce(reason.c.value, String).contains(word, autoescape=True)).exists()
    return or_(*(column.contains(word, autoescape=True) for column in _TEXTS), given)


def _reviews(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(DealReview)
        .join(Deal, Deal.id == DealReview.deal_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
    )


def _whole() -> Any:
    owner, by = aliased(Member), aliased(Member)
    named = (Customer.name.label("customer"), owner.name.label("owner"), by.name.label("by"))
    return (
        _reviews(Deal, DealReview, *named)
        .join(owner, owner.id == Deal.owner_id, isouter=True)
        .join(by, by.id == DealReview.reviewer_id, isouter=True)
        .order_by(*_NEWEST)
    )


def _lesson(row: Any) -> Lesson:
    deal, review = row.Deal, row.DealReview
    return Lesson(
        deal_id=deal.id, number=deal.number, customer=row.customer or "", title=deal.title, outcome=deal.outcome,
        owner=row.owner or "", amount_fen=deal.amount_fen, closed_on=deal.closed_on, days=days_taken(deal),
        reasons=tuple(review.reasons), competitor=review.competitor, went_well=review.went_well,
        went_badly=review.went_badly, lesson=review.lesson, reviewed_on=review.reviewed_on, reviewer=row.by or "",
    )  # fmt: skip


def _record(one: Lesson) -> ReviewRecord:
    return ReviewRecord(
        deal=one.number, customer=one.customer, title=one.title, outcome=one.outcome, owner=one.owner,
        amount=yuan(one.amount_fen), closed_on=one.closed_on, reasons=one.reasons, competitor=one.competitor,
        went_well=one.went_well, went_badly=one.went_badly, lesson=one.lesson, reviewed_on=one.reviewed_on,
        reviewer=one.reviewer,
    )  # fmt: skip
