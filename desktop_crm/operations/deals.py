"""Deals: capturing, editing, moving through the stages, closing."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    COMPANY_ID,
    ChecklistTick,
    Company,
    Contact,
    Deal,
    Outcome,
    StageChange,
    StageStatus,
    context,
    link_id,
)
from desktop_crm.operations.cadence import leave_pool, regraded, replan
from desktop_crm.operations.care import plan_care_of
from desktop_crm.operations.completeness import settle_customer, settle_deal
from desktop_crm.operations.contacts import change_contact
from desktop_crm.operations.customers import find_or_add_customer
from desktop_crm.operations.forecast import count_push, keep_estimate
from desktop_crm.operations.grading import set_grade
from desktop_crm.operations.operation import operation
from desktop_crm.operations.playbook_of import playbook_of, playbooks_of
from desktop_crm.operations.rows import adopt, edit, existing, mark_deleted
from desktop_crm.playbooks.gates import Missing, gate, terms
from desktop_crm.playbooks.mapping import map_stage
from desktop_crm.queries.deal_facts import deal_facts
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.numbering import lead_number, number_prefix, parse_number
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

FIELDS = frozenset({
    "title", "customer_id", "contact_id", "owner_id", "first_responder_id", "product_id", "product_name", "grade",
    "amount_fen", "budget_low_fen", "budget_high_fen", "expected_close", "source", "sub_source", "acquired_on", "need",
    "purchase_time", "note",
})  # fmt: skip


def next_number(session: Session, source: str, day: date) -> str:
    """Return the next free lead number of that channel and day; deleted leads keep theirs (L3)."""
    prefix = number_prefix(source, day)
    numbers = session.scalars(
        select(Deal.number).where(Deal.number >= prefix, Deal.number < prefix + "~"),
        execution_options={"include_deleted": True},
    )
    slot = context(session).slot
    used = [parts.serial for number in numbers if (parts := parse_number(number)) and parts.slot == slot]
    return lead_number(source, day, max(used, default=0) + 1, slot)


@operation("新建线索")
def add_deal(
    session: Session,
    *,
    customer: str,
    contact: str = "",
    phone: str = "",
    email: str = "",
    industry: str = "",
    playbook: str = "",
    **values: Any,
) -> str:
    """Capture a lead in the first stage and return its id; customer and contact are recognised or made."""
    if not customer.strip():
        raise Refused(tr("请填写客户（或个人）名称。"), Remedy(tr("填写"), "customer"))
    owner = find_or_add_customer(session, customer)
    if industry and not owner.industry:
        owner.industry = industry.strip()
    deal = Deal(customer_id=owner.id, acquired_on=clock.today(), owner_id=context(session).me or None)
    edit(deal, values, fields=FIELDS)
    deal.graded_at = clock.now() if deal.grade else None
    if contact.strip() or phone.strip() or email.strip():
        deal.contact_id = _contact(session, owner.id, contact, phone, email).id
    deal.playbook = playbook or _company_playbook(session)
    deal.stage = playbook_of(session, deal).first_stage.key
    deal.stage_since = clock.now()
    deal.title = deal.title or _first_words(deal.need or "") or owner.name
    deal.number = next_number(session, deal.source or "", deal.acquired_on or clock.today())
    session.add(deal)
    session.flush()
    _log(session, deal, evidence=tr("新建线索"))
    if deal.grade:
        regraded(session, deal)
    return deal.id


@operation("修改商机")
def edit_deal(session: Session, deal_id: str, **values: Any) -> None:
    """Change fields of a deal."""
    deal = existing(session, Deal, deal_id)
    if "grade" in values:
        set_grade(session, deal, values.pop("grade"))
    handed_over = "owner_id" in values and values["owner_id"] != deal.owner_id
    count_push(deal, values.get("expected_close", deal.expected_close))
    edit(deal, values, fields=FIELDS)
    settle_deal(session, deal)
    if handed_over:
        deal.assigned_at = clock.now() if deal.owner_id else None  # the first-contact clock starts anew
        replan(session, deal)


@operation("改客户名称")
def set_customer(session: Session, deal_id: str, *, name: str) -> None:
    """Name the deal's customer: one that is known, or a new one."""
    deal = existing(session, Deal, deal_id)
    if not name.strip():
        raise Refused(tr("请填写客户名称。"))
    deal.customer_id = find_or_add_customer(session, name).id
    _keep_contact_of_customer(session, deal)
    settle_deal(session, deal)


@operation("填写联系人")
def set_contact(session: Session, deal_id: str, *, name: str = "", phone: str = "", email: str = "") -> None:
    """Name the person the deal is discussed with: a known contact of the customer, or a new one."""
    if not (name.strip() or phone.strip() or email.strip()):
        raise Refused(tr("请填写联系人的姓名、电话或邮箱。"), Remedy(tr("填写"), "overview.contact"))
    deal = existing(session, Deal, deal_id)
    deal.contact_id = _contact(session, deal.customer_id, name, phone, email).id
    settle_deal(session, deal)


