"""Taking down a lead in one line; what was understood is looked over, then stored."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.leads import capture_lead
from desktop_crm.queries.lead_facts import similar_leads
from desktop_crm.rules.capture import Captured
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.leads.capture_form import CaptureForm
from desktop_crm.views.leads.line_reading import read_line
from desktop_crm.views.leads.similar_strip import SimilarStrip
from desktop_crm.views.widgets.buttons import button
from desktop_crm.workspace import Workspace


class CaptureBar(QFrame):
    """Enter reads the line into the fields, Enter there stores the lead, Ctrl+Enter stores it and goes on with the next."""

    added = Signal(str)  # deal id
    open_requested = Signal(str)  # a deal that is there already
    left = Signal()  # the keyboard goes back to the table

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setProperty("surface", "card")
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("一句话记下线索，回车：展会 华强电子 李总 13800001234 想换ERP"))
        self.line.setAccessibleName(tr("一句话记下线索"))
        self.line.addAction(icons.icon("edit", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.form = CaptureForm(workspace)
        self.similar = SimilarStrip()
        self.remarks = QLabel(wordWrap=True)
        self.remarks.setProperty("tone", "soon")
        self.remarks.setTextFormat(Qt.TextFormat.PlainText)
        self._again = False  # the person said it is another lead
        self._go_on = False
        self._arrange()
        self._fold()
        self.similar.open_requested.connect(self._on_open)
        self.similar.confirmed.connect(self._on_confirmed)
        for field in (self.form.phone, self.form.email):
            field.textChanged.connect(self._remark)

    def start(self) -> None:
        """Put the cursor into the line, or into the fields while they are open."""
        if self.form.isHidden():
            self.line.setFocus()
        else:
            self.form.start()

    def read(self) -> None:
        """Fill the fields with what the line says; an empty line opens empty fields."""
        text = self.line.text()
        self.form.show_captured(read_line(self.workspace, text) if text.strip() else Captured())
        self._again = False
        self.similar.clear()
        self._save.show()
        self._body.show()
        self.form.show()
        self._remark()
        self.form.start()

    def save(self, *, go_on: bool = False) -> None:
        """Store the lead, unless it may be there already: then that is shown first."""
        values = self.form.values()
        self._go_on = go_on
        if not self._again:
            keys = {key: values[key] for key in ("customer", "phone", "email")}
            found = self.workspace.ask(similar_leads, **keys)
            if found:
                self._save.hide()  # the strip asks what to do instead
                self.similar.show_leads(found)
                return
        deal_id = self.workspace.attempt(capture_lead, **values)
        if deal_id is None:
            self.form.start()
            return
        self._empty()
        self.added.emit(deal_id)
        if go_on:
            self.line.setFocus()
        else:
            self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.line.hasFocus():
            self.read()
        elif not self.form.isHidden():
            self.save(go_on=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def _leave(self) -> None:
        """Fold the fields away; the line keeps what was typed. From the line alone, go back to the table."""
        if self.form.isHidden():
            self.left.emit()
        else:
            self._fold()
            self.line.setFocus()

    def _on_open(self, deal_id: str) -> None:
        self._empty()
        self.open_requested.emit(deal_id)

    def _on_confirmed(self) -> None:
        self._again = True
        self.save(go_on=self._go_on)

    def _remark(self) -> None:
        text = self.form.remarks()
        self.remarks.setText(text)
        self.remarks.setVisible(bool(text))

    def _empty(self) -> None:
        self.line.clear()
        self.form.clear()
        self._fold()

    def _fold(self) -> None:
        self._again = False
        self.similar.clear()
        self._body.hide()
        self.form.hide()

    def _arrange(self) -> None:
        keys = QLabel(tr("Enter 保存 · Ctrl+Enter 保存，接着记下一条 · Esc 收起"))
        keys.setProperty("role", "muted")
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.SNUG))
        foot.addWidget(self.remarks, 1)
        foot.addStretch()
        foot.addWidget(keys)
        self._save = button(tr("保存"), self.save, kind="primary", icon="check")
        foot.addWidget(self._save)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme.px(theme.SNUG))
        body.addWidget(self.form)
        body.addWidget(self.similar)
        body.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(theme.SNUG)] * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addWidget(self.line)
        column.addWidget(self._body)
