"""A7: what money is due, and what is overdue."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.charts.chart import Chart, Column, Row, said_short
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.receivables import Receivable, receivables
from desktop_crm.system.translations import tr

TITLE: Final = tr("还有多少钱没收回来？")
_NAMES: Final = {
    "late_long": tr("逾期 90 天以上"),
    "late_quarter": tr("逾期 31–90 天"),
    "late_month": tr("逾期 30 天以内"),
    "month": tr("30 天内到期"),
    "quarter": tr("31–90 天到期"),
    "later": tr("90 天后到期"),
    "undated": tr("未定日期"),
}


def receivable(session: Session, filters: Filters) -> Chart:
    """Return the unpaid instalments by how far away their day is."""
    found = receivables(session, filters)
    return Chart(
        key="receivable",
        title=TITLE,
        answer=_answer(found),
        form="bars",
        columns=(
            Column("span", tr("到期"), "text"),
            Column("payments", tr("笔数"), better="down"),
            Column("left", tr("未收金额"), "fen", of="payments", better="down"),
        ),
        rows=tuple(_row(one) for one in found),
        drawn=("left",),
        note=tr("进行中和已成交商机的回款计划减去已收的，截至今天；所选时间在这里不起作用。"),
        standing=True,
    )


def _row(one: Receivable) -> Row:
    return Row(
        one.span,
        (_NAMES[one.span], one.payments, one.left_fen),
        tone="late" if one.late else None,
        better=None if one.late else "",
    )


def _answer(found: list[Receivable]) -> str:
    if not found:
        return tr("这个范围里没有未收的回款。")
    left, late = sum(one.left_fen for one in found), [one for one in found if one.late]
    start = tr("还有 {left} 没收回来", left=said_short(left, "fen"))
    if not late:
        return start + tr("，没有逾期。")
    return start + tr(
        "，其中逾期 {late}（{count} 笔）。",
        late=said_short(sum(one.left_fen for one in late), "fen"), count=f"{sum(one.payments for one in late):,}",
    )  # fmt: skip
