"""A thing to do in words: when, what, who."""

from __future__ import annotations

from datetime import date

from desktop_crm.queries.today import Item
from desktop_crm.rules.amounts import format_short
from desktop_crm.rules.due import due_state, short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views.labels import METHODS
from desktop_crm.views.widgets.badge import Mark


def when(item: Item, day: date) -> Mark:
    """Return when it is or was to be done, as the mark at the left of its row."""
    match item.kind:
        case "today":
            return Mark(item.time, "text") if item.time else Mark(tr("今天内"), "muted")
        case "record":
            said = item.time if item.due_on == day else short_day(item.due_on or day, day)
            return Mark(said, "soon", "edit")
        case "review":
            return Mark(short_day(item.due_on or day, day), "soon", "waiting")
        case "debrief":
            return Mark(short_day(item.due_on or day, day), "muted", "edit")
        case "improve" if item.purpose:
            return Mark(tr("可看效果"), "soon", "figures")
        case "unplanned":
            return Mark(tr("未安排"), "soon", "soon")
        case "assign":
            return Mark(tr("未分配"), "soon", "soon")
        case "confirm":
            return _until(item, day)
        case "clock":
            late = item.until is not None and item.until <= clock.now()
            return Mark(item.why, "late", "late") if late else Mark(item.why, "soon", "soon")
        case _:
            return _day(item, day)


def who(item: Item) -> str:
    """Return the customer and the person, or whose it is where that is all."""
    return " · ".join(part for part in (item.customer, item.contact) if part) or (
        "" if item.deal in item.what else item.deal
    )


def aside(item: Item) -> str:
    """Return what else helps to decide: why it came back, the amount, the grade."""
    worth = format_short(item.amount_fen) if item.amount_fen else ""
    return " · ".join(part for part in (item.why if item.kind == "assign" else "", item.grade, worth) if part)


def spoken(item: Item, day: date) -> str:
    """Return the whole in one sentence, for tooltips and screen readers."""
    how = METHODS.get(item.method, "")
    return "，".join(
        part for part in (when(item, day).text, how, item.what, who(item), aside(item), item.owner) if part
    )


def _until(item: Item, day: date) -> Mark:
    if item.until is None:
        return Mark(tr("待确认"), "soon", "soon")
    if item.until <= clock.now():
        return Mark(tr("已超时"), "late", "late")
    local = item.until.astimezone()
    said = f"{local:%H:%M}" if local.date() == day else short_day(local.date(), day)
    return Mark(tr("{when} 前", when=said), "soon", "soon")


def _day(item: Item, day: date) -> Mark:
    state = due_state(item.due_on, day)
    tone, icon = {"overdue": ("late", "late"), "today": ("soon", "soon")}.get(state.kind, ("muted", ""))
    return Mark(state.text, tone, icon)  # pyright: ignore[reportArgumentType]
