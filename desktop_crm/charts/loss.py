"""A4: what deals are lost to."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.charts.chart import Chart, Column, Row, said, said_short
from desktop_crm.charts.words import NOT_KNOWN
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.losses import Loss, losses
from desktop_crm.rules.shares import share
from desktop_crm.system.translations import tr

TITLE: Final = tr("我们为什么丢单？")


def loss(session: Session, filters: Filters) -> Chart:
    """Return the reasons of the lost deals with what they were worth."""
    found = losses(session, filters)
    total = sum(one.deals for one in found)
    return Chart(
        key="loss",
        title=TITLE,
        answer=_answer(found, total),
        form="bars",
        columns=(
            Column("reason", tr("原因"), "text"),
            Column("deals", tr("丢单"), tone="late", better="down"),
            Column("share", tr("占比"), "share", of="deals"),
            Column("amount", tr("涉及金额"), "fen", of="deals", better="down"),
        ),
        rows=tuple(
            Row(one.reason, (one.reason or NOT_KNOWN, one.deals, share(one.deals, total), one.amount_fen))
            for one in found
        ),
        drawn=("deals",),
        note=tr("按结束日期算；占比＝这个原因的丢单 ÷ 全部丢单，一共不足 10 条时不算。"),
    )


def _answer(found: list[Loss], total: int) -> str:
    if not found:
        return tr("这个范围里没有丢单。")
    known = [one for one in found if one.reason]
    if not known:
        return tr("{count} 条丢单都没有填写原因，填上才知道要改什么。", count=f"{total:,}")
    top = known[0]
    equal = [one for one in known if one.deals == top.deals]
    if len(equal) > 1:
        return tr("还没有最突出的：{count} 种原因各 {deals} 条。", count=len(equal), deals=f"{top.deals:,}")
    part = share(top.deals, total)
    said_share = tr("，占 {share}", share=said(part, "share")) if part is not None else ""
    return tr(
        "最多的是“{reason}”：{deals} 条{share}，涉及 {amount}。",
        reason=top.reason, deals=f"{top.deals:,}", share=said_share, amount=said_short(top.amount_fen, "fen"),
    )  # fmt: skip
