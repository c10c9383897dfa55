"""The negotiation of a deal: our floor, the customer's objections, and the memo both sides confirm (N1-N3)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.operations.activities import edit_activity, plan_activity
from desktop_crm.operations.negotiations import (
    add_memo_clauses,
    agree_clauses,
    confirm_memo,
    discard_memo,
    edit_floor,
    edit_memo,
    edit_memo_clause,
    move_memo_clause,
    remove_memo_clause,
    send_memo,
    start_memo,
)
from desktop_crm.queries.negotiations import (
    Clause,
    Floor,
    MemoSheet,
    memo_differences,
    memo_sheet,
    negotiation_sheet,
)
from desktop_crm.rules.terms import format_discount, parse_days, parse_discount
from desktop_crm.system.translations import tr
from desktop_crm.views import labels
from desktop_crm.views.deal.floor_strip import FloorStrip
from desktop_crm.views.deal.objections_part import ObjectionsPart
from desktop_crm.views.deal.open_point_step import OpenPointStep
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.versions import PaperActions, PaperWords, VersionBar
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.item_list import Cell, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_FACTS: Final = {
    "met_on": tr("谈判日期"),
    "place": tr("地点"),
    "our_side": tr("我方"),
    "their_side": tr("客户方"),
    "next_step": tr("下一步"),
}
_CLAUSE_CELLS: Final = (
    Cell("title", tr("条款"), strong=True),
    Cell("agreed", tr("已谈妥"), kind="flag"),
    Cell("text", tr("双方怎么约定"), line=1),
    Cell("settled_by", tr("谁来定"), label=tr("未决"), line=2, wanted=lambda values: not values["agreed"]),
    Cell("due_on", tr("期限"), kind="date", line=2, wanted=lambda values: not values["agreed"]),
)
_PARSED: Final = {"lowest_discount": parse_discount, "longest_payment_days": parse_days}


class NegotiationTab(PageTab):
    """What is internal stands apart on a ground of its own; the memo below is what the customer gets."""

    key = "negotiation"
    title = tr("谈判")
    tables = (
        "negotiation_floor", "objection", "reusable_answer", "memo", "memo_clause", "deal", "contact", "activity",
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._version = ""  # the version that is looked at; "" is the latest
        self.floor = FactGrid()
        self.floor.edited.connect(self._on_floor)
        self.below = FloorStrip()
        self._floor_part = Section(tr("底线与准备"), internal=True, folds=True)
        self._floor_part.add(self.floor)
        self._objections_part = ObjectionsPart(workspace)
        self._objections_part.library_requested.connect(lambda: self.go_to_requested.emit("team.objections"))
        self.objections = self._objections_part.list
        self.bar = self._make_bar()
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_fact)
        self.clauses = self._make_clauses()
        self.agree_all = button(
            tr("全部谈妥"), lambda: workspace.attempt(agree_clauses, self.deal_id), kind="quiet", icon="check"
        )
        self._clauses_part = Section(tr("条款"))
        self._clauses_part.add_action(self.agree_all)
        self._clauses_part.add(self.clauses)
        self._facts_part = Section(tr("会议信息"))
        self._facts_part.add(self.facts)
        self.empty = EmptyState(
            "negotiation",
            tr("谈妥的和没谈妥的，都写进纪要，发给客户确认。"),
            FirstStep(tr("起草谈判纪要"), lambda: workspace.attempt(start_memo, self.deal_id), "add"),
        )
        self.set_parts(
            self.below,
            self._floor_part,
            self._objections_part,
            self.bar,
            self.empty,
            self._clauses_part,
            self._facts_part,
        )

    @override
    def refresh(self) -> None:
        sheet = self.workspace.ask(negotiation_sheet, self.deal_id)
        memo = self.workspace.ask(memo_sheet, self.deal_id, version_id=self._version)
        self.floor.set_facts(_floor_facts(sheet.floor))
        self.below.show_warnings(sheet.warnings)
        self._objections_part.show_sheet(self.deal_id, sheet)
        self._show_memo(memo)

    @override
    def start_over(self) -> None:
        self._version = ""
        for made in (self.objections, self.clauses):
            made.forget_typed()

    @override
    def go_to(self, place: str) -> None:
        """Places: floor, objections, library, memo, one of the memo's facts, send, confirm."""
        self._look_at("")
        if place == "floor":
            self._floor_part.set_folded(False)
            self.floor.edit("lowest_price_fen")
            self.reveal(self._floor_part)
        elif place == "objections":
            self._objections_part.set_folded(False)
            _start_at(self.objections, "answer")
            self.reveal(self.objections)
        elif place == "library":
            self._objections_part.set_folded(False)
            self._objections_part.search()
            self.reveal(self.objections)
        elif self.bar.isHidden():
            self.empty.steps()[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(self.empty)
        elif place in ("send", "confirm"):
            self.bar.go_to(place)
            self.reveal(self.bar)
        elif place in _FACTS:
            self.facts.edit(place)
            self.reveal(self.facts.field(place))
        else:
            _start_at(self.clauses, "text")
            self.reveal(self.clauses)

    # Inside

    def _show_memo(self, memo: MemoSheet) -> None:
        begun = memo.state.shown is not None
        frozen = not memo.state.editable
        self.bar.show_state(memo.state, contact=memo.contact)
        self.empty.setVisible(not begun)
        self._clauses_part.setVisible(begun)
        self._facts_part.setVisible(begun)
        self.clauses.set_items([_clause(found) for found in memo.clauses], frozen=frozen)
        self._clauses_part.set_count(_counted(len(memo.clauses), memo.open_points))
        waiting = any(clause.text and not clause.agreed for clause in memo.clauses)
        self.agree_all.setVisible(waiting and not frozen)
        self.facts.set_facts([_fact(memo, key, frozen=frozen) for key in _FACTS])

    def _make_clauses(self) -> ItemList:
        attempt = self.workspace.attempt
        actions = ListActions(
            lambda texts, after: attempt(add_memo_clauses, self.deal_id, texts=texts, after=after),
            lambda row, key, value: attempt(edit_memo_clause, row, **{key: value}),
            lambda row, place: attempt(move_memo_clause, row, place=place),
            lambda row: attempt(remove_memo_clause, row),
        )
        return ItemList(
            _CLAUSE_CELLS,
            actions,
            add_hint=tr("再加一条，如：质保：24 个月"),
            footer=lambda: OpenPointStep(self._plan_point),
        )

    def _make_bar(self) -> VersionBar:
        attempt, ask = self.workspace.attempt, self.workspace.ask
        return VersionBar(
            PaperWords(tr("谈判纪要"), tr("记录确认"), {**_FACTS, **labels.CLAUSE_KINDS}),
            PaperActions(
                lambda version: attempt(send_memo, version),
                lambda version, by, day: attempt(confirm_memo, version, confirmed_by=by, confirmed_on=day),
                lambda version: attempt(discard_memo, version),
                self._look_at,
                lambda note: attempt(edit_memo, self.deal_id, change_note=note),
                lambda old, new: ask(memo_differences, old, new),
            ),
        )

    def _plan_point(self, clause: Clause) -> object | None:
        if clause.plan_id:
            return self.workspace.guarded(
                lambda: self.workspace.do(edit_activity, clause.plan_id, due_on=clause.due_on) or True
            )
        return self.workspace.attempt(plan_activity, self.deal_id, goal=clause.goal, due_on=clause.due_on)

    def _on_floor(self, key: str, value: object) -> None:
        parse = _PARSED.get(key)
        if parse is not None:
            typed = str(value or "")
            value = self.understood(lambda: parse(typed), self.floor, key, "floor") if typed else None
            if typed and value is None:
                return
        self.workspace.attempt(edit_floor, self.deal_id, **{key: value})

    def _on_fact(self, key: str, value: object) -> None:
        self.workspace.attempt(edit_memo, self.deal_id, **{key: value})

    def _look_at(self, version: str) -> None:
        if version != self._version:
            self._version = version
            self.refresh()


def _floor_facts(floor: Floor) -> list[Fact]:
    days = floor.longest_payment_days
    return [
        Fact("core_demands", tr("客户核心诉求"), floor.core_demands, "long"),
        Fact("lowest_price_fen", tr("最低成交价"), floor.lowest_price_fen, "amount"),
        Fact(
            "lowest_discount", tr("最低折扣"), format_discount(floor.lowest_discount) if floor.lowest_discount else ""
        ),
        Fact("longest_payment_days", tr("最长账期"), "" if days is None else tr("{days}天", days=days)),
        Fact("walk_away", tr("退出条件"), floor.walk_away, "long"),
        Fact("tactics", tr("谈判策略"), floor.tactics, "long"),
    ]


def _clause(found: Clause) -> Item:
    values = {
        "title": found.title,
        "agreed": found.agreed,
        "text": found.text,
        "settled_by": found.settled_by,
        "due_on": found.due_on,
    }
    return Item(found.id, found.origin, values, found)


def _fact(memo: MemoSheet, key: str, *, frozen: bool) -> Fact:
    kind = "date" if key == "met_on" else "long" if key == "next_step" else "text"
    return Fact(key, _FACTS[key], getattr(memo, key), "fixed" if frozen else kind)


def _counted(total: int, left: int) -> str:
    """Return how many clauses there are and how many of them are open."""
    if not total:
        return ""
    return tr("{total} · {left} 未决", total=total, left=left) if left else str(total)


def _start_at(made: ItemList, key: str) -> None:
    """Put the cursor into the first empty cell `key`, else where the next item is written."""
    row = made.first(lambda item: not item.values[key])
    if row is None:
        made.start()
    else:
        row.cell(key).setFocus(Qt.FocusReason.OtherFocusReason)
