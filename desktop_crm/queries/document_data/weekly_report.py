"""The weekly or monthly report (销售周报/月报): how it went, what changed, what needs a decision; then the details."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.report.ahead import KeyDate, Moneys, key_dates, moneys, planned
from desktop_crm.queries.document_data.report.deals import (
    EndedDeal,
    Many,
    OpenDeal,
    ended,
    lapsed,
    largest,
    standing_still,
)
from desktop_crm.queries.document_data.report.people import Tally, named, standing, sum_of, tallies
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.improvements import ImprovementLine, asking
from desktop_crm.rules.amounts import format_short, format_yuan
from desktop_crm.rules.report_period import ReportPeriod
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_STATES: Final = {"ready": tr("该看效果了"), "overdue": tr("逾期"), "planned": tr("今天到期")}


@dataclass(frozen=True, slots=True)
class HeadFigure(InternalOnly):
    """A large figure with what it is and what it was before."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class ToImprove(InternalOnly):
    """An improvement that asks for something."""

    finding: str
    action: str
    owner: str
    due_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class WeeklyReport(InternalOnly):
    """The data of `weekly_report`; `on_target` and `changes` are the answers of the charts."""

    period: str
    scope: str
    as_of: date
    figures: tuple[HeadFigure, ...]
    went: str
    decide: str
    people: tuple[Tally, ...]
    total: Tally
    ended: tuple[EndedDeal, ...]
    largest: tuple[OpenDeal, ...]
    still: Many
    money: Moneys
    improvements: tuple[ToImprove, ...]
    dates: tuple[KeyDate, ...]
    next_period: str
    planned: int
    on_target: str = ""
    changes: str = ""
    ended_note: str = ""
    still_note: str = ""
    money_note: str = ""


def weekly_report(
    session: Session, filters: Filters, period: ReportPeriod, scope: str, since: date | None = None
) -> WeeklyReport:
    """Return the report of a period, whose days `filters` hold; `since` is the week whose snapshot it begins with."""
    found = tallies(session, filters)
    standing(session, filters, found)
    before = sum_of(tallies(session, _of(filters, period.before())).values())
    people = named(session, found, tr("（无负责人）"))
    total = sum_of(people)
    still, money = standing_still(session, filters, since), moneys(session, filters)
    improving = tuple(_improvement(one) for one in asking(session, clock.today(), filters.member))
    endings = ended(session, filters)
    return WeeklyReport(
        period=tr("{name}（{days}）", name=period.name, days=period.days),
        scope=scope,
        as_of=clock.today(),
        figures=tuple(_figures(total, before, period)),
        went=_went(total, before, period),
        decide=_decide(total, still, money, lapsed(session, filters), improving),
        people=(*people, replace(total, name=tr("合计"))),
        total=total,
        ended=endings,
        largest=largest(session, filters, since),
        still=still,
        money=money,
        improvements=improving,
        dates=key_dates(session, filters, period),
        next_period=tr("{name}（{days}）", name=period.after().name, days=period.after().days),
        planned=planned(session, filters, period),
        ended_note=_more(total.won + total.lost, len(endings)),
        still_note=_more(still.count, len(still.rows)),
        money_note=_more(money.count, len(money.rows)),
    )


def _of(filters: Filters, period: ReportPeriod) -> Filters:
    return Filters(period.first, period.last, member=filters.member, team=filters.team)


def _figures(now: Tally, before: Tally, period: ReportPeriod) -> Iterator[HeadFigure]:
    """Yield what was done against the period before, and what is there now."""

    def count(label: str, value: int, earlier: int) -> HeadFigure:
        note = tr(
            "{previous} {earlier:,}，{change}",
            previous=period.previous,
            earlier=earlier,
            change=_change(value - earlier),
        )
        return HeadFigure(label, f"{value:,}", note)

    def amount(label: str, value: int, earlier: int) -> HeadFigure:
        note = tr("{previous} ¥{earlier}", previous=period.previous, earlier=format_short(earlier))
        return HeadFigure(label, f"¥{format_short(value)}", note)

    yield count(tr("新增线索"), now.leads, before.leads)
    yield count(tr("联系客户（次）"), now.contacts, before.contacts)
    yield count(tr("成交（条）"), now.won, before.won)
    yield amount(tr("成交金额"), now.won_fen, before.won_fen)
    yield count(tr("流失（条）"), now.lost, before.lost)
    yield amount(tr("收到回款"), now.received_fen, before.received_fen)
    yield HeadFigure(tr("在途金额"), f"¥{format_short(now.open_fen)}", tr("{open:,} 条进行中", open=now.open))
    yield HeadFigure(tr("加权预测"), f"¥{format_short(now.weighted_fen)}", tr("在途金额 × 赢率"))


def _change(more: int) -> str:
    return tr("持平") if not more else f"+{more:,}" if more > 0 else f"−{-more:,}"


def _went(now: Tally, before: Tally, period: ReportPeriod) -> str:
    """Return in a few sentences what came of the period."""
    if not (now.won or now.lost or now.leads or now.contacts or now.received_fen):
        return tr("{period}没有新增线索、联系记录、成交、流失和回款。", period=period.short)
    won = tr("{period}没有成交", period=period.short)
    if now.won:
        won = tr("{period}成交 {won:,} 条、{amount}", period=period.short, won=now.won, amount=format_yuan(now.won_fen))
    return "".join(
        (
            won,
            tr("（{previous} {won:,} 条、{amount}）", previous=period.previous, won=before.won, amount=format_yuan(before.won_fen)),
            tr("，流失 {lost:,} 条、{amount}", lost=now.lost, amount=format_yuan(now.lost_fen)) if now.lost else tr("，没有流失"),
            tr("；收到回款 {amount}；", amount=format_yuan(now.received_fen)),
            tr("新增线索 {leads:,} 条，联系客户 {contacts:,} 次。", leads=now.leads, contacts=now.contacts),
        )
    )  # fmt: skip


def _decide(now: Tally, still: Many, money: Moneys, late: tuple[int, int], improving: tuple[ToImprove, ...]) -> str:
    """Return what cannot wait, as things stand today."""
    wanted: list[str] = []
    if money.late:
        wanted.append(
            tr("{count:,} 笔回款逾期，共 {left}，谁去催？", count=money.late, left=format_yuan(money.late_fen))
        )
    if late[0]:
        wanted.append(
            tr(
                "{count:,} 条商机过了预计成交日还没结果，共 {amount}，改期还是放弃？",
                count=late[0],
                amount=format_yuan(late[1]),
            )
        )
    if still.count:
        wanted.append(
            tr(
                "{count:,} 条商机在一个阶段停了 30 天以上，共 {amount}，怎么推进？",
                count=still.count,
                amount=format_yuan(still.fen),
            )
        )
    if now.overdue:
        wanted.append(tr("{count:,} 项跟进计划逾期未做。", count=now.overdue))
    if improving:
        wanted.append(tr("{count:,} 项改进到期或该看效果了。", count=len(improving)))
    return "\n".join(f"{number}. {text}" for number, text in enumerate(wanted, 1)) or tr("没有需要马上决定的事。")


def _improvement(one: ImprovementLine) -> ToImprove:
    return ToImprove(one.finding, one.action, one.owner, one.due_on, _STATES.get(one.state, one.state))


def _more(count: int, shown: int) -> str:
    return tr("一共 {count:,} 条，这里是前 {shown} 条。", count=count, shown=shown) if count > shown else ""
