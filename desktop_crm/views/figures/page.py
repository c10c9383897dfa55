"""One question: its answer, its picture, its table, and the deals behind the bar that was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.charts.chart import Chart, Row
from desktop_crm.queries.figures.deals import Behind, FigureDeal, lines_of
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.figures.improvement_strip import ImprovementStrip
from desktop_crm.views.figures.legend import Legend
from desktop_crm.views.figures.nothing_yet import nothing_left, nothing_yet
from desktop_crm.views.figures.tables import DEAL_COLUMNS, figure_table
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.empty_state import EmptyState
from desktop_crm.views.widgets.table import Order, RowsModel, TableView
from desktop_crm.workspace import Workspace

if TYPE_CHECKING:
    from desktop_crm.views.figures.chart_plot import ChartPlot

PAINTER: Final = "desktop_crm.views.figures.chart_plot"  # loads pyqtgraph and numpy


class ChartPage(QWidget):
    """Shows a chart; `chosen` asks for the deals behind a row, which `show_behind` then lists."""

    chosen = Signal(str)
    deal_requested = Signal(str)
    improvement_asked = Signal(object)  # the chosen Row
    improvements_asked = Signal()
    place_requested = Signal(str)  # where what the chart lacks is written
    clear_requested = Signal()  # take the filters off

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.chart: Chart | None = None
        self.plot: ChartPlot | None = None  # made with the first chart: what it is painted by takes long to load
        self.table: TableView[Row] | None = None
        self.row = ""  # whose deals are listed
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.answer = QLabel(wordWrap=True)
        self.answer.setProperty("role", "strong")
        self.note = QLabel(wordWrap=True)
        self.note.setProperty("role", "muted")
        self.improving = ImprovementStrip(workspace)
        self.improving.asked.connect(self._on_improve)
        self.improving.list_asked.connect(self.improvements_asked)
        self.legend = Legend()
        self.behind_title = QLabel()
        self.behind_title.setProperty("role", "strong")
        self.deals: TableView[FigureDeal] = TableView(RowsModel(DEAL_COLUMNS))
        self.deals.setAccessibleName(tr("商机"))
        self.deals.rows.on_sort = lambda: self.chosen.emit(self.row)
        self.deals.opened.connect(self._on_deal)
        self.nothing: EmptyState | None = None  # stands there for a chart without rows
        self._arrange()
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.deals, self.show_table)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)

    def show_chart(self, chart: Chart, *, narrowed: bool = False) -> None:
        """Show a chart with its table; `narrowed` tells that filters leave something out."""
        another = self.chart is None or self.chart.key != chart.key
        self.chart = chart
        self.title.setText(chart.title)
        self.answer.setText(chart.answer)
        self.note.setText(chart.note)
        self._show_table(chart)
        self._draw(chart)
        self.improving.show_chart(chart.key, filled=bool(chart.rows))
        self._show_nothing(None if chart.rows else chart.key, narrowed=narrowed)
        if another or chart.find(self.row) is None:
            self.show_table()
        elif self._under.currentWidget() is self._behind:
            self.chosen.emit(self.row)  # the list follows what has changed

    def show_behind(self, key: str, found: Behind) -> None:
        """List the deals behind a row."""
        row = self.chart.find(key) if self.chart else None
        if row is None:
            return
        another = key != self.row or self._under.currentWidget() is not self._behind
        self.row = key
        self.behind_title.setText(tr("{name}：{count} 条商机", name=row.cells[0], count=f"{len(found.ids):,}"))
        self.deals.setAccessibleName(tr("{question} {row}", question=self.title.text(), row=row.cells[0]))
        self.deals.rows.set_source(partial(self._fetch, found), len(found.ids))
        self._under.setCurrentWidget(self._behind)
        if another:
            self.deals.setFocus()
        if found.ids:
            self.deals.setCurrentIndex(self.deals.rows.index(0, 0))

    def show_table(self) -> None:
        """Show the figures again in place of the deals."""
        had_keyboard = self.deals.hasFocus()
        self._under.setCurrentIndex(0)
        if had_keyboard:
            self.take_focus()

    def choose_row(self, key: str | None) -> None:
        """Choose a row of the figures and put the keyboard there."""
        if self.table is not None and key is not None:
            places = range(self.table.rows.rowCount())
            found = next((at for at in places if self.table.rows.row(at).key == key), 0)
            self.table.setCurrentIndex(self.table.rows.index(found, 0))
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard on the figures."""
        if self.table is not None and self._ground.currentWidget() is self._split:
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.table.rows.index(0, 0))
        elif self.nothing is not None:
            self.nothing.steps()[0].setFocus()

    @property
    def listing(self) -> bool:
        """Whether deals are listed."""
        return self._under.currentWidget() is self._behind

    def _on_deal(self, deal: FigureDeal) -> None:
        self.deal_requested.emit(deal.id)

    def _on_improve(self) -> None:
        """Ask for an improvement on the row whose deals are listed, or that is chosen, or that the answer speaks of."""
        if self.chart is None or self.table is None or not self.chart.rows:
            return
        at = self.table.currentIndex()
        listed = self.chart.find(self.row) if self.listing else None
        spoken_of = next((row for row in self.chart.rows if row.marked), self.chart.rows[0])
        self.improvement_asked.emit(listed or (self.table.rows.row(at.row()) if at.isValid() else spoken_of))

    def _on_row(self, row: Row) -> None:
        self.chosen.emit(row.key)

    def _fetch(self, found: Behind, offset: int, limit: int, _: Order | None) -> Sequence[FigureDeal]:
        if offset + limit <= len(found.first) or len(found.first) == len(found.ids):
            return found.first[offset : offset + limit]
        return self.workspace.ask(lines_of, found.ids[offset : offset + limit])

    def _show_nothing(self, key: str | None, *, narrowed: bool) -> None:
        """Put in place of the chart of that key what fills it, or with None show the chart."""
        if self.nothing is not None:
            self._ground.removeWidget(self.nothing)
            self.nothing.deleteLater()
            self.nothing = None
        if key is not None:
            go, clear = self.place_requested.emit, self.clear_requested.emit
            self.nothing = nothing_left(clear) if narrowed else nothing_yet(key, go)
            self._ground.addWidget(self.nothing)
        self._ground.setCurrentWidget(self.nothing or self._split)

    def _show_table(self, chart: Chart) -> None:
        made = figure_table(chart)
        made.opened.connect(self._on_row)
        had_keyboard = self.table is not None and self.table.hasFocus()
        if self.table is not None:
            self._figures.removeWidget(self.table)
            self.table.deleteLater()
        self.table = made
        self._figures.insertWidget(0, made, 1)
        if had_keyboard:
            self.take_focus()

    def _draw(self, chart: Chart) -> None:
        if self.plot is None:
            from desktop_crm.views.figures.chart_plot import ChartPlot  # noqa: PLC0415 - loads pyqtgraph and numpy

            self.plot = ChartPlot()
            self.plot.chosen.connect(self.chosen)
            self._picture.addWidget(self.plot, 1)
        self.plot.show_chart(chart)
        self.legend.show_chart(chart)

    def _arrange(self) -> None:
        around = theme.px(theme.ROOMY)
        self._ground = QStackedWidget()
        self._split = QSplitter(Qt.Orientation.Vertical)
        card = QFrame()
        card.setProperty("surface", "card")
        self._picture = QVBoxLayout(card)
        self._picture.setContentsMargins(around, around, around, theme.px(theme.SNUG))
        self._picture.addWidget(self.legend)
        self._under = QStackedWidget()
        figures = QWidget()
        self._figures = QVBoxLayout(figures)
        self._figures.setContentsMargins(0, 0, 0, 0)
        self._figures.addWidget(self.note)
        self._behind = self._deals_part()
        self._under.addWidget(figures)
        self._under.addWidget(self._behind)
        self._split.addWidget(card)
        self._split.addWidget(self._under)
        self._split.setChildrenCollapsible(False)
        self._split.setSizes([6_000, 4_000])
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._ground.addWidget(self._split)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, around, around)
        column.setSpacing(theme.px(theme.SNUG))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.improving)
        column.addLayout(head)
        column.addWidget(self.answer)
        column.addWidget(self._ground, 1)

    def _deals_part(self) -> QWidget:
        head = QHBoxLayout()
        head.addWidget(self.behind_title)
        head.addStretch()
        head.addWidget(button(tr("回到数据表（Esc）"), self.show_table, kind="quiet", icon="close"))
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.deals, 1)
        return made
