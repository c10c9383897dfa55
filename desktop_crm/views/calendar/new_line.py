"""The line that makes a plan where it will stand: whom, what, and when, typed as people say it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.activities import plan_activity
from desktop_crm.queries.plan_line import PlanLine, plan_line
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.calendar.entry_painting import day_name
from desktop_crm.views.widgets.date_edit import weekday
from desktop_crm.workspace import Workspace

PAUSE_MS = 120
_WIDTH = 420


class NewLine(QFrame):
    """Enter plans, Up and Down choose among the deals found, Esc puts the line away."""

    planned = Signal(str, object, str)  # activity id, date, HH:MM or empty
    closed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._ground = parent
        self.setProperty("surface", "floating")
        self.day = clock.today()
        self.at = ""
        self.owner = ""
        self.line = _Line(placeholderText=tr("客户 商机 要做什么 下午3点"))
        self.line.setAccessibleName(tr("新计划"))
        self.deals = QListWidget()
        self.deals.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.deals.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hint = QLabel(wordWrap=True)
        self.hint.setProperty("role", "muted")
        self._understood: tuple[str, PlanLine] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._arrange()
        self.hide()

    def begin(self, day: date, at: str, place: QRect, owner: str = "") -> None:
        """Open the line at `place` for `day`; what is planned will be `owner`'s."""
        self.day, self.at, self.owner = day, at, owner
        self.line.clear()
        self._understood = None
        self._say()
        self.setFixedWidth(min(theme.px(_WIDTH), self._ground.width() - theme.px(16)))
        self.show()
        self.raise_()
        self._fit()
        room = self._ground.rect().adjusted(0, 0, -self.width(), -self.height())
        self.move(QPoint(max(0, min(place.left(), room.right())), max(0, min(place.top(), room.bottom()))))
        self.line.setFocus()

    def save(self) -> None:
        """Plan what was typed; what is missing is said where it was typed."""
        line = self._read_now()
        if not line.deals:
            self._complain(
                tr("没有找到这个客户或商机，请换一个词。") if self.line.text().strip() else tr("先写客户或商机。")
            )
            return
        if not line.goal:
            self._complain(tr("再写要做什么，例如“送报价单”。"))
            return
        deal = line.deals[max(0, self.deals.currentRow())]
        at = line.at or self.at
        try:
            made = self.workspace.do(
                plan_activity, deal.id, goal=line.goal, due_on=line.day, due_at=at, owner_id=self.owner
            )
        except Refused as refusal:
            self._complain(refusal.reason)
            return
        self.hide()
        self.planned.emit(made, line.day, at)

    def put_away(self) -> None:
        """Close the line without planning."""
        self._pause.stop()
        self.hide()
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.put_away()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.deals.count():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.deals.setCurrentRow((self.deals.currentRow() + step) % self.deals.count())
        else:
            super().keyPressEvent(event)

    def _back_to_typing(self) -> None:
        self.line.setFocus()

    def _on_typed(self) -> None:
        self._pause.start()

    def _look_up(self) -> None:
        typed, day = self.line.text(), self.day

        def show(found: PlanLine) -> None:
            if typed == self.line.text() and self.isVisible():
                self._show(typed, found)

        self.workspace.later(lambda session: plan_line(session, typed, day, clock.today()), show)

    def _read_now(self) -> PlanLine:
        """Return how the line is understood, looked up at once when the pause was not over yet."""
        self._pause.stop()
        typed = self.line.text()
        if self._understood is None or self._understood[0] != typed:
            self._show(typed, self.workspace.ask(plan_line, typed, self.day, clock.today()))
        assert self._understood is not None
        return self._understood[1]

    def _show(self, typed: str, line: PlanLine) -> None:
        before = self._understood[1].deals if self._understood else ()
        self._understood = (typed, line)
        if line.deals != before:
            self.deals.clear()
            self.deals.addItems([f"{deal.customer} · {deal.title}" for deal in line.deals])
            self.deals.setCurrentRow(0)
        self._say(line)
        self._fit()

    def _say(self, line: PlanLine | None = None) -> None:
        day, at = (line.day, line.at or self.at) if line else (self.day, self.at)
        when = f"{day_name(day)} {weekday(day)} {at}".strip()
        goal = line.goal if line and line.goal else tr("要做什么")
        self.hint.setProperty("tone", "")
        self.hint.setText(tr("{when} · {goal}    Enter 保存 · ↑↓ 选商机 · Esc 放弃", when=when, goal=goal))
        self.hint.style().polish(self.hint)

    def _complain(self, reason: str) -> None:
        self.hint.setProperty("tone", "late")
        self.hint.setText(reason)
        self.hint.style().polish(self.hint)
        self._fit()

    def _fit(self) -> None:
        self.deals.setVisible(self.deals.count() > 0 and bool(self.line.text().strip()))
        rows = self.deals.count()
        self.deals.setFixedHeight(max(self.deals.sizeHintForRow(0), theme.px(28)) * rows + theme.px(6) if rows else 0)
        self.adjustSize()
        bottom = self._ground.height()
        if self.geometry().bottom() > bottom:
            self.move(self.x(), max(0, bottom - self.height()))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(theme.SNUG)] * 4)
        column.setSpacing(theme.px(theme.TIGHT))
        for part in (self.line, self.deals, self.hint):
            column.addWidget(part)
        self.line.textChanged.connect(self._on_typed)
        self._pause.timeout.connect(self._look_up)
        self.deals.itemClicked.connect(self._back_to_typing)


class _Line(QLineEdit):
    """Leaves Enter, Esc, Up and Down to the frame around it."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.key() in keys:
            event.ignore()
        else:
            super().keyPressEvent(event)
