"""Change orders (D2): drafted, sent, signed by both; a signed one has changed the contract and is never altered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import event, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper, Session

from desktop_crm.models import (
    AcceptanceClause,
    ChangeItem,
    ChangeOrder,
    Contact,
    Deal,
    ScopeChange,
    VersionStatus,
    new_id,
)
from desktop_crm.operations.change_effects import take_effect
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled, place_after, place_at
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.queries.changes import items_of, orders
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

PLACE: Final = "delivery.changes"
FIELDS: Final = frozenset({
    "title", "reason", "raised_by", "raised_on", "price_fen", "days", "responsibility", "note",
})  # fmt: skip
ITEM_FIELDS: Final = frozenset({"kind", "text", "standard"})


@operation("起草变更单")
def start_change(session: Session, deal_id: str, *, title: str = "") -> str:
    """Begin a change order under the next number; the deal's contact is the one who asks for it, until told else."""
    deal = existing(session, Deal, deal_id)
    last = next(reversed(orders(session, deal.id)), None)
    contact = session.get(Contact, deal.contact_id) if deal.contact_id else None
    order = ChangeOrder(
        id=new_id(),
        deal_id=deal.id,
        serial=last.serial + 1 if last else 1,
        title=title.strip(),
        raised_by=contact.name if contact else "",
        raised_on=clock.today(),
    )
    session.add(order)
    return order.id


@operation("修改变更单")
def edit_change(session: Session, change_id: str, **values: Any) -> str:
    """Change a draft; one that was sent has to be sent again, unless only our note changed."""
    order = _draft(existing(session, ChangeOrder, change_id), keep=set(values) <= {"note"})
    edit(order, values, fields=FIELDS)
    return order.id


@operation("删除变更单")
def remove_change(session: Session, change_id: str) -> str:
    """Give up a change that was not signed."""
    order = _draft(existing(session, ChangeOrder, change_id), keep=True)
    for item in items_of(session, [order.id])[order.id]:
        mark_deleted(item)
    mark_deleted(order)
    return order.id


# Lines


@operation("添加变更内容")
def add_change_items(
    session: Session, change_id: str, *, texts: Sequence[str], after: str = "", kind: str = ScopeChange.ADD
) -> tuple[str, ...]:
    """Add a line for each text below the line `after` and return their ids."""
    order = _draft(existing(session, ChangeOrder, change_id))
    made = [
        ChangeItem(id=new_id(), change_order_id=order.id, kind=ScopeChange(kind), text=text) for text in filled(texts)
    ]
    return _insert(session, order, made, after)


@operation("变更验收条款")
def change_clause(session: Session, change_id: str, *, clause_id: str, kind: str = ScopeChange.ALTER) -> str:
    """Add a line that alters a clause of the acceptance (its wording is there to be edited), or takes it out."""
    order = _draft(existing(session, ChangeOrder, change_id))
    clause = existing(session, AcceptanceClause, clause_id)
    if any(item.acceptance_clause_id == clause.id for item in items_of(session, [order.id])[order.id]):
        raise Refused(tr("这份变更里已经写了“{text}”。", text=clause.text), Remedy(tr("去修改"), f"{PLACE}.items"))
    item = ChangeItem(
        id=new_id(),
        change_order_id=order.id,
        kind=ScopeChange(kind),
        text=clause.text,
        standard=clause.standard,
        acceptance_clause_id=clause.id,
    )
    return _insert(session, order, [item], "")[0]


@operation("修改变更内容")
def edit_change_item(session: Session, item_id: str, **values: Any) -> str:
    """Change a line; what is added has no clause that it alters."""
    item = existing(session, ChangeItem, item_id)
    _draft(existing(session, ChangeOrder, str(item.change_order_id)))
    edit(item, values, fields=ITEM_FIELDS)
    if item.kind == ScopeChange.ADD:
        item.acceptance_clause_id = ""
    return item.id


@operation("调整变更内容顺序")
def move_change_item(session: Session, item_id: str, *, place: int) -> str:
    """Put a line at a place, counted from 0."""
    item = existing(session, ChangeItem, item_id)
    order = _draft(existing(session, ChangeOrder, str(item.change_order_id)))
    place_at(items_of(session, [order.id])[order.id], item, place)
    return item.id


@operation("删除变更内容")
def remove_change_item(session: Session, item_id: str) -> str:
    """Take a line out."""
    item = existing(session, ChangeItem, item_id)
    _draft(existing(session, ChangeOrder, str(item.change_order_id)))
    mark_deleted(item)
    return item.id


