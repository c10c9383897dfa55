"""A7: who, which team, which product won how much, and when."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from desktop_crm.charts.chart import Chart, Column, Row, said, said_short
from desktop_crm.charts.words import NOT_KNOWN
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.outcomes import Dimension, Ended, outcomes
from desktop_crm.rules.shares import share
from desktop_crm.system.translations import tr


class Grouping(NamedTuple):
    """A way to look at the results: its question and what its rows are."""

    key: str
    title: str
    head: str
    by: Dimension


GROUPINGS: Final = (
    Grouping("members", tr("谁赢得最多，赢率如何？"), tr("负责人"), "member"),
    Grouping("teams", tr("哪个团队赢得最多？"), tr("团队（经理）"), "team"),
    Grouping("products", tr("哪种产品卖得最好？"), tr("产品"), "product"),
    Grouping("quarters", tr("每个季度赢了多少？"), tr("季度"), "quarter"),
)


def results(grouping: Grouping) -> Callable[[Session, Filters], Chart]:
    """Return what makes the chart of a grouping."""
    return partial(_results, grouping)


def _results(grouping: Grouping, session: Session, filters: Filters) -> Chart:
    found = outcomes(session, filters, grouping.by, "closed")
    if grouping.by == "quarter":
        found = sorted((one for one in found if one.key), key=lambda one: one.key)
    else:
        found.sort(key=lambda one: (-one.won_fen, -one.won, one.name))
    return Chart(
        key=grouping.key,
        title=grouping.title,
        answer=_answer(found),
        form="bars",
        columns=(
            Column("name", grouping.head, "text"),
            Column("won_amount", tr("成交金额"), "fen", of="won", better="up"),
            Column("won", tr("成交"), tone="good", better="up"),
            Column("lost", tr("丢单"), better="down"),
            Column("decided", tr("已有结果")),
            Column("win_rate", tr("赢率"), "share", of="decided", part="won", better="up"),
            Column("open", tr("进行中")),
            Column("open_amount", tr("进行中金额"), "fen"),
        ),
        rows=tuple(_row(one, grouping.by) for one in found),
        drawn=("won_amount",),
        note=tr(
            "成交和丢单按结束日期算；赢率＝成交 ÷（成交＋丢单），不足 10 条的不算。进行中的是现在的商机，与时间无关。"
        ),
    )


def _row(one: Ended, by: Dimension) -> Row:
    rate = share(one.won, one.decided)
    cells = (one.name or NOT_KNOWN, one.won_fen, one.won, one.lost, one.decided, rate, one.open, one.open_fen)
    return Row(one.key, cells, better="" if by == "quarter" else None)  # a quarter does not come again


def _answer(found: list[Ended]) -> str:
    won, decided = sum(one.won for one in found), sum(one.decided for one in found)
    if not decided:
        return tr("这个范围里还没有成交或丢单。")
    top = max(found, key=lambda one: one.won_fen)
    rate = share(won, decided)
    overall = tr(
        "共成交 {won} 条、{amount}{rate}。",
        won=f"{won:,}", amount=said_short(sum(one.won_fen for one in found), "fen"),
        rate="" if rate is None else tr("，赢率 {rate}", rate=said(rate, "share")),
    )  # fmt: skip
    if not top.won_fen or not top.name or len(found) == 1:
        return overall
    return overall + tr("最多的是“{name}”：{amount}。", name=top.name, amount=said_short(top.won_fen, "fen"))
