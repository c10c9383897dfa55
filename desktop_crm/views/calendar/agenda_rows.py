"""The rows of an agenda: the head of each day, its entries, how many more there are, and stretches without any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop_crm.queries.calendar import Days, Entry, Span
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.calendar.day_marks import day_mark
from desktop_crm.views.calendar.entry_painting import Look, day_name, paint_line, spoken, text, word_of
from desktop_crm.views.widgets.date_edit import weekday

ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class DayHead:
    """A day and how many entries it has."""

    day: date
    count: int


@dataclass(frozen=True, slots=True)
class MoreRow:
    """How many entries of a day are not listed."""

    day: date
    count: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """Days without entries."""

    span: Span

    @property
    def day(self) -> date:
        """Return the first of the days."""
        return self.span.first


@dataclass(frozen=True, slots=True)
class Further:
    """An end of the list: the days before it or after it can be read too."""

    span: Span
    earlier: bool

    @property
    def day(self) -> date:
        """Return the day next to the list."""
        return self.span.last if self.earlier else self.span.first


AgendaRow: TypeAlias = DayHead | Entry | MoreRow | Quiet | Further


def agenda_rows(pages: Mapping[Span, Days], anchor: date) -> list[AgendaRow]:
    """Return the rows of `pages`; the `anchor` day is named even when nothing stands on it."""
    rows: list[AgendaRow] = []
    quiet: list[date] = []
    for span in sorted(pages, key=lambda span: span.first):
        days = pages[span]
        for day in span.days():
            count = days.count(day)
            if not count and day != anchor:
                quiet.append(day)
                continue
            rows += _quiet(quiet)
            quiet = []
            entries = days.of(day)
            rows += [DayHead(day, count), *entries]
            if count > len(entries):
                rows.append(MoreRow(day, count - len(entries)))
    return rows + _quiet(quiet)


def with_ends(rows: list[AgendaRow], pages: Iterable[Span], page: int) -> list[AgendaRow]:
    """Return the rows between the two ways on, each of `page` days."""
    first, last = min(span.first for span in pages), max(span.last for span in pages)
    earlier = Span(first - timedelta(page), first - timedelta(1))
    later = Span(last + timedelta(1), last + timedelta(page))
    return [Further(earlier, earlier=True), *rows, Further(later, earlier=False)]


def row_text(row: AgendaRow) -> str:
    """Return a row in words."""
    match row:
        case DayHead():
            mark = day_mark(row.day)
            state = " ".join(part for part in (mark.word, mark.label) if part)
            said = tr("{count} 项", count=row.count) if row.count else tr("没有安排")
            return f"{day_name(row.day)} {weekday(row.day)}  {state}  {said}"
        case MoreRow():
            return tr("还有 {count} 项", count=row.count)
        case Quiet():
            first, last = row.span.first, row.span.last
            return tr("{first} 至 {last} 没有安排", first=day_name(first), last=day_name(last))
        case Further():
            return tr("显示更早的日子") if row.earlier else tr("显示更晚的日子")
        case Entry():
            return spoken(row)


class AgendaModel(QAbstractListModel):
    """Rows for a list."""

    def __init__(self) -> None:
        super().__init__()
        self.searching = False
        self._rows: list[AgendaRow] = []

    def show_rows(self, rows: Iterable[AgendaRow], *, searching: bool = False) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows, self.searching = list(rows), searching
        self.endResetModel()

    def row(self, at: int) -> AgendaRow | None:
        """Return a row, None where there is none."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def find(self, key: object) -> int:
        """Return the place of the row with this key, -1 when it is gone."""
        return next((at for at, row in enumerate(self._rows) if row_key(row) == key), -1)

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row_text(row)
        return None

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if isinstance(self.row(index.row()), Quiet):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def row_key(row: AgendaRow) -> object:
    """Return what tells a row from others."""
    if isinstance(row, Entry):
        return row.id
    return ("Further", row.earlier) if isinstance(row, Further) else (type(row).__name__, row.day)


class AgendaDelegate(QStyledItemDelegate):
    """Paints the rows."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        head = isinstance(index.data(ROW_ROLE), DayHead)
        return QSize(theme.px(240), theme.px(36 if head else 28))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW_ROLE)
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        place: QRect = option.rect.adjusted(theme.px(theme.SNUG), 0, -theme.px(theme.SNUG), 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        match row:
            case Entry():
                hovered = bool(state & QStyle.StateFlag.State_MouseOver)
                model = index.model()
                faded = isinstance(model, AgendaModel) and model.searching and not row.hit
                _paint_entry(painter, place, row, Look(selected, hovered, faded))
            case DayHead():
                _paint_head(painter, place, row, selected=selected)
            case MoreRow() | Further():
                if selected:
                    painter.fillRect(place, QColor(theme.current().selected))
                text(painter, place.adjusted(theme.px(24), 0, 0, 0), row_text(row), "accent")
            case Quiet():
                text(painter, place, row_text(row), "muted")
            case _:
                pass
        painter.restore()


def _paint_entry(painter: QPainter, place: QRect, entry: Entry, look: Look) -> None:
    side = theme.px(72)
    paint_line(painter, place.adjusted(theme.px(theme.SNUG), 1, -side * 2, -1), entry, look, size=theme.BODY)
    right = QRect(place.right() - side * 2 + theme.px(theme.SNUG), place.top(), side, place.height())
    text(painter, right, word_of(entry), "muted")
    text(painter, right.translated(side, 0), entry.owner, "muted")


def _paint_head(painter: QPainter, place: QRect, row: DayHead, *, selected: bool) -> None:
    mark, today = day_mark(row.day), row.day == clock.today()
    colours = theme.current()
    if selected:
        painter.fillRect(place, QColor(colours.selected))
    painter.setPen(QPen(QColor(colours.border), 1))
    painter.drawLine(place.topLeft(), place.topRight())
    line = place.adjusted(theme.px(theme.TIGHT), theme.px(6), 0, 0)
    name = f"{day_name(row.day)} {weekday(row.day)}"
    name = tr("今天 {day}", day=name) if today else name
    left = text(painter, line, name, "accent" if today else "text", size=theme.BODY, bold=True)
    left += theme.px(theme.SNUG)
    state = " ".join(part for part in (mark.word, mark.label) if part)
    tone: theme.Tone = "good" if mark.holiday else "soon" if mark.make_up else "muted"
    left += text(painter, line.adjusted(left, 0, 0, 0), state, tone)
    count = tr("{count} 项", count=row.count) if row.count else tr("没有安排")
    text(painter, line.adjusted(left + theme.px(theme.GAP), 0, 0, 0), count, "muted")


def _quiet(days: list[date]) -> list[AgendaRow]:
    """Return one row for a stretch of days without entries; a few of them need no mention."""
    return [Quiet(Span(days[0], days[-1]))] if len(days) > 3 and days[-1] - days[0] > timedelta(3) else []