@operation("修改联系人")
def edit_deal_contact(session: Session, deal_id: str, **values: Any) -> None:
    """Change the person the deal is discussed with; where there is none yet, `values` make one."""
    deal = existing(session, Deal, deal_id)
    contact = session.get(Contact, deal.contact_id) if deal.contact_id else None
    if contact is None or contact.deleted_at is not None:
        contact = Contact(customer_id=deal.customer_id)
        session.add(contact)
    change_contact(contact, values)
    session.flush()
    deal.contact_id = contact.id
    settle_deal(session, deal)
    settle_customer(session, contact.customer_id)


@operation("推进阶段")
def move_deal(session: Session, deal_id: str, *, to_stage: str, evidence: str = "", override_reason: str = "") -> None:
    """Move a deal to a stage of its playbook.

    Forward, the gates on the way must be met or be overridden with a written reason; backward, a fact must be
    stated. Both are kept in the history. Past the signature the deal counts as won.
    """
    deal = existing(session, Deal, deal_id)
    playbook = playbook_of(session, deal)
    if deal.stage == to_stage and deal.outcome in {Outcome.OPEN, Outcome.WON}:
        return
    name = playbook.stage(to_stage).name
    asked = terms(playbook, deal.stage, to_stage)
    if asked.evidence and not evidence.strip():
        raise Refused(tr("退回“{stage}”需要写明依据。", stage=name), Remedy(tr("写明依据"), "evidence"))
    lacking = gate(playbook, deal.stage, to_stage, deal_facts(session, deal_id)) if asked.gate else ()
    _pass_gate(tr("还不能进入“{stage}”", stage=name), lacking, override_reason)
    before = deal.stage
    # Before it moves: what was expected of it is figured from where it stands.
    _set_outcome(session, deal, Outcome.WON if playbook.is_won_at(to_stage) else Outcome.OPEN)
    deal.stage, deal.stage_since, deal.stage_status = to_stage, clock.now(), StageStatus.IN_PROGRESS
    fact = evidence.strip() or (tr("准出条件已满足") if asked.gate and not lacking else "")
    _log(session, deal, before, fact, lacking, override_reason)
    _plan_anew(session, deal)


@operation("结束商机")
def close_deal(
    session: Session, deal_id: str, *, outcome: str, reason: str = "", evidence: str = "", override_reason: str = ""
) -> None:
    """Close a deal as won, lost or invalid; lost and invalid need a reason, winning passes the gates."""
    deal = existing(session, Deal, deal_id)
    playbook = playbook_of(session, deal)
    name = playbook.outcome(outcome).name
    asked = terms(playbook, deal.stage, outcome)
    if asked.reason and not reason.strip():
        raise Refused(tr("标为“{outcome}”需要写明原因。", outcome=name), Remedy(tr("写明原因"), "reason"))
    lacking = gate(playbook, deal.stage, outcome, deal_facts(session, deal_id)) if asked.gate else ()
    _pass_gate(tr("还不能标为“{outcome}”", outcome=name), lacking, override_reason)
    _set_outcome(session, deal, outcome, reason.strip())
    if playbook.outcome(outcome).column:
        deal.stage_status = StageStatus.DONE  # it stands in the outcome's column from now on
    leave_pool(deal)
    _log(session, deal, deal.stage, evidence or reason, lacking, override_reason)
    _plan_anew(session, deal)


@operation("重新打开商机")
def reopen_deal(session: Session, deal_id: str, *, evidence: str) -> None:
    """Open a closed deal again in its stage."""
    if not evidence.strip():
        raise Refused(tr("重新打开需要写明依据。"), Remedy(tr("写明依据"), "evidence"))
    deal = existing(session, Deal, deal_id)
    _set_outcome(session, deal, Outcome.WON if playbook_of(session, deal).is_won_at(deal.stage) else Outcome.OPEN)
    deal.stage_status = StageStatus.IN_PROGRESS
    leave_pool(deal)
    _log(session, deal, deal.stage, evidence)
    _plan_anew(session, deal)


@operation("补充依据")
def state_evidence(session: Session, deal_id: str, *, evidence: str) -> None:
    """Write down the fact the latest stage change rests on, after the move (F5)."""
    if not evidence.strip():
        raise Refused(tr("请写明依据。"), Remedy(tr("写明依据"), "evidence"))
    latest = session.scalars(
        select(StageChange).where(StageChange.deal_id == deal_id).order_by(StageChange.id.desc()).limit(1)
    ).first()
    if latest is None:
        raise Refused(tr("这条商机还没有阶段变化。"))
    latest.evidence = evidence.strip()


