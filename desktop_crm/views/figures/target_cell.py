"""Paints a cell of the targets: what came of how much, a thin bar with a mark for today's pace, a word; edits it in place."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractItemModel, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop_crm.charts.target_words import TONES, actual_word, share_done, state_word
from desktop_crm.queries.figures.attainment import Attained
from desktop_crm.rules.targets import written
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.figures.targets_model import CELL_ROLE, Cell, Index
from desktop_crm.views.widgets.pace_bar import HEIGHT as BAR
from desktop_crm.views.widgets.pace_bar import paint_bar

WIDTH, HEIGHT = 140, 44
_FILLED: Final = "filled"


class TargetDelegate(QStyledItemDelegate):
    """A cell of two lines; the editor is a plain field over it."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(HEIGHT))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        try:
            _paint_ground(painter, rect, state, team=index.column() == 0)
            if isinstance(cell, Cell):
                _paint_cell(painter, rect.adjusted(theme.px(10), theme.px(5), -theme.px(8), -theme.px(6)), cell)
        finally:
            painter.restore()

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        made = QLineEdit(parent)
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        made.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return made

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if not editor.property(_FILLED):  # what is being typed outlives a new reading of the grid
            editor.setProperty(_FILLED, True)
            super().setEditorData(editor, index)

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    @override
    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        place: QRect = option.rect
        editor.setGeometry(place)


def _paint_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, team: bool) -> None:
    colours = theme.current()
    ground = colours.background if team else colours.surface
    if state & QStyle.StateFlag.State_Selected:
        ground = colours.selected
    elif state & QStyle.StateFlag.State_MouseOver:
        ground = colours.hover
    painter.fillRect(rect, QColor(ground))
    painter.setPen(QColor(colours.border))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    painter.drawLine(rect.topRight(), rect.bottomRight())
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QColor(colours.accent))
        painter.drawRect(rect.adjusted(0, 0, -2, -2))


def _paint_cell(painter: QPainter, rect: QRect, cell: Cell) -> None:
    one = cell.attained
    text, metrics = theme.face()
    upper = QRect(rect.left(), rect.top(), rect.width(), metrics.height())
    painter.setFont(text)
    actual = actual_word(one, short=True) if one.actual is not None else "—" if not one.n else f"n={one.n}"
    if one.target is None or one.pace is None:
        _write(painter, rect, actual if one.actual else "—", "muted")
        return
    aimed = written(one.aim.measure, one.target, short=True)
    tail = " / " + (tr("合计 {sum}", sum=aimed) if cell.implied else aimed)
    if one.pace.state == "coming" and not one.actual:
        actual, tail = "", tail.removeprefix(" / ")
    _write(painter, upper, tail, "muted" if actual else "text")
    upper.setRight(upper.right() - metrics.horizontalAdvance(tail))
    _write(painter, upper, actual, "text")
    if one.pace.state != "coming":
        _paint_state(painter, QRect(rect.left(), upper.bottom() + 1, rect.width(), rect.bottom() - upper.bottom()), one)


def _paint_state(painter: QPainter, rect: QRect, one: Attained) -> None:
    assert one.pace is not None
    assert one.target is not None
    small, metrics = theme.face(theme.SMALL)
    painter.setFont(small)
    word, tone = state_word(one), TONES[one.pace.state]
    _write(painter, rect, word, tone)
    width = rect.width() - _advance(metrics, word) - theme.px(theme.SNUG)
    bar = QRect(rect.left(), rect.center().y() - theme.px(BAR) // 2 + 1, width, theme.px(BAR))
    expected = one.pace.expected / one.target if one.pace.expected is not None else None
    if bar.width() > theme.px(16):
        paint_bar(painter, bar, share_done(one) or 0, expected, tone)


def _advance(metrics: QFontMetrics, word: str) -> int:
    return metrics.horizontalAdvance(word)


def _write(painter: QPainter, rect: QRect, text: str, tone: theme.Tone) -> None:
    painter.setPen(theme.current().tone(tone))
    painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
