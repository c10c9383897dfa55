"""The main window: side bar, screens, notices, command palette."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QWidget
from typing_extensions import override

from desktop_crm.queries.incomplete import count_incomplete
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.commands import ENTRIES
from desktop_crm.views.deal.tabs import ELSEWHERE
from desktop_crm.views.notices import Notices, Way
from desktop_crm.views.screen import Screen
from desktop_crm.views.screens import PLACES
from desktop_crm.views.side_bar import SideBar
from desktop_crm.views.undo_keys import UndoKeys
from desktop_crm.workspace import Changes, Workspace

if TYPE_CHECKING:
    from desktop_crm.views.palette import Palette
    from desktop_crm.views.widgets.table import TableView

START = "today"
_MINUTE_MS = 60_000


class MainWindow(QMainWindow):
    """One window on one company."""

    theme_chosen = Signal(str)
    closed = Signal()

    def __init__(self, workspace: Workspace, company: str = "") -> None:
        super().__init__()
        self.workspace = workspace
        self.setWindowTitle(f"{company} · Desktop CRM" if company else "Desktop CRM")
        self.setMinimumSize(QSize(theme.px(960), theme.px(600)))
        self.notices = Notices(self, workspace, self._way_to, self._notice_ground)
        self.palette_popup: Palette | None = None
        self.stays: Callable[[], bool] | None = None  # tells whether closing only hides the window
        self._screens: dict[str, Screen] = {}
        self._stale: set[str] = set()
        self._day = clock.today()
        self._side = SideBar(PLACES)
        self._side.chosen.connect(self.go)
        self._stack = QStackedWidget()
        self._arrange()
        self._make_shortcuts()
        UndoKeys(self)
        workspace.changed.connect(self._on_changed)
        self._midnight = QTimer(self, interval=_MINUTE_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._midnight.timeout.connect(self.turn_day)
        self._midnight.start()
        self._restore_place()
        QTimer.singleShot(0, self, self._count_incomplete)
        self.go(workspace.settings.screen or START)

    # What commands do

    def go(self, key: str) -> Screen:
        """Show the screen with this key, or a place of it (`team.objections`), and return it."""
        self._note_day()
        key, _, part = key.partition(".")
        key = key if any(place.key == key for place in PLACES) else START
        screen = self._screen(key)
        self._stack.setCurrentWidget(screen)
        self._side.mark(key)
        self.workspace.settings.screen = key
        if key in self._stale:
            self._stale.discard(key)
            screen.refresh()
        if part:
            screen.show_place(part)
        screen.start()
        self.notices.bar.settle()
        return screen

    @property
    def screen_key(self) -> str:
        """The key of the screen that is shown."""
        return next(key for key, screen in self._screens.items() if screen is self._stack.currentWidget())

    def current(self) -> Screen:
        """Return the screen that is shown."""
        return self._screens[self.screen_key]

    def turn_day(self) -> None:
        """Show everything as of today when the window was left open overnight."""
        if self._note_day():
            self._stale.discard(self.screen_key)
            self.current().refresh()

    def open_deal(self, deal_id: str) -> None:
        """Show a deal on the board."""
        self.go("board").open_deal(deal_id)

    def open_deal_at(self, deal_id: str, target: str) -> None:
        """Show a deal on the board with the cursor at a place of its pane."""
        self.go("board").open_deal_at(deal_id, target)

    def open_customer(self, customer_id: str) -> None:
        """Show a customer."""
        self.go("customers").open_customer(customer_id)

    def new_deal(self) -> None:
        """Begin a new lead on the board."""
        self.go("board").begin_new()

    def undo(self) -> None:
        """Take back the latest change."""
        self.notices.undo()

    def redo(self) -> None:
        """Do again what was undone."""
        self.notices.redo()

    def focus_filter(self) -> None:
        """Put the keyboard into the screen's filter."""
        self.current().focus_filter()

    def open_palette(self) -> None:
        """Open the command palette."""
        if self.palette_popup is None:
            from desktop_crm.views.palette import Palette  # noqa: PLC0415 - not needed to start

            self.palette_popup = Palette(self)
        self.palette_popup.open()

    def save_shown_table(self) -> None:
        """Save the table that is worked in, else the largest that is seen."""
        from desktop_crm.views.table_export import find_table  # noqa: PLC0415 - loads what writes files

        if table := find_table(self.current()):
            self.save_table(table)
        else:
            self.notices.say(tr("这一页没有表格可以导出"))

    def save_table(self, table: TableView[Any]) -> None:
        """Ask where to, and save all rows of a table."""
        from desktop_crm.views.table_export import ask_and_save  # noqa: PLC0415 - loads what writes files

        ask_and_save(self, self.workspace, self.notices.bar, table)

    def choose_theme(self, choice: str) -> None:
        """Switch between light, dark and the system's look."""
        self.workspace.settings.theme = choice
        self.workspace.save_settings()
        self.theme_chosen.emit(choice)

    def show_keys(self) -> None:
        """Show all shortcuts."""
        from desktop_crm.views.dialogs.keys import KeysPage  # noqa: PLC0415 - rarely opened

        KeysPage(self).show()

    def quit(self) -> None:
        """End the program, wherever its window is."""
        self.stays = None
        self.close()
        QApplication.quit()

    # Qt

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.turn_day()  # in the morning, before the next minute comes

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self.stays is not None and self.stays():
            event.ignore()
            self.hide()
            return
        self.workspace.settings.window = base64.b64encode(self.saveGeometry().data()).decode()
        self.workspace.guarded(self.workspace.save_settings)
        super().closeEvent(event)
        self.closed.emit()

    # Inside

    def _arrange(self) -> None:
        ground = QWidget()
        row = QHBoxLayout(ground)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._stack, 1)
        self.setCentralWidget(ground)

    def _make_shortcuts(self) -> None:
        for entry in ENTRIES:
            if entry.shortcut:
                shortcut = QShortcut(QKeySequence(entry.shortcut), self)
                shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
                shortcut.activated.connect(partial(entry.run, self))

    def _screen(self, key: str) -> Screen:
        if key not in self._screens:
            place = next(place for place in PLACES if place.key == key)
            screen = place.make(self.workspace)
            screen.deal_requested.connect(self.open_deal)
            screen.deal_at_requested.connect(self.open_deal_at)
            screen.customer_requested.connect(self.open_customer)
            screen.screen_requested.connect(self.go)
            screen.noted.connect(self.notices.say)
            screen.done.connect(self.notices.done)
            screen.done_with.connect(self.notices.done_with)
            screen.theme_chosen.connect(self.choose_theme)
            self._stack.addWidget(screen)
            self._screens[key] = screen
            screen.refresh()
        return self._screens[key]

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("deal"):
            self._count_incomplete()
        for key, screen in self._screens.items():
            if screen is self._stack.currentWidget():
                screen.on_changes(changes)
            elif changes.touches(*screen.tables):
                self._stale.add(key)

    def _note_day(self) -> bool:
        """Return whether another day has begun, which makes every screen stale: due and overdue go by the day."""
        turned = self._day != clock.today()
        if turned:
            self._day = clock.today()
            self._stale |= set(self._screens)
        return turned

    def _count_incomplete(self) -> None:
        self._side.count("incomplete", self.workspace.ask(count_incomplete))

    def _way_to(self, target: str) -> Way | None:
        """Return what leads to the place that a remedy names: a record, or a place of the screen that is shown."""
        kind, _, key = target.partition(":")
        if key and kind == "customer":
            return partial(self.open_customer, key)
        if key and kind == "deal":
            return partial(self.open_deal, key)
        way = self.current().way_to(target)
        screen = target.partition(".")[0]
        if way is None and screen in ELSEWHERE:
            return partial(self.go, target)
        return way

    def _notice_ground(self) -> QWidget:
        screen = self._stack.currentWidget()
        return screen.notice_ground() if isinstance(screen, Screen) else self

    def _restore_place(self) -> None:
        # Qt's reader of base64 takes anything: a damaged setting costs the window's place and nothing else.
        kept = QByteArray.fromBase64(QByteArray(self.workspace.settings.window.encode()))
        if not self.restoreGeometry(kept):
            self.resize(theme.px(1440), theme.px(900))
