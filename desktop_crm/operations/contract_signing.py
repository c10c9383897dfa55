"""Signing and filing a contract (K2): frozen once both sides signed, then its scan, its place, and who was told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Attachment,
    AttachmentKind,
    Contract,
    ContractFiling,
    Deal,
    Member,
    Reviewed,
    SigningMethod,
    VersionStatus,
    context,
    link_id,
)
from desktop_crm.operations.completeness import settle_deal
from desktop_crm.operations.contracts import refuse_unless_ready
from desktop_crm.operations.operation import operation
from desktop_crm.operations.papers import CONTRACT as PAPER
from desktop_crm.operations.payments import follow_signing
from desktop_crm.operations.playbook_of import playbook_of
from desktop_crm.operations.rows import adopt, edit, existing
from desktop_crm.queries.reviews import Standing, review_standings
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

PLACE = "contract.signing"
FILING_FIELDS = frozenset({"archive_place", "finance_told_on", "delivery_told_on"})


@operation("记录合同签署")
def record_signing(
    session: Session,
    contract_id: str,
    *,
    confirmed_by: str,
    confirmed_on: date | None = None,
    signed_by_us: str = "",
    signing: str = SigningMethod.PAPER,
) -> str:
    """Note that both sides signed: the customer's signer, ours (whoever works here unless told), the day (today).

    The contract is frozen, and its amount is the deal's from then on.
    """
    contract = existing(session, Contract, contract_id)
    deal = existing(session, Deal, contract.deal_id)
    if contract.status != VersionStatus.CONFIRMED:
        refuse_unless_ready(session, contract)
        _refuse_unless_numbered(contract)
        _refuse_unless_reviewed(session, deal)
        me = session.get(Member, context(session).me)
        contract.signed_by_us = signed_by_us.strip() or (me.name if me else "")
        contract.signing = SigningMethod(signing)
    PAPER.confirm(session, contract, confirmed_by=confirmed_by, confirmed_on=confirmed_on)
    if contract.amount_fen is not None:
        deal.amount_fen = contract.amount_fen
        settle_deal(session, deal)
    follow_signing(session, contract)
    return contract.id


@operation("合同归档")
def archive_contract(session: Session, contract_id: str, *, archived_at: datetime | None = None) -> str:
    """Note that a signed contract lies in the archive: its scan is attached, or the place of the original is told."""
    contract = _signed(session, contract_id)
    filing = _filing(session, contract)
    if not _scans(session, contract) and not filing.archive_place:
        raise Refused(
            tr("归档前请附上扫描件，或写明原件放在哪里。"),
            Remedy(tr("附上扫描件"), f"{PLACE}.scan"),
            Remedy(tr("填写存放位置"), f"{PLACE}.archive_place"),
        )
    if archived_at is not None and archived_at > clock.now():
        raise Refused(tr("归档时间还没有到。"))
    filing.archived_at = archived_at or clock.now()
    filing.archived_by_id = context(session).me or None
    return filing.id


@operation("撤回合同归档")
def reopen_filing(session: Session, contract_id: str) -> str:
    """Take a contract out of the archive again; its clock goes on."""
    filing = _filing(session, _signed(session, contract_id))
    filing.archived_at = filing.archived_by_id = None
    return filing.id


@operation("修改合同归档信息")
def edit_filing(session: Session, contract_id: str, **values: Any) -> str:
    """Say where the original lies, and when finance and delivery were told."""
    filing = _filing(session, _signed(session, contract_id))
    edit(filing, values, fields=FILING_FIELDS)
    return filing.id


# Inside


def _signed(session: Session, contract_id: str) -> Contract:
    contract = existing(session, Contract, contract_id)
    if contract.status != VersionStatus.CONFIRMED:
        raise Refused(tr("合同还没有签署。"), Remedy(tr("记录签署"), f"{PLACE}.sign"))
    return contract


def _filing(session: Session, contract: Contract) -> ContractFiling:
    filing = adopt(session, ContractFiling, link_id(ContractFiling.__tablename__, contract.id))
    filing.deal_id, filing.contract_id = contract.deal_id, contract.id
    return filing


def _scans(session: Session, contract: Contract) -> int:
    wanted = select(func.count(Attachment.id)).where(
        Attachment.deal_id == contract.deal_id, Attachment.kind == AttachmentKind.SIGNED_CONTRACT
    )
    return session.scalar(wanted) or 0


def _refuse_unless_numbered(contract: Contract) -> None:
    if not contract.number:
        raise Refused(tr("合同还没有编号。"), Remedy(tr("填写编号"), f"{PAPER.place}.number"))


def _refuse_unless_reviewed(session: Session, deal: Deal) -> None:
    """Refuse unless those whom the playbook asks have passed the contract as it is now."""
    sheet = review_standings(session, deal.id)[Reviewed.CONTRACT]
    asked = playbook_of(session, deal).contract_review
    if (asked or sheet.standing not in {Standing.NONE, Standing.PASSED}) and sheet.standing != Standing.PASSED:
        raise Refused(
            tr("合同要先通过评审才能签署：{said}。", said=sheet.said), Remedy(tr("去评审"), "contract.review")
        )
