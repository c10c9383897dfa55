"""The quiet line above a proposal whose total is not the deal's amount."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop_crm.queries.proposals import ProposalSheet
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import button


class AmountStrip(QFrame):
    """Offers to make the total the deal's amount; hidden while they are the same."""

    def __init__(self, on_take: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.text = QLabel(wordWrap=True)
        self.take = button(tr("作为商机金额"), on_take)
        _in_a_row(self, self.text, self.take)

    def show_amounts(self, sheet: ProposalSheet) -> None:
        """Compare the total of the latest version with the deal's amount."""
        total, amount = format_yuan(sheet.totals.gross_fen), sheet.deal_amount_fen
        if amount is None:
            self.text.setText(tr("方案总价 {total}，商机还没有金额。", total=total))
        else:
            self.text.setText(tr("方案总价 {total}，商机金额 {amount}。", total=total, amount=format_yuan(amount)))
        self.setVisible(sheet.differs_from_deal and sheet.state.editable)


def _in_a_row(frame: QFrame, *parts: QWidget) -> None:
    row = QHBoxLayout(frame)
    row.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.SNUG, theme.SNUG)))
    row.setSpacing(theme.px(theme.SNUG))
    for part in parts:
        row.addWidget(part, isinstance(part, QLabel), Qt.AlignmentFlag.AlignVCenter)
