"""A month: whole weeks, at most four lines a day, and how many more there are."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from typing_extensions import override

from desktop_crm.queries.calendar import Span
from desktop_crm.rules.months import last_of, month_of, months_on
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.calendar.canvas import Block, DayCanvas, More, Spot
from desktop_crm.views.calendar.day_marks import day_mark
from desktop_crm.views.calendar.day_painting import paint_day_head, paint_target
from desktop_crm.views.calendar.entry_painting import Look, paint_line, text
from desktop_crm.views.widgets.date_edit import weekday

LINES = 4
_HEAD, _DAY_HEAD, _LINE, _MORE = 28, 24, 19, 17


class MonthView(DayCanvas):
    """The weeks that a month lies in."""

    @override
    def span(self) -> Span:
        first = month_of(self.day)
        last = last_of(first)
        return Span(first - timedelta(first.weekday()), last + timedelta(6 - last.weekday()))

    @override
    def page(self, count: int) -> date:
        return months_on(self.day, count)

    @override
    def spot_at(self, point: QPoint) -> Spot | None:
        return next((Spot(day) for day in self.span().days() if self._cell(day).contains(point)), None)

    @override
    def place_of(self, day: date, at: str = "") -> QRect:
        cell = self._cell(day)
        return cell.adjusted(0, theme.px(_DAY_HEAD), 0, 0)

    @override
    def lay_out(self) -> tuple[list[Block], list[More]]:
        blocks: list[Block] = []
        more: list[More] = []
        for day in self.span().days():
            place = self.place_of(day).adjusted(theme.px(3), 0, -theme.px(3), -theme.px(2))
            entries, count = self.days.of(day), self.days.count(day)
            shown = min(len(entries), self._lines(place.height(), count))
            line = theme.px(_LINE)
            blocks += [
                Block(QRect(place.left(), place.top() + at * line, place.width(), line), entry)
                for at, entry in enumerate(entries[:shown])
            ]
            if count > shown:
                top = place.top() + shown * line
                more.append(More(QRect(place.left(), top, place.width(), theme.px(_MORE)), day, count - shown))
        return blocks, more

    @override
    def paint(self, painter: QPainter) -> None:
        self._paint_weekdays(painter)
        days = self.span().days()
        for day in days:
            self._paint_cell(painter, day)
        for block in self.blocks:
            paint_line(painter, block.place, block.entry, self.look(block.entry))
        for more in self.more:
            words = tr("+{count}", count=more.count)
            text(painter, more.place.adjusted(theme.px(theme.TIGHT), 0, 0, 0), words, "muted", bold=True)
        if self.dragged and self.dragged.spot:
            paint_target(painter, self._cell(self.dragged.spot.day))
            block = self.dragged.block
            place = self.place_of(self.dragged.spot.day)
            paint_line(painter, QRect(place.topLeft(), block.place.size()), block.entry, Look(selected=True))

    def _lines(self, height: int, count: int) -> int:
        """Return how many lines fit, with room left for the count of the others where they do not all fit."""
        fits = max(0, min(LINES, height // theme.px(_LINE)))
        return fits if count <= fits else max(0, min(LINES, (height - theme.px(_MORE)) // theme.px(_LINE)))

    def _cell(self, day: date) -> QRect:
        span = self.span()
        place = (day - span.first).days
        if not span.first <= day <= span.last:
            return QRect()
        weeks, head = ((span.last - span.first).days + 1) // 7, theme.px(_HEAD)
        width, height = self.viewport().width(), self.viewport().height() - head
        left, right = (width * column // 7 for column in (place % 7, place % 7 + 1))
        top, bottom = (head + height * week // weeks for week in (place // 7, place // 7 + 1))
        return QRect(left, top, right - left, bottom - top)

    def _paint_weekdays(self, painter: QPainter) -> None:
        colours = theme.current()
        painter.fillRect(QRect(0, 0, self.viewport().width(), theme.px(_HEAD)), QColor(colours.surface))
        for day in self.span().days()[:7]:
            cell = self._cell(day)
            place = QRect(cell.left() + theme.px(theme.SNUG), 0, cell.width(), theme.px(_HEAD))
            text(painter, place, weekday(day), "muted")

    def _paint_cell(self, painter: QPainter, day: date) -> None:
        colours, cell, mark = theme.current(), self._cell(day), day_mark(day)
        inside = (day.year, day.month) == (self.day.year, self.day.month)
        free = bool(mark.holiday) or (day.weekday() > 4 and not mark.make_up)
        painter.fillRect(cell, QColor(colours.background if not inside or free else colours.surface))
        if mark.holiday and inside:
            painter.fillRect(cell, QColor(colours.good_soft))
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLine(cell.topLeft(), cell.topRight())
        painter.drawLine(cell.topLeft(), cell.bottomLeft())
        head = QRect(cell.left(), cell.top(), cell.width(), theme.px(_DAY_HEAD))
        paint_day_head(painter, head, day, mark, faded=not inside, today=day == clock.today())
        if day == self.day:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2 if self.hasFocus() else 1))
            painter.drawRect(cell.adjusted(1, 1, -1, -1))
