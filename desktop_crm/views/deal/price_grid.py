"""The price of a proposal as a grid: Tab and Enter go through the cells, lines pasted from a spreadsheet become items."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.price_cells import FIGURES, amount_text
from desktop_crm.views.deal.price_delegate import ENTER, PriceDelegate
from desktop_crm.views.deal.price_model import AMOUNT, PriceActions, PriceModel

Index = QModelIndex | QPersistentModelIndex
Key = Qt.Key
Alt = Qt.KeyboardModifier.AltModifier
_WIDTHS: Final = (120, 68, 92, 58, 52)  # the first takes what is left
_ROOM: Final = 14  # beside the text of a cell
_HEAD, _FIGURES = 30, 28
_MOST_SEEN: Final = 12  # lines; more of them scroll


class PriceGrid(QTableView):
    """Typing begins in the cell it is meant for; Delete strikes lines out, Alt with an arrow moves one."""

    def __init__(self, actions: PriceActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.lines = PriceModel(actions, self)
        self.setModel(self.lines)
        self.setItemDelegate(PriceDelegate(self))
        self.lines.rearranged.connect(self._arrange_rows)
        self.lines.dataChanged.connect(self._fit_columns)
        self.menu = QMenu(self)
        self.menu.addAction(tr("上移") + "\tAlt+↑", partial(self.shift, -1))
        self.menu.addAction(tr("下移") + "\tAlt+↓", partial(self.shift, 1))
        self.menu.addAction(tr("删除") + "\tDelete", self.remove_chosen)
        self.setProperty("lines", "none")
        self.setAccessibleName(tr("报价项"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked | triggers.SelectedClicked
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._set_headers()
        self._fit_columns()
        self._arrange_rows()

    # What is asked of it

    def start(self) -> None:
        """Put the cursor where the next line is written."""
        self._go_to(self.lines.add_index())

    def go_to(self, item_id: str, key: str) -> None:
        """Put the cursor into a field of a line."""
        place = next(at for at, item in enumerate(self.lines.items) if item.id == item_id)
        column = next((at for at, cell in enumerate(FIGURES) if cell.key == key), -1)
        self._go_to(self.lines.index(2 * place + (column >= 0), max(column, 0)))

    def paste(self, text: str) -> None:
        """Add the lines of a text as items below the chosen line."""
        item = self.lines.item_at(self.currentIndex())
        lines = [line for line in text.splitlines() if line.strip()]
        if lines:
            self._actions.add(lines, item.id if item else "")

    def copy(self) -> None:
        """Put the chosen lines on the clipboard as a spreadsheet takes them."""
        lines = [[tr("名称"), *(cell.name for cell in FIGURES)]]
        lines += [
            [item.name, *(cell.shown(item) for cell in FIGURES)]
            for at, item in enumerate(self.lines.items)
            if at in self._chosen()
        ]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def remove_chosen(self) -> None:
        """Strike out the chosen lines."""
        for item in [self.lines.items[at] for at in self._chosen()]:
            if self._actions.remove(item.id) is None:
                return

    def shift(self, by: int) -> None:
        """Move the line with the cursor up or down by one place."""
        item, at = self.lines.item_at(self.currentIndex()), self.currentIndex().row() // 2 + by
        if item is not None and 0 <= at < len(self.lines.items) and self._actions.move(item.id, at) is not None:
            self.setCurrentIndex(self.lines.index(2 * at, 0))

    def step(self, index: Index, by: int) -> bool:
        """Go on to the next field to type in, or back; False when there is none."""
        fields = self.lines.fields()
        at = next((at for at, field in enumerate(fields) if _is_at(field, index)), -1) + by
        if not 0 <= at < len(fields):
            return False
        self._go_to(fields[at])
        return True

    def go_below(self, index: Index) -> None:
        """Go on to the same field of the next line, after the last one to where the next is written."""
        if self.lines.is_add_row(index):
            self.start()
            return
        below = self.lines.index(index.row() + 2, index.column())
        self._go_to(below if below.isValid() else self.lines.add_index())

    def refuse(self, reason: str) -> None:
        """Say why what was typed is not understood."""
        self._actions.refuse(reason)

    def leave(self, *, forward: bool) -> None:
        """Let Tab go on to what stands after the grid, or before it."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.focusNextPrevChild(forward)

    # What Qt asks

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Key.Key_Up, Key.Key_Down) and event.modifiers() & Alt:
            self.shift(-1 if event.key() == Key.Key_Up else 1)
        elif event.key() == Key.Key_Delete and self._is_editable():
            self.remove_chosen()
        elif event.key() in ENTER:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, arg__1: QContextMenuEvent) -> None:
        item = self.lines.item_at(self.indexAt(arg__1.pos()))
        if item is None or not self._is_editable():
            return
        self.menu.popup(arg__1.globalPos())

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    # Inside

    def _go_to(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def _is_editable(self) -> bool:
        return self.lines.rowCount() > 2 * len(self.lines.items)

    def _chosen(self) -> list[int]:
        rows = {index.row() // 2 for index in self.selectedIndexes()}
        return sorted(row for row in rows if row < len(self.lines.items))

    def _set_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for column in range(len(FIGURES)):
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Fixed if column else QHeaderView.ResizeMode.Stretch
            )

    def _fit_columns(self) -> None:
        """Give every figure its room; what is left is the specification's."""
        measures = theme.face(theme.BODY)[1]
        widths = [theme.px(width) for width in _WIDTHS]
        room = theme.px(_ROOM)
        for column, cell in enumerate(FIGURES[1:], 1):
            texts = (measures.horizontalAdvance(cell.shown(item)) + room for item in self.lines.items)
            widths[column] = max([widths[column], *texts])
        bold = theme.face(theme.BODY, bold=True)[1]
        amounts = [bold.horizontalAdvance(amount_text(item)) + room for item in self.lines.items]
        widths[AMOUNT] = max([widths[AMOUNT], *(amount - sum(widths[AMOUNT + 1 :]) for amount in amounts)])
        for column, width in enumerate(widths[1:], 1):
            self.setColumnWidth(column, width)

    def _arrange_rows(self) -> None:
        """Give the name its room and the grid its height."""
        self.clearSpans()
        for row in range(self.lines.rowCount()):
            head = row % 2 == 0
            self.setRowHeight(row, theme.px(_HEAD if head else _FIGURES))
            if row == 2 * len(self.lines.items):
                self.setSpan(row, 0, 1, len(FIGURES))
            elif head:
                self.setSpan(row, 0, 1, AMOUNT)
                self.setSpan(row, AMOUNT, 1, len(FIGURES) - AMOUNT)
        self.setFixedHeight(self._height())

    def _height(self) -> int:
        seen = min(len(self.lines.items), _MOST_SEEN)
        add = self.lines.rowCount() > 2 * len(self.lines.items)
        rows = seen * theme.px(_HEAD + _FIGURES) + (theme.px(_HEAD) if add or not seen else 0)
        return self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth() + theme.px(4)


def _is_at(field: QModelIndex, index: Index) -> bool:
    """Tell whether two places are the same field: a name takes several columns."""
    same_column = field.column() == index.column() or (not index.row() % 2 and index.column() < AMOUNT)
    return field.row() == index.row() and same_column
