"""Calendar files out of and into the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_crm.exchange.calendar_out import write_calendar
from desktop_crm.operations.calendar_import import CalendarReport, import_calendar, import_file
from desktop_crm.queries.calendar import CalendarFilter
from desktop_crm.queries.calendar_export import calendar_items
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.workspace import Workspace

_PATTERN = tr("日历文件 (*.ics)")


def ask_and_export(parent: QWidget, workspace: Workspace, wanted: CalendarFilter, said: Callable[[str], None]) -> None:
    """Ask for a file, write what the filter lets through beside the window, and hand over what was done."""
    name, _ = QFileDialog.getSaveFileName(parent, tr("导出日历"), tr("日历.ics"), _PATTERN)
    if not name:
        return
    path = Path(name) if Path(name).suffix else Path(name + ".ics")
    workspace.later(
        lambda session: write_calendar(path, calendar_items(session, wanted)),
        lambda count: said(tr("已导出 {count} 项到 {name}", count=count, name=path.name)),
    )


def ask_and_import(parent: QWidget, workspace: Workspace, done: Callable[[CalendarReport], None]) -> None:
    """Ask for a file, take it in beside the window, and hand over the report."""
    name, _ = QFileDialog.getOpenFileName(parent, tr("导入日历"), "", _PATTERN)
    if not name:
        return
    path, today = Path(name), clock.today()
    workspace.guarded(
        lambda: workspace.do_later(import_calendar, lambda session, _: import_file(session, path, today), done)
    )
