"""Any table out of the window as a spreadsheet: all its rows as they are filtered and sorted, written beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_crm.exchange.sheets_out import Sheet, write_sheet
from desktop_crm.system.progress import Progress
from desktop_crm.system.translations import tr
from desktop_crm.views.preview.files import show_in_folder
from desktop_crm.views.widgets.notice_bar import NoticeAction, NoticeBar
from desktop_crm.views.widgets.table import TableView
from desktop_crm.views.widgets.table_cells import lines, named
from desktop_crm.workspace import Job, Workspace

_PATTERNS: Final = {tr("Excel 表格 (*.xlsx)"): ".xlsx", tr("CSV 文本 (*.csv)"): ".csv"}
_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_PAGE: Final = 500  # rows read at once
_LONGEST: Final = 80


def find_table(ground: QWidget) -> TableView[Any] | None:
    """Return the table that has the keyboard, else the largest that is seen."""
    found = cast("list[TableView[Any]]", ground.findChildren(TableView))
    tables = [table for table in found if table.isVisible()]
    return max(tables, key=lambda table: (table.hasFocus(), table.width() * table.height()), default=None)


def name_of(table: TableView[Any]) -> str:
    """Return what a table is called, without what its accessible name says of keys."""
    name = re.split("，|：", table.accessibleName())[0]
    return _NOT_IN_NAMES.sub(" ", name).strip()[:_LONGEST] or tr("表格")


def ask_and_save(parent: QWidget, workspace: Workspace, bar: NoticeBar, table: TableView[Any]) -> None:
    """Ask for a file and write the whole table into it; the window goes on meanwhile."""
    path = _ask_where(parent, name_of(table))
    if path is None:
        return
    sheet, total = _sheet(table), table.rows.total

    def write(_: object, progress: Progress) -> int:
        told = Sheet(sheet.title, sheet.heads, _telling(sheet.rows, total, progress))
        return write_sheet(path, told)

    def done(count: int) -> None:
        show = NoticeAction(tr("打开文件夹"), lambda: workspace.guarded(lambda: show_in_folder(path)))
        bar.show_notice(tr("已把 {count} 行存到 {name}", count=f"{count:,}", name=path.name), show, kind="good")

    _Working(bar, path.name, workspace.read_long(write, done))


class _Working(QObject):
    """Says by quarters how far the writing is, with a way to stop it; a short one says nothing but its end."""

    def __init__(self, bar: NoticeBar, name: str, job: Job) -> None:
        super().__init__(job)
        self._bar, self._name, self._job = bar, name, job
        self._told = 0
        job.progressed.connect(self._on_progress)
        job.finished.connect(self._on_finished)

    def _on_progress(self, done: int, total: int) -> None:
        quarter = 4 * done // max(total, 1)
        if done >= total or quarter < self._told:
            return
        self._told = quarter + 1
        said = tr("正在写 {name}：{done} / {total} 行", name=self._name, done=f"{done:,}", total=f"{total:,}")
        self._bar.show_notice(said, NoticeAction(tr("取消"), self._job.cancel))

    def _on_finished(self) -> None:
        if self._job.cancelled:
            self._bar.show_notice(tr("已取消，没有写出 {name}", name=self._name))


def _sheet(table: TableView[Any]) -> Sheet:
    columns, rows = named(table.rows.columns), table.rows.everything(_PAGE)
    return Sheet(name_of(table), [column.title for column in columns], lines(columns, rows()))


def _telling(rows: Any, total: int, progress: Progress) -> Iterator[Any]:
    for count, row in enumerate(rows):
        progress(count, max(total, count + 1))
        yield row


def _ask_where(parent: QWidget, name: str) -> Path | None:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, pattern = QFileDialog.getSaveFileName(
        parent, tr("存为表格"), str(Path(folder) / f"{name}.xlsx"), ";;".join(_PATTERNS)
    )
    if not chosen:
        return None
    return Path(chosen) if Path(chosen).suffix else Path(chosen + _PATTERNS.get(pattern, ".xlsx"))