@operation("改阶段状态")
def set_stage_status(session: Session, deal_id: str, *, status: str) -> None:
    """State how the work of the present stage stands."""
    deal = existing(session, Deal, deal_id)
    deal.stage_status = StageStatus(status)
    replan(session, deal)


@operation("换销售流程")
def change_playbook(session: Session, deal_id: str, *, playbook: str) -> None:
    """Let a deal follow another playbook; its stage is mapped, its history kept."""
    deal = existing(session, Deal, deal_id)
    old, new = playbook_of(session, deal), playbooks_of(session)[playbook]
    before = deal.stage
    stage = map_stage(old, deal.stage, new)
    _log_change(session, deal, old.key, before, new.key, stage, tr("换为“{name}”流程", name=new.name))
    deal.playbook, deal.stage, deal.stage_since = new.key, stage, clock.now()
    regraded(session, deal)


@operation("勾选清单")
def tick_item(session: Session, deal_id: str, *, item: str, note: str = "") -> None:
    """Tick an item of a stage's checklist."""
    row = adopt(session, ChecklistTick, link_id(deal_id, item))
    row.deal_id, row.item, row.note, row.by_id = deal_id, item, note, context(session).me or None


@operation("取消勾选")
def untick_item(session: Session, deal_id: str, *, item: str) -> None:
    """Take back a tick."""
    mark_deleted(existing(session, ChecklistTick, link_id(deal_id, item)))


@operation("删除商机")
def delete_deal(session: Session, deal_id: str) -> None:
    """Mark a deal deleted; the bin and Undo bring it back."""
    mark_deleted(existing(session, Deal, deal_id))


def _pass_gate(what: str, lacking: tuple[Missing, ...], override_reason: str) -> None:
    if not lacking or override_reason.strip():
        return
    remedies = [Remedy(lack.fix, lack.target, lack.text) for lack in lacking]
    first = lacking[0].text if len(lacking) == 1 else tr("还差 {count} 项", count=len(lacking))
    raise Refused(f"{what}：{first}。", *remedies, Remedy(tr("说明理由后放行"), "override"))


def _set_outcome(session: Session, deal: Deal, outcome: str, reason: str = "") -> None:
    if deal.outcome != outcome:
        keep_estimate(session, deal, outcome)
        deal.closed_on = None if outcome == Outcome.OPEN else clock.today()
    deal.outcome, deal.outcome_reason = outcome, reason


def _plan_anew(session: Session, deal: Deal) -> None:
    """Plan for a deal that moved, closed or opened again, and care for a customer who was won."""
    replan(session, deal)
    plan_care_of(session, deal)


def _log(
    session: Session,
    deal: Deal,
    before: str = "",
    evidence: str = "",
    overridden: tuple[Missing, ...] = (),
    override_reason: str = "",
) -> None:
    change = _log_change(session, deal, deal.playbook, before, deal.playbook, deal.stage, evidence)
    change.override_reason = override_reason.strip()
    change.overridden = [lack.text for lack in overridden]


def _log_change(
    session: Session, deal: Deal, from_playbook: str, from_stage: str, to_playbook: str, to_stage: str, evidence: str
) -> StageChange:
    change = StageChange(
        deal_id=deal.id,
        by_id=context(session).me or None,
        from_playbook=from_playbook,
        from_stage=from_stage,
        to_playbook=to_playbook,
        to_stage=to_stage,
        outcome=deal.outcome,
        evidence=evidence.strip(),
    )
    session.add(change)
    return change


def _contact(session: Session, customer_id: str | None, name: str, phone: str, email: str) -> Contact:
    """Return the customer's contact of that name (or number), completed, or a new one."""
    name, phone, email = name.strip(), phone.strip(), email.strip()
    same = Contact.name == name if name else (Contact.phone == phone if phone else Contact.email == email)
    known = select(Contact).where(Contact.customer_id == customer_id, same).order_by(Contact.id).limit(1)
    # People without a customer are strangers to each other: the same name says nothing there.
    contact = session.scalars(known).first() if customer_id else None
    if contact is None:
        contact = Contact(customer_id=customer_id, name=name, phone="", email="")
        session.add(contact)
    contact.phone, contact.email = phone or contact.phone, email or contact.email
    session.flush()
    return contact


def _keep_contact_of_customer(session: Session, deal: Deal) -> None:
    """Let a person who had no customer yet come along to the deal's new one; somebody else's person stays behind."""
    contact = session.get(Contact, deal.contact_id) if deal.contact_id else None
    if contact is None:
        return
    if contact.customer_id is None:
        contact.customer_id = deal.customer_id
    elif contact.customer_id != deal.customer_id:
        deal.contact_id = None


def _first_words(need: str) -> str:
    return need.strip().partition("\n")[0][:24].strip()


def _company_playbook(session: Session) -> str:
    chosen = session.scalar(select(func.max(Company.playbook)).where(Company.id == COMPANY_ID))
    return playbooks_of(session).find(chosen or "").key
