"""When an instalment falls due, as people write it: 签约后5个工作日, 验收合格后10天内, 上线后一个月, 2027-03-01."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from desktop_crm.rules.months import months_on
from desktop_crm.rules.text import compact, han_number
from desktop_crm.rules.when import BadWhen, parse_when
from desktop_crm.rules.working_time import add_working_days

Event = Literal["", "signing", "acceptance", "other"]
Unit = Literal["days", "working_days", "months"]

_SPAN: Final = re.compile(
    r"(\d{1,4}|[一二两三四五六七八九十百]{1,4}|半)个?(工作日|天|日|周|星期|礼拜|月|季度|年)(?:之?[内后]|以[内后])?"
)
_AFTER: Final = re.compile(r"(?:之|以)?(?:后|起|当[天日]|时)")
_BEFORE: Final = re.compile(r"(?:之|以)?前(?!期|端|置|处理)")
_SIGNING: Final = re.compile(r"签约|签订|签署|签字|签章|盖章|生效|签合同")
_ACCEPTANCE: Final = re.compile(r"(?<!初)(?<!预)验收|终验")
_FILLING: Final = re.compile(r"合格|通过|完成|完毕|双方|后|之|起|内|当天|当日|时")
_UNITS: Final[dict[str, tuple[Unit, int]]] = {
    "工作日": ("working_days", 1),
    "天": ("days", 1),
    "日": ("days", 1),
    "周": ("days", 7),
    "星期": ("days", 7),
    "礼拜": ("days", 7),
    "月": ("months", 1),
    "季度": ("months", 3),
    "年": ("months", 12),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What an instalment waits for and how long after it: a day of its own, or an `event` called `name` by both sides."""

    event: Event = ""
    name: str = ""
    amount: int = 0
    unit: Unit = "days"
    day: date | None = None

    def due_after(self, day: date) -> date:
        """Return when it is due once the event took place on `day`."""
        if self.unit == "working_days":
            return add_working_days(day, self.amount)
        return months_on(day, self.amount) if self.unit == "months" else day + timedelta(days=self.amount)


@lru_cache(maxsize=1024)  # every instalment is held against every step of the plan
def read_condition(text: str, today: date) -> Condition:
    """Return what `text` says; words that name neither a day nor an event give a condition that never comes by itself."""
    plain = compact(text)
    if day := _day(plain, today):
        return Condition(day=day)
    amount, unit = _span(plain)
    head = _SPAN.sub("", plain)
    if _BEFORE.search(plain) or not plain:
        return Condition(name=plain)
    name = _FILLING.sub("", head).strip("，,。；;：:的在于自从按")
    return Condition(_event(plain), name, amount, unit)


def names_step(condition: str, step: str, today: date) -> bool:
    """Tell whether `condition` waits for the step of a plan called `step`: one name holds the other."""
    found = read_condition(condition, today)
    if found.event != "other" or len(found.name) < 2:
        return False
    wanted, there = found.name, _step_name(step)
    return len(there) >= 2 and (wanted in there or there in wanted)


@lru_cache(maxsize=1024)
def _step_name(step: str) -> str:
    return _FILLING.sub("", compact(step))


def _event(plain: str) -> Event:
    if _ACCEPTANCE.search(plain):
        return "acceptance"
    if _SIGNING.search(plain):
        return "signing"
    return "other" if _AFTER.search(plain) or _SPAN.search(plain) else ""


def _day(plain: str, today: date) -> date | None:
    for text in (plain, re.sub(r"(?:之|以)?前$|到期$|付清?$|支付$", "", plain)):
        try:
            return parse_when(text, today).day
        except BadWhen:
            continue
    return None


def _span(plain: str) -> tuple[int, Unit]:
    """Return the span named last: in 质保一年期满后30天 that is the 30 days."""
    found = list(_SPAN.finditer(plain))
    if not found:
        return 0, "days"
    said, word = found[-1][1], found[-1][2]
    unit, times = _UNITS[word]
    if said == "半":
        return (6, "months") if word == "年" else (15, "days")
    try:
        number = int(said) if said.isdigit() else han_number(said.replace("两", "二"))
    except ValueError:
        return 0, "days"
    return number * times, unit
