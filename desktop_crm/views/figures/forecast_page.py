"""The forecast: what the open deals promise, what moved since a week, how true the chances were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_crm.charts.bridge_picture import NAMES
from desktop_crm.queries.figures.deals import FigureDeal, lines_of
from desktop_crm.queries.figures.filters import Filters, deals_in
from desktop_crm.queries.forecast import deals_of
from desktop_crm.queries.forecast_page import ForecastFound, read_page
from desktop_crm.rules.bridge import Step
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.figures.bridge_canvas import BridgeCanvas
from desktop_crm.views.figures.forecast_lines import LINE_COLUMNS, TENTH_COLUMNS, Shown, grouped, when_expected
from desktop_crm.views.figures.forecast_words import answer_of, missing, note_of
from desktop_crm.views.figures.other_pages import FiguresPage
from desktop_crm.views.figures.periods import PERIODS, days_of
from desktop_crm.views.figures.tables import DEAL_COLUMNS
from desktop_crm.views.reading import Reading
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.empty_state import EmptyState
from desktop_crm.views.widgets.skeleton import Waiting
from desktop_crm.views.widgets.table import Column, Order, RowsModel, TableView
from desktop_crm.workspace import Workspace

PARTS: Final = {"months": tr("预测"), "bridge": tr("变化"), "truth": tr("准确度")}
_SPANS: Final = ("month", "quarter", "year")


class ForecastPage(FiguresPage):
    """Three parts, each with its answer in a sentence; Enter on a line or a step lists its deals beneath."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._reading, self._listing = Reading(workspace, self), Reading(workspace, self)
        self._filters = Filters()
        self._found: ForecastFound | None = None
        self.parts = ChipRow(one_only=True)
        self.parts.set_choices(PARTS.items())
        self.parts.choose("months")
        self.title = QLabel(tr("接下来能成交多少？"))
        self.title.setProperty("role", "title")
        self.answer = QLabel(wordWrap=True)
        self.answer.setProperty("role", "strong")
        self.note = QLabel(wordWrap=True)
        self.note.setProperty("role", "muted")
        self.lines = _table(LINE_COLUMNS, tr("按月和负责人的预测，回车看商机"))
        self.canvas = BridgeCanvas()
        self.week, self.span = QComboBox(), QComboBox()
        self.tenths = _table(TENTH_COLUMNS, tr("赢率的准确度"))
        self.deals: TableView[FigureDeal] = TableView(RowsModel(DEAL_COLUMNS))
        self.deals.setAccessibleName(tr("商机"))
        self.behind = QLabel()
        self.behind.setProperty("role", "strong")
        self.empty = EmptyState("figures", "")
        self._arrange()
        self._connect()

    def refresh(self) -> None:
        """Read everything anew, beside the window."""
        self._waiting.wait()
        week, span = _day(self.week.currentData()), days_of(str(self.span.currentData()), clock.today())
        self._reading.ask(partial(read_page, self._filters, week, span), self._show)

    @override
    def show_filters(self, filters: Filters) -> None:
        """Narrow the page to some deals; its periods are its own."""
        self._filters = filters.without_period()
        self.refresh()

    @override
    def take_focus(self) -> None:
        """Put the keyboard on what is shown."""
        self._reading.then(self._take_focus)

    # Inside

    def _show(self, found: ForecastFound) -> None:
        self._found = found
        self._waiting.ready()
        self.lines.rows.set_rows(list(grouped(found.lines)))
        self.tenths.rows.set_rows(found.truth.tenths)
        with QSignalBlocker(self.week):
            kept = found.moved.week.isoformat() if found.moved else ""
            self.week.clear()
            for week in found.weeks:
                self.week.addItem(tr("{month}月{day}日 起", month=week.month, day=week.day), week.isoformat())
            self.week.setCurrentIndex(max(0, self.week.findData(kept)))
        if found.moved:
            self.canvas.show_bridge(found.moved.steps)
        self._show_part()

    def _show_part(self) -> None:
        found, part = self._found, next(iter(self.parts.chosen()), "")
        if not part:  # one of them is always shown
            self.parts.choose(list(PARTS)[self._pages.currentIndex()])
            return
        self._pages.setCurrentIndex(list(PARTS).index(part))
        self._below.hide()
        if found is None:
            return
        lacking = missing(part, found)
        self._ground.setCurrentWidget(self.empty if lacking else self._split)
        self.empty.set_sentence(lacking)
        self.answer.setText("" if lacking else answer_of(part, found))
        self.note.setText("" if lacking else note_of(part))
        for shown in (self.answer, self.note):
            shown.setVisible(bool(shown.text()))

    def _take_focus(self) -> None:
        (self.lines, self.canvas, self.tenths)[self._pages.currentIndex()].setFocus()

    def _on_line(self, row: Shown) -> None:
        title = " · ".join(filter(None, (when_expected(row.line.month), row.line.owner)))
        conditions = deals_in(self._filters)
        self._list(
            title,
            partial(deals_of, month=row.line.month, owner_id=row.owner_id, today=clock.today(), conditions=conditions),
        )

    def _on_step(self, step: Step) -> None:
        if self._found and self._found.moved:
            ids = tuple(self._found.moved.steps.deals[step])
            self._list(NAMES[step], partial(_known, ids))

    def _list(self, title: str, find: Any) -> None:
        def show(ids: tuple[str, ...]) -> None:
            self.behind.setText(tr("{name}：{count} 条商机", name=title, count=f"{len(ids):,}"))
            self.deals.setAccessibleName(title)
            self.deals.rows.set_source(partial(self._fetch, ids), len(ids))
            self._below.show()
            self.deals.setFocus()
            if ids:
                self.deals.setCurrentIndex(self.deals.rows.index(0, 0))

        self._listing.ask(find, show)

    def _fetch(self, ids: tuple[str, ...], offset: int, limit: int, _: Order | None) -> Sequence[FigureDeal]:
        return self.workspace.ask(lines_of, ids[offset : offset + limit])

    def _on_deal(self, deal: FigureDeal) -> None:
        self.deal_requested.emit(deal.id)

    def _leave_deals(self) -> None:
        self._below.hide()
        self._take_focus()

    def _connect(self) -> None:
        self.parts.changed.connect(self._show_part)
        self.lines.opened.connect(self._on_line)
        self.canvas.chosen.connect(self._on_step)
        self.deals.opened.connect(self._on_deal)
        self.week.activated.connect(self.refresh)
        self.span.activated.connect(self.refresh)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.deals, self._leave_deals)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _arrange(self) -> None:
        for table in (self.lines, self.tenths, self.deals):
            table.setSortingEnabled(False)
        for table in (self.lines, self.tenths):  # figures stand at the right, as under the charts
            table.horizontalHeader().setStretchLastSection(False)
        self.lines.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.tenths.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for key in _SPANS:
            self.span.addItem(PERIODS[key], key)
        self.span.setCurrentIndex(_SPANS.index("quarter"))
        self.span.setAccessibleName(tr("预计成交的时间"))
        self.week.setAccessibleName(tr("从哪一周比起"))
        self._pages = QStackedWidget()
        for page in (self.lines, self._bridge_page(), self.tenths):
            self._pages.addWidget(page)
        self._below = _column(self.behind, self.deals)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._pages)
        self._split.addWidget(self._below)
        self._below.hide()
        self._ground = QStackedWidget()
        self._ground.addWidget(self._split)
        self._ground.addWidget(self.empty)
        self._waiting = Waiting(_column(self.answer, self._ground, self.note, stretch=1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(theme.ROOMY), theme.px(theme.ROOMY))
        column.setSpacing(theme.px(theme.GAP))
        column.addWidget(self.title)
        column.addWidget(self.parts)
        column.addWidget(self._waiting, 1)

    def _bridge_page(self) -> QWidget:
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(theme.px(theme.SNUG))
        for part in (QLabel(tr("预计成交在")), self.span, QLabel(tr("从")), self.week):
            bar.addWidget(part)
        bar.addStretch()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.GAP))
        column.addLayout(bar)
        column.addWidget(self.canvas, 10)
        column.addStretch(1)
        return page


def _table(columns: Sequence[Column[Any]], name: str) -> TableView[Any]:
    made: TableView[Any] = TableView(RowsModel(columns))
    made.setAccessibleName(name)
    return made


def _column(*parts: QWidget, stretch: int = -1) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(theme.SNUG))
    for place, part in enumerate(parts):
        column.addWidget(part, 1 if place == stretch else 0)
    return made


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _known(ids: tuple[str, ...], _: object) -> tuple[str, ...]:
    return ids
