"""The cards of one column, read a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QByteArray, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from desktop_crm.queries.board import PAGE, Card, Column, Page, Sum
from desktop_crm.views.board.card import CARD_ROLE, card_tip, spoken, stage_age

MIME = "application/x-desktop-crm-deal"
_NOWHERE = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column of the board: the stage or outcome `key` it stands for, its title, and its limit in days."""

    key: str
    title: str
    wanted: Column
    limit: int | None = None


class ColumnModel(QAbstractListModel):
    """The cards read so far; `read_page(after)` gives the next ones. `total` says how many there are in the file."""

    def __init__(self, spec: ColumnSpec, read_page: Callable[[Card | None], list[Card]], parent: QObject) -> None:
        super().__init__(parent)
        self.spec = spec
        self.wanted = spec.wanted
        self.total = Sum()
        self._read_page = read_page
        self._cards: list[Card] = []
        self._ended = True

    def show(self, page: Page) -> None:
        """Show the first page anew."""
        self.beginResetModel()
        self.wanted, self.total, self._cards = page.column, page.total, page.cards
        self._ended = len(page.cards) < PAGE
        self.endResetModel()

    def card(self, row: int) -> Card | None:
        """Return the card at `row`, or None."""
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def row_of(self, deal_id: str) -> int:
        """Return the row of a deal, or -1."""
        return next((row for row, card in enumerate(self._cards) if card.id == deal_id), -1)

    def take(self, deal_id: str) -> None:
        """Remove the card of a deal, if it is here."""
        row = self.row_of(deal_id)
        if row >= 0:
            self.beginRemoveRows(_NOWHERE, row, row)
            del self._cards[row]
            self.endRemoveRows()

    def put(self, card: Card, *, descending: bool) -> None:
        """Insert a card at its place, if that is among the cards read so far, or replace the one that is there."""
        row = self.row_of(card.id)
        if row >= 0 and self._cards[row].after == card.after:
            self._cards[row] = card
            self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.take(card.id)
        place = self._place(card, descending=descending)
        if place == len(self._cards) and not self._ended:
            return  # it comes with a later page
        self.beginInsertRows(_NOWHERE, place, place)
        self._cards.insert(place, card)
        self.endInsertRows()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._cards)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        card = self.card(index.row())
        if card is None:
            return None
        if role == CARD_ROLE:
            return card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(card, stage_age(card.stage_since, self.spec.limit))
        if role == Qt.ItemDataRole.ToolTipRole:
            return card_tip(card, stage_age(card.stage_since, self.spec.limit))
        return None

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._ended

    @override
    def fetchMore(self, parent: Index) -> None:
        page = self._read_page(self._cards[-1] if self._cards else None)
        self._ended = len(page) < PAGE
        if page:
            self.beginInsertRows(_NOWHERE, len(self._cards), len(self._cards) + len(page) - 1)
            self._cards.extend(page)
            self.endInsertRows()

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return usual | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else usual | Qt.ItemFlag.ItemIsDropEnabled

    @override
    def mimeTypes(self) -> list[str]:
        return [MIME]

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        card = self.card(indexes[0].row()) if indexes else None
        if card is not None:
            data.setData(MIME, QByteArray(card.id.encode()))
            data.setText(f"{card.customer} {card.title}")
        return data

    @override
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def _place(self, card: Card, *, descending: bool) -> int:
        for row, other in enumerate(self._cards):
            if (other.after < card.after) if descending else (other.after > card.after):
                return row
        return len(self._cards)
