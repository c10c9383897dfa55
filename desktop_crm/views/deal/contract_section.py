"""The contract of a deal (K1): its terms and clauses, each held against the memo, and the risks to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.models import VersionStatus
from desktop_crm.operations.contracts import (
    add_contract_clauses,
    edit_contract,
    edit_contract_clause,
    edit_risk,
    explain_left_out,
    follow_latest_memo,
    move_contract_clause,
    remove_contract_clause,
    send_contract,
    start_contract,
    take_left_out,
    take_memo_wording,
)
from desktop_crm.queries.contract_comparison import ComparedClause
from desktop_crm.queries.contracts import ContractSheet, contract_sheet, is_unwritten
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.contract_facts import parse_copies
from desktop_crm.rules.price_figures import format_tax, parse_tax
from desktop_crm.system.translations import tr
from desktop_crm.views.deal.clause_comparison import ComparisonActions, ComparisonPanel, LeftOutList
from desktop_crm.views.deal.contract_bar import ContractActions, ContractBar
from desktop_crm.views.deal.floor_strip import FloorStrip
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.risk_list import RiskList
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact, Kind
from desktop_crm.views.widgets.item_list import Cell, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_FACTS: Final[dict[str, tuple[str, Kind]]] = {
    "number": (tr("合同编号"), "text"),
    "title": (tr("合同名称"), "text"),
    "amount_fen": (tr("合同金额"), "amount"),
    "tax_rate": (tr("税率"), "text"),
    "deliver_by": (tr("交付日期"), "date"),
    "effective_on": (tr("生效日期"), "date"),
    "ends_on": (tr("结束日期"), "date"),
    "place": (tr("签订地点"), "text"),
    "copies": (tr("份数"), "text"),
}
_PARSED: Final = {"tax_rate": parse_tax, "copies": parse_copies}
_CELLS: Final = (Cell("title", tr("条款"), strong=True), Cell("text", tr("双方怎么约定"), line=1))
_WANTED: Final[dict[str, Callable[[Item], bool]]] = {
    "unwritten": lambda item: is_unwritten(str(item.values["text"])),
    "differences": lambda item: isinstance(item.data, ComparedClause) and item.data.unexplained,
}


class ContractSection(PageTab):
    """Everything is written where it stands; reasons and risks are marked as internal."""

    key = "contract.contract"
    title = tr("合同")
    tables = (
        "contract", "contract_clause", "contract_risk", "memo", "memo_clause", "negotiation_floor", "deal", "customer",
        "company",
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._id = ""
        attempt = workspace.attempt
        self.bar = ContractBar(
            ContractActions(
                lambda: attempt(send_contract, self._id),
                lambda: self.go_to_requested.emit("contract.review"),
                lambda: self.go_to_requested.emit("contract.signing.sign"),
                lambda: attempt(follow_latest_memo, self.deal_id),
            )
        )
        self.floor = FloorStrip()
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_fact)
        self._facts_part = Section(tr("合同要素"))
        self._facts_part.add(self.facts)
        self.clauses = self._make_clauses()
        self.left_out = LeftOutList()
        self.left_out.taken.connect(self._on_taken)
        self.left_out.explained.connect(self._on_explained)
        self._clauses_part = Section(tr("条款"))
        self._clauses_part.add(self.clauses)
        self._clauses_part.add(self.left_out)
        self.risks = RiskList()
        self.risks.edited.connect(self._on_risk)
        self._risks_part = Section(tr("风险核对"), internal=True, folds=True)
        self._risks_part.add(self.risks)
        self.empty = EmptyState(
            "contract",
            tr("合同从谈判纪要起草：谈妥的条款逐条带入，没谈到的用标准条款补齐，差异一目了然。"),
            FirstStep(tr("起草合同"), lambda: attempt(start_contract, self.deal_id), "add"),
        )
        self.set_parts(self.bar, self.floor, self.empty, self._facts_part, self._clauses_part, self._risks_part)

    @override
    def refresh(self) -> None:
        sheet = self.workspace.ask(contract_sheet, self.deal_id)
        shown = sheet.state.shown
        self._id = shown.id if shown else ""
        frozen = shown is not None and shown.status == VersionStatus.CONFIRMED
        self.bar.show_sheet(sheet)
        self.floor.show_warnings(sheet.warnings)
        self.empty.setVisible(shown is None)
        for part in (self._facts_part, self._clauses_part, self._risks_part):
            part.setVisible(shown is not None)
        self.facts.set_facts([_fact(sheet, key, frozen=frozen) for key in _FACTS] if shown else [])
        compared = sheet.memo is not None
        self.clauses.set_items([_item(clause, compared=compared) for clause in sheet.clauses], frozen=frozen)
        self._clauses_part.set_count(str(len(sheet.clauses)) if sheet.clauses else "")
        self.left_out.show_clauses(sheet.left_out, frozen=frozen)
        self.risks.show_risks(sheet.risks, frozen=frozen)
        done = len(sheet.risks) - len(sheet.open_risks)
        self._risks_part.set_count(tr("{done}/{total} 已核对", done=done, total=len(sheet.risks)))

    @override
    def start_over(self) -> None:
        self.clauses.forget_typed()

    @override
    def go_to(self, place: str) -> None:
        """Places: clauses, unwritten, differences, risks, send, one of the facts."""
        if not self._id:
            self.empty.steps()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif place == "send":
            self.bar.send.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(self.bar)
        elif place == "risks":
            self._risks_part.set_folded(False)
            self.risks.start()
            self.reveal(self._risks_part)
        elif place in _FACTS:
            self.facts.edit(place)
            self.reveal(self.facts.field(place))
        else:
            self._go_to_clause(place)

    # Inside

    def _go_to_clause(self, place: str) -> None:
        row = self.clauses.first(_WANTED[place]) if place in _WANTED else None
        if row is not None and place == "unwritten":
            row.cell("text").setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(row.cell("text"))
            return
        if row is not None and isinstance(row.footer, ComparisonPanel):
            row.footer.explain()
            self.reveal(row.footer)
            return
        if place == "differences":
            for left in self.left_out.rows.values():
                left.reason.start()
                self.reveal(left)
                return
        self.clauses.start()
        self.reveal(self.clauses.add_line)

    def _make_clauses(self) -> ItemList:
        attempt = self.workspace.attempt
        actions = ListActions(
            lambda texts, after: attempt(add_contract_clauses, self.deal_id, texts=texts, after=after),
            lambda row, key, value: attempt(edit_contract_clause, row, **{key: value}),
            lambda row, place: attempt(move_contract_clause, row, place=place),
            lambda row: attempt(remove_contract_clause, row),
        )
        comparing = ComparisonActions(
            lambda clause: attempt(take_memo_wording, clause),
            lambda clause, reason: attempt(edit_contract_clause, clause, difference=reason),
        )
        return ItemList(
            _CELLS, actions, add_hint=tr("再加一条，如：保密：三年"), footer=lambda: ComparisonPanel(comparing)
        )

    def _on_taken(self, memo_clause: str) -> None:
        self.workspace.attempt(take_left_out, self.deal_id, memo_clause_id=memo_clause)

    def _on_explained(self, memo_clause: str, reason: str) -> None:
        self.workspace.attempt(explain_left_out, self.deal_id, memo_clause_id=memo_clause, reason=reason)

    def _on_risk(self, key: str, field: str, value: object) -> None:
        self.workspace.attempt(edit_risk, self.deal_id, key=key, **{field: value})

    def _on_fact(self, key: str, value: object) -> None:
        parse = _PARSED.get(key)
        if parse is not None:
            typed = str(value or "")
            value = self.understood(lambda: parse(typed), self.facts, key, key)
            if value is None:
                return
        self.workspace.attempt(edit_contract, self.deal_id, **{key: value})


def _item(clause: ComparedClause, *, compared: bool) -> Item:
    values = {"title": clause.title, "text": clause.text}
    return Item(clause.id, clause.id, values, clause if compared else None)


def _fact(sheet: ContractSheet, key: str, *, frozen: bool) -> Fact:
    name, kind = _FACTS[key]
    value = format_tax(sheet.tax_rate) if key == "tax_rate" else getattr(sheet, key)
    if frozen and key == "amount_fen" and sheet.amount_fen is not None:
        value = format_yuan(sheet.amount_fen)
    if key == "copies":
        value = tr("{count}份", count=sheet.copies)
    return Fact(key, name, value, "fixed" if frozen else kind)
