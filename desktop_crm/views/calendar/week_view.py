"""A week: its days with their hours, and above them what has no time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.queries.calendar import Days, Entry, Span
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.calendar.canvas import Block, DayCanvas, Drag, More, Spot
from desktop_crm.views.calendar.day_marks import day_mark
from desktop_crm.views.calendar.day_painting import paint_day_head, paint_target
from desktop_crm.views.calendar.entry_painting import clock_text, minute_of, paint_line, text
from desktop_crm.views.calendar.hour_painting import paint_hour_block, paint_now
from desktop_crm.views.calendar.hours import Slot, slots
from desktop_crm.views.widgets.date_edit import weekday

GRID, FIRST_HOUR = 15, 8  # minutes a drag snaps to; the hour at the top when the week opens
LINES = 4
_HOUR, _GUTTER, _HEAD, _LINE, _NARROWEST = 48, 52, 48, 20, 64
_NUDGE: Final = {Qt.Key.Key_Up: -30, Qt.Key.Key_Down: 30}


class WeekView(DayCanvas):
    """Seven days; the hours scroll, the heads and what has no time stay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scrolled = False
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @override
    def span(self) -> Span:
        monday = self.day - timedelta(self.day.weekday())
        return Span(monday, monday + timedelta(6))

    @override
    def page(self, count: int) -> date:
        return self.day + timedelta(weeks=count)

    @override
    def take(self, span: Span, days: Days, *, searching: bool = False) -> None:
        super().take(span, days, searching=searching)
        self._measure()

    @override
    def nudged(self, entry: Entry, key: Qt.Key) -> Spot:
        if key not in _NUDGE:
            return super().nudged(entry, key)
        at = minute_of(entry.at) + _NUDGE[key] if entry.at else FIRST_HOUR * 60 + 60
        return Spot(entry.day, clock_text(max(0, min(at, 24 * 60 - 30))))

    @override
    def spot_at(self, point: QPoint) -> Spot | None:
        day = next((day for day in self.span().days() if self._column(day).contains(point)), None)
        if day is None:
            return None
        if point.y() < self._top():
            return Spot(day, "" if self._drag and self._drag.block.hour else None)
        minute = (point.y() - self._top() + self.verticalScrollBar().value()) * 60 // theme.px(_HOUR)
        return Spot(day, clock_text(max(0, min(24 * 60 - GRID, minute // GRID * GRID))))

    @override
    def place_of(self, day: date, at: str = "") -> QRect:
        column = self._column(day)
        top = self._y(minute_of(at)) if at else theme.px(_HEAD)
        return QRect(column.left(), top, column.width(), theme.px(_LINE))

    @override
    def drop(self, drag: Drag, spot: Spot) -> None:
        entry = drag.block.entry
        if drag.pulls_end and spot.at:
            minutes = minute_of(spot.at) + GRID - minute_of(entry.at)
            if minutes >= GRID and minutes != entry.minutes:
                self.resized.emit(entry, minutes)
        else:
            super().drop(drag, spot)

    @override
    def lay_out(self) -> tuple[list[Block], list[More]]:
        blocks: list[Block] = []
        more: list[More] = []
        for day in self.span().days():
            self._lay_out_untimed(day, blocks, more)
            self._lay_out_hours(day, blocks, more)
        return blocks, more

    @override
    def block_at(self, point: QPoint) -> Block | None:
        under_head = point.y() >= self._top()
        return next(
            (one for one in reversed(self.blocks) if one.hour == under_head and one.place.contains(point)), None
        )

    @override
    def paint(self, painter: QPainter) -> None:
        painter.fillRect(self.viewport().rect(), QColor(theme.current().surface))
        painter.save()
        painter.setClipRect(self.viewport().rect().adjusted(0, self._top(), 0, 0))
        self._paint_grid(painter)
        for block in self.blocks:
            if block.hour:
                paint_hour_block(painter, block.place, block.entry, self.look(block.entry))
        self._paint_more(painter, hours=True)
        paint_now(painter, self._column(clock.today()), self._y)
        self._paint_drag(painter)
        painter.restore()
        self._paint_heads(painter)

    # Places

    def _untimed(self, day: date) -> list[Entry]:
        return [entry for entry in self.days.of(day) if not entry.at]

    def _lines(self) -> int:
        """Return how many lines the row of untimed entries has: as many as the fullest day needs, at most four."""
        return max(1, *(min(LINES + 1, len(self._untimed(day)) + self._unread(day)) for day in self.span().days()))

    def _unread(self, day: date) -> int:
        return max(0, self.days.count(day) - len(self.days.of(day)))

    def _top(self) -> int:
        return theme.px(_HEAD) + self._lines() * theme.px(_LINE) + theme.px(6)

    def _y(self, minute: int) -> int:
        return self._top() + minute * theme.px(_HOUR) // 60 - self.verticalScrollBar().value()

    def _column(self, day: date) -> QRect:
        place = (day - self.span().first).days
        if not 0 <= place < 7:
            return QRect()
        gutter = theme.px(_GUTTER)
        width = self.viewport().width() - gutter
        left, right = (gutter + width * column // 7 for column in (place, place + 1))
        return QRect(left, 0, right - left, self.viewport().height())

    def _lay_out_untimed(self, day: date, blocks: list[Block], more: list[More]) -> None:
        column, line = self._column(day).adjusted(theme.px(2), 0, -theme.px(2), 0), theme.px(_LINE)
        entries, unread = self._untimed(day), self._unread(day)
        shown = len(entries) if len(entries) + unread <= LINES + 1 and not unread else min(LINES, len(entries))
        rows = [QRect(column.left(), theme.px(_HEAD) + at * line, column.width(), line) for at in range(LINES + 1)]
        blocks += [Block(place, entry) for place, entry in zip(rows, entries[:shown], strict=False)]
        if left := len(entries) - shown + unread:
            more.append(More(rows[shown], day, left))

    def _lay_out_hours(self, day: date, blocks: list[Block], more: list[More]) -> None:
        column = self._column(day)
        timed = [entry for entry in self.days.of(day) if entry.at]
        for slot in slots(timed, column.width() // theme.px(_NARROWEST)):
            place = self._slot(column, slot)
            if slot.entry:
                blocks.append(Block(place, slot.entry, hour=True))
            else:
                more.append(More(place, day, slot.hidden, hour=True))

    def _slot(self, column: QRect, slot: Slot) -> QRect:
        inner = column.adjusted(theme.px(2), 0, -theme.px(4), 0)
        left, right = (inner.left() + inner.width() * at // slot.columns for at in (slot.column, slot.column + 1))
        top, bottom = self._y(slot.begin), self._y(slot.end)
        return QRect(left, top + 1, right - left - 1, bottom - top - 2)

    # Scrolling

    def _measure(self) -> None:
        room = self.viewport().height() - self._top()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, 24 * theme.px(_HOUR) - room))
        bar.setPageStep(max(1, room))
        bar.setSingleStep(theme.px(_HOUR) // 2)
        if not self._scrolled and self.isVisible():
            self._scrolled = True
            bar.setValue(FIRST_HOUR * theme.px(_HOUR) - theme.px(theme.SNUG))
        self.again()

    def _on_scrolled(self) -> None:
        self.again()
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._measure()

    # Painting

    def _paint_grid(self, painter: QPainter) -> None:
        colours = theme.current()
        for day in self.span().days():
            column, mark = self._column(day), day_mark(day)
            if mark.holiday:
                painter.fillRect(column, QColor(colours.good_soft))
            elif day.weekday() > 4 and not mark.make_up:
                painter.fillRect(column, QColor(colours.background))
        painter.setPen(QPen(QColor(colours.border), 1))
        for hour in range(25):
            y = self._y(hour * 60)
            painter.drawLine(theme.px(_GUTTER), y, self.viewport().width(), y)
        for day in self.span().days():
            column = self._column(day)
            painter.drawLine(column.topLeft(), column.bottomLeft())
        for hour in range(1, 24):
            place = QRect(0, self._y(hour * 60) - theme.px(10), theme.px(_GUTTER - 8), theme.px(20))
            text(painter, place, f"{hour:02}:00", "muted", size=11, align=Qt.AlignmentFlag.AlignRight)

    def _paint_heads(self, painter: QPainter) -> None:
        colours = theme.current()
        painter.fillRect(QRect(0, 0, self.viewport().width(), self._top()), QColor(colours.surface))
        for day in self.span().days():
            column, mark = self._column(day), day_mark(day)
            head = QRect(column.left(), 0, column.width(), self._top())
            if mark.holiday:
                painter.fillRect(head, QColor(colours.good_soft))
            place = QRect(column.left() + theme.px(theme.SNUG), 0, column.width(), theme.px(20))
            text(painter, place, weekday(day), "muted")
            number = QRect(column.left(), theme.px(18), column.width(), theme.px(24))
            paint_day_head(painter, number, day, mark, today=day == clock.today())
            painter.setPen(QPen(QColor(colours.border), 1))
            painter.drawLine(head.topLeft(), head.bottomLeft())
            if day == self.day:
                painter.fillRect(QRect(head.left(), 0, head.width(), 3), QColor(colours.accent))
        untimed = QRect(0, theme.px(_HEAD), theme.px(_GUTTER - 8), theme.px(_LINE))
        text(painter, untimed, tr("全天"), "muted", size=11, align=Qt.AlignmentFlag.AlignRight)
        for block in self.blocks:
            if not block.hour:
                paint_line(painter, block.place, block.entry, self.look(block.entry))
        self._paint_more(painter, hours=False)
        painter.setPen(QPen(QColor(colours.outline), 1))
        painter.drawLine(0, self._top() - 1, self.viewport().width(), self._top() - 1)
        if self.dragged and self.dragged.spot and not self.dragged.spot.at:
            column = self._column(self.dragged.spot.day)
            paint_target(painter, QRect(column.left(), theme.px(_HEAD), column.width(), self._top() - theme.px(_HEAD)))

    def _paint_more(self, painter: QPainter, *, hours: bool) -> None:
        for more in self.more:
            if more.hour is hours:
                said = tr("+{count}", count=more.count)
                text(painter, more.place.adjusted(theme.px(theme.TIGHT), 0, 0, 0), said, "muted", bold=True)

    def _paint_drag(self, painter: QPainter) -> None:
        drag = self.dragged
        if drag is None or drag.spot is None or not drag.spot.at:
            return
        entry, at = drag.block.entry, minute_of(drag.spot.at)
        begin, end = (minute_of(entry.at), at + GRID) if drag.pulls_end else (at, at + max(30, entry.minutes))
        column = self._column(entry.day if drag.pulls_end else drag.spot.day)
        place = QRect(column.left(), self._y(begin), column.width(), self._y(max(end, begin + GRID)) - self._y(begin))
        paint_target(painter, place)
        inside = place.adjusted(theme.px(6), 0, 0, 0)
        inside.setHeight(theme.px(_LINE))
        text(painter, inside, f"{clock_text(begin)}-{clock_text(min(end, 24 * 60 - 1))}", "accent", bold=True)
