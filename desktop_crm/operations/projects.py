"""Beginning the delivery: the order notice (K3), the kick-off plan (K4) and the people of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Deal, Member, OrderNotice, Project, ProjectMember, SideOf, link_id, new_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled, place_after, place_at
from desktop_crm.operations.rows import adopt, edit, existing, mark_deleted
from desktop_crm.queries.agreed_delivery import Agreed, agreed
from desktop_crm.queries.projects import Person, our_people, project_members, their_people
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.plan_lines import parse_hand
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

NOTICE_FIELDS: Final = frozenset({"content", "deliver_by", "deliver_to", "standard", "attention", "receiver_id"})
FIELDS: Final = frozenset({
    "name", "goal", "scope", "starts_on", "ends_on", "kickoff_on", "place", "communication", "escalation",
})  # fmt: skip
MEMBER_FIELDS: Final = frozenset({"name", "role", "duty", "phone"})
_NEEDED: Final = {
    "content": tr("执行内容"),
    "deliver_by": tr("交付日期"),
    "receiver_id": tr("接收人"),
}


@operation("启动交付项目")
def start_project(session: Session, deal_id: str) -> str:
    """Begin delivery with what contract, memo and requirement say already, and the two who know each other."""
    deal = existing(session, Deal, deal_id)
    found = agreed(session, deal.id)
    project = _project(session, deal, found)
    _begin_notice(session, deal, found)
    if not project_members(session, deal.id):
        _first_hands(session, deal)
    return project.id


# The order notice


@operation("修改订单执行通知")
def edit_order_notice(session: Session, deal_id: str, **values: Any) -> str:
    """Change what delivery is told; one that was sent has to be sent again, so that all read the same."""
    deal = existing(session, Deal, deal_id)
    notice = _begin_notice(session, deal, None)
    edit(notice, values, fields=NOTICE_FIELDS)
    notice.sent_on = notice.accepted_on = None
    return notice.id


@operation("下达订单执行通知")
def send_order_notice(session: Session, deal_id: str, *, sent_on: date | None = None) -> str:
    """Note that delivery has the notice; it says what, until when, and who takes it on."""
    notice = _begin_notice(session, existing(session, Deal, deal_id), None)
    for field, name in _NEEDED.items():
        if not getattr(notice, field):
            raise Refused(
                tr("订单执行通知还没有写明{what}，交付同事无法开始。", what=name),
                Remedy(tr("填写{what}", what=name), f"delivery.plan.{field}"),
            )
    notice.sent_on, notice.accepted_on = _past(sent_on), None
    return notice.id


@operation("接收订单执行通知")
def accept_order_notice(session: Session, deal_id: str, *, accepted_on: date | None = None) -> str:
    """Note that delivery took the order on."""
    notice = _begin_notice(session, existing(session, Deal, deal_id), None)
    if notice.sent_on is None:
        raise Refused(tr("订单执行通知还没有下达。"), Remedy(tr("去下达"), "delivery.plan.send"))
    notice.accepted_on = _past(accepted_on)
    return notice.id


# The kick-off plan


@operation("修改项目计划")
def edit_project(session: Session, deal_id: str, **values: Any) -> str:
    """Change the facts of the project."""
    deal = existing(session, Deal, deal_id)
    project = _project(session, deal, None)
    edit(project, values, fields=FIELDS)
    if project.starts_on and project.ends_on and project.ends_on < project.starts_on:
        raise Refused(tr("结束日期早于开始日期。"), Remedy(tr("修改日期"), "delivery.plan.ends_on"))
    return project.id


@operation("记录启动会")
def hold_kickoff(session: Session, deal_id: str, *, held_on: date | None = None) -> str:
    """Note that both sides met for the kick-off."""
    project = _project(session, existing(session, Deal, deal_id), None)
    project.kickoff_held = _past(held_on)
    project.kickoff_on = project.kickoff_on or project.kickoff_held
    return project.id


@operation("取消启动会记录")
def withdraw_kickoff(session: Session, deal_id: str) -> str:
    """Take back that the kick-off was held."""
    project = _project(session, existing(session, Deal, deal_id), None)
    project.kickoff_held = None
    return project.id


# People


@operation("添加项目成员")
def add_project_members(
    session: Session, deal_id: str, *, texts: Sequence[str], side: str = SideOf.US, after: str = ""
) -> tuple[str, ...]:
    """Add a person of one side for each text (`周工 项目经理 现场调试`); a name we know brings its phone along."""
    deal = existing(session, Deal, deal_id)
    known = {person.name: person for person in _known(session, deal.id, side)}
    made = [_hand(deal.id, side, text, known) for text in filled(texts)]
    return _insert(session, deal.id, made, after)


@operation("添加项目成员")
def pick_project_member(
    session: Session, deal_id: str, *, member_id: str = "", contact_id: str = "", role: str = ""
) -> str:
    """Take one of our members or of the customer's contacts into the project."""
    deal = existing(session, Deal, deal_id)
    if member_id:
        member = existing(session, Member, member_id)
        made = ProjectMember(id=new_id(), deal_id=deal.id, side=SideOf.US, name=member.name, phone=member.phone)
        made.member_id, made.role = member.id, role
    else:
        contact = existing(session, Contact, contact_id)
        made = ProjectMember(id=new_id(), deal_id=deal.id, side=SideOf.CUSTOMER, name=contact.name, phone=contact.phone)
        made.contact_id, made.role = contact.id, role or contact.title
    return _insert(session, deal.id, [made], "")[0]


