"""What a change order says to both sides: why, what, and what it does to scope, price, date and responsibility."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, VersionStatus
from desktop_crm.queries.changes import Change, ChangeLine, change_sheet, orders
from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.items import Item
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.changes import difference_text, shift_text
from desktop_crm.system.translations import tr

_KINDS: Final = {"add": "增加", "alter": "修改", "remove": "取消"}


@dataclass(frozen=True, slots=True)
class ChangedScope(CustomerFacing):
    """A line: what is added, altered (with the wording before) or taken out, and how it is accepted."""

    kind: str
    text: str
    standard: str = ""


@dataclass(frozen=True, slots=True)
class ChangedPrice(CustomerFacing):
    """The amount of the contract before and after, in fen."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class ContractChangeForm(CustomerFacing):
    """The data of `change_order`; without `price` there is no contract with an amount."""

    deal: Subject
    serial: str
    status: str
    title: str = ""
    contract_number: str = ""
    contract_title: str = ""
    raised_by: str = ""
    raised_on: date | None = None
    reason: str = ""
    items: tuple[ChangedScope, ...] = ()
    difference: str = ""
    price: ChangedPrice | None = None
    shift: str = ""
    before_on: date | None = None
    after_on: date | None = None
    responsibility: str = ""


def change_order(session: Session, deal_id: str, change_id: str = "") -> ContractChangeForm:
    """Return one change order of a deal, the newest unless told; a fixed number of statements."""
    sheet = change_sheet(session, deal_id)
    change = next((found for found in sheet.changes if change_id in ("", found.id)), None)
    if change is None:
        raise Refused(tr("还没有可以印出的变更单。"), Remedy(tr("起草变更"), "delivery.changes"))
    contract = session.execute(
        select(Contract.number, Contract.title)
        .where(Contract.deal_id == deal_id)
        .order_by((Contract.status == VersionStatus.CONFIRMED).desc(), Contract.version.desc())
        .limit(1)
    ).first()
    effect = change.effect
    known = effect.before_fen is not None and effect.after_fen is not None
    return ContractChangeForm(
        deal=subject(session, deal_id),
        serial=_serial(change.serial),
        status=_status(change),
        title=change.title,
        contract_number=contract.number if contract else "",
        contract_title=contract.title if contract else "",
        raised_by=change.raised_by,
        raised_on=change.raised_on,
        reason=change.reason,
        items=tuple(map(_scope, change.lines)),
        difference=difference_text(change.price_fen, full=True),
        price=ChangedPrice(effect.before_fen or 0, effect.after_fen or 0) if known else None,
        shift=shift_text(change.days),
        before_on=effect.before_on,
        after_on=effect.after_on,
        responsibility=change.responsibility,
    )


def change_order_items(session: Session, deal_id: str) -> tuple[Item, ...]:
    """Return the change orders of a deal, the newest last."""
    return tuple(Item(row.id, f"{_serial(row.serial)} {row.title}".strip()) for row in orders(session, deal_id))


def _serial(serial: int) -> str:
    return tr("变更 {serial}", serial=serial)


def _status(change: Change) -> str:
    if not change.signed:
        return tr("待双方签署")
    day = change.confirmed_on.isoformat() if change.confirmed_on else ""
    return " ".join(filter(None, (tr("双方已签署"), change.confirmed_by, day)))


def _scope(line: ChangeLine) -> ChangedScope:
    text = line.text
    if line.was and line.was != line.text and line.kind == "alter":
        text = tr("{text}\n（原：{was}）", text=line.text, was=line.was)
    return ChangedScope(tr(_KINDS.get(line.kind, line.kind)), text, line.standard)
