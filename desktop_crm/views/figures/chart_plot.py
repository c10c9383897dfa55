"""A chart drawn by pyqtgraph; a click on a bar or its name chooses it. Loaded when the first chart is shown."""

from __future__ import annotations

from math import floor
from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from desktop_crm.charts.chart import Chart
from desktop_crm.charts.shapes import FEWEST_ROWS, Bar, Shapes, Word, shapes
from desktop_crm.views import theme

_THICK: Final = 0.62  # of a row
_THICKER: Final = 0.8  # where rows are so many that the words in the bars need the room
_MANY: Final = 10
_NAME_WIDTH: Final = 168
_ROW: Final = 20  # at least


class ChartPlot(pg.GraphicsLayoutWidget):
    """The picture of one chart."""

    chosen = Signal(str)  # the key of a row

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        # Not a whole PlotWidget: that one makes menus of its own, which nobody needs here.
        self._box = pg.ViewBox(enableMenu=False, enableMouse=False, invertY=True)
        self._axis = pg.AxisItem("left", linkView=self._box)
        self.ci.layout.setContentsMargins(0, 0, 0, 0)
        self.ci.layout.setSpacing(0)
        self.addItem(self._axis, 0, 0)
        self.addItem(self._box, 0, 1)
        self.setBackground(QColor(theme.current().surface))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table beneath holds the same rows for the keyboard
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_chart(self, chart: Chart) -> None:
        """Draw `chart` in place of what was there."""
        self._chart = chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.answer)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self._draw(chart)

    def row_at(self, point: QPointF) -> str | None:
        """Return the key of the row at a point of this widget."""
        if self._chart is None:
            return None
        place = floor(self._box.mapSceneToView(self.mapToScene(point.toPoint())).y() + 0.5)
        rows = self._chart.rows[: len(shapes(self._chart).names)]
        return rows[place].key if 0 <= place < len(rows) else None

    def point_of(self, key: str) -> QPointF:
        """Return a point of this widget on the row of that key, for a pointer."""
        box = self._box
        rows = self._chart.rows if self._chart else ()
        place = next(at for at, row in enumerate(rows) if row.key == key)
        top, bottom = 0.0, float(self.height())
        for _ in range(40):  # halve the height until the row is met
            middle = (top + bottom) / 2
            y = box.mapSceneToView(self.mapToScene(QPointF(self.width() / 2, middle).toPoint())).y()
            top, bottom = (middle, bottom) if y < place else (top, middle)
        return QPointF(self.width() / 2, (top + bottom) / 2)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        key = self.row_at(event.position())
        if key is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(key)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_chart", None) is not None:
            self.setBackground(QColor(theme.current().surface))
            assert self._chart is not None
            self._draw(self._chart)

    def _draw(self, chart: Chart) -> None:
        plot, found = self._box, shapes(chart)
        self.setMinimumHeight(theme.px(_ROW * max(len(found.names), FEWEST_ROWS)))
        plot.clear()
        self._name_rows(found)
        if found.bars:
            plot.addItem(_bars(found.bars, gap=_gap(chart, len(found.names))))
        for bar in found.bars:
            if bar.text:
                self._write((bar.start + bar.end) / 2, bar.place, bar.text, "surface", 0.5)
        for word in found.words:
            self._write_word(word)
        for x, head in found.heads:
            self._write(x, -0.75, head, "muted", 0.5)
        plot.setXRange(0, found.span, padding=0)
        plot.setYRange(-1.1 if found.heads else -0.5, max(len(found.names), FEWEST_ROWS) - 0.5, padding=0)

    def _name_rows(self, found: Shapes) -> None:
        axis = self._axis
        font, metrics = theme.face(theme.SMALL)
        names = [metrics.elidedText(name, Qt.TextElideMode.ElideRight, theme.px(_NAME_WIDTH)) for name in found.names]
        axis.setStyle(tickFont=font, tickLength=0, tickTextOffset=theme.px(theme.SNUG))
        axis.setPen(QColor(theme.current().border))
        axis.setTextPen(QColor(theme.current().text))
        axis.setTicks([list(enumerate(names))])
        axis.setWidth(_widest(metrics, names) + theme.px(theme.WIDE))

    def _write_word(self, word: Word) -> None:
        self._write(word.x, word.place, word.text, "muted" if word.muted else "text", 0.5 if word.middle else 0)

    def _write(self, x: float, y: float, text: str, tone: theme.Tone, anchor: float) -> None:
        item = pg.TextItem(text, color=theme.current().tone(tone), anchor=(anchor, 0.5))
        item.setFont(theme.font(theme.SMALL))
        item.setPos(x, y)
        self._box.addItem(item, ignoreBounds=True)


def _gap(chart: Chart, rows: int) -> float:
    """Return how much of a row is left between two bars."""
    if chart.form == "heat":
        return 0.06
    return 1 - (_THICKER if rows > _MANY else _THICK)


def _bars(bars: tuple[Bar, ...], gap: float) -> pg.BarGraphItem:
    return pg.BarGraphItem(
        x0=[bar.start for bar in bars],
        y0=[bar.place - 0.5 + gap / 2 for bar in bars],
        width=[bar.end - bar.start for bar in bars],
        height=1 - gap,
        brushes=[_color(bar) for bar in bars],
        pen=QColor(theme.current().surface),
    )


def _color(bar: Bar) -> QColor:
    color = QColor(theme.current().tone(bar.tone))
    color.setAlphaF(bar.strength)
    return color


def _widest(metrics: QFontMetrics, names: list[str]) -> int:
    return max((metrics.horizontalAdvance(name) for name in names), default=0)
