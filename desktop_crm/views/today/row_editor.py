"""A field in the place of a row: another day, the next step with its day, or why a lead is handed back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget
from typing_extensions import override

from desktop_crm.queries.today import Item
from desktop_crm.rules.when import When
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.date_edit import DateEdit

Answer = Callable[[str, When | None], None]


class RowEditor(QFrame):
    """Asks for a text, a day or both; Enter hands them to `answer`, Esc closes the field."""

    HEIGHT: Final = 62
    closed = Signal()

    def __init__(self, item: Item, title: str, answer: Answer, *, hint: str = "", with_day: bool = True) -> None:
        super().__init__()
        self._answer = answer
        self.item = item
        self.text: QLineEdit | None = None
        self.when: DateEdit | None = None
        self.setProperty("surface", "floating")
        label = QLabel(title)
        label.setProperty("tone", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(theme.ROOMY), theme.px(6), theme.px(theme.GAP), theme.px(6))
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(label)
        if hint:
            self.text = QLineEdit(placeholderText=hint)
            self.text.setAccessibleName(title)
            row.addWidget(self.text, 3)
        if with_day:
            self.when = DateEdit()
            self.when.line.setAccessibleName(tr("日期"))
            row.addWidget(self.when, 2)
        row.addWidget(button(tr("确定"), self.give, kind="primary"))
        row.addWidget(button(tr("取消"), self.closed.emit, kind="quiet"))
        for field in self._fields():
            field.installEventFilter(self)

    def start(self) -> None:
        """Put the keyboard into the first field."""
        self._fields()[0].setFocus()

    def give(self) -> None:
        """Hand over what was typed; the first field that lacks something gets the keyboard instead."""
        text = self.text.text().strip() if self.text is not None else ""
        if self.text is not None and not text:
            self.text.setFocus()
            return
        when: When | None = None
        if self.when is not None:
            understood = self.when.settle()
            when = self.when.when()
            if not understood or when is None:
                self.when.line.setFocus()
                return
        self._answer(text, when)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.give()
                return True
        return super().eventFilter(watched, event)

    def _fields(self) -> list[QWidget]:
        when = self.when.line if self.when is not None else None
        return [field for field in (self.text, when) if field is not None]
