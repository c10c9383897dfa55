"""The clocks that run for a deal, each with its deadline in words; stopped and started again in place."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.clocks import pause_clocks, resume_clocks
from desktop_crm.queries.clocks import deal_clocks
from desktop_crm.rules.clocks import CLOCK_TASKS, ClockState, due_text, note_of
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, Mark, clock_mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.date_edit import DateEdit
from desktop_crm.workspace import Workspace

MOST: Final = 3  # lines; the clocks due first


class ClockStrip(QWidget):
    """Says what has to happen by when; nothing is shown while no clock runs."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.deal_id = ""
        self.lines = [ClockLine() for _ in range(MOST)]
        self.more = QLabel()
        self.note = QLabel(wordWrap=True)
        for label in (self.more, self.note):
            label.setProperty("role", "muted")
        self.pause = button(tr("暂停计时"), self._on_pause, kind="quiet")
        self.resume = button(tr("恢复计时"), self._on_resume, kind="quiet")
        self.form = PauseForm()
        self.form.kept.connect(self._on_kept)
        self.form.closed.connect(self._on_closed)
        self._arrange()
        self.hide()

    def show_deal(self, deal_id: str) -> None:
        """Show the clocks of a deal as they stand now; what is being typed for the same deal stays."""
        if deal_id != self.deal_id:
            self.form.clear()
        self.deal_id = deal_id
        states = self.workspace.ask(deal_clocks, deal_id, clock.now())
        self.show_states([state for state in states if state.phase != "met"])

    def show_states(self, states: list[ClockState]) -> None:
        """Show these clocks, the one due first on top."""
        for place, line in enumerate(self.lines):
            line.show_state(states[place] if place < len(states) else None)
        left = len(states) - MOST
        self.more.setText(tr("还有 {count} 个时限", count=left))
        self.more.setToolTip("\n".join(_sentence(state) for state in states[MOST:]))
        self.more.setVisible(left > 0)
        note = note_of(state.clock for state in states)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        paused = any(state.phase == "paused" for state in states)
        self.resume.setVisible(paused)
        self.pause.setVisible(not paused and self.form.isHidden())
        self.setVisible(bool(states))

    def _on_pause(self) -> None:
        self.form.start()
        self.pause.hide()

    def _on_kept(self, reason: str, until: date) -> None:
        made = self.workspace.attempt(pause_clocks, self.deal_id, until=until, reason=reason)
        if made is not None:
            self.form.clear()
            self.show_deal(self.deal_id)
            self.resume.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_closed(self) -> None:
        self.pause.show()
        self.pause.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_resume(self) -> None:
        self.workspace.attempt(resume_clocks, self.deal_id)
        self.show_deal(self.deal_id)
        self.pause.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        rows = QVBoxLayout()
        rows.setSpacing(theme.px(theme.TIGHT))
        for line in self.lines:
            rows.addWidget(line)
        rows.addWidget(self.more)
        top = QHBoxLayout()
        top.setSpacing(theme.px(theme.SNUG))
        top.addLayout(rows, 1)
        for act in (self.pause, self.resume):
            top.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(top)
        column.addWidget(self.form)
        column.addWidget(self.note)


class ClockLine(QWidget):
    """One clock: how it stands, and what has to be done by when, or why it stands still."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.badge = Badge(Mark("", "muted"))
        self.text = QLabel()
        self.text.setProperty("role", "muted")
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.badge)
        row.addWidget(self.text, 1)
        self.setMinimumHeight(theme.px(28))

    def show_state(self, state: ClockState | None) -> None:
        """Show a clock, or nothing."""
        self.setVisible(state is not None)
        if state is not None:
            self.badge.set_mark(clock_mark(state))
            self.text.setText(_sentence(state))
            self.text.setToolTip(_sentence(state))


class PauseForm(QWidget):
    """Why and until when; Enter keeps it, Esc closes it."""

    kept = Signal(str, object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("如：客户放假、等招标公告"))
        self.reason.setAccessibleName(tr("暂停原因"))
        self.until = DateEdit()
        self.until.line.setAccessibleName(tr("暂停到哪一天"))
        self.keep = button(tr("暂停"), self._on_keep)
        self.reason.returnPressed.connect(self._on_keep)
        self.until.line.returnPressed.connect(self._on_keep)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for column, (text, field) in enumerate(((tr("暂停原因"), self.reason), (tr("暂停到"), self.until))):
            label = QLabel(text)
            label.setProperty("role", "muted")
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.keep, 1, 2, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def start(self) -> None:
        """Open with the cursor on the reason."""
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Empty the fields and close."""
        self.hide()
        self.reason.clear()
        self.until.set_value(None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _on_keep(self) -> None:
        if not self.reason.text().strip():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.until.settle() and self.until.value() is None:
            self.until.line.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.until.settle():
            self.kept.emit(self.reason.text(), self.until.value())


def _sentence(state: ClockState) -> str:
    now = clock.now()
    if state.pause is not None:
        day = short_day(clock.local_day(state.pause.ends), clock.local_day(now))
        return tr("暂停到{day}：{reason}", day=day, reason=state.pause.reason)
    return tr("{due} · {task}", due=due_text(state.clock, now), task=CLOCK_TASKS[state.kind])
