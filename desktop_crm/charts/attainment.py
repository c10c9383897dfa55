"""A6: how the targets of a month, or of several, stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from desktop_crm.charts.chart import Chart, Column, Row
from desktop_crm.charts.target_words import (
    TONES,
    actual_word,
    expected_word,
    lag_word,
    per_day_word,
    share_done,
    state_word,
    summary,
    worst,
)
from desktop_crm.models import Measure
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.figures.attainment import Attained, standing, with_team
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.target_facts import Span, behind_target
from desktop_crm.queries.targets import Aim, targets_in
from desktop_crm.rules.months import month_name, month_of
from desktop_crm.rules.targets import named, written
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

TITLE: Final = tr("这个月的目标完成了多少？")


def attainment(session: Session, filters: Filters) -> Chart:
    """Return the targets of the team, or of the chosen person, with what came of them."""
    span = span_of(session, filters)
    targets = with_team(targets_in(session, span.months))
    if filters.playbook:
        targets = {aim: value for aim, value in targets.items() if aim.playbook in {"", filters.playbook}}
    known = {book.key for book in span.playbooks} | {""}
    targets = {aim: value for aim, value in targets.items() if aim.playbook in known}
    found = standing(session, span, targets, filters.member, clock.today())
    lagging = worst(found)
    return Chart(
        key="targets",
        title=TITLE,
        answer=_answer(found, lagging, span),
        form="bars",
        columns=(
            Column("name", tr("目标"), "text"),
            Column("done", tr("完成率"), "share"),
            Column("actual", tr("实际"), "text", figured=True),
            Column("target", tr("目标值"), "text", figured=True),
            Column("expected", tr("到今天应有"), "text", figured=True),
            Column("state", tr("进度"), "text", figured=True),
            Column("per_day", tr("每个工作日还要"), "text", figured=True),
        ),
        rows=tuple(_row(one, span, marked=one is lagging) for one in found),
        drawn=("done",),
        note=tr(
            "看{period}；不选时间就看本月。应有的数按已过去的工作日算，今天还不算过去；团队没有自己的目标时，用各人目标之和。"
            "转化率只看离开这一阶段的商机，不足 10 条不算。目标不分来源和行业，这两项筛选在这里不起作用。",
            period=period_name(span),
        ),
    )


def behind_attainment(session: Session, filters: Filters, key: str) -> Sequence[ColumnElement[bool]]:
    """Return the conditions on the deals that counted for a row."""
    measure, playbook, stage = key.split("|")
    span = span_of(session, filters)
    return behind_target(span, Aim(span.first, Measure(measure), playbook, stage, filters.member))


def span_of(session: Session, filters: Filters) -> Span:
    """Return the months that the filters touch; this month when they name no time."""
    today = clock.today()
    first = month_of(filters.first or filters.last or today)
    last = month_of(filters.last or max(first, today))
    return Span(first, last, tuple(playbooks_in(session).values()))


def period_name(span: Span) -> str:
    """Return the months as people say them."""
    if span.first == span.last:
        return month_name(span.first)
    return tr("{first}到{last}", first=month_name(span.first), last=month_name(span.last))


def _row(one: Attained, span: Span, *, marked: bool) -> Row:
    aim, pace = replace(one.aim, month=span.first), one.pace
    cells = (
        name_of(aim, span),
        share_done(one),
        actual_word(one),
        written(aim.measure, one.target or 0),
        expected_word(one),
        state_word(one) or tr("还没开始"),
        per_day_word(one) or "—",
    )
    return Row(f"{aim.measure}|{aim.playbook}|{aim.stage}", cells, marked, tone=TONES[pace.state] if pace else None)


def name_of(aim: Aim, span: Span) -> str:
    """Return what a target is called; its playbook too where several have stages."""
    book = next((book for book in span.playbooks if book.key == aim.playbook), None)
    stage = book.find_stage(aim.stage) if book else None
    words = named(aim.measure, stage.name if stage else aim.stage)
    return f"{words} · {book.name}" if book and book.key != span.playbooks[0].key else words


def _answer(found: Sequence[Attained], lagging: Attained | None, span: Span) -> str:
    if not found:
        return tr(
            "还没有定{period}的目标。在“每个人每月要做到多少？”里输入，或复制上个月的。", period=period_name(span)
        )
    said = period_name(span) + " " + summary(found)
    return said + (lag_word(lagging, name_of(lagging.aim, span)) if lagging else "。")
