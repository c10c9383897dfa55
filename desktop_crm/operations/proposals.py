"""The proposal of a deal (P1): its texts and what it answers, version by version; its price is in `proposal_items`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.models import (
    Deal,
    ItemKind,
    Product,
    Proposal,
    ProposalItem,
    ProposalPoint,
    Requirement,
    VersionStatus,
    new_id,
)
from desktop_crm.operations.deals import edit_deal
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled
from desktop_crm.operations.papers import MEMO, PROPOSAL_ITEMS, REQUIREMENT
from desktop_crm.operations.papers import PROPOSAL as PAPER
from desktop_crm.operations.proposal_lines import line_of
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.queries.proposal_price import totals_of
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.amounts import LARGEST_FEN
from desktop_crm.rules.quick_item import QuickItem
from desktop_crm.rules.terms import BadTerm, parse_days
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

VALID_DAYS: Final = 30
_ARROWS: Final = re.compile(r"\t|→|⇒|=>|->|｜|\|")
_POINT: Final = ("pain", "function", "value", "case_study")


@operation("起草方案")
def start_proposal(session: Session, deal_id: str) -> str:
    """Begin the proposal with the customer's pain points and needs, the deal's product and what both sides agreed."""
    if PAPER.latest(session, deal_id) is not None:
        raise Refused(tr("方案已经有了。"), Remedy(tr("打开方案"), PAPER.place))
    return begin(session, existing(session, Deal, deal_id)).id


@operation("修改方案")
def edit_proposal(session: Session, deal_id: str, **values: Any) -> str:
    """Change what the proposal says and return the id of the version that now holds it."""
    version = draft(session, deal_id)
    edit(version, values, fields=PAPER.fields)
    if "delivery_cycle" in values:
        version.delivery_days = _days(version.delivery_cycle)
    if values.get("reduction_fen") is not None:
        _refuse_unless_within(session, version)
    return version.id


@operation("添加方案价值点")
def add_proposal_points(session: Session, deal_id: str, *, texts: Sequence[str], after: str = "") -> tuple[str, ...]:
    """Add a point for each text (“痛点 → 功能 → 价值 → 案例”) below the point `after` and return their ids."""
    if after:
        version, above = PAPER.draft_line(session, after)
        after = above.id
    else:
        version = draft(session, deal_id)
    return PAPER.insert(session, version, [_point(text) for text in filled(texts)], after)


@operation("修改方案价值点")
def edit_proposal_point(session: Session, point_id: str, **values: Any) -> str:
    """Change a point and return its id, which is a new one when a confirmed version had to be followed."""
    _, point = PAPER.draft_line(session, point_id)
    edit(point, values, fields=PAPER.line_fields)
    return point.id


@operation("调整方案价值点顺序")
def move_proposal_point(session: Session, point_id: str, *, place: int) -> str:
    """Put a point at a place, counted from 0, and return its id."""
    version, point = PAPER.draft_line(session, point_id)
    PAPER.move(session, version, point, place)
    return point.id


@operation("删除方案价值点")
def remove_proposal_point(session: Session, point_id: str) -> str:
    """Take a point out of the proposal; a confirmed version keeps it."""
    _, point = PAPER.draft_line(session, point_id)
    mark_deleted(point)
    return point.id


@operation("发送方案")
def send_proposal(session: Session, proposal_id: str, *, sent_on: date | None = None) -> str:
    """Note that this version went to the customer, today unless told."""
    version = existing(session, Proposal, proposal_id)
    _refuse_unless_ready(session, version)
    PAPER.send(session, version, sent_on)
    return version.id


@operation("确认方案")
def confirm_proposal(session: Session, proposal_id: str, *, confirmed_by: str, confirmed_on: date | None = None) -> str:
    """Note who at the customer agreed to this version and when; it is frozen from then on."""
    version = existing(session, Proposal, proposal_id)
    _refuse_unless_ready(session, version)
    PAPER.confirm(session, version, confirmed_by=confirmed_by, confirmed_on=confirmed_on)
    return version.id


@operation("放弃方案草稿")
def discard_proposal(session: Session, proposal_id: str) -> str:
    """Give up the draft that follows a confirmed version."""
    version = existing(session, Proposal, proposal_id)
    PAPER.discard(session, version)
    return version.id


@operation("方案总价作为商机金额")
def take_proposal_total(session: Session, deal_id: str) -> int:
    """Make the total of the latest version the deal's amount and return it in fen."""
    latest = PAPER.latest(session, deal_id)
    items = PROPOSAL_ITEMS.lines(session, latest) if latest else []
    if latest is None or not items:
        raise Refused(tr("方案里还没有报价。"), Remedy(tr("填写报价"), f"{PAPER.place}.items"))
    _refuse_if_unpriced(items)
    gross = totals_of(latest, items).gross_fen
    if gross > LARGEST_FEN:
        raise Refused(tr("总价太大，请检查是否多写了位数。"), Remedy(tr("检查报价"), f"{PAPER.place}.items"))
    edit_deal(session, deal_id, amount_fen=gross)
    return gross


