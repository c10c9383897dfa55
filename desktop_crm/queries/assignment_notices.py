"""What a member is told when leads were given to them: text for WeChat and a draft of an e-mail (L7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Assignment, Contact, Customer, Deal, Member
from desktop_crm.playbooks.playbook import Duration
from desktop_crm.queries.lead_matching import ACTIVE, playbook_of_lead
from desktop_crm.system.translations import tr

_UNITS: Final = {
    "hours": tr("小时"),
    "days": tr("天"),
    "working_days": tr("个工作日"),
    "weeks": tr("周"),
    "months": tr("个月"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A notice: its `text` to paste, the `subject` and the address (`mailto`) that opens it as an e-mail draft."""

    subject: str
    text: str
    mailto: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The message to one member about all the leads they were given."""

    member_id: str
    member: str
    deal_ids: tuple[str, ...]
    message: Message


def assignment_notices(session: Session, deal_ids: Sequence[str]) -> list[Notice]:
    """Return one message for each member who was given some of these leads, by name."""
    by_member: dict[str, list[Any]] = {}
    for row in session.execute(_given(deal_ids)):
        by_member.setdefault(row.member_id, []).append(row)
    return [_notice(session, rows) for rows in by_member.values()]


def mailto(address: str, subject: str, text: str) -> str:
    """Return the address that opens an e-mail draft, everything in it encoded as RFC 6068 asks; commas part addresses."""
    body = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return f"mailto:{quote(address, safe='@.+-_,')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


def _given(deal_ids: Sequence[str]) -> Any:
    return (
        select(
            Deal.id, Deal.number, Deal.title, Deal.need, Deal.grade, Deal.playbook, Assignment.member_id,
            Assignment.confirm_by, Member.name.label("member"), Member.email.label("address"),
            func.coalesce(Customer.name, "").label("customer"), func.coalesce(Contact.name, "").label("contact"),
            func.coalesce(Contact.title, "").label("contact_title"), func.coalesce(Contact.phone, "").label("phone"),
            func.coalesce(Contact.email, "").label("email"),
        )
        .join(Assignment, and_(Assignment.deal_id == Deal.id, Assignment.member_id == Deal.owner_id))
        .join(Member, Member.id == Assignment.member_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .where(Deal.id.in_(deal_ids), Assignment.state.in_(ACTIVE))
        .order_by(Member.name, Member.id, Deal.grade, Deal.number, Deal.id)
    )  # fmt: skip


def _notice(session: Session, rows: list[Any]) -> Notice:
    first = rows[0]
    if len(rows) == 1:
        subject = tr("新线索：{customer}（{number}）", customer=first.customer or first.title, number=first.number)
        opening = tr("{name}，您好！有一条新线索分配给您：", name=first.member)
    else:
        subject = tr("新线索 {count} 条", count=len(rows))
        opening = tr("{name}，您好！有 {count} 条新线索分配给您：", name=first.member, count=len(rows))
    parts = [opening, *(_about(session, row) for row in rows), *_asked(rows)]
    text = "\n\n".join(parts)
    return Notice(
        first.member_id,
        first.member,
        tuple(row.id for row in rows),
        Message(subject, text, mailto(first.address, subject, text)),
    )


def _about(session: Session, row: Any) -> str:
    grade = playbook_of_lead(session, row.playbook).grade(row.grade)
    person = " ".join(part for part in (row.contact, row.contact_title) if part)
    facts = {
        tr("编号"): row.number,
        tr("客户"): row.customer,
        tr("联系人"): person,
        tr("电话"): row.phone,
        tr("邮箱"): row.email,
        tr("需求"): " ".join((row.need or row.title).split()),
        tr("等级"): f"{grade.key}（{grade.name}）" if grade else row.grade,
        tr("首次联系"): tr("分配后 {span}内", span=_span(grade.first_contact)) if grade and grade.first_contact else "",
    }
    return "\n".join(f"{name}：{value}" for name, value in facts.items() if value)


def _asked(rows: list[Any]) -> tuple[str, ...]:
    """Return the sentence that asks for an answer in time; nothing where no confirmation is asked for."""
    deadlines: list[datetime] = [row.confirm_by for row in rows if row.confirm_by]
    if not deadlines:
        return ()
    first = min(deadlines).astimezone()
    day = tr("{month}月{day}日", month=first.month, day=first.day)
    return (tr("请在 {when} 前确认接收；无法跟进请尽快说明原因。", when=f"{day} {first:%H:%M}"),)


def _span(duration: Duration) -> str:
    return f"{duration.amount} {_UNITS[duration.unit]}"
