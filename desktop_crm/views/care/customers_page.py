"""The customer pool as a page: the coming weeks' greetings, surveys, reports and visits, with the words for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.operations.care import mark_sent
from desktop_crm.queries.care import CarePlan, care_counts, care_plans
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.care.words_panel import WordsPanel
from desktop_crm.views.labels import METHODS, PURPOSES
from desktop_crm.views.widgets import paging
from desktop_crm.views.widgets.badge import due_mark
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.table import Column, Order, RowsModel, TableView
from desktop_crm.workspace import Workspace

_PANE = 360


class CustomersPage(QWidget):
    """The plans on the left, by day; the words for the chosen one on the right."""

    deal_requested = Signal(str)
    customer_requested = Signal(str)
    screen_requested = Signal(str)
    done = Signal(str)
    noted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.kinds = ChipRow(one_only=True)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.table = TableView(RowsModel(_columns()))
        self.table.setAccessibleName(tr("客户维护计划，回车打开商机"))
        self.panel = WordsPanel(workspace)
        self.empty = EmptyState(
            "gift",
            tr("成交的客户会自动进入客户池：每月一次使用调研，每季一份报告，节日和纪念日的问候，提前 45 天排好。"),
            FirstStep(tr("去看板"), lambda: self.screen_requested.emit("board"), "board"),
        )
        self._arrange()
        self._connect()

    def refresh(self) -> int:
        """Read the plans again and return how many there are."""
        counts = self.workspace.ask(care_counts)
        total = sum(counts.values())
        self.kinds.set_choices((kind, f"{PURPOSES[kind][0]} {count:,}") for kind, count in counts.items())
        place = self.table.currentIndex().row()
        shown = counts.get(self._kind(), 0) if self._kind() else total
        paging.reload(self.table, partial(self._fetch, self._kind()), shown, _key)
        self._pages.setCurrentWidget(self._page if total else self.empty)
        if shown and not self.table.chosen():
            self.table.setCurrentIndex(self.table.rows.index(min(max(place, 0), self.table.rows.rowCount() - 1), 0))
        self._show_chosen()
        return total

    # Inside

    def _kind(self) -> str:
        return next(iter(self.kinds.chosen()), "")

    def _fetch(self, kind: str, offset: int, limit: int, order: Order | None) -> Sequence[CarePlan]:
        asked = order or Order("due_on")
        return self.workspace.ask(
            care_plans, purpose=kind, order=asked.key, descending=asked.descending, offset=offset, limit=limit
        )

    def _show_chosen(self) -> None:
        self.panel.show_plan(next(iter(self.table.chosen()), None))

    def _on_sent(self, plan_id: str, words: str) -> None:
        if self.workspace.attempt(mark_sent, plan_id, text=words) is not None:
            self.done.emit(tr("已记为发送，并写进跟进记录"))

    def _on_opened(self, plan: CarePlan) -> None:
        self.deal_requested.emit(plan.deal_id)

    def _connect(self) -> None:
        self.kinds.changed.connect(self.refresh)
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        self.table.rows.counted.connect(lambda: self.count.setText(self.table.rows.count_text()))
        self.panel.sent.connect(self._on_sent)
        self.panel.copied.connect(lambda: self.noted.emit(tr("已复制，可以粘贴到微信或邮件")))
        self.panel.deal_requested.connect(self.deal_requested)
        self.panel.customer_requested.connect(self.customer_requested)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.setContentsMargins(theme.px(theme.ROOMY), 0, theme.px(theme.ROOMY), 0)
        head.addWidget(self.kinds)
        head.addStretch()
        head.addWidget(self.count)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setSizes([10_000, theme.px(_PANE)])
        self.panel.setMinimumWidth(theme.px(_PANE - theme.WIDE))
        self._page = QWidget()
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(theme.px(theme.SNUG))
        page.addLayout(head)
        page.addWidget(split, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._page)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)


def _columns() -> tuple[Column[CarePlan], ...]:
    return (
        Column("due_on", tr("日期"), lambda plan: plan.due_on, _due, width=124, tone=_due_tone),
        Column("goal", tr("事项"), lambda plan: plan.goal, width=220, icon=_icon),
        Column("customer", tr("客户"), lambda plan: plan.customer, width=200),
        Column("contact", tr("联系人"), lambda plan: plan.contact, width=84),
        Column("method", tr("方式"), lambda plan: METHODS.get(plan.method, ""), width=64),
        Column("owner", tr("负责人"), lambda plan: plan.owner, width=80),
    )


def _key(plan: CarePlan) -> str:
    return plan.id


def _due(day: date | None) -> str:
    return due_mark(day, clock.today()).text if day else ""


def _due_tone(plan: CarePlan) -> theme.Tone:
    return due_mark(plan.due_on, clock.today()).tone


def _icon(plan: CarePlan) -> str:
    return PURPOSES[plan.purpose][1]
