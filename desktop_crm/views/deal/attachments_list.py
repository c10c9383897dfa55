"""Files attached to a deal: dragged in, chosen or pasted; opened, renamed, saved elsewhere, taken off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.documents.attachments import LIMIT
from desktop_crm.models import AttachmentKind
from desktop_crm.operations.attachments import (
    MEGABYTE,
    add_attachment,
    attach_files,
    remove_attachment,
    rename_attachment,
    set_attachment_kind,
)
from desktop_crm.queries.attachments import AttachmentRow
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.attachment_files import open_attachment, save_attachment
from desktop_crm.views.deal.attachment_row import AttachmentLine
from desktop_crm.views.widgets.buttons import button
from desktop_crm.workspace import Workspace


class AttachmentsList(QWidget):
    """What is dropped or pasted here becomes an attachment of the deal, of this kind and about this paper.

    With `kinds` each line says, and lets choose, what the file is. Whoever owns the list shows the rows anew after a
    change of the table `attachment`.
    """

    done = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        deal: Callable[[], str],
        *,
        kind: str = AttachmentKind.CUSTOMER_FILE,
        paper: Callable[[], str] = str,
        hint: str = "",
        kinds: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.lines: dict[str, AttachmentLine] = {}
        self._deal, self._kind, self._paper, self._kinds = deal, kind, paper, kinds
        self.setAcceptDrops(True)
        self.zone = _DropLine(hint or tr("把文件拖到这里"))
        self.choose = button(tr("选择文件…"), self._on_choose, icon="folder")
        self.paste = button(tr("粘贴"), self.paste_clipboard, icon="copy")
        self.zone.add(self.choose, self.paste)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(theme.TIGHT))
        self._column.addWidget(self.zone)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste_clipboard)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_rows(self, rows: Sequence[AttachmentRow]) -> None:
        """Show these files; the line of one that stays is kept."""
        wanted = {row.id for row in rows}
        for gone in [key for key in self.lines if key not in wanted]:
            line = self.lines.pop(gone)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for place, row in enumerate(rows):
            line = self.lines.get(row.id) or self._line(row.id)
            line.show_row(row)
            self._column.insertWidget(place, line)

    def start(self) -> None:
        """Put the keyboard where a file is added."""
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_files(self, files: Sequence[Path]) -> None:
        """Attach files of this laptop; they are read and stored beside the window."""
        deal, kind, paper = self._deal(), self._kind, self._paper()
        if files:
            self._attach(lambda session: len(attach_files(session, deal, files=files, kind=kind, paper_id=paper)))

    def paste_clipboard(self) -> None:
        """Attach what is on the clipboard: files that were copied, or a picture."""
        self._take(QGuiApplication.clipboard().mimeData())

    # Dragging

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _holds_files(event.mimeData()):
            self.zone.light(lit=True)
            event.acceptProposedAction()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.zone.light(lit=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.zone.light(lit=False)
        self._take(event.mimeData())
        event.acceptProposedAction()

    # Inside

    def _take(self, data: QMimeData) -> None:
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.add_files(files)
        elif data.hasImage():
            self._add_picture(QImage(data.imageData()))
        else:
            self.done.emit(tr("剪贴板里没有文件或图片。"))

    def _add_picture(self, picture: QImage) -> None:
        deal, kind, paper = self._deal(), self._kind, self._paper()
        name = tr("粘贴的图片 {moment}", moment=f"{clock.now().astimezone():%Y-%m-%d %H%M%S}") + ".png"

        def count(session: Any) -> int:
            add_attachment(session, deal, name=name, content=_png(picture), kind=kind, paper_id=paper)
            return 1

        self._attach(count)

    def _attach(self, count: Callable[[Any], int]) -> None:
        """Run what attaches in a session and says how many files beside the window."""
        self.workspace.guarded(
            lambda: self.workspace.do_later(attach_files, lambda session, _progress: count(session), self._on_added)
        )

    def _on_added(self, count: int) -> None:
        self.done.emit(tr("已添加 {count} 个附件", count=count))

    def _on_choose(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(
            self, tr("选择要添加的文件，每个最大 {most} MB", most=LIMIT // MEGABYTE)
        )
        self.add_files([Path(file) for file in files])

    def _line(self, key: str) -> AttachmentLine:
        line = self.lines[key] = AttachmentLine(kinds=self._kinds)
        line.open_requested.connect(partial(open_attachment, self.workspace, key))
        line.save_requested.connect(partial(save_attachment, self.workspace, key, self))
        line.renamed.connect(partial(self._on_renamed, key))
        line.kind_chosen.connect(partial(self._on_kind, key))
        line.remove_requested.connect(partial(self._on_removed, key))
        return line

    def _on_renamed(self, key: str, name: str) -> None:
        if self.workspace.attempt(rename_attachment, key, name=name) is None:
            self.lines[key].show_stored()

    def _on_kind(self, key: str, kind: str) -> None:
        self.workspace.attempt(set_attachment_kind, key, kind=kind)

    def _on_removed(self, key: str) -> None:
        name = self.lines[key].row.name
        if self.workspace.attempt(remove_attachment, key):
            self.done.emit(tr("已移除“{name}”", name=name))


class _DropLine(QFrame):
    """A place that looks as if something could be dropped on it."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setProperty("surface", "drop")
        self.setProperty("lit", "no")
        self._hint = QLabel(tr("{hint}，每个最大 {most} MB", hint=hint, most=LIMIT // MEGABYTE), wordWrap=True)
        self._hint.setProperty("role", "muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.SNUG, theme.SNUG)))
        self._row.setSpacing(theme.px(theme.SNUG))
        self._row.addWidget(self._hint, 1)

    def add(self, *parts: QWidget) -> None:
        """Put buttons at the right."""
        for part in parts:
            self._row.addWidget(part)

    def light(self, *, lit: bool) -> None:
        """Show whether letting go would add something."""
        self.setProperty("lit", "yes" if lit else "no")
        self.style().polish(self)


def _png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())


def _holds_files(data: QMimeData) -> bool:
    return any(url.isLocalFile() for url in data.urls()) or data.hasImage()
