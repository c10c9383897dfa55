"""What can be aimed at: the names and units of the measures, and targets as people type and read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal, TypeAlias

from desktop_crm.models import Measure
from desktop_crm.rules.amounts import LARGEST_FEN, BadAmount, format_short, format_yuan, parse_amount
from desktop_crm.rules.text import compact
from desktop_crm.system.translations import tr

Unit: TypeAlias = Literal["count", "share", "fen"]

NAMES: Final[Mapping[Measure, str]] = {
    Measure.NEW_LEADS: tr("新增线索"),
    Measure.ENTERED: tr("进入阶段"),
    Measure.CONVERSION: tr("阶段转化率"),
    Measure.CONTACTS: tr("跟进次数"),
    Measure.WON_DEALS: tr("成交数"),
    Measure.WON_AMOUNT: tr("成交金额"),
    Measure.RECEIVED: tr("回款金额"),
}
OF_STAGES: Final = frozenset({Measure.ENTERED, Measure.CONVERSION})
OF_PLAYBOOKS: Final = OF_STAGES | {Measure.NEW_LEADS}  # the others are counted over all playbooks
LARGEST: Final[Mapping[Unit, int]] = {"count": 10**9, "share": 1000, "fen": LARGEST_FEN}
_COUNTED: Final = re.compile(r"[条个次笔单家]$")
_PERCENT: Final = re.compile(r"(\d{1,9}(?:\.\d{1,20})?)(%?)")


class BadTarget(ValueError):  # noqa: N818 - named for what the user typed
    """The text is no target; the message is one Chinese sentence."""


def unit_of(measure: Measure) -> Unit:
    """Return in what a measure counts: whole numbers, tenths of a percent, fen."""
    if measure is Measure.CONVERSION:
        return "share"
    return "fen" if measure in {Measure.WON_AMOUNT, Measure.RECEIVED} else "count"


def named(measure: Measure, stage: str = "") -> str:
    """Return what a measure is called, with the name of its stage."""
    if not stage:
        return NAMES[measure]
    words = tr("进入 · {stage}") if measure is Measure.ENTERED else tr("转化率 · {stage}")
    return words.format(stage=stage)


def wrong_with(measure: Measure, value: int) -> str:
    """Return why a number cannot be a target, "" when it can."""
    if value < 0:
        return tr("目标不能是负数。")
    if value == 0:
        return tr("目标要大于 0；不要这个目标，把它清空就行。")
    if measure is Measure.CONVERSION and value > LARGEST["share"]:
        return tr("转化率不能超过 100%。")
    return tr("目标太大，请检查是否多写了位数。") if value > LARGEST[unit_of(measure)] else ""


def read_target(measure: Measure, value: object) -> int | None:
    """Return a target as typed (`200`, `50万`, `30%`) or as a sheet holds it, None for nothing; raises `BadTarget`."""
    text = compact(str(value)) if value is not None else ""
    if not text or text in {"-", "—"}:
        return None
    if text.startswith("-"):
        raise BadTarget(tr("目标不能是负数。"))
    found = _share(text) if measure is Measure.CONVERSION else _number(measure, text)
    if reason := wrong_with(measure, found):
        raise BadTarget(reason)
    return found


def written(measure: Measure, value: int, *, short: bool = False) -> str:
    """Return a figure of a measure as people read it; `short` has amounts as 125万."""
    match unit_of(measure):
        case "share":
            return f"{value / 10:.1f}".removesuffix(".0") + "%"
        case "fen":
            return format_short(value) if short else format_yuan(value)
        case _:
            return f"{value:,}"


def _share(text: str) -> int:
    """Read a share; below 1 and without its sign it is one as spreadsheets keep it: 0.3 is 30%."""
    found = _PERCENT.fullmatch(text)
    if not found:
        raise BadTarget(tr("“{text}”不是百分比，例如 30%。", text=text[:40]))
    figure = Decimal(found[1])
    percent = figure if figure >= 1 or found[2] else figure * 100
    return int((percent * 10).to_integral_value(ROUND_HALF_UP))


def _number(measure: Measure, text: str) -> int:
    amount = unit_of(measure) == "fen"
    try:
        fen = parse_amount(text if amount else _COUNTED.sub("", text))
    except BadAmount as error:
        raise BadTarget(str(error) if amount else tr("“{text}”不是数字。", text=text[:40])) from None
    if amount:
        return fen
    if fen % 100:
        raise BadTarget(tr("“{text}”不是整数。", text=text[:40]))
    return fen // 100
