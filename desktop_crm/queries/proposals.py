"""What the proposal section shows, what a proposal costs, and how two versions of it differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Deal, NegotiationFloor, Proposal, ProposalItem, ProposalPoint
from desktop_crm.queries.proposal_price import amount_of, is_priced, rows_of, totals_of
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
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.floor import below
from desktop_crm.rules.price_figures import format_quantity, format_tax
from desktop_crm.rules.pricing import NO_TOTALS, WHOLE, Totals
from desktop_crm.rules.terms import format_discount
from desktop_crm.system.translations import tr

LineT = TypeVar("LineT", ProposalPoint, ProposalItem)
TEXTS: Final = ("title", "summary", "service", "delivery_cycle", "benefit", "advantage", "terms")


@dataclass(frozen=True, slots=True)
class Point:
    """A pain point and what we set against it; `origin` stays the same through all versions."""

    id: str
    origin: str
    pain: str
    function: str
    value: str
    case_study: str


@dataclass(frozen=True, slots=True)
class PriceItem:
    """A line of the price with its amount, None while it has no price; units as `ProposalItem` has them."""

    id: str
    origin: str
    name: str
    specification: str
    unit: str
    quantity: int
    price_fen: int | None
    discount: int
    tax_rate: int
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class ProposalSheet:
    """One version of a proposal as the section shows it."""

    state: PaperState = NO_VERSIONS
    title: str = ""
    summary: str = ""
    service: str = ""
    delivery_cycle: str = ""
    advantage: str = ""
    benefit: str = ""
    terms: str = ""
    prices_include_tax: bool = True
    reduction_fen: int | None = None
    valid_until: date | None = None
    points: tuple[Point, ...] = ()
    items: tuple[PriceItem, ...] = ()
    totals: Totals = NO_TOTALS
    deal_amount_fen: int | None = None
    warnings: tuple[str, ...] = ()  # where it goes below our floor; internal
    contact: str = ""  # who would confirm it

    @property
    def unpriced(self) -> int:
        """Return how many lines have no price yet."""
        return sum(item.amount_fen is None for item in self.items)

    @property
    def differs_from_deal(self) -> bool:
        """Return whether the total is known and is not the deal's amount."""
        return bool(self.items) and not self.unpriced and self.totals.gross_fen != self.deal_amount_fen


def proposal_sheet(session: Session, deal_id: str, *, version_id: str = "") -> ProposalSheet:
    """Return a deal's proposal, the latest version unless another is asked for; for the screen of a colleague only."""
    about = session.execute(
        select(Deal.amount_fen, Contact.name, NegotiationFloor)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(NegotiationFloor, NegotiationFloor.deal_id == Deal.id, isouter=True)
        .where(Deal.id == deal_id)
    ).first()
    amount, contact, floor = about or (None, None, None)
    state = paper_state(session, Proposal, deal_id, version_id)
    if state.shown is None:
        return ProposalSheet(deal_amount_fen=amount, contact=contact or "")
    row = session.get_one(Proposal, state.shown.id)
    items = rows_of(session, ProposalItem, row.id)
    sums = totals_of(row, items)
    return ProposalSheet(
        state=state,
        **{name: getattr(row, name) for name in TEXTS},
        prices_include_tax=row.prices_include_tax,
        reduction_fen=row.reduction_fen,
        valid_until=row.valid_until,
        points=_points(session, state, row.id),
        items=_items(session, state, items),
        totals=sums,
        deal_amount_fen=amount,
        warnings=below(floor, sums.gross_fen, sums.discount) if is_priced(items) else (),
        contact=contact or "",
    )


def proposal_differences(session: Session, old_id: str, new_id: str) -> tuple[Difference, ...]:
    """Return what changed from one version of a proposal to a later one: texts, points, price, and the total."""
    old, new = session.get_one(Proposal, old_id), session.get_one(Proposal, new_id)
    state = paper_state(session, Proposal, new.deal_id)
    before, after = (rows_of(session, ProposalItem, version) for version in (old_id, new_id))
    found = field_differences(_fields(old, before), _fields(new, after))
    compared = partial(_line_differences, session, state, old_id, new_id)
    return (*found, *compared(ProposalPoint, _point_words, "point"), *compared(ProposalItem, _item_words, "item"))


def _points(session: Session, state: PaperState, version_id: str) -> tuple[Point, ...]:
    roots = _origins(session, ProposalPoint, state)
    return tuple(
        Point(row.id, roots.get(row.id, row.id), row.pain, row.function, row.value, row.case_study)
        for row in rows_of(session, ProposalPoint, version_id)
    )


def _items(session: Session, state: PaperState, rows: Iterable[ProposalItem]) -> tuple[PriceItem, ...]:
    roots = _origins(session, ProposalItem, state)
    return tuple(
        PriceItem(
            row.id, roots.get(row.id, row.id), row.name, row.specification, row.unit, row.quantity, row.price_fen,
            row.discount, row.tax_rate, amount_of(row),
        )
        for row in rows
    )  # fmt: skip


def _origins(session: Session, model: type[ProposalPoint | ProposalItem], state: PaperState) -> dict[str, str]:
    versions = [version.id for version in state.versions]
    return origins(versions, all_line_ids(session, model, model.proposal_id, versions))


def _line_differences(
    session: Session,
    state: PaperState,
    old_id: str,
    new_id: str,
    model: type[LineT],
    words: Callable[[LineT], str],
    what: str,
) -> list[Difference]:
    before, after = (rows_of(session, model, version) for version in (old_id, new_id))
    return line_differences(before, after, _origins(session, model, state), words, lambda _line: what)


def _fields(row: Proposal, items: Sequence[ProposalItem]) -> dict[str, str]:
    return {
        **{name: getattr(row, name) for name in TEXTS},
        "valid_until": row.valid_until.isoformat() if row.valid_until else "",
        "prices_include_tax": tr("含税") if row.prices_include_tax else tr("未税"),
        "reduction_fen": format_yuan(row.reduction_fen) if row.reduction_fen else "",
        "total": format_yuan(totals_of(row, items).gross_fen) if items else "",
    }


def _point_words(point: ProposalPoint) -> str:
    return " → ".join(filter(None, (point.pain, point.function, point.value, point.case_study)))


def _item_words(item: ProposalItem) -> str:
    parts = [
        f"{item.name}（{item.specification}）" if item.specification else item.name,
        format_quantity(item.quantity, item.unit),
        tr("单价未填") if item.price_fen is None else format_yuan(item.price_fen),
        format_discount(item.discount) if item.discount != WHOLE else "",
        tr("税率 {rate}", rate=format_tax(item.tax_rate)),
    ]
    return " ".join(filter(None, parts))
