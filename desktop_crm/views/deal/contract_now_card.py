"""Where the contract stands with all its changes: the amount and the day of delivery, now and as it was signed."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.changes import ContractNow
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.changes import difference_text, shift_text
from desktop_crm.system.translations import tr
from desktop_crm.views import theme


class ContractNowCard(QFrame):
    """The contract as it is now, and below it what it was before how many changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.now = QLabel(wordWrap=True)
        self.now.setProperty("role", "strong")
        self.before = QLabel(wordWrap=True)
        self.before.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.GAP, theme.SNUG)))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addWidget(self.now)
        column.addWidget(self.before)

    def show_contract(self, found: ContractNow) -> None:
        """Show a contract; one that nobody signed, and nothing changed, has no card."""
        self.setVisible(bool(found.changes) or found.signed)
        self.now.setText(tr("合同现在 {terms}", terms=_terms(found.total_fen, found.deliver_by)))
        price, days = (sum(getattr(change, name) for change in found.changes) for name in ("price_fen", "days"))
        self.before.setText(
            tr(
                "签署时 {terms}；{count} 份变更，价格 {price}，交期 {shift}",
                terms=_terms(found.original_fen, found.original_on),
                count=len(found.changes),
                price=difference_text(price),
                shift=shift_text(days),
            )
        )
        self.before.setVisible(bool(found.changes))


def _terms(fen: int | None, day: date | None) -> str:
    amount = tr("金额未写") if fen is None else format_yuan(fen)
    return tr("{amount}，{day} 交付", amount=amount, day=day) if day else amount
