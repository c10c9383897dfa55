"""The sheets that lie ready: what each is and what a dry run says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from desktop_crm.exchange.fields import KIND_NAMES
from desktop_crm.operations.importing.report import Figures
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.importing.entries import Entry
from desktop_crm.views.widgets.table import Index

_SECOND = Qt.ItemDataRole.UserRole  # the quiet line
_TROUBLE = Qt.ItemDataRole.UserRole + 1


class TableList(QListWidget):
    """Says `chosen(place)`; Delete takes an entry away (`removed(place)`)."""

    chosen = Signal(int)
    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("要导入的表格"))
        self.setItemDelegate(_TwoLines(self))
        self.setUniformItemSizes(False)
        self.currentRowChanged.connect(self.chosen)

    def show_entries(self, entries: Sequence[Entry], current: int) -> None:
        """Show these entries with one of them chosen."""
        self.blockSignals(True)
        self.clear()
        for entry in entries:
            item = QListWidgetItem(entry.name)
            item.setToolTip(entry.origin)
            self.addItem(item)
            self._say(item, entry, None)
        self.setCurrentRow(current)
        self.blockSignals(False)

    def show_figures(self, entries: Sequence[Entry], figures: Mapping[int, Figures]) -> None:
        """Say below each name what a dry run gives."""
        for place, entry in enumerate(entries):
            self._say(self.item(place), entry, figures.get(place))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentRow() >= 0:
            self.removed.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    def _say(self, item: QListWidgetItem, entry: Entry, figures: Figures | None) -> None:
        item.setData(_TROUBLE, not entry.source and not entry.targets)
        if entry.targets and entry.plan is None:
            text = tr("目标")
        elif entry.plan is None:
            text = entry.reason or tr("不导入")
        else:
            text = KIND_NAMES[entry.plan.kind]
            if figures:
                text = tr("{kind} · {rows:,} 行", kind=text, rows=figures.rows)
        item.setData(_SECOND, text)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, text)


class _TwoLines(QStyledItemDelegate):
    """A name and below it a quiet line, which may wrap."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = self._second_rect(option.widget.width() - theme.px(60), index.data(_SECOND) or "")
        return QSize(theme.px(160), theme.px(40) + lines.height())

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.current()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, colours.selected)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, colours.hover)
        trouble = bool(index.data(_TROUBLE))
        side = theme.px(16)
        corner = option.rect.topLeft()
        mark = QRect(corner.x() + theme.px(12), corner.y() + theme.px(12), side, side)
        icons.paint(painter, mark, "trouble" if trouble else "spreadsheet", "late" if trouble else "muted")
        text = option.rect.adjusted(theme.px(38), theme.px(8), -theme.px(10), -theme.px(8))
        painter.setPen(colours.tone("text"))
        painter.setFont(theme.font(theme.BODY))
        name = QFontMetrics(painter.font()).elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
        painter.setPen(colours.tone("late" if trouble else "muted"))
        painter.setFont(theme.font(theme.SMALL))
        below = text.adjusted(0, theme.px(22), 0, 0)
        painter.drawText(below, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, index.data(_SECOND) or "")
        painter.restore()

    def _second_rect(self, width: int, text: str) -> QRect:
        metrics = QFontMetrics(theme.font(theme.SMALL))
        return metrics.boundingRect(QRect(0, 0, width, 400), Qt.TextFlag.TextWordWrap, text)
