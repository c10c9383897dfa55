"""A5: where deals get stuck on their way."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.charts.chart import Chart, Column, Row, said
from desktop_crm.charts.cycle import ENOUGH_DAYS
from desktop_crm.charts.words import best
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.funnel import Step, funnel, funnel_playbook
from desktop_crm.rules.shares import share
from desktop_crm.system.translations import tr

TITLE: Final = tr("商机卡在哪一步？")


def funnel_chart(session: Session, filters: Filters) -> Chart:
    """Return the funnel of the deals that came in the period, the bottleneck marked."""
    steps = funnel(session, filters)
    if not steps[0].reached:
        steps = []
    stuck = _bottleneck(steps)
    pairs = pairwise([*steps, None])
    rows = [_row(step, following, marked=step is stuck) for step, following in pairs if step is not None]
    return Chart(
        key="funnel",
        title=TITLE,
        answer=_answer(steps, stuck),
        form="funnel",
        columns=(
            Column("stage", tr("阶段"), "text"),
            Column("reached", tr("到过")),
            Column("next", tr("走到下一步"), "share", of="going", better="up", ripens=True),
            Column("days", tr("到下一步的中位天数"), "days", of="moved", better="down", ripens=True),
            Column("moved", tr("天数的样本")),
            Column("going", tr("百分比的样本")),
        ),
        rows=tuple(rows),
        drawn=("reached",),
        note=tr(
            "流程“{playbook}”，按线索获取的日期算；每条商机只算一次，算到它到过的最远一步；无效线索不计。"
            "不足 10 条的不算百分比，不足 3 条的不算天数。还在进行中的商机以后可能继续往下走。",
            playbook=funnel_playbook(session, filters).name,
        ),
    )


def _row(step: Step, following: Step | None, *, marked: bool) -> Row:
    forward = share(following.reached, step.reached) if following else None
    days = step.median_days if following and step.moved >= ENOUGH_DAYS else None
    going = step.reached if following else 0  # nothing comes after the winning
    return Row(step.key, (step.name, step.reached, forward, days, step.moved, going), marked)


def _bottleneck(steps: list[Step]) -> Step | None:
    """Return the step from which the smallest share of deals goes on, among those with enough deals."""
    pairs = [(step, share(following.reached, step.reached)) for step, following in pairwise(steps)]
    known = [(step, rate) for step, rate in pairs if rate is not None]
    found = best(known, lambda pair: -pair[1])
    return found[0] if found else None


def _answer(steps: list[Step], stuck: Step | None) -> str:
    if not steps:
        return tr("这个范围里还没有商机。")
    if stuck is None:
        return tr("每一步都不足 10 条商机，还看不出瓶颈。")
    following = steps[steps.index(stuck) + 1]
    days = tr("，走下去的通常要 {days} 天", days=stuck.median_days) if stuck.moved >= ENOUGH_DAYS else ""
    return tr(
        "瓶颈在“{stage}”：{reached} 条里只有 {moved} 条（{share}）走到“{next}”{days}。",
        stage=stuck.name, reached=f"{stuck.reached:,}", moved=f"{following.reached:,}",
        share=said(share(following.reached, stuck.reached), "share"), next=following.name, days=days,
    )  # fmt: skip
