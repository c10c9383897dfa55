"""Who at the customer confirmed, and when, asked in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget
from typing_extensions import override

from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.date_edit import DateEdit


class ConfirmForm(QWidget):
    """Who confirmed, and when; Enter keeps it, Esc closes it."""

    confirmed = Signal(str, object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.by = QLineEdit()
        self.by.setPlaceholderText(tr("确认人"))
        self.by.setAccessibleName(tr("确认人"))
        self.day = DateEdit()
        self.day.set_value(clock.today())
        self.day.line.setAccessibleName(tr("确认日期"))
        self.keep = button(tr("确认"), self._on_keep, kind="primary")
        self.by.returnPressed.connect(self._on_keep)
        self.day.line.returnPressed.connect(self._on_keep)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.px(theme.TIGHT), 0, 0)
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for column, (text, field) in enumerate(((tr("客户方确认人"), self.by), (tr("确认日期"), self.day))):
            label = QLabel(text)
            label.setProperty("role", "muted")
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.keep, 1, 2, Qt.AlignmentFlag.AlignTop)

    def offer(self, contact: str) -> None:
        """Offer a name unless one was typed."""
        if self.isHidden() or not self.by.isModified():
            self.by.setText(contact)

    def start(self) -> None:
        """Put the cursor on the name."""
        self.by.setFocus(Qt.FocusReason.OtherFocusReason)
        self.by.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _on_keep(self) -> None:
        if self.day.settle():
            self.confirmed.emit(self.by.text(), self.day.value())
