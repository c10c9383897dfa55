"""What stands in place of a chart without rows: what fills it, and the step that leads there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desktop_crm.system.translations import tr
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep


@dataclass(frozen=True, slots=True)
class _Hint:
    """What is to be done, and the place where."""

    sentence: str
    step: str
    place: str
    icon: str


_LEADS: Final = _Hint(tr("录入或导入线索，写上来源，这里就会比较各个来源。"), tr("去录入线索"), "leads", "leads")
_ENDED: Final = _Hint(tr("商机成交或丢单时在看板上结案，这里就会算出来。"), tr("打开看板"), "board", "board")
_ANSWERS: Final = _Hint(
    tr("完成跟进时写下“客户反馈”，这里就会看出客户愿意回应什么。"), tr("看今天的跟进"), "today", "today"
)
_HINTS: Final = {
    "conversion": _LEADS,
    "channels": _LEADS,
    "funnel": _Hint(tr("录入线索，在看板上一步步往前推，这里就会看出卡在哪里。"), tr("打开看板"), "board", "board"),
    "ageing": _Hint(tr("看板上有了进行中的商机，这里就会看出谁停得太久。"), tr("打开看板"), "board", "board"),
    "response": _ANSWERS,
    "response_hours": _ANSWERS,
    "loss": _Hint(tr("丢单时在看板上结案并选原因，这里就会看出最常见的。"), tr("打开看板"), "board", "board"),
    "rivals": _Hint(
        tr("商机结案后写复盘，填上竞争对手，这里就会看出输给谁。"), tr("看复盘"), "figures.lessons", "guide"
    ),
    "plans": _Hint(
        tr("给商机排下一次跟进的日期，到期以后这里就会看出做了没有。"), tr("看今天的跟进"), "today", "today"
    ),
    "receivable": _Hint(tr("在商机的合同里写上回款计划，这里就会看出还差多少。"), tr("打开看板"), "board", "board"),
    "targets": _Hint(
        tr("定下团队或每个人的目标，这里就会看出跟不跟得上。"), tr("去定目标"), "figures.target_sheet", "figures"
    ),
}


def nothing_yet(key: str, go: Callable[[str], object]) -> EmptyState:
    """Return what an empty chart says to a company that has nothing for it yet."""
    hint = _HINTS.get(key, _ENDED)
    return EmptyState("figures", hint.sentence, FirstStep(hint.step, lambda: go(hint.place), hint.icon))


def nothing_left(clear: Callable[[], object]) -> EmptyState:
    """Return what a chart says when its filters leave nothing."""
    return EmptyState(
        "figures", tr("筛选以后什么也没有了。换一个时间，或清除筛选再看。"), FirstStep(tr("清除筛选"), clear, "close")
    )
