"""A9: which channel to invest in."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.charts.chart import Chart, Column, Row, said_short
from desktop_crm.charts.words import NOT_KNOWN, leaders
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.outcomes import Ended, outcomes
from desktop_crm.rules.shares import ENOUGH, half_up
from desktop_crm.system.translations import tr

TITLE: Final = tr("下一笔推广费该投给哪个来源？")


def channels(session: Session, filters: Filters) -> Chart:
    """Return what a lead of each source has brought."""
    found = outcomes(session, filters, "source")
    found.sort(key=lambda one: (-(worth(one) or -1), -one.leads))
    top = leaders((one for one in found if one.name), worth)
    return Chart(
        key="channels",
        title=TITLE,
        answer=_answer(found, top),
        form="bars",
        columns=(
            Column("source", tr("来源"), "text"),
            Column("leads", tr("线索")),
            Column("won", tr("成交"), better="up", ripens=True),
            Column("won_amount", tr("成交金额"), "fen", of="won", better="up", ripens=True),
            Column("per_lead", tr("每条线索带来"), "fen", of="leads", part="won_amount", better="up", ripens=True),
        ),
        rows=tuple(
            Row(one.key, (one.name or NOT_KNOWN, one.leads, one.won, one.won_fen, worth(one)), one in top)
            for one in found
        ),
        drawn=("per_lead",),
        note=tr(
            "每条线索带来＝成交金额 ÷ 全部线索（没成交的也算在内）；不足 10 条线索的不算。这里没有推广费用，请与费用一起看。"
        ),
    )


def worth(one: Ended) -> int | None:
    """Return the won amount for each lead, in fen but to the yuan; None when there are too few leads."""
    return half_up(one.won_fen, one.leads * 100) * 100 if one.leads >= ENOUGH else None


def _answer(found: list[Ended], most: list[Ended]) -> str:
    if not found:
        return tr("这个范围里还没有线索。")
    if not any(one.name for one in found):
        return tr("线索都没有填写来源，填上才能比较。")
    if not most:
        return tr("每个来源都不足 10 条线索，先别急着下结论。")
    top = most[0]
    if not worth(top):
        return tr("还没有带来成交金额的来源。")
    if len(most) > 1:
        name, amount = top.name, said_short(worth(top), "fen")
        return tr("“{name}”等 {count} 个来源并列：每条线索平均带来 {worth}。", name=name, count=len(most), worth=amount)
    said = tr(
        "“{name}”：每条线索平均带来 {worth}（{leads} 条线索）。",
        name=top.name or NOT_KNOWN, worth=said_short(worth(top), "fen"), leads=f"{top.leads:,}",
    )  # fmt: skip
    few = sum(worth(one) is None for one in found)
    return said + (tr("另有 {count} 个来源不足 10 条线索，不作比较。", count=few) if few else "")
