"""The documents of a deal: look, issue, open, note how far they have come, and put a pack together."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.documents.archive import FileState
from desktop_crm.documents.desk import Sheet, print_issue, sheets
from desktop_crm.documents.packs import Bound, PackOrder, pack_name
from desktop_crm.documents.rendering import warm_up
from desktop_crm.documents.templates import problems
from desktop_crm.operations.documents import issue_document
from desktop_crm.queries.attachments import AttachmentRow, attachments
from desktop_crm.queries.documents import Issued
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr
from desktop_crm.views.deal.attachments_list import AttachmentsList
from desktop_crm.views.deal.document_row import DocumentRow, RowActions
from desktop_crm.views.deal.pack_builder import PackBuilder
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.dialogs.preview import TABLES, PreviewWindow
from desktop_crm.views.preview import files
from desktop_crm.views.reading import Reading
from desktop_crm.views.widgets.section import Section
from desktop_crm.views.widgets.skeleton import Waiting
from desktop_crm.workspace import Workspace

NEWEST = 3  # of several reports, changes or visits; the older ones come on demand


class DocumentsTab(PageTab):
    """What the stage asks for comes first; below are the other documents and the pack."""

    key = "documents"
    title = tr("文档")
    tables = TABLES

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.rows: dict[str, DocumentRow] = {}  # by the id of their sheets
        self._reading = Reading(workspace, self)
        self._told: tuple[str, ...] = ()
        self._all: set[str] = set()  # documents of which the older ones are shown, too
        self.previews: list[PreviewWindow] = []
        self._actions = RowActions(
            self.preview, self.issue, self.open_issue, self.go_to_requested.emit, self._on_marked, self._show_older
        )
        self.of_stage = Section(tr("本阶段的文件"))
        self.others = Section(tr("其他文件"))
        self.files = AttachmentsList(workspace, lambda: self.deal_id, kinds=True)
        self.files.done.connect(self.done)
        self._files_part = Section(tr("附件"))
        self._files_part.add(self.files)
        self.pack = PackBuilder()
        self.pack.preview_requested.connect(self._on_pack_preview)
        self.pack.save_requested.connect(self._on_pack_save)
        self._parts = (self.of_stage, self.others, self._files_part, self.pack)
        for part in self._parts:
            part.hide()  # until the first answer
        self.set_parts(*self._parts)
        self._waiting = Waiting(self._scroll)
        column = self.layout()
        assert column is not None
        column.addWidget(self._waiting)
        workspace.later(lambda _session: warm_up(), lambda _nothing: None)

    @override
    def refresh(self) -> None:
        deal_id = self.deal_id
        self._reading.ask(
            lambda session: (sheets(session, deal_id), problems(session), attachments(session, deal_id)),
            partial(self._show_all, deal_id),
        )

    @override
    def start_over(self) -> None:
        self._all.clear()
        for row in self.rows.values():
            row.strip.hide()
        for part in self._parts:
            part.hide()  # what it says is of the deal before
        self._waiting.wait()

    @override
    def go_to(self, place: str) -> None:
        """Places: the key of a document (the newest where there are several), or of one of them; `files`, `pack`."""
        self._reading.then(partial(self._go_to, place))

    # What the lines ask for

    def preview(self, sheet: Sheet) -> PreviewWindow:
        """Show a document in a window of its own."""
        window = self._window()
        window.show_sheet(self.deal_id, sheet.key, sheet.item_id)
        return window

    def issue(self, sheet: Sheet) -> None:
        """Issue a document as it stands."""
        if self.workspace.attempt(issue_document, self.deal_id, key=sheet.key, item_id=sheet.item_id):
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

    def _show_all(self, deal_id: str, read: tuple[list[Sheet], tuple[str, ...], tuple[AttachmentRow, ...]]) -> None:
        found, wrong, attached = read
        if deal_id != self.deal_id:
            return
        self._waiting.ready()
        self._tell_once(wrong)
        shown, left_out = self._newest(found)
        for gone in set(self.rows) - {sheet.id for sheet in shown}:
            row = self.rows.pop(gone)
            row.hide()
            row.deleteLater()
        for sheet in shown:
            self._show(sheet, left_out.get(sheet.id, 0))
        self.of_stage.setVisible(any(sheet.of_stage for sheet in found))
        self.others.setVisible(any(not sheet.of_stage for sheet in found))
        self.files.show_rows(attached)
        self._files_part.set_count(str(len(attached)) if attached else "")
        self._files_part.show()
        self.pack.show_sheets(deal_id, found)
        self.pack.show()

    def _tell_once(self, wrong: tuple[str, ...]) -> None:
        """Say what is wrong with the company's own files, once for each set of mistakes."""
        if wrong == self._told:
            return
        self._told = wrong
        for problem in wrong[:1]:
            more = tr("（共 {count} 处）", count=len(wrong)) if len(wrong) > 1 else ""
            sentence = tr("{problem}{more}。已改用内置的文件，详见设置里的“文件模板”。", problem=problem, more=more)
            self.workspace.refused.emit(Refused(sentence))

    def _newest(self, found: list[Sheet]) -> tuple[list[Sheet], dict[str, int]]:
        """Return the sheets to show, and for the last of a document how many older ones are not."""
        shown: list[Sheet] = []
        left_out: dict[str, int] = {}
        for _, several in groupby(found, key=lambda sheet: sheet.key):
            sheets_of = list(several)
            most = len(sheets_of) if sheets_of[0].key in self._all else NEWEST
            shown += sheets_of[:most]
            left_out[shown[-1].id] = len(sheets_of) - min(most, len(sheets_of))
        return shown, left_out

    def _show(self, sheet: Sheet, older: int) -> None:
        row = self.rows.get(sheet.id)
        section = self.of_stage if sheet.of_stage else self.others
        if row is None:
            row = self.rows[sheet.id] = DocumentRow(self.workspace, self._actions)
        section.add(row)  # moves it there when it stood in the other one, and keeps the order
        row.show_sheet(sheet, older)

    def _show_older(self, key: str) -> None:
        self._all.add(key)
        self.refresh()

    def _go_to(self, place: str) -> None:
        row = self.rows.get(place) or next((row for key, row in self.rows.items() if key.startswith(f"{place}:")), None)
        if row is not None:
            self.reveal(row)
            (row.issue if row.issue.isVisible() else row.preview).setFocus()
        elif place == "pack":
            self.reveal(self.pack)
            self.pack.form.list.setFocus()
        elif place == "files":
            self.files.start()
            self.reveal(self.files)

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
        file = files.ask_where(self, self.workspace.ask(pack_name, order))
        if file is not None:
            self.workspace.later(lambda session: files.saved(session, order, file), self._on_pack_saved)

    def _on_pack_saved(self, bound: Bound) -> None:
        self.pack.say(tr("已另存为 {name}", name=bound.files[0].name))
