"""What the requirement record says: everything learnt of the customer's need, with their own words (C4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal, Requirement
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.inside import Decider, Talk, deciders, source_text, talks
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.document_data.requirement_report import RequirementLine, budget_text, lines_of_version
from desktop_crm.queries.document_data.versions import status_text, version_name
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class RequirementRecord(InternalOnly):
    """The data of `requirement_record`; `recorded` names the version its lines come from."""

    deal: Subject
    recorded: str = ""
    status: str = ""
    source: str = ""
    need: str = ""
    background: str = ""
    present_system: str = ""
    present_supplier: str = ""
    pains: tuple[RequirementLine, ...] = ()
    goals: tuple[RequirementLine, ...] = ()
    needs: tuple[RequirementLine, ...] = ()
    decision_process: str = ""
    people: tuple[Decider, ...] = ()
    budget: str = ""
    timeline: str = ""
    talks: tuple[Talk, ...] = ()
    next_step: str = ""
    next_due: date | None = None
    next_owner: str = ""
    note: str = ""


def requirement_record(session: Session, deal_id: str) -> RequirementRecord:
    """Return what is known of a deal's need, from the latest version and the talks; six statements."""
    about = subject(session, deal_id)
    deal = session.get_one(Deal, deal_id)
    latest = session.scalars(
        select(Requirement).where(Requirement.deal_id == deal_id).order_by(Requirement.version.desc()).limit(1)
    ).first()
    said = talks(session, deal_id)
    if latest is None and not said:
        raise Refused(tr("还没有可以记录的需求：先填写需求，或记一次跟进。"), Remedy(tr("填写需求"), "requirement"))
    record = RequirementRecord(
        deal=about,
        source=source_text(deal),
        need=deal.need,
        present_supplier=_supplier(session, deal),
        people=deciders(session, deal_id),
        budget=budget_text(deal.budget_low_fen, deal.budget_high_fen),
        timeline=deal.purchase_time,
        talks=said,
        next_step=deal.next_step,
        next_due=deal.next_due,
        next_owner=about.us.contact,
        note=deal.note,
    )
    return _with_version(session, record, latest) if latest else record


def _with_version(session: Session, record: RequirementRecord, version: Requirement) -> RequirementRecord:
    """Return the record with what a version of the requirement says; where it is silent the deal's own words stand."""
    pains, goals, needs = lines_of_version(session, version.id)
    return replace(
        record,
        recorded=version_name(version.version),
        status=status_text(version.status, version.confirmed_by, version.confirmed_on),
        background=version.background,
        present_system=version.present_system,
        present_supplier=version.present_supplier or record.present_supplier,
        pains=pains,
        goals=goals,
        needs=needs,
        decision_process=version.decision_process,
        budget=budget_text(version.budget_low_fen, version.budget_high_fen) or record.budget,
        timeline=version.timeline or record.timeline,
    )


def _supplier(session: Session, deal: Deal) -> str:
    customer = session.get(Customer, deal.customer_id) if deal.customer_id else None
    return customer.present_supplier if customer else ""
