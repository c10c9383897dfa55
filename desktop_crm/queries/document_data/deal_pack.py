"""What the cover of a deal pack says."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import OurSide


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
