"""The head of a preview: what the file calls each column, and below it the field it is read as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableView, QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.importing.choice_box import ChoiceBox

UNITS = ((1, tr("元")), (1_000, tr("千元")), (10_000, tr("万元")), (1_000_000, tr("百万元")), (100_000_000, tr("亿元")))


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A column of the file: its header, the field it is read as ("" for none), the unit of a money column (0: no money).

    `without` says what becomes of the column when it is read as no field.
    """

    header: str
    field: str
    unit: int
    without: str


class FieldHeader(QHeaderView):
    """Says `field_chosen(column, field)` and `unit_chosen(column, yuan)`; Tab goes from field to field."""

    field_chosen = Signal(int, str)
    unit_chosen = Signal(int, int)

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._heads: Sequence[ColumnHead] = ()
        self._places: list[QWidget] = []
        self.fields: list[ChoiceBox] = []
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(theme.px(96))
        self.sectionResized.connect(self._arrange)
        table.horizontalScrollBar().valueChanged.connect(self._arrange)

    def show_heads(self, heads: Sequence[ColumnHead], choices: Sequence[tuple[str, str]]) -> None:
        """Show these columns; `choices` are the (field, label) pairs that may be chosen."""
        focused = next((at for at, field in enumerate(self.fields) if field.hasFocus()), -1)
        for old in self._places:
            old.hide()
            old.deleteLater()
        self._heads = heads
        self.fields = []
        self._places = [self._place(at, head, choices) for at, head in enumerate(heads)]
        self._arrange()
        self.viewport().update()
        if 0 <= focused < len(self.fields):
            self.fields[focused].setFocus()

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(64))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        colours = theme.current()
        painter.save()
        painter.fillRect(rect, colours.tone("surface"))
        painter.setFont(theme.font(theme.SMALL))
        line = rect.adjusted(theme.px(9), theme.px(6), -theme.px(6), 0)
        line.setHeight(theme.px(18))
        header = self._heads[logicalIndex].header if logicalIndex < len(self._heads) else ""
        shown = QFontMetrics(painter.font()).elidedText(header, Qt.TextElideMode.ElideRight, line.width())
        painter.setPen(colours.tone("muted"))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched in self.fields:
            self._bring_into_view(self.fields.index(watched))  # pyright: ignore[reportArgumentType]
        return super().eventFilter(watched, event)

    def _place(self, at: int, head: ColumnHead, choices: Sequence[tuple[str, str]]) -> QWidget:
        place = QWidget(self.viewport())
        row = QHBoxLayout(place)
        row.setContentsMargins(theme.px(4), 0, theme.px(4), 0)
        row.setSpacing(theme.px(theme.TIGHT))
        field = ChoiceBox([("", head.without), *choices], head.field)
        field.setAccessibleName(tr("“{header}”对应的字段", header=head.header))
        field.activated.connect(lambda: self.field_chosen.emit(at, field.currentData()))
        field.installEventFilter(self)
        row.addWidget(field, 1)
        self.fields.append(field)
        if head.unit:
            unit = ChoiceBox(UNITS, head.unit)
            unit.setAccessibleName(tr("“{header}”的单位", header=head.header))
            unit.activated.connect(lambda: self.unit_chosen.emit(at, unit.currentData()))
            unit.setFixedWidth(theme.px(84))
            row.addWidget(unit)
        place.show()
        return place

    def _arrange(self) -> None:
        for at, place in enumerate(self._places):
            left = self.sectionViewportPosition(at)
            place.setGeometry(left, theme.px(26), self.sectionSize(at), theme.px(34))

    def _bring_into_view(self, at: int) -> None:
        left, right = self.sectionViewportPosition(at), self.sectionViewportPosition(at) + self.sectionSize(at)
        bar = self._table().horizontalScrollBar()
        if left < 0:
            bar.setValue(bar.value() + left)
        elif right > self.viewport().width():
            bar.setValue(bar.value() + right - self.viewport().width())

    def _table(self) -> QTableView:
        table = self.parent()
        assert isinstance(table, QTableView)
        return table
