"""The words for festivals and care, as the settings show them: each edited where it stands, or set back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop_crm.operations.care import reset_greeting, set_greeting
from desktop_crm.queries.care import GreetingText, greeting_texts
from desktop_crm.refusal import Refused
from desktop_crm.rules.greetings import PLACES
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import icon_button
from desktop_crm.views.widgets.section import Section
from desktop_crm.views.widgets.text_cell import TextCell
from desktop_crm.workspace import Workspace

_NAME_WIDTH = 112


class GreetingRow(QWidget):
    """One occasion: its name, its words, and why they were not taken."""

    def __init__(self, workspace: Workspace, key: str, name: str) -> None:
        super().__init__()
        self.workspace, self.key = workspace, key
        self.words = TextCell(name)
        self.problem = QLabel(wordWrap=True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setProperty("tone", "late")
        self.problem.setContentsMargins(theme.px(_NAME_WIDTH + theme.GAP), 0, 0, 0)
        self.problem.hide()
        self.reset: QToolButton = icon_button("undo", tr("恢复默认文字：{name}", name=name), self._on_reset)
        keeps_place = self.reset.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(keeps_place)
        self.reset.hide()
        self.words.committed.connect(self._on_committed)
        self._arrange(name)

    def show_text(self, text: GreetingText) -> None:
        """Show the words; what was typed and not taken stays."""
        self.words.set_value(text.text)
        self.reset.setVisible(text.own)
        if not self.words.pending():
            self.problem.hide()

    def _on_committed(self, text: str) -> None:
        try:
            self.workspace.do(set_greeting, self.key, text=text)
        except Refused as refusal:
            self.problem.setText(tr("还没有保存：{why}", why=refusal.reason))
            self.problem.show()

    def _on_reset(self) -> None:
        self.words.revert()
        self.problem.hide()
        self.workspace.attempt(reset_greeting, self.key)

    def _arrange(self, name: str) -> None:
        label = QLabel(name)
        label.setProperty("role", "muted")
        label.setFixedWidth(theme.px(_NAME_WIDTH))
        label.setContentsMargins(0, theme.px(theme.TIGHT), 0, 0)
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(row)
        column.addWidget(self.problem)


class GreetingTexts(Section):
    """All occasions, folded away until they are wanted."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(tr("祝福与关怀"), folds=True, parent=parent)
        self.workspace = workspace
        self.rows: dict[str, GreetingRow] = {}
        hint = QLabel(
            tr(
                "节日、纪念日、调研和报告时给客户的话，只问候不推销。可以用 {places}，发送前会换成实际的名字。",
                places=" ".join(f"{{{place}}}" for place in PLACES),
            ),
            wordWrap=True,
        )
        hint.setTextFormat(Qt.TextFormat.PlainText)
        hint.setProperty("role", "muted")
        self.add(hint)
        self.set_folded(True)

    def refresh(self) -> None:
        """Read the words again."""
        for text in self.workspace.ask(greeting_texts):
            self._row(text).show_text(text)

    def _row(self, text: GreetingText) -> GreetingRow:
        if text.key not in self.rows:
            self.rows[text.key] = GreetingRow(self.workspace, text.key, text.name)
            self.add(self.rows[text.key])
        return self.rows[text.key]
