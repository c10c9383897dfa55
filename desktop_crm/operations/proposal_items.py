"""The itemised price of a proposal (P1), version by version with the rest of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.models import ProposalItem
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled
from desktop_crm.operations.papers import PROPOSAL_ITEMS as PAPER
from desktop_crm.operations.proposal_lines import line_of, product_named
from desktop_crm.operations.proposals import draft
from desktop_crm.operations.rows import edit, mark_deleted
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.amounts import LARGEST_FEN
from desktop_crm.rules.price_figures import LARGEST_QUANTITY, LARGEST_TAX
from desktop_crm.rules.pricing import WHOLE
from desktop_crm.rules.quick_item import QuickItem, read_items
from desktop_crm.system.translations import tr


@operation("添加报价项")
def add_proposal_items(session: Session, deal_id: str, *, texts: Sequence[str], after: str = "") -> tuple[str, ...]:
    """Add the lines that `texts` say (“MES 模块 2 套 12万 9.5折”, rows of a spreadsheet) below `after`; return their ids."""
    said = [_whole_if_known(session, item, texts) for item in read_items(filled(texts))]
    if not said:
        raise Refused(tr("没有读到报价项：每行先写名称，再写数量、单价。"), Remedy(tr("填写报价"), _place()))
    if after:
        version, above = PAPER.draft_line(session, after)
        after = above.id
    else:
        version = draft(session, deal_id)
    return PAPER.insert(session, version, [line_of(session, item) for item in said], after)


@operation("修改报价项")
def edit_proposal_item(session: Session, item_id: str, **values: Any) -> str:
    """Change a line and return its id, which is a new one when a confirmed version had to be followed."""
    _, item = PAPER.draft_line(session, item_id)
    edit(item, values, fields=PAPER.line_fields)
    if "name" in values:
        _follow_name(session, item)
    _refuse_if_impossible(item)
    return item.id


@operation("调整报价项顺序")
def move_proposal_item(session: Session, item_id: str, *, place: int) -> str:
    """Put a line at a place, counted from 0, and return its id."""
    version, item = PAPER.draft_line(session, item_id)
    PAPER.move(session, version, item, place)
    return item.id


@operation("删除报价项")
def remove_proposal_item(session: Session, item_id: str) -> str:
    """Take a line out of the price; a confirmed version keeps it."""
    _, item = PAPER.draft_line(session, item_id)
    mark_deleted(item)
    return item.id


def _whole_if_known(session: Session, item: QuickItem, texts: Sequence[str]) -> QuickItem:
    """Return the line as said, unless all of it is the name of a product (Windows 11)."""
    if len(texts) == 1 and "\t" not in texts[0] and item.name != texts[0].strip():
        product = product_named(session, texts[0])
        return QuickItem(product.name) if product else item
    return item


def _follow_name(session: Session, item: ProposalItem) -> None:
    """Let the product follow the name, and its list price fill in where there is none."""
    product = product_named(session, item.name)
    item.product_id = product.id if product else None
    if product and item.price_fen is None:
        item.price_fen = product.price_fen


def _refuse_if_impossible(item: ProposalItem) -> None:
    checks = (
        (bool(item.name), tr("报价项要有名称；不要了请删除这一行。")),
        (0 < item.quantity <= LARGEST_QUANTITY, tr("数量要大于零。")),
        (item.price_fen is None or 0 <= item.price_fen <= LARGEST_FEN, tr("单价不能是负数。")),
        (0 < item.discount <= WHOLE, tr("折扣要在 0 和 10 折之间；赠送的请把单价填成 0。")),
        (0 <= item.tax_rate <= LARGEST_TAX, tr("税率要在 0% 和 20% 之间。")),
    )
    for holds, reason in checks:
        if not holds:
            raise Refused(reason, Remedy(tr("修改报价"), _place()))


def _place() -> str:
    return f"{PAPER.place}.items"
