"""Every document the company has issued: find one, look at it, open, save, or go to its deal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.documents.archive import FOLDER, FileState
from desktop_crm.documents.desk import Printed, print_issue
from desktop_crm.queries.documents import DocumentFilter, Issued, count_issued, issued_documents, issued_titles
from desktop_crm.refusal import Unavailable
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, labels, theme
from desktop_crm.views.dialogs.packs import PacksWindow
from desktop_crm.views.dialogs.preview import PreviewWindow
from desktop_crm.views.preview import files
from desktop_crm.views.screen import Screen
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.table import Column, Order, RowsModel, TableView
from desktop_crm.workspace import Workspace

PATIENCE_MS = 150  # a filter waits this long for the next key


class DocumentsScreen(Screen):
    """A filter, a table by pages, and what can be done with the chosen document."""

    tables = ("issued_document", "deal", "customer", "member")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.previews: list[PreviewWindow] = []
        self.packs: PacksWindow | None = None
        self.text = QLineEdit()
        self.kind = QComboBox()
        self.state = QComboBox()
        self.count = QLabel()
        self.rows: RowsModel[Issued] = RowsModel(_columns())
        self.table: TableView[Issued] = TableView(self.rows)
        self.table.setAccessibleName(tr("签发的文件"))
        self.preview = button(tr("预览"), self._preview, icon="search")
        self.open = button(tr("打开"), self._open, icon="open")
        self.save = button(tr("另存为…"), self._save, icon="save")
        self.deal = button(tr("查看商机"), self._show_deal, icon="deal")
        self.empty = EmptyState(
            "documents",
            tr("签发过的文件都在这里。打开一条商机的“文档”页，就能签发第一份。"),
            FirstStep(tr("去看板"), lambda: self.screen_requested.emit("board"), "board"),
        )
        self.nothing_found = EmptyState(
            "search", tr("没有符合筛选条件的文件。"), FirstStep(tr("清除筛选"), self.clear_filter, "close")
        )
        self._typing = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._make_filter()
        self._arrange()
        self._connect()

    @override
    def refresh(self) -> None:
        self._fill_kinds()
        wanted = self.wanted()
        total = self.workspace.ask(count_issued, wanted)
        chosen = self._chosen()
        self.rows.set_source(partial(self._page, wanted), total)
        self._choose_again(chosen)
        page = self.table if total else self.nothing_found if wanted.narrow else self.empty
        self._pages.setCurrentWidget(page)
        self._show_actions()

    @override
    def start(self) -> None:
        self.table.setFocus()

    @override
    def focus_filter(self) -> None:
        self.text.setFocus()
        self.text.selectAll()

    def wanted(self) -> DocumentFilter:
        """Return what the filter asks for."""
        return DocumentFilter(self.text.text(), self.kind.currentData() or "", self.state.currentData() or "")

    def clear_filter(self) -> None:
        """Ask for everything again."""
        for field in (self.text, self.kind, self.state):
            field.blockSignals(True)
        self.text.clear()
        self.kind.setCurrentIndex(0)
        self.state.setCurrentIndex(0)
        for field in (self.text, self.kind, self.state):
            field.blockSignals(False)
        self.refresh()

    def bind_packs(self) -> PacksWindow:
        """Open the window that binds the packs of many deals."""
        if self.packs is None:
            self.packs = PacksWindow(self.workspace, self.window())
            self.packs.closed.connect(self._forget_packs)
        self.packs.show()
        self.packs.activateWindow()
        return self.packs

    # What can be done with the chosen one

    def _preview(self) -> None:
        if issue := self._chosen():
            window = PreviewWindow(self.workspace, self.window())
            window.go_to_requested.connect(self._on_go_to)
            window.closed.connect(partial(self._forget, window))
            self.previews.append(window)
            window.show_issue(issue.id)
            window.show()

    def _open(self) -> None:
        printed = self._printed()
        if printed is None or printed.issue is None:
            return
        if printed.state == FileState.SOUND:
            file = self.workspace.folder / printed.issue.file
            self.workspace.guarded(lambda: files.open_file(file))
        else:
            self._preview()  # which says what is wrong and offers the way out

    def _save(self) -> None:
        printed = self._printed()
        file = files.ask_where(self, printed.name) if printed else None
        if printed is None or file is None:
            return
        try:
            files.save(file, printed.pdf)
        except Unavailable as trouble:
            self.workspace.troubled.emit(trouble, lambda: files.save(file, printed.pdf))
        else:
            self.noted.emit(tr("已另存为 {name}", name=file.name))

    def _show_deal(self) -> None:
        if issue := self._chosen():
            self.deal_requested.emit(issue.deal_id)

    def _printed(self) -> Printed | None:
        issue = self._chosen()
        return self.workspace.guarded(lambda: self.workspace.ask(print_issue, issue.id)) if issue else None

    def _open_folder(self) -> None:
        folder = self.workspace.folder / FOLDER
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder if folder.exists() else self.workspace.folder)))

    # Inside

    def _page(self, wanted: DocumentFilter, offset: int, limit: int, order: Order | None) -> Sequence[Issued]:
        key, descending = (order.key, order.descending) if order else ("", False)
        return self.workspace.ask(
            issued_documents, wanted, offset=offset, limit=limit, order=key, descending=descending
        )

    def _chosen(self) -> Issued | None:
        chosen = self.table.chosen()
        return chosen[0] if chosen else None

    def _choose_again(self, issue: Issued | None) -> None:
        """Put the cursor back on the document that was chosen, as far as it is here."""
        ids = [self.rows.row(place).id for place in range(self.rows.rowCount())]
        if issue is not None and issue.id in ids:
            self.table.selectRow(ids.index(issue.id))
        elif ids:
            self.table.selectRow(0)

    def _on_typed(self) -> None:
        self._typing.start()

    def _on_go_to(self, deal_id: str, _target: str) -> None:
        self.deal_requested.emit(deal_id)

    def _forget(self, window: PreviewWindow) -> None:
        self.previews.remove(window)

    def _forget_packs(self) -> None:
        self.packs = None

    def _show_actions(self) -> None:
        for made in (self.preview, self.open, self.save, self.deal):
            made.setEnabled(self._pages.currentWidget() is self.table and self._chosen() is not None)
        self.count.setText(self.rows.count_text() if self.rows.rowCount() else "")

    def _fill_kinds(self) -> None:
        """Offer the kinds of documents that were issued; the chosen one stays."""
        kept = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(tr("全部文件"), "")
        for key, title in self.workspace.ask(issued_titles):
            self.kind.addItem(title, key)
        self.kind.setCurrentIndex(max(self.kind.findData(kept), 0))
        self.kind.blockSignals(False)

    def _make_filter(self) -> None:
        self.text.setPlaceholderText(tr("编号、文件、客户或项目"))
        self.text.setAccessibleName(tr("筛选文件"))
        self.text.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.text.setClearButtonEnabled(True)
        self.text.setMaximumWidth(theme.px(300))
        self.kind.setAccessibleName(tr("文件种类"))
        self.state.setAccessibleName(tr("状态"))
        self.state.addItem(tr("全部状态"), "")
        for key, name in labels.DOCUMENT_STATES.items():
            self.state.addItem(name, key)
        self.count.setProperty("role", "muted")

    def _connect(self) -> None:
        self.text.textChanged.connect(self._on_typed)
        self._typing.timeout.connect(self.refresh)
        for box in (self.kind, self.state):
            box.currentIndexChanged.connect(self.refresh)
        self.rows.counted.connect(self._show_actions)
        self.table.selectionModel().selectionChanged.connect(self._show_actions)
        self.table.opened.connect(self._preview)

    def _arrange(self) -> None:
        title = QLabel(tr("文档"))
        title.setProperty("role", "title")
        packs = button(tr("多个商机的资料包…"), self.bind_packs, kind="quiet", icon="pack")
        folder = button(tr("存档文件夹"), self._open_folder, kind="quiet", icon="folder")
        head = _line(title, self.count, None, packs, folder)
        filters = _line(self.text, self.kind, self.state, None, self.deal, self.save, self.open, self.preview)
        self._pages = QStackedWidget()
        for page in (self.table, self.empty, self.nothing_found):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.ROOMY),) * 4)
        column.setSpacing(theme.px(theme.GAP))
        column.addLayout(head)
        column.addLayout(filters)
        column.addWidget(self._pages, 1)


def _columns() -> list[Column[Issued]]:
    return [
        Column("title", tr("文件"), lambda issue: issue.title, width=150),
        Column("number", tr("编号"), lambda issue: issue.number, width=170),
        Column("version", tr("版本"), lambda issue: issue.version, text=lambda version: f"v{version}", width=56),
        Column("customer", tr("客户"), lambda issue: issue.customer, width=200),
        Column("deal", tr("项目"), lambda issue: issue.deal_title, width=200),
        Column("audience", tr("对象"), lambda issue: labels.AUDIENCES.get(issue.audience, issue.audience), width=64),
        Column("state", tr("状态"), _state, tone=_tone, icon=_icon, width=130),
        Column("issued_at", tr("签发时间"), lambda issue: issue.issued_at, text=_moment, width=136),
        Column("issued_by", tr("签发人"), lambda issue: issue.issued_by, width=90),
    ]


def _state(issue: Issued) -> str:
    day = issue.state_day
    return f"{labels.DOCUMENT_STATES[issue.state]} {day:%m-%d}" if day else labels.DOCUMENT_STATES[issue.state]


def _tone(issue: Issued) -> theme.Tone:
    return labels.DOCUMENT_MARKS[issue.state][0]


def _icon(issue: Issued) -> str:
    return labels.DOCUMENT_MARKS[issue.state][1]


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""


def _line(*parts: QWidget | None) -> QHBoxLayout:
    """Return widgets in a line; None is free room."""
    row = QHBoxLayout()
    row.setSpacing(theme.px(theme.SNUG))
    for part in parts:
        if part is None:
            row.addStretch()
        else:
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
