"""How an entry looks among the hours of a day, and where the day has got to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_crm.queries.calendar import Entry
from desktop_crm.system import clock
from desktop_crm.views import icons, theme
from desktop_crm.views.calendar.entry_painting import (
    Look,
    ends_at,
    fitting,
    icon_of,
    is_late,
    paint_line,
    text,
    text_tone,
    tone_of,
)

_TWO_LINES = 36


def paint_hour_block(painter: QPainter, place: QRect, entry: Entry, look: Look) -> None:
    """Paint an entry as tall as it is long; a thin edge carries its colour, the icon says the same."""
    colours = theme.current()
    radius = theme.px(theme.FIELD_RADIUS)
    fill = colours.selected if look.selected else colours.soon_soft if entry.hit else _fill(entry, look)
    painter.setBrush(QColor(fill))
    painter.setPen(QPen(QColor(colours.accent if look.selected else colours.border), 1))
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.fillRect(QRect(place.left() + 1, place.top() + 2, theme.px(3), place.height() - 4), _edge(entry, look))
    inner = place.adjusted(theme.px(3), 0, 0, 0)
    if place.height() < theme.px(_TWO_LINES):
        paint_line(painter, inner, entry, Look(faded=look.faded))
        return
    side, line = theme.px(13), theme.px(17)
    first = QRect(inner.left() + theme.px(theme.TIGHT), inner.top() + theme.px(2), inner.width() - theme.px(8), line)
    icons.paint(
        painter, QRect(first.left(), first.center().y() - side // 2, side, side), icon_of(entry), tone_of(entry)
    )
    hours = f"{entry.at}-{ends_at(entry)}" if entry.planned else entry.at
    text(painter, first.adjusted(side + theme.px(theme.TIGHT), 0, 0, 0), hours, "muted", size=11)
    text(painter, first.translated(0, line), fitting(entry, first.width()), text_tone(entry, look))


def paint_now(painter: QPainter, column: QRect, y: Callable[[int], int]) -> None:
    """Paint a line across today where the clock is."""
    if column.isEmpty():
        return
    now = clock.now().astimezone()
    at = y(now.hour * 60 + now.minute)
    painter.setPen(QPen(QColor(theme.current().late), 1.5))
    painter.drawLine(column.left(), at, column.right(), at)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current().late))
    painter.drawEllipse(column.left() - theme.px(3), at - theme.px(3), theme.px(6), theme.px(6))


def _fill(entry: Entry, look: Look) -> str:
    colours = theme.current()
    if look.hovered:
        return colours.hover
    return colours.late_soft if is_late(entry) else colours.surface


def _edge(entry: Entry, look: Look) -> QColor:
    return QColor(theme.current().outline) if look.faded else theme.current().tone(tone_of(entry))
