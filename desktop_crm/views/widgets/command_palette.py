"""Ctrl+K: everything the program can do and every record, by a few typed letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.rules.matching import fit
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.palette_row import PaletteRow

MOST_ROWS = 50
PAUSE_MS = 120  # records are asked for when typing pauses
SHOWN_ROWS = 9


@dataclass(frozen=True, slots=True)
class Command:
    """A line of the palette: what it is called, where it belongs, its shortcut, its icon and what it does."""

    title: str
    run: Callable[[], object]
    group: str = ""
    shortcut: str = ""
    icon: str = ""


Answer = Callable[[Sequence[Command]], None]
Records = Callable[[str, Answer], object]


class CommandPalette(QFrame):
    """A popup over the top of the window; arrows choose, Enter runs, Esc closes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setProperty("surface", "floating")
        self._window = window
        self._commands: tuple[Command, ...] = ()
        self._records: Records | None = None
        self._eager = False  # Enter was pressed before any record came: the first one that comes is meant
        self._model = _Lines(self)
        self._field = QLineEdit(placeholderText=tr("输入命令、客户、商机…（支持拼音首字母）"))
        self._field.setAccessibleName(tr("命令面板"))
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(PaletteRow(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = QLabel(tr("没有匹配的命令或记录"), alignment=Qt.AlignmentFlag.AlignCenter)
        self._none.setProperty("tone", "muted")
        self._none.setMinimumHeight(theme.px(64))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._arrange()

    def set_commands(self, commands: Sequence[Command]) -> None:
        """Offer these commands."""
        self._commands = tuple(commands)

    def set_records(self, records: Records) -> None:
        """Offer records: `records(text, answer)` calls `answer(lines)` at once or later; stale answers are dropped."""
        self._records = records

    def open(self) -> None:
        """Show the palette over the upper part of the window with an empty field."""
        self._field.clear()
        self._show_matches("")
        width = min(theme.px(640), self._window.width() - 2 * theme.px(theme.WIDE))
        self.setFixedWidth(width)
        self.move(self._window.mapToGlobal(QPoint((self._window.width() - width) // 2, theme.px(72))))
        self.show()
        self._field.setFocus()

    def titles(self) -> list[str]:
        """Return the titles now listed."""
        return [line.title for line in self._model.lines]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, theme.px(theme.TIGHT))
        column.setSpacing(0)
        for part in (self._field, self._list, self._none):
            column.addWidget(part)
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._show_matches)
        self._pause.timeout.connect(self._ask_records)
        self._list.clicked.connect(self._run)

    def _on_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SHOWN_ROWS, Qt.Key.Key_PageUp: -SHOWN_ROWS}
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._eager = not self._model.lines
            self._run(self._list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            return False
        return True

    def _step(self, rows: int) -> None:
        count = self._model.rowCount()
        if count:
            here = self._list.currentIndex().row() + rows
            place = here % count if abs(rows) == 1 else max(0, min(count - 1, here))
            self._list.setCurrentIndex(self._model.index(place))

    def _show_matches(self, text: str) -> None:
        self._eager = False
        ranked = [(fit(text, command.title), command) for command in self._commands]
        found = [command for score, command in sorted(ranked, key=lambda pair: -pair[0]) if score > 0]
        self._show(found[:MOST_ROWS])
        if self._records is not None and text.strip():
            self._pause.start()
        else:
            self._pause.stop()

    def _ask_records(self) -> None:
        if self._records is None:
            return
        asked = self._field.text()
        commands = list(self._model.lines)

        def answer(lines: Sequence[Command]) -> None:
            if self.isVisible() and self._field.text() == asked:
                self._show((commands + list(lines))[:MOST_ROWS], keep=True)
                if self._eager:
                    self._run(self._list.currentIndex())

        self._records(asked, answer)

    def _show(self, lines: list[Command], *, keep: bool = False) -> None:
        place = max(0, self._list.currentIndex().row()) if keep else 0
        self._model.show_lines(lines)
        self._list.setVisible(bool(lines))
        self._none.setVisible(not lines)
        if lines:
            rows = min(len(lines), SHOWN_ROWS)
            self._list.setFixedHeight(rows * self._list.sizeHintForRow(0) + theme.px(theme.TIGHT))
            self._list.setCurrentIndex(self._model.index(min(place, len(lines) - 1)))
        self.adjustSize()

    def _run(self, index: QModelIndex) -> None:
        if index.isValid():
            command = self._model.lines[index.row()]
            self.close()  # first: the command may open something of its own
            command.run()


class _Lines(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Command] = []

    def show_lines(self, lines: list[Command]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.title} {line.group} {line.shortcut}"
        return line if role == Qt.ItemDataRole.UserRole else None
