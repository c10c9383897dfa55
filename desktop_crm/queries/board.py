"""What the board shows: one grouped query for the heads, and one page of cards for each column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, String, func, literal, literal_column, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop_crm.models import Customer, Deal, Member
from desktop_crm.queries.clocks import clocks_of
from desktop_crm.queries.search import deals_matching
from desktop_crm.rules.clocks import Clock, most_urgent
from desktop_crm.system import clock

PAGE = 50
_NO_DATE = literal_column("'9999-12-31'", String)  # written out, as the index on it is

Sort = Literal["due", "amount", "age"]


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What of the board is wanted. `playbooks`: the one chosen, and the keys of playbooks that are gone."""

    playbooks: tuple[str, ...]
    owner: str = ""
    grade: str = ""
    text: str = ""
    incomplete: bool = False
    sort: Sort = "due"

    @property
    def narrow(self) -> bool:
        """Return whether the filter leaves out anything."""
        return bool(self.owner or self.grade or self.text or self.incomplete)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the file knows it: deals on the board in one of `stages`, or closed with `outcome`."""

    stages: tuple[str, ...] = ()
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """How many deals, and their amounts together in fen."""

    count: int = 0
    amount_fen: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """A deal as a card shows it; `after` is where the page that follows it begins, `clock` the one due first."""

    id: str
    number: str
    customer: str
    title: str
    grade: str
    amount_fen: int | None
    owner: str
    next_step: str
    next_due: date | None
    playbook: str
    stage: str
    stage_status: str
    stage_since: datetime | None
    outcome: str
    incomplete: bool
    nurture: bool
    last_contact_at: datetime | None
    after: tuple[Any, str]
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A column with its sum and its first cards; `column` may have taken in stages no column knows."""

    column: Column
    total: Sum
    cards: list[Card]


def pages(session: Session, columns: Sequence[Column], wanted: BoardFilter) -> list[Page]:
    """Return the first page of every column. Deals in stages of no column stand in the first: no card is hidden."""
    sums = stage_sums(session, wanted)
    columns = _with_strays(columns, sums)
    found = [_read(session, wanted, column) for column in columns]
    clocks = _clocks(session, [card for read in found for card in read])  # of all columns at once
    return [
        Page(column, _total(session, column, wanted, sums), [replace(card, clock=clocks.get(card.id)) for card in read])
        for column, read in zip(columns, found, strict=True)
    ]


def totals(session: Session, columns: Sequence[Column], wanted: BoardFilter) -> list[Sum]:
    """Return the sum of every column."""
    sums = stage_sums(session, wanted)
    return [_total(session, column, wanted, sums) for column in columns]


def _total(session: Session, column: Column, wanted: BoardFilter, sums: dict[str, Sum]) -> Sum:
    if column.outcome:
        return outcome_sum(session, wanted, column.outcome)
    found = [sums[stage] for stage in column.stages if stage in sums]
    return Sum(sum(one.count for one in found), sum(one.amount_fen for one in found))


def _with_strays(columns: Sequence[Column], sums: dict[str, Sum]) -> Sequence[Column]:
    known = {stage for column in columns for stage in column.stages}
    strays = tuple(stage for stage in sums if stage not in known)
    return [Column(stages=(*columns[0].stages, *strays)), *columns[1:]] if strays else columns


def stage_sums(session: Session, wanted: BoardFilter) -> dict[str, Sum]:
    """Return count and sum of the deals on the board by stage."""
    query = (
        select(Deal.stage, func.count(), func.coalesce(func.sum(Deal.amount_fen), 0))
        .where(_one_of(Deal.playbook, wanted.playbooks), Deal.on_board == true(), *_narrowing(wanted))
        .group_by(Deal.stage)
    )
    return {
        stage: Sum(count, amount or 0) for stage, count, amount in session.execute(query, execution_options=_INDEX_ONLY)
    }


def outcome_sum(session: Session, wanted: BoardFilter, outcome: str) -> Sum:
    """Return count and sum of the deals closed with `outcome`."""
    query = select(func.count(), func.coalesce(func.sum(Deal.amount_fen), 0)).where(
        _one_of(Deal.playbook, wanted.playbooks),
        Deal.outcome == outcome,
        Deal.deleted_at.is_(None),
        *_narrowing(wanted),
    )
    count, amount = session.execute(query, execution_options=_INDEX_ONLY).one()
    return Sum(count, amount or 0)


def cards(
    session: Session, wanted: BoardFilter, column: Column, after: tuple[Any, str] | None = None, limit: int = PAGE
) -> list[Card]:
    """Return the next `limit` cards of a column, from the place `after` on."""
    return _with_clocks(session, _read(session, wanted, column, after, limit))


