"""The typed rows an import works with: one frozen class for each kind of table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop_crm.rules.amounts import AmountRange


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead as its sheet tells it; money in fen, `outcome` one of won, lost, invalid or empty, `grade` A, B, C or empty."""

    external_id: str = ""
    number: str = ""
    title: str = ""
    customer: str = ""
    contact: str = ""
    contact_title: str = ""
    phone: str = ""
    email: str = ""
    industry: str = ""
    region: str = ""
    address: str = ""
    need: str = ""
    source: str = ""
    sub_source: str = ""
    acquired_on: date | None = None
    engaged_on: date | None = None
    closed_on: date | None = None
    expected_on: str = ""
    amount: int | None = None
    budget: AmountRange | None = None
    stage: str = ""
    outcome: str = ""
    status: str = ""
    grade: str = ""
    owner: str = ""
    product: str = ""
    next_step: str = ""
    next_due: date | None = None
    next_owner: str = ""
    headcount: int | None = None
    revenue: int | None = None
    decision_chain: str = ""
    background: str = ""
    present_supplier: str = ""
    follow_plan: str = ""
    follow_record: str = ""
    care_actions: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer and perhaps its first contact; revenue in fen."""

    external_id: str = ""
    name: str = ""
    industry: str = ""
    region: str = ""
    address: str = ""
    headcount: int | None = None
    revenue: int | None = None
    founded_year: int | None = None
    parent: str = ""
    website: str = ""
    tags: tuple[str, ...] = ()
    contact: str = ""
    contact_title: str = ""
    phone: str = ""
    email: str = ""
    grade: str = ""
    owner: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person at a customer; role and stance as written."""

    external_id: str = ""
    name: str = ""
    customer: str = ""
    department: str = ""
    title: str = ""
    role: str = ""
    stance: str = ""
    phone: str = ""
    email: str = ""
    wechat: str = ""
    reports_to: str = ""
    birthday: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product; price in fen."""

    code: str = ""
    name: str = ""
    series: str = ""
    price: int | None = None
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of the sales team."""

    name: str = ""
    manager: str = ""
    region: str = ""
    role: str = ""
    department: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""


Values = LeadRow | CustomerRow | ContactRow | ProductRow | MemberRow


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that could not be read, or a whole row (empty `column`), with the reason as one sentence."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row below the headers: read (`values`), an error (no values but problems), or blank (neither).

    `missing` names the required fields it leaves empty; `extras` are the cells of columns that match no field.
    """

    row_number: int
    values: Values | None = None
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()
    extras: tuple[tuple[str, str], ...] = ()

    @property
    def blank(self) -> bool:
        """Tell whether the row holds nothing."""
        return self.values is None and not self.problems

    @property
    def error(self) -> bool:
        """Tell whether the row cannot be imported at all."""
        return self.values is None and bool(self.problems)
