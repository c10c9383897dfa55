"""A list of lines that people write, arrange and strike out as on paper: Enter goes on, pasted lines become items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.views import theme
from desktop_crm.views.widgets.item_row import Cell, Footer, Item, ItemRow
from desktop_crm.views.widgets.lazy_column import LazyColumn
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
    """Rows of cells, the first of which is the item's text, and a line at the end to add the next.

    The row of an item is made when it is about to be seen or asked for.
    """

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
        self._items: list[Item] = []
        self._frozen = False
        self._drag: _Drag | None = None
        self._mark = QFrame(self)
        self._mark.setProperty("surface", "mark")
        self._mark.hide()
        self.add_line = _AddLine(add_hint, self)
        self.add_line.committed.connect(self._on_typed_at_end)
        self.add_line.lines_pasted.connect(self._on_pasted_at_end)
        self.add_line.emptied_further.connect(self._step_back)
        self._rows = LazyColumn(self._make_row, ItemRow.tab_stops, self.add_line, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._rows)
        column.addWidget(self.add_line)
        self.setFocusProxy(self.add_line)

    # What it shows

    def set_items(self, items: Sequence[Item], *, frozen: bool = False) -> None:
        """Show these items; the row of an item that stays is kept, with the cursor in it and what was typed."""
        moved = [item.origin for item in items] != [item.origin for item in self._items]
        self._items, self._frozen = list(items), frozen
        self._rows.set_keys([item.origin for item in items])
        places = {item.origin: place for place, item in enumerate(items)}
        changed = [row for row in self._rows.made() if self._show_item(row, places[row.item.origin])]
        for row in self._rows.made() if moved else changed:
            self._rows.order_tabs(row.item.origin)
        self.add_line.setVisible(not frozen)

    def items(self) -> list[Item]:
        """Return the items from top to bottom."""
        return list(self._items)

    def rows(self) -> list[ItemRow]:
        """Return the rows from top to bottom, all of them made now; `first` and `row` make just the one looked for."""
        return self._rows.complete()

    @property
    def busy(self) -> bool:
        """Whether more rows are made as soon as the window is idle."""
        return self._rows.busy

    def made(self) -> list[ItemRow]:
        """Return the rows there are so far; one that comes later shows what its item says then."""
        return self._rows.made()

    def row(self, item_id: str) -> ItemRow | None:
        """Return the row of an item."""
        item = next((item for item in self._items if item.id == item_id), None)
        return self._rows.widget(item.origin) if item else None

    def first(self, wanted: Callable[[Item], object]) -> ItemRow | None:
        """Return the row of the first item that is `wanted`."""
        return next((self._rows.widget(item.origin) for item in self._items if wanted(item)), None)

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
        place = self._place(row)
        if self._actions.remove(row.item.id) is not None:
            self._focus(max(place - 1, 0) if self._items else 0)

    def shift(self, row: ItemRow, by: int) -> None:
        """Move an item up or down by one place."""
        place = self._place(row) + by
        if 0 <= place < len(self._items):
            self._actions.move(row.item.id, place)

    def paste_below(self, row: ItemRow, texts: list[str]) -> None:
        """Keep what stands in a row and add the pasted lines below it."""
        row.main.commit()
        self._add(texts, row.item.id)

    def go_on(self, row: ItemRow) -> None:
        """Put the cursor into the next row, after the last one into the line that adds."""
        self._focus(self._place(row) + 1)

    def drag(self, row: ItemRow, height: int) -> None:
        """Show where an item would land that is dragged to a height of its row."""
        at = row.y() + height
        others = [self._rows.place_of(item.origin) for item in self._items if item.origin != row.item.origin]
        place = sum((top + end) // 2 < at for top, end in others)
        self._drag = _Drag(row, place)
        top = others[place][0] if place < len(others) else self.add_line.y()
        self._mark.setGeometry(0, top - theme.px(1), self.width(), theme.px(2))
        self._mark.show()
        self._mark.raise_()

    def drop(self) -> None:
        """Put the dragged item where it was shown to land."""
        drag, self._drag = self._drag, None
        self._mark.hide()
        if drag is not None and self._place(drag.row) != drag.place:
            self._actions.move(drag.row.item.id, drag.place)

    # Inside

    def add_typed(self) -> ItemRow | None:
        """Add what stands in the line at the end and return its row, if it was added."""
        before = {item.origin for item in self._items}
        self.add_line.commit()
        return self.first(lambda item: item.origin not in before)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Have the rows there that Tab goes to from here."""
        focus = QApplication.focusWidget()
        at = len(self._items)
        for row in self._rows.made():
            if focus is not None and row.isAncestorOf(focus):
                at = self._place(row)
        for place in (at - 1, at + 1):
            if 0 <= place < len(self._items):
                self._rows.widget(self._items[place].origin)
        return super().focusNextPrevChild(next)

    def _add(self, texts: list[str], after: str) -> None:
        if self._actions.add(texts, after) is not None and not after:
            self.add_line.clear()

    def _on_typed_at_end(self, text: str) -> None:
        self._add([text], "")

    def _on_pasted_at_end(self, rest: list[str]) -> None:
        self._add([self.add_line.text(), *rest], "")

    def _step_back(self) -> None:
        if self._items:
            self._focus(len(self._items) - 1)

    def _focus(self, place: int) -> None:
        line = self.add_line
        if place < len(self._items):
            line = self._rows.widget(self._items[place].origin).main
        line.start()
        self._rows.reveal(line)

    def _place(self, row: ItemRow) -> int:
        return next(
            (place for place, item in enumerate(self._items) if item.origin == row.item.origin), len(self._items)
        )

    def _make_row(self, origin: str) -> ItemRow:
        place = next(place for place, item in enumerate(self._items) if item.origin == origin)
        footer = self._footer() if self._footer else None
        row = ItemRow(self._items[place], self._cells, self, footer, self._rows)
        self._show_item(row, place)
        return row

    def _show_item(self, row: ItemRow, place: int) -> bool:
        return row.set_item(self._items[place], place + 1, frozen=self._frozen)


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
