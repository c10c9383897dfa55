"""What the requirement report says: one version of the requirement as the customer is asked to confirm it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import Subject


@dataclass(frozen=True, slots=True)
class RequirementLine(CustomerFacing):
    """A pain point, a goal or a need with its priority and how both sides know that it is met."""

    text: str
    measure: str = ""
    priority: str = ""


@dataclass(frozen=True, slots=True)
class RequirementChange(CustomerFacing):
    """One difference from the previous version."""

    change: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class RequirementReport(CustomerFacing):
    """The data of `requirement_report`."""

    deal: Subject
    version: int
    version_name: str
    status: str
    background: str = ""
    present_system: str = ""
    present_supplier: str = ""
    pains: tuple[RequirementLine, ...] = ()
    goals: tuple[RequirementLine, ...] = ()
    needs: tuple[RequirementLine, ...] = ()
    decision_process: str = ""
    timeline: str = ""
    budget: str = ""
    change_note: str = ""
    changes: tuple[RequirementChange, ...] = ()
    has_predecessor: bool = False
    confirmed_by: str = ""
    confirmed_on: date | None = None
