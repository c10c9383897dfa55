"""Today, the start screen: what to do now, in the order of the day; beside it the figures and the week ahead."""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.queries.company import colleagues
from desktop_crm.queries.today import FIRST, Item, Today, Wanted, today
from desktop_crm.rules.day_words import DayWords, day_mark, day_words
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.screen import Screen
from desktop_crm.views.today.day_list import DayList
from desktop_crm.views.today.side import Side
from desktop_crm.views.today.turning import next_turn
from desktop_crm.views.widgets.date_edit import weekday
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.skeleton import Waiting
from desktop_crm.workspace import Changes, Job, Workspace

if TYPE_CHECKING:
    from desktop_crm.views.today.doing import Doing

_STEP = 200  # further rows with each press of 更多
_SECOND = 1_000  # milliseconds
_HOURS = ((5, tr("夜深了")), (11, tr("早上好")), (13, tr("中午好")), (18, tr("下午好")), (24, tr("晚上好")))


class TodayScreen(Screen):
    """One column; everything is read beside the window's thread."""

    tables = (
        "activity",
        "deal",
        "customer",
        "contact",
        "member",
        "assignment",
        "clock_pause",
        "contract",
        "contract_filing",
        "payment",
        "receipt",
        "milestone",
        "project",
        "progress_report",
        "review",
        "proposal",
        "anniversary",
        "greeting",
        "closed_estimate",
        "deal_review",
        "improvement",
    )

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.shown: Today | None = None
        self.greeting = QLabel()
        self.greeting.setProperty("role", "title")
        self.date_line = QLabel()
        self.date_line.setProperty("tone", "muted")
        self.whose = QComboBox()
        self.whose.setAccessibleName(tr("看谁的"))
        self.rows = DayList()
        self.side = Side()
        self.empty = EmptyState(
            "good",
            "",
            FirstStep(tr("打开看板"), lambda: self.screen_requested.emit("board"), "board"),
            FirstStep(tr("打开日历"), lambda: self.screen_requested.emit("calendar"), "calendar"),
        )
        self.fresh = EmptyState(
            "today",
            tr("每天早上，这里会告诉您先做什么、再做什么。先把手上的线索导进来，或者录入第一条。"),
            FirstStep(tr("导入表格"), lambda: self.screen_requested.emit("import"), "import"),
            FirstStep(tr("打开看板"), lambda: self.screen_requested.emit("board"), "board"),
        )
        self._doing: Doing | None = None
        self._more: dict[str, int] = {}
        self._job: Job | None = None
        self._words: DayWords | None = None
        self._turn = QTimer(self, singleShot=True)  # until the clock alone makes a difference
        self._arrange()
        self._connect()

    @override
    def refresh(self) -> None:
        self._show_people()
        self._read()
        if self._words is None or self._words.day != clock.today():
            self._show_date()
            self.workspace.later(partial(_words_of, clock.today()), self._on_words)

    @override
    def on_changes(self, changes: Changes) -> None:
        if changes.touches("member"):
            self._show_people()
        if changes.touches(*self.tables):
            self._read()

    @override
    def start(self) -> None:
        page = self._pages.currentWidget()
        if isinstance(page, EmptyState):
            page.steps()[0].setFocus()
        else:
            self.rows.start()

    @override
    def focus_filter(self) -> None:
        self.whose.setFocus()

    # reading

    def _read(self) -> None:
        if self._job is not None:
            self._job.cancel()
        wanted = Wanted(self.whose.currentData() or "", clock.now(), self.workspace.me, dict(self._more))
        self._waiting.wait()
        self._job = self.workspace.later(partial(today, wanted=wanted), self._on_read)

    def _on_read(self, found: Today) -> None:
        self._waiting.ready()
        self.shown = found
        self._await_turn(found)
        had_focus = self.rows.hasFocus() or self._on_empty_page() or self.hasFocus()
        self.rows.show_day(found)
        self.side.show_figures(found.figures)
        self.empty.set_sentence(_nothing(found))
        nothing = self.empty if found.figures.open_deals or found.wanted.member != self.workspace.me else self.fresh
        self._pages.setCurrentWidget(self.rows if found.parts else nothing)
        if had_focus and self.rows.editor is None:
            self.start()

    def _await_turn(self, found: Today) -> None:
        self._turn.stop()
        turn = next_turn(found, clock.now())
        if turn is not None and turn < clock.now() + timedelta(days=1):  # another day is the window's business
            self._turn.start(max(_SECOND, math.ceil((turn - clock.now()).total_seconds() * _SECOND)))

    def _on_turn(self) -> None:
        if self.isVisible():
            self._read()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        turn = next_turn(self.shown, self.shown.wanted.now) if self.shown else None
        if turn is not None and turn <= clock.now():
            self._read()  # its time came while it could not be seen

    def _on_empty_page(self) -> bool:
        return any(step.hasFocus() for page in (self.empty, self.fresh) for step in page.steps())

    def _on_words(self, found: tuple[DayWords, dict[date, str]]) -> None:
        self._words, marks = found
        self.side.show_marks(marks)
        self._show_date()

    # showing

    def _show_date(self) -> None:
        day = clock.today()
        words = self._words.text if self._words and self._words.day == day else ""
        plain = f"{tr('{month}月{day}日', month=day.month, day=day.day)} {weekday(day)}"
        self.date_line.setText(" · ".join(part for part in (plain, words) if part))

    def _show_people(self) -> None:
        found, me = self.workspace.ask(colleagues), self.workspace.me
        kept = self.whose.currentData() if self.whose.count() else me
        with QSignalBlocker(self.whose):
            self.whose.clear()
            for each in sorted(found, key=lambda one: one.id != me):
                said = tr("我：{name}", name=each.name) if each.id == me else each.name
                self.whose.addItem(said, each.id)
            self.whose.insertItem(1 if me else 0, tr("所有人"), "")
            self.whose.setCurrentIndex(max(0, self.whose.findData(kept)))
        name = next((each.name for each in found if each.id == me), "")
        hour = clock.now().astimezone().hour
        hello = next(said for until, said in _HOURS if hour < until)
        self.greeting.setText(tr("{hello}，{name}", hello=hello, name=name) if name else hello)

    @property
    def doing(self) -> Doing:
        """What carries out the actions of the rows; made when the first is asked for, so that the morning starts sooner."""
        if self._doing is None:
            from desktop_crm.views.today.doing import Doing  # noqa: PLC0415 - loads the operations

            self._doing = Doing(self.workspace, self.rows)
            self._doing.deal_asked.connect(self._on_deal)
            self._doing.customer_asked.connect(self.customer_requested)
            self._doing.screen_asked.connect(self.screen_requested)
            self._doing.done.connect(self.done)
            self._doing.noted.connect(self.noted)
        return self._doing

    # doing

    def _on_asked(self, item: Item, action: str) -> None:
        self.doing.do(item, action)

    def _on_more(self, kind: str) -> None:
        self._more[kind] = self._more.get(kind, FIRST) + _STEP
        self._read()

    def _on_whose(self) -> None:
        self._more.clear()
        self._read()

    def _on_deal(self, deal_id: str, target: str) -> None:
        if target:
            self.deal_at_requested.emit(deal_id, target)
        else:
            self.deal_requested.emit(deal_id)

    def _connect(self) -> None:
        self.rows.asked.connect(self._on_asked)
        self.rows.more_asked.connect(self._on_more)
        self.whose.currentIndexChanged.connect(self._on_whose)
        self._turn.timeout.connect(self._on_turn)

    def _arrange(self) -> None:
        self._pages = QStackedWidget()
        for page in (self.rows, self.empty, self.fresh):
            self._pages.addWidget(page)
        self._waiting = Waiting(self._pages)
        head = QVBoxLayout()
        head.setSpacing(theme.px(2))
        head.addWidget(self.greeting)
        head.addWidget(self.date_line)
        top = QHBoxLayout()
        top.addLayout(head, 1)
        top.addWidget(self.whose)
        body = QHBoxLayout()
        body.setSpacing(theme.px(theme.WIDE))
        body.addWidget(self._waiting, 1)
        body.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.WIDE, theme.ROOMY, theme.WIDE, 0)))
        column.setSpacing(theme.px(theme.GAP))
        column.addLayout(top)
        column.addLayout(body, 1)


def _words_of(day: date, _session: object) -> tuple[DayWords, dict[date, str]]:
    return day_words(day), {each: day_mark(each) for each in (day + timedelta(days=on) for on in range(7))}


def _nothing(found: Today) -> str:
    """Return what is said when there is nothing to do: what comes next."""
    ahead = next((load for load in found.figures.days[1:] if load.planned), None)
    if ahead is not None:
        day = f"{ahead.day.month}月{ahead.day.day}日 {weekday(ahead.day)}"
        return tr("今天没有要做的事。下一个有安排的日子：{day}，{count} 件。", day=day, count=ahead.planned)
    if found.figures.open_deals:
        return tr("今天没有要做的事，接下来七天也没有安排。到看板上给商机定下一步。")
    return tr("今天没有要做的事。")
