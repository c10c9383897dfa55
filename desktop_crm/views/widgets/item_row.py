"""One item of an item list: a grip, its cells, what hangs below it, and a cross to strike it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import icon_button
from desktop_crm.views.widgets.choice_cell import ChoiceCell
from desktop_crm.views.widgets.inline_edit import Fact, InlineEdit
from desktop_crm.views.widgets.item_grip import ItemGrip
from desktop_crm.views.widgets.text_cell import TextCell

if TYPE_CHECKING:
    from desktop_crm.views.widgets.item_list import ItemList

Kind = Literal["text", "choice", "flag", "date"]


def _always(_values: Mapping[str, Any]) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of an item: `line` 0 is the line of the item's text, the others hang below it.

    The first cell of a list is the text of its items. `name` is what an empty cell says, `label` stands before the cell;
    `wanted` says for which values it is shown.
    """

    key: str
    name: str
    label: str = ""
    kind: Kind = "text"
    line: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    strong: bool = False
    wanted: Callable[[Mapping[str, Any]], bool] = _always


@dataclass(frozen=True, slots=True)
class Item:
    """An item to show: `origin` stays the same when a new version gives it another id.

    A `frozen` item can only be read and moved; one that is not `removable` has no cross.
    """

    id: str
    origin: str
    values: Mapping[str, Any]
    data: object = field(default=None, compare=False)  # for the footer
    frozen: bool = False
    removable: bool = True


class Footer(QWidget):
    """What a list hangs below each of its items."""

    def set_item(self, item: Item, *, frozen: bool) -> None:
        """Show what belongs to this item."""
        raise NotImplementedError

    def tab_stops(self) -> list[QWidget]:
        """Return the widgets that Tab goes through."""
        return []