# The customer


@operation("发送变更单")
def send_change(session: Session, change_id: str, *, sent_on: date | None = None) -> str:
    """Note that the customer has the change order: it says why and what."""
    order = existing(session, ChangeOrder, change_id)
    _refuse_if_signed(order)
    _refuse_unless_complete(session, order)
    day = sent_on or clock.today()
    if day > clock.today():
        raise Refused(tr("发送日期还没有到。"))
    order.status, order.sent_on = VersionStatus.SENT, day
    return order.id


@operation("签署变更单")
def sign_change(session: Session, change_id: str, *, confirmed_by: str, confirmed_on: date | None = None) -> str:
    """Note that both sides signed: scope, price and dates change with it, and the change order is frozen."""
    order = existing(session, ChangeOrder, change_id)
    _refuse_if_signed(order)
    _refuse_unless_complete(session, order)
    if order.status == VersionStatus.DRAFT and order.sent_on is not None:
        raise Refused(
            tr("变更单发出之后又改过，客户看到的不是现在的内容；请重新发送，再记录签署。"),
            Remedy(tr("去发送"), f"{PLACE}.send"),
        )
    if not confirmed_by.strip():
        raise Refused(tr("请写下客户方是谁签的。"), Remedy(tr("填写签署人"), f"{PLACE}.sign"))
    day = confirmed_on or clock.today()
    if day > clock.today():
        raise Refused(tr("签署日期还没有到。"), Remedy(tr("修改日期"), f"{PLACE}.sign"))
    take_effect(session, order, items_of(session, [order.id])[order.id])
    order.status, order.sent_on = VersionStatus.CONFIRMED, order.sent_on or day
    order.confirmed_by, order.confirmed_on = confirmed_by.strip(), day
    return order.id


# Inside


def _insert(session: Session, order: ChangeOrder, made: Sequence[ChangeItem], after: str) -> tuple[str, ...]:
    there = items_of(session, [order.id])[order.id]
    session.add_all(made)
    return place_after(there, made, after)


def _draft(order: ChangeOrder, *, keep: bool = False) -> ChangeOrder:
    """Return a change order that may be altered: a draft from now on, unless its state is to be kept."""
    _refuse_if_signed(order)
    if not keep:
        order.status = VersionStatus.DRAFT
    return order


def _refuse_if_signed(order: ChangeOrder) -> None:
    if order.status == VersionStatus.CONFIRMED:
        raise _frozen(order.serial)


def _frozen(serial: int) -> Refused:
    return Refused(
        tr("变更 {serial} 双方已签署，内容已冻结；要再改请另起一份变更。", serial=serial),
        Remedy(tr("另起变更"), f"{PLACE}.new"),
    )


def _refuse_unless_complete(session: Session, order: ChangeOrder) -> None:
    if not order.reason:
        raise Refused(tr("请写下为什么要变更。"), Remedy(tr("填写原因"), f"{PLACE}.reason"))
    if not (order.price_fen or order.days or items_of(session, [order.id])[order.id]):
        raise Refused(
            tr("这份变更没有改动范围、价格或交期。"),
            Remedy(tr("填写变更内容"), f"{PLACE}.items"),
            Remedy(tr("填写金额"), f"{PLACE}.price_fen"),
        )


# No operation, this or a later one, alters a signed change order through the ORM. Undo may, since it writes what
# stood there before.


def _guard_order(_mapper: Mapper[Any], _connection: Connection, order: ChangeOrder) -> None:
    status = inspect(order).attrs.status.history
    before = status.deleted[0] if status.deleted else order.status
    if before == VersionStatus.CONFIRMED and _is_modified(order):
        raise _frozen(order.serial)


def _guard_item(_mapper: Mapper[Any], connection: Connection, item: ChangeItem) -> None:
    table = ChangeOrder.__table__
    found = connection.execute(select(table.c.serial, table.c.status).where(table.c.id == item.change_order_id)).first()
    if found is not None and found.status == VersionStatus.CONFIRMED and _is_modified(item):
        raise _frozen(found.serial)


def _is_modified(row: ChangeOrder | ChangeItem) -> bool:
    return any(attribute.history.has_changes() for attribute in inspect(row).attrs)


event.listen(ChangeOrder, "before_update", _guard_order)
event.listen(ChangeItem, "before_update", _guard_item)
