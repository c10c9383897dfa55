"""What one person, or everyone, has to do today: sections in the order of the day, each with its first rows and its count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Literal, get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Deal, Member, Outcome
from desktop_crm.system import clock

Kind = Literal[
    "overdue", "today", "confirm", "review", "record", "clock", "payment", "milestone", "unplanned", "re_evaluate", "remember",
    "debrief", "improve", "assign",
]  # in the order of the day  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

FIRST = 20  # rows of a section until more are asked for
MOST = 1_000  # counted no further: a longer list is said to be longer
AHEAD = 7  # days of the strip, and how far ahead birthdays are told


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose day ("" for everyone's), at which moment, seen by whom, and how many rows of which section."""

    member: str
    now: datetime
    me: str = ""
    rows: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def day(self) -> date:
        """Return the day as the user's calendar has it."""
        return clock.local_day(self.now)

    @property
    def minute(self) -> int:
        """Return how many minutes of the day are gone."""
        local = self.now.astimezone()
        return local.hour * 60 + local.minute

    def limit(self, kind: Kind) -> int:
        """Return how many rows of a section are wanted."""
        return self.rows.get(kind, FIRST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to do. `id` is the row it is about: a plan, a deal, or an anniversary on its day."""

    kind: Kind
    id: str
    what: str
    deal_id: str = ""
    deal: str = ""
    customer_id: str = ""
    customer: str = ""
    contact: str = ""
    owner: str = ""
    grade: str = ""
    amount_fen: int | None = None
    method: str = ""
    purpose: str = ""
    due_on: date | None = None
    time: str = ""  # HH:MM, by the clock of this place
    minutes: int = 0
    until: datetime | None = None  # the moment by which it has to be done, where there is one
    why: str = ""
    place: str = ""  # where in the deal's pane it is done, where that is not said by its kind

    @property
    def key(self) -> str:
        """Return what tells this row from all others."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its first rows, and how many it has; a count of `MOST` stands for that many or more.

    `turns_at` is the next moment at which a row joins it by the clock alone.
    """

    kind: Kind
    items: tuple[Item, ...]
    count: int
    turns_at: datetime | None = None

    @property
    def more(self) -> bool:
        """Return whether rows are left out."""
        return self.count > len(self.items)


@dataclass(frozen=True, slots=True)
class DayLoad:
    """How much is planned for a day, and how much of it is done."""

    day: date
    planned: int = 0
    done: int = 0

    @property
    def total(self) -> int:
        """Return both together."""
        return self.planned + self.done


@dataclass(frozen=True, slots=True)
class Figures:
    """The three figures, and the days ahead from today on."""

    due_today: DayLoad
    this_week: DayLoad
    open_deals: int
    open_amount_fen: int
    days: tuple[DayLoad, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The whole screen."""

    wanted: Wanted
    parts: tuple[Part, ...]
    figures: Figures
    turns_at: datetime | None = None  # when a row joins by the clock alone

    @property
    def count(self) -> int:
        """Return how many things there are to do."""
        return sum(part.count for part in self.parts)


Source = Callable[[Session, Wanted], Part]


def today(session: Session, wanted: Wanted) -> Today:
    """Return the day: the sections that hold anything, in their order, and the figures."""
    from desktop_crm.queries.today_parts import SOURCES  # noqa: PLC0415 - they stand on the types above

    parts = [source(session, wanted) for source in SOURCES]
    turns = min((part.turns_at for part in parts if part.turns_at), default=None)
    return Today(wanted, tuple(part for part in parts if part.count), figures(session, wanted), turns)


def figures(session: Session, wanted: Wanted) -> Figures:
    """Return the figures and the strip: one grouped query for the days, one for the deals."""
    day = wanted.day
    monday = day - timedelta(days=day.weekday())
    sunday, last = monday + timedelta(days=6), day + timedelta(days=AHEAD - 1)
    loads = _loads(session, wanted, monday, max(sunday, last))
    week = [load for load in loads.values() if load.day <= sunday]
    count, amount = _open_deals(session, wanted.member)
    return Figures(
        due_today=loads.get(day, DayLoad(day)),
        this_week=DayLoad(monday, sum(load.planned for load in week), sum(load.done for load in week)),
        open_deals=count,
        open_amount_fen=amount,
        days=tuple(loads.get(each, DayLoad(each)) for each in (day + timedelta(days=on) for on in range(AHEAD))),
    )


def is_manager(session: Session, member: str) -> bool:
    """Tell whether a member gives out leads."""
    from desktop_crm.models import Role  # noqa: PLC0415 - only here

    return bool(member) and session.scalar(select(Member.role).where(Member.id == member)) == Role.SALES_MANAGER


def _loads(session: Session, wanted: Wanted, first: date, last: date) -> dict[date, DayLoad]:
    states = (ActivityStatus.PLANNED, ActivityStatus.DONE)
    query = (
        select(Activity.due_on, Activity.status, func.count(Activity.id))
        .where(Activity.status.in_(states), Activity.due_on.between(first, last))
        .group_by(Activity.due_on, Activity.status)
    )
    if wanted.member:
        query = query.where(Activity.owner_id == wanted.member)
    counts = {(day, status): count for day, status, count in session.execute(query) if day is not None}
    return {
        day: DayLoad(day, *(counts.get((day, status), 0) for status in states)) for day in {day for day, _ in counts}
    }


def _open_deals(session: Session, member: str) -> tuple[int, int]:
    query = select(func.count(Deal.id), func.coalesce(func.sum(Deal.amount_fen), 0)).where(Deal.outcome == Outcome.OPEN)
    count, amount = session.execute(query.where(Deal.owner_id == member) if member else query).one()
    return count, amount or 0
