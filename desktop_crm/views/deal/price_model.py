"""The lines of a price as a table: two rows for each line, its name above its figures, and a row to add the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from desktop_crm.queries.proposals import PriceItem
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.price_cells import FIGURES, NAME, PriceCell, Values, amount_text

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NUMBER_ROLE: Final = Role.UserRole + 1  # the number of the line, on its first cell
EMPTY_ROLE: Final = Role.UserRole + 2  # whether what is shown only says what belongs there
AMOUNT: Final = 3  # the column where the amount begins, beside the name
ADD_HINT: Final = tr("＋ 再加一项，如：MES 模块 2 套 12万 9.5折")
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class PriceActions:
    """What the grid asks its owner to do; None as an answer means that it was not done."""

    add: Callable[[list[str], str], object | None]  # texts, the id of the line above them or ""
    edit: Callable[[str, Values], object | None]  # id, values
    move: Callable[[str, int], object | None]  # id, place
    remove: Callable[[str], object | None]
    refuse: Callable[[str], None]  # say why something typed was not understood


class PriceModel(QAbstractTableModel):
    """Lines stay where they are while they are edited; only what was added or taken away moves others."""

    rearranged = Signal()  # rows came or went

    def __init__(self, actions: PriceActions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._items: list[PriceItem] = []
        self._frozen = False

    @property
    def items(self) -> Sequence[PriceItem]:
        """The lines from top to bottom."""
        return self._items

    def set_items(self, items: Sequence[PriceItem], *, frozen: bool) -> None:
        """Show these lines; frozen ones can only be read and there is no row to add one."""
        self._set_frozen(frozen)
        old, new = [item.origin for item in self._items], [item.origin for item in items]
        start = _same(old, new)
        end = _same(old[start:][::-1], new[start:][::-1])
        if gone := len(old) - start - end:
            self.beginRemoveRows(QModelIndex(), 2 * start, 2 * (start + gone) - 1)
            del self._items[start : start + gone]
            self.endRemoveRows()
        if came := len(new) - start - end:
            self.beginInsertRows(QModelIndex(), 2 * start, 2 * (start + came) - 1)
            self._items[start:start] = items[start : start + came]
            self.endInsertRows()
        self._items = list(items)
        if gone or came:
            self.rearranged.emit()
        if items:
            self.dataChanged.emit(self.index(0, 0), self.index(2 * len(items) - 1, len(FIGURES) - 1))

    def item_at(self, index: Index) -> PriceItem | None:
        """Return the line at a place; None in the row that adds."""
        return self._items[index.row() // 2] if index.isValid() and not self.is_add_row(index) else None

    def cell_at(self, index: Index) -> PriceCell | None:
        """Return the field at a place; None at an amount and in the row that adds."""
        if self.item_at(index) is None:
            return None
        if index.row() % 2:
            return FIGURES[index.column()]
        return NAME if index.column() < AMOUNT else None

    def is_add_row(self, index: Index) -> bool:
        """Return whether a place is in the row that adds."""
        return index.row() == 2 * len(self._items)

    def add_index(self) -> QModelIndex:
        """Return the place where the next line is written."""
        return self.index(2 * len(self._items), 0)

    def fields(self) -> list[QModelIndex]:
        """Return every place that can be typed into, in the order Tab goes."""
        found: list[QModelIndex] = []
        for place in range(len(self._items)):
            found.append(self.index(2 * place, 0))
            found += [self.index(2 * place + 1, column) for column in range(len(FIGURES))]
        return found if self._frozen else [*found, self.add_index()]

    def understand(self, index: Index, text: str) -> Values:
        """Return the values that typed text stands for; raises ValueError with a sentence for the user."""
        item, cell = self.item_at(index), self.cell_at(index)
        return cell.read(text, item) if item and cell else {}

    # What Qt asks

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 2 * len(self._items) + (not self._frozen)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(FIGURES)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        if role != Role.DisplayRole:
            return None
        return FIGURES[section].name if section else tr("名称 / 规格")

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        can_edit = not self._frozen and (self.cell_at(index) is not None or self.is_add_row(index))
        return plain | Qt.ItemFlag.ItemIsEditable if can_edit else plain

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        item = self.item_at(index)
        if item is None:
            return _of_add_row(role)
        if role == NUMBER_ROLE:
            return index.row() // 2 + 1 if not index.row() % 2 and not index.column() else None
        cell = self.cell_at(index)
        return _of_cell(item, cell, role) if cell else _of_amount(item, role)

    @override
    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        item, text = self.item_at(index), str(value or "")
        if role != Role.EditRole or self._frozen:
            return False
        if item is None:
            return bool(text.strip()) and self._actions.add(text.splitlines(), "") is not None
        try:
            values = self.understand(index, text)
        except ValueError as error:
            self._actions.refuse(str(error))
            return False
        if all(getattr(item, name) == new for name, new in values.items()):
            return True
        return self._actions.edit(item.id, values) is not None

    def _set_frozen(self, frozen: bool) -> None:  # noqa: FBT001 - a setter in Qt's manner
        if frozen == self._frozen:
            return
        row = 2 * len(self._items)
        if frozen:
            self.beginRemoveRows(QModelIndex(), row, row)
            self._frozen = True
            self.endRemoveRows()
        else:
            self.beginInsertRows(QModelIndex(), row, row)
            self._frozen = False
            self.endInsertRows()
        self.rearranged.emit()


def _same(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many of two lists are the same from the beginning on."""
    return next(
        (at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other),
        min(len(left), len(right)),
    )


def _of_add_row(role: int) -> object:
    if role == Role.DisplayRole:
        return ADD_HINT
    if role == Role.EditRole:
        return ""
    return True if role == EMPTY_ROLE else _LEFT if role == Role.TextAlignmentRole else None


def _of_cell(item: PriceItem, cell: PriceCell, role: int) -> object:
    if role in (Role.DisplayRole, Role.AccessibleTextRole):
        return cell.shown(item) or cell.empty
    if role == Role.EditRole:
        return cell.typed(item)
    if role == Role.TextAlignmentRole:
        return _LEFT if cell is NAME or cell is FIGURES[0] else _RIGHT
    if role == Role.FontRole:
        return theme.font(theme.BODY, bold=cell is NAME)
    if role == Role.ToolTipRole:
        return cell.shown(item) or None
    return not cell.shown(item) if role == EMPTY_ROLE else None


def _of_amount(item: PriceItem, role: int) -> object:
    if role in (Role.DisplayRole, Role.AccessibleTextRole):
        return amount_text(item)
    if role == Role.FontRole:
        return theme.font(theme.BODY, bold=item.amount_fen is not None)
    if role == Role.TextAlignmentRole:
        return _RIGHT
    return item.amount_fen is None if role == EMPTY_ROLE else None
