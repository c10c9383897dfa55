"""From one standing of the open deals to a later one: what came, grew, slipped and went, to the fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from desktop_crm.models import Outcome

Step = Literal["opening", "new", "grown", "shrunk", "slipped", "pulled_in", "lost", "won", "closing"]
STEPS: Final[tuple[Step, ...]] = get_args(Step)
TAKEN: Final[frozenset[Step]] = frozenset({"shrunk", "slipped", "lost", "won"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A deal at one moment: its amount in fen, the day it is expected to close or was won on, how it ended."""

    amount: int
    day: date | None
    outcome: str = Outcome.OPEN


@dataclass(slots=True)
class Bridge:
    """The amount in fen of each step, none below zero, and the deals behind it."""

    amounts: dict[Step, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))
    deals: dict[Step, list[str]] = field(default_factory=lambda: {step: [] for step in STEPS})

    def add(self, step: Step, deal: str, amount: int) -> None:
        """Count a deal in a step."""
        self.amounts[step] += amount
        self.deals[step].append(deal)

    def signed(self, step: Step) -> int:
        """Return what a step does to the sum: what it takes away is negative."""
        return -self.amounts[step] if step in TAKEN else self.amounts[step]

    def difference(self) -> int:
        """Return by how much the steps miss the closing standing: 0, or a figure is wrong."""
        return sum(self.signed(step) for step in STEPS[:-1]) - self.amounts["closing"]


def bridge(before: Mapping[str, Standing], after: Mapping[str, Standing], first: date, last: date) -> Bridge:
    """Return what led from the open deals of `before` to those of `after` that are expected from `first` to `last`.

    `after` holds the closed ones too; a deal it does not know any more counts as lost. A lost deal is in no closing.
    """
    made = Bridge()
    for deal in sorted(before.keys() | after.keys()):
        then, now = before.get(deal), after.get(deal)
        counted = then if then and _within(then.day, first, last) else None
        if counted:
            made.add("opening", deal, counted.amount)
        _step(made, deal, counted, now, known=then is not None, now_within=bool(now) and _within(now.day, first, last))
    return made


def _step(
    made: Bridge, deal: str, then: Standing | None, now: Standing | None, *, known: bool, now_within: bool
) -> None:
    """Say what became of a deal that counted at first as `then`, or did not count."""
    if now is None or now.outcome in {Outcome.LOST, Outcome.INVALID}:
        if then:
            made.add("lost", deal, then.amount)
        return
    won = now.outcome == Outcome.WON
    if then and not won and not now_within:
        made.add("slipped", deal, then.amount)
        return
    if not then and not now_within:
        return
    if then:
        _change(made, deal, now.amount - then.amount)
    else:
        made.add("pulled_in" if known else "new", deal, now.amount)
    made.add("won" if won else "closing", deal, now.amount)


def _change(made: Bridge, deal: str, more: int) -> None:
    if more:
        made.add("grown" if more > 0 else "shrunk", deal, abs(more))


def _within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last
