"""The quiet note at the bottom of the window: what happened, and up to three things to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.widgets.buttons import icon_button

Kind = Literal["info", "good", "refused", "trouble"]

MOST_ACTIONS = 3
_NARROWEST = 360  # over less, a note would be a column of words
STAYS_MS = 8_000  # info and good go by themselves; a refusal or trouble stays until it is dealt with


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """A button of a note: its text and what it does."""

    text: str
    run: Callable[[], object]


class NoticeBar(QFrame):
    """Floats over the bottom of its parent; a new note replaces the last one.

    `ground` names the part of the parent that notes lie over, so that the last line of a pane beside it stays in sight.
    """

    dismissed = Signal()

    def __init__(self, parent: QWidget, ground: Callable[[], QWidget] | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.kind: Kind = "info"
        self._icon = QLabel()
        self._text = QLabel(wordWrap=True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons: list[QPushButton] = []
        self._close = icon_button("close", tr("关闭提示"), self.dismiss, tone="surface")
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismiss)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, theme.SNUG, theme.SNUG, theme.SNUG)))
        self._row.setSpacing(theme.px(theme.SNUG))
        for part in (self._icon, self._text, self._close):
            self._row.addWidget(part)
        self._around = parent
        self._find_ground = ground or (lambda: parent)
        self._ground = parent
        parent.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        """Return what the note says, empty when none is shown."""
        return self._text.text() if not self.isHidden() else ""

    def buttons(self) -> list[QPushButton]:
        """Return the buttons of the note that is shown."""
        return list(self._buttons)

    def show_notice(self, text: str, *actions: NoticeAction, kind: Kind = "info") -> None:
        """Show a note with at most three actions; trouble and refusals stay until answered."""
        assert len(actions) <= MOST_ACTIONS
        self.kind = kind
        self._text.setText(text)
        self._icon.setPixmap(icons.pixmap(kind, 18, "surface"))
        self.setAccessibleName(text)
        self._replace_buttons(actions)
        self.settle()
        self.show()
        self.raise_()
        self._announce(text)
        if kind in ("info", "good"):
            self._timer.start(STAYS_MS)
        else:
            self._timer.stop()

    def settle(self) -> None:
        """Lie over the ground as it is now, and follow it from here on."""
        if self._ground is not self._around:
            self._ground.removeEventFilter(self)
        self._ground = self._find_ground()
        if self._ground is not self._around:
            self._ground.installEventFilter(self)
        self._place()

    def dismiss(self) -> None:
        """Take the note away."""
        self._timer.stop()
        if not self.isHidden():
            self.hide()
            self.dismissed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched in (self._around, self._ground):
            self._place()
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()  # a note that is being read does not run away
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        if self.kind in ("info", "good") and not self.isHidden():
            self._timer.start(STAYS_MS)
        super().leaveEvent(event)

    def _replace_buttons(self, actions: tuple[NoticeAction, ...]) -> None:
        for old in self._buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = [self._button(action) for action in actions]
        for place, made in enumerate(self._buttons, start=2):
            self._row.insertWidget(place, made)

    def _button(self, action: NoticeAction) -> QPushButton:
        made = QPushButton(action.text)
        made.clicked.connect(lambda: self._act(action))
        return made

    def _act(self, action: NoticeAction) -> None:
        self.dismiss()  # first: the action may show a note of its own
        action.run()

    def _place(self) -> None:
        ground = self._ground.rect().translated(self._ground.mapTo(self._around, QPoint()))
        if ground.width() < theme.px(_NARROWEST):
            ground = self._around.rect()
        width = min(ground.width() - 2 * theme.px(theme.ROOMY), theme.px(720))
        self.setFixedWidth(max(width, theme.px(200)))
        height = self._row.heightForWidth(self.width()) if self._row.hasHeightForWidth() else self.sizeHint().height()
        self.setFixedHeight(max(height, theme.px(44)))
        left = ground.x() + (ground.width() - self.width()) // 2
        self.move(left, self._around.height() - self.height() - theme.px(theme.ROOMY))

    def _announce(self, text: str) -> None:
        event = QAccessibleAnnouncementEvent(self, text)
        QAccessible.updateAccessibility(event)
