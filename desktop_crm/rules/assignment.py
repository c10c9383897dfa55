"""Who should follow a lead (L7): points for region, industry, grade and customer type; workload breaks ties.

The same input gives the same answer on any machine: whole numbers and fractions only, names compared by code point,
nothing taken from the order in which members or leads arrive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Final, Protocol

from desktop_crm.rules.regions import lies_in
from desktop_crm.rules.text import compact
from desktop_crm.system.translations import tr

_SEPARATORS = re.compile(r"[\s,，、;；/|]+")
_ENDINGS = re.compile(r"(行业|产业|业|类)$")
_USUAL_CAPACITY: Final = 30  # of a member for whom no limit is stated


class Weighting(Protocol):
    """How many points each likeness is worth; a playbook's own table is one."""

    @property
    def region(self) -> int: ...  # noqa: D102 - the names say it
    @property
    def industry(self) -> int: ...  # noqa: D102
    @property
    def priority(self) -> int: ...  # noqa: D102
    @property
    def customer_type(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of a playbook that states none."""

    region: int = 40
    industry: int = 30
    priority: int = 30
    customer_type: int = 0


@dataclass(frozen=True, slots=True)
class LeadProfile:
    """What of a lead decides who should follow it; `declined_by` are the members who did not take it before."""

    region: str = ""
    industry: str = ""
    grade: str = ""
    customer_type: str = ""
    declined_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberProfile:
    """What a member takes and how much they have in hand; no grades named means all, no capacity (0) no limit."""

    id: str
    name: str
    regions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    customer_types: tuple[str, ...] = ()
    open_deals: int = 0
    capacity: int = _USUAL_CAPACITY
    away: bool = False
    sells: bool = True
    left: bool = False

    @property
    def full(self) -> bool:
        """Tell whether they have as many deals as they can look after."""
        return self.open_deals >= self.capacity > 0

    @property
    def share(self) -> Fraction:
        """Return how much of their capacity is taken."""
        return Fraction(self.open_deals, self.capacity if self.capacity > 0 else _USUAL_CAPACITY)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A member for a lead: the points of 100 that speak for them, why, and in `note` what speaks against them."""

    member_id: str
    points: int
    reasons: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class OpenLead:
    """A lead to be given to somebody; its number and id settle who comes first among equals."""

    id: str
    number: str
    profile: LeadProfile
    weights: Weighting = Weights()


@dataclass(frozen=True, slots=True)
class Placed:
    """A lead with the member it should go to; None when there is nobody at all."""

    lead_id: str
    choice: Ranked | None


def rank(lead: LeadProfile, members: Iterable[MemberProfile], weights: Weighting | None = None) -> tuple[Ranked, ...]:
    """Return the members a lead may be offered to, the best first.

    Who is full, away, did not take this lead before, or does not sell is offered only when nobody else is, and then it
    is said; who has left never is.
    """
    judged = everyone(lead, members, weights)
    free = tuple(ranked for ranked in judged if not ranked.note)
    return free or judged


def everyone(
    lead: LeadProfile, members: Iterable[MemberProfile], weights: Weighting | None = None
) -> tuple[Ranked, ...]:
    """Return all members who have not left, the best first; those with something against them come after the others."""
    judged = [
        (_order(member, ranked, _weight(_obstacles(lead, member))), ranked)
        for member, ranked in ((one, _judged(lead, one, weights or Weights())) for one in members if not one.left)
    ]
    return tuple(ranked for _, ranked in sorted(judged, key=lambda pair: pair[0]))


def share_out(leads: Iterable[OpenLead], members: Sequence[MemberProfile]) -> tuple[Placed, ...]:
    """Give each lead to its best member, the highest grade first; each lead given adds to a member's load at once."""
    team = {member.id: member for member in members}
    placed: list[Placed] = []
    for lead in sorted(leads, key=_urgency):
        offered = rank(lead.profile, team.values(), lead.weights)
        placed.append(Placed(lead.id, offered[0] if offered else None))
        if offered:
            _add_load(team, offered[0].member_id)
    return tuple(placed)


def _add_load(team: dict[str, MemberProfile], member_id: str) -> None:
    team[member_id] = replace(team[member_id], open_deals=team[member_id].open_deals + 1)


def _urgency(lead: OpenLead) -> tuple[bool, str, str, str]:
    return (not lead.profile.grade, lead.profile.grade, lead.number, lead.id)


def _obstacles(lead: LeadProfile, member: MemberProfile) -> tuple[bool, ...]:
    """Return what speaks against giving them this lead now; the later ones weigh more."""
    return (member.full, member.away, member.id in lead.declined_by, not member.sells)


def _weight(obstacles: tuple[bool, ...]) -> int:
    return sum(holds << place for place, holds in enumerate(obstacles))


def _note(obstacles: tuple[bool, ...]) -> str:
    words = (tr("已满"), tr("今天不在"), tr("此前未接收"), tr("不负责销售"))
    return "、".join(word for word, holds in zip(words, obstacles, strict=True) if holds)


def _order(member: MemberProfile, ranked: Ranked, against: int) -> tuple[int, int, Fraction, int, str, str]:
    return (against, -ranked.points, member.share, member.open_deals, member.name, member.id)


def _judged(lead: LeadProfile, member: MemberProfile, weights: Weighting) -> Ranked:
    matched = _matched(lead, member)
    worth: Mapping[str, int] = {
        "region": weights.region,
        "industry": weights.industry,
        "priority": weights.priority,
        "customer_type": weights.customer_type,
    }
    counted = [(word, worth[what]) for what, word in matched.items() if worth[what]]
    return Ranked(
        member.id,
        sum(points for _, points in counted),
        tuple(f"{word} {points}" for word, points in counted),
        _note(_obstacles(lead, member)),
    )


def _matched(lead: LeadProfile, member: MemberProfile) -> dict[str, str]:
    """Return what matches, each with the word that says so: the member's own word for the region or industry."""
    found = {
        "region": next((region for region in member.regions if lies_in(lead.region, region)), ""),
        "industry": next((industry for industry in member.industries if belongs_to(lead.industry, industry)), ""),
        "priority": tr("{grade}级", grade=lead.grade) if lead.grade in (member.grades or (lead.grade,)) else "",
        "customer_type": next((kind for kind in member.customer_types if _same(kind, lead.customer_type)), ""),
    }
    if not lead.grade:
        found["priority"] = ""
    return {what: word for what, word in found.items() if word}


@lru_cache(4096)
def belongs_to(industry: str, branch: str) -> bool:
    """Tell whether an `industry` as written is of a `branch`: the same, or a kind of it (汽车制造业 is 制造业)."""
    wanted = _stem(branch)
    return bool(wanted) and any(_stem(part).endswith(wanted) for part in _SEPARATORS.split(industry))


def _stem(industry: str) -> str:
    plain = compact(industry).casefold()
    bare = _ENDINGS.sub("", plain)
    return bare if len(bare) > 1 else plain


def _same(one: str, other: str) -> bool:
    return bool(compact(one)) and compact(one).casefold() == compact(other).casefold()
