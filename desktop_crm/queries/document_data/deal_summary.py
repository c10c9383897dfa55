"""What the internal summary at the head of an internal pack says: where the deal stands and how far we may go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.parties import Subject


@dataclass(frozen=True, slots=True)
class ChainPerson(InternalOnly):
    """A person of the decision chain as we judge them."""

    name: str
    position: str = ""
    role: str = ""
    stance: str = ""
    influence: int = 0
    covered_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredObjection(InternalOnly):
    """An objection and the answer we gave."""

    text: str
    answer: str = ""
    proof: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Floor(InternalOnly):
    """How far we may go (N1)."""

    core_demands: str = ""
    lowest_price: int | None = None
    lowest_discount: str = ""
    longest_payment: str = ""
    walk_away: str = ""
    tactics: str = ""


@dataclass(frozen=True, slots=True)
class DealSummary(InternalOnly):
    """The data of `deal_summary`."""

    deal: Subject
    stage: str = ""
    grade: str = ""
    source: str = ""
    amount: int | None = None
    budget: str = ""
    expected_close: date | None = None
    need: str = ""
    next_step: str = ""
    next_due: date | None = None
    note: str = ""
    people: tuple[ChainPerson, ...] = ()
    objections: tuple[AnsweredObjection, ...] = ()
    floor: Floor | None = None
