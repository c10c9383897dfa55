"""The charts that a report may show: those of the screen, and the bridge of what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.charts.bridge_picture import NAMES, BridgeInks, answer, bridge_drawing
from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.charts.chart import Chart, Column, Row
from desktop_crm.charts.drawing import Drawing, Label
from desktop_crm.charts.painting import chart_drawing
from desktop_crm.documents.pictured import Figure
from desktop_crm.queries.figures.filters import Filters, deals_in
from desktop_crm.queries.forecast import WeekBridge, bridge_weeks, week_bridge
from desktop_crm.rules.bridge import STEPS
from desktop_crm.rules.months import last_of, month_of, months_on, quarter
from desktop_crm.rules.report_period import ReportPeriod
from desktop_crm.system.translations import tr

BRIDGE: Final = "bridge"
CHARTS: Final = (*CATALOGUE, BRIDGE)
# These need more deals than a week or a month brings.
OF_A_YEAR: Final = frozenset({"funnel", "cycle", "response", "response_hours", "quarters"})
OF_THE_MONTH: Final = frozenset({"targets"})  # targets are set by the month
_BRIDGE_SIZE: Final = (640.0, 135.0)  # drawn larger than it is printed, so that its words come out small
# Told apart without colour: what takes away is dark, what adds is light.
_INKS: Final = BridgeInks(whole="#3B5B92", given="#8CC4AC", taken="#8E1F17", won="#C79A3E")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is about: its period and whose deals, which `filters` hold both."""

    period: ReportPeriod
    filters: Filters

    def filters_of(self, key: str) -> Filters:
        """Return what a chart is asked for: the period itself, its month, or the year that ends with it."""
        last = self.period.last
        if key in OF_A_YEAR:
            return replace(self.filters, first=months_on(last + timedelta(days=1), -12), last=last)
        if key in OF_THE_MONTH:
            first = month_of(last)
            return replace(self.filters, first=first, last=last_of(first))
        return self.filters


def figures_of(session: Session, asked: Asked, keys: Iterable[str]) -> dict[str, Figure]:
    """Return the charts of these keys as they are printed; a team has no targets of its own."""
    wanted = [key for key in dict.fromkeys(keys) if not (asked.filters.team and key in OF_THE_MONTH)]
    return {key: _figure(session, asked, key) for key in wanted}


def first_week(session: Session, period: ReportPeriod) -> date | None:
    """Return the week whose snapshots a period begins with: the last before it, else the first within it."""
    return _first_of(bridge_weeks(session), period)


def bridge_of(session: Session, asked: Asked) -> WeekBridge | None:
    """Return what moved in the period among the deals expected in its quarter; None without a snapshot."""
    period, weeks = asked.period, bridge_weeks(session)
    since = _first_of(weeks, period)
    if since is None:
        return None
    until = next((week for week in reversed(weeks) if week > period.last), None)
    conditions = deals_in(asked.filters)
    return week_bridge(session, since, *quarter(period.last), until=until, conditions=conditions)


def _first_of(weeks: Sequence[date], period: ReportPeriod) -> date | None:
    before = next((week for week in weeks if week <= period.first), None)
    return before or next((week for week in reversed(weeks) if week <= period.last), None)


def _figure(session: Session, asked: Asked, key: str) -> Figure:
    if key == BRIDGE:
        return _bridge(bridge_of(session, asked))
    chart = CATALOGUE[key].make(session, asked.filters_of(key))
    if key in OF_A_YEAR:
        chart = replace(chart, note=tr("最近 12 个月。{note}", note=chart.note))
    return Figure(chart, _bars(chart))


def _bars(chart: Chart) -> Callable[[float, int], Drawing]:
    def draw(width: float, most: int) -> Drawing:
        drawing, left_out = chart_drawing(replace(chart, rows=chart.rows[:most]), width), len(chart.rows) - most
        if left_out <= 0:
            return drawing
        more = Label(width, drawing.height + 6, tr("另有 {count} 项见后", count=left_out), 7.5, align="right")
        return Drawing(width, drawing.height + 10, (*drawing.shapes, more))

    return draw


def _bridge(made: WeekBridge | None) -> Figure:
    chart = Chart(
        key=BRIDGE,
        title=tr("在途商机怎么变的？"),
        answer=_bridge_answer(made),
        form="bars",
        columns=(
            Column("step", tr("变动"), "text"),
            Column("amount", tr("金额"), "fen"),
            Column("deals", tr("商机数")),
        ),
        rows=_steps(made) if made and any(made.steps.amounts.values()) else (),
        drawn=("amount",),
        note=_bridge_note(made) if made else "",
    )
    return Figure(
        chart, lambda _width, _most: bridge_drawing(made.steps, *_BRIDGE_SIZE, _INKS) if made else Drawing(1, 1)
    )


def _bridge_answer(made: WeekBridge | None) -> str:
    if made is None:
        return tr("还没有这段时间的快照：每周第一次打开程序时留存，下一期起就有。")
    if any(made.steps.amounts.values()):
        return answer(made.steps)
    first, last = made.first.isoformat(), made.last.isoformat()
    return tr(
        "没有预计在 {first} 至 {last} 成交的商机；给商机填上金额和预计成交日，才看得出变化。", first=first, last=last
    )


def _steps(made: WeekBridge) -> tuple[Row, ...]:
    steps = made.steps
    return tuple(Row(step, (NAMES[step], steps.signed(step), len(steps.deals[step]))) for step in STEPS)


def _bridge_note(made: WeekBridge) -> str:
    until = tr("{day}的快照", day=made.until.isoformat()) if made.until else tr("现在")
    return tr(
        "预计在 {first} 至 {last} 成交的商机，从 {week} 的快照到{until}；期初加减各项正好等于期末。",
        first=made.first.isoformat(), last=made.last.isoformat(), week=made.week.isoformat(), until=until,
    )  # fmt: skip
