"""Paints a drawing on the screen, as the paper does: the same shapes, the same places."""

from __future__ import annotations

import math
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from desktop_crm.charts.drawing import Box, Drawing, Label, Line
from desktop_crm.views import theme

_HEAD = 6.0


def paint_drawing(painter: QPainter, drawing: Drawing) -> None:
    """Paint `drawing` in its own units; the painter's transform says how large and where."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    for shape in drawing.shapes:
        match shape:
            case Box():
                _box(painter, shape)
            case Line():
                _line(painter, shape)
            case Label():
                _label(painter, shape)
    painter.restore()


def _pen(color: str, *, dashed: bool) -> QPen:
    if not color:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(QColor(color), 1.2 if dashed else 1.0)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        pen.setDashPattern([4, 3])
    return pen


def _box(painter: QPainter, box: Box) -> None:
    painter.setPen(_pen(box.stroke, dashed=box.dashed))
    painter.setBrush(QColor(box.fill) if box.fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(box.x, box.y, box.w, box.h), box.radius, box.radius)


def _line(painter: QPainter, line: Line) -> None:
    points = [QPointF(x, y) for x, y in line.points]
    painter.setPen(_pen(line.stroke, dashed=line.dashed))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # Level and upright lines stay crisp, and where they share a way they do not grow thicker.
    straight = all(a.x() == b.x() or a.y() == b.y() for a, b in pairwise(points))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not straight)
    painter.drawPolyline(points)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if line.arrow and len(points) > 1:
        _head(painter, points[-2], points[-1], line.stroke)


def _head(painter: QPainter, start: QPointF, tip: QPointF, color: str) -> None:
    angle = math.atan2(tip.y() - start.y(), tip.x() - start.x())
    wings = [
        QPointF(tip.x() - _HEAD * math.cos(angle + turn), tip.y() - _HEAD * math.sin(angle + turn))
        for turn in (0.45, -0.45)
    ]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawPolygon(QPolygonF([tip, *wings]))


def _label(painter: QPainter, label: Label) -> None:
    font = QFont(theme.FAMILY)
    font.setPixelSize(round(label.size))
    font.setBold(label.bold)
    metrics = QFontMetricsF(font)
    text = label.text
    if label.max_width:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, label.max_width)
    back = {"left": 0.0, "center": 0.5, "right": 1.0}[label.align] * metrics.horizontalAdvance(text)
    painter.setFont(font)
    painter.setPen(QColor(label.color))
    painter.drawText(QPointF(label.x - back, label.y), text)
