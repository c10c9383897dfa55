"""The customers: a table to search and filter, one customer at its right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.customers import add_customer, delete_customer
from desktop_crm.queries.company import colleagues
from desktop_crm.queries.customers import (
    CustomerFilter,
    CustomerLine,
    count_customers,
    customer_ids,
    customer_lines,
    customers_place,
    industries,
    is_slow,
    lines_of,
    tags,
)
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.customer.pane import CustomerPane
from desktop_crm.views.screen import Screen
from desktop_crm.views.widgets import paging
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.filters import ChoiceFilter, TextFilter
from desktop_crm.views.widgets.name_line import NameLine
from desktop_crm.views.widgets.skeleton import Waiting
from desktop_crm.views.widgets.table import Column, Fetch, Order, RowsModel, TableView
from desktop_crm.views.widgets.table_cells import yuan
from desktop_crm.workspace import Job, Workspace

_PANE = 440
_JUMP = 300  # a customer further down than this is shown in the pane alone


def _money(fen: int) -> str:
    return format_yuan(fen) if fen else ""


_COLUMNS: tuple[Column[CustomerLine], ...] = (
    Column("name", tr("客户"), lambda line: line.name, width=220),
    Column("industry", tr("行业"), lambda line: line.industry, width=96),
    Column("region", tr("地区"), lambda line: line.region, width=96),
    Column("open_deals", tr("进行中"), lambda line: line.open_deals or "", right=True, width=72),
    Column("open_fen", tr("进行中金额"), lambda line: line.open_fen, _money, right=True, width=110, sheet=yuan),
    Column("won_fen", tr("成交金额"), lambda line: line.won_fen, _money, right=True, width=110, sheet=yuan),
    Column(
        "last_contact_at", tr("最近联系"), lambda line: line.last_contact_at, width=110,
        text=lambda at: short_day(clock.local_day(at), clock.today()) if at else "",
    ),
    Column("owner", tr("负责人"), lambda line: line.owner, width=80),
    Column("tags", tr("标签"), lambda line: "、".join(line.tags), width=200, tone=lambda _: "muted"),
)  # fmt: skip


class CustomersScreen(Screen):
    """Everybody we sell to."""

    tables = ("customer", "customer_tag", "contact", "deal", "member", "activity", "anniversary")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.text = TextFilter(tr("搜索名称、拼音、联系人、标签"))
        self.industry = ChoiceFilter(tr("全部行业"), lambda: [(name, name) for name in workspace.ask(industries)])
        self.tag = ChoiceFilter(tr("全部标签"), lambda: [(tag, tag) for tag in workspace.ask(tags)])
        self.owner = ChoiceFilter(tr("全部负责人"), lambda: [(one.id, one.name) for one in workspace.ask(colleagues)])
        self.count = QLabel()
        self.count.setProperty("tone", "muted")
        self.new_name = NameLine(tr("新客户的名称，回车建立，Esc 取消"))
        self.table = TableView(RowsModel(_COLUMNS))
        self.table.setAccessibleName(tr("客户"))
        self.waiting = Waiting(self.table)
        self._job: Job | None = None  # the question under way on another thread
        self.pane = CustomerPane(workspace)
        self.empty = EmptyState(
            "customers",
            tr("这里还没有客户。新建一个，或把手上的客户表导进来；新建线索时也会自动建立客户。"),
            FirstStep(tr("新客户"), self.begin_new, "add"),
            FirstStep(tr("导入表格"), lambda: self.screen_requested.emit("import"), "import"),
        )
        self.nothing_found = EmptyState(
            "search", tr("没有符合条件的客户。"), FirstStep(tr("清除筛选"), self._clear, "close")
        )
        self._arrange()
        self._connect()

    # What the window calls

    @override
    def refresh(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if is_slow(self._wanted(), self._order().key):
            self._refresh_later()
        else:
            wanted = self._wanted()
            self._show_lines(partial(self._fetch, wanted), self.workspace.ask(count_customers, wanted))

    def _refresh_later(self) -> None:
        """Ask on another thread which customers are wanted in which order; their pages are then read by id."""
        wanted, order = self._wanted(), self._order()

        def show(ids: list[str]) -> None:
            self._job = None
            self._show_lines(lambda offset, limit, _: self._lines(ids[offset : offset + limit]), len(ids))

        self.waiting.wait()
        self._job = self.workspace.later(
            lambda session: customer_ids(session, wanted, order=order.key, descending=order.descending), show
        )

    def _lines(self, ids: Sequence[str]) -> list[CustomerLine]:
        return self.workspace.ask(lines_of, ids)

    def _show_lines(self, fetch: Fetch[CustomerLine], total: int) -> None:
        self.waiting.ready()
        paging.reload(self.table, fetch, total, _key)
        page = self._split if total else self.nothing_found if self._wanted().narrow else self.empty
        self._pages.setCurrentWidget(page)
        if self.pane.isVisibleTo(self._split) and not self.pane.refresh():
            self.close_pane()

    @override
    def start(self) -> None:
        self.table.setFocus()

    @override
    def focus_filter(self) -> None:
        self.text.setFocus()
        self.text.selectAll()

    @override
    def begin_new(self) -> None:
        self.new_name.start()

    @override
    def open_customer(self, customer_id: str) -> None:
        """Show a customer, in the table too where the filter allows it."""
        place = self.workspace.ask(customers_place, self._wanted(), customer_id)
        if place is None:
            self._clear()
            place = self.workspace.ask(customers_place, self._wanted(), customer_id) or 0
        if place < _JUMP:
            paging.load(self.table, place + 1)
        at = paging.find(self.table, customer_id, _key)
        if at is not None:
            self.table.setCurrentIndex(self.table.rows.index(at, 0))
        self._show(customer_id)

    # Inside

    def close_pane(self) -> None:
        """Close the pane and go back to the table."""
        self.pane.hide()
        self.table.setFocus()

    def delete(self, customer_id: str) -> None:
        """Delete a customer; refused while deals hang on it."""
        name = next((line.name for line in self.table.chosen() if line.id == customer_id), "")
        self.workspace.guarded(lambda: self._delete(customer_id, name))

    def _delete(self, customer_id: str, name: str) -> None:
        self.workspace.do(delete_customer, customer_id)
        self.done.emit(tr("已删除客户“{name}”", name=name) if name else tr("已删除客户"))

    def _wanted(self) -> CustomerFilter:
        return CustomerFilter(
            text=self.text.text().strip(),
            industry=self.industry.chosen(),
            owner=self.owner.chosen(),
            tag=self.tag.chosen(),
        )

    def _order(self) -> Order:
        return self.table.rows.order or Order("name")

    def _fetch(self, wanted: CustomerFilter, offset: int, limit: int, order: Order | None) -> Sequence[CustomerLine]:
        asked = order or Order("name")
        return self.workspace.ask(
            customer_lines,
            wanted,
            order=asked.key,
            descending=asked.descending,
            offset=offset,
            limit=limit,
        )

    def _add(self) -> None:
        made = self.workspace.attempt(add_customer, name=self.new_name.text())
        if made is not None:
            self.new_name.finish()
            self.done.emit(tr("已新建客户"))
            self.open_customer(made)
            self.pane.contacts.line.setFocus()

    def _clear(self) -> None:
        for choice in (self.industry, self.tag, self.owner):
            choice.reset()
        self.text.clear()
        self.refresh()

    def _on_sorted(self) -> None:
        self.refresh()
        self.table.scrollToTop()

    def _on_chosen(self) -> None:
        chosen = self.table.chosen()
        if len(chosen) == 1:
            self._show(chosen[0].id)

    def _on_opened(self, line: CustomerLine) -> None:
        self._show(line.id)

    def _show(self, customer_id: str) -> None:
        if self.pane.isHidden():
            self.pane.show()
            width = theme.px(_PANE)
            self._split.setSizes([max(1, self._split.width() - width), width])
        if self.pane.customer_id != customer_id:
            self.pane.show_customer(customer_id)

    def _connect(self) -> None:
        for part in (self.text, self.industry, self.tag, self.owner):
            part.narrowed.connect(self.refresh)
        self.table.rows.counted.connect(lambda: self.count.setText(self.table.rows.count_text()))
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.table.opened.connect(self._on_opened)
        self.table.rows.on_sort = self._on_sorted
        self.new_name.returnPressed.connect(self._add)
        self.pane.close_requested.connect(self.close_pane)
        self.pane.delete_requested.connect(self.delete)
        self.pane.deal_requested.connect(self.deal_requested)
        self.pane.noted.connect(self.noted)
        for keys, act in (("Esc", self.close_pane), ("Del", self._delete_current)):
            shortcut = QShortcut(QKeySequence(keys), self.table, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def _delete_current(self) -> None:
        if self.table.currentIndex().isValid():
            self.delete(self.table.rows.row(self.table.currentIndex().row()).id)

    def _arrange(self) -> None:
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self.waiting)
        self._split.addWidget(self.pane)
        self._split.setChildrenCollapsible(False)
        self._split.setStretchFactor(0, 1)
        self.pane.setMinimumWidth(theme.px(_PANE - theme.WIDE))
        self.pane.hide()
        self._pages = QStackedWidget()
        for page in (self._split, self.empty, self.nothing_found):
            self._pages.addWidget(page)
        bar = QHBoxLayout()
        bar.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, theme.GAP, theme.ROOMY, theme.SNUG)))
        bar.setSpacing(theme.px(theme.SNUG))
        bar.addWidget(self.text, 1)
        for part in (self.industry, self.tag, self.owner):
            bar.addWidget(part)
        bar.addStretch()
        bar.addWidget(self.count)
        bar.addWidget(button(tr("新客户"), self.begin_new, kind="primary", icon="add"))
        new = QHBoxLayout()
        new.setContentsMargins(theme.px(theme.ROOMY), 0, theme.px(theme.ROOMY), 0)
        new.addWidget(self.new_name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(bar)
        column.addLayout(new)
        column.addWidget(self._pages, 1)


def _key(line: CustomerLine) -> str:
    return line.id
