"""The requirement of a deal (C4, C5): its fields and items, version by version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.models import Deal, ItemKind, Requirement, RequirementItem, new_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled
from desktop_crm.operations.papers import REQUIREMENT as PAPER
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr


@operation("修改需求")
def edit_requirement(session: Session, deal_id: str, **values: Any) -> str:
    """Change fields of the requirement and return the id of the version that now holds them."""
    draft = _draft(session, deal_id)
    edit(draft, values, fields=PAPER.fields)
    low, high = draft.budget_low_fen, draft.budget_high_fen
    if low is not None and high is not None and low > high:
        raise Refused(tr("预算下限高于上限。"), Remedy(tr("修改预算"), "requirement.budget"))
    return draft.id


@operation("添加需求条目")
def add_requirement_items(
    session: Session, deal_id: str, *, kind: str, texts: Sequence[str], after: str = ""
) -> tuple[str, ...]:
    """Add a pain point, goal or need for each text below the item `after` and return their ids."""
    if after:
        draft, above = PAPER.draft_line(session, after)
        after = above.id
    else:
        draft = _draft(session, deal_id)
    made = [RequirementItem(kind=ItemKind(kind), text=text) for text in filled(texts)]
    return PAPER.insert(session, draft, made, after)


@operation("修改需求条目")
def edit_requirement_item(session: Session, item_id: str, **values: Any) -> str:
    """Change an item and return its id, which is a new one when a confirmed version had to be followed."""
    _, item = PAPER.draft_line(session, item_id)
    edit(item, values, fields=PAPER.line_fields)
    return item.id


@operation("调整需求顺序")
def move_requirement_item(session: Session, item_id: str, *, place: int) -> str:
    """Put an item at a place among those of its kind and return its id."""
    draft, item = PAPER.draft_line(session, item_id)
    PAPER.move(session, draft, item, place)
    return item.id


@operation("删除需求条目")
def remove_requirement_item(session: Session, item_id: str) -> str:
    """Take an item out of the requirement; a confirmed version keeps it."""
    _, item = PAPER.draft_line(session, item_id)
    mark_deleted(item)
    return item.id


@operation("发送需求")
def send_requirement(session: Session, requirement_id: str, *, sent_on: date | None = None) -> str:
    """Note that this version went to the customer for confirmation, today unless told."""
    version = existing(session, Requirement, requirement_id)
    _refuse_if_empty(session, version)
    PAPER.send(session, version, sent_on)
    return version.id


@operation("确认需求")
def confirm_requirement(
    session: Session, requirement_id: str, *, confirmed_by: str, confirmed_on: date | None = None
) -> str:
    """Note who at the customer confirmed this version and when; it is frozen from then on."""
    version = existing(session, Requirement, requirement_id)
    _refuse_if_empty(session, version)
    PAPER.confirm(session, version, confirmed_by=confirmed_by, confirmed_on=confirmed_on)
    return version.id


@operation("放弃需求草稿")
def discard_requirement(session: Session, requirement_id: str) -> str:
    """Give up the draft that follows a confirmed version."""
    version = existing(session, Requirement, requirement_id)
    PAPER.discard(session, version)
    return version.id


def _draft(session: Session, deal_id: str) -> Requirement:
    return PAPER.draft(session, deal_id) or _begin(session, deal_id)


def _begin(session: Session, deal_id: str) -> Requirement:
    """Add version 1 with what the lead already says about money and time."""
    deal = existing(session, Deal, deal_id)
    first = Requirement(
        id=new_id(),
        deal_id=deal.id,
        version=1,
        budget_low_fen=deal.budget_low_fen,
        budget_high_fen=deal.budget_high_fen,
        timeline=deal.purchase_time,
    )
    session.add(first)
    return first


def _refuse_if_empty(session: Session, version: Requirement) -> None:
    if not any(item.text for item in PAPER.lines(session, version)):
        raise Refused(
            tr("需求里还没有内容：至少写下一条痛点、目标或需求，客户才有东西可确认。"),
            Remedy(tr("记录痛点"), "requirement.pain_points"),
        )
