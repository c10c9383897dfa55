"""The price of a proposal as a grid: Tab and Enter go through the cells, lines pasted from a spreadsheet become items."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.price_cells import FIGURES
from desktop_crm.views.deal.price_model import ADD_HINT, AMOUNT, EMPTY_ROLE, NUMBER_ROLE, PriceActions, PriceModel

Index = QModelIndex | QPersistentModelIndex
Key = Qt.Key
Alt, Shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
_WIDTHS: Final = (120, 68, 92, 58, 52)  # the first takes what is left
_GUTTER: Final = 24  # for the number of the line
_HEAD, _FIGURES = 30, 28
_MOST_SEEN: Final = 12  # lines; more of them scroll
_ENTER: Final = (Key.Key_Return, Key.Key_Enter)


class PriceGrid(QTableView):
    """Typing begins in the cell it is meant for; Delete strikes lines out, Alt with an arrow moves one."""

    def __init__(self, actions: PriceActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.lines = PriceModel(actions, self)
        self.setModel(self.lines)
        self.setItemDelegate(_PriceDelegate(self))
        self.lines.rearranged.connect(self._arrange_rows)
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
        elif event.key() in _ENTER:
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
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, theme.px(width))
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Fixed if column else QHeaderView.ResizeMode.Stretch
            )

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


class _PriceDelegate(QStyledItemDelegate):
    """Paints the number of a line and the rule below it; what is typed and not understood is mended where it stands."""

    def __init__(self, grid: PriceGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(EMPTY_ROLE):
            option.palette.setColor(option.palette.ColorRole.Text, theme.current().tone("muted"))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        whole = QRect(option.rect)  # a copy: the option's own is about to change
        if not index.column():
            option.rect = whole.adjusted(theme.px(_GUTTER), 0, 0, 0)
        super().paint(painter, option, index)
        painter.save()
        if number := index.data(NUMBER_ROLE):
            painter.setPen(theme.current().tone("muted"))
            painter.setFont(theme.font(theme.SMALL))
            gutter = whole.adjusted(0, 0, theme.px(_GUTTER) - whole.width(), 0)
            painter.drawText(gutter, Qt.AlignmentFlag.AlignCenter, str(number))
        if index.row() % 2:
            painter.setPen(QPen(theme.current().border))
            painter.drawLine(whole.bottomLeft(), whole.bottomRight())
        painter.restore()

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = _CellEdit(parent, self._grid, adds=self._grid.lines.is_add_row(index))
        editor.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        if self._grid.lines.is_add_row(index):
            editor.setPlaceholderText(ADD_HINT.removeprefix("＋ "))
        return editor

    @override
    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        gutter = theme.px(_GUTTER - 4) if not index.column() else 0
        editor.setGeometry(option.rect.adjusted(gutter, 0, 0, 0))

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(model.index(index.row(), index.column()), editor.text())

    @override
    def eventFilter(self, object: QObject, event: QEvent) -> bool:
        if isinstance(object, QLineEdit) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENTER:
                return self._go_on(object, 0)
            if event.key() in (Key.Key_Tab, Key.Key_Backtab):
                back = event.key() == Key.Key_Backtab or bool(event.modifiers() & Shift)
                return self._go_on(object, -1 if back else 1)
        return super().eventFilter(object, event)

    def _go_on(self, editor: QLineEdit, by: int) -> bool:
        """Keep what was typed and go on: by a field, or with 0 to the next line; stay with what is not understood."""
        grid, index = self._grid, QPersistentModelIndex(self._grid.currentIndex())
        text = editor.text()
        try:
            grid.lines.understand(index, text)
        except ValueError as error:
            grid.refuse(str(error))
            editor.selectAll()
            return True
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if by == 0:
            grid.go_below(index)
        elif grid.lines.is_add_row(index) and text.strip():
            grid.start()
        elif not grid.step(index, by):
            grid.leave(forward=by > 0)
        return True


class _CellEdit(QLineEdit):
    """The field of a cell; several lines pasted into it become items."""

    def __init__(self, parent: QWidget, grid: PriceGrid, *, adds: bool) -> None:
        super().__init__(parent)
        self._grid = grid
        self._adds = adds

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        text = QGuiApplication.clipboard().text() if arg__1.matches(QKeySequence.StandardKey.Paste) else ""
        if len(text.strip().splitlines()) > 1 or (self._adds and "\t" in text):
            self._grid.paste(text)
        else:
            super().keyPressEvent(arg__1)


def _is_at(field: QModelIndex, index: Index) -> bool:
    """Tell whether two places are the same field: a name takes several columns."""
    same_column = field.column() == index.column() or (not index.row() % 2 and index.column() < AMOUNT)
    return field.row() == index.row() and same_column
