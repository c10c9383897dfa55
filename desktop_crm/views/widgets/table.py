"""Tables of frozen rows: columns told in one place, sorting, pages on demand, copy to a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme

if TYPE_CHECKING:
    from desktop_crm.exchange.sheets_out import Cell

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

PAGE = 50
SAVE_KEY = "Ctrl+Shift+E"


def _as_is(value: object) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: what it takes from a row, how that is written, which side it stands on, its tone and icon.

    `sheet` is what a spreadsheet gets of it where that is neither a plain value nor what is written.
    """

    key: str
    title: str
    get: Callable[[Row], Any]
    text: Callable[[Any], str] = _as_is
    right: bool = False
    width: int = 120
    tone: Callable[[Row], theme.Tone] | None = None
    icon: Callable[[Row], str] | None = None
    sheet: Callable[[Any], Cell] | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """The order asked of a source: by which column, which way."""

    key: str
    descending: bool = False


# What is fetched depends on the arguments alone and on nothing a widget holds: all rows are saved on another thread.
Fetch = Callable[[int, int, Order | None], Sequence[Row]]


@runtime_checkable
class SavesTables(Protocol):
    """A window that can save a table as a file."""

    def save_table(self, table: TableView[Any]) -> object:
        """Ask where to, and save it there."""
        ...


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows that are all here (`set_rows`) or fetched by pages (`set_source`)."""

    counted = Signal()

    def __init__(self, columns: Sequence[Column[Row]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[Row] = []
        self._total = 0
        self._fetch: Fetch[Row] | None = None
        self._order: Order | None = None
        self.on_sort: Callable[[], None] | None = None  # reads anew in another order; else the source is asked at once

    @property
    def order(self) -> Order | None:
        """The order that was asked for, None for the source's own."""
        return self._order

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show rows that are all here; sorting happens in memory."""
        self.beginResetModel()
        self._fetch = None
        self._rows = self._sorted(rows)
        self._total = len(rows)
        self.endResetModel()
        self.counted.emit()

    def set_source(self, fetch: Fetch[Row], total: int) -> None:
        """Show rows of `fetch(offset, limit, order)`, a page at a time; sorting is the source's business."""
        self.beginResetModel()
        self._fetch = fetch
        self._total = total
        self._rows = list(fetch(0, PAGE, self._order))
        self.endResetModel()
        self.counted.emit()

    def everything(self, page: int) -> Callable[[], Iterator[Row]]:
        """Return what yields all rows as they stand now, also on another thread; those not here yet by pages."""
        here, fetch, order, total = tuple(self._rows), self._fetch, self._order, self._total

        def rows() -> Iterator[Row]:
            yield from here
            at = len(here)
            while fetch is not None and at < total and (more := fetch(at, page, order)):
                yield from more
                at += len(more)

        return rows

    @property
    def total(self) -> int:
        """How many rows there are, here or not."""
        return self._total

    def row(self, index: int) -> Row:
        """Return the frozen row at a place."""
        return self._rows[index]

    def count_text(self) -> str:
        """Return how many rows are here of how many: “50 / 312”, or the number alone when all are."""
        if len(self._rows) < self._total:
            return f"{len(self._rows):,} / {self._total:,}"
        return tr("共 {count} 条", count=f"{self._total:,}")

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return self._fetch is not None and not parent.isValid() and len(self._rows) < self._total

    @override
    def fetchMore(self, parent: Index) -> None:
        self.fetch(PAGE)

    def fetch(self, count: int) -> None:
        """Read so many more rows at once, or what is left of them."""
        if self._fetch is None:
            return
        more = self._fetch(len(self._rows), count, self._order)
        if not more:
            self._total = len(self._rows)
        else:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(more) - 1)
            self._rows.extend(more)
            self.endInsertRows()
        self.counted.emit()

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(column.get(row))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and column.tone:
            return theme.current().tone(column.tone(row))
        if role == Qt.ItemDataRole.DecorationRole and column.icon and (name := column.icon(row)):
            return icons.icon(name, column.tone(row) if column.tone else "muted")
        return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns):
            return
        self._order = Order(self.columns[column].key, order == Qt.SortOrder.DescendingOrder)
        if self.on_sort is not None:
            self.on_sort()
        elif self._fetch is not None:
            self.set_source(self._fetch, self._total)
        else:
            self.set_rows(self._rows)

    def _sorted(self, rows: Sequence[Row]) -> list[Row]:
        """Sort in memory; rows without a value come last either way."""
        if self._order is None:
            return list(rows)
        get = next(column.get for column in self.columns if column.key == self._order.key)
        known = [row for row in rows if get(row) is not None]
        known.sort(key=get, reverse=self._order.descending)
        return known + [row for row in rows if get(row) is None]


class TableView(QTableView, Generic[Row]):
    """A quiet table with 32-pixel rows; Enter or a double click opens a row, Ctrl+C copies the chosen ones."""

    opened = Signal(object)

    def __init__(self, model: RowsModel[Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setIconSize(QSize(theme.px(16), theme.px(16)))
        self._set_headers()
        self.doubleClicked.connect(self._on_double_clicked)

    def chosen(self) -> list[Row]:
        """Return the selected rows from top to bottom."""
        return [self.rows.row(place) for place in self._chosen_places()]

    def copy(self) -> str:
        """Put the selected rows on the clipboard as a spreadsheet takes them, and return that text."""
        columns = self.rows.columns
        lines = [[column.title for column in columns]]
        lines += [[column.text(column.get(row)) for column in columns] for row in self.chosen()]
        text = "\n".join("\t".join(_cell(cell) for cell in line) for line in lines)
        QGuiApplication.clipboard().setText(text)
        return text

    def save(self) -> None:
        """Have the window this table stands in, or the one above that, save it as a file."""
        if saver := self._saver():
            saver.save_table(self)

    @override
    def contextMenuEvent(self, arg__1: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(icons.icon("copy"), tr("复制选中的行"), self.copy)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setEnabled(bool(self._chosen_places()))
        if self._saver():
            menu.addAction(icons.icon("export"), tr("整张表存为 Excel 或 CSV…"), self.save).setShortcut(SAVE_KEY)
        menu.popup(arg__1.globalPos())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif QKeySequence(event.keyCombination()) == QKeySequence(SAVE_KEY):
            self.save()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.rows.row(self.currentIndex().row()))
        else:
            super().keyPressEvent(event)

    def _saver(self) -> SavesTables | None:
        part = self.parentWidget()
        while part is not None and not isinstance(part, SavesTables):
            part = part.parentWidget()
        return part

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.row(index.row()))

    def _set_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, column in enumerate(self.rows.columns):
            self.setColumnWidth(place, theme.px(column.width))
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(False)
        self.setSortingEnabled(True)

    def _chosen_places(self) -> list[int]:
        return sorted(index.row() for index in self.selectionModel().selectedRows())


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _cell(text: str) -> str:
    """Return a cell of tab-separated text; a line break or tab inside it would break the row."""
    return " ".join(text.split())
