"""A date field that takes 明天, 下周二, 3/15 or a click in a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.rules.when import When, parse_when
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.widgets.parsed_edit import ParsedEdit


def weekday(day: date) -> str:
    """Return the short name of the day in the week."""
    return (tr("周一"), tr("周二"), tr("周三"), tr("周四"), tr("周五"), tr("周六"), tr("周日"))[day.weekday()]


def day_text(day: date) -> str:
    """Return a day as fields and grids show it: 2024-03-15 周五."""
    return f"{day.isoformat()} {weekday(day)}"


def when_text(when: When) -> str:
    """Return a day with its time, where there is one: 2024-03-15 周五 15:00."""
    return day_text(when.day) + (f" {when.time:%H:%M}" if when.time else "")


class DateEdit(ParsedEdit[When]):
    """Up and Down go a day on or back, Alt+Down or F4 opens the calendar."""

    def __init__(self, parent: QWidget | None = None, *, today: Callable[[], date] = clock.today) -> None:
        super().__init__(parent)
        self._today = today
        self.line.setPlaceholderText(tr("如：明天、下周二、3/15"))
        opener = QAction(icons.icon("calendar", "muted"), tr("打开日历（Alt+↓）"), self)
        opener.triggered.connect(self.open_calendar)
        self.line.addAction(opener, QLineEdit.ActionPosition.TrailingPosition)

    def value(self) -> date | None:
        """Return the day; None when the field is empty or not understood."""
        when = self.understood()
        return when.day if when else None

    def when(self) -> When | None:
        """Return the day with the time of day that was typed with it."""
        return self.understood()

    def set_value(self, day: date | None) -> None:
        """Show a day, without a signal."""
        self.show_value(None if day is None else When(day, None))

    def open_calendar(self) -> QWidget:
        """Open the month under the field and return it."""
        popup = _CalendarPopup(self, self.value() or self._today(), self._choose)
        popup.open_under(self.line)
        return popup

    @override
    def read(self, text: str) -> When:
        return parse_when(text, self._today())

    @override
    def explain(self, value: When) -> str:
        return self.shown(value)

    @override
    def shown(self, value: When) -> str:
        return when_text(value)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            self.open_calendar()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            return False
        return True

    def _step(self, days: int) -> None:
        when = self.understood()
        if when is None:
            self._choose(self._today())
        else:
            self._put(When(when.day + timedelta(days), when.time))

    def _choose(self, day: date) -> None:
        when = self.understood()
        self._put(When(day, when.time if when else None))

    def _put(self, when: When) -> None:
        changed = when != self.understood()
        self.show_value(when)
        if changed:
            self.value_changed.emit()


class _CalendarPopup(QWidget):
    """One month that closes when a day is chosen."""

    def __init__(self, parent: QWidget, day: date, choose: Callable[[date], None]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._choose = choose
        self._month = QCalendarWidget()
        self._month.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self._month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._month.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self._month.setSelectedDate(QDate(day.year, day.month, day.day))
        self._month.clicked.connect(self._on_chosen)
        self._month.activated.connect(self._on_chosen)
        weekend = QTextCharFormat()
        weekend.setForeground(theme.current().tone("muted"))
        for free in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._month.setWeekdayTextFormat(free, weekend)
        for name, glyph in (("qt_calendar_prevmonth", "left"), ("qt_calendar_nextmonth", "right")):
            arrow = self._month.findChild(QObject, name)
            if arrow is not None:
                arrow.setProperty("icon", icons.icon(glyph, "muted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._month)

    def open_under(self, field: QWidget) -> None:
        """Show the month just below `field`."""
        self.resize(self.sizeHint().expandedTo(QSize(theme.px(300), theme.px(240))))
        self.move(field.mapToGlobal(QPoint(0, field.height() + theme.px(2))))
        self.show()
        self._month.setFocus()

    def _on_chosen(self, day: QDate) -> None:
        self._choose(date(day.year(), day.month(), day.day()))
        self.close()
