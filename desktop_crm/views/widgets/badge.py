"""Small marks that say a state at a glance, by a word or an icon and never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop_crm.rules.clocks import ClockState, Phase
from desktop_crm.rules.due import DueKind, due_state
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme


@dataclass(frozen=True, slots=True)
class Mark:
    """What a badge shows: a word, an icon name (or none) and a tone."""

    text: str
    tone: theme.Tone
    icon: str = ""


_DUE: dict[DueKind, tuple[theme.Tone, str]] = {
    "overdue": ("late", "late"),
    "today": ("soon", "soon"),
    "soon": ("soon", "soon"),
    "later": ("muted", "due"),
    "none": ("muted", "due"),
}


_CLOCK: dict[Phase, tuple[theme.Tone, str]] = {
    "overdue": ("late", "late"),
    "soon": ("soon", "soon"),
    "running": ("muted", "due"),
    "paused": ("muted", "paused"),
    "met": ("good", "good"),
}


def due_mark(due: date | None, today: date) -> Mark:
    """Return how a due day stands: late, today, soon, later or not planned."""
    state = due_state(due, today)
    return Mark(state.text, *_DUE[state.kind])


def clock_mark(state: ClockState) -> Mark:
    """Return how a clock stands: 首联 逾期2小时, 首联 还剩3小时, 首联 暂停中."""
    return Mark(state.text, *_CLOCK[state.phase])


def grade_mark(grade: str) -> Mark:
    """Return the mark of a grade A, B or C; anything else is not graded yet."""
    tones: dict[str, theme.Tone] = {"A": "accent", "B": "text", "C": "muted"}
    return Mark(grade, tones[grade]) if grade in tones else Mark(tr("未评级"), "muted")


def mark_size(mark: Mark) -> QSize:
    """Return the size `paint_mark` needs."""
    width = theme.face(theme.SMALL)[1].horizontalAdvance(mark.text)
    return QSize(width + 2 * theme.px(6) + (theme.px(16) if mark.icon else 0), theme.px(20))


def paint_mark(painter: QPainter, corner: QPointF, mark: Mark) -> QRect:
    """Paint a mark with its top left at `corner`, for cards as for badges, and return the place it took."""
    size = mark_size(mark)
    place = QRect(corner.toPoint(), size)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_ground(mark.tone))
    painter.drawRoundedRect(QRectF(place), theme.px(theme.FIELD_RADIUS), theme.px(theme.FIELD_RADIUS))
    left = place.left() + theme.px(6)
    if mark.icon:
        side = theme.px(13)
        icons.paint(painter, QRect(left, place.center().y() - side // 2, side, side), mark.icon, mark.tone)
        left += theme.px(16)
    painter.setPen(theme.current().tone(mark.tone))
    painter.setFont(theme.font(theme.SMALL, bold=mark.tone == "accent"))
    painter.drawText(place.adjusted(left - place.left(), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, mark.text)
    painter.restore()
    return place


def _ground(tone: theme.Tone) -> QColor:
    colours = theme.current()
    grounds = {
        "late": colours.late_soft,
        "soon": colours.soon_soft,
        "good": colours.good_soft,
        "accent": colours.selected,
    }
    return QColor(grounds.get(tone, colours.hover))


class Badge(QWidget):
    """A mark as a widget of its own."""

    def __init__(self, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._mark = mark
        self.set_mark(mark)

    def mark(self) -> Mark:
        """Return what the badge shows."""
        return self._mark

    def set_mark(self, mark: Mark) -> None:
        """Show another mark."""
        self._mark = mark
        self.setAccessibleName(mark.text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return mark_size(self._mark)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_mark(QPainter(self), QPointF(0, 0), self._mark)
