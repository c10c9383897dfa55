"""Who is in the sample company and at its customers."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Customer, CustomerTag, Member, link_id, new_id
from desktop_crm.operations.sample_data import SampleCompany, SampleCustomer
from desktop_crm.operations.sample_papers import Person
from desktop_crm.rules.amounts import parse_amount
from desktop_crm.rules.names import name_key


def team(session: Session, company: SampleCompany) -> dict[str, str]:
    """Add the colleagues and return their ids by key."""
    ids = {member.key: new_id() for member in company.members}
    for member in company.members:
        session.add(
            Member(
                id=ids[member.key],
                name=member.name,
                role=member.role,
                phone=member.phone,
                email=member.email,
                regions=member.regions,
                industries=member.industries,
                capacity=member.capacity,
                manager_id=ids.get(member.manager),
                left=member.left,
            )
        )
    return ids


def customer(session: Session, sample: SampleCustomer, owner_id: str | None) -> tuple[Person, ...]:
    """Add a customer and return its people."""
    made = Customer(
        id=new_id(),
        name=sample.name,
        name_key=name_key(sample.name),
        industry=sample.industry,
        region=sample.region,
        address=sample.address,
        headcount=sample.headcount,
        revenue_fen=parse_amount(sample.revenue),
        founded_year=sample.founded,
        organisation=sample.organisation,
        competitors=sample.competitors,
        present_supplier=sample.supplier,
        owner_id=owner_id,
    )
    session.add(made)
    session.add_all(CustomerTag(id=link_id(made.id, tag), customer_id=made.id, tag=tag) for tag in sample.tags)
    people = tuple(_person(made.id, sample, place, line) for place, line in enumerate(sample.contacts))
    session.add_all(contact for contact, *_ in people)
    return people


def _person(customer_id: str, sample: SampleCustomer, place: int, line: str) -> Person:
    name, department, title, role, stance, influence = (part.strip() for part in line.split("|"))
    contact = Contact(
        id=new_id(),
        customer_id=customer_id,
        name=name,
        department=department,
        title=title,
        phone=f"139{sample.founded % 100:02d}{sample.headcount:04d}{place + 11:02d}",
        email=f"{sample.key}{place + 1}@{sample.key}.example" if place < 2 else "",
    )
    return contact, role, int(stance), int(influence)
