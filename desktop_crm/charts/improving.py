"""From a figure on a chart to an improvement and back: what is found there, and the same figure read again later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.charts.chart import Chart, Column, Row, said_short, too_few
from desktop_crm.charts.cycle import ENOUGH_DAYS
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.improvement_view import View
from desktop_crm.rules.improvements import (
    Figure,
    Measure,
    Period,
    Verdict,
    comparable,
    found_in,
    period_after,
    ripe_on,
    verdict,
)
from desktop_crm.rules.shares import ENOUGH, half_up
from desktop_crm.system.translations import tr

LATELY: Final = 90  # days
OVERALL: Final = {"conversion": "share", "response": "share", "plans": "share", "members": "win_rate"}
_COUNTED: Final = {  # where it is not deals
    "response": tr("次"), "response_hours": tr("次"), "plans": tr("次"), "receivable": tr("笔"),
}  # fmt: skip
CAME_OF_IT: Final[dict[Verdict, str]] = {
    "better": tr("变好了"),
    "worse": tr("变差了"),
    "same": tr("差不多"),
    "few": tr("样本不足，说不出变化"),
    "early": tr("有商机还没走完，过些天再看"),
    "noted": tr("已写效果"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A figure that was found worth changing: its chart, the cut with row and column, its value, and a sentence."""

    chart: str
    view: View
    before: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Again:
    """The same figure read in the days after, what that means, and a sentence with both."""

    period: Period
    figure: Figure
    verdict: Verdict
    sentence: str


# Finding


def measures(chart: Chart, row: Row | None, period: Period) -> list[Column]:
    """Return the columns of a row (None: of all rows together) that can be compared with later ones, the drawn first."""
    found = [
        column
        for column in chart.columns
        if (row is not None or column.part) and comparable(_measure(chart, row, column), period)
    ]
    return sorted(found, key=lambda column: column.key not in chart.drawn)


def find(chart: Chart, row: Row | None, column: Column, filters: Filters, *, scope: str, today: date) -> Found:
    """Return what is found in a row of a chart on this day; `scope` says the filters in words."""
    period = found_in(Period(filters.first, filters.last), today)
    cut = filters.without_period() if chart.standing else replace(filters, first=period.first, last=period.last)
    name = f"{row.cells[0] if row else tr('全部')} · {column.title}"
    figure = figure_of(chart, row, column)
    view = View(
        filters=cut, row=row.key if row else None, column=column.key, name=name,
        measure=_measure(chart, row, column), found_on=today, n=figure.n,
    )  # fmt: skip
    return Found(chart.key, view, figure.value, _sentence(chart, row, column, name, scope))


def found_in_row(chart: Chart, row: Row, filters: Filters, *, scope: str, today: date) -> list[Found]:
    """Return what can be found in a row of a chart that is shown: each figure that can be compared later."""
    period = found_in(Period(filters.first, filters.last), today)
    columns = measures(chart, row, period)
    return [find(chart, row, column, filters, scope=scope, today=today) for column in columns]


def found_lately(session: Session, chart: str, row: str, filters: Filters, *, scope: str, today: date) -> list[Found]:
    """Return what the same row shows for the last days: mere numbers of all times have nothing to be compared with."""
    lately = _lately(filters, today)
    made = CATALOGUE[chart].make(session, lately)
    line = made.find(row)
    words = " · ".join(filter(None, (tr("最近 {days} 天", days=LATELY), scope)))
    return found_in_row(made, line, lately, scope=words, today=today) if line else []


def found_overall(session: Session, chart: str, today: date) -> Found:
    """Return the figure of the whole company over the last days, on one of the charts of `OVERALL`."""
    lately = _lately(Filters(), today)
    made = CATALOGUE[chart].make(session, lately)
    words = tr("最近 {days} 天", days=LATELY)
    return find(made, None, made.column(OVERALL[chart]), lately, scope=words, today=today)


def figure_of(chart: Chart, row: Row | None, column: Column) -> Figure:
    """Return a figure of a row, or of all rows together, with the number of cases it rests on."""
    if row is None:
        return _overall(chart, column)
    value = chart.value(row, column.key)
    return Figure(value, chart.value(row, column.of) if column.of else value if column.unit == "count" else None)


def said_figure(figure: Figure, unit: str, chart: str) -> str:
    """Return a figure with what is counted or its number of cases, or that they are too few."""
    if figure.value is None:
        return too_few(figure.n or 0)
    text = said_short(figure.value, unit)  # pyright: ignore[reportArgumentType] - it came from a column
    if unit == "count":
        return f"{text} {_COUNTED.get(chart, tr('条'))}"
    return text if figure.n is None else f"{text}（n={figure.n:,}）"


# Reading again


def read_again(session: Session, chart: str, view: View, before: int | None, done_on: date, today: date) -> Again:
    """Return the figure of the same chart and cut in the days after an improvement was done."""
    period = period_after(view.found, done_on, today)
    made = CATALOGUE[chart].make(session, view.filters_in(period))
    row = made.find(view.row) if view.row is not None else None
    if view.row is not None and row is None:
        figure = Figure(0, 0) if view.measure.unit in ("count", "fen") else Figure(None, 0)
    else:
        figure = figure_of(made, row, made.column(view.column))
    ripe = ripe_on(view.found, view.found_on or done_on, period)
    found = verdict(view.measure, Figure(before, view.n), figure, ripe=ripe is not None and ripe <= today)
    return Again(period, figure, found, effect_of(chart, view, before, figure, found))


def effect_of(chart: str, view: View, before: int | None, after: Figure, found: Verdict) -> str:
    """Return before and after in one sentence."""
    unit = view.measure.unit
    return tr(
        "{name}：{before} → {after}，{verdict}。",
        name=view.name, before=said_figure(Figure(before, view.n), unit, chart), after=said_figure(after, unit, chart),
        verdict=CAME_OF_IT[found],
    )  # fmt: skip


# Inside


def _lately(filters: Filters, today: date) -> Filters:
    return replace(filters, first=today - timedelta(days=LATELY - 1), last=today)


def _measure(chart: Chart, row: Row | None, column: Column) -> Measure:
    better = column.better if row is None or row.better is None else row.better
    enough = ENOUGH_DAYS if column.unit in ("days", "tenth_days") else ENOUGH
    return Measure(column.unit, better, 0 if chart.standing else enough, chart.standing, column.ripens)


def _overall(chart: Chart, column: Column) -> Figure:
    """Return a share or mean of all rows together."""
    part = sum(chart.value(row, column.part) or 0 for row in chart.rows)
    whole = sum(chart.value(row, column.of) or 0 for row in chart.rows)
    if whole < ENOUGH:
        return Figure(None, whole)
    times = 1000 if column.unit == "share" else 1
    return Figure(half_up(part * times, whole), whole)


def _sentence(chart: Chart, row: Row | None, column: Column, name: str, scope: str) -> str:
    """Return what is found: the cut, the figure with its basis, and that of all where there is one."""
    figure = said_figure(figure_of(chart, row, column), column.unit, chart.key)
    start = f"{scope} · {name}：{figure}" if scope else f"{name}：{figure}"
    if row is None or not column.part or len(chart.rows) < 2:
        return start
    return tr("{found}，全部 {all}", found=start, all=said_figure(_overall(chart, column), column.unit, chart.key))