class ItemRow(QFrame):
    """Shows an item and tells its list what is done to it."""

    def __init__(
        self, item: Item, cells: tuple[Cell, ...], owner: ItemList, footer: Footer | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "line-item")
        self.item = item
        self._owner = owner
        self._footer = footer
        self._shown: tuple[object, ...] = ()
        self._cells = {cell.key: (cell, self._make(cell)) for cell in cells}
        self._labels = {cell.key: self._make_label(cell) for cell in cells if cell.label}
        main = self._cells[cells[0].key][1]
        assert isinstance(main, TextCell)
        self.main = main
        self._connect_main()
        self.grip = ItemGrip(self)
        self.grip.dragged.connect(partial(owner.drag, self))
        self.grip.dropped.connect(owner.drop)
        self._remove = icon_button("close", tr("删除"), lambda: owner.remove(self))
        self._remove.setParent(self)
        self._remove.setMinimumHeight(theme.px(30))
        policy = self._remove.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._remove.setSizePolicy(policy)
        self._frozen = False
        self._arrange()

    def cell(self, key: str) -> QWidget:
        """Return the widget of a cell."""
        return self._cells[key][1]

    @property
    def footer(self) -> Footer | None:
        """What hangs below the item."""
        return self._footer

    def set_item(self, item: Item, number: int, *, frozen: bool) -> bool:
        """Show an item under its number; a frozen one can only be read. Return whether it says something new."""
        self.grip.set_number(number, frozen=frozen)
        shown = (item, item.data, frozen, clock.today())  # some say how far away a day is
        if shown == self._shown:
            return False
        self.item, self._frozen, self._shown = item, frozen or item.frozen, shown
        self._remove.setVisible(not self._frozen and item.removable)
        self.show_item()
        return True

    def show_item(self) -> None:
        """Show what is stored; text that was typed and not kept stays."""
        for cell, widget in self._cells.values():
            wanted = cell.wanted(self.item.values)
            shown = wanted and not (self._frozen and not self.item.values.get(cell.key))
            widget.setVisible(shown)
            if cell.key in self._labels:
                self._labels[cell.key].setVisible(shown)
            self._show(cell, widget, self.item.values.get(cell.key))
        if self._footer is not None:
            self._footer.set_item(self.item, frozen=self._frozen)

    def tab_stops(self) -> list[QWidget]:
        """Return the widgets that Tab goes through, in order."""
        stops = [_stop(widget) for _, widget in self._cells.values() if not widget.isHidden()]
        stops += self._footer.tab_stops() if self._footer else []
        return stops if self._remove.isHidden() else [*stops, self._remove]

    def _connect_main(self) -> None:
        self.main.lines_pasted.connect(partial(self._owner.paste_below, self))
        self.main.emptied_further.connect(partial(self._owner.remove, self))

    def _make(self, cell: Cell) -> QWidget:
        if cell.kind == "choice":
            choice = ChoiceCell(cell.name, cell.choices, self)
            choice.chosen.connect(partial(self._owner.edit, self, cell.key))
            return choice
        if cell.kind == "flag":
            flag = QCheckBox(cell.name, self)
            flag.clicked.connect(lambda: self._owner.edit(self, cell.key, flag.isChecked()))
            return flag
        if cell.kind == "date":
            day = InlineEdit(Fact(cell.key, cell.name, kind="date"), self)
            day.edited.connect(partial(self._owner.edit, self, cell.key))
            return day
        return self._make_text(cell)

    def _make_text(self, cell: Cell) -> TextCell:
        text = TextCell(cell.name, splits=not cell.line, roomy=not cell.line, parent=self)
        text.setProperty("strong", cell.strong)
        text.setProperty("below", bool(cell.line))
        text.committed.connect(partial(self._on_typed, cell, text))
        text.entered.connect(partial(self._on_entered, text))
        text.shifted.connect(partial(self._owner.shift, self))
        return text

    def _make_label(self, cell: Cell) -> QLabel:
        label = QLabel(cell.label, self)
        label.setProperty("role", "muted")
        label.setContentsMargins(theme.px(theme.TIGHT), theme.px(4), 0, 0)
        return label

    def _on_entered(self, text: TextCell) -> None:
        if not text.pending():  # what was refused is mended first
            self._owner.go_on(self)

    def _on_typed(self, cell: Cell, text: TextCell, typed: str) -> None:
        if text is self.main and not typed:
            text.revert()  # striking out is Backspace or the cross, not an empty line
        else:
            self._owner.edit(self, cell.key, typed)

    def _show(self, cell: Cell, widget: QWidget, value: Any) -> None:
        if isinstance(widget, TextCell):
            widget.set_frozen(self._frozen)
            widget.set_value(value or "")
        elif isinstance(widget, ChoiceCell):
            widget.set_value(value or "")
            widget.setEnabled(not self._frozen)
        elif isinstance(widget, QCheckBox):
            widget.setChecked(bool(value))
            widget.setEnabled(not self._frozen)
        elif isinstance(widget, InlineEdit):
            day = value if isinstance(value, date) else None
            widget.set_fact(Fact(cell.key, cell.name, day, "fixed" if self._frozen else "date"))

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.px(theme.TIGHT), 0, theme.px(theme.TIGHT))
        grid.setHorizontalSpacing(theme.px(theme.TIGHT))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.grip, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.main, 0, 1, Qt.AlignmentFlag.AlignTop)
        side = QHBoxLayout()
        side.setSpacing(theme.px(theme.TIGHT))
        for _, widget in self._of_line(0)[1:]:
            side.addWidget(widget)
        side.addWidget(self._remove)
        grid.addLayout(side, 0, 2, Qt.AlignmentFlag.AlignTop)
        below = QVBoxLayout()
        below.setSpacing(0)
        for line in sorted({cell.line for cell, _ in self._cells.values()} - {0}):
            below.addLayout(self._line(line))
        if self._footer is not None:
            below.addWidget(self._footer)
        grid.addLayout(below, 1, 1, 1, 2)

    def _line(self, line: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        for cell, widget in self._of_line(line):
            if cell.key in self._labels:
                row.addWidget(self._labels[cell.key], 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(widget, 1)
        return row

    def _of_line(self, line: int) -> list[tuple[Cell, QWidget]]:
        return [(cell, widget) for cell, widget in self._cells.values() if cell.line == line]


def _stop(widget: QWidget) -> QWidget:
    proxy = widget.focusProxy()
    return proxy if isinstance(proxy, QWidget) else widget
