"""What the cover of a deal pack says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import OurSide, Subject, subject
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class PackedDeal(CustomerFacing):
    """A deal whose papers are in the pack."""

    number: str
    title: str
    customer: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class DealPack(CustomerFacing):
    """The data of `deal_pack`: `single` when the pack is about one deal, else `several`."""

    customer: str
    subject: str
    us: OurSide
    single: PackedDeal | None = None
    several: tuple[PackedDeal, ...] = ()


def deal_pack(session: Session, deal_ids: Sequence[str]) -> DealPack:
    """Return the cover of a pack about these deals, at least one; one statement a deal."""
    about = [subject(session, deal_id) for deal_id in deal_ids]
    customers = list(dict.fromkeys(deal.customer.name for deal in about))
    deals = tuple(map(_packed, about))
    single = len(deals) == 1
    return DealPack(
        customer="、".join(filter(None, customers)),
        subject=about[0].title if single else tr("{count} 个项目", count=len(deals)),
        us=about[0].us,
        single=deals[0] if single else None,
        several=() if single else deals,
    )


def _packed(deal: Subject) -> PackedDeal:
    contact = " ".join(filter(None, (deal.customer.contact, deal.customer.position)))
    return PackedDeal(deal.number, deal.title, deal.customer.name, contact)
