"""A field for money that takes 50万, 1.2亿 or 1,200.50 and shows ¥500,000."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.rules.amounts import format_yuan, parse_amount
from desktop_crm.system.translations import tr
from desktop_crm.views.widgets.parsed_edit import ParsedEdit


class AmountEdit(ParsedEdit[int]):
    """Money in fen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line.setPlaceholderText(tr("如：50万"))
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)

    def value(self) -> int | None:
        """Return the amount in fen; None when the field is empty or not understood."""
        return self.understood()

    def set_value(self, fen: int | None) -> None:
        """Show an amount, without a signal."""
        self.show_value(fen)

    @override
    def read(self, text: str) -> int:
        return parse_amount(text)

    @override
    def explain(self, value: int) -> str:
        return format_yuan(value)

    @override
    def shown(self, value: int) -> str:
        return format_yuan(value)
