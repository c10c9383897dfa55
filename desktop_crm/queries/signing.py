"""What the signing section shows: whether a contract can be signed, how it was, and where it lies (K2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    AttachmentKind,
    Contact,
    Contract,
    ContractFiling,
    Deal,
    Member,
    Reviewed,
    SigningMethod,
    VersionStatus,
    context,
)
from desktop_crm.queries.attachments import AttachmentRow, attachments
from desktop_crm.queries.clocks import clocks_of, playbooks_in
from desktop_crm.queries.reviews import Standing, review_standings
from desktop_crm.queries.versions import Version, paper_state
from desktop_crm.rules.clocks import ClockState, state_at
from desktop_crm.system import clock
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a signed contract lies, and who was told."""

    archived_at: datetime | None = None
    archived_by: str = ""
    archive_place: str = ""
    finance_told_on: date | None = None
    delivery_told_on: date | None = None


@dataclass(frozen=True, slots=True)
class SigningSheet:
    """The latest contract of a deal on its way into the archive; None as `version` before there is one."""

    version: Version | None = None
    number: str = ""
    amount_fen: int | None = None
    signing: str = SigningMethod.PAPER
    signed_by_us: str = ""
    contact: str = ""  # who would sign for the customer
    me: str = ""
    review: str = ""  # what the review says; "" where none is asked for
    review_passed: bool = True
    filing: Filing = Filing()
    scans: tuple[AttachmentRow, ...] = ()
    clock: ClockState | None = None

    @property
    def signed(self) -> bool:
        """Return whether both sides signed."""
        return self.version is not None and self.version.status == VersionStatus.CONFIRMED


def signing_sheet(session: Session, deal_id: str) -> SigningSheet:
    """Return how far a deal's contract has come; a fixed number of statements."""
    version = paper_state(session, Contract, deal_id).shown
    scans = attachments(session, deal_id, kind=AttachmentKind.SIGNED_CONTRACT)
    if version is None:
        return SigningSheet(scans=scans)
    row = session.get_one(Contract, version.id)
    contact = select(Contact.name).join(Deal, Deal.contact_id == Contact.id).where(Deal.id == deal_id)
    review, passed = _review(session, deal_id)
    clocks = clocks_of(session, [deal_id], clock.now(), only={"archive"}).get(deal_id, ())
    return SigningSheet(
        version=version,
        number=row.number,
        amount_fen=row.amount_fen,
        signing=row.signing,
        signed_by_us=row.signed_by_us,
        contact=session.scalar(contact) or "",
        me=session.scalar(select(Member.name).where(Member.id == context(session).me)) or "",
        review=review,
        review_passed=passed,
        filing=_filing(session, version.id),
        scans=scans,
        clock=next((state_at(found, clock.now()) for found in clocks), None),
    )


def _review(session: Session, deal_id: str) -> tuple[str, bool]:
    """Return what the review says and whether it lets the contract be signed."""
    sheet = review_standings(session, deal_id)[Reviewed.CONTRACT]
    playbook = playbooks_in(session).find(session.scalar(select(Deal.playbook).where(Deal.id == deal_id)) or "")
    if not playbook.contract_review and sheet.standing == Standing.NONE:
        return "", True
    return tr("评审：{said}", said=sheet.said), sheet.standing == Standing.PASSED


def _filing(session: Session, contract_id: str) -> Filing:
    row = session.execute(
        select(ContractFiling, func.coalesce(Member.name, "").label("by"))
        .join(Member, Member.id == ContractFiling.archived_by_id, isouter=True)
        .where(ContractFiling.contract_id == contract_id)
    ).first()
    if row is None:
        return Filing()
    found: ContractFiling = row.ContractFiling
    return Filing(found.archived_at, row.by, found.archive_place, found.finance_told_on, found.delivery_told_on)
