"""Capturing a lead in one line above the board, in the order people speak."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget
from typing_extensions import override

from desktop_crm.operations.deals import add_deal
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.board.sources import SOURCES
from desktop_crm.views.widgets.amount_edit import AmountEdit
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.workspace import Workspace


class NewDealBar(QFrame):
    """Customer, contact, phone, need, source, amount. Enter saves and opens, Ctrl+Enter saves and goes on."""

    added = Signal(str)  # deal id; open it
    kept_going = Signal(str)  # deal id; the bar is ready for the next one
    closed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.playbook = ""
        self.setProperty("surface", "card")
        self.customer = _CustomerLine(placeholderText=tr("客户或个人名称（必填），或粘贴一整句"))
        self.contact = QLineEdit(placeholderText=tr("联系人"))
        self.reach = QLineEdit(placeholderText=tr("电话或邮箱"))
        self.need = QLineEdit(placeholderText=tr("初步需求，用客户的原话"))
        self.source = QComboBox(editable=True)
        self.source.addItems(["", *SOURCES])
        self.amount = AmountEdit()
        self.problem = QLabel()
        self.problem.setProperty("tone", "late")
        self.problem.hide()
        self._arrange()
        self.customer.pasted.connect(self.take_line)
        self.hide()

    def begin(self, playbook: str) -> None:
        """Open the bar for a lead of `playbook`; what was typed before is still there."""
        self.playbook = playbook
        self.show()
        self.customer.setFocus()

    def take_line(self, text: str) -> None:
        """Fill the fields from a line that says a whole lead; a single name goes where it was pasted."""
        from desktop_crm.views.leads.line_reading import read_line, says_a_lead  # noqa: PLC0415 - not needed to start

        if not says_a_lead(text):
            self.customer.insert(" ".join(text.split()))
            return
        found = read_line(self.workspace, text)
        self.customer.setText(found.customer)
        self.contact.setText(found.contact)
        self.reach.setText(found.phone or found.email)
        self.need.setText(found.need)
        if found.source:
            self.source.setEditText("-".join(filter(None, (found.source, found.sub_source))))
        self.amount.set_value(found.amount_fen)

    def fields(self) -> Sequence[QWidget]:
        """Return the fields in their order."""
        return (self.customer, self.contact, self.reach, self.need, self.source, self.amount)

    def save(self, *, go_on: bool = False) -> None:
        """Store the lead; `go_on` leaves the bar open and empty for the next one."""
        try:
            deal_id = self._add()
        except Refused as refusal:
            self.problem.setText(refusal.reason)
            self.problem.show()
            self.customer.setFocus()
            return
        self._empty()
        if go_on:
            self.customer.setFocus()
            self.kept_going.emit(deal_id)
        else:
            self.hide()
            self.added.emit(deal_id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save(go_on=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)

    def _add(self) -> str:
        reach = self.reach.text().strip()
        source, _, sub_source = self.source.currentText().strip().partition("-")
        return self.workspace.do(
            add_deal,
            customer=self.customer.text(),
            contact=self.contact.text(),
            phone="" if "@" in reach else reach,
            email=reach if "@" in reach else "",
            playbook=self.playbook,
            need=self.need.text(),
            source=source,
            sub_source=sub_source,
            amount_fen=self.amount.value(),
        )

    def _empty(self) -> None:
        for field in (self.customer, self.contact, self.reach, self.need):
            field.clear()
        self.amount.set_value(None)
        self.problem.hide()  # the source stays: leads of one fair come one after the other

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(*[theme.px(theme.GAP)] * 4)
        grid.setSpacing(theme.px(theme.SNUG))
        for place, (field, stretch) in enumerate(zip(self.fields(), (3, 2, 2, 4, 2, 2), strict=True)):
            grid.addWidget(field, 0, place)
            grid.setColumnStretch(place, stretch)
        self.amount.setAccessibleName(tr("预计金额"))
        self.source.setAccessibleName(tr("线索来源"))
        line_edit = self.source.lineEdit()
        assert line_edit is not None
        line_edit.setPlaceholderText(tr("来源，如 展会-2024行业展"))
        foot = QHBoxLayout()
        foot.addWidget(self.problem)
        foot.addStretch()
        hint = QLabel(tr("Enter 保存并打开 · Ctrl+Enter 保存，接着录下一条 · Esc 收起"))
        hint.setProperty("role", "muted")
        foot.addWidget(hint)
        foot.addWidget(button(tr("保存"), self.save, kind="primary"))
        foot.addWidget(icon_button("close", tr("收起"), self._close))
        grid.addLayout(foot, 1, 0, 1, 6)


class _CustomerLine(QLineEdit):
    """The first field; what is pasted into it may be a whole lead."""

    pasted = Signal(str)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        else:
            super().keyPressEvent(event)
