"""The nurture pool as a page: who waits, when each is looked at again, and grading many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.models import Outcome
from desktop_crm.operations.nurture import leave_nurture, re_evaluate
from desktop_crm.queries.nurture import NurtureDeal, count_nurture, nurture_deals
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import OUTCOMES
from desktop_crm.views.widgets import paging
from desktop_crm.views.widgets.badge import due_mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.table import Column, Order, RowsModel, TableView
from desktop_crm.workspace import Workspace

_DUE = "due"
_GRADES = ("A", "B", "C")


class NurturePage(QWidget):
    """A table by pages; what is chosen in it is graded, kept waiting or taken out."""

    deal_requested = Signal(str)
    screen_requested = Signal(str)
    done = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.only = ChipRow(one_only=True)
        self.count = _label("muted")
        self.table = TableView(RowsModel(_columns()))
        self.table.setAccessibleName(tr("培育池，回车打开商机"))
        self.chosen = _label("muted")
        self.grades = [button(tr("评为 {grade}", grade=key), self._grading(key)) for key in _GRADES]
        self.wait = button(tr("继续培育"), lambda: self.evaluate(""), icon="waiting")
        self.leave = button(tr("移出培育池"), self.take_out, kind="quiet")
        self.empty = EmptyState(
            "nurture",
            tr("培育池是空的。按流程评为 C 的线索会自动进来；流失但仍有潜力的，可以在商机的 ⋯ 菜单里放入。"),
            FirstStep(tr("去看板"), lambda: self.screen_requested.emit("board"), "board"),
        )
        self._arrange()
        self._connect()

    def refresh(self) -> int:
        """Read the pool again and return how many are in it."""
        total = self.workspace.ask(count_nurture)
        due = self.workspace.ask(count_nurture, clock.today())
        self.only.set_choices(((_DUE, tr("该重新评估 {count}", count=f"{due:,}")),))
        due_by = clock.today() if self._due_only() else None
        paging.reload(self.table, partial(self._fetch, due_by), due if due_by else total, _key)
        self._pages.setCurrentWidget(self._page if total else self.empty)
        self._show_chosen()
        return total

    def evaluate(self, grade: str) -> None:
        """Give what is chosen a grade, or let it wait for another turn with the grade it has."""
        ids = [deal.id for deal in self.table.chosen()]
        left = self.workspace.attempt(re_evaluate, ids, grade=grade) if ids else None
        if left is None:
            return
        said = tr("已评估 {count} 条", count=len(ids))
        self.done.emit(said + (tr("，{count} 条离开培育池，回到正常跟进", count=left) if left else ""))

    def take_out(self) -> None:
        """Take the chosen deal out of the pool with the grade it has."""
        for deal in self.table.chosen()[:1]:
            if self.workspace.guarded(lambda deal=deal: self.workspace.do(leave_nurture, deal.id) or True):
                self.done.emit(tr("已移出培育池：{deal}", deal=deal.customer or deal.title))

    # Inside

    def _grading(self, grade: str):
        return lambda: self.evaluate(grade)

    def _due_only(self) -> bool:
        return _DUE in self.only.chosen()

    def _fetch(self, due_by: date | None, offset: int, limit: int, order: Order | None) -> Sequence[NurtureDeal]:
        asked = order or Order("re_evaluate_on")
        return self.workspace.ask(
            nurture_deals,
            due_by=due_by,
            order=asked.key,
            descending=asked.descending,
            offset=offset,
            limit=limit,
        )

    def _show_chosen(self) -> None:
        count = len(self.table.chosen())
        self.chosen.setText(
            tr("已选 {count} 条", count=count) if count else tr("选中线索后重新评估；按住 Ctrl 或 Shift 可选多条。")
        )
        for each in (*self.grades, self.wait):
            each.setEnabled(bool(count))
        self.leave.setEnabled(count == 1)

    def _on_opened(self, deal: NurtureDeal) -> None:
        self.deal_requested.emit(deal.id)

    def _connect(self) -> None:
        self.only.changed.connect(self.refresh)
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        self.table.rows.counted.connect(lambda: self.count.setText(self.table.rows.count_text()))

    def _arrange(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        for row in (head, foot):
            row.setSpacing(theme.px(theme.SNUG))
            row.setContentsMargins(theme.px(theme.ROOMY), 0, theme.px(theme.ROOMY), 0)
        foot.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, 0, theme.ROOMY, theme.GAP)))
        head.addWidget(self.only)
        head.addStretch()
        head.addWidget(self.count)
        foot.addWidget(self.chosen)
        foot.addStretch()
        for each in (*self.grades, self.wait, self.leave):
            foot.addWidget(each)
        self._page = QWidget()
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(theme.px(theme.SNUG))
        page.addLayout(head)
        page.addWidget(self.table, 1)
        page.addLayout(foot)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._page)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)


def _columns() -> tuple[Column[NurtureDeal], ...]:
    return (
        Column("re_evaluate_on", tr("重新评估"), lambda deal: deal.re_evaluate_on, _due, width=140, tone=_due_tone,
               icon=_due_icon),
        Column("customer", tr("客户"), lambda deal: deal.customer, width=190),
        Column("title", tr("商机"), lambda deal: deal.title, width=190),
        Column("grade", tr("等级"), lambda deal: deal.grade or None, _grade, width=64),
        Column("outcome", tr("状态"), lambda deal: OUTCOMES[deal.outcome], width=76, tone=_outcome_tone),
        Column("next_due", tr("下一次内容"), lambda deal: deal, _next, width=230),
        Column("last_contact_at", tr("上次联系"), lambda deal: deal.last_contact_at, _day, width=88),
        Column("owner", tr("负责人"), lambda deal: deal.owner, width=80),
    )  # fmt: skip


def _key(deal: NurtureDeal) -> str:
    return deal.id


def _due(day: date | None) -> str:
    return due_mark(day, clock.today()).text if day else tr("未定")


def _due_tone(deal: NurtureDeal) -> theme.Tone:
    return due_mark(deal.re_evaluate_on, clock.today()).tone


def _due_icon(deal: NurtureDeal) -> str:
    return due_mark(deal.re_evaluate_on, clock.today()).icon


def _grade(grade: str | None) -> str:
    return grade or tr("未评")


def _outcome_tone(deal: NurtureDeal) -> theme.Tone:
    return "text" if deal.outcome == Outcome.OPEN else "muted"


def _next(deal: NurtureDeal) -> str:
    day = f"{short_day(deal.next_due, clock.today())} " if deal.next_due else ""
    return day + deal.next_step


def _day(at: datetime | None) -> str:
    return short_day(clock.local_day(at), clock.today()) if at else ""


def _label(role: str) -> QLabel:
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    return made
