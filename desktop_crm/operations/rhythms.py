"""The rhythms a deal's people are contacted in: by grade and playbook (F1), or those of the nurture pool (L9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop_crm.models import Deal, Method, Outcome, Purpose, StageStatus
from desktop_crm.playbooks.playbook import Cadence, Duration, Playbook
from desktop_crm.system.translations import tr

# No seed says how often the pool is served. A month is the longest rhythm any of them states for a customer who is not
# buying yet (care, grade C): often enough to be remembered, seldom enough not to bother.
NURTURE_EVERY: Final = Duration(1, "months")

# Nor when it is looked at again. A quarter: the rubric for urgency (L6) tells purchases apart by steps of three months,
# so that is how long it takes until a lead may score differently.
RE_EVALUATE_AFTER: Final = Duration(3, "months")

_NEWS: Final = (tr("发送行业资讯，留意需求变化"), tr("分享一个同行案例，问问近况"))
_PAPERS: Final = (tr("发送行业白皮书，保持联系"), tr("邀请参加线上研讨会"))
_LIGHT: Final = (Method.EMAIL, Method.WECHAT)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A contact that comes again; `opening` are the goals of the first contacts, then `goals` take turns, as methods do."""

    key: str
    purpose: Purpose
    goals: tuple[str, ...]
    methods: tuple[str, ...]
    every: Duration
    at_most: Duration | None = None
    opening: tuple[str, ...] = ()

    def goal(self, made: int) -> str:
        """Return the goal of the contact after so many."""
        return self.opening[made] if made < len(self.opening) else self.goals[made % len(self.goals)]

    def method(self, made: int) -> str:
        """Return the method of the contact after so many."""
        return self.methods[made % len(self.methods)]

    def occasion(self, beat: date) -> str:
        """Return what makes the contact of a beat one of its kind."""
        return f"{self.key} {beat.isoformat()}"


def rhythms(deal: Deal, playbook: Playbook) -> tuple[Rhythm, ...]:
    """Return the rhythms that are to run for a deal as it stands: none when it is closed or paused."""
    if deal.deleted_at is not None or deal.stage_status == StageStatus.PAUSED:
        return ()
    if deal.nurture:
        return (_nurture(deal),) if deal.outcome in (Outcome.OPEN, Outcome.LOST) else ()
    grade = playbook.grade(deal.grade)
    if deal.outcome != Outcome.OPEN or grade is None:
        return ()
    return tuple(
        _by_grade(playbook, f"{playbook.key}.{grade.key}{place}", cadence, main=place == 1)
        for place, cadence in enumerate(grade.cadence, start=1)
    )


def place_and_beat(occasion: str) -> tuple[int, date | None]:
    """Return which rhythm of its grade (from 0) an occasion belongs to, and its beat; None when it has none."""
    key, _, beat = occasion.partition(" ")
    try:
        return max(0, int(key[-1:]) - 1), date.fromisoformat(beat)
    except ValueError:
        return 0, None


def _by_grade(playbook: Playbook, key: str, cadence: Cadence, *, main: bool) -> Rhythm:
    return Rhythm(
        key=key,
        purpose=Purpose.CADENCE,
        goals=(cadence.goal,),
        methods=cadence.methods,
        every=cadence.every,
        at_most=cadence.at_most,
        opening=playbook.contact_goals[1:] if main else (),  # the first of them is the first contact's
    )


def _nurture(deal: Deal) -> Rhythm:
    """Return the rhythm of the pool: papers for who was close to buying (A and B), news for the others."""
    close = deal.grade in ("A", "B")
    return Rhythm("nurture.1", Purpose.NURTURE, _PAPERS if close else _NEWS, _LIGHT, NURTURE_EVERY)
