"""What the forecast page says of its figures."""

from __future__ import annotations

from typing import Final

from desktop_crm.charts.bridge_picture import answer
from desktop_crm.queries.forecast_page import ForecastFound
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.months import month_of
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views.figures.forecast_lines import when_expected

_FAIR_COIN: Final = 0.25


def missing(part: str, found: ForecastFound) -> str:
    """Return what an empty part says, "" when there is something to show."""
    if part == "months" and not found.lines:
        return tr("还没有进行中的商机。给商机填上金额和预计成交日期，这里就会算出每个月的预测。")
    if part == "bridge" and found.moved is None:
        return tr("每周留存一次快照，从第二周起可以看出预测为什么变了。")
    if part == "truth" and not found.truth.deals:
        return tr("商机成交或流失时会留下当时的赢率，积累之后这里说明估得准不准。")
    return ""


def answer_of(part: str, found: ForecastFound) -> str:
    """Return the answer of a part in a sentence."""
    if part == "bridge":
        return answer(found.moved.steps) if found.moved else ""
    return _months_answer(found) if part == "months" else _truth_answer(found)


def note_of(part: str) -> str:
    """Return how a part is reckoned."""
    return _NOTES[part]


def _months_answer(found: ForecastFound) -> str:
    this = month_of(clock.today())
    lines = [line for line in found.lines if line.month == this]
    return tr(
        "{month}加权预测 {weighted}，已成交 {won}；人工承诺 {committed}，全部赢下为 {total}。",
        month=when_expected(this),
        weighted=format_yuan(sum(line.weighted_fen for line in lines)),
        won=format_yuan(sum(line.won_fen for line in lines)),
        committed=format_yuan(sum(line.committed_fen for line in lines)),
        total=format_yuan(sum(line.total_fen for line in lines)),
    )


def _truth_answer(found: ForecastFound) -> str:
    truth = found.truth
    better = tr("比一律估五成好") if (truth.score or 0) < _FAIR_COIN else tr("还不如一律估五成")
    return tr(
        "{deals} 个已结束的商机，布里尔分 {score}（越小越准），{better}。",
        deals=f"{truth.deals:,}",
        score=f"{truth.score or 0:.3f}",
        better=better,
    )


_NOTES: Final = {
    "months": tr("加权 = 每个商机的金额 × 赢率；承诺 = 人工把赢率设为 90% 以上的商机全额；已流失的商机不计入。"),
    "bridge": tr(
        "期初 + 新增 + 金额增加 − 金额减少 − 推迟出期 + 提前入期 − 流失 − 成交 = 期末，精确到分。点一步看它的商机。"
    ),
    "truth": tr("预计与实际越接近越好；不足 10 个商机的一档不算成交率。人工设定的赢率也计在内。"),
}
