"""Lists of deals out of the window: as a sheet that can be edited and imported again, or on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_crm.documents.archive import write_whole
from desktop_crm.documents.lists import print_list
from desktop_crm.exchange.record_sheets import RECORD_SHEETS
from desktop_crm.exchange.sheets_out import write_sheet
from desktop_crm.refusal import Unavailable
from desktop_crm.system.translations import tr

if TYPE_CHECKING:
    from desktop_crm.workspace import Workspace

TITLES: Final = {"followup_sheet": tr("销售跟进表"), "care_sheet": tr("客户关系维护跟进表")}
_PATTERNS: Final = {
    tr("Excel 表格，改动后可再导入 (*.xlsx)"): ".xlsx",
    tr("PDF 文件 (*.pdf)"): ".pdf",
    tr("CSV 文本 (*.csv)"): ".csv",
}


def ask_and_export(parent: QWidget, workspace: Workspace, key: str, said: Callable[[str], None]) -> None:
    """Ask for a file, write the list into it beside the window, and hand over what was done."""
    title = TITLES[key]
    name, pattern = QFileDialog.getSaveFileName(
        parent, tr("导出{title}", title=title), f"{title}.xlsx", ";;".join(_PATTERNS)
    )
    if not name:
        return
    ending = Path(name).suffix.lower() or _PATTERNS.get(pattern, ".xlsx")
    path = Path(name) if Path(name).suffix else Path(name + ending)
    if ending == ".pdf":
        workspace.later(
            lambda session: _write(path, print_list(session, key).pdf),
            lambda _: said(tr("已保存 {name}", name=path.name)),
        )
        return
    workspace.later(
        lambda session: write_sheet(path, RECORD_SHEETS[key](session, workspace.playbooks)),
        lambda count: said(tr("已导出 {count} 条到 {name}，改动后可以再导入", count=count, name=path.name)),
    )


def _write(path: Path, pdf: bytes) -> None:
    try:
        write_whole(path, pdf)
    except OSError as error:
        raise Unavailable(
            tr("没有保存到“{name}”：{reason}。", name=path.name, reason=error.strerror or error)
        ) from error
