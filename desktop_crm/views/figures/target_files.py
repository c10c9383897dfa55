"""Sheets of targets out of the window and into it, read and written beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_crm.operations.targets import import_targets
from desktop_crm.queries.company import colleagues
from desktop_crm.queries.target_records import target_records
from desktop_crm.rules.months import month_name
from desktop_crm.system.translations import tr
from desktop_crm.workspace import Workspace

if TYPE_CHECKING:
    from desktop_crm.exchange.tables import SheetTable

Say = Callable[[str], None]


def ask_and_import(parent: QWidget, workspace: Workspace, done: Say, noted: Say) -> None:
    """Ask for a sheet and take its targets in, all of them one undo; what could not be read is said."""
    name, _ = QFileDialog.getOpenFileName(parent, tr("导入目标"), "", tr("表格 (*.xlsx *.xls *.csv)"))
    if name:
        take_in(workspace, Path(name), done, noted)


def take_in(workspace: Workspace, path: Path, done: Say, noted: Say) -> None:
    """Take in the targets of a file."""
    _take_in(workspace, lambda session: _of_file(session, workspace, path), done, noted)


def take_in_table(workspace: Workspace, table: SheetTable, done: Say, noted: Say) -> None:
    """Take in the targets of a table that was read already."""
    _take_in(workspace, lambda session: _of_table(session, workspace, table), done, noted)


def _take_in(workspace: Workspace, read: Callable[[Any], Any], done: Say, noted: Say) -> None:
    def show(found: Any) -> None:
        count = workspace.attempt(import_targets, found.values) if found.values else 0
        if count is None:  # refused, and said so
            return
        trouble = ""
        if found.problems:
            first = found.problems[0]
            trouble = tr(
                "{count} 行没有读：第 {row} 行，{reason}", count=len(found.problems), row=first.row, reason=first.reason
            )
        if count:
            done("；".join(filter(None, (tr("已导入 {count} 项目标", count=count), trouble))))
        else:
            noted(trouble or tr("表里的目标都已经是这样，没有改动"))

    workspace.later(read, show)


def ask_and_export(parent: QWidget, workspace: Workspace, month: date, said: Say) -> None:
    """Ask for a file and write the targets of a month into it."""
    name, _ = QFileDialog.getSaveFileName(
        parent,
        tr("导出目标"),
        tr("{month}目标.xlsx", month=month_name(month)),
        tr("Excel 表格，改动后可再导入 (*.xlsx);;CSV 文本 (*.csv)"),
    )
    if name:
        path = Path(name) if Path(name).suffix else Path(name + ".xlsx")
        write_out(workspace, path, month, said)


def write_out(workspace: Workspace, path: Path, month: date, said: Say) -> None:
    """Write the targets of a month into a sheet that can be edited and taken in again."""
    workspace.later(
        lambda session: _write(session, workspace, path, month),
        lambda count: said(tr("已导出 {count} 项到 {name}，改动后可以再导入", count=count, name=path.name)),
    )


def _of_file(session: Any, workspace: Workspace, path: Path) -> Any:
    from desktop_crm.exchange.tables import read_tables  # noqa: PLC0415 - loads the spreadsheet reader
    from desktop_crm.exchange.target_sheet import is_target_sheet  # noqa: PLC0415

    tables = read_tables(path)
    return _of_table(session, workspace, next(filter(is_target_sheet, tables), tables[0]))


def _of_table(session: Any, workspace: Workspace, table: SheetTable) -> Any:
    from desktop_crm.exchange.target_sheet import read_targets  # noqa: PLC0415 - loads the spreadsheet reader

    return read_targets(table, workspace.playbooks, {one.name: one.id for one in colleagues(session)})


def _write(session: Any, workspace: Workspace, path: Path, month: date) -> int:
    from desktop_crm.exchange.sheets_out import write_sheet  # noqa: PLC0415 - only who exports needs it
    from desktop_crm.exchange.target_sheet import sheet_of  # noqa: PLC0415

    return write_sheet(path, sheet_of(target_records(session, f"{month:%Y-%m}"), workspace.playbooks))
