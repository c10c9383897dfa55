"""A1: which channel's leads become customers."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.charts.chart import Chart, Column, Row, said
from desktop_crm.charts.words import NOT_KNOWN, leaders
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.outcomes import Dimension, Ended, outcomes
from desktop_crm.rules.shares import share
from desktop_crm.system.translations import tr

TITLE: Final = tr("哪个来源的线索最容易成交？")


def conversion(session: Session, filters: Filters) -> Chart:
    """Return the conversion by source, or by the sub-sources of the one that is chosen."""
    found = outcomes(session, filters, dimension(filters))
    found.sort(key=lambda one: (-(share(one.won, one.leads) or -1), -one.leads, one.name))
    top = _easiest(found)
    rows = tuple(_row(one, marked=one in top and one.won > 0) for one in found)
    return Chart(
        key="conversion",
        title=TITLE,
        answer=_answer(found, top),
        form="bars",
        columns=(
            Column("source", tr("子来源") if filters.source else tr("来源"), "text"),
            Column("leads", tr("线索")),
            Column("won", tr("成交"), better="up", ripens=True),
            Column("lost", tr("流失"), better="down", ripens=True),
            Column("open", tr("进行中")),
            Column("invalid", tr("无效"), better="down", ripens=True),
            Column("share", tr("转化率"), "share", of="leads", part="won", better="up", ripens=True),
        ),
        rows=rows,
        drawn=("share",),
        note=tr("转化率＝成交 ÷ 线索，按线索获取的日期算；不足 10 条线索的不算百分比。选定一个来源，就按子来源来看。"),
    )


def dimension(filters: Filters) -> Dimension:
    """Return by what the leads are told apart."""
    return "sub_source" if filters.source else "source"


def _row(one: Ended, *, marked: bool) -> Row:
    cells = (one.name or NOT_KNOWN, one.leads, one.won, one.lost, one.open, one.invalid, share(one.won, one.leads))
    return Row(one.key, cells, marked)


def _easiest(found: list[Ended]) -> list[Ended]:
    """Return the source of which the largest share was won, among those with enough leads; several when they tie."""
    return leaders((one for one in found if one.name), lambda one: share(one.won, one.leads))


def _answer(found: list[Ended], easiest: list[Ended]) -> str:
    if not found:
        return tr("这个范围里还没有线索。")
    if not any(one.name for one in found):
        return tr("线索都没有填写来源，填上才能比较。")
    if not easiest:
        return tr("每个来源都不足 10 条线索，还说不出哪个更好。")
    top = easiest[0]
    rate = said(share(top.won, top.leads), "share")
    won, leads = f"{top.won:,}", f"{top.leads:,}"
    if not top.won:
        return tr("还没有线索成交。")
    if len(easiest) > 1:
        return tr("“{name}”等 {count} 个来源并列最高：{rate}。", name=top.name, count=len(easiest), rate=rate)
    return tr(
        "“{name}”最容易：{leads} 条线索成交 {won} 条，{rate}。",
        name=top.name or NOT_KNOWN,
        leads=leads,
        won=won,
        rate=rate,
    )
