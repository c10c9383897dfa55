"""What several internal papers say of a deal: where it stands, who decides, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Contact, Customer, Deal, Member, Stakeholder
from desktop_crm.playbooks.playbook import Duration, Playbook
from desktop_crm.playbooks.vocabulary import METHOD_NAMES
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.decision_chain import ROLE_NAMES, STANCES
from desktop_crm.system.translations import tr

_METHODS = {**METHOD_NAMES, "other": "其他"}
_UNITS = {"hours": "小时", "days": "天", "working_days": "个工作日", "weeks": "周", "months": "个月"}


@dataclass(frozen=True, slots=True)
class Decider(InternalOnly):
    """A person of the decision chain as we judge them."""

    name: str
    position: str = ""
    role: str = ""
    stance: str = ""
    met: str = ""
    reports_to: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Talk(InternalOnly):
    """A follow-up that took place: when, how, with whom, and the customer's words."""

    day: date | None
    method: str = ""
    contact: str = ""
    feedback: str = ""
    objection: str = ""
    intention: str = ""
    owner: str = ""


def playbook_of(session: Session, deal: Deal) -> Playbook:
    """Return the playbook that a deal follows."""
    return playbooks_in(session).find(deal.playbook)


def stage_name(playbook: Playbook, stage: str) -> str:
    """Return how a stage is called; one that is gone stays as it was written."""
    found = playbook.find_stage(stage)
    return found.name if found else stage


def source_text(deal: Deal) -> str:
    """Return where a deal came from, as people write it: 官网-产品页."""
    return "-".join(filter(None, (deal.source, deal.sub_source)))


def method_name(method: str) -> str:
    """Return how the customer was reached, in words."""
    return tr(_METHODS.get(method, method))


def span_text(span: Duration) -> str:
    """Return a span of time in words: 3 个工作日."""
    return f"{span.amount} {tr(_UNITS[span.unit])}"


def moment_text(moment: datetime | None) -> str:
    """Return a moment on the clock of this place: 2024年3月16日 18:00."""
    if moment is None:
        return ""
    at = moment.astimezone()
    return tr("{year}年{month}月{day}日 {time}", year=at.year, month=at.month, day=at.day, time=f"{at:%H:%M}")


def member_name(session: Session, member_id: str | None) -> str:
    """Return the name of a colleague, "" for nobody."""
    found = session.get(Member, member_id) if member_id else None
    return found.name if found else ""


def position_of(contact: Contact) -> str:
    """Return department and title of a person."""
    return " ".join(filter(None, (contact.department, contact.title)))


def reach_of(contact: Contact | None) -> str:
    """Return how a person is reached: the number, and the address on a line of its own."""
    return "\n".join(filter(None, (contact.phone, contact.email))) if contact else ""


def size_of(customer: Customer) -> str:
    """Return how large a customer is: 320 人，年营收 ¥260,000,000."""
    people = tr("{count:,} 人", count=customer.headcount) if customer.headcount is not None else ""
    sales = tr("年营收 {amount}", amount=format_yuan(customer.revenue_fen)) if customer.revenue_fen is not None else ""
    return "，".join(filter(None, (people, sales)))


def deciders(session: Session, deal_id: str) -> tuple[Decider, ...]:
    """Return the decision chain, the most influential first, in one statement."""
    rows = session.execute(
        select(Stakeholder, Contact)
        .join(Contact, Contact.id == Stakeholder.contact_id)
        .where(Stakeholder.deal_id == deal_id)
        .order_by(Stakeholder.influence.desc(), Contact.name, Stakeholder.id)
    ).all()
    names = {link.id: contact.name for link, contact in rows}
    return tuple(
        Decider(
            name=contact.name,
            position=position_of(contact),
            role=ROLE_NAMES.get(link.role, link.role),
            stance=STANCES.get(link.stance, ""),
            met=tr("是") if link.met else tr("否"),
            reports_to=names.get(link.reports_to_id or "", ""),
            note=link.note,
        )
        for link, contact in rows
    )


def talks(session: Session, deal_id: str) -> tuple[Talk, ...]:
    """Return what was said so far, the oldest first, in one statement."""
    at = func.coalesce(Activity.happened_at, Activity.created_at, type_=Activity.created_at.type)
    rows = session.execute(
        select(Activity, Contact.name, Member.name, at)
        .join(Contact, Contact.id == Activity.contact_id, isouter=True)
        .join(Member, Member.id == Activity.owner_id, isouter=True)
        .where(Activity.deal_id == deal_id, Activity.status == ActivityStatus.DONE)
        .order_by(at, Activity.id)
    )
    return tuple(_talk(*row) for row in rows)


def _talk(activity: Activity, contact: str | None, owner: str | None, _at: Any) -> Talk:
    happened = activity.happened_at
    return Talk(
        day=happened.astimezone().date() if happened else None,
        method=method_name(activity.method),
        contact=contact or "",
        feedback=activity.feedback,
        objection=activity.objection,
        intention=activity.intention,
        owner=owner or "",
    )
