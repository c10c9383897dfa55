"""The week ahead: a line for each day with its load, today first; holidays and make-up days carry their word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from desktop_crm.queries.today import DayLoad
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.date_edit import weekday

_LINE = 30


class WeekStrip(QWidget):
    """Seven days at a glance; the longest bar is the fullest day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: Sequence[DayLoad] = ()
        self._marks: Mapping[date, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, days: Sequence[DayLoad]) -> None:
        """Show these days, the first being today."""
        self._days = days
        self.setAccessibleName("，".join(map(self._said, days)))
        self.updateGeometry()
        self.update()

    def show_marks(self, marks: Mapping[date, str]) -> None:
        """Show the words of holidays and make-up days."""
        self._marks = marks
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(_LINE) * max(1, len(self._days)))

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = event.pos().y() // theme.px(_LINE)
            if 0 <= place < len(self._days):
                QToolTip.showText(event.globalPos(), self._said(self._days[place]), self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max([load.total for load in self._days], default=0)
        height = theme.px(_LINE)
        for place, load in enumerate(self._days):
            self._paint_day(painter, QRect(0, place * height, self.width(), height), load, most, today=place == 0)
        painter.end()

    def _paint_day(self, painter: QPainter, line: QRect, load: DayLoad, most: int, *, today: bool) -> None:
        bold = today
        free = load.day.weekday() >= 5 or self._marks.get(load.day) == tr("休")
        tone: theme.Tone = "text" if today or not free else "muted"
        name = tr("今天") if today else weekday(load.day)
        _text(painter, line, name, tone, bold=bold)
        left = theme.px(40)
        _text(painter, line.adjusted(left, 0, 0, 0), f"{load.day.month}/{load.day.day}", "muted")
        left += theme.px(44)
        mark = self._marks.get(load.day, "")
        _text(painter, line.adjusted(left, 0, 0, 0), mark, "late" if mark == tr("班") else "good", small=True)
        left += theme.px(20)
        number = theme.px(44)
        bar = QRectF(left, line.center().y() - theme.px(1), max(0, line.width() - left - number), theme.px(6))
        self._paint_bar(painter, bar, load, most)
        said = f"{load.planned:,}" if load.planned else "–"
        _text(painter, line, said, "text" if load.planned else "muted", bold=bold, right=True)

    def _paint_bar(self, painter: QPainter, bar: QRectF, load: DayLoad, most: int) -> None:
        colours = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        left = bar.left()
        for count, colour in ((load.done, colours.good), (load.planned, colours.accent)):
            width = bar.width() * count / most if most else 0.0
            if count:
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(QRectF(left, bar.top(), max(width, theme.px(4)), bar.height()), 2, 2)
            left += width

    def _said(self, load: DayLoad) -> str:
        day = f"{load.day.month}/{load.day.day} {weekday(load.day)}"
        said = tr("{day}：计划 {planned} 件", day=day, planned=load.planned)
        return said + (tr("，已完成 {done} 件", done=load.done) if load.done else "")


def _text(
    painter: QPainter,
    place: QRect,
    text: str,
    tone: theme.Tone,
    *,
    bold: bool = False,
    small: bool = False,
    right: bool = False,
) -> None:
    painter.setFont(theme.font(theme.SMALL if small else theme.BODY, bold=bold))
    painter.setPen(theme.current().tone(tone))
    align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | align, text)
