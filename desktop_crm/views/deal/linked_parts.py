"""Links to the deals that came from one another; pressing one opens that deal."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.models import Outcome
from desktop_crm.queries.linked_deals import LinkedDeal, LinkedDeals
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.link_button import LinkButton
from desktop_crm.views.labels import OUTCOMES
from desktop_crm.views.widgets.badge import Badge, Mark

_TONES: dict[str, theme.Tone] = {Outcome.WON: "good", Outcome.OPEN: "text"}


def deal_name(deal: LinkedDeal) -> str:
    """Return number and title of a deal, and of somebody else's deal whose it is."""
    whose = "" if deal.same_customer else deal.customer
    return " ".join(dict.fromkeys(filter(None, (deal.number, whose, deal.title))))


class DealLink(QWidget):
    """What a deal is to the one shown, its name as a link, and how it stands."""

    requested = Signal(str)

    def __init__(self, what: str, deal: LinkedDeal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = QLabel(what)
        label.setProperty("role", "muted")
        label.setMinimumWidth(theme.px(56))
        self.link = LinkButton(quiet=True)
        self.link.show_text(deal_name(deal))
        self.link.clicked.connect(partial(self.requested.emit, deal.id))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(label)
        row.addWidget(self.link, 1)
        row.addWidget(Badge(Mark(OUTCOMES[deal.outcome], _TONES.get(deal.outcome, "muted"))))


class LinkedParts(QWidget):
    """The deal from whose aftercare one came, and those that came from its own; hidden when there are none."""

    requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = LinkedDeals()
        self.links: list[DealLink] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        self.hide()

    def show_links(self, linked: LinkedDeals) -> None:
        """Show these links."""
        if linked == self._shown:
            return
        self._shown = linked
        for link in self.links:
            self._column.removeWidget(link)
            link.hide()
            link.deleteLater()
        named = [(tr("来自"), linked.parent)] if linked.parent else []
        named += [(tr("二次需求") if one.same_customer else tr("转介绍"), one) for one in linked.children]
        self.links = [DealLink(what, deal) for what, deal in named]
        for link in self.links:
            link.requested.connect(self.requested)
            self._column.addWidget(link)
        self.setVisible(bool(self.links))
