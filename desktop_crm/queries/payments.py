"""The payment plan of a deal (K5): what is due when, what came in, what is left, and how it fits the contract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    ChangeOrder,
    ClauseKind,
    Contract,
    ContractClause,
    Deal,
    Memo,
    MemoClause,
    Milestone,
    Payment,
    Receipt,
    VersionStatus,
)

PriceSource = Literal["signed", "draft", "deal", ""]


@dataclass(frozen=True, slots=True)
class Price:
    """What the instalments add up to: the contract's amount (or the deal's, as long as there is none) and signed changes."""

    base_fen: int | None = None
    changes_fen: int = 0
    source: PriceSource = ""

    @property
    def total_fen(self) -> int | None:
        """Return both together, None while the price is not known."""
        return None if self.base_fen is None else self.base_fen + self.changes_fen


@dataclass(frozen=True, slots=True)
class Money:
    """An amount that came in for an instalment."""

    id: str
    received_on: date | None
    amount_fen: int
    method: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """A line of the plan with what came in for it; `expected_on` is the day of the milestone it waits for."""

    id: str
    name: str
    condition: str = ""
    share: int | None = None
    amount_fen: int | None = None
    due_on: date | None = None
    invoiced_on: date | None = None
    note: str = ""
    milestone: str = ""
    milestone_id: str = ""
    steps: tuple[tuple[str, str], ...] = ()  # id and name of each milestone it may be tied to
    expected_on: date | None = None
    from_change: bool = False
    receipts: tuple[Money, ...] = ()

    @property
    def received_fen(self) -> int:
        """Return what came in."""
        return sum(money.amount_fen for money in self.receipts)

    @property
    def left_fen(self) -> int:
        """Return what is still to come; nothing where the amount is not known or more came in."""
        return max(0, (self.amount_fen or 0) - self.received_fen)

    @property
    def paid(self) -> bool:
        """Return whether nothing is left of a known amount."""
        return self.amount_fen is not None and self.received_fen >= self.amount_fen

    def days_late(self, today: date) -> int:
        """Return for how many days the rest has been overdue."""
        late = not self.paid and self.due_on is not None and self.due_on < today
        return (today - self.due_on).days if late and self.due_on else 0


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """The plan of a deal as finance and sales look at it; `terms` is what contract or memo say of paying."""

    price: Price = Price()
    instalments: tuple[Instalment, ...] = ()
    terms: str = ""

    @property
    def planned_fen(self) -> int:
        """Return what the instalments add up to."""
        return sum(one.amount_fen or 0 for one in self.instalments)

    @property
    def received_fen(self) -> int:
        """Return what came in."""
        return sum(one.received_fen for one in self.instalments)

    @property
    def left_fen(self) -> int:
        """Return what is still to come by the plan."""
        return sum(one.left_fen for one in self.instalments)

    @property
    def unplanned_fen(self) -> int:
        """Return how much of the price stands in no instalment; negative when the plan exceeds it."""
        total = self.price.total_fen
        return 0 if total is None or not self.instalments else total - self.planned_fen

    def late_fen(self, today: date) -> int:
        """Return what is overdue."""
        return sum(one.left_fen for one in self.instalments if one.days_late(today))


def payment_plan(session: Session, deal_id: str) -> PaymentPlan:
    """Return the plan of a deal; a fixed number of statements."""
    rows = session.execute(
        select(Payment, Milestone)
        .join(Milestone, (Milestone.id == Payment.milestone_id) & Milestone.deleted_at.is_(None), isouter=True)
        .where(Payment.deal_id == deal_id)
        .order_by(Payment.position, Payment.id)
    ).all()
    money = _receipts(session, [payment.id for payment, _ in rows])
    steps = _steps(session, deal_id)
    return PaymentPlan(
        price=contract_price(session, deal_id),
        instalments=tuple(_instalment(payment, step, money.get(payment.id, ()), steps) for payment, step in rows),
        terms=payment_terms(session, deal_id),
    )


def contract_price(session: Session, deal_id: str) -> Price:
    """Return the price of a deal: of the signed contract, else of its latest version, else the deal's own amount."""
    versions = session.execute(
        select(Contract.amount_fen, Contract.status)
        .where(Contract.deal_id == deal_id, Contract.amount_fen.is_not(None))
        .order_by(Contract.version.desc())
    ).all()
    signed = next((row.amount_fen for row in versions if row.status == VersionStatus.CONFIRMED), None)
    changes = session.scalar(
        select(func.coalesce(func.sum(ChangeOrder.price_fen), 0)).where(
            ChangeOrder.deal_id == deal_id, ChangeOrder.status == VersionStatus.CONFIRMED
        )
    )
    if signed is not None:
        return Price(signed, changes or 0, "signed")
    if versions:
        return Price(versions[0].amount_fen, changes or 0, "draft")
    amount = session.scalar(select(Deal.amount_fen).where(Deal.id == deal_id))
    return Price(amount, changes or 0, "" if amount is None else "deal")


def payment_terms(session: Session, deal_id: str) -> str:
    """Return what is agreed on paying: the clauses of the latest contract, else of the latest memo."""
    for paper, line, parent in (
        (Contract, ContractClause, ContractClause.contract_id),
        (Memo, MemoClause, MemoClause.memo_id),
    ):
        latest = select(paper.id).where(paper.deal_id == deal_id, paper.deleted_at.is_(None))
        texts = session.scalars(
            select(line.text)
            .where(
                parent == latest.order_by(paper.version.desc()).limit(1).scalar_subquery(),
                line.kind == ClauseKind.PAYMENT,
                line.text != "",
            )
            .order_by(line.position, line.id)
        ).all()
        if texts:
            return "\n".join(texts)
    return ""


def received_of(session: Session, payment_ids: Iterable[str]) -> dict[str, int]:
    """Return what came in for each instalment for which anything did."""
    rows = session.execute(
        select(Receipt.payment_id, func.sum(func.coalesce(Receipt.amount_fen, 0)))
        .where(Receipt.payment_id.in_(list(payment_ids)))
        .group_by(Receipt.payment_id)
    )
    return {payment: amount for payment, amount in rows if payment}


def _receipts(session: Session, payment_ids: list[str]) -> dict[str, tuple[Money, ...]]:
    found: dict[str, tuple[Money, ...]] = {}
    for row in session.scalars(
        select(Receipt).where(Receipt.payment_id.in_(payment_ids)).order_by(Receipt.received_on, Receipt.id)
    ):
        money = Money(row.id, row.received_on, row.amount_fen or 0, row.method, row.note)
        found[row.payment_id] = (*found.get(row.payment_id, ()), money)
    return found


def _steps(session: Session, deal_id: str) -> tuple[tuple[str, str], ...]:
    found = select(Milestone.id, Milestone.name).where(Milestone.deal_id == deal_id)
    return tuple((row.id, row.name) for row in session.execute(found.order_by(Milestone.position, Milestone.id)))


def _instalment(
    row: Payment, step: Milestone | None, receipts: tuple[Money, ...], steps: tuple[tuple[str, str], ...]
) -> Instalment:
    return Instalment(
        id=row.id,
        name=row.name,
        condition=row.condition,
        share=row.share,
        amount_fen=row.amount_fen,
        due_on=row.due_on,
        invoiced_on=row.invoiced_on,
        note=row.note,
        milestone=step.name if step else "",
        milestone_id=step.id if step else "",
        steps=steps,
        expected_on=step.due_on if step else None,
        from_change=bool(row.change_order_id),
        receipts=receipts,
    )
