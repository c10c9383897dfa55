"""Paints what a deal lacks as small marks in one cell."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Mark, mark_size, paint_mark


class ChipsDelegate(QStyledItemDelegate):
    """The words of the cell, split at 、, each as a mark; what finds no room is left to the tooltip."""

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        words = str(index.data(Qt.ItemDataRole.DisplayRole)).split("、")
        cell: Any = QStyleOptionViewItem(option)  # the stubs leave its fields out
        self.initStyleOption(cell, index)
        cell.text = ""
        cell.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, cell.widget)
        left: int = cell.rect.left() + theme.px(theme.SNUG)
        for word in filter(None, words):
            mark = Mark(word, "soon")
            size = mark_size(mark)
            if left + size.width() > cell.rect.right():
                break
            paint_mark(painter, QPointF(left, cell.rect.center().y() - size.height() / 2), mark)
            left += size.width() + theme.px(theme.TIGHT)
