"""Figures: the questions at the left, the chosen one answered at the right, the deals a click away."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from threading import Thread
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.charts.chart import Chart, Row
from desktop_crm.queries.figures.deals import Behind, deals_behind
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.figures.other_pages import OTHER_PAGES, FiguresPage
from desktop_crm.views.figures.page import PAINTER, ChartPage
from desktop_crm.views.figures.report_button import ReportButton
from desktop_crm.views.figures.tool_bar import FiguresToolBar
from desktop_crm.views.reading import Reading
from desktop_crm.views.screen import Screen
from desktop_crm.views.widgets.skeleton import Waiting
from desktop_crm.views.widgets.table import Order
from desktop_crm.workspace import Workspace

_LIST_WIDTH: Final = 244
_QUESTION: Final = 28  # high, so that all of them stand in a window of 800
_KEY: Final = Qt.ItemDataRole.UserRole


class FiguresScreen(Screen):
    """One question at a time, read beside the window; filters hold for all of them."""

    tables = (
        "deal", "customer", "member", "stakeholder", "activity", "stage_change", "payment", "receipt", "product",
        "closed_estimate", "target", "deal_review", "improvement",
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._reading = Reading(workspace, self)
        self._listing = Reading(workspace, self)
        self.bar = FiguresToolBar(workspace)
        self.report = ReportButton(workspace, self.bar.wanted)
        self.questions = QListWidget()
        self.page = ChartPage(workspace)
        self.waiting = Waiting(self.page)
        self._sent = False  # to a row of a page, where the keyboard then goes
        self.other: dict[str, FiguresPage] = {}  # made when they are first asked for
        self._pages = QStackedWidget()
        self._pages.addWidget(self.waiting)
        self._fill_questions()
        self._arrange()
        self._connect()

    @override
    def refresh(self) -> None:
        key, wanted = self.question(), self.bar.wanted()
        if key in OTHER_PAGES:
            page = self._other_page(key)
            self._pages.setCurrentWidget(page)
            page.show_filters(wanted)
            return
        self._pages.setCurrentWidget(self.waiting)
        self.waiting.wait()
        self._reading.ask(partial(_read, key, wanted), self._show)

    @override
    def start(self) -> None:
        if self._sent:
            self._sent = False
            self._go_to_figures()
        else:
            self.questions.setFocus()

    @override
    def show_place(self, place: str) -> None:
        """Show the chart or page with this key, and a row of the page, as in `improvements:ID`."""
        place, _, row = place.partition(":")
        for at in range(self.questions.count()):
            if self.questions.item(at).data(_KEY) == place:
                self.questions.setCurrentRow(at)
        if row and place in OTHER_PAGES:
            self._other_page(place).choose(row)
            self._sent = True

    @override
    def focus_filter(self) -> None:
        self.bar.period.setFocus()

    def question(self) -> str:
        """Return the key of the chosen question."""
        return self.questions.currentItem().data(_KEY)

    def _show(self, chart: Chart) -> None:
        self.waiting.ready()
        self.page.show_chart(chart, narrowed=self.bar.wanted().narrow)

    def show_cut(self, key: str, filters: Filters, row: str | None) -> None:
        """Show a chart exactly so narrowed, with a row of it chosen."""
        self.bar.set_wanted(filters)
        with QSignalBlocker(self.questions):
            self.show_place(key)
        self.refresh()
        self._reading.then(partial(self.page.choose_row, row))

    def _improve(self, row: Row) -> None:
        """Open the form for an improvement on a row of the chart that is shown."""
        from desktop_crm.charts.improving import found_in_row  # noqa: PLC0415 - needed by few

        if self.page.chart is not None:
            wanted, scope = self.bar.wanted(), self.bar.words()
            found = found_in_row(self.page.chart, row, wanted, scope=scope, today=clock.today())
            if found:
                self._propose(found)
            else:
                self._listing.ask(partial(_lately, self.page.chart.key, row.key, wanted, scope), self._propose)

    def _propose(self, found: list[Any]) -> None:
        from desktop_crm.views.figures.improving import propose_on_chart  # noqa: PLC0415 - needed by few

        if found:
            propose_on_chart(self.workspace, found, self).saved.connect(self.done)
        else:
            self.noted.emit(tr("这一行没有以后可以比较的数，换一行或换一张图再提。"))

    def _list(self, key: str) -> None:
        """List the deals behind a row."""
        if self.question() not in CATALOGUE:
            return  # the chart arrived when a page was asked for already
        order = self.page.deals.rows.order or Order("amount", descending=True)
        query = partial(_behind, self.question(), self.bar.wanted(), key, order)
        self._listing.ask(query, partial(self.page.show_behind, key))

    def _go_to_figures(self) -> None:
        if page := self.other.get(self.question()):
            page.take_focus()
        else:
            self._reading.then(self.page.take_focus)

    def _other_page(self, key: str) -> FiguresPage:
        if key not in self.other:
            page = self.other[key] = OTHER_PAGES[key].make(self.workspace)
            page.deal_requested.connect(self.deal_requested)
            page.chart_requested.connect(self.show_place)
            page.cut_requested.connect(self.show_cut)
            page.done.connect(self.done)
            page.noted.connect(self.noted)
            self._pages.addWidget(page)
        return self.other[key]

    def _fill_questions(self) -> None:
        part = ""
        for question in (*CATALOGUE.values(), *OTHER_PAGES.values()):
            if question.part != part:
                part = question.part
                self._add_head(part)
            self._add_question(question.key, question.title)
        self.questions.setCurrentRow(1)

    def _add_head(self, part: str) -> None:
        head = QListWidgetItem(part)
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        head.setFont(theme.font(theme.SMALL, bold=True))
        self._add_line(head)

    def _add_question(self, key: str, title: str) -> None:
        item = QListWidgetItem(title)
        item.setData(_KEY, key)
        item.setToolTip(title)
        self._add_line(item)

    def _add_line(self, item: QListWidgetItem) -> None:
        item.setSizeHint(QSize(0, theme.px(_QUESTION)))
        self.questions.addItem(item)

    def _connect(self) -> None:
        self.questions.currentItemChanged.connect(self.refresh)
        self.questions.itemActivated.connect(self._go_to_figures)
        self.bar.narrowed.connect(self.refresh)
        self.page.chosen.connect(self._list)
        self.page.deal_requested.connect(self.deal_requested)
        self.page.improvement_asked.connect(self._improve)
        self.page.place_requested.connect(self.screen_requested)
        self.page.clear_requested.connect(self.bar.clear)
        self.page.improvements_asked.connect(partial(self.show_place, "improvements"))

    def _arrange(self) -> None:
        around = theme.px(theme.ROOMY)
        self.questions.setFixedWidth(theme.px(_LIST_WIDTH))
        self.questions.setAccessibleName(tr("问题"))
        self.questions.setWordWrap(True)
        self.questions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = QHBoxLayout()
        bar.setContentsMargins(around, theme.px(theme.GAP), around, 0)
        bar.addWidget(self.bar, 1)
        bar.addWidget(self.report)
        row = QHBoxLayout()
        row.setContentsMargins(around, 0, 0, 0)
        row.setSpacing(around)
        row.addWidget(self.questions)
        row.addWidget(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, around)
        column.setSpacing(theme.px(theme.GAP))
        column.addLayout(bar)
        column.addLayout(row, 1)


def _read(key: str, wanted: Filters, session: Any) -> Chart:
    """Read a chart; what paints it is loaded meanwhile, for the window would stand still over that."""
    if PAINTER in sys.modules:
        return CATALOGUE[key].make(session, wanted)
    loading = Thread(target=import_module, args=(PAINTER,))
    loading.start()
    try:
        return CATALOGUE[key].make(session, wanted)
    finally:
        loading.join()


def _behind(key: str, wanted: Filters, row: str, order: Order, session: Any) -> Behind:
    conditions = CATALOGUE[key].behind(session, wanted, row)
    return deals_behind(session, conditions, order=order.key, descending=order.descending)


def _lately(key: str, row: str, wanted: Filters, scope: str, session: Any) -> list[Any]:
    from desktop_crm.charts.improving import found_lately  # noqa: PLC0415 - needed by few

    return found_lately(session, key, row, wanted, scope=scope, today=clock.today())
