"""How a planned day stands, in one word for cards, lists and the head of a deal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from desktop_crm.system.translations import tr

DueKind = Literal["overdue", "today", "soon", "later", "none"]

SOON_DAYS: Final = 3


@dataclass(frozen=True, slots=True)
class DueState:
    """How a day stands (`kind`) and how that is said (`text`)."""

    kind: DueKind
    text: str


def due_state(day: date | None, today: date) -> DueState:
    """Return how `day` stands as seen from `today`: up to three days ahead counts as soon."""
    if day is None:
        return DueState("none", tr("未安排"))
    ahead = (day - today).days
    if ahead < 0:
        return DueState("overdue", tr("逾期{days}天", days=-ahead))
    if ahead == 0:
        return DueState("today", tr("今天"))
    if ahead <= SOON_DAYS:
        return DueState("soon", tr("明天") if ahead == 1 else tr("还有{days}天", days=ahead))
    return DueState("later", short_day(day, today))


def short_day(day: date, today: date) -> str:
    """Return `3月15日`, with the year only when it is another one."""
    if day.year == today.year:
        return tr("{month}月{day}日", month=day.month, day=day.day)
    return tr("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day)
