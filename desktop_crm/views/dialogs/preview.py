"""The preview: one document or pack as pages, in a window of its own, with what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.documents.desk import Printed, print_issue, print_sheet
from desktop_crm.documents.packs import PackOrder, print_pack
from desktop_crm.operations.documents import issue_document, restore_document
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.preview import files
from desktop_crm.views.preview.head import PreviewHead
from desktop_crm.views.preview.page_view import PageView
from desktop_crm.views.preview.pages import PdfPages
from desktop_crm.views.preview.printing import print_pages, printer_for
from desktop_crm.views.widgets.notice_bar import NoticeAction, NoticeBar
from desktop_crm.views.widgets.skeleton import Waiting
from desktop_crm.workspace import Changes, Job, Workspace

if TYPE_CHECKING:
    from desktop_crm.documents.reports import ReportOrder

TABLES = (
    "issued_document", "attachment", "deal", "customer", "customer_tag", "contact", "company", "member", "activity",
    "stakeholder", "interview", "interview_question", "requirement", "requirement_item", "proposal", "proposal_point",
    "proposal_item", "presentation", "presentation_point", "review", "negotiation_floor", "objection", "memo",
    "memo_clause", "letter_of_intent", "intent_clause", "contract", "contract_clause", "contract_risk",
    "contract_filing", "payment", "receipt", "order_notice", "project", "project_member", "milestone",
    "progress_report", "problem", "change_order", "change_item", "acceptance", "acceptance_clause", "acceptance_check",
    "visit", "target", "deal_review", "improvement", "stage_change",
)  # fmt: skip
PAUSE_MS = 250  # somebody who types is not overtaken by a printing for each key


class PreviewWindow(QWidget):
    """Shows a PDF and follows what changes; a draft can be issued, an issue printed, saved, found and marked.

    Ctrl+P prints, Ctrl+S saves, Ctrl+0 fits the width, Ctrl+1 shows the paper's size, Ctrl+± zoom, Esc closes.
    """

    go_to_requested = Signal(str, str)  # deal, and the place in it that a refusal leads to
    closed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.workspace = workspace
        self.printed: Printed | None = None
        self._read: Callable[[Any], Printed] | None = None
        self._deal_id = ""
        self._job: Job | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(partial(self._load, quiet=True))
        self.view = PageView(workspace)
        self.head = PreviewHead(workspace, self.view)
        self._waiting = Waiting(self.view)
        self.notice = NoticeBar(self)
        self._arrange()
        self._connect()
        self._set_keys()

    # What it shows

    def show_sheet(self, deal_id: str, key: str, item_id: str = "") -> None:
        """Show a document of a deal (about one of its things): its issue while it still says the truth, else a draft."""
        self._open(partial(print_sheet, deal_id=deal_id, key=key, item_id=item_id), deal_id)

    def show_issue(self, issue_id: str) -> None:
        """Show one issue, however old."""
        self._open(partial(print_issue, issue_id=issue_id))

    def show_pack(self, order: PackOrder) -> None:
        """Show a pack."""
        self.head.both_sides.setChecked(order.duplex)
        self._open(partial(print_pack, order=order), order.deal_ids[0])

    def show_report(self, order: ReportOrder) -> None:
        """Show the report of a week or a month."""
        from desktop_crm.documents.reports import print_report  # noqa: PLC0415 - loads every chart

        self._open(partial(print_report, order=order))

    # What can be done with it

    def issue(self) -> None:
        """Issue the draft that is shown."""
        if self.printed is None or not self.printed.issuable:
            return
        deal_id, key, item_id = self.printed.deal_id, self.printed.key, self.printed.item_id
        if self._try(lambda: self.workspace.do(issue_document, deal_id, key=key, item_id=item_id)) is not None:
            self.notice.show_notice(tr("已签发，PDF 已存档。"), kind="good")

    def print(self) -> None:
        """Ask for a printer and print, on both sides of the paper while that is ticked."""
        pages = self.view.pages()
        if pages is None or self.printed is None:
            return
        printer = printer_for(pages, self.printed.title, duplex=self.head.both_sides.isChecked())
        if self.choose_printer(printer, len(pages)):
            self.notice.show_notice(tr("正在打印…"))
            self.workspace.later(lambda _session: print_pages(pages, printer), self._on_printed)

    def choose_printer(self, printer: QPrinter, count: int) -> bool:
        """Let a person choose printer and pages."""
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, count)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        return bool(dialog.exec())

    def save(self) -> None:
        """Ask for a place and write the PDF there."""
        if self.printed is None:
            return
        pdf = self.printed.pdf
        file = files.ask_where(self, self.printed.name)
        if file is not None and self._try(lambda: files.save(file, pdf) or file):
            self.notice.show_notice(
                tr("已另存为 {name}", name=file.name),
                NoticeAction(tr("打开所在文件夹"), lambda: self._try(lambda: files.show_in_folder(file))),
                kind="good",
            )

    def show_folder(self) -> None:
        """Show the stored file in its folder."""
        if self.printed is not None and self.printed.issue is not None:
            file = self.workspace.folder / self.printed.issue.file
            self._try(lambda: files.show_in_folder(file))

    def restore(self) -> None:
        """Make the stored file again from the frozen data."""
        if self.printed is None or self.printed.issue is None:
            return
        issue_id = self.printed.issue.id
        same = self._try(lambda: self.workspace.do(restore_document, issue_id))
        if same is not None:
            text = (
                tr("已重新生成，与签发时逐字节一致。") if same else tr("已按存档数据重新生成；排版随程序版本略有不同。")
            )
            self.notice.show_notice(text, kind="good")
            self._load()

    # Qt

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.workspace.changed.disconnect(self._on_changed)
        if self._job is not None:
            self._job.cancel()
        self._read = None
        self._pause.stop()
        self.view.set_pages(None)
        super().closeEvent(event)
        self.closed.emit()

    @override
    def sizeHint(self) -> QSize:
        room = self.screen().availableSize() * 0.92
        return QSize(theme.px(900), theme.px(1000)).boundedTo(room)

    # Inside: loading

    def _open(self, read: Callable[[Any], Printed], deal_id: str = "") -> None:
        self._read, self._deal_id = read, deal_id
        self._load()

    def _load(self, *, quiet: bool = False) -> None:
        """Print again; `quiet` leaves what is shown in sight until the new pages are there."""
        if self._read is None:
            return
        self._pause.stop()
        if self._job is not None:
            self._job.cancel()
        if not quiet:
            self._waiting.wait()
        self._job = self.workspace.later(self._read, partial(self._show, self._read), partial(self._fail, self._read))

    def _show(self, read: object, printed: Printed) -> None:
        if read is not self._read:
            return
        self._waiting.ready()
        before, self.printed, self._job = self.printed, printed, None
        self._deal_id = printed.deal_id or self._deal_id
        if before is None:
            self.view.setFocus()
        if before is None or before.pdf != printed.pdf:
            same = before is not None and (before.key, before.item_id) == (printed.key, printed.item_id)
            place = self.view.verticalScrollBar().value()
            self.view.set_pages(PdfPages(printed.pdf), same=same)
            self.view.verticalScrollBar().setValue(place)
        self.setWindowTitle(printed.name.removesuffix(".pdf"))
        self.head.show_printed(printed)

    def _fail(self, read: object, error: Exception) -> None:
        if read is not self._read:
            return
        self._waiting.ready()
        self._job = None
        if isinstance(error, Refused | Unavailable):
            self._say(error)
        else:
            raise error

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*TABLES):
            self._pause.start()

    # Inside: saying

    def _try(self, action: Callable[[], Any]) -> Any:
        """Run `action`; what is refused or fails is said here, where the person looks."""
        try:
            return action()
        except (Refused, Unavailable) as error:
            self._say(error)
            return None

    def _say(self, error: Refused | Unavailable) -> None:
        if isinstance(error, Unavailable):
            self.notice.show_notice(error.reason, kind="trouble")
            return
        actions = [
            NoticeAction(remedy.text, partial(self._go_to, remedy.target)) for remedy in error.remedies if remedy.target
        ]
        self.notice.show_notice(error.reason, *actions[:3], kind="refused")

    def _go_to(self, target: str) -> None:
        self.go_to_requested.emit(self._deal_id, target)

    def _on_marked(self, sentence: str) -> None:
        self.notice.show_notice(sentence, kind="good")

    def _on_printed(self, accepted: bool) -> None:  # noqa: FBT001 - what `later` hands over
        if self._read is None:  # closed meanwhile
            return
        if accepted:
            self.notice.show_notice(tr("已送往打印机。"), kind="good")
        else:
            self.notice.show_notice(tr("打印机没有接受任务，请检查打印机后再试。"), kind="trouble")

    def _on_escape(self) -> None:
        if self.head.strip.isVisible():
            self.head.strip.hide()
        else:
            self.close()

    def _on_refused(self, refusal: Refused) -> None:
        if self.isActiveWindow() or self.head.strip.isVisible():
            self._say(refusal)

    # Inside: building

    def _arrange(self) -> None:
        line = QFrame()
        line.setProperty("surface", "line")
        line.setFixedHeight(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, line):
            column.addWidget(part)
        column.addWidget(self._waiting, 1)

    def _connect(self) -> None:
        self.workspace.changed.connect(self._on_changed)
        self.workspace.refused.connect(self._on_refused)
        for signal, action in (
            (self.head.print_requested, self.print),
            (self.head.save_requested, self.save),
            (self.head.folder_requested, self.show_folder),
            (self.head.issue_requested, self.issue),
            (self.head.restore_requested, self.restore),
        ):
            signal.connect(action)
        self.head.strip.marked.connect(self._on_marked)

    def _set_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+P": self.print,
            "Ctrl+S": self.save,
            "Ctrl+0": self.view.fit_width,
            "Ctrl+1": lambda: self.view.set_zoom(1.0),
            "Ctrl++": lambda: self.view.step_zoom(1),
            "Ctrl+=": lambda: self.view.step_zoom(1),
            "Ctrl+-": lambda: self.view.step_zoom(-1),
            "Esc": self._on_escape,
        }
        for sequence, action in keys.items():
            QShortcut(QKeySequence(sequence), self, action)
