"""The documents of a deal: look, issue, open, note how far they have come, and put a pack together."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.documents.archive import FileState
from desktop_crm.documents.desk import Printed, Sheet, print_issue, sheets
from desktop_crm.documents.packs import PackOrder, print_pack
from desktop_crm.documents.rendering import warm_up
from desktop_crm.operations.documents import issue_document
from desktop_crm.queries.documents import Issued
from desktop_crm.refusal import Unavailable
from desktop_crm.system.translations import tr
from desktop_crm.views.deal.document_row import DocumentRow, RowActions
from desktop_crm.views.deal.pack_builder import PackBuilder
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.dialogs.preview import TABLES, PreviewWindow
from desktop_crm.views.preview import files
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace


class DocumentsTab(PageTab):
    """What the stage asks for comes first; below are the other documents and the pack."""

    key = "documents"
    title = tr("文档")
    tables = TABLES

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.rows: dict[str, DocumentRow] = {}
        self.previews: list[PreviewWindow] = []
        self._actions = RowActions(
            self.preview, self.issue, self.open_issue, self.go_to_requested.emit, self._on_marked
        )
        self.of_stage = Section(tr("本阶段的文件"))
        self.others = Section(tr("其他文件"))
        self.pack = PackBuilder()
        self.pack.preview_requested.connect(self._on_pack_preview)
        self.pack.save_requested.connect(self._on_pack_save)
        self.set_parts(self.of_stage, self.others, self.pack)
        workspace.later(lambda _session: warm_up(), lambda _nothing: None)

    @override
    def refresh(self) -> None:
        found = self.workspace.ask(sheets, self.deal_id)
        keys = {sheet.key for sheet in found}
        for gone in [key for key in self.rows if key not in keys]:
            self._drop(gone)
        for sheet in found:
            self._show(sheet)
        self.of_stage.setVisible(any(sheet.of_stage for sheet in found))
        self.others.setVisible(any(not sheet.of_stage for sheet in found))
        self.pack.show_sheets(self.deal_id, found)

    @override
    def start_over(self) -> None:
        for row in self.rows.values():
            row.strip.hide()

    @override
    def go_to(self, place: str) -> None:
        """Places: the key of a document, `pack`."""
        if place in self.rows:
            row = self.rows[place]
            self.reveal(row)
            (row.issue if row.issue.isVisible() else row.preview).setFocus()
        elif place == "pack":
            self.reveal(self.pack)
            self.pack.list.setFocus()

    # What the lines ask for

    def preview(self, key: str) -> PreviewWindow:
        """Show a document in a window of its own."""
        window = self._window()
        window.show_sheet(self.deal_id, key)
        return window

    def issue(self, key: str) -> None:
        """Issue a document as it stands."""
        if self.workspace.attempt(issue_document, self.deal_id, key=key):
            self.done.emit(tr("已签发，文件存在数据文件夹里"))
        self.refresh()

    def open_issue(self, issue: Issued) -> None:
        """Open the stored file in the system's program; one that is not sound is shown in the preview, which says so."""
        printed = self.workspace.guarded(lambda: self.workspace.ask(print_issue, issue.id))
        if printed is None:
            return
        if printed.state == FileState.SOUND:
            self.workspace.guarded(lambda: files.open_file(self.workspace.folder / issue.file))
        else:
            self._window().show_issue(issue.id)

    # Inside

    def _show(self, sheet: Sheet) -> None:
        row = self.rows.get(sheet.key)
        section = self.of_stage if sheet.of_stage else self.others
        if row is None:
            row = self.rows[sheet.key] = DocumentRow(self.workspace, self._actions)
        section.add(row)  # moves it there when it stood in the other one, and keeps the order
        row.show_sheet(sheet)

    def _drop(self, key: str) -> None:
        row = self.rows.pop(key)
        row.hide()
        row.deleteLater()

    def _window(self) -> PreviewWindow:
        made = PreviewWindow(self.workspace, self.window())
        made.go_to_requested.connect(self._on_go_to)
        made.closed.connect(partial(self._forget, made))
        self.previews.append(made)
        made.show()
        return made

    def _forget(self, window: PreviewWindow) -> None:
        self.previews.remove(window)

    def _on_go_to(self, deal_id: str, target: str) -> None:
        if deal_id == self.deal_id:
            self.window().activateWindow()
            self.go_to_requested.emit(target)

    def _on_marked(self, _sentence: str) -> None:
        self.refresh()

    def _on_pack_preview(self, order: PackOrder) -> None:
        self._window().show_pack(order)

    def _on_pack_save(self, order: PackOrder) -> None:
        self.workspace.later(lambda session: print_pack(session, order), self._save_pack)

    def _save_pack(self, printed: Printed) -> None:
        file = files.ask_where(self, printed.name)
        if file is None:
            return
        try:
            files.save(file, printed.pdf)
        except Unavailable as trouble:
            self.workspace.troubled.emit(trouble, partial(files.save, file, printed.pdf))
        else:
            self.pack.say(tr("已另存为 {name}", name=file.name))
