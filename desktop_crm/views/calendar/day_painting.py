"""The head of a day (number, festival or lunar day, 休 or 班) and where a dragged entry would land."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.calendar.day_marks import DayMark
from desktop_crm.views.calendar.entry_painting import text


def paint_day_head(
    painter: QPainter, place: QRect, day: date, mark: DayMark, *, faded: bool = False, today: bool = False
) -> None:
    """Paint number, small print and, at the right, whether people rest or work that day against the week's rule."""
    side = theme.px(20)
    number = QRect(place.left() + theme.px(4), place.top() + theme.px(3), side, side)
    said = _number(day)
    if today:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().accent))
        width = max(side, theme.face(theme.BODY, bold=True)[1].horizontalAdvance(said) + theme.px(10))
        number.setWidth(width)
        painter.drawRoundedRect(QRectF(number), side / 2, side / 2)
    else:
        number.setWidth(max(side, theme.face(theme.BODY, bold=True)[1].horizontalAdvance(said) + theme.px(4)))
    weekend = day.weekday() > 4 and not mark.make_up
    tone: theme.Tone = "on_accent" if today else "muted" if faded or weekend else "text"
    text(painter, number, said, tone, size=theme.BODY, bold=today, align=Qt.AlignmentFlag.AlignHCenter)
    right = place.right() - theme.px(theme.TIGHT)
    if mark.word:
        right -= _paint_word(painter, QRect(place.left(), number.top(), right - place.left(), side), mark) + theme.px(4)
    left = number.right() + theme.px(theme.TIGHT)
    label = QRect(left, number.top(), max(0, right - left), side)
    text(painter, label, mark.label, "text" if mark.festival and not faded else "muted", size=11)


def paint_target(painter: QPainter, place: QRect) -> None:
    """Paint the frame of the place that a dragged entry would take."""
    painter.setPen(QPen(QColor(theme.current().accent), 2, Qt.PenStyle.DashLine))
    painter.setBrush(QColor(theme.current().selected))
    painter.setOpacity(0.7)
    painter.drawRect(place.adjusted(1, 1, -1, -1))
    painter.setOpacity(1.0)


def _number(day: date) -> str:
    """Return the number of the day; the first of a month names it."""
    return tr("{month}月{day}日", month=day.month, day=1) if day.day == 1 else str(day.day)


def _paint_word(painter: QPainter, place: QRect, mark: DayMark) -> int:
    """Paint 休 or 班 at the right end of `place`; return its width."""
    side = theme.px(16)
    square = QRectF(place.right() - side + 1, place.center().y() - side / 2 + 1, side, side)
    tone: theme.Tone = "good" if mark.holiday else "soon"
    painter.setPen(QPen(theme.current().tone(tone), 1))
    painter.setBrush(QColor(theme.current().surface))
    painter.drawRoundedRect(square, theme.px(3), theme.px(3))
    text(painter, square.toRect(), mark.word, tone, size=10, align=Qt.AlignmentFlag.AlignHCenter)
    return side
