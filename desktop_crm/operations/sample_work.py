"""What the deals of the sample company have in common from the proposal on, as frozen structures."""

from __future__ import annotations

from msgspec import Struct


class SampleProposal(Struct, frozen=True, forbid_unknown_fields=True):
    """What every proposal says alike."""

    service: str
    delivery_cycle: str
    delivery_days: int
    advantage: str
    benefit: str
    terms: str
    change_note: str = ""


class SamplePoint(Struct, frozen=True, forbid_unknown_fields=True):
    """How a pain point is answered: function, value, case."""

    function: str
    value: str
    case_study: str


class Reaction(Struct, frozen=True, forbid_unknown_fields=True):
    """How a presentation went and what follows."""

    reaction: str
    next_action: str


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """A question of a presentation and its answer."""

    text: str
    answer: str


class Comment(Struct, frozen=True, forbid_unknown_fields=True):
    """What a reviewer says."""

    role: str
    text: str


class Instalment(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the price (in tenths of a percent), due so many days after the signature."""

    name: str
    condition: str
    share: int
    after: int


class Risk(Struct, frozen=True, forbid_unknown_fields=True):
    """A point of the risk checklist as looked at."""

    key: str
    note: str


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """A milestone, planned so many days after the signature."""

    name: str
    deliverable: str
    after: int


class Week(Struct, frozen=True, forbid_unknown_fields=True):
    """What a weekly report tells."""

    done: str
    planned: str
    help_needed: str = ""


class Visited(Struct, frozen=True, forbid_unknown_fields=True):
    """What was heard on a visit."""

    usage: str
    training: str


class SampleAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """An answer of the objection library."""

    kind: str
    text: str
    answer: str
    proof: str = ""


class SampleWork(Struct, frozen=True, forbid_unknown_fields=True):
    """What the deals have in common from the proposal to the care after the sale."""

    proposal: SampleProposal
    points: tuple[SamplePoint, ...]
    reactions: tuple[Reaction, ...]
    asked: tuple[Asked, ...]
    comments: tuple[Comment, ...]
    instalments: tuple[Instalment, ...]
    risks: tuple[Risk, ...]
    milestones: tuple[Step, ...]
    weeks: tuple[Week, ...]
    visit: Visited
    answers: tuple[SampleAnswer, ...]
