"""What an import left open (待补全) is ticked off as people fill it in."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Customer, Deal


def settle_deal(session: Session, deal: Deal) -> None:
    """Take from `deal.missing` what is known by now."""
    if deal.missing:
        session.flush()
        deal.missing = [field for field in deal.missing if not _known(session, deal, field)]


def settle_customer(session: Session, customer_id: str | None) -> None:
    """Settle every deal of a customer; call it after a change to the customer or its contacts."""
    if customer_id is None:
        return
    for deal in session.scalars(select(Deal).where(Deal.customer_id == customer_id, Deal.missing != [])):
        settle_deal(session, deal)


def _known(session: Session, deal: Deal, field: str) -> bool:
    match field:
        case "customer":
            return session.scalar(select(Customer.name).where(Customer.id == deal.customer_id)) not in {None, ""}
        case "industry":
            return session.scalar(select(Customer.industry).where(Customer.id == deal.customer_id)) not in {None, ""}
        case "contact" | "phone":
            reachable = select(func.count(Contact.id)).where(
                or_(Contact.customer_id == deal.customer_id, Contact.id == deal.contact_id),
                or_(Contact.phone != "", Contact.email != ""),
            )
            return bool(session.scalar(reachable))
        case _:
            return bool(getattr(deal, field, ""))
