"""A3: by which method customers answer, and at which hour."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.charts.chart import Chart, Column, Row, said
from desktop_crm.charts.words import leaders
from desktop_crm.playbooks.vocabulary import METHOD_NAMES
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.responses import Contacted, responses
from desktop_crm.rules.shares import share
from desktop_crm.system.translations import tr

TITLE: Final = tr("用什么方式联系，客户最愿意回应？")
HOURS_TITLE: Final = tr("什么时候联系，客户最愿意回应？")
_RULE: Final = tr(
    "已完成的跟进里写了“客户反馈”就算有回应；只发不等回复的（问候、调查、报告、培育内容）不计。不足 10 次的不算百分比。"
)
_BANDS: Final = ((0, 8), (8, 10), (10, 12), (12, 14), (14, 16), (16, 18), (18, 24))  # hours of the day


def response(session: Session, filters: Filters) -> Chart:
    """Return the share of answered contacts by method."""
    found = responses(session, filters)
    rows = sorted((_method_row(method, found) for method in {one.method for one in found}), key=_most_first)
    top = leaders(rows, lambda row: _number(row, 3))
    return Chart(
        key="response",
        title=TITLE,
        answer=_answer(found, top),
        form="bars",
        columns=(
            Column("method", tr("方式"), "text"),
            Column("contacts", tr("联系")),
            Column("answered", tr("有回应")),
            Column("share", tr("回应率"), "share", of="contacts", part="answered", better="up"),
        ),
        rows=tuple(rows),
        drawn=("share",),
        note=_RULE,
    )


def response_hours(session: Session, filters: Filters) -> Chart:
    """Return the share of answered contacts by method and time of the day."""
    found = responses(session, filters)
    methods = sorted({one.method for one in found}, key=lambda method: -_sum(found, method))
    keys = tuple(f"h{first:02d}" for first, _ in _BANDS)
    rows = tuple(_hour_row(method, [one for one in found if one.method == method]) for method in methods)
    return Chart(
        key="response_hours",
        title=HOURS_TITLE,
        answer=_hours_answer(found),
        form="heat",
        columns=(
            Column("method", tr("方式"), "text"),
            *(
                Column(key, _said_band(band), "share", of=f"{key}_n", better="up")
                for key, band in zip(keys, _BANDS, strict=True)
            ),
            *(
                Column(f"{key}_n", tr("{hours} 次数", hours=_said_band(band)))
                for key, band in zip(keys, _BANDS, strict=True)
            ),
        ),
        rows=rows,
        drawn=keys,
        note=_RULE,
    )


def _method_row(method: str, found: list[Contacted]) -> Row:
    contacts, answered = _totals(one for one in found if one.method == method)
    return Row(method, (_name(method), contacts, answered, share(answered, contacts)))


def _hour_row(method: str, found: list[Contacted]) -> Row:
    totals = [_totals(one for one in found if first <= one.hour < end) for first, end in _BANDS]
    return Row(
        method, (_name(method), *(share(part, whole) for whole, part in totals), *(whole for whole, _ in totals))
    )


def _totals(found: Iterable[Contacted]) -> tuple[int, int]:
    """Return how many contacts and how many answers."""
    each = list(found)
    return sum(one.contacts for one in each), sum(one.answered for one in each)


def _sum(found: list[Contacted], method: str) -> int:
    return sum(one.contacts for one in found if one.method == method)


def _number(row: Row, place: int) -> int | None:
    found = row.cells[place]
    return found if isinstance(found, int) else None


def _most_first(row: Row) -> tuple[int, str]:
    return -(_number(row, 1) or 0), row.key


def _name(method: str) -> str:
    return {str(key): tr(name) for key, name in METHOD_NAMES.items()}.get(method, tr("其他"))


def _said_band(band: tuple[int, int]) -> str:
    first, end = band
    if first == 0:
        return tr("{hour} 点前", hour=end)
    return tr("{hour} 点后", hour=first) if end == 24 else tr("{first}–{end} 点", first=first, end=end)


def _answer(found: list[Contacted], most: list[Row]) -> str:
    if not found:
        return tr("这个范围里还没有跟进记录。")
    contacts, answered = _totals(found)
    if not most:
        return tr(
            "{contacts} 次联系里 {answered} 次有回应；每种方式都不足 10 次，先别比较。",
            contacts=contacts,
            answered=answered,
        )
    top = most[0]
    if len(most) > 1:
        share_said = said(top.cells[3], "share")
        return tr(
            "{method}等 {count} 种方式一样有效：{share} 有回应。",
            method=top.cells[0],
            count=len(most),
            share=share_said,
        )
    return tr(
        "{method}最有效：{contacts} 次联系，{share} 有回应。",
        method=top.cells[0], contacts=f"{_number(top, 1) or 0:,}", share=said(top.cells[3], "share"),
    )  # fmt: skip


def _hours_answer(found: list[Contacted]) -> str:
    if not found:
        return tr("这个范围里还没有跟进记录。")
    bands = [(band, *_totals(one for one in found if band[0] <= one.hour < band[1])) for band in _BANDS]
    most = leaders(bands, lambda one: share(one[2], one[1]))
    if not most:
        return tr("每个时段都不足 10 次联系，还说不出什么时候最好。")
    band, contacts, answered = most[0]
    hours, answers = _said_band(band), said(share(answered, contacts), "share")
    if len(most) > 1:
        return tr("{hours}等 {count} 个时段一样好：{share} 有回应。", hours=hours, count=len(most), share=answers)
    return tr("{hours}最好：{contacts} 次联系，{share} 有回应。", hours=hours, contacts=f"{contacts:,}", share=answers)
