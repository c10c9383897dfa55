"""The quiet strip that tells colleagues where an offer goes below our floor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge
from desktop_crm.views.widgets.section import internal_mark


class FloorStrip(QFrame):
    """Says for colleagues only what goes below the floor, a line each; hidden while nothing does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "internal")
        self.text = QLabel(wordWrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setProperty("tone", "late")
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.SNUG, theme.SNUG)))
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(Badge(internal_mark()), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_warnings(self, warnings: Sequence[str]) -> None:
        """Show these sentences."""
        self.text.setText("\n".join(f"{said}。" for said in warnings))
        self.setVisible(bool(warnings))
