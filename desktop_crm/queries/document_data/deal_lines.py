"""Deals as lines of a sheet: what the sheets of follow-ups and of care say, for many deals in a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Activity,
    ActivityStatus,
    ChainRole,
    Contact,
    Customer,
    Deal,
    ItemKind,
    Member,
    Outcome,
    Purpose,
    Requirement,
    RequirementItem,
    Stakeholder,
)
from desktop_crm.models.activity import SENT
from desktop_crm.queries.document_data.inside import method_name, source_text
from desktop_crm.rules.decision_chain import ROLE_NAMES
from desktop_crm.system.translations import tr

_AT_ONCE: Final = 500  # ids in one statement
MOST_LINES: Final = 10  # records or care actions of one deal; how many more there are is said
_CHAIN_ORDER: Final = (ChainRole.DECIDER, ChainRole.INFLUENCER)
_CARE_WORDS: Final[Mapping[str, str]] = {
    Purpose.NURTURE: "资料", Purpose.SURVEY: "使用调研", Purpose.REPORT: "季度报告", Purpose.GREETING: "祝福",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DealLine:
    """One deal with all that a sheet may say of it in text; the deal itself and its customer are read only."""

    deal: Deal
    customer: Customer | None
    contact: Contact | None
    owner: str
    chain: str
    pains: str
    records: str
    care: str
    next_method: str
    next_owner: str

    @property
    def source(self) -> str:
        """Where it came from."""
        return source_text(self.deal)

    @property
    def person(self) -> str:
        """The contact with the title: 张伟（采购总监）."""
        if self.contact is None:
            return ""
        name, title = one_line(self.contact.name), one_line(self.contact.title)
        return tr("{name}（{title}）", name=name, title=title) if name and title else name or title

    @property
    def next_step(self) -> str:
        """What is done next, until when and by whom: 提交方案（2024-03-20 前，王敏）."""
        deal = self.deal
        if not deal.next_step:
            return ""
        until = tr("{day} 前", day=deal.next_due.isoformat()) if deal.next_due else ""
        about = "，".join(filter(None, (until, one_line(self.next_owner))))
        goal = one_line(deal.next_step)
        return tr("{goal}（{about}）", goal=goal, about=about) if about else goal


def deal_lines(session: Session, deal_ids: Sequence[str]) -> list[DealLine]:
    """Return these deals in this order; those that are gone are left out."""
    found: dict[str, DealLine] = {}
    for first in range(0, len(deal_ids), _AT_ONCE):
        found |= _piece(session, deal_ids[first : first + _AT_ONCE])
    return [found[deal_id] for deal_id in dict.fromkeys(deal_ids) if deal_id in found]


def open_deal_ids(session: Session) -> tuple[str, ...]:
    """Return all open deals, the next due first."""
    return _ids(session, Outcome.OPEN)


def cared_deal_ids(session: Session) -> tuple[str, ...]:
    """Return all deals whose customers are kept up, the open and the won ones, the next due first."""
    return _ids(session, Outcome.OPEN, Outcome.WON)


def _ids(session: Session, *outcomes: Outcome) -> tuple[str, ...]:
    due = func.coalesce(Deal.next_due, "9999-12-31")
    return tuple(session.scalars(select(Deal.id).where(Deal.outcome.in_(outcomes)).order_by(due, Deal.number, Deal.id)))


def one_line(text: str) -> str:
    """Return `text` without line breaks, since a line break ends a record."""
    return " ".join(text.split())


def _piece(session: Session, ids: Sequence[str]) -> dict[str, DealLine]:
    """Return some deals by id; seven statements."""
    chains, pains = _chains(session, ids), _pains(session, ids)
    records, care = _records(session, ids), _care(session, ids)
    plans = {row.deal_id: row for row in session.execute(_next_plans(ids))}
    rows = session.execute(
        select(Deal, Customer, Contact, func.coalesce(Member.name, ""))
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(Deal.id.in_(ids))
    )
    found: dict[str, DealLine] = {}
    for deal, customer, contact, owner in rows:
        plan = plans.get(deal.id)
        found[deal.id] = DealLine(
            deal=deal,
            customer=customer,
            contact=contact,
            owner=owner,
            chain=chains.get(deal.id, ""),
            pains=pains.get(deal.id, ""),
            records=records.get(deal.id, ""),
            care=care.get(deal.id, ""),
            next_method=method_name(plan.method) if plan else "",
            next_owner=plan.owner if plan else owner,
        )
    return found


def _chains(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Return each decision chain as 陈总（决策者）→ 赵经理（影响者）→ 刘主任（使用者）."""
    rows = session.execute(
        select(Stakeholder.deal_id, Stakeholder.role, Contact.name)
        .join(Contact, Contact.id == Stakeholder.contact_id)
        .where(Stakeholder.deal_id.in_(ids))
        .order_by(Stakeholder.influence.desc(), Contact.name, Stakeholder.id)
    )
    people: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for deal_id, role, name in rows:
        place = _CHAIN_ORDER.index(role) if role in _CHAIN_ORDER else len(_CHAIN_ORDER)
        words = tr("{name}（{role}）", name=one_line(name), role=ROLE_NAMES.get(role, role))
        people[deal_id].append((place, words))
    return {
        deal_id: " → ".join(words for _, words in sorted(of_deal, key=lambda one: one[0]))
        for deal_id, of_deal in people.items()
    }