def _read(
    session: Session, wanted: BoardFilter, column: Column, after: tuple[Any, str] | None = None, limit: int = PAGE
) -> list[Card]:
    key, descending = _order(wanted, column)
    query = _cards(key).where(_one_of(Deal.playbook, wanted.playbooks), *_of(column), *_narrowing(wanted))
    if after is not None:
        here, there = tuple_(key, Deal.id), tuple_(literal(after[0]), literal(after[1]))
        query = query.where(here < there if descending else here > there)
    ordered = (key.desc(), Deal.id.desc()) if descending else (key, Deal.id)
    return [_card(row) for row in session.execute(query.order_by(*ordered).limit(limit))]


def cards_of(session: Session, ids: Iterable[str], wanted: BoardFilter) -> list[Card]:
    """Return the cards of these deals as far as they are on the board the filter describes, in no order."""
    wanted_ids = list(ids)
    on_board = _cards(_order(wanted, Column(stages=("",)))[0]).where(
        Deal.id.in_(wanted_ids), _one_of(Deal.playbook, wanted.playbooks), Deal.on_board == true(), *_narrowing(wanted)
    )
    return _with_clocks(session, [_card(row) for row in session.execute(on_board)])


def _with_clocks(session: Session, found: list[Card]) -> list[Card]:
    clocks = _clocks(session, found)
    return [replace(card, clock=clocks.get(card.id)) for card in found]


def _clocks(session: Session, found: list[Card]) -> dict[str, Clock]:
    """Return the clock of each card that is due first, as far as one runs."""
    every = clocks_of(session, [card.id for card in found], clock.now()) if found else {}
    return {deal: urgent for deal, clocks in every.items() if (urgent := most_urgent(clocks))}


def orphaned_playbooks(session: Session, known: Sequence[str]) -> tuple[str, ...]:
    """Return the playbooks that deals follow but that are not known (any more)."""
    return tuple(session.scalars(select(Deal.playbook).where(Deal.playbook.not_in(known)).distinct()))


# The heads are summed from an index alone; `on_board` already leaves out what is deleted.
_INDEX_ONLY = {"include_deleted": True}


def _narrowing(wanted: BoardFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.owner:
        conditions.append(Deal.owner_id == wanted.owner)
    if wanted.grade:
        conditions.append(Deal.grade == wanted.grade)
    if wanted.incomplete:
        conditions.append(Deal.missing != [])
    if wanted.text.strip():
        conditions.append(deals_matching(wanted.text))
    return conditions


def _of(column: Column) -> tuple[ColumnElement[bool], ...]:
    if column.outcome:
        return (Deal.outcome == column.outcome,)
    return (Deal.on_board == true(), _one_of(Deal.stage, column.stages))


def _one_of(column: ColumnElement[str] | InstrumentedAttribute[str], values: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition; a plain comparison for a single value, so that the index also gives the order."""
    return column == values[0] if len(values) == 1 else column.in_(values)


def _order(wanted: BoardFilter, column: Column) -> tuple[ColumnElement[Any], bool]:
    """Return what a column is sorted by, and whether the largest comes first."""
    if column.outcome:
        return func.coalesce(Deal.closed_on, literal_column("''"), type_=String), True
    match wanted.sort:
        case "amount":
            return func.coalesce(Deal.amount_fen, -1), True
        case "age":
            return func.coalesce(Deal.stage_since, literal_column("''"), type_=String), False
        case _:
            return func.coalesce(Deal.next_due, _NO_DATE, type_=String), False


def _cards(key: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Deal.id, Deal.number, func.coalesce(Customer.name, "").label("customer"), Deal.title, Deal.grade,
            Deal.amount_fen, func.coalesce(Member.name, "").label("owner"), Deal.next_step, Deal.next_due,
            Deal.playbook, Deal.stage, Deal.stage_status, Deal.stage_since, Deal.outcome, Deal.missing, Deal.nurture,
            Deal.last_contact_at, key.label("place"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
    )  # fmt: skip


def _card(row: Any) -> Card:
    return Card(
        id=row.id,
        number=row.number,
        customer=row.customer,
        title=row.title,
        grade=row.grade,
        amount_fen=row.amount_fen,
        owner=row.owner,
        next_step=row.next_step,
        next_due=row.next_due,
        playbook=row.playbook,
        stage=row.stage,
        stage_status=row.stage_status,
        stage_since=row.stage_since,
        outcome=row.outcome,
        incomplete=bool(row.missing),
        nurture=row.nurture,
        last_contact_at=row.last_contact_at,
        after=(row.place, row.id),
    )
