"""What stands in the sample company's files, as frozen structures."""

from __future__ import annotations

import tomllib
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from desktop_crm.operations.sample_work import SampleWork
from desktop_crm.system.paths import resources

StructT = TypeVar("StructT", bound=Struct)


class SampleMember(Struct, frozen=True, forbid_unknown_fields=True):
    """A colleague; `key` names them inside the files."""

    key: str
    name: str
    role: str
    phone: str = ""
    email: str = ""
    regions: list[str] = []
    industries: list[str] = []
    capacity: int = 30
    manager: str = ""
    left: bool = False


class SampleProduct(Struct, frozen=True, forbid_unknown_fields=True):
    """A product with its list price as people write it."""

    name: str
    series: str
    price: str


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """A question that every talk is prepared with."""

    kind: str
    question: str


class Clause(Struct, frozen=True, forbid_unknown_fields=True):
    """A clause of a memo; `open` is what stands instead while the point is not agreed."""

    kind: str
    title: str
    text: str
    open: str = ""


class Criterion(Struct, frozen=True, forbid_unknown_fields=True):
    """A clause of an acceptance with its standard."""

    text: str
    standard: str


class SampleTarget(Struct, frozen=True, forbid_unknown_fields=True):
    """A target of this month and the last, as people type it; no member: the team's."""

    measure: str
    value: str
    playbook: str = ""
    stage: str = ""
    member: str = ""


class SampleCompany(Struct, frozen=True, forbid_unknown_fields=True):
    """The company and what its deals have in common."""

    company: dict[str, Any]
    members: tuple[SampleMember, ...]
    products: tuple[SampleProduct, ...]
    evidence: dict[str, str]
    questions: tuple[Question, ...]
    clauses: tuple[Clause, ...]
    acceptance: tuple[Criterion, ...]
    targets: tuple[SampleTarget, ...]


class SampleCustomer(Struct, frozen=True, forbid_unknown_fields=True):
    """A customer; a contact is one line `name | department | title | role | stance | influence`."""

    key: str
    name: str
    industry: str
    region: str
    headcount: int
    revenue: str
    founded: int
    tags: tuple[str, ...]
    supplier: str
    organisation: str
    address: str
    contacts: tuple[str, ...]
    competitors: str = ""


class Said(Struct, frozen=True, forbid_unknown_fields=True):
    """What a customer said so many days ago."""

    ago: int
    method: str
    text: str


class NextStep(Struct, frozen=True, forbid_unknown_fields=True):
    """A planned follow-up, `due` in days from today."""

    goal: str
    due: int
    method: str


class Goal(Struct, frozen=True, forbid_unknown_fields=True):
    """A goal and how both sides know that it is met."""

    text: str
    measure: str


class SampleObjection(Struct, frozen=True, forbid_unknown_fields=True):
    """An objection with the answer given."""

    text: str
    answer: str
    proof: str = ""


class Floor(Struct, frozen=True, forbid_unknown_fields=True):
    """How far we go in a negotiation."""

    price: str
    days: int
    walk_away: str


class FailedClause(Struct, frozen=True, forbid_unknown_fields=True):
    """A clause that failed its first check."""

    text: str
    standard: str
    cause: str
    rectification: str


class Changed(Struct, frozen=True, forbid_unknown_fields=True):
    """What made a confirmed requirement into its next version."""

    text: str
    note: str


class SampleProblem(Struct, frozen=True, forbid_unknown_fields=True):
    """Something in the way of a delivery, found `ago` days ago, to be solved in so many `days`."""

    ago: int
    text: str
    impact: str
    solution: str
    days: int


class SampleChange(Struct, frozen=True, forbid_unknown_fields=True):
    """A change that the customer was sent and has not signed yet."""

    ago: int
    title: str
    reason: str
    standard: str
    price: str
    days: int


class SampleDeal(Struct, frozen=True, forbid_unknown_fields=True):
    """A deal: acquired `age` days ago, in its stage for `here` days."""

    title: str
    stage: str
    source: str
    age: int
    here: int
    customer: str = ""
    playbook: str = "full-cycle"
    grade: str = ""
    amount: str = ""
    sub_source: str = ""
    owner: str = "chen"
    need: str = ""
    missing: list[str] = []
    status: str = "in_progress"
    outcome: str = ""
    reason: str = ""  # a reason's key, then what was said
    next: NextStep | None = None
    said: tuple[Said, ...] = ()
    pains: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    needs: tuple[str, ...] = ()
    budget: str = ""
    timeline: str = ""
    decision_process: str = ""
    confirmed_by: str = ""
    changed: Changed | None = None
    floor: Floor | None = None
    objections: tuple[SampleObjection, ...] = ()
    memo: str = ""  # open | sent | confirmed
    acceptance: str = ""  # pending | failed | passed
    failed: FailedClause | None = None
    contract: str = "sent"  # draft: still in review; matters in the stage of the contract alone
    late: str = ""  # the instalment that the customer has not paid in time
    problem: SampleProblem | None = None
    change: SampleChange | None = None
    second_need: str = ""


class _Customers(Struct, frozen=True, forbid_unknown_fields=True):
    customers: tuple[SampleCustomer, ...]


class _Deals(Struct, frozen=True, forbid_unknown_fields=True):
    deals: tuple[SampleDeal, ...]


def company() -> SampleCompany:
    """Return the sample company."""
    return _read("company", SampleCompany)


def work() -> SampleWork:
    """Return what its deals have in common from the proposal on."""
    return _read("work", SampleWork)


def customers() -> tuple[SampleCustomer, ...]:
    """Return its customers."""
    return _read("customers", _Customers).customers


def deals() -> tuple[SampleDeal, ...]:
    """Return its deals."""
    return _read("deals", _Deals).deals


def _read(name: str, kind: type[StructT]) -> StructT:
    file = resources() / "sample" / f"{name}.toml"
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), kind)
