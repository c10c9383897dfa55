"""Asks for what a deal lacks and for nothing else; Enter goes on, from the last field it saves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.queries.customers import customer_names, industries
from desktop_crm.queries.incomplete import IncompleteDeal
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import MISSING_FIELDS
from desktop_crm.views.widgets.amount_edit import AmountEdit
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.date_edit import DateEdit
from desktop_crm.views.widgets.parsed_edit import ParsedEdit
from desktop_crm.workspace import Workspace

_ORDER = ("customer", "contact", "reach", "industry", "need", "source", "acquired_on")
_TOGETHER = ("customer", "industry")  # what several deals can have in common
_HINTS = {
    "customer": tr("客户（或个人）名称，已有的会提示"),
    "contact": tr("姓名，可不填"),
    "reach": tr("电话或邮箱"),
    "industry": tr("客户所在行业"),
    "need": tr("用客户的原话"),
}


class CompletionForm(QFrame):
    """The gaps of one deal, or those several deals have in common."""

    save_requested = Signal()
    open_requested = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setProperty("surface", "plain")
        self._shown: tuple[str, ...] = ()
        self._asked: tuple[str, ...] = ()
        self._person = ""  # the contact whose name is known
        self._fields: dict[str, QLineEdit | ParsedEdit[Any]] = {}
        self._names = QStringListModel(self)
        self._industries = QStringListModel(self)
        self._title, self._known = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self._title.setProperty("role", "strong")
        self._known.setProperty("role", "muted")
        self._rows = QWidget()
        self._save = button(tr("保存，下一条"), self.save_requested.emit, kind="primary", icon="check")
        self._open = button(tr("打开商机"), self._on_open, kind="quiet")
        self._arrange()

    def show_deals(self, deals: Sequence[IncompleteDeal]) -> None:
        """Ask for what these deals lack; what is typed stays as long as they are the same."""
        self.setEnabled(bool(deals))
        shown = tuple(deal.id for deal in deals)
        asked, person = _asked(deals), deals[0].contact if len(deals) == 1 else ""
        self._tell(deals)
        if (shown, asked, person) == (self._shown, self._asked, self._person):
            return
        kept = self._typed() if shown == self._shown else {}
        self._shown, self._asked, self._person = shown, asked, person
        self._rebuild()
        for key, text in kept.items():
            if key in self._fields:
                _line(self._fields[key]).setText(text)

    def start(self) -> None:
        """Put the cursor into the first gap."""
        if self._fields:
            first = next(iter(self._fields.values()))
            _line(first).setFocus()

    def clear(self) -> None:
        """Empty the fields."""
        self._shown = self._asked = ()

    def field(self, key: str) -> QLineEdit:
        """Return the line that asks for `key`."""
        return _line(self._fields[key])

    def asked(self) -> tuple[str, ...]:
        """Return what the form asks for."""
        return tuple(self._fields)

    def values(self) -> dict[str, Any] | None:
        """Return what was typed, None while something is not understood."""
        found: dict[str, Any] = {}
        for key, field in self._fields.items():
            if isinstance(field, ParsedEdit) and not field.settle():
                _line(field).setFocus()
                return None
            value = _value(field)
            if value not in (None, ""):
                found[key] = value
        return found

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._go_on(watched, at_once=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return True
        return super().eventFilter(watched, event)

    def _go_on(self, here: QObject, *, at_once: bool) -> None:
        """Go to the next field that is still empty; with none left, or Ctrl held, save."""
        lines = [_line(field) for field in self._fields.values()]
        place = next((at for at, line in enumerate(lines) if line is here), len(lines))
        later = lines[place + 1 :]
        empty = next((line for line in later if not line.text().strip()), None)
        if empty is None or at_once:
            self.save_requested.emit()
        else:
            empty.setFocus()

    def _typed(self) -> dict[str, str]:
        return {key: text for key, field in self._fields.items() if (text := _line(field).text())}

    def _tell(self, deals: Sequence[IncompleteDeal]) -> None:
        self._open.setVisible(len(deals) == 1)
        if len(deals) == 1:
            deal = deals[0]
            self._title.setText(deal.title or deal.number)
            self._known.setText(" · ".join(filter(None, (deal.number, deal.customer, deal.contact, deal.source))))
        else:
            self._title.setText(tr("已选 {count} 条", count=len(deals)) if deals else "")
            self._known.setText(tr("一次填写相同的客户和行业") if deals else "")

    def _rebuild(self) -> None:
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        self._fields = {key: self._make(key) for key in self._asked}
        for key, field in self._fields.items():
            name = self._name(key)
            label = QLabel(name)
            label.setProperty("role", "muted")
            label.setBuddy(field)
            _line(field).setAccessibleName(name)
            column.addWidget(label)
            column.addWidget(field)
            column.addSpacing(theme.px(theme.SNUG))
        self._column.replaceWidget(self._rows, fresh)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = fresh

    def _name(self, key: str) -> str:
        if key == "reach":
            return tr("{person}的联系方式", person=self._person) if self._person else tr("联系方式")
        return tr("联系人") if key == "contact" else MISSING_FIELDS[key][0]

    def _make(self, key: str) -> QLineEdit | ParsedEdit[Any]:
        made: QLineEdit | ParsedEdit[Any]
        if key == "acquired_on":
            made = DateEdit()
        elif key == "amount_fen":
            made = AmountEdit()
        else:
            made = QLineEdit()
            made.setPlaceholderText(_HINTS.get(key, ""))
        line = _line(made)
        line.installEventFilter(self)
        if key == "customer":
            line.textEdited.connect(self._suggest_names)
            line.setCompleter(_completer(self._names, line))
        elif key == "industry":
            self._industries.setStringList(self.workspace.ask(industries))
            line.setCompleter(_completer(self._industries, line))
        return made

    def _suggest_names(self, typed: str) -> None:
        self._names.setStringList(self.workspace.ask(customer_names, typed))

    def _on_open(self) -> None:
        if len(self._shown) == 1:
            self.open_requested.emit(self._shown[0])

    def _arrange(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[theme.px(theme.ROOMY)] * 4)
        self._column.setSpacing(theme.px(theme.TIGHT))
        self._column.addWidget(self._title)
        self._column.addWidget(self._known)
        self._column.addSpacing(theme.px(theme.GAP))
        self._column.addWidget(self._rows)
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._open)
        buttons.addStretch()
        self._column.addLayout(buttons)
        self._column.addStretch()


def _asked(deals: Sequence[IncompleteDeal]) -> tuple[str, ...]:
    """Return the fields to ask for: a missing contact is a way to reach them, and a name where none is known."""
    if len(deals) != 1:
        return _TOGETHER if deals else ()
    missing = set(deals[0].missing)
    if missing & {"contact", "phone", "email"}:
        missing = (missing - {"contact", "phone", "email"}) | ({"reach"} if deals[0].contact else {"contact", "reach"})
    return tuple(key for key in _ORDER if key in missing)


def _line(field: QLineEdit | ParsedEdit[Any]) -> QLineEdit:
    return field if isinstance(field, QLineEdit) else field.line


def _value(field: QLineEdit | ParsedEdit[Any]) -> str | int | date | None:
    if isinstance(field, (DateEdit, AmountEdit)):
        return field.value()
    return _line(field).text().strip()


def _completer(model: QStringListModel, parent: QLineEdit) -> QCompleter:
    made = QCompleter(model, parent)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    return made
