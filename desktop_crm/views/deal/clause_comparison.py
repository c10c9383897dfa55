"""What hangs below a clause of the contract: how it stands against the memo, and why it differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.queries.contract_comparison import ComparedClause, LeftOut, Match
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.item_list import Footer, Item
from desktop_crm.views.widgets.text_cell import TextCell
from desktop_crm.views.widgets.wording import WordingComparison

_MARKS = {
    Match.SAME: Mark(tr("与纪要一致"), "good", "good"),
    Match.CHANGED: Mark(tr("与纪要不同"), "late", "edit"),
    Match.NEW: Mark(tr("纪要未涉及"), "muted", "add"),
}

_STANDARD = Mark(tr("标准条款"), "muted", "book")


@dataclass(frozen=True, slots=True)
class ComparisonActions:
    """What can be done about a difference, by the clause's id."""

    take_memo: Callable[[str], object | None]
    explain: Callable[[str, str], object | None]  # id, reason


class ComparisonPanel(Footer):
    """A mark; below it, where something differs, both wordings and the reason.

    Most clauses differ in nothing: the widgets for a difference are made with the first one.
    """

    def __init__(self, actions: ComparisonActions) -> None:
        super().__init__()
        self._actions = actions
        self._id = ""
        self.badge = Badge(_MARKS[Match.NEW])
        self.take: QPushButton | None = None
        self.comparison: WordingComparison | None = None
        self.reason: ReasonLine | None = None
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.px(theme.SNUG))
        self._head.addWidget(self.badge)
        self._head.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(theme.TIGHT), 0, 0, theme.px(theme.TIGHT))
        self._column.setSpacing(theme.px(theme.TIGHT))
        self._column.addLayout(self._head)

    @override
    def set_item(self, item: Item, *, frozen: bool) -> None:
        clause = item.data
        self.setVisible(isinstance(clause, ComparedClause))
        if not isinstance(clause, ComparedClause):
            return
        self._id = clause.id
        self.badge.set_mark(_STANDARD if clause.standard else _MARKS[clause.match])
        self._show_difference(clause, frozen=frozen)
        self._show_reason(clause, frozen=frozen)

    @override
    def tab_stops(self) -> list[QWidget]:
        reason = self.reason.cell if self.reason and not self.reason.isHidden() else None
        take = self.take if self.take and not self.take.isHidden() else None
        return [stop for stop in (take, reason) if stop is not None]

    def explain(self) -> None:
        """Put the cursor where the reason is written."""
        if self.reason is not None:
            self.reason.start()

    # Inside

    def _show_difference(self, clause: ComparedClause, *, frozen: bool) -> None:
        changed = clause.match == Match.CHANGED
        if changed and self.comparison is None:
            self.comparison = WordingComparison(tr("纪要"), tr("合同"))
            self._column.insertWidget(1, self.comparison)
            self.take = button(tr("采用纪要写法"), self._on_take, kind="quiet", icon="undo")
            self._head.insertWidget(1, self.take)
        if self.comparison is not None and self.take is not None:
            self.comparison.setVisible(changed)
            self.take.setVisible(changed and not frozen)
            if changed:
                self.comparison.show_wordings(clause.memo_text, clause.text)

    def _show_reason(self, clause: ComparedClause, *, frozen: bool) -> None:
        told = clause.match == Match.SAME or clause.standard or (frozen and not clause.reason)
        if self.reason is None and not told:
            self.reason = ReasonLine()
            self.reason.committed.connect(self._on_reason)
            self._column.addWidget(self.reason)
        if self.reason is not None:
            self.reason.setVisible(not told)
            self.reason.show_reason(clause.reason, frozen=frozen)

    def _on_take(self) -> None:
        self._actions.take_memo(self._id)

    def _on_reason(self, reason: str) -> None:
        self._actions.explain(self._id, reason)


class ReasonLine(QWidget):
    """Why something differs from the memo; the label says that it stays inside."""

    committed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._label = QLabel()
        self._label.setContentsMargins(theme.px(theme.TIGHT), theme.px(4), 0, 0)
        self.cell = TextCell(tr("为什么和纪要不同？"))
        self.cell.setProperty("below", True)
        self.cell.committed.connect(self.committed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self._label)
        row.addWidget(self.cell, 1)

    def show_reason(self, reason: str, *, frozen: bool = False) -> None:
        """Show the reason that is kept; a missing one is asked for."""
        self._label.setText(tr("原因（仅内部）"))
        self._label.setProperty("role", "muted")
        tone = "" if reason or frozen else "late"
        if self._label.property("tone") != tone:
            self._label.setProperty("tone", tone)
            self._label.style().polish(self._label)
        self.cell.set_frozen(frozen)
        self.cell.set_value(reason)

    def start(self) -> None:
        """Put the cursor into it."""
        self.cell.start()


class LeftOutList(QWidget):
    """Clauses of the memo that the contract does not have: taken in by one key, or left out for a reason."""

    taken = Signal(str)
    explained = Signal(str, str)  # memo clause, reason

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, LeftOutRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(theme.SNUG))

    def show_clauses(self, clauses: tuple[LeftOut, ...], *, frozen: bool) -> None:
        """Show these clauses; the row of one that stays is kept with what was typed."""
        wanted = {clause.id for clause in clauses}
        for gone in [key for key in self.rows if key not in wanted]:
            row = self.rows.pop(gone)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for clause in clauses:
            row = self.rows.get(clause.id) or self._add(clause.id)
            row.show_clause(clause, frozen=frozen)

    def _add(self, key: str) -> LeftOutRow:
        row = self.rows[key] = LeftOutRow()
        row.take.clicked.connect(partial(self.taken.emit, key))
        row.reason.committed.connect(partial(self.explained.emit, key))
        self._column.addWidget(row)
        return row


class LeftOutRow(QWidget):
    """One of them."""

    def __init__(self) -> None:
        super().__init__()
        self.text = QLabel(wordWrap=True)
        self.take = button(tr("写入合同"), lambda: None, icon="add")
        self.reason = ReasonLine()
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.addWidget(Badge(Mark(tr("合同未写"), "late", "close")))
        head.addWidget(self.text, 1)
        head.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(head)
        column.addWidget(self.reason)

    def show_clause(self, clause: LeftOut, *, frozen: bool) -> None:
        """Show a clause of the memo."""
        self.text.setText(tr("{title}：{text}", title=clause.title, text=clause.text))
        self.take.setVisible(not frozen)
        self.reason.show_reason(clause.reason, frozen=frozen)
