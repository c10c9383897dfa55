"""A quiet text field that grows with its text: shown as plain text until it is used."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget
from typing_extensions import override

from desktop_crm.views import theme

_STAYS = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
_CHROME, _ROOMY_CHROME = 6, 12  # border and padding above and below, as the style sheet has them


class TextCell(QTextEdit):
    """Leaving or Enter commits, Shift+Enter breaks the line, Esc takes back what was typed.

    What was typed stays until `set_value` shows that it was kept: a refused change can be mended.
    """

    committed = Signal(str)
    entered = Signal()  # Enter, after the commit
    lines_pasted = Signal(list)  # several lines where each is to be an item of its own
    emptied_further = Signal()  # Backspace with nothing left to delete
    shifted = Signal(int)  # Alt+Up -1, Alt+Down 1

    def __init__(
        self, hint: str = "", *, splits: bool = False, roomy: bool = False, parent: QWidget | None = None
    ) -> None:
        """Make an empty field; with `splits` pasted lines are items of their own; a `roomy` one is as high as a button."""
        super().__init__(parent)
        self._chrome = _ROOMY_CHROME if roomy else _CHROME
        self.setProperty("roomy", roomy)
        self._stored = ""
        self._splits = splits
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        document = self.document()
        document.setDocumentMargin(0)
        document.documentLayout().documentSizeChanged.connect(self._fit)
        self._fit(document.size())

    def text(self) -> str:
        """Return what stands in the field."""
        return self.toPlainText().strip()

    def pending(self) -> bool:
        """Return whether something was typed that is not kept yet."""
        return self.text() != self._stored

    def set_value(self, text: str) -> None:
        """Show what is stored, unless something else was typed and is not kept yet."""
        pending, self._stored = self.pending(), text
        if not pending or self.isReadOnly():
            self._show(text)
        elif self.text() == text:
            self.document().clearUndoRedoStacks()

    def revert(self) -> None:
        """Show what is stored, whatever was typed."""
        self._show(self._stored)

    def commit(self) -> None:
        """Say what was typed, if anything was."""
        if self.pending() and not self.isReadOnly():
            self.committed.emit(self.text())

    def start(self) -> None:
        """Put the cursor behind the text."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def set_frozen(self, frozen: bool) -> None:  # noqa: FBT001 - a setter in Qt's manner
        """Make the text one to read only, or one to edit."""
        self.setReadOnly(frozen)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if frozen else Qt.FocusPolicy.StrongFocus)

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        if self.isReadOnly() or not self._on_key(e):
            super().keyPressEvent(e)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Ctrl+Z takes back typing first; with nothing typed it is the window's undo.
        if watched is self and event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            if (event.matches(undo) and not self.document().isUndoAvailable()) or (
                event.matches(redo) and not self.document().isRedoAvailable()
            ):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    @override
    def focusInEvent(self, e: QFocusEvent) -> None:
        self.installEventFilter(self)  # only now: the many events on the way to the screen take a tenth of a row's time
        super().focusInEvent(e)

    @override
    def focusOutEvent(self, e: QFocusEvent) -> None:
        self.removeEventFilter(self)
        super().focusOutEvent(e)
        if e.reason() not in _STAYS:
            self.commit()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        lines = [line.strip() for line in source.text().splitlines() if line.strip()]
        if self._splits and len(lines) > 1:
            self.insertPlainText(lines[0])
            self.lines_pasted.emit(lines[1:])
        else:
            self.insertPlainText("\n".join(lines) if self._splits else source.text().strip("\n"))

    def _on_key(self, event: QKeyEvent) -> bool:
        """Take the keys that mean more than typing."""
        key, modifiers = event.key(), event.modifiers()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and modifiers & Qt.KeyboardModifier.AltModifier:
            self.shifted.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.commit()
            self.entered.emit()
        elif key == Qt.Key.Key_Backspace and not self.toPlainText():
            self.emptied_further.emit()
        elif key == Qt.Key.Key_Escape and self.pending():
            self.revert()
        else:
            return False
        return True

    def _show(self, text: str) -> None:
        if self.toPlainText() != text:
            self.setPlainText(text)
        self.document().clearUndoRedoStacks()

    def _fit(self, size: QSizeF) -> None:
        height = int(size.height() + 0.5) + theme.px(self._chrome)
        if height != self.maximumHeight():
            self.setFixedHeight(height)
