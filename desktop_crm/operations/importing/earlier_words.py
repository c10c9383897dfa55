"""What was said before of customers and people that several rows of one sheet share.

When such a sheet is imported again after one of the rows was edited, the others still say what was true before. That
is no second edit.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import ChangeSet, Contact, Customer, Deal, RowChange

Pair: TypeAlias = tuple[str, str]  # what a row says now, and what it said before
_AT_ONCE: Final = 500  # ids in one statement
_CUSTOMER: Final[tuple[str, ...]] = ("name", "industry")
_CONTACT: Final[tuple[str, ...]] = ("name", "title", "phone", "email")


def earlier_words(session: Session, numbers: Collection[str]) -> dict[str, tuple[Pair, ...]]:
    """Return by the deal's number what its customer and its contact said before, where other deals share them."""
    deals = [row for row in session.execute(_deals()) if row.number in numbers]
    shared = {
        row_id
        for ids in ([row.customer_id for row in deals], [row.contact_id for row in deals])
        for row_id, times in Counter(ids).items()
        if row_id and times > 1
    }
    before = _before(session, shared)
    return {
        row.number: (
            *_pairs(before.get(row.customer_id, ()), dict(zip(_CUSTOMER, row[3:5], strict=True))),
            *_pairs(before.get(row.contact_id, ()), dict(zip(_CONTACT, row[5:9], strict=True))),
        )
        for row in deals
    }


def _pairs(before: Iterable[tuple[str, str]], now: Mapping[str, str | None]) -> Iterator[Pair]:
    for column, old in before:
        if current := now.get(column):
            yield current, old


def was_said_before(text: str, now: str, pairs: Collection[Pair]) -> bool:
    """Tell whether `text` is what a cell, which says `now` today, said before."""
    return any(_bare(text) == _bare(now.replace(current, old)) for current, old in pairs)


def _deals() -> Any:
    return (
        select(
            Deal.number, Deal.customer_id, Deal.contact_id, Customer.name, Customer.industry, Contact.name, Contact.title,
            Contact.phone, Contact.email,
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
    )  # fmt: skip


def _before(session: Session, ids: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the earlier values of each row as (column, value); what was taken back was never said."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    asked = sorted(ids)
    for first in range(0, len(asked), _AT_ONCE):
        rows = session.execute(
            select(RowChange.row_id, RowChange.old)
            .join(ChangeSet, ChangeSet.rid == RowChange.change_set)
            .where(
                RowChange.table.in_((Customer.__tablename__, Contact.__tablename__)),
                RowChange.row_id.in_(asked[first : first + _AT_ONCE]),
                RowChange.kind == "update",
                ChangeSet.undone.is_(False),
                ChangeSet.undoes.is_(None),
            )
        )
        for row_id, old in rows:
            found[row_id] += [(name, str(value or "")) for name, value in json.loads(old or "{}").items()]
    return found


def _bare(text: str) -> str:
    """Return a text without what an empty part of it leaves behind."""
    return "".join(text.replace("（）", "").split()).strip("/")
