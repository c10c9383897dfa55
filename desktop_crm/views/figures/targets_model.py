"""The month's targets as a grid: a line for each measure, a column for the team and for each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.charts.target_words import actual_word, sentence
from desktop_crm.queries.figures.attainment import Attained
from desktop_crm.queries.figures.target_sheet import TargetSheet
from desktop_crm.queries.targets import Aim
from desktop_crm.rules.targets import BadTarget, read_target, written
from desktop_crm.system.translations import tr

Index = QModelIndex | QPersistentModelIndex
Values = dict[Aim, int | None]
CELL_ROLE: Final = Qt.ItemDataRole.UserRole
TEAM: Final = tr("团队")
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Cell:
    """A target with what came of it; an `implied` one only adds up what the people aim at."""

    attained: Attained
    implied: bool


class TargetsModel(QAbstractTableModel):
    """Shows a sheet; what is typed into it is not kept here but asked for by `wanted`."""

    wanted = Signal(object)  # Values
    rejected = Signal(str)  # why what was typed is no target

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: TargetSheet | None = None
        self._columns: tuple[str, ...] = ()  # "" for the team, then the people

    def show_sheet(self, sheet: TargetSheet) -> None:
        """Show a sheet; where lines and people are the same, the cursor stays where it is."""
        before = self.sheet
        columns = ("", *(one.id for one in sheet.people))
        if before is not None and before.lines == sheet.lines and before.people == sheet.people:
            self.sheet = sheet
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.sheet, self._columns = sheet, columns
        self.endResetModel()

    def aim(self, index: Index) -> Aim:
        """Return what the target at a place is for."""
        assert self.sheet is not None
        return self.sheet.lines[index.row()].aim(self.sheet.month, self._columns[index.column()])

    def cell(self, index: Index) -> Cell | None:
        """Return what stands at a place."""
        if self.sheet is None or not index.isValid():
            return None
        aim = self.aim(index)
        return Cell(self.sheet.cells[aim], aim in self.sheet.implied)

    def said(self, index: Index) -> str:
        """Return the cell in words, for the line beneath and for a screen reader."""
        cell = self.cell(index)
        if cell is None or self.sheet is None:
            return ""
        who = self.headerData(index.column(), Qt.Orientation.Horizontal)
        together = tr("（各人目标之和）") if cell.implied else ""
        return f"{who} · {self.sheet.lines[index.row()].title}：{sentence(cell.attained)}{together}"

    def target_text(self, index: Index) -> str:
        """Return the target as it would be typed, "" where none was set."""
        cell = self.cell(index)
        if cell is None or cell.implied or cell.attained.target is None:
            return ""
        return written(cell.attained.aim.measure, cell.attained.target)

    def fill(self, corner: Index, rows: Sequence[Sequence[str]]) -> None:
        """Ask for a block of targets with its upper left corner at a place; what reaches beyond the grid is left out."""
        values: Values = {}
        for down, row in enumerate(rows):
            for right, text in enumerate(row):
                index = self.index(corner.row() + down, corner.column() + right)
                if index.isValid() and not self._take(index, text, values):
                    return
        self.wanted.emit(values)

    def clear(self, indexes: Sequence[Index]) -> None:
        """Ask that the targets at these places are taken away."""
        self.wanted.emit({self.aim(index): None for index in indexes})

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.lines)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.sheet is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _RIGHT
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.sheet.lines[section].title
        return self.sheet.people[section - 1].name if section else TEAM

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        if cell is None:
            return None
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.EditRole:
            return self.target_text(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(cell.attained)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.said(index)
        return None

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or str(value).strip() == self.target_text(index):
            return False
        values: Values = {}
        if not self._take(index, str(value), values):
            return False
        self.wanted.emit(values)
        return True

    def _take(self, index: Index, text: str, values: Values) -> bool:
        aim = self.aim(index)
        try:
            values[aim] = read_target(aim.measure, text)
        except BadTarget as error:
            self.rejected.emit(str(error))
            return False
        return True


def _shown(one: Attained) -> str:
    actual = actual_word(one, short=True)
    return actual if one.target is None else f"{actual} / {written(one.aim.measure, one.target, short=True)}"