@operation("修改项目成员")
def edit_project_member(session: Session, member_id: str, **values: Any) -> str:
    """Change what is said of a person of the project."""
    member = existing(session, ProjectMember, member_id)
    edit(member, values, fields=MEMBER_FIELDS)
    return member.id


@operation("调整项目成员顺序")
def move_project_member(session: Session, member_id: str, *, place: int) -> str:
    """Put a person at a place, counted from 0 among those of their side."""
    member = existing(session, ProjectMember, member_id)
    rows = project_members(session, member.deal_id)
    place_at(rows, member, place, [row for row in rows if row.side == member.side])
    return member.id


@operation("移除项目成员")
def remove_project_member(session: Session, member_id: str) -> str:
    """Take a person out of the project."""
    member = existing(session, ProjectMember, member_id)
    mark_deleted(member)
    return member.id


# Inside


def _project(session: Session, deal: Deal, found: Agreed | None) -> Project:
    """Return the project of a deal, begun with what is known."""
    project = session.get(Project, link_id(Project.__tablename__, deal.id))
    if project is None:
        found = found or agreed(session, deal.id)
        project = adopt(session, Project, link_id(Project.__tablename__, deal.id))
        project.deal_id = deal.id
        project.name, project.goal, project.scope = found.name, found.goal, found.scope
        project.ends_on = found.deliver_by
        project.starts_on = found.begins_on or (clock.today() if found.deliver_by else None)
    return project


def _begin_notice(session: Session, deal: Deal, found: Agreed | None) -> OrderNotice:
    """Return the order notice of a deal, begun with what is known."""
    row_id = link_id(OrderNotice.__tablename__, deal.id)
    notice = session.get(OrderNotice, row_id)
    if notice is None:
        found = found or agreed(session, deal.id)
        notice = adopt(session, OrderNotice, row_id)
        notice.deal_id, notice.content = deal.id, found.scope or found.name
        notice.deliver_by, notice.deliver_to, notice.standard = found.deliver_by, found.deliver_to, found.standard
    return notice


def _first_hands(session: Session, deal: Deal) -> None:
    """Put the two who know each other into the project: our owner and the customer's contact."""
    member = session.get(Member, deal.owner_id) if deal.owner_id else None
    contact = session.get(Contact, deal.contact_id) if deal.contact_id else None
    made: list[ProjectMember] = []
    if member is not None:
        made.append(ProjectMember(id=new_id(), side=SideOf.US, name=member.name, phone=member.phone))
        made[-1].member_id, made[-1].role = member.id, tr("客户经理")
    if contact is not None:
        made.append(ProjectMember(id=new_id(), side=SideOf.CUSTOMER, name=contact.name, phone=contact.phone))
        made[-1].contact_id, made[-1].role = contact.id, contact.title
    for hand in made:
        hand.deal_id = deal.id
    _insert(session, deal.id, made, "")


def _known(session: Session, deal_id: str, side: str) -> tuple[Person, ...]:
    return our_people(session) if side == SideOf.US else their_people(session, deal_id)


def _hand(deal_id: str, side: str, text: str, known: dict[str, Person]) -> ProjectMember:
    said = parse_hand(text)
    made = ProjectMember(
        id=new_id(), deal_id=deal_id, side=SideOf(side), name=said.name, role=said.role, duty=said.duty,
        phone=said.phone,
    )  # fmt: skip
    if person := known.get(said.name):
        made.phone = made.phone or person.phone
        if side == SideOf.US:
            made.member_id = person.id
        else:
            made.contact_id, made.role = person.id, made.role or person.role
    return made


def _insert(session: Session, deal_id: str, made: Sequence[ProjectMember], after: str) -> tuple[str, ...]:
    there = project_members(session, deal_id)
    session.add_all(made)
    return place_after(there, made, after)


def _past(said: date | None) -> date:
    day = said or clock.today()
    if day > clock.today():
        raise Refused(tr("日期还没有到。"))
    return day
