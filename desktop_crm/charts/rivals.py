"""A8: whom deals are lost to, and why."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.charts.chart import Chart, Column, Row
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.rivals import Rival, rivals
from desktop_crm.rules.shares import share
from desktop_crm.system.translations import tr

TITLE: Final = tr("我们输给谁、为什么？")
_PATTERN: Final = 2  # lost once to somebody is no pattern


def rivals_chart(session: Session, filters: Filters) -> Chart:
    """Return the reviewed deals by competitor: lost, won, and the usual reason for losing."""
    found = rivals(session, filters)
    top = _top(found)
    return Chart(
        key="rivals",
        title=TITLE,
        answer=_answer(found, top),
        form="stacked",
        columns=(
            Column("rival", tr("竞争对手"), "text"),
            Column("lost", tr("输给它"), tone="late", better="down"),
            Column("won", tr("赢过它"), tone="good", better="up"),
            Column("decided", tr("交手")),
            Column("share", tr("我们的胜率"), "share", of="decided", part="won", better="up"),
            Column("amount", tr("输掉的金额"), "fen", of="lost", better="down"),
            Column("why", tr("最常见的输因"), "text"),
        ),
        rows=tuple(_row(one, marked=one is top) for one in found),
        drawn=("lost", "won"),
        note=tr(
            "只算写过复盘的成交和丢单，按结束日期算；同一家公司的不同写法算一家。"
            "胜率＝赢过它 ÷ 交手，不足 10 条的不算。点一行，看这些商机。"
        ),
    )


def _row(one: Rival, *, marked: bool) -> Row:
    name = one.name or tr("没写对手")
    cells = (name, one.lost, one.won, one.decided, share(one.won, one.decided), one.lost_fen, one.why or "—")
    return Row(one.key, cells, marked)


def _top(found: list[Rival]) -> Rival | None:
    """Return who won most against us; None when that is nobody alone, or once only."""
    first, second = [*(one for one in found if one.key), None, None][:2]
    if first is None or first.lost < _PATTERN or (second is not None and second.lost == first.lost):
        return None
    return first


def _answer(found: list[Rival], top: Rival | None) -> str:
    reviewed, named = sum(one.decided for one in found), sum(one.decided for one in found if one.key)
    if not reviewed:
        return tr("这个范围里还没有复盘。结案时写一句输给谁、为什么，这里就能看出规律。")
    if not named:
        return tr("{count} 条复盘都没有写竞争对手。", count=f"{reviewed:,}")
    basis = tr("（{count} 条复盘里 {named} 条写了对手）", count=f"{reviewed:,}", named=f"{named:,}")
    most = max(one.lost for one in found if one.key)
    if not most:
        return tr("写了对手的复盘里没有丢单{basis}。", basis=basis)
    if top is None:
        return tr("还看不出最常输给谁：输给每一家的最多 {lost} 条{basis}。", lost=f"{most:,}", basis=basis)
    why = tr("，最常见的原因是“{why}”", why=top.why) if top.why else ""
    won = tr("，也赢过 {won} 条", won=f"{top.won:,}") if top.won else ""
    return tr(
        "输给“{name}”最多：{lost} 条{won}{why}{basis}。",
        name=top.name,
        lost=f"{top.lost:,}",
        won=won,
        why=why,
        basis=basis,
    )
