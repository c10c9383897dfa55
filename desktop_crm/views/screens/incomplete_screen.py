"""What an import left open: the deals that lack something, and a form that asks for just that."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.completing import complete_deal, complete_deals
from desktop_crm.queries.incomplete import IncompleteDeal, count_incomplete, incomplete_deals, missing_counts
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.incomplete.chips_delegate import ChipsDelegate
from desktop_crm.views.incomplete.form import CompletionForm
from desktop_crm.views.labels import MISSING_FIELDS
from desktop_crm.views.screen import Screen
from desktop_crm.views.widgets import paging
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.table import Column, Order, RowsModel, TableView
from desktop_crm.views.widgets.table_cells import yuan
from desktop_crm.workspace import Workspace

_PANE = 400


def _names(missing: tuple[str, ...]) -> str:
    return "、".join(MISSING_FIELDS[field][0] if field in MISSING_FIELDS else field for field in missing)


def _amount(fen: int | None) -> str:
    return "" if fen is None else format_yuan(fen)


_COLUMNS: tuple[Column[IncompleteDeal], ...] = (
    Column("number", tr("编号"), lambda deal: deal.number, width=120),
    Column("title", tr("商机"), lambda deal: deal.title, width=200),
    Column("missing", tr("缺少"), lambda deal: deal.missing, _names, width=210),
    Column("customer", tr("客户"), lambda deal: deal.customer, width=160),
    Column("amount_fen", tr("金额"), lambda deal: deal.amount_fen, _amount, right=True, width=96, sheet=yuan),
    Column("source", tr("来源"), lambda deal: deal.source, width=90),
    Column("acquired_on", tr("获取日期"), lambda deal: deal.acquired_on, width=96),
    Column("owner", tr("负责人"), lambda deal: deal.owner, width=80),
)


class IncompleteScreen(Screen):
    """The list on the left; Enter in the form saves and goes to the next deal."""

    tables = ("deal", "customer", "contact", "member")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.left = QLabel()
        self.left.setProperty("role", "strong")
        self.hint = QLabel(tr("选一条，填好右边的空，回车保存并到下一条；按住 Ctrl 或 Shift 可选多条一起填。"))
        self.hint.setProperty("tone", "muted")
        self.fields = ChipRow(one_only=True)
        self.count = QLabel()
        self.count.setProperty("tone", "muted")
        self.table = TableView(RowsModel(_COLUMNS))
        self.table.setAccessibleName(tr("待补全的商机"))
        self.table.setItemDelegateForColumn(2, ChipsDelegate(self.table))
        self.form = CompletionForm(workspace)
        self.all_complete = EmptyState(
            "good",
            tr("全部商机都是完整的。导入时缺了必填项的线索会出现在这里，等您补上。"),
            FirstStep(tr("去看板"), lambda: self.screen_requested.emit("board"), "board"),
            FirstStep(tr("导入表格"), lambda: self.screen_requested.emit("import"), "import"),
        )
        self._arrange()
        self._connect()

    @override
    def refresh(self) -> None:
        counts = self.workspace.ask(missing_counts)
        total = self.workspace.ask(count_incomplete)
        self.left.setText(tr("还有 {count} 条", count=f"{total:,}"))
        self._offer(counts)
        shown = self.workspace.ask(count_incomplete, self._field()) if self._field() else total
        place = self.table.currentIndex().row()
        paging.reload(self.table, partial(self._fetch, self._field()), shown, _key)
        self._pages.setCurrentWidget(self._page if total else self.all_complete)
        if shown and not self.table.chosen():
            self._choose(min(max(place, 0), self.table.rows.rowCount() - 1))
        self._show_chosen()

    @override
    def start(self) -> None:
        self.form.start()

    @override
    def open_deal(self, deal_id: str) -> None:
        """Choose a deal of the list, if it is among those that are loaded."""
        place = paging.find(self.table, deal_id, _key)
        if place is not None:
            self._choose(place)

    def _offer(self, counts: dict[str, int]) -> None:
        self.fields.set_choices(
            (field, tr("{field} {count}", field=_names((field,)), count=f"{count:,}"))
            for field, count in counts.items()
        )

    def _field(self) -> str:
        return next(iter(self.fields.chosen()), "")

    def _fetch(self, field: str, offset: int, limit: int, order: Order | None) -> Sequence[IncompleteDeal]:
        asked = order or Order("")
        return self.workspace.ask(
            incomplete_deals,
            field=field,
            order=asked.key,
            descending=asked.descending,
            offset=offset,
            limit=limit,
        )

    def _choose(self, place: int) -> None:
        self.table.setCurrentIndex(self.table.rows.index(place, 0))

    def _show_chosen(self) -> None:
        self.form.show_deals(self.table.chosen())

    def _save(self) -> None:
        """Store the form and put the cursor into the next deal's first gap."""
        chosen = [deal.id for deal in self.table.chosen()]
        place = self.table.currentIndex().row()
        values = self.form.values()
        if not chosen or values is None:
            return
        if not values:
            self._step(place + 1)
            return
        if not self._store(chosen, values):
            return
        still_there = paging.find(self.table, chosen[0], _key)
        self._step(place if still_there is None else still_there + 1)

    def _store(self, chosen: list[str], values: dict[str, Any]) -> bool:
        """Store what was typed; the form is emptied only when it was taken."""
        if len(chosen) == 1:
            missing = self.workspace.attempt(complete_deal, chosen[0], **values)
            if missing is None:
                return False
            self.form.clear()
            return True
        complete = self.workspace.attempt(complete_deals, chosen, **values)
        if complete is None:
            return False
        self.form.clear()
        self.done.emit(tr("已填写 {count} 条，其中 {complete} 条已完整", count=len(chosen), complete=complete))
        return True

    def _step(self, place: int) -> None:
        paging.load(self.table, place + 1)
        if self.table.rows.rowCount():
            self._choose(place if place < self.table.rows.rowCount() else 0)
            self._show_chosen()
            self.form.start()

    def _on_opened(self, deal: IncompleteDeal) -> None:
        self.deal_requested.emit(deal.id)

    def _connect(self) -> None:
        self.table.rows.counted.connect(lambda: self.count.setText(self.table.rows.count_text()))
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        self.table.opened.connect(self._on_opened)
        self.fields.changed.connect(self.refresh)
        self.form.save_requested.connect(self._save)
        self.form.open_requested.connect(self.deal_requested)

    def _arrange(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.form)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 1)
        split.setSizes([10_000, theme.px(_PANE)])
        self.form.setMinimumWidth(theme.px(_PANE - theme.WIDE))
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.GAP))
        head.addWidget(self.left)
        head.addWidget(self.hint, 1)
        head.addWidget(self.count)
        narrow = QHBoxLayout()
        narrow.addWidget(self.fields)
        narrow.addStretch()
        self._page = QWidget()
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, theme.px(theme.GAP), 0, 0)
        page.setSpacing(theme.px(theme.SNUG))
        for row in (head, narrow):
            row.setContentsMargins(theme.px(theme.ROOMY), 0, theme.px(theme.ROOMY), 0)
            page.addLayout(row)
        page.addWidget(split, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._page)
        self._pages.addWidget(self.all_complete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)


def _key(deal: IncompleteDeal) -> str:
    return deal.id
