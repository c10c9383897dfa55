"""The decision chain: what its roles and stances are called, who may report to whom, and what it lacks (C2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from desktop_crm.models import ChainRole
from desktop_crm.system.translations import tr

ROLE_NAMES: Final[Mapping[str, str]] = {
    "": tr("角色未知"),
    ChainRole.DECIDER: tr("决策者"),
    ChainRole.INFLUENCER: tr("影响者"),
    ChainRole.USER: tr("使用者"),
    ChainRole.BUYER: tr("采购"),
    ChainRole.GATEKEEPER: tr("技术把关"),
    ChainRole.FINANCE: tr("财务"),
    ChainRole.COACH: tr("内线"),
}
ROLE_BADGES: Final[Mapping[str, str]] = {
    ChainRole.DECIDER: tr("决策"),
    ChainRole.INFLUENCER: tr("影响"),
    ChainRole.USER: tr("使用"),
    ChainRole.BUYER: tr("采购"),
    ChainRole.GATEKEEPER: tr("把关"),
    ChainRole.FINANCE: tr("财务"),
    ChainRole.COACH: tr("内线"),
}
STANCES: Final[Mapping[int, str]] = {
    -2: tr("反对"),
    -1: tr("疑虑"),
    0: tr("中立"),
    1: tr("支持"),
    2: tr("力挺"),
}
INFLUENCES: Final[Mapping[int, str]] = {
    1: tr("1 很小"),
    2: tr("2 较小"),
    3: tr("3 一般"),
    4: tr("4 较大"),
    5: tr("5 很大"),
}
HIGH_INFLUENCE: Final = 4
_LATIN_NAME: Final = re.compile(r"[A-Za-z]")


class Member(Protocol):
    """What the rule asks of a person in the chain."""

    @property
    def id(self) -> str: ...  # noqa: D102 - named by itself
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def stance(self) -> int: ...  # noqa: D102
    @property
    def influence(self) -> int: ...  # noqa: D102
    @property
    def met(self) -> bool: ...  # noqa: D102
    @property
    def covered_by(self) -> str: ...  # noqa: D102


class GapKind(StrEnum):
    """What a chain can lack, the most pressing first."""

    NO_DECIDER = "no_decider"
    DECIDER_NOT_MET = "decider_not_met"
    OPPONENT = "opponent"
    SINGLE_THREAD = "single_thread"
    NO_COACH = "no_coach"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the chain lacks: a sentence, what to do about it, and the person it is about ("" for nobody)."""

    kind: GapKind
    sentence: str
    suggestion: str
    person_id: str = ""


def gaps(people: Sequence[Member]) -> tuple[Gap, ...]:
    """Return what the chain lacks, the most pressing first; an empty chain lacks only its decision maker."""
    found = [*_decider_gaps(people)]
    if people:
        found += [*_opponent_gaps(people), *_thread_gaps(people), *_coach_gaps(people)]
    return tuple(found)


def initials(name: str) -> str:
    """Return a colleague's short form: the last two characters of a Chinese name, else the first letters."""
    if _LATIN_NAME.match(name):
        return "".join(word[0] for word in name.split()[:2]).upper()
    return name[-2:]


def would_circle(superiors: Mapping[str, str | None], person: str, superior: str) -> bool:
    """Return whether `person` reporting to `superior` would let someone report to themselves."""
    seen: set[str] = set()
    step: str | None = superior
    while step and step not in seen:
        if step == person:
            return True
        seen.add(step)
        step = superiors.get(step)
    return False


def untangled(superiors: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the same reporting lines without those that lead to nobody known or round in a circle.

    Two laptops can each make a sound change that together close a circle; the later key then stands on top.
    """
    sound: dict[str, str | None] = {}
    for person in sorted(superiors):
        superior = superiors[person]
        known = superior if superior in superiors else None
        sound[person] = None if known is None or would_circle(sound, person, known) else known
    return sound


def _decider_gaps(people: Sequence[Member]) -> Iterator[Gap]:
    deciders = [person for person in people if person.role == ChainRole.DECIDER]
    if not deciders:
        yield Gap(GapKind.NO_DECIDER, tr("还不知道决策者是谁。"), tr("问清最后由谁拍板、谁签字付款，把这个人补上。"))
    elif not any(person.met for person in deciders):
        yield Gap(
            GapKind.DECIDER_NOT_MET,
            tr("还没有接触过决策者{name}。", name=deciders[0].name),
            tr("请熟悉的人引荐，或带高层一起拜访。"),
            deciders[0].id,
        )


def _opponent_gaps(people: Sequence[Member]) -> Iterator[Gap]:
    for person in people:
        if person.stance < 0 and person.influence >= HIGH_INFLUENCE and not person.covered_by:
            yield Gap(
                GapKind.OPPONENT,
                tr("{name}影响力大、态度{stance}，还没有专人跟进。", name=person.name, stance=STANCES[person.stance]),
                tr("指定一位同事负责，先听清楚他顾虑什么。"),
                person.id,
            )


def _thread_gaps(people: Sequence[Member]) -> Iterator[Gap]:
    met = [person for person in people if person.met]
    covered = [person for person in people if person.covered_by]
    advice = tr("再认识一两位：一个人离职或换岗，线索就断了。")
    if not met:
        yield Gap(GapKind.SINGLE_THREAD, tr("客户这边的人还一个都没接触过。"), tr("先约最容易见到的那一位。"))
    elif len(met) == 1:
        yield Gap(GapKind.SINGLE_THREAD, tr("单线联系：只接触过{name}一个人。", name=met[0].name), advice)
    elif len(covered) == 1:
        yield Gap(
            GapKind.SINGLE_THREAD,
            tr("单线联系：只有{name}有我们的人专门跟进。", name=covered[0].name),
            tr("给其他关键的人也指定负责的同事。"),
        )


def _coach_gaps(people: Sequence[Member]) -> Iterator[Gap]:
    if not any(person.role == ChainRole.COACH for person in people):
        yield Gap(GapKind.NO_COACH, tr("还没有内线。"), tr("找一位愿意告诉我们内部进展的人，标为内线。"))
