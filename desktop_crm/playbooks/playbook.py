"""What a playbook holds, as frozen structures that msgspec fills from TOML; what a seed does not state is None."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from desktop_crm.playbooks.vocabulary import Document, GradeKey, Method, OutcomeKey, Phase, Role

Text = Annotated[str, Meta(min_length=1)]
Key = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]*$")]
Positive = Annotated[int, Meta(ge=1)]
Percent = Annotated[int, Meta(ge=0, le=100)]


class Duration(Struct, frozen=True, forbid_unknown_fields=True):
    """A span of time as people say it: an amount of one unit."""

    amount: Positive
    unit: Literal["hours", "days", "working_days", "weeks", "months"]


class Cadence(Struct, frozen=True, forbid_unknown_fields=True):
    """A contact that comes again: why, by which means, and how often (`at_most` ends a range such as 2-3 days)."""

    goal: Text
    methods: tuple[Method, ...]
    every: Duration
    at_most: Duration | None = None


class Grade(Struct, frozen=True, forbid_unknown_fields=True):
    """A class of leads: what puts a lead into it and how fast and how often its people are contacted."""

    key: GradeKey
    name: Text
    criteria: Text
    first_contact: Duration | None = None
    nurture: bool = False
    cadence: tuple[Cadence, ...] = ()


class ChecklistItem(Struct, frozen=True, forbid_unknown_fields=True):
    """A thing to tick off in a stage; a required one is part of the gate."""

    key: Key
    text: Text
    required: bool = False


class Column(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A place for a deal, with the guide from which a new colleague learns what to do there."""

    name: Text
    steps: tuple[Text, ...] = ()
    aims: tuple[Text, ...] = ()
    questions: tuple[Text, ...] = ()
    examples: tuple[Text, ...] = ()
    documents: tuple[Document, ...] = ()


class Stage(Column, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A step of the sale: who answers for it, how long it may take, and what must be true before leaving it."""

    key: Key
    phase: Phase
    role: Role
    win_percent: Percent
    target_days: Positive | None = None
    target_new_per_month: Positive | None = None
    target_conversion_percent: Percent | None = None
    checklist: tuple[ChecklistItem, ...] = ()
    exit: tuple[str, ...] = ()

    @property
    def required_items(self) -> tuple[ChecklistItem, ...]:
        """Return the checklist items that must be ticked before the deal moves on."""
        return tuple(item for item in self.checklist if item.required)


class Reason(Struct, frozen=True, forbid_unknown_fields=True):
    """Why a deal ended as it did."""

    key: Key
    name: Text


class Outcome(Column, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An end of a deal: its name, its reasons, and whether it is a column of the board."""

    key: OutcomeKey
    column: bool = False
    reasons: tuple[Reason, ...]

    @property
    def reason_required(self) -> bool:
        """Tell whether a deal may end this way only with a reason."""
        return self.key != "won"


class Clocks(Struct, frozen=True, forbid_unknown_fields=True):
    """The time rules of a playbook apart from the first contact, which each grade states."""

    grade_lead: Duration | None = None
    confirm_assignment: Duration | None = None
    refuse_assignment: Duration | None = None
    write_record: Duration | None = None
    requirement_report: Duration | None = None
    archive_contract: Duration | None = None
    progress_report: Duration | None = None
    first_visits: tuple[Duration, ...] = ()


class Level(Struct, frozen=True, forbid_unknown_fields=True):
    """One written step of the rubric: so many points when this is so."""

    points: Annotated[int, Meta(ge=1, le=5)]
    text: Text


class Criterion(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a lead is scored for, with its weight and rubric."""

    key: Literal["budget", "need", "decision", "urgency"]
    name: Text
    levels: tuple[Level, ...]
    weight: Annotated[float, Meta(ge=0)] = 1


class Score(Struct, frozen=True, forbid_unknown_fields=True):
    """The score of a lead: four criteria, and the totals from which a lead is an A or a B."""

    criteria: tuple[Criterion, ...]
    a_from: float
    b_from: float


class Assignment(Struct, frozen=True, forbid_unknown_fields=True):
    """How much each likeness counts, in percent, when a lead is given to a sales representative."""

    region: Percent
    industry: Percent
    priority: Percent
    customer_type: Percent = 0


class Playbook(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way of selling, from the first contact to the care after the sale."""

    key: Key
    name: Text
    description: Text
    won_after: str
    roles: dict[Role, Text]
    grades: tuple[Grade, ...]
    stages: tuple[Stage, ...]
    outcomes: tuple[Outcome, ...]
    clocks: Clocks = Clocks()
    contact_goals: tuple[Text, ...] = ()
    first_contact_methods: tuple[Method, ...] = ()
    aftercare: tuple[Cadence, ...] = ()
    proposal_review: tuple[Role, ...] = ()
    contract_review: tuple[Role, ...] = ()
    screening: tuple[str, ...] = ()
    score: Score | None = None
    assignment: Assignment | None = None

    @property
    def columns(self) -> tuple[Stage | Outcome, ...]:
        """Return the columns of the board from left to right: the stages, then the outcomes that stand on it."""
        return *self.stages, *(outcome for outcome in self.outcomes if outcome.column)

    @property
    def first_stage(self) -> Stage:
        """Return the stage in which a new lead begins."""
        return self.stages[0]

    def find_stage(self, key: str) -> Stage | None:
        """Return the stage of that key, or None when this playbook has none."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def stage(self, key: str) -> Stage:
        """Return the stage of that key; KeyError when this playbook has none."""
        found = self.find_stage(key)
        if found is None:
            raise KeyError(key)
        return found

    def position(self, key: str) -> int:
        """Return the place of a stage, from 0; a stage that is no longer in the playbook stands at the start."""
        return next((at for at, stage in enumerate(self.stages) if stage.key == key), 0)

    def outcome(self, key: str) -> Outcome:
        """Return the outcome of that key; KeyError when this playbook has none."""
        for outcome in self.outcomes:
            if outcome.key == key:
                return outcome
        raise KeyError(key)

    def grade(self, key: str) -> Grade | None:
        """Return the grade of that key, or None for an ungraded lead."""
        return next((grade for grade in self.grades if grade.key == key), None)

    def is_won_at(self, stage: str) -> bool:
        """Tell whether a deal that has come to this stage is already won (the stages after the signature)."""
        return self.position(stage) > self.position(self.won_after)
