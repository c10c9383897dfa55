"""A field that understands what people type: shows while typing how it is read, and says why when it is not."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.views import theme

Value = TypeVar("Value")


class ParsedEdit(QWidget, Generic[Value]):
    """A line edit over a reader of text; a subclass says how a value is read, explained and shown."""

    value_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Value | None = None
        self._error = ""
        self.line = QLineEdit()
        self._hint = QLabel(self.line)
        self._hint.setProperty("role", "muted")
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._reason = QLabel(wordWrap=True)
        self._reason.setProperty("role", "small")
        self._reason.setProperty("tone", "late")
        self._reason.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self.line)
        column.addWidget(self._reason)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_typed)
        self.line.editingFinished.connect(self.settle)
        self.line.installEventFilter(self)

    def read(self, text: str) -> Value:
        """Return the value of `text`; raises ValueError with a sentence for the user."""
        raise NotImplementedError

    def explain(self, value: Value) -> str:
        """Return what is shown at the right of the field while typing."""
        raise NotImplementedError

    def shown(self, value: Value) -> str:
        """Return what stands in the field when it is left."""
        raise NotImplementedError

    def understood(self) -> Value | None:
        """Return the value of what stands in the field; None when it is empty or not understood."""
        self._take(self.line.text())
        return self._value

    def show_value(self, value: Value | None) -> None:
        """Show a value, without a signal."""
        self._value = value
        self.line.setText("" if value is None else self.shown(value))
        self._set_error("")
        self._set_hint("")

    def error(self) -> str:
        """Return why the text is not understood; empty when all is well."""
        return self._error

    def hint(self) -> str:
        """Return how the text being typed is read."""
        return self._hint.text()

    def settle(self) -> bool:
        """Take what was typed as final: show it in full or say what is wrong; return whether it is understood."""
        reason = self._take(self.line.text())
        self._set_hint("")
        self._set_error(reason)
        if not reason:
            self.line.setText("" if self._value is None else self.shown(self._value))
        return not reason

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.Resize:
            self._place_hint()
        return super().eventFilter(watched, event)

    def _take(self, text: str) -> str:
        """Read `text` into the value and return what is wrong with it."""
        before = self._value
        if before is not None and text == self.shown(before):
            return ""
        reason = ""
        try:
            self._value = self.read(text) if text.strip() else None
        except ValueError as error:
            self._value, reason = None, str(error)
        if self._value != before:
            self.value_changed.emit()
        return reason

    def _on_typed(self, text: str) -> None:
        reason = self._take(text)
        self._set_hint("" if self._value is None else self.explain(self._value))
        if not reason:
            self._set_error("")

    def _set_hint(self, text: str) -> None:
        self._hint.setText(text)
        self._hint.adjustSize()
        self._place_hint()

    def _place_hint(self) -> None:
        free = self.line.width() - self.line.fontMetrics().horizontalAdvance(self.line.text())
        self._hint.setVisible(bool(self._hint.text()) and free > self._hint.width() + theme.px(56))
        left = self.line.width() - self._hint.width() - theme.px(34)
        self._hint.move(left, (self.line.height() - self._hint.height()) // 2)

    def _set_error(self, reason: str) -> None:
        if reason == self._error:
            return
        self._error = reason
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self.line.setProperty("invalid", "true" if reason else "false")
        self.line.setAccessibleDescription(reason)
        self.line.style().polish(self.line)
