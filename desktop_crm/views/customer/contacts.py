"""The people of a customer: who they are at a glance, edited where they stand, added in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.contacts import add_contact, delete_contact, edit_contact
from desktop_crm.queries.customer import ContactCard
from desktop_crm.rules.emails import BadEmail, parse_email, split_emails
from desktop_crm.rules.quick_person import QuickPerson, parse_person
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.customer.facts import contact_facts
from desktop_crm.views.widgets.buttons import icon_button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.parsed_edit import ParsedEdit
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NewContact:
    """A person as read from one line."""

    person: QuickPerson
    email: str = ""


class ContactLine(ParsedEdit[NewContact]):
    """Reads `李总 采购总监 13800001234 li@hengli.cn`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line.setPlaceholderText(tr("添加联系人，如：李总 采购总监 13800001234"))
        self.line.setAccessibleName(tr("添加联系人"))

    @override
    def read(self, text: str) -> NewContact:
        emails, rest = split_emails(text)
        try:
            email = parse_email(emails[0]) if emails else ""
        except BadEmail as problem:
            raise ValueError(str(problem)) from problem
        return NewContact(parse_person(rest), email)

    @override
    def explain(self, value: NewContact) -> str:
        person = value.person
        parts = (person.department, person.title, person.phone, value.email)
        return " · ".join(part for part in parts if part) or tr("姓名")

    @override
    def shown(self, value: NewContact) -> str:
        return self.line.text()


class ContactsSection(Section):
    """One entry a person and the line that adds another."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(tr("联系人"), parent=parent)
        self.workspace = workspace
        self.customer_id = ""
        self.line = ContactLine()
        self.line.line.installEventFilter(self)
        self._entries: dict[str, ContactEntry] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(theme.TIGHT))
        self.column.addLayout(self._list)
        self.add(self.line)

    def show_contacts(self, customer_id: str, contacts: Sequence[ContactCard]) -> None:
        """Show the people of a customer; entries that are open stay open."""
        if customer_id != self.customer_id:
            self.line.show_value(None)
        self.customer_id = customer_id
        self.set_count(str(len(contacts)) if contacts else "")
        for gone in self._entries.keys() - {contact.id for contact in contacts}:
            self._drop(self._entries.pop(gone))
        for place, contact in enumerate(contacts):
            if contact.id not in self._entries:
                self._entries[contact.id] = ContactEntry(self.workspace, contact)
                self._list.insertWidget(place, self._entries[contact.id])
            self._entries[contact.id].show_contact(contact)

    def entries(self) -> list[ContactEntry]:
        """Return the entries shown."""
        return list(self._entries.values())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._add()
            return True
        return super().eventFilter(watched, event)

    def _add(self) -> None:
        found = self.line.understood() if self.line.settle() else None
        if found is None:
            return
        person = found.person
        added = self.workspace.attempt(
            add_contact,
            self.customer_id,
            name=person.name,
            department=person.department,
            title=person.title,
            phone=person.phone,
            email=found.email,
        )
        if added is not None:
            self.line.show_value(None)
            self.line.setFocus()

    def _drop(self, entry: ContactEntry) -> None:
        self._list.removeWidget(entry)
        entry.hide()
        entry.deleteLater()


class ContactEntry(QFrame):
    """A person: name, place in the company and how to reach them; 编辑 unfolds all that is known."""

    def __init__(self, workspace: Workspace, contact: ContactCard) -> None:
        super().__init__()
        self.workspace = workspace
        self._contact = contact
        self.setProperty("surface", "card")
        self._name, self._what, self._reach = QLabel(), QLabel(), QLabel()
        self._name.setFont(theme.font(bold=True))
        self._what.setProperty("role", "muted")
        self._reach.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self._name, self._what, self._reach):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._facts: FactGrid | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.TIGHT, theme.TIGHT, theme.SNUG)))
        self._column.setSpacing(0)
        self._column.addLayout(self._head())
        self._column.addWidget(self._reach)

    def show_contact(self, contact: ContactCard) -> None:
        """Show a person; an open field keeps what is typed."""
        self._contact = contact
        self._name.setText(contact.name)
        self._what.setText(" · ".join(filter(None, (contact.department, contact.title))))
        reach = "   ".join(filter(None, (contact.phone, contact.email, contact.wechat)))
        self._reach.setText(reach or tr("还没有联系方式"))
        self._reach.setProperty("tone", "text" if reach else "soon")
        self._reach.style().polish(self._reach)
        if self._facts is not None:
            self._facts.set_facts(contact_facts(contact))

    def unfold(self) -> FactGrid:
        """Show all facts for editing, or fold them away; return them."""
        if self._facts is None:
            self._facts = FactGrid()
            self._facts.edited.connect(self._on_edited)
            self._facts.hide()
            self._column.addWidget(self._facts)
            self._facts.set_facts(contact_facts(self._contact))
        unfolded = self._facts.isHidden()
        self._facts.setVisible(unfolded)
        self._reach.setVisible(not unfolded)
        return self._facts

    def remove(self) -> None:
        """Delete the person; Undo brings them back."""
        self.workspace.attempt(delete_contact, self._contact.id)

    def _on_edited(self, key: str, value: object) -> None:
        self.workspace.attempt(edit_contact, self._contact.id, **{key: value})

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self._name)
        row.addWidget(self._what)
        row.addStretch()
        row.addWidget(icon_button("edit", tr("编辑联系人"), self.unfold))
        row.addWidget(icon_button("bin", tr("删除联系人"), self.remove))
        return row
