"""The columns of the lead inbox, and what the steps of a lead are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from desktop_crm.queries.lead_line import LeadLine, LeadState
from desktop_crm.rules.clocks import ClockState
from desktop_crm.rules.due import short_day
from desktop_crm.rules.screening import missing_words
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Mark
from desktop_crm.views.widgets.table import Column

STATES: Final[Mapping[LeadState, str]] = {
    LeadState.SCREEN: tr("待筛选"),
    LeadState.VERIFY: tr("待核对"),
    LeadState.GRADE: tr("待评级"),
    LeadState.ASSIGN: tr("待分配"),
    LeadState.CONTACT: tr("待首联"),
    LeadState.DONE: tr("已完成"),
    LeadState.NURTURE: tr("培育中"),
}
_PHASES: Final[Mapping[str, tuple[theme.Tone, str]]] = {  # tone and icon of a clock
    "overdue": ("late", "late"),
    "soon": ("soon", "soon"),
    "paused": ("muted", "paused"),
    "running": ("muted", "due"),
    "met": ("muted", "good"),
}


def state_mark(state: LeadState) -> Mark:
    """Return the step a lead waits for as a badge."""
    if state == LeadState.DONE:
        return Mark(STATES[state], "good", "good")
    return Mark(STATES[state], "muted" if state == LeadState.NURTURE else "accent")


def clock_mark(state: ClockState | None) -> Mark:
    """Return how a lead's most urgent clock stands."""
    if state is None:
        return Mark(tr("没有时限"), "muted")
    return Mark(state.text, *_PHASES[state.phase])


def hint(lead: LeadLine) -> str:
    """Return what the person who works on this step has to know: what speaks against the lead, or what it lacks."""
    if lead.reasons:
        return "".join(reason.text for reason in lead.reasons)
    if lead.missing and lead.state in (LeadState.SCREEN, LeadState.VERIFY):
        return tr("缺{fields}", fields=missing_words(lead.missing))
    return ""


def _day(day: date | None) -> str:
    return short_day(day, clock.today()) if day else ""


def _score(total: Decimal | None) -> str:
    return "" if total is None else str(total)


def _clock_text(state: ClockState | None) -> str:
    return state.text if state else ""


def _tone(lead: LeadLine) -> theme.Tone:
    return clock_mark(lead.clock).tone


def _icon(lead: LeadLine) -> str:
    return clock_mark(lead.clock).icon if lead.clock else ""


COLUMNS: Final[tuple[Column[LeadLine], ...]] = (
    Column("customer", tr("客户"), lambda lead: lead.customer, width=150),
    Column("state", tr("进展"), lambda lead: STATES[lead.state], width=68),
    Column("clock", tr("时限"), lambda lead: lead.clock, _clock_text, width=140, tone=_tone, icon=_icon),
    Column(
        "hint", tr("提示"), hint, width=190, tone=lambda lead: "late" if lead.reasons else "soon",
        icon=lambda lead: "trouble" if lead.reasons else "incomplete" if hint(lead) else "",
    ),
    Column("contact", tr("联系人"), lambda lead: lead.contact, width=76),
    Column("need", tr("需求"), lambda lead: " ".join(lead.need.split()), width=190),
    Column("source", tr("来源"), lambda lead: lead.source, width=84),
    Column("grade", tr("等级"), lambda lead: lead.grade, width=56),
    Column("score", tr("评分"), lambda lead: lead.score, _score, right=True, width=56),
    Column("owner", tr("负责人"), lambda lead: lead.owner, width=80),
    Column("acquired_on", tr("获取时间"), lambda lead: lead.acquired_on, _day, width=96),
    Column("number", tr("编号"), lambda lead: lead.number, width=130, tone=lambda _: "muted"),
)  # fmt: skip