def _pains(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Return the pain points of the latest version of each requirement."""
    newest = (
        select(Requirement.deal_id, func.max(Requirement.version).label("version"))
        .where(Requirement.deal_id.in_(ids), Requirement.deleted_at.is_(None))
        .group_by(Requirement.deal_id)
        .subquery()
    )
    rows = session.execute(
        select(Requirement.deal_id, RequirementItem.text)
        .join(newest, (newest.c.deal_id == Requirement.deal_id) & (newest.c.version == Requirement.version))
        .join(RequirementItem, RequirementItem.requirement_id == Requirement.id)
        .where(RequirementItem.kind == ItemKind.PAIN)
        .order_by(RequirementItem.position, RequirementItem.id)
    )
    return {deal_id: "；".join(texts) for deal_id, texts in _grouped(rows).items()}


def _records(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Return what was said in each deal, the newest first, a line for each talk."""
    done = (Activity.deal_id.in_(ids), Activity.status == ActivityStatus.DONE)
    said = (Activity.feedback != "") | (Activity.objection != "") | (Activity.intention != "")
    rows = session.execute(_newest(*done, said, Activity.purpose.not_in(SENT)))
    return _with_rest(rows, _record)


def _care(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Return what was sent or is planned to keep up each acquaintance, the newest first."""
    wanted = (Activity.deal_id.in_(ids), Activity.status != ActivityStatus.CANCELLED, Activity.purpose.in_(SENT))
    return _with_rest(session.execute(_newest(*wanted)), _care_action)


def _newest(*conditions: Any) -> Select[*tuple[Any, ...]]:
    """Return the newest activities of each deal, each with how many there are."""
    moment = func.coalesce(Activity.happened_at, Activity.due_on, Activity.created_at)
    place = func.row_number().over(partition_by=Activity.deal_id, order_by=(moment.desc(), Activity.id.desc()))
    total = func.count().over(partition_by=Activity.deal_id)
    ranked = (
        select(Activity.id, place.label("place"), total.label("total"))
        .where(*conditions, Activity.deleted_at.is_(None))
        .subquery()
    )
    return (
        select(Activity, func.coalesce(Contact.name, ""), ranked.c.total)
        .join(ranked, ranked.c.id == Activity.id)
        .join(Contact, Contact.id == Activity.contact_id, isouter=True)
        .where(ranked.c.place <= MOST_LINES)
        .order_by(Activity.deal_id, ranked.c.place)
    )


def _with_rest(rows: Iterable[Any], written: Any) -> dict[str, str]:
    """Return the lines of each deal; where there are more than fit, how many more."""
    lines: dict[str, list[str]] = defaultdict(list)
    totals: dict[str, int] = {}
    for activity, contact, total in rows:
        lines[activity.deal_id].append(written(activity, contact))
        totals[activity.deal_id] = total
    for deal_id, total in totals.items():
        if total > MOST_LINES:
            lines[deal_id].append(tr("（更早还有 {count} 条）", count=total - MOST_LINES))
    return {deal_id: "\n".join(of_deal) for deal_id, of_deal in lines.items()}


def _record(activity: Activity, contact: str) -> str:
    """Return a talk as a line: 2024-03-02 电话 张伟：要看案例；意向：从观望转为对比；异议：太贵."""
    head = " ".join(filter(None, (day_of(activity), method_name(activity.method), one_line(contact))))
    told = (
        one_line(activity.feedback),
        tr("意向：{text}", text=one_line(activity.intention)) if activity.intention else "",
        tr("异议：{text}", text=one_line(activity.objection)) if activity.objection else "",
    )
    return tr("{head}：{told}", head=head, told="；".join(filter(None, told)))


def _care_action(activity: Activity, _contact: str) -> str:
    """Return an action as a line: 2024-02-09 祝福 春节问候（计划）."""
    kind = tr(_CARE_WORDS.get(activity.purpose, ""))
    what = one_line(activity.feedback or activity.goal)
    words = " ".join(filter(None, (day_of(activity), kind, what)))
    return words if activity.status == ActivityStatus.DONE else tr("{words}（计划）", words=words)


def day_of(activity: Activity) -> str:
    """Return the day of an activity as a sheet writes it."""
    at: datetime | date | None = activity.happened_at or activity.due_on
    if isinstance(at, datetime):
        at = at.astimezone().date()
    return at.isoformat() if at else ""


def _next_plans(ids: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the plan that comes next in each deal, with who carries it out."""
    due = func.coalesce(Activity.due_on, "9999-12-31")
    place = func.row_number().over(partition_by=Activity.deal_id, order_by=(due, Activity.due_at, Activity.id))
    ranked = (
        select(Activity.deal_id, Activity.method, func.coalesce(Member.name, "").label("owner"), place.label("place"))
        .join(Member, Member.id == Activity.owner_id, isouter=True)
        .where(Activity.deal_id.in_(ids), Activity.status == ActivityStatus.PLANNED, Activity.deleted_at.is_(None))
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1)


def _grouped(rows: Iterable[Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, text in rows:
        found[key].append(one_line(text))
    return found
