"""A value that is edited where it stands: click, Enter or just type; Esc takes it back, leaving keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.when import When
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.date_edit import day_text, when_text
from desktop_crm.views.widgets.value_editors import Value, ValueEditor, make_editor

Kind = Literal["text", "long", "choice", "date", "when", "amount", "fixed"]
FactData = Value


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value: text, a key of `choices`, a day (with its time) or fen, by `kind`; a fixed one cannot be edited."""

    key: str
    label: str
    value: FactData = None
    kind: Kind = "text"
    choices: tuple[tuple[str, str], ...] = ()
    tone: theme.Tone = "text"

    def text(self) -> str:
        """Return the value as it is shown."""
        if self.value is None or self.value == "":
            return ""
        if self.kind == "choice":
            return dict(self.choices).get(str(self.value), str(self.value))
        if isinstance(self.value, date):
            return day_text(self.value)
        if isinstance(self.value, When):
            return when_text(self.value)
        if self.kind == "amount" and isinstance(self.value, int):
            return format_yuan(self.value)
        return str(self.value)


class FactValue(QLabel):
    """Shows a value and asks to be edited."""

    edit_requested = Signal(str)  # what was typed, empty for a click or Enter

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, wordWrap=True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(*(theme.px(side) for side in (theme.TIGHT, 3, theme.TIGHT, 3)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setMinimumHeight(theme.px(28))

    @override
    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        if ev.button() == Qt.MouseButton.LeftButton and self.rect().contains(ev.position().toPoint()):
            self.edit_requested.emit("")

    @override
    def keyPressEvent(self, ev: QKeyEvent) -> None:
        typed = ev.text()
        commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if ev.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit_requested.emit("")
        elif typed.strip() and typed.isprintable() and not ev.modifiers() & commands:
            self.edit_requested.emit(typed)
        else:
            super().keyPressEvent(ev)


def open_fields(within: QWidget) -> list[InlineEdit]:
    """Return the fields inside a widget that are being typed in."""
    return [field for field in _OPEN if isValid(field) and within.isAncestorOf(field)]


class InlineEdit(QWidget):
    """One fact shown as text that turns into the right field and back."""

    edited = Signal(object)

    def __init__(self, fact: Fact, parent: QWidget | None = None, *, one_line: bool = False) -> None:
        super().__init__(parent)
        self._fact = fact
        self._shown: Fact | None = None
        self._editor: ValueEditor | None = None
        self._back: Callable[[], object] | None = None  # takes the keyboard from here
        self._value = FactValue(self)
        self._value.setWordWrap(not one_line)
        self._value.edit_requested.connect(self.start)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._value)
        self.setFocusProxy(self._value)
        self.set_fact(fact)

    def fact(self) -> Fact:
        """Return what is shown."""
        return self._fact

    def editing(self) -> ValueEditor | None:
        """Return the open field, if it is open."""
        return self._editor

    def set_fact(self, fact: Fact) -> None:
        """Show a fact; a field that is open keeps what is being typed."""
        if fact == self._shown:
            return
        self._fact = self._shown = fact
        text = fact.text()
        can_edit = fact.kind != "fixed"
        self._value.setText(text or ("—" if not can_edit else tr("填写{label}", label=fact.label)))
        tone = fact.tone if text else "muted"
        if tone != self._value.property("tone"):
            self._value.setProperty("tone", tone)
            if self._value.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
                self._value.style().polish(self._value)
        self._value.setFocusPolicy(Qt.FocusPolicy.StrongFocus if can_edit else Qt.FocusPolicy.NoFocus)
        self._value.setCursor(Qt.CursorShape.IBeamCursor if can_edit else Qt.CursorShape.ArrowCursor)
        self._value.setAccessibleName(f"{fact.label} {text}")

    def start(self, typed: str = "", *, back: Callable[[], object] | None = None) -> None:
        """Open the field; what was `typed` replaces the value. Enter and Esc go `back`, else to the value."""
        if self._editor is not None or self._fact.kind == "fixed":
            return
        self._back = back
        self._editor = make_editor(self._fact.kind, self._fact.value, self._fact.choices)
        _OPEN.add(self)
        widget = self._editor.widget
        widget.setAccessibleName(self._fact.label)
        self._column.addWidget(widget)
        QWidget.setTabOrder(self._value, self._editor.focus)
        self._editor.focus.installEventFilter(self)
        self._editor.chosen.connect(self.commit)
        self._value.hide()
        widget.show()
        self._editor.focus.setFocus()
        self._editor.begin(typed)

    def commit(self) -> bool:
        """Take what was typed and close the field; when it is not understood keep it open and say why."""
        editor = self._editor
        if editor is None:
            return True
        if not editor.settle():
            return False
        value = editor.value()
        self._close()
        if value != self._fact.value and not (value is None and self._fact.value == ""):
            self.set_fact(replace(self._fact, value=value))
            self.edited.emit(value)
        return True

    def cancel(self) -> None:
        """Close the field and keep the value as it was."""
        self._close()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._editor is None or watched is not self._editor.focus:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if QApplication.activePopupWidget() is None:  # a list or calendar of the field is part of it
                self.commit()
            return False
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
            self._leave()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (control or self._fact.kind != "long"):
            if self.commit():
                self._leave()
            return True
        return False

    def _leave(self) -> None:
        (self._back or self._value.setFocus)()

    def _close(self) -> None:
        editor, self._editor = self._editor, None
        if editor is None:
            return
        _OPEN.discard(self)
        editor.focus.removeEventFilter(self)
        self._value.show()
        self._column.removeWidget(editor.widget)
        editor.widget.hide()
        editor.widget.deleteLater()
        editor.deleteLater()


_OPEN: WeakSet[InlineEdit] = WeakSet()  # to look for them among the hundreds of fields of a pane takes long
