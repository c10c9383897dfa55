"""The people of a project on one side: known ones with one pick, others typed in a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop_crm.queries.projects import Hand, Person
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.flow import FlowLayout
from desktop_crm.views.widgets.item_list import Cell, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section

MOST_OFFERED: Final = 6
_CELLS: Final = (
    Cell("name", tr("姓名"), strong=True),
    Cell("role", tr("项目角色"), label=tr("角色"), line=1),
    Cell("phone", tr("电话"), line=1),
    Cell("duty", tr("负责什么"), label=tr("职责"), line=2),
)


class HandsPart(Section):
    """A list of people and, above its end, those who could be taken in."""

    def __init__(self, title: str, actions: ListActions, pick: Callable[[Person], object], *, hint: str) -> None:
        super().__init__(title)
        self._pick = pick
        self._offered: tuple[Person, ...] = ()
        self.hands = ItemList(_CELLS, actions, add_hint=hint)
        self.offers = QWidget()
        self._flow = FlowLayout(self.offers, spacing=theme.px(theme.TIGHT))
        self.add(self.hands)
        self.add(self.offers)

    def show_hands(self, hands: Sequence[Hand], free: tuple[Person, ...], name: Callable[[Person], str]) -> None:
        """Show who belongs to the project and who else is known."""
        self.hands.set_items([_item(hand) for hand in hands])
        self.set_count(str(len(hands)) if hands else "")
        if free == self._offered:
            return
        self._offered = free
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for person in free[:MOST_OFFERED]:
            self._flow.addWidget(self._offer(person, name(person)))
        self.offers.setVisible(bool(free))

    def _offer(self, person: Person, text: str) -> QWidget:
        return button(text, lambda: self._pick(person), kind="quiet", icon="add")


def _item(hand: Hand) -> Item:
    values = {"name": hand.name, "role": hand.role, "phone": hand.phone, "duty": hand.duty}
    return Item(hand.id, hand.id, values)
