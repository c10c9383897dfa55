"""What the negotiation memo says: what both sides agreed on and what is still open. Floor and objections stay inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import Subject


@dataclass(frozen=True, slots=True)
class AgreedClause(CustomerFacing):
    """A clause both sides agreed on."""

    title: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class OpenPoint(CustomerFacing):
    """A point not settled yet, with who settles it until when."""

    title: str
    text: str = ""
    settled_by: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class NegotiationMemo(CustomerFacing):
    """The data of `negotiation_memo`."""

    deal: Subject
    version: int
    version_name: str
    status: str
    met_on: date | None = None
    place: str = ""
    our_side: str = ""
    their_side: str = ""
    agreed: tuple[AgreedClause, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()
    next_step: str = ""
    change_note: str = ""
    confirmed_by: str = ""
    confirmed_on: date | None = None
