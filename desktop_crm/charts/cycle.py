"""A2: how long a deal takes until it is won, by grade."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.charts.chart import Chart, Column, Row, said
from desktop_crm.charts.words import ungraded
from desktop_crm.queries.figures.cycles import Cycle, cycles
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.system.translations import tr

TITLE: Final = tr("不同等级的商机多久成交？")
ENOUGH_DAYS: Final = 3  # of fewer, one slow deal says everything


def cycle(session: Session, filters: Filters) -> Chart:
    """Return the length of the won deals by grade."""
    found = cycles(session, filters)
    return Chart(
        key="cycle",
        title=TITLE,
        answer=_answer(found),
        form="bars",
        columns=(
            Column("grade", tr("等级"), "text"),
            Column("won", tr("成交"), better="up"),
            Column("median", tr("中位天数"), "days", of="won", better="down"),
            Column("mean", tr("平均天数"), "tenth_days", of="won", better="down"),
        ),
        rows=tuple(Row(one.grade, (ungraded(one.grade), one.won, *_days(one))) for one in found),
        drawn=("median",),
        note=tr("从获取线索到成交的天数，按成交日期算；少于 3 条的不算。中位数不受个别特别久的商机影响。"),
    )


def _days(one: Cycle) -> tuple[int | None, int | None]:
    """Return the median in days and the mean in tenths of a day."""
    return (one.median, round(one.mean * 10)) if one.won >= ENOUGH_DAYS else (None, None)


def _answer(found: list[Cycle]) -> str:
    if not found:
        return tr("这个范围里还没有成交的商机。")
    won = sum(one.won for one in found)
    if won < ENOUGH_DAYS:
        return tr("只成交了 {count} 条，还说不出通常要多久。", count=won)
    mean = round(sum(one.days for one in found) * 10 / won)
    start = tr("{count} 条成交，平均 {days}。", count=f"{won:,}", days=said(mean, "tenth_days"))
    known = [one for one in found if one.grade and one.won >= ENOUGH_DAYS]
    if len(known) < 2:
        return start
    fast, slow = min(known, key=lambda one: one.median), max(known, key=lambda one: one.median)
    return start + tr(
        "{fast} 级最快，一半在 {few} 天内；{slow} 级最慢，{many} 天。",
        fast=fast.grade, few=fast.median, slow=slow.grade, many=slow.median,
    )  # fmt: skip
