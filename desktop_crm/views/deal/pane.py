"""The deal pane beside the board: the head, the gate, and the tabs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.queries.deal import deal_head
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.assigning.answer_bar import AnswerBar
from desktop_crm.views.deal.gate_panel import GatePanel
from desktop_crm.views.deal.head import DealHeadView
from desktop_crm.views.deal.tab import DealTab
from desktop_crm.views.deal.tabs import ALIASES, ELSEWHERE, TABS
from desktop_crm.views.widgets.inline_edit import open_fields
from desktop_crm.workspace import Changes, Workspace

FOLLOWUP = "followup"


class DealPane(QFrame):
    """Shows one deal. A tab is built when it is first opened and reads again only while it is seen.

    Ctrl+1…9 and Ctrl+0 open a tab, Ctrl+Tab goes to the next one, Ctrl+E writes a follow-up, Esc closes the pane.
    """

    close_requested = Signal()
    customer_requested = Signal(str)
    screen_requested = Signal(str)  # go to a place outside the deal, such as `team.objections`
    deal_requested = Signal(str)  # open another deal
    moved = Signal(str, str)  # deal, and the stage or outcome it came to
    noted = Signal(str)  # say this in the window's notice bar
    done = Signal(str)  # say what was done, with Undo

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.deal_id = ""
        self.head = DealHeadView(workspace)
        self.gate = GatePanel(workspace)
        self.answer = AnswerBar(workspace)
        self.bar = QTabBar()
        self._stack = QStackedWidget()
        self._tabs: dict[str, DealTab] = {}
        self._stale: set[str] = set()
        self._missed = False  # something changed while the pane was hidden
        self._arrange()
        self._connect()
        self._set_keys()

    # showing

    def show_deal(self, deal_id: str) -> None:
        """Show this deal in the tab that is open; what was being typed for the one before is kept with it."""
        if deal_id == self.deal_id:
            self.refresh()
            return
        self._settle_fields()
        if self.gate.question and self.gate.question.deal_id != deal_id:
            self.gate.dismiss()
        self.deal_id = deal_id
        self._stale = set(self._tabs)
        if self._show_head():
            self._show_tab()

    def refresh(self) -> None:
        """Read again what is seen."""
        self._missed = False
        if self.deal_id and self._show_head():
            self.gate.refresh()
            self._stale = set(self._tabs)
            self._show_tab()

    def go_to(self, target: str) -> None:
        """Open the tab that `target` names (`overview.grade`, `followup` …) and put the cursor at the place it names."""
        key, _, place = target.partition(".")
        if key in ELSEWHERE:
            self.screen_requested.emit(target)
            return
        if key in ALIASES:
            key, place = ALIASES[key], target
        self.open_tab(key)
        tab = self._tabs.get(key)
        if tab is not None:
            tab.go_to(place)

    def has(self, target: str) -> bool:
        """Return whether `go_to` knows the place."""
        key = target.partition(".")[0]
        return key in ALIASES or any(tab.key == key for tab in TABS)

    def open_tab(self, key: str) -> None:
        """Open the tab with this key; an unknown one changes nothing."""
        place = next((at for at, tab in enumerate(TABS) if tab.key == key), None)
        if place is not None and place != self.bar.currentIndex():
            self.bar.setCurrentIndex(place)
        elif place is not None:
            self._show_tab()

    def prepare(self) -> None:
        """Make the tab that is shown first, before a deal is."""
        self._built(TABS[self.bar.currentIndex()].key)

    def tab(self) -> DealTab:
        """Return the tab that is open."""
        return self._built(TABS[self.bar.currentIndex()].key)

    def record_followup(self) -> None:
        """Put the cursor into the quick entry of the timeline."""
        self.go_to(FOLLOWUP)

    # moving

    def ask_to_move(self, deal_id: str, to_stage_or_outcome: str) -> bool:
        """Move a deal, or show it with what the move still needs; tells whether it moved at once."""
        moved = self.gate.ask_to_move(deal_id, to_stage_or_outcome)
        if not moved and self.gate.question is not None:
            self.show_deal(deal_id)
            self.show()
        return moved

    def ask_for_evidence(self, deal_id: str) -> None:
        """Show a deal and ask for the fact behind its latest move."""
        self.show_deal(deal_id)
        self.show()
        self.gate.ask_for_evidence(deal_id)

    # hearing

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.record_followup()
        else:
            super().keyPressEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._missed:
            self.refresh()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(self.workspace.settings.pane_width), theme.px(720))

    def _on_changes(self, changes: Changes) -> None:
        if not self.deal_id:
            return
        if self.gate.question is not None:
            self.gate.refresh()
        self._stale |= {key for key, tab in self._tabs.items() if changes.touches(*tab.tables)}
        if not self.isVisible():
            self._missed = True
        elif not changes.touches(*self.head.tables) or self._show_head():
            self._show_tab()

    def _on_move_requested(self, to: str) -> None:
        self.ask_to_move(self.deal_id, to)

    def _show_head(self) -> bool:
        head = self.workspace.ask(deal_head, self.deal_id)
        if head is None:
            self.deal_id = ""
            self.gate.dismiss()
            self.close_requested.emit()
            return False
        self.head.show_head(head)
        self.answer.show_deal(self.deal_id)
        return True

    def _show_tab(self) -> None:
        """Show the open tab, with the present deal and what changed while it was not seen."""
        if not self.deal_id:
            return
        key = TABS[self.bar.currentIndex()].key
        tab = self._built(key)
        if tab.deal_id != self.deal_id:
            tab.show_deal(self.deal_id)
        elif key in self._stale:
            tab.refresh()
        self._stale.discard(key)
        self._stack.setCurrentWidget(tab)

    def _built(self, key: str) -> DealTab:
        if key not in self._tabs:
            place = next(tab for tab in TABS if tab.key == key)
            tab = place.load()(self.workspace)
            tab.go_to_requested.connect(self.go_to)
            tab.done.connect(self.done)
            tab.move_requested.connect(self._on_move_requested)
            tab.deal_requested.connect(self.deal_requested)
            self._tabs[key] = tab
            self._stack.addWidget(tab)
        return self._tabs[key]

    def _settle_fields(self) -> None:
        for field in open_fields(self):
            if not field.commit():
                field.cancel()

    # building

    def _connect(self) -> None:
        self.workspace.changed.connect(self._on_changes)
        self.bar.currentChanged.connect(self._show_tab)
        self.head.close_requested.connect(self.close_requested)
        self.head.customer_requested.connect(self.customer_requested)
        self.head.go_to_requested.connect(self.go_to)
        self.head.noted.connect(self.noted)
        self.answer.noted.connect(self.noted)
        self.head.move_requested.connect(self._on_move_requested)
        self.head.reopen_requested.connect(lambda: self.gate.ask_to_reopen(self.deal_id))
        self.gate.go_to_requested.connect(self.go_to)
        self.gate.moved.connect(self.moved)

    def _set_keys(self) -> None:
        QShortcut(QKeySequence("Ctrl+Tab"), self, partial(self._step, 1))
        QShortcut(QKeySequence("Ctrl+Shift+Tab"), self, partial(self._step, -1))
        for place in range(len(TABS)):
            QShortcut(QKeySequence(_keys(place)), self, partial(self.bar.setCurrentIndex, place))
        QShortcut(QKeySequence("Ctrl+E"), self, self.record_followup)

    def _step(self, step: int) -> None:
        self.bar.setCurrentIndex((self.bar.currentIndex() + step) % len(TABS))

    def _arrange(self) -> None:
        self.setProperty("surface", "plain")
        self.setMinimumWidth(theme.px(420))
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        # Ten tabs fit beside each other at the pane's least width.
        self.bar.setStyleSheet(f"QTabBar::tab {{ padding: {theme.px(6)}px {theme.px(4)}px; }}")
        self.bar.setAccessibleName(tr("商机的内容"))
        for place, tab in enumerate(TABS):
            self.bar.addTab(tab.title)
            self.bar.setTabToolTip(place, _keys(place))
        line = QFrame()
        line.setProperty("surface", "line")
        line.setFixedHeight(1)
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.px(theme.ROOMY), 0, theme.px(theme.ROOMY), theme.px(theme.SNUG))
        inner.addWidget(self.gate)
        bar = QVBoxLayout()
        bar.setContentsMargins(theme.px(theme.SNUG), 0, theme.px(theme.SNUG), 0)
        bar.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.answer)
        column.addLayout(inner)
        column.addLayout(bar)
        column.addWidget(line)
        column.addWidget(self._stack, 1)


def _keys(place: int) -> str:
    """Return the keys that open the tab at a place: Ctrl+1 the first, Ctrl+0 the tenth."""
    return f"Ctrl+{(place + 1) % 10}"
