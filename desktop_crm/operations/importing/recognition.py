"""Which deal a row of a sheet means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from desktop_crm.exchange.rows import LeadRow
from desktop_crm.rules.names import name_key

Deal = dict[str, Any]
_TITLE_SIGNS = 24


class Recognition:
    """Finds a deal by its id in the sheet it came from, by its number, or as the same lead.

    The same lead: same customer, same person, same need and product (else title), and the same day and title where
    the sheet names them.
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
        key = _likeness(deal["customer_id"], deal["contact_id"], deal["need"], deal["product_name"], deal["title"])
        self._alike[key].append(deal)

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
        title = title_of(row)
        for deal in self._alike.get(_likeness(customer, person, row.need, row.product, title), []):
            if day in {None, deal["acquired_on"]} and (not row.title or title == deal["title"]):
                return deal
        return None


def title_of(row: LeadRow) -> str:
    """Return what a new deal is called: its title, else the beginning of its need, its product, its customer."""
    title = row.title or row.need[:_TITLE_SIGNS] or row.product or row.customer or row.contact
    return " ".join(title.split())


def _likeness(customer: str | None, person: str | None, need: str, product: str, title: str) -> tuple[str | None, ...]:
    """Return what two likes share; the title counts where nothing says what is wanted."""
    return customer, person, name_key(need), name_key(product), "" if need else name_key(title)
