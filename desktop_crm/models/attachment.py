"""Files that belong to a deal: kept in the data folder under their hash."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Mapped

from desktop_crm.models.base import Row, count, link, words


class AttachmentKind(StrEnum):
    """What an attached file is; only what the customer has seen may go into a pack for the customer."""

    SIGNED_CONTRACT = "signed_contract"
    SIGNED_PAPER = "signed_paper"
    CUSTOMER_FILE = "customer_file"
    INTERNAL_FILE = "internal_file"


class Attachment(Row):
    """One file: its name as it came, what it is, and the SHA-256 under which it lies."""

    __tablename__ = "attachment"

    deal_id: Mapped[str] = link("deal.id")
    kind: Mapped[str] = words(AttachmentKind.CUSTOMER_FILE)
    paper_id: Mapped[str] = words(index=True)  # the contract, change order … whose signed copy it is
    name: Mapped[str] = words()
    media_type: Mapped[str] = words()
    size: Mapped[int] = count()  # bytes
    sha256: Mapped[str] = words(index=True)
    note: Mapped[str] = words(info={"internal": True})
    position: Mapped[int] = count()
