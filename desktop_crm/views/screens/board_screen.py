"""The board: tool bar, columns, and the deal pane beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.queries.board import orphaned_playbooks
from desktop_crm.queries.company import colleagues, company
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.board.board_view import BoardView
from desktop_crm.views.board.tool_bar import BoardToolBar
from desktop_crm.views.screen import Screen
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.notice_bar import NoticeAction
from desktop_crm.workspace import Changes, Workspace

if TYPE_CHECKING:
    from desktop_crm.views.board.new_deal_bar import NewDealBar
    from desktop_crm.views.deal.pane import DealPane

PANE_LEAST = 420


class BoardScreen(Screen):
    """One board at a time; a card opens its deal at the right."""

    tables = (
        "deal", "customer", "member", "stage_change", "company", "contract", "contract_filing", "payment", "receipt",
        "milestone", "project", "progress_report",
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.tool_bar = BoardToolBar(workspace.playbooks)
        self._new_bar: NewDealBar | None = None
        self.board = BoardView(workspace)
        self.empty = EmptyState(
            "board",
            tr("这里还没有商机。录入第一条线索，或者把手上的 Excel 表导进来。"),
            FirstStep(tr("新线索"), self.begin_new, "add"),
            FirstStep(tr("导入表格"), lambda: self.screen_requested.emit("import"), "import"),
        )
        self.nothing_found = EmptyState(
            "search", tr("没有符合筛选条件的商机。"), FirstStep(tr("清除筛选"), self.tool_bar.clear, "close")
        )
        self.pane: DealPane | None = None
        self._orphans: tuple[str, ...] = ()
        self._arrange()
        self._connect()
        self._choose_first_playbook()

    @override
    def refresh(self) -> None:
        self._show_board()
        QTimer.singleShot(0, self, self._fill_tool_bar)  # the cards come first

    def _fill_tool_bar(self) -> None:
        self.tool_bar.set_playbooks()
        self.tool_bar.set_colleagues(self.workspace.ask(colleagues), self.workspace.me)
        orphans = self.workspace.ask(orphaned_playbooks, list(self.workspace.playbooks))
        if orphans != self._orphans:
            self._orphans = orphans
            self._show_board()

    @override
    def on_changes(self, changes: Changes) -> None:
        if changes.touches("member", "company"):
            self.refresh()
        else:
            self.board.on_changes(changes)

    @override
    def start(self) -> None:
        page = self._pages.currentWidget()
        if isinstance(page, EmptyState):
            page.steps()[0].setFocus()
        else:
            self.board.focus_cards()

    @override
    def focus_filter(self) -> None:
        self.tool_bar.text.setFocus()
        self.tool_bar.text.selectAll()

    @override
    def begin_new(self) -> None:
        self.new_bar.begin(self.tool_bar.playbook_key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # With the keyboard still on the card that was clicked, the keys of the open deal work as well.
        if self.pane is not None and self.pane.isVisible():
            self.pane.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    @property
    def new_bar(self) -> NewDealBar:
        """The bar that captures a lead; made when first asked for."""
        if self._new_bar is None:
            from desktop_crm.views.board.new_deal_bar import NewDealBar  # noqa: PLC0415 - not needed to start

            self._new_bar = NewDealBar(self.workspace)
            self._new_bar.added.connect(self._on_added)
            self._new_bar.kept_going.connect(lambda: self.done.emit(tr("已录入，接着录下一条")))
            self._new_bar.closed.connect(self.start)
            self._capture.addWidget(self._new_bar)
        return self._new_bar

    @override
    def prepare(self) -> None:
        if self.pane is None:
            self.pane = self._make_pane()
            self.pane.hide()
            self.pane.prepare()
            self.pane.resize(self.workspace.settings.pane_width, self.height())
            self.pane.grab()  # painted once, unseen: its styles are made when it is shown

    @override
    def open_deal(self, deal_id: str) -> None:
        """Show the deal in the pane and its card on the board, on its own playbook's board."""
        from desktop_crm.queries.deal import deal_head  # noqa: PLC0415 - as the pane

        head = self.workspace.ask(deal_head, deal_id)
        if head is None:
            self.noted.emit(tr("这条商机已被删除，可用撤销找回。"))
            return
        if head.playbook != self.tool_bar.playbook_key and head.playbook in self.workspace.playbooks:
            self.tool_bar.choose_playbook(head.playbook)
            self._show_board()
        self._open_pane(deal_id)
        self.board.select(deal_id)

    @override
    def way_to(self, target: str) -> Callable[[], object] | None:
        if self.pane is not None and self.pane.isVisible() and self.pane.has(target):
            return partial(self.pane.go_to, target)
        return None

    @override
    def open_deal_at(self, deal_id: str, target: str) -> None:
        """Show the deal with the cursor at a place of its pane."""
        self.open_deal(deal_id)
        if self.pane is not None and self.pane.deal_id == deal_id:
            self.pane.go_to(target)

    def move_to(self, deal_id: str, to: str) -> None:
        """Move a deal to a stage or an outcome; what a gate finds missing is shown in the pane."""
        from desktop_crm.operations.deals import close_deal, move_deal  # noqa: PLC0415 - not needed to start

        book = self.workspace.playbooks.find(self.tool_bar.playbook_key)
        stage = book.find_stage(to)
        try:
            if stage is not None:
                self.workspace.do(move_deal, deal_id, to_stage=to)
            else:
                self.workspace.do(close_deal, deal_id, outcome=to)
        except Refused:
            self._open_pane(deal_id).ask_to_move(deal_id, to)
            return
        name = stage.name if stage is not None else book.outcome(to).name
        self._say_moved(deal_id, name)

    def close_pane(self) -> None:
        """Close the deal pane and go back to the card."""
        if self.pane is not None and self.pane.isVisible():
            self.workspace.settings.pane_width = self._splitter.sizes()[1]
            self.pane.hide()
            self.board.focus_cards()
            self.board.select(self.pane.deal_id)

    def _bind_packs(self, stage: str) -> None:
        """Open the window that binds packs on the deals of a column, as far as the board's filter leaves them."""
        from desktop_crm.views.dialogs.packs import PacksWindow  # noqa: PLC0415 - not needed to start

        wanted = self.tool_bar.wanted()
        packs = PacksWindow(self.workspace, self.window())
        packs.show_stage(self.tool_bar.playbook_key, stage, owner=wanted.owner, text=wanted.text)
        packs.show()

    def _say_moved(self, deal_id: str, name: str) -> None:
        from desktop_crm.queries.deal_reviews import awaits_review  # noqa: PLC0415 - not needed to start

        more = [NoticeAction(tr("补充依据"), lambda: self._open_pane(deal_id).ask_for_evidence(deal_id))]
        if self.workspace.ask(awaits_review, deal_id, clock.today()):
            more.insert(0, NoticeAction(tr("写复盘"), partial(self.open_deal_at, deal_id, "overview.debrief")))
        self.done_with.emit(tr("已移到“{stage}”", stage=name), tuple(more))
        self.board.select(deal_id)

    def _open_pane(self, deal_id: str) -> DealPane:
        if self.pane is None:
            self.pane = self._make_pane()
        if not self.pane.isVisible():
            self.pane.show()
            width = max(self.workspace.settings.pane_width, theme.px(PANE_LEAST))
            self._splitter.setSizes([max(1, self._splitter.width() - width), width])
        if self.pane.deal_id != deal_id:
            self.pane.show_deal(deal_id)
        return self.pane

    def _make_pane(self) -> DealPane:
        from desktop_crm.views.deal.pane import DealPane  # noqa: PLC0415 - the board comes up without it

        pane = DealPane(self.workspace)
        pane.setMinimumWidth(theme.px(PANE_LEAST))
        pane.close_requested.connect(self.close_pane)
        pane.customer_requested.connect(self.customer_requested)
        pane.deal_requested.connect(self.open_deal)
        pane.screen_requested.connect(self.screen_requested)
        pane.moved.connect(self._on_moved_in_pane)
        pane.noted.connect(self.noted)
        pane.done.connect(self.done)
        self._splitter.addWidget(pane)
        self._splitter.setCollapsible(1, False)
        self._splitter.setStretchFactor(0, 1)
        return pane

    def _on_moved_in_pane(self, deal_id: str, to: str) -> None:
        book = self.workspace.playbooks.find(self.tool_bar.playbook_key)
        stage = book.find_stage(to)
        self._say_moved(deal_id, stage.name if stage is not None else book.outcome(to).name)

    def _show_board(self) -> None:
        key = self.tool_bar.playbook_key
        self.workspace.settings.playbook = key
        self.board.show_board(self.workspace.playbooks.find(key), self.tool_bar.wanted(self._orphans))

    def _on_loaded(self) -> None:
        total = self.board.total()
        self.tool_bar.show_total(total)
        narrow = self.tool_bar.wanted().narrow
        page = self.board if total.count else self.nothing_found if narrow else self.empty
        left, focused = self._pages.currentWidget(), QApplication.focusWidget()
        self._pages.setCurrentWidget(page)
        if left and focused and left is not page and left.isAncestorOf(focused):
            self.start()

    def _choose_first_playbook(self) -> None:
        kept = self.workspace.settings.playbook
        if not kept:
            settings = self.workspace.ask(company)
            kept = settings.playbook if settings else ""
        self.tool_bar.choose_playbook(self.workspace.playbooks.find(kept).key)

    def _connect(self) -> None:
        self.tool_bar.changed.connect(self._show_board)
        self.tool_bar.new_requested.connect(self.begin_new)
        self.board.opened.connect(self._open_pane)
        self.board.moved.connect(self.move_to)
        self.board.packs_requested.connect(self._bind_packs)
        self.board.loaded.connect(self._on_loaded)

    def _on_added(self, deal_id: str) -> None:
        self.done.emit(tr("已录入新线索"))
        self.open_deal(deal_id)

    def _arrange(self) -> None:
        self._pages = QStackedWidget()
        for page in (self.board, self.empty, self.nothing_found):
            self._pages.addWidget(page)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tool_bar)
        self._capture = QVBoxLayout()
        self._capture.setContentsMargins(theme.px(theme.ROOMY), 0, theme.px(theme.ROOMY), 0)
        column.addLayout(self._capture)
        column.addWidget(self._pages, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(left)
        self._splitter.setCollapsible(0, False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)
