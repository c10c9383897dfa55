"""How a line of a price begins: what was said of it, and what the company knows of the product."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Product, ProposalItem
from desktop_crm.rules.pricing import WHOLE
from desktop_crm.rules.quick_item import QuickItem
from desktop_crm.rules.text import compact

_USUAL_TAX = 1300


def line_of(session: Session, said: QuickItem) -> ProposalItem:
    """Return a line: what was not said comes from the product of that name and from when it was offered last."""
    product = product_named(session, said.name)
    last = _last_offered(session, product.id) if product else None
    return ProposalItem(
        product_id=product.id if product else None,
        name=product.name if product else said.name,
        specification=said.specification or (last.specification if last else ""),
        unit=said.unit or (last.unit if last else ""),
        quantity=WHOLE if said.quantity is None else said.quantity,
        price_fen=product.price_fen if said.price_fen is None and product else said.price_fen,
        discount=WHOLE if said.discount is None else said.discount,
        tax_rate=_tax(said, last),
    )


def product_named(session: Session, name: str) -> Product | None:
    """Return the product of that name, however it is spaced and in whatever case."""
    wanted = compact(name).casefold()
    if not wanted:
        return None
    products = session.scalars(select(Product).order_by(Product.name, Product.id))
    return next((product for product in products if compact(product.name).casefold() == wanted), None)


def _last_offered(session: Session, product_id: str) -> ProposalItem | None:
    found = select(ProposalItem).where(ProposalItem.product_id == product_id)
    return session.scalars(found.order_by(ProposalItem.created_at.desc(), ProposalItem.id.desc()).limit(1)).first()


def _tax(said: QuickItem, last: ProposalItem | None) -> int:
    if said.tax_rate is not None:
        return said.tax_rate
    return last.tax_rate if last else _USUAL_TAX
