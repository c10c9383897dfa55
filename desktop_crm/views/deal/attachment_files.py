"""Opening an attached file in the system's program, and saving it elsewhere; it is checked against its hash first."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_crm.documents.attachment_reading import AttachedFile, attached_file
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system.translations import tr
from desktop_crm.views.preview.files import save
from desktop_crm.workspace import Workspace


def open_attachment(workspace: Workspace, attachment_id: str) -> None:
    """Open a copy of an attached file, so that the kept one cannot be altered; large ones are read beside the window."""
    workspace.later(
        lambda session: attached_file(session, attachment_id),
        lambda found: workspace.guarded(lambda: _open(found)),
    )


def save_attachment(workspace: Workspace, attachment_id: str, parent: QWidget) -> None:
    """Save an attached file where a person chooses."""
    workspace.later(
        lambda session: attached_file(session, attachment_id),
        lambda found: workspace.guarded(partial(_save, found, parent)),
    )


def _open(found: AttachedFile) -> None:
    if not found.shown:
        raise Refused(tr("“{name}”不是认识的文件类型，可能是程序，没有直接打开；可以另存后自行处理。", name=found.name))
    folder = Path(_copies().name) / found.sha256[:16]
    folder.mkdir(exist_ok=True)
    copy = folder / found.name
    save(copy, found.content)
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
        raise Unavailable(tr("系统里没有可以打开“{name}”的程序；可以另存到别处。", name=found.name))


def _save(found: AttachedFile, parent: QWidget) -> None:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("另存为"), str(Path(folder) / found.name))
    if chosen:
        save(Path(chosen), found.content)


@cache
def _copies() -> TemporaryDirectory[str]:
    """Return the folder of what was opened; it goes with the program."""
    return TemporaryDirectory(prefix="desktop-crm-", ignore_cleanup_errors=True)
