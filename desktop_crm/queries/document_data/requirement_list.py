"""What the requirement list says: the needs alone, numbered, as the customer signs them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop_crm.models import Priority
from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import Subject
from desktop_crm.queries.document_data.requirement_report import RequirementLine, priority_name, requirement_report
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class RequirementList(CustomerFacing):
    """The data of `requirement_list`; the counts are by how much the customer insists."""

    deal: Subject
    version: int
    version_name: str
    status: str
    needs: tuple[RequirementLine, ...] = ()
    total: int = 0
    must: int = 0
    should: int = 0
    could: int = 0
    timeline: str = ""
    change_note: str = ""


def requirement_list(session: Session, deal_id: str) -> RequirementList:
    """Return the needs of the latest version, those that must be met first; as many statements as the report."""
    report = requirement_report(session, deal_id)
    if not report.needs:
        raise Refused(tr("需求里还没有需求条目。"), Remedy(tr("填写需求"), "requirement"))
    names = [priority_name(priority) for priority in Priority]
    ordered = sorted(
        report.needs, key=lambda need: names.index(need.priority) if need.priority in names else len(names)
    )
    counts = {name: sum(need.priority == name for need in ordered) for name in names}
    return RequirementList(
        deal=report.deal,
        version=report.version,
        version_name=report.version_name,
        status=report.status,
        needs=tuple(ordered),
        total=len(ordered),
        must=counts[priority_name(Priority.MUST)],
        should=counts[priority_name(Priority.SHOULD)],
        could=counts[priority_name(Priority.COULD)],
        timeline=report.timeline,
        change_note=report.change_note,
    )
