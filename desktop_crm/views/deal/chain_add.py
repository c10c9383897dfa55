"""The line that adds people to the decision chain, one after another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.queries.decision_chain import OtherContact
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import CHAIN_ROLES
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.flow import FlowLayout
from desktop_crm.views.widgets.person_edit import PersonEdit

MOST_OFFERED = 6


class ChainAdd(QWidget):
    """A quick line, and the customer's known contacts to take with one click."""

    person_entered = Signal(object, str)  # QuickPerson, the role wanted when the line names none
    contact_chosen = Signal(str, str)  # contact id, role
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = ""
        self._contacts: tuple[OtherContact, ...] = ()
        self.line = PersonEdit()
        self.line.line.setPlaceholderText(tr("李总 采购部 采购总监 决策者"))
        self.line.line.returnPressed.connect(self._on_entered)
        self._wanted = QLabel()
        self._wanted.setProperty("role", "muted")
        self._offers = QWidget()
        self._offered = FlowLayout(self._offers, spacing=theme.px(theme.TIGHT))
        self._arrange()
        self.hide()

    def ask(self, role: str = "") -> None:
        """Open the line for a person of a `role`; what was typed before is still there."""
        self._role = role
        wanted = CHAIN_ROLES[role] if role else tr("决策链成员")
        self._wanted.setText(tr("补充{role}：姓名在前，部门、职务、角色、电话随意，用空格隔开", role=wanted))
        self.show()
        self.line.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, contacts: Sequence[OtherContact]) -> None:
        """Offer the customer's contacts who are not in the chain."""
        if tuple(contacts) == self._contacts:
            return
        self._contacts = tuple(contacts)
        while (item := self._offered.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for contact in self._contacts[:MOST_OFFERED]:
            self._offered.addWidget(self._offer(contact))
        self._offers.setVisible(bool(contacts))

    def accept(self) -> None:
        """Clear the line for the next person."""
        self._role = ""
        self.line.show_value(None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _offer(self, contact: OtherContact) -> QWidget:
        text = f"{contact.name} {contact.title}".strip()
        return button(text, lambda: self.contact_chosen.emit(contact.id, self._role), kind="quiet", icon="add")

    def _on_entered(self) -> None:
        if self.line.settle():
            said = self.line.understood()
            if said is not None:
                self.person_entered.emit(said.person, self._role)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.line, 1)
        row.addWidget(button(tr("加入"), self._on_entered), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(icon_button("close", tr("收起"), self._close), 0, Qt.AlignmentFlag.AlignTop)
        self._wanted.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(row)
        column.addWidget(self._wanted)
        column.addWidget(self._offers)
