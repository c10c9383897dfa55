"""How satisfied a customer was, as a badge for one visit and as small marks over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop_crm.rules.visits import BEST, satisfaction_text
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Mark

_SHOWN: Final = 12  # marks: three years of quarterly visits
_STEP, _HEIGHT, _DOT = 18, 28, 3.5
_WELL, _SO_SO = 4, 3


def tone_of(mark: int) -> theme.Tone:
    """Return the tone of a mark from 1 to 5."""
    return "good" if mark >= _WELL else "soon" if mark == _SO_SO else "late"


def satisfaction_mark(mark: int) -> Mark:
    """Return a badge that says a mark in words: 满意（4/5）."""
    tone = tone_of(mark)
    return Mark(satisfaction_text(mark), tone, {"good": "good", "soon": "soon"}.get(tone, "late"))


class SatisfactionMarks(QWidget):
    """A dot for each visit, the higher the more satisfied; the words say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[tuple[date, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_marks(self, marks: Sequence[tuple[date, int]]) -> None:
        """Show the latest of these marks, the oldest of them first; a single one is no course and is not shown."""
        self._marks = tuple(marks[-_SHOWN:])
        course = " → ".join(str(mark) for _, mark in self._marks)
        self.setAccessibleName(tr("满意度 {course}", course=course))
        days = "\n".join(f"{day.isoformat()}　{satisfaction_text(mark)}" for day, mark in reversed(self._marks))
        self.setToolTip(days)
        self.setVisible(len(self._marks) > 1)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(_STEP) * max(1, len(self._marks)), theme.px(_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        places = [self._place(place, mark) for place, (_, mark) in enumerate(self._marks)]
        painter.setPen(QPen(colours.tone("muted"), 1))
        for before, after in pairwise(places):
            painter.drawLine(before, after)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, (_, mark) in zip(places, self._marks, strict=True):
            painter.setBrush(colours.tone(tone_of(mark)))
            painter.drawEllipse(place, _DOT * theme.px(10) / 10, _DOT * theme.px(10) / 10)

    def _place(self, place: int, mark: int) -> QPointF:
        edge = _DOT * theme.px(10) / 10 + 1
        height = self.height() - 2 * edge
        return QPointF(theme.px(_STEP) * (place + 0.5), edge + height * (BEST - mark) / (BEST - 1))
