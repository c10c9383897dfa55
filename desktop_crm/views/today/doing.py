"""Carrying out what was asked of a row: at once, with a field in the row, or on the screen where it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop_crm.operations.activities import cancel_activity, edit_activity, plan_activity
from desktop_crm.operations.assignments import confirm_assignment, refuse_assignment
from desktop_crm.operations.improvements import finish_improvement
from desktop_crm.operations.milestones import finish_milestone
from desktop_crm.operations.operation import Operation
from desktop_crm.operations.plans import finish_plan
from desktop_crm.operations.receipts import receive_payment
from desktop_crm.queries.greeting_text import greeting_text
from desktop_crm.queries.today import Item
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.day_words import day_words
from desktop_crm.rules.due import short_day
from desktop_crm.rules.when import When
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views.today.actions import is_plan
from desktop_crm.views.today.day_list import DayList
from desktop_crm.views.today.row_editor import RowEditor
from desktop_crm.views.widgets.date_edit import weekday
from desktop_crm.workspace import Workspace


class Doing(QObject):
    """Does what the list asks for and says how it went; a row that is done with leaves at once."""

    deal_asked = Signal(str, str)  # deal, place in its pane
    customer_asked = Signal(str)
    screen_asked = Signal(str)
    done = Signal(str)  # with Undo
    noted = Signal(str)

    def __init__(self, workspace: Workspace, rows: DayList) -> None:
        super().__init__(rows)
        self._workspace = workspace
        self._rows = rows
        self._ways: dict[str, Callable[[Item], None]] = {
            "record": self._record,
            "done": self._finish,
            "tomorrow": lambda item: self._put_off(item, When(day_words(clock.today()).next_day)),
            "next_week": lambda item: self._put_off(item, When(day_words(clock.today()).next_week)),
            "date": self._ask_day,
            "cancel": lambda item: self._carry_out(item, cancel_activity, tr("已取消计划"), item.id),
            "confirm": lambda item: self._carry_out(item, confirm_assignment, tr("已接收线索"), item.deal_id),
            "refuse": self._ask_reason,
            "plan": self._ask_plan,
            "evaluate": lambda item: self.deal_asked.emit(item.deal_id, "overview.grade"),
            "greet": self._greet,
            "assign": lambda _: self.screen_asked.emit("leads"),
            "open": self._open,
            "review": lambda item: self.deal_asked.emit(item.deal_id, item.place),
            "improve": self._improve,
            "look": lambda item: self.screen_asked.emit(item.place),
            "debrief": lambda item: self.deal_asked.emit(item.deal_id, item.place),
            "receive": self._receive,
            "part": lambda item: self.deal_asked.emit(item.deal_id, f"contract.payments.receive:{item.id}"),
            "reach": lambda item: self._carry_out(item, finish_milestone, _finished(item), item.id),
        }

    def do(self, item: Item, action: str) -> None:
        """Do this about `item`."""
        self._ways[action](item)

    # at once

    def _finish(self, item: Item) -> None:
        self._carry_out(item, finish_plan, _finished(item), item.id)

    def _put_off(self, item: Item, when: When) -> None:
        values: dict[str, object] = {"due_on": when.day}
        if when.time is not None:
            values["due_at"] = f"{when.time:%H:%M}"
        said = tr("已改到 {day}", day=_said(when.day))
        self._carry_out(item, edit_activity, said, item.id, **values)

    def _carry_out(self, item: Item, operation: Operation[..., Any], said: str, *ids: str, **values: object) -> None:
        """Carry out `operation`; when nothing refuses it the row leaves and Undo is offered."""
        done = self._workspace.guarded(lambda: (self._workspace.do(operation, *ids, **values), True)[1])
        if done:
            self._rows.drop(item)
            self.done.emit(said)

    def _improve(self, item: Item) -> None:
        self._carry_out(item, finish_improvement, _finished(item), item.id, done_on=clock.today())

    def _receive(self, item: Item) -> None:
        amount = format_yuan(item.amount_fen or 0)
        said = tr("已记录到账 {amount}：{what}", amount=amount, what=item.what)
        self._carry_out(item, receive_payment, said, item.id)

    def _greet(self, item: Item) -> None:
        text = self._workspace.ask(greeting_text, item)
        QApplication.clipboard().setText(text)
        more = tr("发出后按 D 记为已发送。") if is_plan(item) else ""
        self.noted.emit(tr("祝福已复制，可以粘贴到微信或短信：{text}", text=_short(text)) + more)

    # with a field in the row

    def _ask_day(self, item: Item) -> None:
        def answer(_text: str, when: When | None) -> None:
            if when is not None:
                self._put_off(item, when)

        self._rows.open_editor(RowEditor(item, tr("改到"), answer))

    def _ask_reason(self, item: Item) -> None:
        def answer(reason: str, _when: When | None) -> None:
            self._carry_out(item, refuse_assignment, tr("已退回给销售经理"), item.deal_id, reason=reason)

        hint = tr("如：不在我的区域、手上太满")
        self._rows.open_editor(RowEditor(item, tr("退回原因"), answer, hint=hint, with_day=False))

    def _ask_plan(self, item: Item) -> None:
        def answer(goal: str, when: When | None) -> None:
            if when is not None:
                self._plan(item, goal, when)

        self._rows.open_editor(RowEditor(item, tr("下一步"), answer, hint=tr("如：电话确认预算")))

    def _plan(self, item: Item, goal: str, when: When) -> None:
        at = f"{when.time:%H:%M}" if when.time else ""
        said = tr("已安排：{day} {goal}", day=_said(when.day), goal=goal)
        self._carry_out(item, plan_activity, said, item.deal_id, goal=goal, due_on=when.day, due_at=at)

    # elsewhere

    def _record(self, item: Item) -> None:
        self.deal_asked.emit(item.deal_id, f"followup.plan:{item.id}" if is_plan(item) else "followup")

    def _open(self, item: Item) -> None:
        if item.deal_id:
            self.deal_asked.emit(item.deal_id, "")
        elif item.customer_id:
            self.customer_asked.emit(item.customer_id)


def _finished(item: Item) -> str:
    return tr("已完成：{what}", what=item.what)


def _said(day: date) -> str:
    return f"{short_day(day, clock.today())} {weekday(day)}"


def _short(text: str) -> str:
    return text if len(text) <= 28 else text[:28] + "…"
