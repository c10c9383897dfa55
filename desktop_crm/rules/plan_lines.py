"""Lines of a delivery plan as people type them: `上线 5月10日 交付：上线报告`, `周工 项目经理 现场调试 13800001234`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop_crm.rules.text import half_width
from desktop_crm.rules.when import BadWhen, parse_when
from desktop_crm.rules.working_time import next_working_day

_HANDS_OVER: Final = re.compile(r"\s*(?:交付物?|成果)\s*[::]\s*(.+)$")
_SPLIT: Final = re.compile(r"[\s,，、;；]+")
_PHONE: Final = re.compile(r"\+?\d[\d-]{6,}\d")
# The usual steps, and how far along the way from the first to the last day each one stands.
USUAL_STEPS: Final = (("启动会", 0), ("方案确认", 15), ("实施部署", 50), ("上线试运行", 75), ("验收", 100))


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone as it was typed."""

    name: str
    day: date | None = None
    deliverable: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody of a project as they were typed."""

    name: str
    role: str = ""
    duty: str = ""
    phone: str = ""


def parse_step(line: str, today: date) -> Step:
    """Return the milestone of a line; the first word after the name that is a day is its day, all else is its name."""
    plain = half_width(line)
    found = _HANDS_OVER.search(plain)
    words = [word for word in _SPLIT.split(plain[: found.start()] if found else plain) if word]
    day = None
    for place, word in enumerate(words[1:], 1):
        try:
            day = parse_when(word, today).day
        except BadWhen:
            continue
        del words[place]
        break
    return Step(" ".join(words) or plain, day, found[1].strip() if found else "")


def parse_hand(line: str) -> Hand:
    """Return the person of a line: name, role, and what they answer for; a phone number may stand anywhere."""
    plain = half_width(line)
    phone = _PHONE.search(plain)
    words = [word for word in _SPLIT.split(_PHONE.sub(" ", plain, count=1)) if word]
    name, role, *duty = (*words, "", "")
    return Hand(name or plain, role, "，".join(word for word in duty if word), phone[0] if phone else "")


def spread_steps(first: date, last: date, steps: Sequence[tuple[str, int]] = USUAL_STEPS) -> list[tuple[str, date]]:
    """Return the usual steps with a working day each, in their order between the first and the last day."""
    length = max(0, (last - first).days)
    days = [next_working_day(first + timedelta(days=length * part // 100)) for _, part in steps]
    if days:
        days[-1] = max(last, first)
    return [(name, min(day, max(last, first))) for (name, _), day in zip(steps, days, strict=True)]
