"""What surrounds proposal and contract in the sample company: presentations, the letter, risks, filing, money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from desktop_crm.models import (
    WHOLE,
    Contract,
    ContractFiling,
    ContractRisk,
    IntentClause,
    LetterOfIntent,
    MemoClause,
    Payment,
    Presentation,
    PresentationPoint,
    Receipt,
    Row,
    VersionStatus,
    link_id,
    new_id,
)
from desktop_crm.operations.sample_way import Way
from desktop_crm.system import clock
from desktop_crm.system.translations import tr


def presentation(way: Way, proposal_id: str) -> Iterator[Row]:
    """Yield how the proposal was presented, and what the customer asked."""
    said = way.work.reactions[len(way.deal.title) % len(way.work.reactions)]
    shown_on = min(way.day("proposal", 6), clock.today())
    talk = Presentation(
        id=new_id(),
        deal_id=way.deal.id,
        proposal_id=proposal_id,
        presented_on=shown_on,
        place=tr("客户会议室"),
        our_side=tr("销售、产品"),
        their_side=way.sample.confirmed_by,
        reaction=said.reaction,
        next_action=said.next_action,
        next_due=shown_on + timedelta(days=5),
        next_owner_id=way.deal.owner_id,
    )
    yield talk
    for place, asked in enumerate(way.work.asked):
        settled = way.is_past("proposal") or not place
        yield PresentationPoint(
            presentation_id=talk.id,
            text=asked.text,
            raised_by=way.sample.confirmed_by,
            answer=asked.answer if settled else "",
            settled_by=tr("高明哲"),
            due_on=shown_on + timedelta(days=3 + place),
            settled=settled,
            position=place,
        )


def letter(way: Way, memo: tuple[MemoClause, ...]) -> Iterator[Row]:
    """Yield the letter of intent, signed at the end of the negotiation."""
    signed_on = way.day("contract")
    paper = LetterOfIntent(
        id=new_id(),
        deal_id=way.deal.id,
        status=VersionStatus.CONFIRMED,
        project=way.deal.title,
        amount_fen=way.deal.amount_fen,
        sign_contract_by=signed_on + timedelta(days=15),
        valid_until=signed_on + timedelta(days=60),
        next_step=tr("乙方法务 5 个工作日内提供合同初稿"),
        sent_on=signed_on - timedelta(days=2),
        confirmed_on=signed_on,
        confirmed_by=way.sample.confirmed_by,
    )
    yield paper
    for place, clause in enumerate(memo):
        yield IntentClause(letter_id=paper.id, kind=clause.kind, title=clause.title, text=clause.text, position=place)


def aside(way: Way) -> Iterator[Row]:
    """Yield the risks as looked at before the contract went out."""
    for risk in way.work.risks:
        yield ContractRisk(
            id=link_id(way.deal.id, risk.key), deal_id=way.deal.id, key=risk.key, checked=True, note=risk.note
        )


def filed(way: Way, contract: Contract) -> Row:
    """Return where the signed contract lies."""
    return ContractFiling(
        id=link_id(ContractFiling.__tablename__, contract.id),
        deal_id=way.deal.id,
        contract_id=contract.id,
        archived_at=way.moment("delivery"),
        archived_by_id=way.deal.owner_id,
        archive_place=tr("档案柜 B-{place:02d}", place=len(way.deal.title)),
        finance_told_on=way.signed_on,
        delivery_told_on=way.signed_on,
    )


def payments(way: Way) -> Iterator[Row]:
    """Yield the plan, and receipts for what fell due, but for the one that the customer is late with."""
    amount = left = way.deal.amount_fen or 0
    for place, part in enumerate(way.work.instalments):
        share = left if part is way.work.instalments[-1] else amount * part.share // WHOLE
        left -= share
        due_on = way.signed_on + timedelta(days=part.after)
        past = due_on < clock.today()
        payment = Payment(
            id=new_id(), deal_id=way.deal.id, name=part.name, condition=part.condition, share=part.share, amount_fen=share,
            due_on=due_on, position=place, invoiced_on=due_on - timedelta(days=5) if past else None,
        )  # fmt: skip
        yield payment
        if past and part.name != way.sample.late:
            yield Receipt(
                deal_id=way.deal.id, payment_id=payment.id, received_on=due_on - timedelta(days=1), amount_fen=share,
                method=tr("银行转账"),
            )  # fmt: skip