# What the price needs, too


def draft(session: Session, deal_id: str) -> Proposal:
    """Return the version that may be changed now, beginning the first one where there is none."""
    return PAPER.draft(session, deal_id) or begin(session, existing(session, Deal, deal_id))


def begin(session: Session, deal: Deal) -> Proposal:
    """Add version 1 with what is known already."""
    agreed = MEMO.latest(session, deal.id, status=VersionStatus.CONFIRMED)
    clauses = [clause for clause in MEMO.lines(session, agreed) if clause.agreed] if agreed else []
    said = {clause.kind: clause.text for clause in clauses}
    needed = REQUIREMENT.latest(session, deal.id, status=VersionStatus.CONFIRMED) or REQUIREMENT.latest(
        session, deal.id
    )
    first = Proposal(
        id=new_id(),
        deal_id=deal.id,
        version=1,
        title=tr("{deal}合作方案", deal=deal.title) if deal.title else "",
        summary=_understanding(needed) if needed else "",
        delivery_cycle=said.get("delivery", ""),
        service=said.get("service", ""),
        terms=said.get("payment", ""),
        benefit=_goals(session, needed) if needed else "",
        valid_until=clock.today() + timedelta(days=VALID_DAYS),
    )
    first.delivery_days = _days(first.delivery_cycle)
    session.add(first)
    if needed:
        PAPER.insert(session, first, _points(session, needed), "")
    if (product := _product(session, deal)) is not None:
        PROPOSAL_ITEMS.insert(session, first, [line_of(session, QuickItem(product))], "")
    session.flush()
    return first


def _product(session: Session, deal: Deal) -> str | None:
    known = session.get(Product, deal.product_id) if deal.product_id else None
    return known.name if known else deal.product_name or None


def _understanding(requirement: Requirement) -> str:
    """Return in sentences what the customer told of its situation."""
    lines = [requirement.background]
    if requirement.present_system:
        lines.append(tr("目前使用：{system}", system=requirement.present_system))
    if requirement.timeline:
        lines.append(tr("时间要求：{timeline}", timeline=requirement.timeline))
    return "\n".join(filter(None, lines))


def _goals(session: Session, requirement: Requirement) -> str:
    items = REQUIREMENT.lines(session, requirement)
    return "\n".join(_measured(item.text, item.measure) for item in items if item.kind == ItemKind.GOAL)


def _points(session: Session, requirement: Requirement) -> list[ProposalPoint]:
    """Return a point for each pain, and for each need one that names the function already."""
    items = REQUIREMENT.lines(session, requirement)
    pains = [ProposalPoint(pain=item.text) for item in items if item.kind == ItemKind.PAIN]
    needs = [ProposalPoint(function=_measured(item.text, item.measure)) for item in items if item.kind == ItemKind.NEED]
    return pains + needs


def _measured(text: str, measure: str) -> str:
    return tr("{text}（{measure}）", text=text, measure=measure) if measure else text


def _point(text: str) -> ProposalPoint:
    """Read “pain → function → value → case”."""
    parts = [part.strip() for part in _ARROWS.split(text, maxsplit=len(_POINT) - 1)]
    return ProposalPoint(**dict(zip(_POINT, parts, strict=False)))


def _days(cycle: str) -> int | None:
    try:
        return parse_days(cycle)
    except BadTerm:
        return None


def _refuse_unless_within(session: Session, version: Proposal) -> None:
    subtotal = totals_of(version, PROPOSAL_ITEMS.lines(session, version)).subtotal_fen
    if not 0 <= (version.reduction_fen or 0) <= subtotal:
        raise Refused(tr("整单优惠不能超过报价合计。"), Remedy(tr("修改优惠"), f"{PAPER.place}.reduction_fen"))


def _refuse_unless_ready(session: Session, version: Proposal) -> None:
    """Refuse what nobody could agree to: a proposal that says nothing, or a line without a price."""
    points, items = PAPER.lines(session, version), PROPOSAL_ITEMS.lines(session, version)
    if not points and not items:
        raise Refused(tr("方案还是空的：至少写一个价值点或一项报价。"), Remedy(tr("写价值点"), f"{PAPER.place}.points"))
    _refuse_if_unpriced(items)


def _refuse_if_unpriced(items: Sequence[ProposalItem]) -> None:
    unpriced = [item.name for item in items if item.price_fen is None]
    if unpriced:
        raise Refused(
            tr("“{name}”还没有单价；赠送的请填 0。", name=unpriced[0]),
            Remedy(tr("填写单价"), f"{PAPER.place}.items"),
        )
