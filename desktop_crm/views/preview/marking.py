"""How far an issued document has come: its badge, the button for what comes next, and the line that asks for the day."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.documents import mark_confirmed, mark_sent, mark_signed
from desktop_crm.queries.documents import DocumentState, Issued
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, labels, theme
from desktop_crm.views.widgets.badge import Mark
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.date_edit import DateEdit
from desktop_crm.workspace import Workspace

_BY_SOMEONE: Final = {DocumentState.CONFIRMED: mark_confirmed, DocumentState.SIGNED: mark_signed}
_QUESTIONS: Final = {
    DocumentState.SENT: tr("哪天发出的？"),
    DocumentState.CONFIRMED: tr("谁、哪天确认？"),
    DocumentState.SIGNED: tr("谁、哪天签字？"),
}


def draft_mark() -> Mark:
    """Return the badge of what was not issued."""
    return Mark(tr("未签发"), "muted", "incomplete")


def issue_mark(issue: Issued) -> Mark:
    """Return the badge of an issue: version, state and day."""
    tone, icon = labels.DOCUMENT_MARKS[issue.state]
    day = issue.state_day
    when = tr(" {month}月{day}日", month=day.month, day=day.day) if day else ""
    return Mark(f"v{issue.version} {labels.DOCUMENT_STATES[issue.state]}{when}", tone, icon)


class MarkButton(QToolButton):
    """Offers the three marks; the ones already made say so."""

    chosen = Signal(object)  # DocumentState

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(tr("标记"))
        self.setIcon(icons.icon("down", "muted"))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the word
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(tr("标记已发送、已确认、已签字"))
        self.setMenu(QMenu(self))

    def show_issue(self, issue: Issued) -> None:
        """Offer the marks for this issue."""
        days = {
            DocumentState.SENT: issue.sent_on,
            DocumentState.CONFIRMED: issue.confirmed_on,
            DocumentState.SIGNED: issue.signed_on,
        }
        menu = self.menu()
        menu.clear()
        for state, day in days.items():
            name = tr("标记{state}", state=labels.DOCUMENT_STATES[state])
            action = menu.addAction(tr("{name}（{day}）", name=name, day=day) if day else f"{name}…")
            if day:
                action.setIcon(icons.icon("check", "good"))
            action.triggered.connect(lambda _=False, state=state: self.chosen.emit(state))


class MarkStrip(QFrame):
    """A question and a line: by whom where that matters, which day; Enter notes it, Esc closes."""

    marked = Signal(str)  # the sentence that says what was noted

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._issue: Issued | None = None
        self._state = DocumentState.SENT
        self._question = QLabel()
        self.by = QLineEdit()
        self.by.setPlaceholderText(tr("客户联系人"))
        self.by.setAccessibleName(tr("确认或签字的人"))
        self.day = DateEdit()
        self.day.line.setAccessibleName(tr("日期"))
        self.keep = button(tr("记录"), self._keep, kind="primary")
        self.by.returnPressed.connect(self._keep)
        self.day.line.returnPressed.connect(self._keep)
        self._question.setProperty("role", "muted")
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.by, 2)
        row.addWidget(self.day, 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.keep)
        row.addWidget(icon_button("close", tr("不记录"), self.hide))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(theme.TIGHT), 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addWidget(self._question)
        column.addLayout(row)
        self.hide()

    def ask(self, issue: Issued, state: DocumentState) -> None:
        """Ask for the day of a mark, today unless told."""
        self._issue, self._state = issue, state
        self._question.setText(_QUESTIONS[state])
        self.by.setVisible(state in _BY_SOMEONE)
        self.by.clear()
        self.day.set_value(clock.today())
        self.show()
        self.day.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.day.line.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        if self._issue is None or not self.day.settle():
            return
        day, name = self.day.value(), tr("标记{state}", state=labels.DOCUMENT_STATES[self._state])
        if self._state in _BY_SOMEONE:
            done = self._workspace.attempt(_BY_SOMEONE[self._state], self._issue.id, on=day, by=self.by.text().strip())
        else:
            done = self._workspace.attempt(mark_sent, self._issue.id, on=day)
        if done is not None:
            self.hide()
            self.marked.emit(tr("已{name}：{title}", name=name, title=self._issue.title))
