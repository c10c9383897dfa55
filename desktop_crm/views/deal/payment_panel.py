"""What hangs below an instalment: its amount, how it stands, what came in, and the form for what comes in next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.receipts import METHODS
from desktop_crm.queries.payments import Instalment, Money
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.due import short_day
from desktop_crm.rules.payment_terms import read_condition
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.payment_details import PaymentDetails
from desktop_crm.views.widgets.amount_edit import AmountEdit
from desktop_crm.views.widgets.badge import Badge, Mark, due_mark
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.date_edit import DateEdit
from desktop_crm.views.widgets.item_list import Footer, Item

_WAITING: Final = {"signing": tr("待签约"), "acceptance": tr("待验收")}


@dataclass(frozen=True, slots=True)
class PaymentActions:
    """What can be done with an instalment or a receipt, by its id; None as an answer means that it was not done."""

    receive: Callable[[str, dict[str, Any]], object | None]
    remove_receipt: Callable[[str], object | None]
    edit: Callable[[str, str, Any], object | None]  # id, field, value


def payment_mark(one: Instalment, today: date) -> Mark:
    """Return how an instalment stands: paid, due, or what it waits for."""
    if one.paid:
        return Mark(tr("已收齐"), "good", "good")
    if one.due_on is not None:
        return due_mark(one.due_on, today)
    if one.milestone:
        return Mark(tr("待{step}", step=one.milestone[:10]), "muted", "waiting")
    return Mark(_WAITING.get(read_condition(one.condition, today).event, tr("未定日期")), "muted", "waiting")


def money_text(money: Money) -> str:
    """Return a receipt in one line."""
    day = money.received_on.isoformat() if money.received_on else ""
    head = tr("{day} 到账 {amount}", day=day, amount=format_yuan(money.amount_fen)).strip()
    return " · ".join(part for part in (head, money.method, money.note) if part)


class PaymentPanel(Footer):
    """Amount and state in a line, the receipts below, and in its place the form for the next one."""

    def __init__(self, actions: PaymentActions) -> None:
        super().__init__()
        self._actions = actions
        self._one = Instalment(id="", name="")
        self.amount = QLabel()
        self.amount.setProperty("role", "strong")
        self.badge = Badge(Mark("", "muted"))
        self.left = QLabel()
        self.left.setProperty("role", "muted")
        self.receive_button = button(tr("记录到账"), self.open_form, icon="deal")
        self.with_step = QLabel(wordWrap=True)
        self.with_step.setProperty("role", "small")
        self.with_step.setProperty("tone", "muted")
        self.details = PaymentDetails(lambda key, value: actions.edit(self._one.id, key, value))
        self._receipts = QVBoxLayout()
        self._receipts.setSpacing(0)
        self.lines: list[ReceiptLine] = []
        self._form: ReceiptForm | None = None
        self._arrange()

    @override
    def set_item(self, item: Item, *, frozen: bool) -> None:
        one = item.data
        assert isinstance(one, Instalment)
        self._one = one
        today = clock.today()
        self.amount.setText(tr("金额未定") if one.amount_fen is None else format_yuan(one.amount_fen))
        self.badge.set_mark(payment_mark(one, today))
        partly = one.received_fen and not one.paid
        self.left.setText(tr("还差 {left}", left=format_yuan(one.left_fen)) if partly else "")
        waits = one.milestone and not one.due_on
        expected = tr("，预计 {day}", day=short_day(one.expected_on, today)) if one.expected_on else ""
        self.with_step.setText(tr("里程碑“{step}”完成后到期{day}", step=one.milestone, day=expected) if waits else "")
        self.with_step.setVisible(bool(waits))
        self.receive_button.setVisible(not one.paid and one.amount_fen is not None and not self._receiving())
        self.details.show_instalment(one)
        self._show_receipts(one.receipts)

    @override
    def tab_stops(self) -> list[QWidget]:
        stops: list[QWidget] = [] if self.receive_button.isHidden() else [self.receive_button]
        stops += self.details.tab_stops()
        return [*stops, *(line.cross for line in self.lines), *(self._form.tab_stops() if self._form else [])]

    def open_form(self) -> None:
        """Ask, in place, what came in; all that is left stands there already."""
        self.receive_button.hide()
        self.form.start(self._one.left_fen)
        for before, after in pairwise([self.receive_button, *self.tab_stops()]):
            QWidget.setTabOrder(before, after)

    @property
    def form(self) -> ReceiptForm:
        """The form for what comes in, made when it is first asked for."""
        if self._form is None:
            self._form = ReceiptForm(self._on_keep)
            self._form.hide()
            self._column.addWidget(self._form)
        return self._form

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._receiving():
            self._close()
        else:
            super().keyPressEvent(event)

    def _on_keep(self, values: dict[str, Any]) -> None:
        if self._actions.receive(self._one.id, values) is not None:
            self._close()

    def _receiving(self) -> bool:
        return self._form is not None and not self._form.isHidden()

    def _close(self) -> None:
        self.form.hide()
        open_still = not self._one.paid and self._one.amount_fen is not None
        self.receive_button.setVisible(open_still)
        if open_still:
            self.receive_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_receipts(self, receipts: tuple[Money, ...]) -> None:
        if [line.money for line in self.lines] == list(receipts):
            return
        for line in self.lines:
            self._receipts.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [ReceiptLine(money, self._actions.remove_receipt) for money in receipts]
        for line in self.lines:
            self._receipts.addWidget(line)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.amount)
        row.addWidget(self.badge)
        row.addWidget(self.left)
        row.addStretch()
        row.addWidget(self.receive_button)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(theme.TIGHT), theme.px(theme.TIGHT), 0, theme.px(theme.TIGHT))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(row)
        column.addWidget(self.with_step)
        column.addWidget(self.details)
        column.addLayout(self._receipts)


class ReceiptLine(QWidget):
    """One receipt, with a cross to take it back."""

    def __init__(self, money: Money, remove: Callable[[str], object]) -> None:
        super().__init__()
        self.money = money
        text = QLabel(money_text(money), wordWrap=True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setProperty("role", "muted")
        self.cross = icon_button("close", tr("删除这笔到账"), lambda: remove(money.id))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.TIGHT))
        row.addWidget(text, 1)
        row.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)


class ReceiptForm(QWidget):
    """How much, when and how it came; Enter keeps it."""

    def __init__(self, keep: Callable[[dict[str, Any]], None]) -> None:
        super().__init__()
        self._keep = keep
        self.amount = AmountEdit()
        self.amount.line.setAccessibleName(tr("到账金额"))
        self.day = DateEdit()
        self.day.line.setAccessibleName(tr("到账日期"))
        self.method = QComboBox(editable=True)
        self.method.addItems(METHODS)
        self.method.setAccessibleName(tr("到账方式"))
        self.save = button(tr("记录"), self._on_keep, kind="primary")
        for line in (self.amount.line, self.day.line):
            line.returnPressed.connect(self._on_keep)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setVerticalSpacing(theme.px(2))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        fields = ((tr("金额"), self.amount, 0, 0), (tr("日期"), self.day, 0, 1), (tr("方式"), self.method, 2, 0))
        for text, field, row, column in fields:
            label = QLabel(text)
            label.setProperty("role", "muted")
            grid.addWidget(label, row, column)
            grid.addWidget(field, row + 1, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.save, 3, 1, Qt.AlignmentFlag.AlignRight)

    def start(self, left_fen: int) -> None:
        """Open with all that is left, come in today."""
        self.amount.set_value(left_fen)
        self.day.set_value(clock.today())
        self.show()
        self.amount.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.amount.line.selectAll()

    def tab_stops(self) -> list[QWidget]:
        """Return the fields that Tab goes through."""
        return [] if self.isHidden() else [self.amount.line, self.day.line, self.method, self.save]

    def _on_keep(self) -> None:
        if not (self.amount.settle() and self.day.settle()):
            return
        values = {"received_on": self.day.value(), "method": self.method.currentText()}
        self._keep(values | {"amount_fen": self.amount.value()})
