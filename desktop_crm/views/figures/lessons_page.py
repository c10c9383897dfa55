"""What closed deals taught: the reviews, searched and narrowed, newest first, the chosen one in full beneath."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.models import Outcome
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.lessons import Lesson, LessonsFound, LessonsWanted, lessons, lessons_of
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.figures.lesson_card import LessonCard
from desktop_crm.views.figures.other_pages import FiguresPage
from desktop_crm.views.reading import Reading
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.skeleton import Waiting
from desktop_crm.views.widgets.table import Column, Order, RowsModel, TableView
from desktop_crm.workspace import Workspace

TITLE: Final = tr("结案的商机教会了我们什么？")
_COLUMNS: Final[tuple[Column[Lesson], ...]] = (
    Column("reviewed_on", tr("复盘日期"), lambda one: one.reviewed_on, width=104),
    Column(
        "outcome", tr("结果"), lambda one: labels.OUTCOMES.get(one.outcome, one.outcome), width=80,
        tone=lambda one: "good" if one.outcome == Outcome.WON else "late",
    ),
    Column("customer", tr("客户"), lambda one: one.customer, width=180),
    Column("title", tr("商机"), lambda one: one.title, width=132),
    Column("competitor", tr("竞争对手"), lambda one: one.competitor, width=104),
    Column("gist", tr("经验教训"), lambda one: one.gist, width=240),
)  # fmt: skip
_OUTCOMES: Final = tuple((outcome.value, labels.OUTCOMES[outcome]) for outcome in (Outcome.LOST, Outcome.WON))


class LessonsPage(FiguresPage):
    """Words and outcome narrow further what the screen's filters leave; Enter opens the deal."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._reading = Reading(workspace, self)
        self._filters = Filters()
        self.words = QLineEdit(placeholderText=tr("搜教训、原因、对手、客户"))
        self.words.setClearButtonEnabled(True)
        self.words.setAccessibleName(tr("搜复盘"))
        self.outcomes = ChipRow(one_only=True)
        self.outcomes.set_choices(_OUTCOMES)
        self.title = QLabel(TITLE)
        self.title.setProperty("role", "title")
        self.answer = QLabel(wordWrap=True)
        self.answer.setProperty("role", "strong")
        self.table: TableView[Lesson] = TableView(RowsModel(_COLUMNS))
        self.table.setSortingEnabled(False)
        self.table.setAccessibleName(tr("复盘，回车打开商机"))
        self.card = LessonCard()
        self.empty = EmptyState(
            "book", tr("还没有复盘。商机成交或流失后，在它的概览里写几句：为什么、输给谁、下次怎么做。以后就在这里找。")
        )
        self.nothing = EmptyState("search", tr("没有符合条件的复盘。"), FirstStep(tr("清除筛选"), self.clear, "close"))
        self._arrange()
        self._connect()

    def wanted(self) -> LessonsWanted:
        """Return which reviews are wanted."""
        return LessonsWanted(self._filters, self.words.text().strip(), next(iter(self.outcomes.chosen()), ""))

    def refresh(self) -> None:
        """Read everything anew, beside the window."""
        self._waiting.wait()
        self._reading.ask(partial(lessons, wanted=self.wanted()), self._show)

    @override
    def show_filters(self, filters: Filters) -> None:
        """Show the reviews of the deals that `filters` leaves."""
        self._filters = filters
        self.refresh()

    @override
    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self._reading.then(self._take_focus)

    def clear(self) -> None:
        """Forget words and outcome."""
        self.outcomes.choose()
        self.words.clear()
        self.words.setFocus()

    def chosen(self) -> Lesson | None:
        """Return the review that is shown in full."""
        place = self.table.currentIndex()
        return self.table.rows.row(place.row()) if place.isValid() else None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        down = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in down:
            self.take_focus()
            return True
        return super().eventFilter(watched, event)

    # Inside

    def _show(self, found: LessonsFound) -> None:
        self._waiting.ready()
        before = self.chosen()
        with QSignalBlocker(self.table.selectionModel()):
            self.table.rows.set_source(partial(self._fetch, found), len(found.ids))
        self.answer.setText(_answer(found))
        self.answer.setVisible(bool(found.ids))
        self._bar.setVisible(bool(found.written))
        self._ground.setCurrentWidget(self._split if found.ids else self.nothing if found.written else self.empty)
        if found.ids:
            here = [one.deal_id for one in found.first]
            at = here.index(before.deal_id) if before and before.deal_id in here else 0
            self.table.setCurrentIndex(self.table.rows.index(at, 0))
            self._show_chosen()

    def _fetch(self, found: LessonsFound, offset: int, limit: int, _: Order | None) -> Sequence[Lesson]:
        if offset + limit <= len(found.first) or len(found.first) == len(found.ids):
            return found.first[offset : offset + limit]
        return self.workspace.ask(lessons_of, found.ids[offset : offset + limit])

    def _show_chosen(self) -> None:
        if (lesson := self.chosen()) is not None:
            self.card.show_lesson(lesson)

    def _take_focus(self) -> None:
        (self.table if self._ground.currentWidget() is self._split else self.words).setFocus()

    def _open(self) -> None:
        if (lesson := self.chosen()) is not None:
            self.deal_requested.emit(lesson.deal_id)

    def _propose(self, deal_id: str, finding: str) -> None:
        from desktop_crm.views.figures.improving import propose_from_finding  # noqa: PLC0415 - loads all charts

        propose_from_finding(self.workspace, self, finding=finding, deal_id=deal_id).saved.connect(self.done)

    def _connect(self) -> None:
        self.words.installEventFilter(self)
        self.words.textChanged.connect(self.refresh)
        self.outcomes.changed.connect(self.refresh)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.table.opened.connect(self._open)
        self.card.opened.connect(self._open)
        self.card.improvement_wanted.connect(self._propose)
        improve = QShortcut(QKeySequence("I"), self.table, self.card.ask_for_improvement)
        improve.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _arrange(self) -> None:
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.table)
        self._split.addWidget(self.card)
        self._split.setSizes([5_500, 4_500])
        self._ground = QStackedWidget()
        for page in (self._split, self.nothing, self.empty):
            self._ground.addWidget(page)
        self._waiting = Waiting(self._ground)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(theme.px(theme.SNUG))
        self.words.setMaximumWidth(theme.px(420))
        bar.addWidget(self.words, 1)
        bar.addWidget(self.outcomes)
        bar.addStretch()
        column = QVBoxLayout(self)
        around = theme.px(theme.ROOMY)
        column.setContentsMargins(0, 0, around, around)
        column.setSpacing(theme.px(theme.SNUG))
        for part in (self.title, self.answer, self._bar):
            column.addWidget(part)
        column.addWidget(self._waiting, 1)


def _answer(found: LessonsFound) -> str:
    """Return in a sentence what there is and what is said most often."""
    start = tr("丢单的复盘 {lost} 条，成交的 {won} 条", lost=f"{found.lost:,}", won=f"{found.won:,}")
    if not found.reason:
        return start + tr("。")
    most = tr("；提到最多的原因是“{reason}”（{count} 条）。", reason=found.reason, count=f"{found.said:,}")
    return start + most
