"""What a person does with a PDF on disk: save it, open it in another program, see it in its folder."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QProcess, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_crm.documents.archive import write_whole
from desktop_crm.documents.packs import Bound, PackOrder, save_pack, write_each
from desktop_crm.refusal import Unavailable
from desktop_crm.system.progress import Progress, silent
from desktop_crm.system.translations import tr


def ask_where(parent: QWidget, name: str) -> Path | None:
    """Return the place a person chooses for a file offered as `name`, or None."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("另存为"), str(Path(folder) / name), "PDF (*.pdf)")
    if not chosen:
        return None
    return Path(chosen) if chosen.lower().endswith(".pdf") else Path(f"{chosen}.pdf")


def save(file: Path, pdf: bytes) -> None:
    """Write the file whole or not at all; raises Unavailable."""
    with _explained(file):
        write_whole(file, pdf)


def saved(session: Any, order: PackOrder, file: Path, tell: Progress = silent) -> Bound:
    """Write a pack to a file, whole or not at all; raises Unavailable."""
    with _explained(file):
        return save_pack(session, order, file, tell)


def saved_each(session: Any, order: PackOrder, folder: Path, tell: Progress = silent) -> Bound:
    """Write a pack for each deal into a folder; raises Unavailable."""
    with _explained(folder):
        return write_each(session, order, folder, tell)


def open_file(file: Path) -> None:
    """Open a file in the program that the system has for it; raises Unavailable when there is none."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
        raise Unavailable(tr("系统里没有可以打开 PDF 的程序；可以在预览里看，或另存到别处。"))


def show_in_folder(file: Path) -> None:
    """Open the folder of a file, with the file chosen where the system can do that."""
    if sys.platform == "win32":
        QProcess.startDetached("explorer", ["/select,", str(file)])
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", str(file)])
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent))):
        raise Unavailable(tr("打不开文件夹：{folder}", folder=file.parent))


@contextmanager
def _explained(file: Path) -> Generator[None]:
    """Say in a sentence why a file was not written."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unavailable(tr("没有保存到“{name}”：{reason}。", name=file.name, reason=reason)) from error
