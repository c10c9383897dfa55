"""Whether it got better: improvements by where they stand, each looked at again on the chart it was found on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QLabel, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.charts.improving import Again, read_again
from desktop_crm.operations.improvements import (
    finish_improvement,
    measure_improvement,
    note_effect,
    remove_improvement,
    reopen_improvement,
)
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.improvements import ImprovementLine, improvements
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.figures.improvement_lines import COLUMNS, answer_of
from desktop_crm.views.figures.improvement_pane import ACTS, ImprovementPane
from desktop_crm.views.figures.improving import change_by_form
from desktop_crm.views.figures.other_pages import FiguresPage
from desktop_crm.views.reading import Reading
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.skeleton import Waiting
from desktop_crm.views.widgets.table import RowsModel, TableView
from desktop_crm.workspace import Workspace


class ImprovementsPage(FiguresPage):
    """A list with the chosen one beneath; Enter does what comes next with it, each other act has its key."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._reading, self._measuring = Reading(workspace, self), Reading(workspace, self)
        self._filters = Filters()
        self.answer = QLabel(wordWrap=True)
        self.answer.setProperty("role", "strong")
        self.table: TableView[ImprovementLine] = TableView(RowsModel(COLUMNS))
        self.table.setAccessibleName(tr("改进，回车做下一步"))
        self._share_width()
        self.pane = ImprovementPane()
        self.empty = EmptyState(
            "guide",
            tr(
                "还没有改进。在任何一张图上选中一行，按“提出改进”：写下要做什么、谁来做，做完以后在这里看数字有没有变好。"
            ),
            FirstStep(tr("去看转化率"), lambda: self.chart_requested.emit("conversion"), "figures"),
        )
        self._acts: dict[str, Callable[[ImprovementLine], object]] = {
            "finish": self._finish,
            "measure": self._measure,
            "look": self._look,
            "deal": self._open_deal,
            "change": self._change,
            "reopen": self._reopen,
            "remove": self._remove,
        }
        self._arrange()
        self._connect()

    @override
    def show_filters(self, filters: Filters) -> None:
        """Show the improvements of the member that is chosen, or of all."""
        self._filters = filters
        self._waiting.wait()
        self._reading.ask(partial(_read, clock.today(), filters.member), self._show)

    @override
    def choose(self, key: str) -> None:
        self._reading.then(partial(self._choose, key))

    @override
    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self._reading.then(self._take_focus)

    def chosen(self) -> ImprovementLine | None:
        """Return the improvement that is shown beneath."""
        place = self.table.currentIndex()
        return self.table.rows.row(place.row()) if place.isValid() else None

    def act(self, key: str) -> None:
        """Do something with the chosen improvement, if that can be done with it."""
        line = self.chosen()
        if line is not None and self.pane.offers(key):
            self._acts[key](line)

    # Inside: showing

    def _show(self, found: list[ImprovementLine]) -> None:
        self._waiting.ready()
        before, place = self.chosen(), max(0, self.table.currentIndex().row())
        with QSignalBlocker(self.table.selectionModel()):
            self.table.rows.set_rows(found)
        shown = [self.table.rows.row(at) for at in range(len(found))]
        self.answer.setText(answer_of(found) if found else "")
        self._ground.setCurrentWidget(self._page if found else self.empty)
        if found:
            kept = next((at for at, line in enumerate(shown) if before and line.id == before.id), None)
            at = min(place, len(found) - 1) if kept is None else kept
            self.table.setCurrentIndex(self.table.rows.index(at, 0))
            self._show_chosen()

    def _choose(self, key: str) -> None:
        places = range(self.table.rows.rowCount())
        if (at := next((at for at in places if self.table.rows.row(at).id == key), None)) is not None:
            self.table.setCurrentIndex(self.table.rows.index(at, 0))

    def _show_chosen(self) -> None:
        line = self.chosen()
        self.pane.setVisible(line is not None)
        if line is not None:
            self.pane.show_line(line)

    def _take_focus(self) -> None:
        if self._ground.currentWidget() is self._page:
            self.table.setFocus()
        else:
            self.empty.steps()[0].setFocus()

    # Inside: doing

    def _finish(self, line: ImprovementLine) -> None:
        ready = self.workspace.attempt(finish_improvement, line.id, done_on=clock.today())
        if ready is not None:
            self.done.emit(tr("已完成，{day}起可以看效果", day=short_day(ready, clock.today())))

    def _measure(self, line: ImprovementLine) -> None:
        if line.done_on is None:
            return
        if not line.view.measured:
            self.pane.effect.setFocus()
            self.pane.effect.selectAll()
            return
        query = partial(_again, line.chart, line.view, line.before, line.done_on, clock.today())
        self._measuring.ask(query, partial(self._keep, line))

    def _keep(self, line: ImprovementLine, again: Again) -> None:
        values = {"period": again.period, "figure": again.figure, "effect": again.sentence, "today": clock.today()}
        if self._did(measure_improvement, line, **values):
            self.done.emit(again.sentence)

    def _tell(self, effect: str) -> None:
        line = self.chosen()
        if line is not None and self._did(note_effect, line, effect=effect, today=clock.today()):
            self.done.emit(tr("已写下效果"))
            self.table.setFocus()

    def _look(self, line: ImprovementLine) -> None:
        self.cut_requested.emit(line.chart, line.view.filters_after, line.view.row)

    def _open_deal(self, line: ImprovementLine) -> None:
        self.deal_requested.emit(line.deal_id)

    def _change(self, line: ImprovementLine) -> None:
        change_by_form(self.workspace, line, self).saved.connect(self.done)

    def _reopen(self, line: ImprovementLine) -> None:
        if self._did(reopen_improvement, line):
            self.done.emit(tr("已重开：{action}", action=line.action))

    def _remove(self, line: ImprovementLine) -> None:
        if self._did(remove_improvement, line):
            self.done.emit(tr("已删除改进：{action}", action=line.action))

    def _did(self, operation: Any, line: ImprovementLine, **values: Any) -> bool:
        """Carry out an operation that returns nothing; tell whether it was not refused."""
        return bool(self.workspace.guarded(lambda: (self.workspace.do(operation, line.id, **values), True)[1]))

    def _on_opened(self, line: ImprovementLine) -> None:
        if line.done_on is None:
            self.act("finish")
        else:
            self.act("measure" if line.state == "ready" or not line.view.measured else "look")

    # Inside: building

    def _share_width(self) -> None:
        """Give what is free to the two columns of sentences; the others keep what their words need."""
        head = self.table.horizontalHeader()
        head.setStretchLastSection(False)
        for at, column in enumerate(COLUMNS):
            if column.key in {"action", "finding"}:
                head.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.table.opened.connect(self._on_opened)
        self.pane.asked.connect(self.act)
        self.pane.told.connect(self._tell)
        for act, (_, key, _icon) in ACTS.items():
            shortcut = QShortcut(QKeySequence(key), self.table, partial(self.act, act))
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.pane.effect, self.table.setFocus)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _arrange(self) -> None:
        self.title = QLabel(tr("改了之后变好了吗？"))
        self.title.setProperty("role", "title")
        self._page = QWidget()
        parts = QVBoxLayout(self._page)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(theme.px(theme.GAP))
        parts.addWidget(self.table, 1)
        parts.addWidget(self.pane)
        self._ground = QStackedWidget()
        self._ground.addWidget(self._page)
        self._ground.addWidget(self.empty)
        self._waiting = Waiting(self._ground)
        around = theme.px(theme.ROOMY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, around, around)
        column.setSpacing(theme.px(theme.SNUG))
        column.addWidget(self.title)
        column.addWidget(self.answer)
        column.addWidget(self._waiting, 1)


def _read(today: date, member: str, session: Any) -> list[ImprovementLine]:
    found = improvements(session, today)
    return [line for line in found if member in {"", line.owner_id}]


def _again(*wanted: Any) -> Again:
    *what, session = wanted
    return read_again(session, *what)
