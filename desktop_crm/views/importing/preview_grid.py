"""The first rows of a sheet as understood, under heads where each column's field can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from desktop_crm.exchange.fields import FIELDS, Reading, TableKind
from desktop_crm.exchange.mapping import TablePlan
from desktop_crm.exchange.preview import CellState, PreviewCell, PreviewRow, header_of, preview, width_of
from desktop_crm.exchange.tables import SheetTable
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.importing.field_header import ColumnHead, FieldHeader

Index = QModelIndex | QPersistentModelIndex
_TONES: Final[dict[CellState, theme.Tone]] = {
    CellState.READ: "text",
    CellState.KEPT: "muted",
    CellState.MISSING: "soon",
    CellState.PROBLEM: "late",
}
_ICONS: Final = {CellState.MISSING: "incomplete", CellState.PROBLEM: "trouble"}


class PreviewModel(QAbstractTableModel):
    """Cells of a preview; the row heads are the numbers that Excel shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[PreviewRow] = ()
        self._width = 0

    def show_rows(self, rows: Sequence[PreviewRow], width: int) -> None:
        """Show these rows of `width` cells."""
        self.beginResetModel()
        self._rows, self._width = rows, width
        self.endResetModel()

    def cell(self, row: int, column: int) -> PreviewCell:
        """Return a cell."""
        return self._rows[row].cells[column]

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._width

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole:
            return str(self._rows[section].number)
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return tr("待补全") if cell.state is CellState.MISSING else " ".join(cell.text.split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (cell.text, cell.reason)))
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.current().tone(_TONES[cell.state])
        # Of a row that cannot be imported the first cell says so; a mark in each would be noise.
        marked = cell.state in _ICONS and not (self._rows[index.row()].error and index.column())
        if role == Qt.ItemDataRole.DecorationRole and marked:
            return icons.icon(_ICONS[cell.state], _TONES[cell.state])
        return None


class PreviewGrid(QTableView):
    """Says `plan_changed` with a new plan when a column is to be read in another way."""

    plan_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = PreviewModel(self)
        self.heads = FieldHeader(self)
        self.heads.field_chosen.connect(self._on_field)
        self.heads.unit_chosen.connect(self._on_unit)
        self.setHorizontalHeader(self.heads)
        self.setModel(self.cells)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._table: SheetTable | None = None
        self._plan: TablePlan | None = None

    def show_plan(self, table: SheetTable, plan: TablePlan) -> None:
        """Show the first rows of a sheet as `plan` reads them."""
        other = table is not self._table or len(self.heads.fields) != width_of(table, plan)
        self._table, self._plan = table, plan
        width = width_of(table, plan)
        self.cells.show_rows(preview(table, plan, today=date.today()), width)
        names = {index: name for name, index in plan.columns.items()}
        heads = [self._head(index, names.get(index, "")) for index in range(width)]
        if other:
            self._fit(heads)
        labels = [(field.name, tr("{label} *", label=field.label) if field.required else field.label)
                  for field in FIELDS[plan.kind]]  # fmt: skip
        self.heads.show_heads(heads, labels)

    def _head(self, index: int, name: str) -> ColumnHead:
        assert self._table is not None
        assert self._plan is not None
        money = {field.name for field in FIELDS[self._plan.kind] if field.reading in {Reading.MONEY, Reading.SPAN}}
        unit = self._plan.units.get(name, 1) if name in money else 0
        kept = (name or index in self._plan.unmatched) and self._plan.kind is not TableKind.MEMBERS
        without = tr("并入备注") if kept else tr("不导入")
        return ColumnHead(header_of(self._table, self._plan, index), name, unit, without)

    def _fit(self, heads: Sequence[ColumnHead]) -> None:
        """Give every column room for what its first rows hold, within reason."""
        metrics = self.fontMetrics()
        for at, head in enumerate(heads):
            texts = (self.cells.cell(row, at).text for row in range(self.cells.rowCount()))
            widest = max((metrics.horizontalAdvance(" ".join(text.split())) for text in texts), default=0)
            least = theme.px(248 if head.unit else 136)
            self.setColumnWidth(at, min(max(widest + theme.px(40), least), theme.px(260)))

    def _on_field(self, column: int, field: str) -> None:
        if self._plan is not None and self._table is not None:
            header = header_of(self._table, self._plan, column)
            self.plan_changed.emit(self._plan.assign(column, header, field))

    def _on_unit(self, column: int, unit: int) -> None:
        if self._plan is not None:
            name = next(name for name, index in self._plan.columns.items() if index == column)
            self.plan_changed.emit(self._plan.with_unit(name, unit))
