"""What every deal that a report names is named by: its customer, its title, its owner."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func

from desktop_crm.models import Customer, Deal, Member


def named_deals(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Return a query over deals with `title`, `customer` and `owner`, "" where there is none."""
    customer, owner = func.coalesce(Customer.name, ""), func.coalesce(Member.name, "")
    return (
        query.add_columns(Deal.title.label("title"), customer.label("customer"), owner.label("owner"))
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
    )
