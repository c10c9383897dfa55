"""Which deal a row of a sheet means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from desktop_crm.exchange.rows import LeadRow
from desktop_crm.rules.names import name_key

Deal = dict[str, Any]


class Recognition:
    """Finds a deal by its id in the sheet it came from, by its number, or as the same lead.

    The same lead: same customer, same person, same need and product, and the same day where the sheet names one.
    """

    def __init__(self, deals: Iterable[Deal]) -> None:
        self._external: dict[str, Deal] = {}
        self._numbered: dict[str, Deal] = {}
        self._alike: dict[tuple[Any, ...], list[Deal]] = defaultdict(list)
        for deal in deals:
            self.remember(deal)

    def remember(self, deal: Deal) -> None:
        """Let the rows that follow find a deal."""
        self._numbered[deal["number"]] = deal
        if deal["external_id"]:
            self._external[deal["external_id"]] = deal
        else:  # a lead with an id of its own is told from its likes by that
            self._alike[_likeness(deal["customer_id"], deal["contact_id"], deal["need"], deal["product_name"])].append(
                deal
            )

    def numbered(self, number: str) -> bool:
        """Tell whether a deal bears this number."""
        return number in self._numbered

    def by_mark(self, row: LeadRow) -> Deal | None:
        """Return the deal that bears the row's id or number."""
        if row.external_id:
            return self._external.get(row.external_id)
        return self._numbered.get(row.number) or self._external.get(row.number) if row.number else None

    def by_likeness(self, row: LeadRow, customer: str | None, person: str | None) -> Deal | None:
        """Return the deal that is the same lead; a row with an id or number of its own is like no other."""
        if row.external_id or row.number:
            return None
        day = row.acquired_on or row.engaged_on
        alike = self._alike.get(_likeness(customer, person, row.need, row.product), [])
        return next((deal for deal in alike if day in (None, deal["acquired_on"])), None)


def _likeness(customer: str | None, person: str | None, need: str, product: str) -> tuple[str | None, ...]:
    return customer, person, name_key(need), name_key(product)
