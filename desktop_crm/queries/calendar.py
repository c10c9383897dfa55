"""What the calendar shows: the first entries of each day and how many there are, never all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Customer, Deal, Member, Purpose
from desktop_crm.queries.search import matching

Kind = Literal["plan", "care", "re_evaluate", "clock", "payment", "milestone", "anniversary", "done"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ALL = 100_000  # entries of a day, where every one is wanted

_CARE = (Purpose.VISIT, Purpose.SURVEY, Purpose.REPORT, Purpose.GREETING)
_OTHER_KINDS = {Purpose.RE_EVALUATE: "re_evaluate", **dict.fromkeys(_CARE, "care")}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both within."""

    first: date
    last: date

    def days(self) -> list[date]:
        """Return each day."""
        return [self.first + timedelta(ahead) for ahead in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class CalendarFilter:
    """Whose entries ("" for all), of which kinds (none: all), and a text: what it finds comes first, nothing is hidden."""

    owner: str = ""
    kinds: frozenset[str] = frozenset()
    text: str = ""

    def wants(self, *kinds: Kind) -> bool:
        """Return whether any of `kinds` is to be shown."""
        return not self.kinds or not self.kinds.isdisjoint(kinds)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a day; `at` is HH:MM or empty, `hit` tells that it holds the text looked for."""

    id: str
    kind: Kind
    day: date
    title: str
    at: str = ""
    minutes: int = 30
    customer: str = ""
    customer_id: str = ""
    deal_id: str = ""
    owner: str = ""
    method: str = ""
    purpose: str = ""
    planned: bool = False
    hit: bool = False

    @property
    def order(self) -> tuple[Any, ...]:
        """Return what the entries of a day are sorted by: found ones, what is open, by the clock; then the untimed."""
        return (not self.hit, self.kind == "done", self.at or "~", KINDS.index(self.kind), self.id)


@dataclass(frozen=True, slots=True)
class Days:
    """The first entries of each day and how many each has in all."""

    entries: Mapping[date, tuple[Entry, ...]] = field(default_factory=dict[date, tuple[Entry, ...]])
    counts: Mapping[date, int] = field(default_factory=dict[date, int])

    def of(self, day: date) -> tuple[Entry, ...]:
        """Return the first entries of `day`."""
        return self.entries.get(day, ())

    def count(self, day: date) -> int:
        """Return how many entries `day` has."""
        return self.counts.get(day, 0)

    @property
    def total(self) -> int:
        """Return how many entries there are."""
        return sum(self.counts.values())


def planned(session: Session, span: Span, wanted: CalendarFilter, most: int = ALL) -> Days:
    """Return what is planned: at most `most` entries of each day, in one query over the index on the day."""
    if not wanted.wants("plan", "care", "re_evaluate"):
        return Days()
    hit = found(wanted.text)
    place = (hit.desc(), Activity.due_at == "", Activity.due_at, Activity.id)
    ranked = (
        select(
            Activity.id,
            func.count().over(partition_by=Activity.due_on).label("total"),
            func.row_number().over(partition_by=Activity.due_on, order_by=place).label("place"),
            hit.label("hit"),
        )
        .where(
            Activity.status == ActivityStatus.PLANNED,
            Activity.due_on.between(span.first, span.last),
            *of_owner(wanted.owner),
            *_of_kinds(wanted),
        )
        .subquery()
    )
    query = (
        with_names(Activity.due_on.label("day"), Activity.due_at.label("at"), ranked.c.total, ranked.c.hit)
        .join(ranked, ranked.c.id == Activity.id)
        .where(ranked.c.place <= most)
    )
    rows = session.execute(query).all()
    return collected((activity_entry(row, planned=True) for row in rows), {row.day: row.total for row in rows}, most)


def merged(parts: Iterable[Days], most: int = ALL) -> Days:
    """Return several kinds of entries as one."""
    parts = list(parts)
    counts: dict[date, int] = {}
    for part in parts:
        for day, count in part.counts.items():
            counts[day] = counts.get(day, 0) + count
    return collected((entry for part in parts for line in part.entries.values() for entry in line), counts, most)


def collected(entries: Iterable[Entry], counts: Mapping[date, int] | None = None, most: int = ALL) -> Days:
    """Return `entries` by day, each day in order and no longer than `most`; they count themselves unless told."""
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    known = counts if counts is not None else {day: len(line) for day, line in by_day.items()}
    return Days({day: tuple(sorted(line, key=lambda entry: entry.order)[:most]) for day, line in by_day.items()}, known)


# What other sources of entries share.


def found(text: str) -> ColumnElement[bool]:
    """Return the condition that each word of `text` is in the goal, the deal or the customer of an activity."""
    return and_(*map(_in_activity, text.split())) if text.split() else literal(value=False)


def _in_activity(word: str) -> ColumnElement[bool]:
    return or_(
        Activity.goal.contains(word, autoescape=True),
        Activity.customer_id.in_(matching(("customer", "customer_tag"), word)),
        Activity.deal_id.in_(matching(("deal",), word)),
    )


def of_owner(owner: str) -> list[ColumnElement[bool]]:
    """Return the condition that activities are a member's, none for everybody's."""
    return [Activity.owner_id == owner] if owner else []


def with_names(*columns: Any) -> Any:
    """Return a select of what an activity's entry needs, with `columns`."""
    return (
        select(
            Activity.id,
            Activity.goal,
            Activity.minutes,
            Activity.method,
            Activity.purpose,
            Activity.feedback,
            func.coalesce(Activity.deal_id, "").label("deal_id"),
            func.coalesce(Customer.id, "").label("customer_id"),
            func.coalesce(Customer.name, "").label("customer"),
            func.coalesce(Member.name, "").label("owner"),
            *columns,
        )
        .join(Deal, Deal.id == Activity.deal_id, isouter=True)
        .join(Customer, Customer.id == func.coalesce(Activity.customer_id, Deal.customer_id), isouter=True)
        .join(Member, Member.id == Activity.owner_id, isouter=True)
    )


def activity_entry(row: Any, *, planned: bool) -> Entry:
    """Return the entry of a row of `with_names`."""
    return Entry(
        id=row.id,
        kind=kind_of(row.purpose) if planned else "done",
        day=row.day,
        title=row.goal or row.feedback.partition("\n")[0][:60],
        at=row.at,
        minutes=row.minutes,
        customer=row.customer,
        customer_id=row.customer_id,
        deal_id=row.deal_id,
        owner=row.owner,
        method=row.method,
        purpose=row.purpose,
        planned=planned,
        hit=bool(row.hit),
    )


def kind_of(purpose: str) -> Kind:
    """Return the kind of a plan with this purpose."""
    kind: Kind = _OTHER_KINDS.get(Purpose(purpose), "plan") if purpose in set(Purpose) else "plan"  # pyright: ignore[reportAssignmentType]
    return kind


def entry(session: Session, activity_id: str) -> Entry | None:
    """Return the entry of one planned activity, None when it is planned no more or has no day."""
    query = with_names(Activity.due_on.label("day"), Activity.due_at.label("at"), literal(value=False).label("hit"))
    row = session.execute(
        query.where(Activity.id == activity_id, Activity.status == ActivityStatus.PLANNED, Activity.due_on.is_not(None))
    ).first()
    return None if row is None else activity_entry(row, planned=True)


def moved(entry: Entry, day: date, at: str | None = None, minutes: int | None = None) -> Entry:
    """Return `entry` as it will stand after it was moved."""
    return replace(
        entry, day=day, at=entry.at if at is None else at, minutes=entry.minutes if minutes is None else minutes
    )


def _of_kinds(wanted: CalendarFilter) -> list[ColumnElement[bool]]:
    if not wanted.kinds:
        return []
    named = case({purpose.value: kind for purpose, kind in _OTHER_KINDS.items()}, value=Activity.purpose, else_="plan")
    return [named.in_(sorted(wanted.kinds))]
