"""The acceptance of a delivery: clause by clause, checked again until all pass (D3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.models import Result
from desktop_crm.operations.acceptance_checks import accept, recheck, record_check, reopen_acceptance
from desktop_crm.operations.acceptances import (
    add_acceptance_clauses,
    edit_acceptance,
    edit_acceptance_clause,
    move_acceptance_clause,
    remove_acceptance_clause,
    take_over_clauses,
)
from desktop_crm.queries.acceptances import AcceptanceSheet, CheckedClause, acceptance_sheet
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.check_panel import CheckActions, CheckPanel
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.date_edit import DateEdit
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.item_list import Cell, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_FACTS: Final = {
    "project": tr("项目"),
    "contract_number": tr("合同编号"),
    "place": tr("验收地点"),
    "our_side": tr("我方代表"),
    "their_side": tr("客户代表"),
    "conclusion": tr("验收结论"),
}
_CELLS: Final = (
    Cell("text", tr("验收内容")),
    Cell("standard", tr("按什么标准算通过"), label=tr("标准"), line=1),
)


class AcceptanceTab(PageTab):
    """The state of the whole on top, then the clauses with their rounds, then the facts of the acceptance."""

    key = "acceptance"
    title = tr("验收")
    tables = ("acceptance", "acceptance_clause", "acceptance_check", "requirement", "requirement_item", "memo_clause")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.state = _StateBar(self._on_accept, lambda: workspace.attempt(reopen_acceptance, self.deal_id))
        self.clauses = self._make_clauses()
        self.take_over = button(
            tr("从合同和需求带入"), lambda: workspace.attempt(take_over_clauses, self.deal_id), kind="quiet", icon="add"
        )
        self._clauses_part = Section(tr("验收条款"))
        self._clauses_part.add_action(self.take_over)
        self._clauses_part.add(self.clauses)
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_fact)
        facts = Section(tr("验收信息"))
        facts.add(self.facts)
        self.set_parts(self.state, self._clauses_part, facts)

    @override
    def refresh(self) -> None:
        sheet = self.workspace.ask(acceptance_sheet, self.deal_id)
        frozen = sheet.accepted_on is not None
        self.state.show_sheet(sheet)
        self.clauses.set_items([_item(clause) for clause in sheet.clauses], frozen=frozen)
        self._clauses_part.set_count(str(len(sheet.clauses)) if sheet.clauses else "")
        self.take_over.setVisible(not frozen)
        self.facts.set_facts([_fact(sheet, key, frozen=frozen) for key in _FACTS])

    @override
    def start_over(self) -> None:
        self.clauses.forget_typed()
        self.state.day.set_value(clock.today())

    @override
    def go_to(self, place: str) -> None:
        """Places: clauses, open, failed, accept, one of the facts."""
        if place in _FACTS:
            self.facts.edit(place)
            self.reveal(self.facts.field(place))
        elif place == "accept":
            self.state.go_to()
            self.reveal(self.state)
        else:
            self._go_to_check(place)

    # Inside

    def _go_to_check(self, place: str) -> None:
        wanted = (Result.FAILED,) if place == "failed" else (Result.FAILED, Result.PENDING)

        def is_wanted(item: Item) -> bool:
            return place != "clauses" and isinstance(item.data, CheckedClause) and item.data.result in wanted

        row = self.clauses.first(is_wanted)
        if row is not None and isinstance(row.footer, CheckPanel):
            row.footer.start()
            self.reveal(row)
        else:
            self.clauses.start()
            self.reveal(self.clauses.add_line)

    def _make_clauses(self) -> ItemList:
        attempt = self.workspace.attempt
        actions = ListActions(
            lambda texts, after: attempt(add_acceptance_clauses, self.deal_id, texts=texts, after=after),
            lambda row, key, value: attempt(edit_acceptance_clause, row, **{key: value}),
            lambda row, place: attempt(move_acceptance_clause, row, place=place),
            lambda row: attempt(remove_acceptance_clause, row),
        )
        checks = CheckActions(
            lambda clause: attempt(record_check, clause, result=Result.PASSED),
            lambda clause, values: attempt(record_check, clause, result=Result.FAILED, **values),
            lambda clause: attempt(recheck, clause),
        )
        return ItemList(_CELLS, actions, add_hint=tr("要验收的一条内容"), footer=lambda: CheckPanel(checks))

    def _on_fact(self, key: str, value: object) -> None:
        self.workspace.attempt(edit_acceptance, self.deal_id, **{key: value})

    def _on_accept(self) -> None:
        if self.state.day.settle():
            self.workspace.attempt(accept, self.deal_id, accepted_on=self.state.day.value())


class _StateBar(QFrame):
    """How far the acceptance has come, and its conclusion."""

    def __init__(
        self, on_accept: Callable[[], object], on_reopen: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.badge = Badge(Mark("", "muted"))
        self.counts = QLabel(wordWrap=True)
        self.day = DateEdit()
        self.day.set_value(clock.today())
        self.day.line.setAccessibleName(tr("验收日期"))
        self.accept = button(tr("完成验收"), on_accept, kind="primary")
        self.reopen = button(tr("重新打开"), on_reopen)
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.addWidget(self.badge)
        head.addWidget(self.counts, 1)
        head.addWidget(self.reopen)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.SNUG))
        foot.addWidget(self.day, 1, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.GAP),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(head)
        column.addLayout(foot)

    def show_sheet(self, sheet: AcceptanceSheet) -> None:
        """Show how far it has come."""
        accepted = sheet.accepted_on is not None
        total, passed = len(sheet.clauses), sheet.count(Result.PASSED)
        failed, pending = sheet.count(Result.FAILED), sheet.count(Result.PENDING)
        ready = total > 0 and passed == total
        self.badge.set_mark(_state_mark(accepted=accepted, ready=ready, failed=failed))
        if accepted:
            self.counts.setText(tr("{day} 完成，{total} 条全部通过。", day=sheet.accepted_on, total=total))
        else:
            counts = tr("通过 {passed}/{total}", passed=passed, total=total)
            counts += tr(" · 不通过 {failed}", failed=failed) if failed else ""
            self.counts.setText(counts + (tr(" · 待检查 {pending}", pending=pending) if pending else ""))
        self.reopen.setVisible(accepted)
        self.day.setVisible(ready and not accepted)
        self.accept.setVisible(ready and not accepted)

    def go_to(self) -> None:
        """Put the cursor on the conclusion."""
        shown = self.accept if not self.accept.isHidden() else self.reopen
        shown.setFocus(Qt.FocusReason.OtherFocusReason)


def _state_mark(*, accepted: bool, ready: bool, failed: int) -> Mark:
    if accepted:
        return Mark(tr("已验收"), "good", "frozen")
    if ready:
        return Mark(tr("可以验收"), "good", "good")
    return Mark(tr("待整改"), "late", "lost") if failed else Mark(tr("验收中"), "muted", "waiting")


def _item(clause: CheckedClause) -> Item:
    return Item(
        clause.id,
        clause.id,
        {"text": clause.text, "standard": clause.standard},
        clause,
        frozen=clause.result == Result.PASSED,
        removable=not clause.history,
    )


def _fact(sheet: AcceptanceSheet, key: str, *, frozen: bool) -> Fact:
    kind = "fixed" if frozen else "long" if key == "conclusion" else "text"
    return Fact(key, _FACTS[key], getattr(sheet, key), kind)
