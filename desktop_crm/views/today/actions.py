"""What can be done about each thing to do: the first action is the one Enter does, every other has its letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from desktop_crm.models.activity import SENT
from desktop_crm.queries.today import Item
from desktop_crm.system.translations import tr

ActionKey = Literal[
    "record", "done", "tomorrow", "next_week", "date", "cancel", "confirm", "refuse", "plan", "evaluate", "greet",
    "assign", "open", "receive", "part", "reach", "review", "debrief", "improve", "look",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to press: its word and icon, and its letter on the chosen row."""

    key: ActionKey
    text: str
    letter: str = ""
    icon: str = ""


_RECORD: Final = Action("record", tr("记录跟进"), "E", "edit")
_DONE: Final = Action("done", tr("完成"), "D", "check")
_LATER: Final = (
    Action("tomorrow", tr("明天"), "T"),
    Action("next_week", tr("下周"), "W"),
    Action("date", tr("改期"), "R"),
)
_OPEN: Final = Action("open", tr("打开"), "O")


# What is done about most kinds is the same for every row.
_OF_KIND: Final[Mapping[str, tuple[Action, ...]]] = {
    "confirm": (Action("confirm", tr("确认接收"), "", "check"), Action("refuse", tr("退回"), "X"), _OPEN),
    "review": (Action("review", tr("去评审"), "", "shield"), _OPEN),
    "debrief": (Action("debrief", tr("写复盘"), "", "edit"), _OPEN),
    "unplanned": (Action("plan", tr("安排下一步"), "", "add"), _RECORD, _OPEN),
    "assign": (Action("assign", tr("去分配"), "", "team"), _OPEN),
    "clock": (_RECORD, _OPEN),
    "payment": (Action("receive", tr("记录到账"), "", "deal"), Action("part", tr("部分到账"), "P"), _RECORD, _OPEN),
    "milestone": (Action("reach", tr("完成"), "", "check"), _RECORD, _OPEN),
}


def actions(item: Item) -> tuple[Action, ...]:
    """Return what can be done about `item`, the main action first."""
    if item.kind in _OF_KIND:
        return _OF_KIND[item.kind]
    if item.kind == "re_evaluate":
        main = Action("evaluate", tr("重新评估"), "", "refresh")
        return (main, *_LATER) if is_plan(item) else (main, _OPEN)
    if item.kind == "improve":
        look = Action("look", tr("看效果") if item.purpose else tr("打开"), "O" if not item.purpose else "", "figures")
        return (look,) if item.purpose else (Action("improve", tr("完成"), "", "check"), look)
    if item.kind == "remember":
        main = Action("greet", tr("复制祝福"), "", "copy")
        return (main, _DONE, *_LATER) if is_plan(item) else (main,)
    return _of_plan(item)


def is_plan(item: Item) -> bool:
    """Tell whether `item` is a planned follow-up, not a deal or a day of the calendar."""
    return item.kind in {"overdue", "today", "record"} or bool(item.method)


def _of_plan(item: Item) -> tuple[Action, ...]:
    if not item.deal_id or item.purpose in SENT:
        opens = (_RECORD,) if item.deal_id else ()
        return (_DONE, *opens, *_LATER)
    return (_RECORD, _DONE, *_LATER)
