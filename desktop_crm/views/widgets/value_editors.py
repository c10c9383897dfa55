"""The fields an inline value turns into, all with the same few handles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from desktop_crm.rules.when import When
from desktop_crm.views import theme
from desktop_crm.views.widgets.amount_edit import AmountEdit
from desktop_crm.views.widgets.date_edit import DateEdit

Choices = tuple[tuple[str, str], ...]
Value = str | int | date | When | None


class ValueEditor(QObject):
    """A field: its `widget`, the part that takes the `focus`, and what it holds."""

    chosen = Signal()

    def __init__(self, widget: QWidget, focus: QWidget) -> None:
        super().__init__()
        self.widget = widget
        self.focus = focus

    def begin(self, typed: str) -> None:
        """Start with what was typed, or with the whole value selected."""
        raise NotImplementedError

    def settle(self) -> bool:
        """Return whether what stands in the field is understood; the field itself says why not."""
        return True

    def value(self) -> Value:
        """Return what stands in the field."""
        raise NotImplementedError


class _Text(ValueEditor):
    def __init__(self, value: object) -> None:
        self.line = QLineEdit("" if value is None else str(value))
        super().__init__(self.line, self.line)

    @override
    def begin(self, typed: str) -> None:
        _begin(self.line, typed)

    @override
    def value(self) -> Value:
        return self.line.text().strip()


class _Long(ValueEditor):
    def __init__(self, value: object) -> None:
        self.area = QPlainTextEdit("" if value is None else str(value))
        self.area.setTabChangesFocus(True)
        self.area.setFixedHeight(theme.px(96))
        super().__init__(self.area, self.area)

    @override
    def begin(self, typed: str) -> None:
        self.area.moveCursor(QTextCursor.MoveOperation.End)
        self.area.insertPlainText(typed)

    @override
    def value(self) -> Value:
        return self.area.toPlainText().strip()


class _Choice(ValueEditor):
    def __init__(self, value: object, choices: Choices) -> None:
        self.box = QComboBox()
        for key, text in choices:
            self.box.addItem(text, key)
        self.box.setCurrentIndex(self.box.findData(value))
        super().__init__(self.box, self.box)
        self.box.activated.connect(self.chosen)

    @override
    def begin(self, typed: str) -> None:
        if not typed:
            self.box.showPopup()

    @override
    def value(self) -> Value:
        return self.box.currentData()


class _Parsed(ValueEditor):
    """A field that reads what is typed: a day or an amount."""

    def __init__(self, field: DateEdit | AmountEdit) -> None:
        self.field = field
        super().__init__(field, field.line)

    @override
    def begin(self, typed: str) -> None:
        _begin(self.field.line, typed)

    @override
    def settle(self) -> bool:
        return self.field.settle()

    @override
    def value(self) -> Value:
        return self.field.value()


def _date(value: object) -> ValueEditor:
    field = DateEdit()
    field.set_value(value if isinstance(value, date) else None)
    return _Parsed(field)


class _Moment(_Parsed):
    """A day with its time, where one was said."""

    def __init__(self, value: object) -> None:
        self._date = DateEdit()
        self._date.show_value(value if isinstance(value, When) else None)
        super().__init__(self._date)

    @override
    def value(self) -> Value:
        return self._date.when()


def _amount(value: object) -> ValueEditor:
    field = AmountEdit()
    field.set_value(value if isinstance(value, int) else None)
    return _Parsed(field)


def make_editor(kind: str, value: object, choices: Choices) -> ValueEditor:
    """Return the field for a kind of fact."""
    if kind == "choice":
        return _Choice(value, choices)
    kinds: dict[str, Callable[[object], ValueEditor]] = {
        "long": _Long,
        "date": _date,
        "when": _Moment,
        "amount": _amount,
    }
    return kinds.get(kind, _Text)(value)


def _begin(line: QLineEdit, typed: str) -> None:
    if typed:
        line.selectAll()
        line.insert(typed)
    else:
        line.selectAll()
