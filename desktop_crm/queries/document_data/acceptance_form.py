"""What the acceptance form says: clause by clause the standard, the result, and each round of checking again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import Subject


@dataclass(frozen=True, slots=True)
class AcceptedClause(CustomerFacing):
    """A clause with its standard and where it stands after the latest round."""

    text: str
    standard: str = ""
    result: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rectification(CustomerFacing):
    """A check that failed: why, and what is done about it until when."""

    clause: str
    round: str
    cause: str = ""
    rectification: str = ""
    rectify_by: date | None = None


@dataclass(frozen=True, slots=True)
class Recheck(CustomerFacing):
    """A check of a clause after its rectification."""

    clause: str
    round: str
    result: str = ""
    checked_on: date | None = None
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class AcceptanceForm(CustomerFacing):
    """The data of `acceptance_form`."""

    deal: Subject
    project: str = ""
    contract_number: str = ""
    place: str = ""
    our_side: str = ""
    their_side: str = ""
    clauses: tuple[AcceptedClause, ...] = ()
    rectifications: tuple[Rectification, ...] = ()
    rechecks: tuple[Recheck, ...] = ()
    passed: int = 0
    failed: int = 0
    pending: int = 0
    conclusion: str = ""
    accepted_on: date | None = None
