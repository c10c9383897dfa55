"""The words for one planned greeting, survey or report: read, touched up, copied, noted as sent."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_crm.queries.care import CarePlan, words_for
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import METHODS
from desktop_crm.views.widgets.buttons import button
from desktop_crm.workspace import Workspace


class WordsPanel(QFrame):
    """One plan; `show_plan(None)` shows what the panel is for."""

    sent = Signal(str, str)  # the plan's id, the words
    copied = Signal()
    deal_requested = Signal(str)
    customer_requested = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.plan: CarePlan | None = None
        self.setProperty("surface", "plain")
        self.title, self.who = _label("strong"), _label("muted")
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setPlaceholderText(tr("写几句给客户的话"))
        self.words.setAccessibleName(tr("给客户的话"))
        self.copy = button(tr("复制"), self.copy_words, kind="primary", icon="copy")
        self.send = button(tr("记为已发送"), self._on_sent, icon="check")
        self.customer = button(tr("看客户"), self._on_customer, kind="quiet", icon="customers")
        self.deal = button(tr("看商机"), self._on_deal, kind="quiet", icon="deal")
        self.hint = _label("muted")
        self._arrange()
        self.show_plan(None)

    def show_plan(self, plan: CarePlan | None) -> None:
        """Show a plan with its words; what was touched up stays while the same plan is shown."""
        same = plan is not None and self.plan is not None and plan.id == self.plan.id
        self.plan = plan
        shown = plan is not None
        for part in (self.title, self.who, self.words, self.copy, self.send, self.customer, self.deal):
            part.setVisible(shown)
        if plan is None:
            self.hint.setText(tr("选一条计划，这里是写好的话：改两句，复制到微信或邮件，再记为已发送。"))
            return
        self.hint.setText(tr("默认文字可以在“设置 → 祝福与关怀”里改。"))
        self.title.setText(f"{plan.customer}　{plan.goal}" if plan.customer else plan.goal)
        day = short_day(plan.due_on, clock.today()) if plan.due_on else ""
        self.who.setText(" · ".join(part for part in (plan.contact, METHODS.get(plan.method, ""), day) if part))
        if not same:
            self.words.setPlainText(self.workspace.ask(words_for, plan.id))

    def copy_words(self) -> None:
        """Put the words on the clipboard."""
        QGuiApplication.clipboard().setText(self.words.toPlainText())
        self.copied.emit()

    def _on_sent(self) -> None:
        if self.plan:
            self.sent.emit(self.plan.id, self.words.toPlainText())

    def _on_customer(self) -> None:
        if self.plan:
            self.customer_requested.emit(self.plan.customer_id)

    def _on_deal(self) -> None:
        if self.plan:
            self.deal_requested.emit(self.plan.deal_id)

    def _arrange(self) -> None:
        main, more = QHBoxLayout(), QHBoxLayout()
        for row, parts in ((main, (self.copy, self.send)), (more, (self.customer, self.deal))):
            row.setSpacing(theme.px(theme.SNUG))
            for part in parts:
                row.addWidget(part)
            row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, theme.SNUG, theme.ROOMY, theme.GAP)))
        column.setSpacing(theme.px(theme.SNUG))
        for part in (self.title, self.who):
            column.addWidget(part)
        column.addWidget(self.words, 2)
        column.addLayout(main)
        column.addLayout(more)
        column.addWidget(self.hint)
        column.addStretch(3)


def _label(role: str) -> QLabel:
    made = QLabel(wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    return made
