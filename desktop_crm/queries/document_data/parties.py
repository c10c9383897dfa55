"""The two sides of a document, as its facts and signatures name them."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_crm.queries.document_data.audience import CustomerFacing


@dataclass(frozen=True, slots=True)
class CustomerSide(CustomerFacing):
    """The customer and the person we deal with there."""

    name: str = ""
    industry: str = ""
    region: str = ""
    address: str = ""
    contact: str = ""
    position: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class OurSide(CustomerFacing):
    """Our company and the colleague who looks after the deal."""

    name: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Subject(CustomerFacing):
    """What a document is about: the deal as both sides name it, and the two sides."""

    number: str
    title: str
    customer: CustomerSide
    us: OurSide
