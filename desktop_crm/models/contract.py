"""The letter of intent (N4) and the contract (K1, K2): papers in versions, frozen once both sides have signed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, Utc, count, day, fen, flag, link, words
from desktop_crm.models.paper import ClauseKind, VersionStatus


class SigningMethod(StrEnum):
    """How a contract is signed."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class LetterOfIntent(Row):
    """One version of the letter of intent; confirmed means signed by both."""

    __tablename__ = "letter_of_intent"

    deal_id: Mapped[str] = link("deal.id")
    version: Mapped[int] = count(1)
    status: Mapped[str] = words(VersionStatus.DRAFT)
    project: Mapped[str] = words()
    amount_fen: Mapped[int | None] = fen()
    sign_contract_by: Mapped[date | None] = day()
    valid_until: Mapped[date | None] = day()
    next_step: Mapped[str] = words()
    change_note: Mapped[str] = words()
    sent_on: Mapped[date | None] = day()
    confirmed_on: Mapped[date | None] = day()
    confirmed_by: Mapped[str] = words()

    groups = (("status", "sent_on", "confirmed_on", "confirmed_by"),)


class IntentClause(Row):
    """A clause of the letter of intent."""

    __tablename__ = "intent_clause"

    letter_id: Mapped[str] = link("letter_of_intent.id")
    kind: Mapped[str] = words(ClauseKind.OTHER)
    title: Mapped[str] = words()
    text: Mapped[str] = words()
    position: Mapped[int] = count()


class Contract(Row):
    """One version of the contract; confirmed means signed by both, on `confirmed_on`."""

    __tablename__ = "contract"

    deal_id: Mapped[str] = link("deal.id")
    version: Mapped[int] = count(1)
    status: Mapped[str] = words(VersionStatus.DRAFT)
    memo_id: Mapped[str | None] = link("memo.id", index=False)  # the memo it was made from and is compared with
    number: Mapped[str] = words(index=True)
    title: Mapped[str] = words()
    amount_fen: Mapped[int | None] = fen()
    tax_rate: Mapped[int] = count(1300)  # hundredths of a percent, contained in the amount
    deliver_by: Mapped[date | None] = day()
    effective_on: Mapped[date | None] = day()
    ends_on: Mapped[date | None] = day()
    place: Mapped[str] = words()
    signing: Mapped[str] = words(SigningMethod.PAPER)
    signed_by_us: Mapped[str] = words()
    copies: Mapped[int] = count(2)
    change_note: Mapped[str] = words()
    sent_on: Mapped[date | None] = day()
    confirmed_on: Mapped[date | None] = day()
    confirmed_by: Mapped[str] = words()

    groups = (("status", "sent_on", "confirmed_on", "confirmed_by", "signed_by_us"), ("amount_fen", "tax_rate"))


class ContractClause(Row):
    """A clause of the contract and the clause of the memo that it writes out; a difference needs its reason."""

    __tablename__ = "contract_clause"

    contract_id: Mapped[str] = link("contract.id")
    memo_clause_id: Mapped[str] = words()
    kind: Mapped[str] = words(ClauseKind.OTHER)
    title: Mapped[str] = words()
    text: Mapped[str] = words()
    difference: Mapped[str] = words(info={"internal": True})  # why it says something else than the memo
    position: Mapped[int] = count()


class ContractRisk(Row):
    """A point of the risk checklist as looked at for one deal; the id derives from deal and key (internal)."""

    __tablename__ = "contract_risk"

    deal_id: Mapped[str] = link("deal.id")
    key: Mapped[str] = words()
    checked: Mapped[bool] = flag()
    note: Mapped[str] = words(info={"internal": True})

    groups = (("checked", "note"),)


class ContractFiling(Row):
    """Where a signed contract lies and who was told (K2); the id derives from the contract's."""

    __tablename__ = "contract_filing"

    deal_id: Mapped[str] = link("deal.id")
    contract_id: Mapped[str] = link("contract.id")
    archived_at: Mapped[datetime | None] = mapped_column(Utc)
    archived_by_id: Mapped[str | None] = link("member.id", index=False)
    archive_place: Mapped[str] = words()
    finance_told_on: Mapped[date | None] = day()
    delivery_told_on: Mapped[date | None] = day()
