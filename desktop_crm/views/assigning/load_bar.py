"""Paints how much of a member's capacity is taken: the figures and a bar beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.table import RowsModel

_FIGURES: Final = 88  # room for “12 / 30（满）”
_BAR: Final = 6

LoadOf = Callable[[Any], tuple[int, int]]  # a row → open deals, capacity (0: no limit)


def load_text(open_deals: int, capacity: int) -> str:
    """Return the load in words: “12 / 30”, “30 / 30（满）”, “12” where there is no limit."""
    if capacity <= 0:
        return str(open_deals)
    full = tr("（满）") if open_deals >= capacity else ""
    return f"{open_deals} / {capacity}{full}"


def load_tone(open_deals: int, capacity: int) -> theme.Tone:
    """Return late when full, soon in the last fifth, else the accent."""
    if capacity <= 0 or open_deals * 5 < capacity * 4:
        return "accent"
    return "late" if open_deals >= capacity else "soon"


class LoadDelegate(QStyledItemDelegate):
    """Figures at the left, the bar in the rest of the cell; a full bar says so in a word too."""

    def __init__(self, load_of: LoadOf, parent: QWidget) -> None:
        super().__init__(parent)
        self._load_of = load_of

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell: Any = QStyleOptionViewItem(option)  # the stubs leave its fields out
        self.initStyleOption(cell, index)
        cell.text = ""
        cell.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, cell.widget)
        model = index.model()
        if not isinstance(model, RowsModel):
            return
        open_deals, capacity = self._load_of(model.row(index.row()))
        full = open_deals >= capacity > 0
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font())
        painter.setPen(theme.current().tone("late" if full else "text"))
        room = cell.rect.adjusted(theme.px(theme.SNUG), 0, -theme.px(theme.SNUG), -theme.px(2))
        text = load_text(open_deals, capacity)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        taken = max(theme.px(_FIGURES), painter.fontMetrics().horizontalAdvance(text) + theme.px(theme.SNUG))
        left, width = room.left() + taken, room.width() - taken
        if width > theme.px(16) and capacity > 0:
            place = QRectF(left, room.center().y() - theme.px(_BAR) / 2, width, theme.px(_BAR))
            _paint_bar(painter, place, min(1.0, open_deals / capacity), load_tone(open_deals, capacity))
        painter.restore()


def _paint_bar(painter: QPainter, place: QRectF, share: float, tone: theme.Tone) -> None:
    radius = place.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current().border))
    painter.drawRoundedRect(place, radius, radius)
    if share > 0:
        filled = QRectF(place.left(), place.top(), max(place.height(), place.width() * share), place.height())
        painter.setBrush(theme.current().tone(tone))
        painter.drawRoundedRect(filled, radius, radius)
