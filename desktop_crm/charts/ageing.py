"""A7: which deals stand still."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.charts.chart import Chart, Column, Row
from desktop_crm.queries.figures.ageing import Aged, ageing
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.funnel import funnel_playbook
from desktop_crm.system.translations import tr

TITLE: Final = tr("哪个阶段的商机停得太久？")
_STANDING: Final = slice(2, None)  # more than 30 days


def ageing_chart(session: Session, filters: Filters) -> Chart:
    """Return the open deals of each stage by how long they have stood in it."""
    found = ageing(session, filters)
    worst = max(found, key=_still)
    rows = tuple(Row(one.stage, (one.name, one.deals, *one.ages, one.amount_fen)) for one in found)
    return Chart(
        key="ageing",
        title=TITLE,
        answer=_answer(found, worst),
        form="stacked",
        columns=(
            Column("stage", tr("阶段"), "text"),
            Column("deals", tr("进行中")),
            Column("week", tr("7 天内"), tone="good"),
            Column("month", tr("8–30 天"), tone="accent"),
            Column("quarter", tr("31–90 天"), tone="soon", better="down"),
            Column("longer", tr("90 天以上"), tone="late", better="down"),
            Column("amount", tr("金额"), "fen"),
        ),
        rows=rows if any(one.deals for one in found) else (),
        drawn=("week", "month", "quarter", "longer"),
        note=tr(
            "流程“{playbook}”里现在进行中的商机，从进入阶段的那天算到今天；所选时间在这里不起作用。",
            playbook=funnel_playbook(session, filters).name,
        ),
        standing=True,
    )


def _still(one: Aged) -> int:
    return sum(one.ages[_STANDING])


def _answer(found: list[Aged], worst: Aged) -> str:
    deals, still = sum(one.deals for one in found), sum(_still(one) for one in found)
    if not deals:
        return tr("这个范围里没有进行中的商机。")
    if not still:
        return tr("{deals} 条进行中的商机都在 30 天内有推进。", deals=f"{deals:,}")
    if still == deals:
        return tr(
            "{deals} 条进行中的商机都在一个阶段停了 30 天以上，最多的是“{stage}”：{count} 条。",
            deals=f"{deals:,}", stage=worst.name, count=f"{_still(worst):,}",
        )  # fmt: skip
    return tr(
        "{deals} 条进行中的商机里有 {still} 条在一个阶段停了 30 天以上，最多的是“{stage}”：{count} 条。",
        deals=f"{deals:,}", still=f"{still:,}", stage=worst.name, count=f"{_still(worst):,}",
    )  # fmt: skip
