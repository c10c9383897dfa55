"""The price of a proposal: its lines, what is taken off the whole, and the totals to the fen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_crm.operations.proposal_items import (
    add_proposal_items,
    edit_proposal_item,
    move_proposal_item,
    remove_proposal_item,
)
from desktop_crm.operations.proposals import edit_proposal
from desktop_crm.queries.proposals import ProposalSheet
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.amounts import capital_amount, format_full, format_yuan
from desktop_crm.rules.price_figures import format_tax
from desktop_crm.rules.pricing import Totals
from desktop_crm.rules.terms import format_discount
from desktop_crm.system.translations import tr
from desktop_crm.views.deal.price_grid import PriceGrid
from desktop_crm.views.deal.price_model import PriceActions
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

PRICE_FIELDS: Final = {"prices_include_tax": tr("单价"), "reduction_fen": tr("整单优惠")}
_TAX: Final = (("1", tr("含税")), ("", tr("未税")))


class PriceSection(Section):
    """The grid on top, below it what it adds up to."""

    def __init__(self, workspace: Workspace, deal: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(tr("报价"), parent=parent)
        self._workspace = workspace
        self._deal = deal
        self._sheet = ProposalSheet()
        attempt = workspace.attempt
        self.grid = PriceGrid(
            PriceActions(
                lambda texts, after: attempt(add_proposal_items, deal(), texts=texts, after=after),
                lambda item, values: attempt(edit_proposal_item, item, **values),
                lambda item, place: attempt(move_proposal_item, item, place=place),
                lambda item: attempt(remove_proposal_item, item),
                self._refuse,
            )
        )
        self.terms = FactGrid()
        self.terms.edited.connect(self._on_term)
        self.total = QLabel(alignment=Qt.AlignmentFlag.AlignRight)
        self.total.setProperty("role", "title")
        self.total_name = QLabel()
        self.total_name.setProperty("tone", "muted")
        self.sums = _side_by_side(self.total_name, self.total)
        self.detail = QLabel(alignment=Qt.AlignmentFlag.AlignRight, wordWrap=True)
        self.detail.setProperty("tone", "muted")
        for part in (self.grid, self.terms, self.sums, self.detail):
            self.add(part)

    def show_sheet(self, sheet: ProposalSheet) -> None:
        """Show the price of a version."""
        self._sheet = sheet
        frozen = not sheet.state.editable
        self.grid.lines.set_items(sheet.items, frozen=frozen)
        self.set_count(_counted(sheet))
        self.terms.set_facts(_terms(sheet, frozen=frozen))
        for part in (self.terms, self.sums, self.detail):
            part.setVisible(bool(sheet.items))
        self.total.setText(format_full(sheet.totals.gross_fen))
        self.total_name.setText(tr("已填单价的合计") if sheet.unpriced else tr("含税总价"))
        self.detail.setText(_detail(sheet.totals))

    def forget_typed(self) -> None:
        """Let go of an open cell, when another record is shown."""
        self.grid.setCurrentIndex(self.grid.lines.index(-1, -1))

    def go_to(self, place: str) -> None:
        """Places: items, total, prices_include_tax, reduction_fen."""
        if place in PRICE_FIELDS and self._sheet.items:
            self.terms.edit(place)
            return
        unpriced = next((item.id for item in self._sheet.items if item.price_fen is None), "")
        if unpriced:
            self.grid.go_to(unpriced, "price_fen")
        else:
            self.grid.start()

    # Inside

    def _on_term(self, key: str, value: object) -> None:
        new = bool(value) if key == "prices_include_tax" else value
        self._workspace.attempt(edit_proposal, self._deal(), **{key: new})

    def _refuse(self, reason: str) -> None:
        self._workspace.refused.emit(Refused(reason, Remedy(tr("修改"), "proposal.proposal.items")))


def _terms(sheet: ProposalSheet, *, frozen: bool) -> list[Fact]:
    taxed = "1" if sheet.prices_include_tax else ""
    return [
        Fact("prices_include_tax", PRICE_FIELDS["prices_include_tax"], taxed, "fixed" if frozen else "choice", _TAX),
        Fact("reduction_fen", PRICE_FIELDS["reduction_fen"], sheet.reduction_fen, "fixed" if frozen else "amount"),
    ]


def _side_by_side(name: QLabel, figure: QLabel) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(name)
    row.addWidget(figure, 1)
    return made


def _counted(sheet: ProposalSheet) -> str:
    if not sheet.items:
        return ""
    left = tr("{count} 项待填单价", count=sheet.unpriced) if sheet.unpriced else ""
    return " · ".join(filter(None, (str(len(sheet.items)), left)))


def _detail(sums: Totals) -> str:
    """Return in words how the total comes about, and the total in capitals."""
    lines = [capital_amount(sums.gross_fen)]
    saved = sums.list_fen - sums.subtotal_fen + sums.reduction_fen
    if saved and sums.discount is not None:
        at_list, off = format_yuan(sums.list_fen), format_yuan(saved)
        share = format_discount(sums.discount)
        lines.append(tr("折前 {at_list}，共优惠 {off}，综合 {share}", at_list=at_list, off=off, share=share))
    taxes = [
        tr("{rate} 税 {tax}", rate=format_tax(part.rate), tax=format_yuan(part.tax_fen))
        for part in sums.parts
        if part.tax_fen
    ]
    lines.append("，".join([tr("不含税 {net}", net=format_yuan(sums.net_fen)), *taxes]))
    return "\n".join(lines)
