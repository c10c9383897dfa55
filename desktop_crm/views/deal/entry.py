"""What every quick entry of a deal is: fields that are saved together, the day of what was and of what comes next."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from desktop_crm.views.deal.draft import moment_of
from desktop_crm.views.widgets.date_edit import DateEdit


class Entry(QFrame):
    """Saves nothing itself: `save_requested`, by Ctrl+Enter from any field, says that a record is wanted."""

    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.due, self.happened = DateEdit(), DateEdit()
        self.hear_save(self.due.line, self.happened.line)

    def hear_save(self, *fields: QWidget) -> None:
        """Save by Ctrl+Enter from these fields, which would take the key for themselves."""
        for field in fields:
            field.installEventFilter(self)

    def settled(self) -> bool:
        """Return whether both dates are understood; the field that is not says why and takes the cursor."""
        for field in (self.due, self.happened):
            if not field.settle():
                field.setFocus()
                return False
        return True

    def happened_at(self) -> datetime | None:
        """Return the moment that was typed, local; None stands for now."""
        return moment_of(self.happened.when())

    def next_due(self) -> date | None:
        """Return the day of what comes next."""
        return self.due.value()

    def next_at(self) -> str:
        """Return its time of day as HH:MM, empty for any."""
        when = self.due.when()
        return f"{when.time:%H:%M}" if when and when.time else ""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_save(event):
            self.save_requested.emit()
            return True
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_save(event):  # from a chip or a list, which let it through
            self.save_requested.emit()
        else:
            super().keyPressEvent(event)


def _is_save(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
