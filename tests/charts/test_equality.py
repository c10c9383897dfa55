"""What a chart says on the screen, on paper and to machines are the same figures, whatever is filtered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QGraphicsTextItem
from pytestqt.qtbot import QtBot

from desktop_crm.charts.catalogue import CATALOGUE, figures
from desktop_crm.charts.chart import Chart, Column, said_short
from desktop_crm.charts.drawing import Label
from desktop_crm.charts.painting import chart_drawing
from desktop_crm.charts.shapes import MOST_ROWS
from desktop_crm.exchange.sheets_out import write_sheet
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.views.figures.page import ChartPage
from desktop_crm.views.table_export import _sheet
from desktop_crm.workspace import Workspace
from tests.benchmarks.figures_scale import company_with_history

PERIOD = (date.today() - timedelta(days=500), date.today() - timedelta(days=30))
CUTS = {
    "all": Filters(),
    "period": Filters(*PERIOD),
    "industry": Filters(industry="制造业"),
    "source": Filters(*PERIOD, source="展会"),
    "nothing": Filters(source="没有这个来源"),
}


@dataclass(frozen=True, slots=True)
class Company:
    """A company with two years of sales, open in the window."""

    workspace: Workspace
    page: ChartPage


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("equality")
    company_with_history(made, 600, 900)
    return made


@pytest.fixture
def company(folder: Path, qtbot: QtBot) -> Iterator[Company]:
    workspace = Workspace(folder)
    page = ChartPage(workspace)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    yield Company(workspace, page)
    workspace.close()


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("key", CATALOGUE)
def test_screen_paper_and_machines_say_the_same(company: Company, key: str, cut: str) -> None:
    chart = company.workspace.ask(CATALOGUE[key].make, CUTS[cut])
    record = company.workspace.ask(figures, [key], CUTS[cut])[key]
    company.page.show_chart(chart)
    assert company.page.title.text() == record["question"] == chart.title
    assert company.page.answer.text() == record["answer"] == chart.answer
    shown = _cells(company.page)
    assert len(shown) == len(record["rows"])
    assert shown or cut != "all"  # there is something to compare
    for cells, row in zip(shown, record["rows"], strict=True):
        for text, column in zip(cells, chart.columns, strict=True):
            _assert_same(text, row[column.key], _few(chart, row.get(column.of)), column)
    assert _drawn(company.page) == _printed(chart)
    _assert_drawn_figures_stand_in_the_table(chart, _drawn(company.page))


@pytest.mark.parametrize("key", CATALOGUE)
def test_excel_has_what_machines_get(company: Company, key: str, tmp_path: Path) -> None:
    import openpyxl  # noqa: PLC0415 - heavy

    chart = company.workspace.ask(CATALOGUE[key].make, Filters())
    company.page.show_chart(chart)
    assert company.page.table is not None
    write_sheet(tmp_path / "out.xlsx", _sheet(company.page.table))
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    found = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    for cells, row in zip(found, chart.records(), strict=True):
        for cell, column in zip(cells, chart.columns, strict=True):
            wanted = row[column.key]
            if isinstance(wanted, int | Decimal):
                scale = 100 if column.unit == "share" else 1
                assert float(str(cell)) * scale == pytest.approx(float(wanted))
            else:
                assert (cell or "") == wanted or wanted is None


def _cells(page: ChartPage) -> list[list[str]]:
    assert page.table is not None
    model = page.table.rows
    return [
        [str(model.data(model.index(row, at))) for at in range(model.columnCount())] for row in range(model.rowCount())
    ]


def _few(chart: Chart, n: Any) -> str:
    """Return what stands in place of a figure of too few cases."""
    if not n:
        return "—"
    return f"n={n}" if chart.form == "heat" else f"样本不足（n={n}）"


def _assert_same(text: str, value: Any, few: str, column: Column) -> None:
    """Compare what a person reads with what a machine gets; `few` stands where there are too few cases."""
    if isinstance(value, str):
        assert text == value
    elif value is None:
        assert text == few
    else:
        read = Decimal(re.sub(r"[¥,%天\s]", "", text))
        assert read == value, column.key


def _drawn(page: ChartPage) -> Counter[str]:
    """Return the words in the picture on the screen."""
    assert page.plot is not None
    items = [item for item in page.plot.scene().items() if isinstance(item, QGraphicsTextItem)]
    return Counter(item.toPlainText() for item in items if item.toPlainText())


def _printed(chart: Chart) -> Counter[str]:
    """Return the words in the picture on paper, without the names of rows and colours, which stand elsewhere on the screen."""
    words = Counter(shape.text for shape in chart_drawing(chart).shapes if isinstance(shape, Label) and shape.text)
    words.subtract(str(row.cells[0] or "未填写") for row in chart.rows[:MOST_ROWS])
    if chart.form == "stacked":
        words.subtract(chart.column(key).title for key in chart.drawn)
    return +words


def _assert_drawn_figures_stand_in_the_table(chart: Chart, drawn: Counter[str]) -> None:
    """Look for the figure of each bar of one piece, as short as a picture says it, among the words."""
    first = chart.drawn[0] if len(chart.drawn) == 1 else ""
    for row in chart.rows[:MOST_ROWS] if first else ():
        value = chart.value(row, first)
        wanted = chart.text(row, first) if value is None else said_short(value, chart.column(first).unit)
        assert any(word.startswith(wanted) for word in drawn), wanted
