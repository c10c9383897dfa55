"""The answers of the objection library in a table; the chosen one is edited at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from desktop_crm.operations.objection_library import edit_reusable_answer, merge_answers, remove_reusable_answers
from desktop_crm.queries.objection_library import LibraryAnswer
from desktop_crm.rules.objections import usage_text
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.table import Column, RowsModel, TableView
from desktop_crm.workspace import Workspace

_PANE: Final = 380


class KeptAnswers(QWidget):
    """Enter edits the answer; several chosen ones can be merged into the first; Delete takes them out."""

    done = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._shown = ""  # the answer in the pane
        self.table = TableView(RowsModel(_columns()))
        self.table.setAccessibleName(tr("异议库，回车修改答复"))
        self.facts = FactGrid()
        self.usage = QLabel(wordWrap=True)
        self.usage.setTextFormat(Qt.TextFormat.PlainText)
        self.usage.setProperty("role", "muted")
        self.hint = QLabel(tr("选中一条，在这里查看和修改。"), wordWrap=True)
        self.hint.setProperty("role", "muted")
        self.merge = button("", self.merge_chosen, icon="pack")
        self.remove = button(tr("删除"), self.remove_chosen, kind="quiet", icon="bin")
        self._arrange()
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table, self.remove_chosen)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        self.table.opened.connect(self._on_opened)
        self.facts.edited.connect(self._on_edited)

    def show_answers(self, answers: Sequence[LibraryAnswer], choose: str = "") -> None:
        """Show these answers; what was chosen stays chosen unless another one is to be."""
        kept = {choose} if choose else {one.id for one in self.table.chosen()}
        with QSignalBlocker(self.table.selectionModel()):
            self.table.rows.set_rows(answers)
            self._choose(kept)
        self._show_chosen()

    def edit(self, key: str) -> None:
        """Put the cursor into a field of the chosen answer."""
        if self._shown:
            self.facts.edit(key)

    def merge_chosen(self) -> None:
        """Let the first of the chosen answers stand for all of them."""
        ids = [one.id for one in self.table.chosen()]
        if len(ids) > 1 and self.workspace.attempt(merge_answers, ids[0], others=ids[1:]) is not None:
            self.done.emit(tr("已合并 {count} 条，使用次数一并计入", count=len(ids)))

    def remove_chosen(self) -> None:
        """Take the chosen answers out of the library."""
        ids = [one.id for one in self.table.chosen()]
        if ids and self.workspace.attempt(remove_reusable_answers, ids) is not None:
            self.done.emit(tr("已从异议库删除 {count} 条；商机里写过的答复不变", count=len(ids)))

    # Inside

    def _choose(self, ids: set[str]) -> None:
        rows, first = self.table.rows, True
        found = [at for at in range(rows.rowCount()) if rows.row(at).id in ids] or list(range(rows.rowCount()))[:1]
        flags = QItemSelectionModel.SelectionFlag
        for at in found:
            index = rows.index(at, 0)
            if first:
                self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
                self.table.scrollTo(index)
                first = False
            else:
                self.table.selectionModel().select(index, flags.Select | flags.Rows)
        self.table.viewport().update()

    def _show_chosen(self) -> None:
        chosen = self.table.chosen()
        one = chosen[0] if len(chosen) == 1 else None
        self._shown = one.id if one else ""
        for part in (self.facts, self.usage):
            part.setVisible(one is not None)
        self.hint.setVisible(one is None)
        self.hint.setText(
            tr("选中了 {count} 条。合并后保留排在最前的一条。", count=len(chosen))
            if chosen
            else tr("选中一条，在这里查看和修改。")
        )
        self.merge.setVisible(len(chosen) > 1)
        self.merge.setText(tr("合并 {count} 条", count=len(chosen)))
        self.remove.setVisible(bool(chosen))
        if one is not None:
            self.facts.set_facts(_facts(one))
            self.usage.setText(_usage(one))

    def _on_opened(self, _answer: LibraryAnswer) -> None:
        self.edit("answer")

    def _on_edited(self, key: str, value: object) -> None:
        if not self._shown:
            return
        if self.workspace.attempt(edit_reusable_answer, self._shown, **{key: value or ""}) is None:
            self._show_chosen()  # as it was

    def _arrange(self) -> None:
        around = theme.px(theme.ROOMY)
        pane = QFrame()
        pane.setProperty("surface", "plain")
        pane.setMinimumWidth(theme.px(_PANE - 3 * theme.WIDE))
        column = QVBoxLayout(pane)
        column.setContentsMargins(around, around, around, around)
        column.setSpacing(theme.px(theme.GAP))
        for part in (self.hint, self.usage, self.facts):
            column.addWidget(part)
        foot = QHBoxLayout()
        foot.addWidget(self.merge)
        foot.addStretch()
        foot.addWidget(self.remove)
        column.addLayout(foot)
        column.addStretch()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(pane)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 1)
        split.setSizes([10_000, theme.px(_PANE)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)


def _columns() -> tuple[Column[LibraryAnswer], ...]:
    return (
        Column("text", tr("异议"), lambda one: one.text, width=220),
        Column("kind", tr("类型"), lambda one: labels.OBJECTION_KINDS.get(one.kind, one.kind), width=64),
        Column("won", tr("成交"), lambda one: one.won, width=56, right=True, tone=_tone),
        Column("used", tr("用过"), lambda one: one.used, width=56, right=True, tone=_tone),
        Column("answer", tr("答复"), lambda one: one.answer, _one_line, width=360, tone=_answered),
    )


def _tone(one: LibraryAnswer) -> theme.Tone:
    return "text" if one.used else "muted"


def _answered(one: LibraryAnswer) -> theme.Tone:
    return "text" if one.answer else "muted"


def _one_line(text: str) -> str:
    return " ".join(text.split()) or tr("还没有写答复")


def _facts(one: LibraryAnswer) -> list[Fact]:
    return [
        Fact("text", tr("异议"), one.text, "long"),
        Fact("kind", tr("类型"), one.kind, "choice", tuple(labels.OBJECTION_KINDS.items())),
        Fact("answer", tr("答复"), one.answer, "long"),
        Fact("proof", tr("依据"), one.proof, "long"),
    ]


def _usage(one: LibraryAnswer) -> str:
    said = usage_text(one.used, one.won, one.lost)
    running = one.used - one.won - one.lost
    return said + (tr("，还在谈 {count} 条", count=running) if running > 0 else "") + "。"
