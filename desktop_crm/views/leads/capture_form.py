"""What a line was understood to say, in fields to look over and complete before it is stored."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLabel, QLineEdit, QWidget

from desktop_crm.queries.customers import customer_names, industries
from desktop_crm.rules.amounts import AmountRange, format_yuan
from desktop_crm.rules.capture import Captured
from desktop_crm.rules.emails import BadEmail, parse_email
from desktop_crm.rules.phones import BadPhone, parse_phone
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.board.sources import SOURCES
from desktop_crm.views.widgets.amount_edit import AmountEdit
from desktop_crm.workspace import Workspace


class CaptureForm(QWidget):
    """Two rows of fields in the order people speak."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.customer, self.contact, self.title = QLineEdit(), QLineEdit(), QLineEdit()
        self.phone, self.email, self.industry, self.need = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.source = QComboBox(editable=True)
        self.source.addItems(["", *SOURCES])
        self.amount = AmountEdit()
        self._budget: AmountRange | None = None
        self._names, self._industries = QStringListModel(self), QStringListModel(self)
        self._arrange()
        self._complete(self.customer, self._names)
        self._complete(self.industry, self._industries)
        self.customer.textEdited.connect(self._suggest_names)

    def show_captured(self, found: Captured) -> None:
        """Fill the fields; a source is kept from before where the line names none."""
        for field, text in (
            (self.customer, found.customer), (self.contact, found.contact), (self.title, found.title),
            (self.phone, found.phone), (self.email, found.email), (self.industry, found.industry),
            (self.need, found.need),
        ):  # fmt: skip
            field.setText(text)
            field.setCursorPosition(0)
        if found.source:
            self.source.setEditText("-".join(filter(None, (found.source, found.sub_source))))
        self.amount.set_value(found.amount_fen)
        self._budget = found.budget
        self._industries.setStringList(self.workspace.ask(industries))

    def start(self) -> None:
        """Put the cursor into the first required field that is empty, else into the need."""
        required = (self.customer, self.phone, self.industry, self.need)
        reachable = self.phone.text().strip() or self.email.text().strip()
        empty = [each for each in required if not each.text().strip() and not (each is self.phone and reachable)]
        (empty[0] if empty else self.need).setFocus()

    def values(self) -> dict[str, Any]:
        """Return what the operation takes."""
        source, _, sub_source = self.source.currentText().strip().partition("-")
        found: dict[str, Any] = {
            "customer": self.customer.text().strip(),
            "contact": self.contact.text().strip(),
            "title": self.title.text().strip(),
            "phone": _normal(self.phone.text()),
            "email": self.email.text().strip(),
            "industry": self.industry.text().strip(),
            "source": source,
            "sub_source": sub_source,
            "need": self.need.text().strip(),
            "amount_fen": self.amount.value(),
        }
        if self._budget:
            found |= {"budget_low_fen": self._budget.low, "budget_high_fen": self._budget.high}
        return found

    def remarks(self) -> str:
        """Return what to know before storing: a number that cannot be one, and the budget that goes along."""
        found = [_problem(self.phone.text(), parse_phone), _problem(self.email.text(), parse_email)]
        if self._budget:
            found.append(tr("预算记为 {range}。", range=_range(self._budget)))
        return "".join(found)

    def clear(self) -> None:
        """Empty the fields; the source stays: leads of one fair come one after the other."""
        self.show_captured(Captured())

    def _suggest_names(self, typed: str) -> None:
        self._names.setStringList(self.workspace.ask(customer_names, typed))

    def _complete(self, field: QLineEdit, names: QStringListModel) -> None:
        completer = QCompleter(names, field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        field.setCompleter(completer)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setVerticalSpacing(theme.px(2))
        first = (
            (tr("客户（必填）"), self.customer), (tr("联系人"), self.contact), (tr("职务"), self.title),
            (tr("电话"), self.phone), (tr("邮箱"), self.email),
        )  # fmt: skip
        for place, (name, field) in enumerate(first):
            self._put(grid, 0, place, 1, name, field)
        self._put(grid, 2, 0, 2, tr("初步需求，用客户的原话"), self.need)
        rest = ((tr("行业"), self.industry), (tr("来源，如 展会-春季展"), self.source), (tr("预计金额"), self.amount))
        for place, (name, field) in enumerate(rest, start=2):
            self._put(grid, 2, place, 1, name, field)
        for place, stretch in enumerate((4, 2, 2, 3, 3)):
            grid.setColumnStretch(place, stretch)

    def _put(self, grid: QGridLayout, row: int, column: int, span: int, name: str, field: QWidget) -> None:
        label = QLabel(name)
        label.setProperty("role", "muted")
        label.setBuddy(field)
        field.setAccessibleName(name)
        grid.addWidget(label, row, column, 1, span)
        grid.addWidget(field, row + 1, column, 1, span)


def _normal(phone: str) -> str:
    try:
        return parse_phone(phone)
    except BadPhone:
        return phone.strip()


def _problem(text: str, read: Any) -> str:
    try:
        if text.strip():
            read(text)
    except (BadPhone, BadEmail) as problem:
        return str(problem)
    return ""


def _range(budget: AmountRange) -> str:
    if budget.low is None or budget.high is None:
        end = format_yuan(budget.low or budget.high or 0)
        return tr("{amount}以上", amount=end) if budget.high is None else tr("{amount}以内", amount=end)
    return f"{format_yuan(budget.low)} – {format_yuan(budget.high)}"
