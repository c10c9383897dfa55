"""A list of lines that people write, arrange and strike out as on paper: Enter goes on, pasted lines become items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.views import theme
from desktop_crm.views.widgets.item_row import Cell, Footer, Item, ItemRow
from desktop_crm.views.widgets.text_cell import TextCell

__all__ = ["Cell", "Footer", "Item", "ItemList", "ListActions"]


@dataclass(frozen=True, slots=True)
class ListActions:
    """What the list asks its owner to do; None as an answer means that it was not done and what was typed stays."""

    add: Callable[[list[str], str], object | None]  # texts, the id of the item above them or ""
    edit: Callable[[str, str, Any], object | None]  # id, cell, value
    move: Callable[[str, int], object | None]  # id, place
    remove: Callable[[str], object | None]


@dataclass(frozen=True, slots=True)
class _Drag:
    row: ItemRow
    place: int = field(default=-1)


class ItemList(QWidget):
    """Rows of cells, the first of which is the item's text, and a line at the end to add the next."""

    def __init__(
        self,
        cells: Sequence[Cell],
        actions: ListActions,
        *,
        add_hint: str,
        footer: Callable[[], Footer] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._cells = tuple(cells)
        self._actions = actions
        self._footer = footer
        self._rows: list[ItemRow] = []
        self._drag: _Drag | None = None
        self._mark = QFrame(self)
        self._mark.setProperty("surface", "mark")
        self._mark.hide()
        self.add_line = _AddLine(add_hint, self)
        self.add_line.committed.connect(self._on_typed_at_end)
        self.add_line.lines_pasted.connect(self._on_pasted_at_end)
        self.add_line.emptied_further.connect(self._step_back)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.add_line)
        self.setFocusProxy(self.add_line)

    # What it shows

    def set_items(self, items: Sequence[Item], *, frozen: bool = False) -> None:
        """Show these items; the row of an item that stays is kept, with the cursor in it and what was typed."""
        there = {row.item.origin: row for row in self._rows}
        rows = [there.pop(item.origin, None) or self._make_row(item) for item in items]
        for gone in there.values():
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, (row, item) in enumerate(zip(rows, items, strict=True)):
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
                row.show()  # now, not when the layout comes to it: the cursor may go there at once
            row.set_item(item, place + 1, frozen=frozen)
        self._rows = rows
        self.add_line.setVisible(not frozen)
        self._order_tabs()

    def rows(self) -> list[ItemRow]:
        """Return the rows from top to bottom."""
        return list(self._rows)

    def row(self, item_id: str) -> ItemRow | None:
        """Return the row of an item."""
        return next((row for row in self._rows if row.item.id == item_id), None)

    def start(self) -> None:
        """Put the cursor where the next item is written."""
        self.add_line.start()

    def forget_typed(self) -> None:
        """Empty the line at the end, when another record is shown."""
        self.add_line.clear()

    # What its rows say

    def edit(self, row: ItemRow, key: str, value: object) -> None:
        """Pass on that a cell was edited."""
        if self._actions.edit(row.item.id, key, value) is None:
            row.show_item()

    def remove(self, row: ItemRow) -> None:
        """Pass on that an item is to go, and put the cursor near."""
        place = self._rows.index(row)
        if self._actions.remove(row.item.id) is not None:
            self._focus(max(place - 1, 0) if self._rows else 0)

    def shift(self, row: ItemRow, by: int) -> None:
        """Move an item up or down by one place."""
        place = self._rows.index(row) + by
        if 0 <= place < len(self._rows):
            self._actions.move(row.item.id, place)

    def paste_below(self, row: ItemRow, texts: list[str]) -> None:
        """Keep what stands in a row and add the pasted lines below it."""
        row.main.commit()
        self._add(texts, row.item.id)

    def go_on(self, row: ItemRow) -> None:
        """Put the cursor into the next row, after the last one into the line that adds."""
        self._focus(self._rows.index(row) + 1 if row in self._rows else len(self._rows))

    def drag(self, row: ItemRow, height: int) -> None:
        """Show where an item would land that is dragged to a height of this list."""
        others = [other for other in self._rows if other is not row]
        place = sum(other.geometry().center().y() < height for other in others)
        self._drag = _Drag(row, place)
        top = others[place].y() if place < len(others) else self.add_line.y()
        self._mark.setGeometry(0, top - theme.px(1), self.width(), theme.px(2))
        self._mark.show()
        self._mark.raise_()

    def drop(self) -> None:
        """Put the dragged item where it was shown to land."""
        drag, self._drag = self._drag, None
        self._mark.hide()
        if drag is not None and self._rows.index(drag.row) != drag.place:
            self._actions.move(drag.row.item.id, drag.place)

    # Inside

    def add_typed(self) -> ItemRow | None:
        """Add what stands in the line at the end and return its row, if it was added."""
        before = {row.item.origin for row in self._rows}
        self.add_line.commit()
        return next((row for row in self._rows if row.item.origin not in before), None)

    def _add(self, texts: list[str], after: str) -> None:
        if self._actions.add(texts, after) is not None and not after:
            self.add_line.clear()

    def _on_typed_at_end(self, text: str) -> None:
        self._add([text], "")

    def _on_pasted_at_end(self, rest: list[str]) -> None:
        self._add([self.add_line.text(), *rest], "")

    def _step_back(self) -> None:
        if self._rows:
            self._rows[-1].main.start()

    def _focus(self, place: int) -> None:
        if place < len(self._rows):
            self._rows[place].main.start()
        else:
            self.add_line.start()

    def _make_row(self, item: Item) -> ItemRow:
        return ItemRow(item, self._cells, self, self._footer() if self._footer else None)

    def _order_tabs(self) -> None:
        stops = [stop for row in self._rows for stop in row.tab_stops()] + [self.add_line]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)


class _AddLine(TextCell):
    """The line at the end. Tab keeps what was typed and goes on to the other cells of the new item."""

    def __init__(self, hint: str, owner: ItemList) -> None:
        super().__init__(f"＋ {hint}", splits=True, roomy=True, parent=owner)
        self._owner = owner

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        row = self._owner.add_typed() if next and self.text() else None
        if row is None:
            return super().focusNextPrevChild(next)
        row.tab_stops()[1].setFocus(Qt.FocusReason.TabFocusReason)
        return True
