"""The day as one list: the head of each section, its rows, and a line that fetches more of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from desktop_crm.queries.today import MOST, Item, Kind, Part
from desktop_crm.system.translations import tr
from desktop_crm.views.today.words import spoken

TITLES: Final[dict[Kind, str]] = {
    "overdue": tr("逾期"),
    "today": tr("今天到期"),
    "confirm": tr("待确认接收"),
    "review": tr("待评审"),
    "record": tr("待写记录"),
    "clock": tr("时限"),
    "payment": tr("回款"),
    "milestone": tr("里程碑"),
    "unplanned": tr("没有下一步"),
    "re_evaluate": tr("待重新评估"),
    "remember": tr("生日与纪念日"),
    "debrief": tr("待复盘"),
    "improve": tr("改进"),
    "assign": tr("待分配"),
}
_NONE: Final = QModelIndex()
LINE_ROLE: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Head:
    """The title of a section with its count."""

    kind: Kind
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A thing to do; the first of the day is `loud`, the last of a section closes its card."""

    item: Item
    loud: bool = False
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class More:
    """How many rows of a section are not shown yet."""

    kind: Kind
    left: int
    open_ended: bool


Line = Head | Row | More


def count_text(count: int) -> str:
    """Return a count as the screen says it; beyond what is counted, that there are more."""
    return f"{count:,}" if count < MOST else tr("{count}+", count=f"{MOST - 1:,}")


def lines_of(parts: Sequence[Part]) -> list[Line]:
    """Return the sections as lines."""
    lines: list[Line] = []
    for part in parts:
        lines.append(Head(part.kind, part.count))
        end = len(part.items) - 1
        for place, item in enumerate(part.items):
            loud = len(lines) == 1
            first = place == 0 or (isinstance(lines[-1], Row) and lines[-1].loud)
            lines.append(Row(item, loud=loud, first=first, last=place == end and not part.more))
        if part.more:
            lines.append(More(part.kind, part.count - len(part.items), part.count >= MOST))
    return lines


class DayModel(QAbstractListModel):
    """The lines; heads cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.day = date.min

    def show_lines(self, lines: list[Line], day: date) -> None:
        """Show other lines, as seen from `day`."""
        self.beginResetModel()
        self.lines, self.day = lines, day
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """Return the place of the thing to do with this key, -1 when it is not there."""
        return next((at for at, line in enumerate(self.lines) if isinstance(line, Row) and line.item.key == key), -1)

    def keys(self) -> list[str]:
        """Return the keys of the things to do in their order."""
        return [line.item.key for line in self.lines if isinstance(line, Row)]

    def item(self, row: int) -> Item | None:
        """Return the thing to do in this line, None for any other line."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return line.item if isinstance(line, Row) else None

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.lines[index.row()], Head):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self._said(line)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(line, Row):
            return spoken(line.item, self.day)
        return None

    def _said(self, line: Line) -> str:
        match line:
            case Head():
                return tr("{title} {count} 件", title=TITLES[line.kind], count=count_text(line.count))
            case Row():
                return spoken(line.item, self.day)
            case More():
                return tr("更多{title}", title=TITLES[line.kind])
