"""Targets in words: how one stands, in a word and in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from desktop_crm.charts.chart import Tone, too_few
from desktop_crm.models import Measure
from desktop_crm.queries.figures.attainment import Attained
from desktop_crm.rules.pace import LAGGING, State
from desktop_crm.rules.shares import half_up
from desktop_crm.rules.targets import unit_of, written
from desktop_crm.system.translations import tr

_YUAN: Final = 100  # fen
TONES: Final[dict[State, Tone]] = {
    "met": "good",
    "ahead": "accent",
    "behind": "soon",
    "missed": "late",
    "few": "muted",
    "coming": "muted",
}


def state_word(one: Attained) -> str:
    """Return how a target stands in a word or two, "" while there is nothing to say."""
    if one.pace is None:
        return ""
    match one.pace.state:
        case "met":
            return tr("完成")
        case "ahead":
            return tr("领先 {gap}", gap=_short(one, one.pace.gap or 0)) if one.pace.gap else tr("正好")
        case "behind":
            word = tr("差 {gap}") if one.aim.measure is Measure.CONVERSION else tr("落后 {gap}")
            return word.format(gap=_short(one, -(one.pace.gap or 0)))
        case "missed":
            return tr("差 {gap}", gap=_short(one, -(one.pace.gap or 0)))
        case "few":
            return tr("样本不足")
        case _:
            return ""


def actual_word(one: Attained, *, short: bool = False) -> str:
    """Return what came of a target; a share of too few is not said."""
    return too_few(one.n) if one.actual is None else written(one.aim.measure, one.actual, short=short)


def share_done(one: Attained) -> int | None:
    """Return how much of the target came, in tenths of a percent; None where that is not known."""
    if not one.target or one.actual is None:
        return None
    return half_up(1000 * one.actual, one.target)


def per_day_word(one: Attained) -> str:
    """Return what each working day left must bring, "" when nothing must."""
    if one.pace is None or one.pace.per_day() is None:
        return ""
    if unit_of(one.aim.measure) == "fen":
        return _short(one, -(-(one.pace.per_day() or 0) // _YUAN) * _YUAN)
    tenths = one.pace.per_day(10) or 0
    return f"{tenths // 10:,}" if tenths % 10 == 0 else f"{tenths / 10:,.1f}"


def sentence(one: Attained) -> str:
    """Return how a target stands as a sentence without its end: what is aimed at, what came, what is to come."""
    if one.target is None or one.pace is None:
        return tr("已有 {actual}，没有目标", actual=actual_word(one, short=True))
    said = [tr("目标 {target}", target=_short(one, one.target))]
    if one.pace.state != "coming" or one.actual:
        said.append(tr("已有 {actual}", actual=actual_word(one, short=True)))
    if one.pace.expected is not None and one.pace.state != "met":
        said.append(tr("到今天应有 {expected}", expected=_short(one, one.pace.expected)))
    if word := state_word(one):
        said.append(word)
    return "，".join(said) + to_come(one)


def to_come(one: Attained) -> str:
    """Return what the days left must bring, begun with a stop, "" when nothing must."""
    each = per_day_word(one)
    if not each or one.pace is None:
        return ""
    return tr("；剩 {days} 个工作日，平均每天要 {each}", days=one.pace.days_left, each=each)


def expected_word(one: Attained) -> str:
    """Return what should be there by now; "—" where there is no pace to keep."""
    if one.pace is None or one.pace.expected is None:
        return "—"
    return written(one.aim.measure, _whole(one, one.pace.expected))


def lag_word(one: Attained, name: str) -> str:
    """Return the sentence about the target that lags most, begun with a stop."""
    over = one.pace is not None and one.pace.state == "missed"
    words = tr("。差得最多的是“{name}”：{state}{to_come}。") if over else tr("。最要赶的是“{name}”：{state}{to_come}。")
    return words.format(name=name, state=state_word(one), to_come=to_come(one))


def summary(found: Sequence[Attained]) -> str:
    """Return how many targets are reached, kept up with and missed, in a sentence without its end."""
    states = [one.pace.state for one in found if one.pace]
    counts = {
        tr("{count} 项完成"): states.count("met"),
        tr("{count} 项跟得上"): states.count("ahead"),
        tr("{count} 项落后"): states.count("behind"),
        tr("{count} 项没完成"): states.count("missed"),
        tr("{count} 项样本不足"): states.count("few"),
        tr("{count} 项还没开始"): states.count("coming"),
    }
    said = "，".join(words.format(count=count) for words, count in counts.items() if count)
    return tr("{total} 项目标：{said}", total=len(states), said=said)


def worst(found: Sequence[Attained]) -> Attained | None:
    """Return the target that lags most, measured by itself."""
    lagging = [one for one in found if one.pace and one.pace.state in LAGGING and one.target]
    return min(lagging, key=lambda one: (one.pace.gap or 0) / (one.target or 1) if one.pace else 0, default=None)


def _short(one: Attained, value: int) -> str:
    """Return a figure in few signs; what is reckoned of an amount is said in whole yuan."""
    return written(one.aim.measure, _whole(one, value), short=True)


def _whole(one: Attained, value: int) -> int:
    return round(value / _YUAN) * _YUAN if unit_of(one.aim.measure) == "fen" else value
