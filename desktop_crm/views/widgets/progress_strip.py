"""Long work in one line: what is being done, how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import button


class ProgressStrip(QWidget):
    """Text, bar and 取消; hidden while nothing is at work."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setMinimumWidth(theme.px(160))
        self._cancel = button(tr("取消"), self._on_cancel, kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(theme.GAP), theme.px(theme.TIGHT), theme.px(theme.GAP), theme.px(theme.TIGHT))
        row.setSpacing(theme.px(theme.GAP))
        row.addWidget(self._text)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        self.hide()

    def start(self, text: str, *, can_cancel: bool = True) -> None:
        """Show the strip for new work whose length is not known yet."""
        self._text.setText(text)
        self._bar.setRange(0, 0)
        self._cancel.setVisible(can_cancel)
        self._cancel.setEnabled(True)
        self.show()

    def advance(self, done: int, total: int, text: str = "") -> None:
        """Say how far the work is; a new `text` replaces the old one."""
        self._bar.setRange(0, total)
        self._bar.setValue(min(done, total))
        if text:
            self._text.setText(text)
        self.setAccessibleName(f"{self._text.text()} {done}/{total}")

    def finish(self) -> None:
        """Take the strip away."""
        self.hide()

    def text(self) -> str:
        """Return what is said about the work."""
        return self._text.text()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._cancel.isVisible() and self._cancel.isEnabled():
            self._on_cancel()
        else:
            super().keyPressEvent(event)

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._text.setText(tr("正在停止…"))
        self.cancel_requested.emit()
