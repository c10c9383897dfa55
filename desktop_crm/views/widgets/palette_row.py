"""How a line of the command palette is painted: icon, title, group and shortcut."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop_crm.views import icons, theme

HEIGHT = 36
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Line(Protocol):
    """What is painted of a command."""

    @property
    def title(self) -> str: ...  # noqa: D102 - the fields of Command
    @property
    def group(self) -> str: ...  # noqa: D102
    @property
    def shortcut(self) -> str: ...  # noqa: D102
    @property
    def icon(self) -> str: ...  # noqa: D102


class PaletteRow(QStyledItemDelegate):
    """Title at the left, group and shortcut quiet at the right."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(200), theme.px(HEIGHT))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        place: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.current().selected))
            painter.drawRoundedRect(QRectF(place).adjusted(theme.px(4), 0, -theme.px(4), 0), 4, 4)
        _write(painter, place.adjusted(theme.px(16), 0, -theme.px(16), 0), line)
        painter.restore()


def _write(painter: QPainter, place: QRect, line: Line) -> None:
    colours = theme.current()
    side = theme.px(16)
    if line.icon:
        icons.paint(painter, QRect(place.left(), place.center().y() - side // 2, side, side), line.icon, "muted")
    quiet = "   ".join(part for part in (line.group, line.shortcut) if part)
    painter.setFont(theme.font(theme.SMALL))
    painter.setPen(colours.tone("muted"))
    painter.drawText(place, _MIDDLE | Qt.AlignmentFlag.AlignRight, quiet)
    taken = painter.fontMetrics().horizontalAdvance(quiet)
    painter.setFont(theme.font())
    painter.setPen(colours.tone("text"))
    title = place.adjusted(side + theme.px(8), 0, -taken - theme.px(8), 0)
    painter.drawText(
        title, _MIDDLE, painter.fontMetrics().elidedText(line.title, Qt.TextElideMode.ElideRight, title.width())
    )
