"""How the cells of the price grid are painted and typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemDelegate, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop_crm.views import theme
from desktop_crm.views.deal.price_model import ADD_HINT, EMPTY_ROLE, NUMBER_ROLE

if TYPE_CHECKING:
    from desktop_crm.views.deal.price_grid import PriceGrid

Index = QModelIndex | QPersistentModelIndex
Key, Shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier
ENTER: Final = (Key.Key_Return, Key.Key_Enter)
_GUTTER: Final = 24  # for the number of the line


class PriceDelegate(QStyledItemDelegate):
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
            if event.key() in ENTER:
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
