"""One quiet line under the quick entry: what the record suggests, and the button that does it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_crm.rules.proposals import Proposal
from desktop_crm.views import icons, theme
from desktop_crm.views.widgets.buttons import button


class ProposalLine(QFrame):
    """Hidden while nothing is proposed; nothing happens unless the button is pressed."""

    accepted = Signal(object)  # Proposal

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.proposal: Proposal | None = None
        self.setProperty("surface", "card")
        lamp = QLabel()
        lamp.setPixmap(icons.pixmap("guide", 16, "muted"))
        self.text = QLabel(wordWrap=True)
        self.act: QPushButton = button("", self._on_pressed, kind="quiet", icon="forward")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(theme.GAP), theme.px(theme.TIGHT), theme.px(theme.SNUG), theme.px(theme.TIGHT))
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(lamp)
        row.addWidget(self.text, 1)
        row.addWidget(self.act)
        self.hide()

    def show_proposal(self, proposal: Proposal | None) -> None:
        """Show a proposal, or none."""
        if proposal is not None and proposal != self.proposal:
            self.text.setText(proposal.text)
            self.act.setText(proposal.action)
        self.proposal = proposal
        self.setVisible(proposal is not None)

    def _on_pressed(self) -> None:
        if self.proposal is not None:
            self.accepted.emit(self.proposal)
