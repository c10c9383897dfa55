"""The tables of the forecast page: months with their people, and estimates by tenths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final

from desktop_crm.charts.chart import too_few
from desktop_crm.queries.forecast import NOT_KNOWN, OVERDUE, ForecastLine
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.brier import Tenth
from desktop_crm.rules.months import month_name
from desktop_crm.rules.shares import ENOUGH
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.table import Column
from desktop_crm.views.widgets.table_cells import percent, yuan


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the table: all of a month, or one person's part of it."""

    line: ForecastLine
    whole: bool

    @property
    def owner_id(self) -> str | None:
        """Return whose deals these are, None for everybody's."""
        return None if self.whole else self.line.owner_id


def when_expected(month: date) -> str:
    """Return a month of the forecast as people say it, or what stands in its place."""
    names = {OVERDUE: tr("已过预计日期"), NOT_KNOWN: tr("未定日期")}
    return names.get(month) or month_name(month)


def grouped(lines: Sequence[ForecastLine]) -> Iterator[Shown]:
    """Yield each month as a whole, and its people beneath."""
    for _, found in groupby(lines, key=lambda line: line.month):
        people = list(found)
        yield Shown(summed(people), whole=True)
        yield from (Shown(line, whole=False) for line in people)


def summed(lines: Sequence[ForecastLine]) -> ForecastLine:
    """Return one line for all of these."""
    return replace(
        lines[0],
        owner_id="",
        owner="",
        deals=sum(line.deals for line in lines),
        total_fen=sum(line.total_fen for line in lines),
        weighted_fen=sum(line.weighted_fen for line in lines),
        committed_fen=sum(line.committed_fen for line in lines),
        won_fen=sum(line.won_fen for line in lines),
    )


def _tone(row: Shown) -> theme.Tone:
    return "text" if row.whole else "muted"


def _money(fen: int) -> str:
    return format_yuan(fen) if fen else "—"


def _month(row: Shown) -> str:
    return when_expected(row.line.month) if row.whole else ""


def _kept(row: Tenth) -> str:
    return f"{row.kept:.1f}%" if row.deals >= ENOUGH else too_few(row.deals)


LINE_COLUMNS: Final[tuple[Column[Shown], ...]] = (
    Column(
        "month",
        tr("预计成交"),
        lambda row: row,
        _month,
        width=120,
        tone=_tone,
        sheet=lambda row: when_expected(row.line.month),
    ),
    Column(
        "owner",
        tr("负责人"),
        lambda row: tr("全部") if row.whole else row.line.owner or tr("（未分配）"),
        width=96,
        tone=_tone,
    ),
    Column("deals", tr("商机"), lambda row: row.line.deals, lambda n: f"{n:,}", right=True, width=56, tone=_tone),
    Column(
        "weighted", tr("加权"), lambda row: row.line.weighted_fen, _money, right=True, width=140, tone=_tone, sheet=yuan
    ),
    Column(
        "committed",
        tr("承诺"),
        lambda row: row.line.committed_fen,
        _money,
        right=True,
        width=140,
        tone=_tone,
        sheet=yuan,
    ),
    Column("total", tr("总额"), lambda row: row.line.total_fen, _money, right=True, width=140, tone=_tone, sheet=yuan),
    Column("won", tr("已成交"), lambda row: row.line.won_fen, _money, right=True, width=140, tone=_tone, sheet=yuan),
)
TENTH_COLUMNS: Final[tuple[Column[Tenth], ...]] = (
    Column("band", tr("当时的赢率"), lambda row: row.low, lambda low: f"{max(low, 1)}–{low + 9}%"),
    Column("deals", tr("商机"), lambda row: row.deals, lambda n: f"{n:,}", right=True, width=88),
    Column("won", tr("成交"), lambda row: row.won, lambda n: f"{n:,}", right=True, width=88),
    Column(
        "promised", tr("平均预计"), lambda row: row.promised, lambda share: f"{share:.1f}%", right=True, sheet=percent
    ),
    Column(
        "kept",
        tr("实际成交率"),
        lambda row: row,
        _kept,
        right=True,
        width=152,
        sheet=lambda row: percent(row.kept) if row.deals >= ENOUGH else _kept(row),
    ),
)
