"""What hangs below a clause of the contract: how it stands against the memo, and why it differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
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
    """A mark; below it, where something differs, both wordings and the reason."""

    def __init__(self, actions: ComparisonActions) -> None:
        super().__init__()
        self._actions = actions
        self._id = ""
        self.badge = Badge(_MARKS[Match.NEW])
        self.take = button(tr("采用纪要写法"), lambda: actions.take_memo(self._id), kind="quiet", icon="undo")
        self.comparison = WordingComparison(tr("纪要"), tr("合同"))
        self.reason = ReasonLine()
        self.reason.committed.connect(self._on_reason)
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.addWidget(self.badge)
        head.addWidget(self.take)
        head.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(theme.TIGHT), 0, 0, theme.px(theme.TIGHT))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(head)
        column.addWidget(self.comparison)
        column.addWidget(self.reason)

    @override
    def set_item(self, item: Item, *, frozen: bool) -> None:
        clause = item.data
        self.setVisible(isinstance(clause, ComparedClause))
        if not isinstance(clause, ComparedClause):
            return
        self._id = clause.id
        changed = clause.match == Match.CHANGED
        self.badge.set_mark(_STANDARD if clause.standard else _MARKS[clause.match])
        self.take.setVisible(changed and not frozen)
        self.comparison.setVisible(changed)
        if changed:
            self.comparison.show_wordings(clause.memo_text, clause.text)
        told = clause.match == Match.SAME or clause.standard or (frozen and not clause.reason)
        self.reason.setVisible(not told)
        self.reason.show_reason(clause.reason, frozen=frozen)

    @override
    def tab_stops(self) -> list[QWidget]:
        stops: list[QWidget] = [] if self.take.isHidden() else [self.take]
        return stops if self.reason.isHidden() else [*stops, self.reason.cell]

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
