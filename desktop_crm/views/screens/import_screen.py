"""Import: drop, choose or paste sheets, look at how they are understood, import them, see what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.exchange.error_workbook import write_error_workbook
from desktop_crm.exchange.sources import Planned
from desktop_crm.exchange.tables import TEXTS, WORKBOOKS, pasted_table
from desktop_crm.operations.importing.report import ImportReport
from desktop_crm.operations.imports import ORDER, adopt_product, import_tables
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system.progress import Cancelled
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.figures.target_files import take_in_table
from desktop_crm.views.importing.drop_zone import DropZone
from desktop_crm.views.importing.entries import Entry, entries_of, read_entries
from desktop_crm.views.importing.footer import Footer
from desktop_crm.views.importing.result_page import ResultPage
from desktop_crm.views.importing.review_page import ReviewPage
from desktop_crm.views.screen import Screen
from desktop_crm.workspace import Changes, Job, Workspace

PATIENCE_MS = 250  # between the last change of a plan and the dry run


class ImportScreen(Screen):
    """Three pages: nothing yet, what lies ready, what was done."""

    tables = ("deal", "customer", "contact", "product", "member")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.entries: list[Entry] = []
        self._job: Job | None = None  # the import
        self._dry_run = 0  # the number of the latest dry run; older ones stop
        self._made: list[Changes] = []  # what the import and the merges after it changed
        self._listening = False
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self._start_dry_run)
        self.start_page = DropZone()
        self.review = ReviewPage()
        self.footer = Footer()
        self.result = ResultPage()
        self._arrange()
        self._connect()
        self.setAcceptDrops(True)

    # Coming in

    def choose_files(self) -> None:
        """Let the user choose files."""
        patterns = " ".join(f"*{ending}" for ending in sorted(WORKBOOKS | TEXTS))
        names, _ = QFileDialog.getOpenFileNames(self, tr("选择表格"), "", tr("表格 ({patterns})", patterns=patterns))
        self.take_files([Path(name) for name in names])

    def take_files(self, paths: Sequence[Path]) -> None:
        """Read files, which may take a moment, and show how they are understood."""
        if not paths or self._job is not None:
            return
        self._pages.setCurrentWidget(self._review_page)
        self.footer.begin(tr("正在读取…"))
        self.workspace.later(lambda _: read_entries(paths), self._add, self._on_failed)

    def paste(self) -> None:
        """Take files or a copied range from the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        if paths := _files_in(data):
            self.take_files(paths)
        elif self._job is None:
            try:
                self._add(entries_of([pasted_table(data.text(), tr("剪贴板"))], tr("从剪贴板粘贴")))
            except Refused as no:
                self.noted.emit(no.reason)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files_in(event.mimeData()) and self._job is None:
            event.acceptProposedAction()
            self.start_page.light(True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.start_page.light(False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.start_page.light(False)
        self.take_files(_files_in(event.mimeData()))

    # The screen

    @override
    def refresh(self) -> None:
        if self.entries and self._job is None and self._pages.currentWidget() is self._review_page:
            self._check()  # what is known has changed, so the figures may

    @override
    def on_changes(self, changes: Changes) -> None:
        taken_back = bool(self._made) and changes.rows == self._made[0].rows
        if taken_back and changes.change_set != self._made[0].change_set and self._on_result:
            self.reset()
        else:
            super().on_changes(changes)

    @override
    def start(self) -> None:
        page = self._pages.currentWidget()
        if page is self.start_page:
            self.start_page.words.steps()[0].setFocus()
        elif page is self._review_page:
            self.footer.go.setFocus()

    def reset(self) -> None:
        """Go back to the empty screen."""
        self._forget_dry_run()
        self.entries, self._made = [], []
        self._pages.setCurrentWidget(self.start_page)
        self.start()

    def run(self) -> None:
        """Import what lies ready."""
        sources = [source for _, source in self._sources()]
        if not sources or self._job is not None:
            return
        self._forget_dry_run()
        self._made = []
        self.footer.begin(tr("正在导入…"))
        try:
            self._job = self.workspace.do_later(
                import_tables,
                lambda session, progress: import_tables(session, sources, progress=progress),
                self._on_imported,
                self._on_failed,
            )
        except Refused as no:
            self._on_failed(no)
            return
        self._listening = True
        self.review.setEnabled(False)
        self._job.progressed.connect(self.footer.strip.advance)
        self._job.finished.connect(self._on_ended)

    def cancel(self) -> None:
        """Stop the import; nothing of it remains."""
        if self._job is not None:
            self._job.cancel()

    # Looking before

    def _add(self, entries: list[Entry]) -> None:
        self.footer.end()
        again = {entry.origin for entry in entries}
        kept = [] if self._on_result else [entry for entry in self.entries if entry.origin not in again]
        self.entries = [*kept, *entries]
        first = next((at for at, entry in enumerate(self.entries) if entry in entries), 0)
        self._pages.setCurrentWidget(self._review_page)
        self.review.show_entries(self.entries, first)
        self._check()
        (self.footer.go if self.review.targets.isHidden() else self.review.targets).setFocus()

    def _take_in_targets(self, entry: Entry) -> None:
        """Take in a sheet of targets, which then is no more among what lies ready, and show them."""

        def show(said: str) -> None:
            if entry in self.entries:
                self._remove(self.entries.index(entry))
            self.done.emit(said)
            self.screen_requested.emit("figures.target_sheet")

        if entry.table is not None:
            take_in_table(self.workspace, entry.table, show, self.noted.emit)

    def _remove(self, place: int) -> None:
        del self.entries[place]
        if not self.entries:
            self.reset()
            return
        self.review.show_entries(self.entries, min(place, len(self.entries) - 1))
        self._check()

    def _sources(self) -> list[tuple[int, Planned]]:
        return [(at, source) for at, entry in enumerate(self.entries) if (source := entry.source)]

    def _check(self) -> None:
        self._forget_dry_run()
        if self._sources():
            self.footer.show_checking()
            self._timer.start()
        else:
            self.footer.show_nothing(targets=any(entry.targets for entry in self.entries))

    def _forget_dry_run(self) -> None:
        self._timer.stop()
        self._dry_run += 1

    def _start_dry_run(self) -> None:
        number, placed = self._dry_run, self._sources()
        sources = [source for _, source in placed]

        def go_on(_done: int, _total: int) -> None:
            if number != self._dry_run:
                raise Cancelled

        def show(report: ImportReport) -> None:
            if number == self._dry_run:
                self._show_dry_run(report, placed)

        self.workspace.later(
            lambda session: import_tables(session, sources, progress=go_on, dry_run=True), show, self._on_failed
        )

    def _show_dry_run(self, report: ImportReport, placed: list[tuple[int, Planned]]) -> None:
        self.footer.show_dry_run(report)
        in_order = sorted(placed, key=lambda one: ORDER.index(one[1].plan.kind))  # as the tables were taken in
        self.review.show_figures({at: table.figures for (at, _), table in zip(in_order, report.tables, strict=True)})

    # What came of it

    def _on_workspace_changed(self, changes: Changes) -> None:
        if self._listening:
            self._made.append(changes)

    def _on_imported(self, report: ImportReport) -> None:
        self.result.show_report(report, undoable=bool(self._made))
        self._pages.setCurrentWidget(self.result)

    def _on_ended(self) -> None:
        self._job, self._listening = None, False
        self.review.setEnabled(True)
        self.footer.end()
        if self._on_result:
            self.result.give_focus()
        elif self.entries:
            self._check()

    def _on_failed(self, error: Exception) -> None:
        self.footer.end()
        if not isinstance(error, Refused | Unavailable):
            raise error
        self.footer.show_trouble(error.reason)

    def _merge(self, typed: str, product: str) -> None:
        self._listening = True
        count = self.workspace.attempt(adopt_product, typed=typed, product_id=product)
        self._listening = False
        if count is not None:
            self.result.show_merged(typed, count)

    def _undo(self) -> None:
        """Take back the import and the merges that followed it, the latest first."""

        def take_back() -> bool:
            while len(self._made) > 1:
                self.workspace.undo_change(self._made.pop())
            self.workspace.undo_change(self._made[0])
            return True

        if self.workspace.guarded(take_back):
            self.reset()
            self.noted.emit(tr("已撤销这次导入"))

    def _save_errors(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("保存错误清单"), tr("导入错误清单.xlsx"), "Excel (*.xlsx)")
        if not name:
            return
        path = Path(name).with_suffix(".xlsx")
        count = self.workspace.guarded(lambda: write_error_workbook(path, self.result.report.error_lines()))
        if count is not None:
            self.noted.emit(tr("{count} 处问题已保存到 {name}", count=count, name=path.name))

    @property
    def _on_result(self) -> bool:
        return self._pages.currentWidget() is self.result

    # Making

    def _arrange(self) -> None:
        self._review_page = QWidget()
        column = QVBoxLayout(self._review_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.GAP))
        column.addWidget(self.review, 1)
        column.addWidget(self.footer)
        self._pages = QStackedWidget()
        for page in (self.start_page, self._review_page, self.result):
            self._pages.addWidget(page)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(*[theme.px(theme.ROOMY)] * 4)
        outside.addWidget(self._pages)

    def _connect(self) -> None:
        self.start_page.files_requested.connect(self.choose_files)
        self.start_page.paste_requested.connect(self.paste)
        self.review.changed.connect(self._check)
        self.review.removed.connect(self._remove)
        self.review.targets_requested.connect(self._take_in_targets)
        self.review.more_requested.connect(self.choose_files)
        self.review.clear_requested.connect(self.reset)
        self.footer.import_requested.connect(self.run)
        self.footer.cancel_requested.connect(self.cancel)
        self.result.merge_requested.connect(self._merge)
        self.result.incomplete_requested.connect(lambda: self.screen_requested.emit("incomplete"))
        self.result.errors_requested.connect(self._save_errors)
        self.result.undo_requested.connect(self._undo)
        self.result.again_requested.connect(self.reset)
        self.workspace.changed.connect(self._on_workspace_changed)
        for keys, action in (
            (QKeySequence(QKeySequence.StandardKey.Paste), self.paste),
            (QKeySequence(QKeySequence.StandardKey.Open), self.choose_files),
            (QKeySequence("Ctrl+Return"), self.run),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)


def _files_in(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
