"""The two sides of a document, as its facts and signatures name them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import COMPANY_ID, Company, Contact, Customer, Deal, Member
from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr


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
    legal_person: str = ""
    tax_number: str = ""
    bank_account: str = ""


@dataclass(frozen=True, slots=True)
class OurSide(CustomerFacing):
    """Our company and the colleague who looks after the deal."""

    name: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    legal_person: str = ""
    tax_number: str = ""
    bank_account: str = ""


@dataclass(frozen=True, slots=True)
class Subject(CustomerFacing):
    """What a document is about: the deal as both sides name it, and the two sides."""

    number: str
    title: str
    customer: CustomerSide
    us: OurSide


def subject(session: Session, deal_id: str) -> Subject:
    """Return what the documents of a deal are about, read in one statement."""
    row = session.execute(
        select(Deal, Customer, Contact, Member, Company)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .join(Company, Company.id == COMPANY_ID, isouter=True)
        .where(Deal.id == deal_id)
    ).first()
    if row is None:
        raise Refused(tr("这条商机已经不在了。"))
    deal, customer, contact, member, company = row
    return Subject(
        number=deal.number,
        title=deal.title or deal.need,
        customer=_customer_side(customer, contact),
        us=_our_side(company, member),
    )


def _customer_side(customer: Customer | None, contact: Contact | None) -> CustomerSide:
    side = CustomerSide()
    if customer is not None:
        side = CustomerSide(
            name=customer.name,
            industry=customer.industry,
            region=customer.region,
            address=customer.address,
            legal_person=customer.legal_person,
            tax_number=customer.tax_number,
            bank_account=customer.bank_account,
        )
    if contact is None:
        return side
    position = " ".join(filter(None, (contact.department, contact.title)))
    return replace(side, contact=contact.name, position=position, phone=contact.phone, email=contact.email)


def _our_side(company: Company | None, member: Member | None) -> OurSide:
    side = OurSide()
    if company is not None:
        side = OurSide(
            name=company.name,
            address=company.address,
            phone=company.phone,
            email=company.email,
            legal_person=company.legal_person,
            tax_number=company.tax_number,
            bank_account=company.bank_account,
        )
    if member is None:
        return side
    return replace(side, contact=member.name, phone=member.phone or side.phone, email=member.email or side.email)
