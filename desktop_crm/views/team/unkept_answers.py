"""Answers that colleagues gave in their deals and that the objection library does not have yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.operations.objection_library import keep_answers
from desktop_crm.queries.objection_library import UnkeptAnswer
from desktop_crm.rules.objections import usage_text
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.table import Column, RowsModel, TableView
from desktop_crm.workspace import Workspace


class UnkeptAnswers(QWidget):
    """A table, those that won on top; Enter or the button keeps what is chosen."""

    done = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.table = TableView(RowsModel(_columns()))
        self.table.setAccessibleName(tr("可收录的答复，回车收录"))
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.keep = button(tr("收录到异议库"), self.keep_chosen, kind="primary", icon="save")
        foot = QHBoxLayout()
        foot.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, theme.SNUG, theme.ROOMY, theme.GAP)))
        foot.addWidget(self.said, 1)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)

    def show_answers(self, answers: Sequence[UnkeptAnswer]) -> None:
        """Show these answers; the cursor stays about where it was."""
        place = max(self.table.currentIndex().row(), 0)
        self.table.rows.set_rows(answers)
        if answers:
            self.table.selectRow(min(place, len(answers) - 1))
        self._show_chosen()

    def keep_chosen(self) -> None:
        """Put the chosen answers into the library."""
        self._keep(self.table.chosen())

    def _keep(self, answers: Sequence[UnkeptAnswer]) -> None:
        if not answers or self.workspace.attempt(keep_answers, [one.objection_id for one in answers]) is None:
            return
        if len(answers) == 1:
            self.done.emit(tr("已收录“{text}”", text=answers[0].text))
        else:
            self.done.emit(tr("已收录 {count} 条", count=len(answers)))

    def _on_opened(self, one: UnkeptAnswer) -> None:
        self._keep([one])

    def _show_chosen(self) -> None:
        count = len(self.table.chosen())
        self.keep.setEnabled(bool(count))
        self.said.setText(
            tr("已选 {count} 条", count=count) if count > 1 else tr("回车收录；按住 Ctrl 或 Shift 可选多条。")
        )


def _columns() -> tuple[Column[UnkeptAnswer], ...]:
    return (
        Column("text", tr("异议"), lambda one: one.text, width=220),
        Column("kind", tr("类型"), lambda one: labels.OBJECTION_KINDS.get(one.kind, one.kind), width=64),
        Column("use", tr("使用情况"), lambda one: usage_text(one.used, one.won, one.lost), width=210, tone=_tone),
        Column("deal", tr("来自"), _source, width=250),
        Column("answer", tr("答复"), lambda one: one.answer, _one_line, width=320),
    )


def _tone(one: UnkeptAnswer) -> theme.Tone:
    return "good" if one.won else "muted"


def _source(one: UnkeptAnswer) -> str:
    if one.used > 1:
        return tr("{count} 条商机", count=one.used)
    return " · ".join(filter(None, (one.customer, one.deal)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
