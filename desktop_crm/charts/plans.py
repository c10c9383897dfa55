"""A7: whether follow-ups happen as planned."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.charts.chart import Chart, Column, Row, said
from desktop_crm.charts.words import NOT_KNOWN
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.plans import Kept, kept_plans
from desktop_crm.rules.shares import share
from desktop_crm.system.translations import tr

TITLE: Final = tr("计划的跟进都做了吗？")


def plans(session: Session, filters: Filters) -> Chart:
    """Return the follow-ups of each person against their plan."""
    found = kept_plans(session, filters)
    return Chart(
        key="plans",
        title=TITLE,
        answer=_answer(found),
        form="stacked",
        columns=(
            Column("member", tr("负责人"), "text"),
            Column("planned", tr("计划")),
            Column("in_time", tr("按时"), tone="good"),
            Column("late", tr("晚做"), tone="soon", better="down"),
            Column("missed", tr("没做"), tone="late", better="down"),
            Column("share", tr("按时率"), "share", of="planned", part="in_time", better="up"),
            Column("unplanned", tr("计划外")),
        ),
        rows=tuple(_row(one) for one in found),
        drawn=("in_time", "late", "missed"),
        note=tr(
            "按计划日期算；到昨天为止还没做的算“没做”，取消的不算；没有计划就做了的算“计划外”。点一个人，看他没做的商机。"
        ),
    )


def _row(one: Kept) -> Row:
    rate = share(one.in_time, one.planned)
    return Row(one.member, (one.name or NOT_KNOWN, one.planned, one.in_time, one.late, one.missed, rate, one.unplanned))


def _answer(found: list[Kept]) -> str:
    planned, in_time = sum(one.planned for one in found), sum(one.in_time for one in found)
    if not planned:
        return tr("这个范围里没有到期的跟进计划。")
    missed = sum(one.missed for one in found)
    rate = share(in_time, planned)
    kept = tr("，按时率 {rate}", rate=said(rate, "share")) if rate is not None else ""
    start = tr(
        "{planned} 次计划里按时做了 {in_time} 次{kept}", planned=f"{planned:,}", in_time=f"{in_time:,}", kept=kept
    )
    if not missed:
        return start + tr("，没有落下的。")
    worst = max(found, key=lambda one: one.missed)
    return start + tr(
        "；{missed} 次没做，{name}最多（{count} 次）。",
        missed=f"{missed:,}", name=worst.name or NOT_KNOWN, count=f"{worst.missed:,}",
    )  # fmt: skip
