"""Builds the program out of its parts and runs it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_crm.queries.company import company
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system import log
from desktop_crm.system.translations import tr
from desktop_crm.views.garbage import GarbageCollector
from desktop_crm.views.main_window import MainWindow
from desktop_crm.views.theme import Choice, ThemeManager
from desktop_crm.workspace import Workspace

if TYPE_CHECKING:
    from desktop_crm.views.dialogs.first_run import FirstRun
    from desktop_crm.views.reminders import Reminders

REHEARSE_AFTER_MS = 500  # the window is there and painted
REMIND_AFTER_MS = 3_000  # the window is there and has read what it shows


class Program:
    """The program on one data folder: application, theme, workspace, window.

    One that is `attended`, by a person, also reminds, gets ready for what that person will do first, and collects garbage.
    """

    def __init__(self, folder: Path, *, attended: bool = False) -> None:
        self.application = application()
        self.workspace = Workspace(folder)
        self.themes = ThemeManager(self.application, cast("Choice", self.workspace.settings.theme))
        self.window: MainWindow | None = None
        self._first_run: FirstRun | None = None
        self._attended = attended
        self._reminders: Reminders | None = None
        self._garbage = GarbageCollector()

    def open(self) -> None:
        """Show the window, or the first run's three questions when nobody has answered them yet."""
        settings = self.workspace.ask(company)
        if settings is None:
            self._ask_first()
        else:
            self._show_window(settings.name)
        if self._attended:
            self._garbage.start()

    def close(self) -> None:
        """Close window and file."""
        self._leave_first_run()
        if self._reminders is not None:
            self._reminders.stop()
        if self.window is not None:
            self.window.stays = None
            self.window.close()
            self.window.deleteLater()
            self.window = None
        self.workspace.close()
        self._garbage.stop()

    def come_to_front(self) -> None:
        """Show the window, or the first run's page, before the others."""
        shown = self.window or self._first_run
        if shown is not None:
            shown.showNormal() if shown.isMinimized() else shown.show()
            shown.raise_()
            shown.activateWindow()

    def say_fault(self, text: str) -> None:
        """Say, where the person looks, that the program made a mistake; it lives on."""
        if self.window is not None:
            self.window.notices.fault(text)
        elif self._first_run is not None:
            self._first_run.say(text)

    def _ask_first(self) -> None:
        from desktop_crm.views.dialogs.first_run import FirstRun  # noqa: PLC0415 - once in the life of a file

        self._first_run = FirstRun(self.workspace)
        self._first_run.finished_setup.connect(self._on_answered)
        self._first_run.sample_requested.connect(self._on_sample)
        self._first_run.show()

    def _on_answered(self) -> None:
        self._leave_first_run()
        self.workspace.settings.screen = "board"  # who has just come in sees the process, and where to begin
        self.open()

    def _leave_first_run(self) -> None:
        if self._first_run is not None:
            self._first_run.close()
            self._first_run.deleteLater()
            self._first_run = None

    def _on_sample(self) -> None:
        assert self._first_run is not None
        try:
            load_sample(self.workspace)
        except Unavailable as trouble:
            self._first_run.say(trouble.reason)
        else:
            self._on_answered()

    def _show_window(self, name: str) -> None:
        self.window = MainWindow(self.workspace, name)
        self.window.theme_chosen.connect(self.themes.choose)
        self.window.show()
        if self._attended:
            QTimer.singleShot(REHEARSE_AFTER_MS, self.window, self._rehearse)
            QTimer.singleShot(REMIND_AFTER_MS, self.window, self._begin_to_remind)

    def _rehearse(self) -> None:
        from desktop_crm.views.rehearsing import Rehearsing  # noqa: PLC0415 - the window comes first

        if self.window is not None:
            Rehearsing(self.window).start()

    def _begin_to_remind(self) -> None:
        from desktop_crm.views.reminders import Reminders  # noqa: PLC0415 - the window comes first
        from desktop_crm.views.tray import SystemTray  # noqa: PLC0415

        if self.window is None:
            return
        tray = SystemTray(self.window) if SystemTray.there() else None
        self._reminders = Reminders(self.window, tray)
        self.application.setQuitOnLastWindowClosed(False)
        self.window.closed.connect(self.application.quit)
        self._reminders.start()


def run(folder: Path, *, demo: bool = False) -> int:
    """Open the window on `folder` (a throw-away one with a sample company for `demo`) and stay until it closes."""
    if demo:
        with tempfile.TemporaryDirectory(prefix="desktop-crm-") as thrown_away:
            return _run(Path(thrown_away), demo=True)
    return _run(folder)


def application() -> QApplication:
    """Return the one application object."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Desktop CRM")
    made.setDesktopFileName("desktop-crm")
    return made


def load_sample(workspace: Workspace) -> None:
    """Fill an empty file with the sample company and sit down as its salesperson."""
    from desktop_crm.operations.samples import fill_sample  # noqa: PLC0415 - reads many files, once

    workspace.settings.me = workspace.do(fill_sample)
    workspace.save_settings()


@contextmanager
def offscreen(folder: Path | None = None) -> Generator[Program]:
    """Give the program without a display, for pictures; on the sample company unless a `folder` is named."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="desktop-crm-") as thrown_away:
        program = Program(folder or Path(thrown_away))
        try:
            if folder is None:
                load_sample(program.workspace)
            yield program
        finally:
            program.close()


def _run(folder: Path, *, demo: bool = False) -> int:
    from desktop_crm.views.single_instance import SingleInstance  # noqa: PLC0415 - opens a socket

    app = application()
    instance = SingleInstance()
    try:
        if not instance.claim(folder):
            return 0  # the window that is open already has come to the front
        program = Program(folder, attended=True)
        log.start(folder)
        sys.excepthook = _reporting(program)
        if demo:
            load_sample(program.workspace)
        program.open()
    except Unavailable as trouble:  # said in a box: who clicked an icon has no console
        QMessageBox.critical(None, "Desktop CRM", trouble.reason)
        return 1
    instance.raise_requested.connect(program.come_to_front)
    status = app.exec()
    program.close()
    return status


def _reporting(program: Program):
    """Return the hook for exceptions nobody caught: refusals and troubles are said, faults reported; the program lives on."""

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            program.application.quit()
        elif isinstance(error, Refused):
            program.workspace.refused.emit(error)
        elif isinstance(error, Unavailable):
            program.workspace.troubled.emit(error, None)
        else:
            file = log.report(error)
            text = tr("程序内部出错，刚才的操作没有完成，数据没有受影响。详情记录在 {file}", file=file)
            QTimer.singleShot(0, lambda: program.say_fault(text))

    return hook
