"""Changes of a signed contract (D2): each with what it does to scope, price and date, and where the contract stands now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Acceptance,
    AcceptanceClause,
    AttachmentKind,
    ChangeItem,
    ChangeOrder,
    Contract,
    VersionStatus,
)
from desktop_crm.queries.attachments import AttachmentRow, attachments
from desktop_crm.queries.payments import contract_price
from desktop_crm.rules.changes import shifted


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to price and date: before it, and after it."""

    before_fen: int | None = None
    after_fen: int | None = None
    before_on: date | None = None
    after_on: date | None = None


@dataclass(frozen=True, slots=True)
class ContractChange:
    """A signed change in the course of the contract."""

    id: str
    serial: int
    title: str
    price_fen: int
    days: int
    confirmed_on: date | None
    effect: Effect


@dataclass(frozen=True, slots=True)
class ContractNow:
    """The contract as it was signed, what changed one after the other, and how it stands now."""

    original_fen: int | None = None
    original_on: date | None = None
    signed: bool = False
    changes: tuple[ContractChange, ...] = ()

    @property
    def total_fen(self) -> int | None:
        """Return the amount with all that changed; None while there is none."""
        return self.changes[-1].effect.after_fen if self.changes else self.original_fen

    @property
    def deliver_by(self) -> date | None:
        """Return the day of delivery with all that changed."""
        return self.changes[-1].effect.after_on if self.changes else self.original_on

    def effect(self, price_fen: int, days: int) -> Effect:
        """Return what one more change would do."""
        return _effect(self.total_fen, self.deliver_by, price_fen, days)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A line of a change; `was` is the wording of the clause it alters or takes out."""

    id: str
    kind: str
    text: str
    standard: str = ""
    clause_id: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change order; `note` is internal."""

    id: str
    serial: int
    status: str
    title: str = ""
    reason: str = ""
    raised_by: str = ""
    raised_on: date | None = None
    price_fen: int = 0
    days: int = 0
    responsibility: str = ""
    sent_on: date | None = None
    confirmed_on: date | None = None
    confirmed_by: str = ""
    note: str = ""
    lines: tuple[ChangeLine, ...] = ()
    effect: Effect = Effect()
    scans: tuple[AttachmentRow, ...] = ()

    @property
    def signed(self) -> bool:
        """Return whether both sides have signed."""
        return self.status == VersionStatus.CONFIRMED

    @property
    def stale(self) -> bool:
        """Return whether it was changed after it was sent."""
        return self.status == VersionStatus.DRAFT and self.sent_on is not None


@dataclass(frozen=True, slots=True)
class ChangeSheet:
    """All changes, the newest first; `clauses` are those of the acceptance that a change can name."""

    changes: tuple[Change, ...] = ()
    contract: ContractNow = ContractNow()
    clauses: tuple[tuple[str, str], ...] = ()


def change_sheet(session: Session, deal_id: str) -> ChangeSheet:
    """Return what the section of changes shows; a fixed number of statements."""
    rows = orders(session, deal_id)
    now = _contract_now(session, deal_id, rows)
    lines = _lines(session, rows)
    scans = attachments(session, deal_id, kind=AttachmentKind.SIGNED_PAPER)
    clauses = session.execute(
        select(AcceptanceClause.id, AcceptanceClause.text)
        .join(Acceptance, Acceptance.id == AcceptanceClause.acceptance_id)
        .where(Acceptance.deal_id == deal_id)
        .order_by(AcceptanceClause.position, AcceptanceClause.id)
    )
    return ChangeSheet(
        changes=tuple(_change(row, now, lines, scans) for row in reversed(rows)),
        contract=now,
        clauses=tuple((row.id, row.text) for row in clauses),
    )


def orders(session: Session, deal_id: str) -> list[ChangeOrder]:
    """Return the changes of a deal, the newest last."""
    found = select(ChangeOrder).where(ChangeOrder.deal_id == deal_id)
    return list(session.scalars(found.order_by(ChangeOrder.serial, ChangeOrder.id)))


def items_of(session: Session, order_ids: Iterable[str]) -> dict[str, list[ChangeItem]]:
    """Return the lines of each of these changes in their order."""
    found: dict[str, list[ChangeItem]] = defaultdict(list)
    for item in session.scalars(
        select(ChangeItem)
        .where(ChangeItem.change_order_id.in_(list(order_ids)))
        .order_by(ChangeItem.position, ChangeItem.id)
    ):
        found[str(item.change_order_id)].append(item)
    return found


# Inside


def _contract_now(session: Session, deal_id: str, rows: Iterable[ChangeOrder]) -> ContractNow:
    price = contract_price(session, deal_id)
    deliver_by = session.scalar(
        select(Contract.deliver_by)
        .where(Contract.deal_id == deal_id)
        .order_by((Contract.status == VersionStatus.CONFIRMED).desc(), Contract.version.desc())
        .limit(1)
    )
    signed = [row for row in rows if row.status == VersionStatus.CONFIRMED]
    made: list[ContractChange] = []
    fen, day = price.base_fen, deliver_by
    for row in sorted(signed, key=lambda row: (str(row.confirmed_on or ""), row.serial)):
        effect = _effect(fen, day, row.price_fen or 0, row.days)
        made.append(
            ContractChange(row.id, row.serial, row.title, row.price_fen or 0, row.days, row.confirmed_on, effect)
        )
        fen, day = effect.after_fen, effect.after_on
    return ContractNow(price.base_fen, deliver_by, price.source == "signed", tuple(made))


def _effect(fen: int | None, day: date | None, price_fen: int, days: int) -> Effect:
    return Effect(fen, None if fen is None else fen + price_fen, day, shifted(day, days) if day else None)


def _lines(session: Session, changes: Iterable[ChangeOrder]) -> dict[str, tuple[ChangeLine, ...]]:
    """Return the lines of each change, with the wordings that they alter; a clause that was taken out is still known."""
    found = items_of(session, [change.id for change in changes])
    named = {item.acceptance_clause_id for items in found.values() for item in items} - {""}
    rows = session.execute(
        select(AcceptanceClause.id, AcceptanceClause.text).where(AcceptanceClause.id.in_(named)),
        execution_options={"include_deleted": True},
    )
    was = {row.id: row.text for row in rows}
    return {order: tuple(_line(item, was) for item in items) for order, items in found.items()}


def _line(item: ChangeItem, was: Mapping[str, str]) -> ChangeLine:
    clause = item.acceptance_clause_id
    return ChangeLine(item.id, item.kind, item.text, item.standard, clause, was.get(clause, ""))


def _change(
    row: ChangeOrder,
    now: ContractNow,
    lines: Mapping[str, tuple[ChangeLine, ...]],
    scans: Iterable[AttachmentRow],
) -> Change:
    there = next((change.effect for change in now.changes if change.id == row.id), None)
    return Change(
        id=row.id,
        serial=row.serial,
        status=row.status,
        title=row.title,
        reason=row.reason,
        raised_by=row.raised_by,
        raised_on=row.raised_on,
        price_fen=row.price_fen or 0,
        days=row.days,
        responsibility=row.responsibility,
        sent_on=row.sent_on,
        confirmed_on=row.confirmed_on,
        confirmed_by=row.confirmed_by,
        note=row.note,
        lines=lines.get(row.id, ()),
        effect=there or now.effect(row.price_fen or 0, row.days),
        scans=tuple(scan for scan in scans if scan.paper_id == row.id),
    )
