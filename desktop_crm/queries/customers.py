"""The table of customers: which of them, in which order, and what their deals come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, Subquery, case, func, literal_column, or_, select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Customer, CustomerTag, Deal, Member, Outcome
from desktop_crm.queries.search import matching

_MOST_CHOICES = 500
_EMPTY: Final = literal_column("''", String)  # written out: no moment could be compared with a text value


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """Which customers are wanted; what is empty leaves nothing out."""

    text: str = ""
    industry: str = ""
    owner: str = ""
    tag: str = ""

    @property
    def narrow(self) -> bool:
        """Return whether the filter leaves out anything."""
        return bool(self.text.strip() or self.industry or self.owner or self.tag)


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer as a row of the table; amounts in fen."""

    id: str
    name: str
    industry: str
    region: str
    owner: str
    tags: tuple[str, ...]
    open_deals: int
    open_fen: int
    won_fen: int
    last_contact_at: datetime | None


def count_customers(session: Session, wanted: CustomerFilter) -> int:
    """Return how many customers the filter leaves."""
    return session.scalar(select(func.count(Customer.id)).where(*_narrowing(wanted))) or 0


def customer_lines(
    session: Session,
    wanted: CustomerFilter,
    *,
    order: str = "name",
    descending: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> list[CustomerLine]:
    """Return a page of the table, ordered by one of its columns; customers without a value come last."""
    return _lines(session, _page(wanted, order, descending=descending).offset(offset).limit(limit))


def customer_ids(
    session: Session, wanted: CustomerFilter, *, order: str = "name", descending: bool = False
) -> list[str]:
    """Return the customers the filter leaves, all of them in the table's order: what a slow question asks only once."""
    return list(session.scalars(_page(wanted, order, descending=descending).with_only_columns(Customer.id)))


def lines_of(session: Session, ids: Sequence[str]) -> list[CustomerLine]:
    """Return these customers as rows of the table, in the order of `ids`."""
    found = {line.id: line for line in _lines(session, _rows().where(Customer.id.in_(ids)))}
    return [found[key] for key in ids if key in found]


def is_slow(wanted: CustomerFilter, order: str) -> bool:
    """Tell whether reading looks at every deal or every word of a large company, so that no window should wait for it."""
    return bool(wanted.text.strip()) or order in _SUMMED or order == "tags"


def _lines(session: Session, query: Select[*tuple[Any, ...]]) -> list[CustomerLine]:
    rows = session.execute(query).all()
    ids = [row.id for row in rows]
    sums = {row.customer_id: row for row in session.execute(_sums().where(Deal.customer_id.in_(ids)))}
    tags = _tags(session, ids)
    return [_line(row, sums.get(row.id), tags.get(row.id, ())) for row in rows]


def customers_place(session: Session, wanted: CustomerFilter, customer_id: str) -> int | None:
    """Return how many customers stand before this one in the order of names, None when the filter leaves it out."""
    found = session.execute(
        select(Customer.name, Customer.id).where(Customer.id == customer_id, *_narrowing(wanted))
    ).first()
    if found is None:
        return None
    before = or_(Customer.name < found.name, (Customer.name == found.name) & (Customer.id < found.id))
    return session.scalar(select(func.count(Customer.id)).where(before, *_narrowing(wanted)))


def industries(session: Session) -> list[str]:
    """Return the industries customers belong to, the most frequent first."""
    query = select(Customer.industry).where(Customer.industry != "").group_by(Customer.industry)
    return list(session.scalars(query.order_by(func.count().desc()).limit(_MOST_CHOICES)))


def tags(session: Session) -> list[str]:
    """Return the tags in use, the most frequent first."""
    query = select(CustomerTag.tag).group_by(CustomerTag.tag).order_by(func.count().desc())
    return list(session.scalars(query.limit(_MOST_CHOICES)))


def customer_names(session: Session, typed: str, limit: int = 12) -> list[str]:
    """Return names of customers that fit what is being typed, for a field that offers known ones."""
    if not typed.split():
        return []
    found = (Customer.id.in_(matching(("customer",), word)) for word in typed.split())
    return list(session.scalars(select(Customer.name).where(*found).order_by(func.length(Customer.name)).limit(limit)))


# Each word may be found in the name, a tag, or a contact, so that “恒力 采购” finds what people remember.


def _narrowing(wanted: CustomerFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        or_(
            Customer.id.in_(matching(("customer", "customer_tag"), word)),
            Customer.id.in_(select(Contact.customer_id).where(Contact.id.in_(matching(("contact",), word)))),
        )
        for word in wanted.text.split()
    ]
    if wanted.industry:
        conditions.append(Customer.industry == wanted.industry)
    if wanted.owner:
        conditions.append(Customer.owner_id == wanted.owner)
    if wanted.tag:
        conditions.append(Customer.id.in_(select(CustomerTag.customer_id).where(CustomerTag.tag == wanted.tag)))
    return conditions


def _sums() -> Select[*tuple[Any, ...]]:
    """Return the select of what the deals of each customer come to."""
    is_open, is_won = Deal.outcome == Outcome.OPEN, Deal.outcome == Outcome.WON
    return (
        select(
            Deal.customer_id,
            func.count(case((is_open, 1))).label("open_deals"),
            func.coalesce(func.sum(case((is_open, Deal.amount_fen))), 0).label("open_fen"),
            func.coalesce(func.sum(case((is_won, Deal.amount_fen))), 0).label("won_fen"),
            func.max(Deal.last_contact_at, type_=Deal.last_contact_at.type).label("last_contact_at"),
        )
        .where(Deal.customer_id.is_not(None))
        .group_by(Deal.customer_id)
    )


_OWN: Final = {"name": Customer.name, "industry": Customer.industry, "region": Customer.region}
_SUMMED: Final = frozenset({"open_deals", "open_fen", "won_fen", "last_contact_at"})


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        Customer.id, Customer.name, Customer.industry, Customer.region, Member.name.label("owner")
    ).join(Member, Member.id == Customer.owner_id, isouter=True)  # fmt: skip


def _page(wanted: CustomerFilter, order: str, *, descending: bool) -> Select[*tuple[Any, ...]]:
    query = _rows().where(*_narrowing(wanted))
    if order in _SUMMED:
        sums = _sums().subquery()
        query = query.join(sums, sums.c.customer_id == Customer.id, isouter=True)
        return query.order_by(*_ordered(_summed(sums, order), descending=descending))
    if order == "tags":
        tagged = _tag_texts().subquery()
        query = query.join(tagged, tagged.c.customer_id == Customer.id, isouter=True)
        return query.order_by(*_ordered(tagged.c.text, descending=descending))
    if order == "owner":
        return query.order_by(*_ordered(Member.name, descending=descending))
    return query.order_by(*_ordered(_OWN[order], descending=descending, empty=order != "name"))


def _summed(sums: Subquery, order: str) -> ColumnElement[Any]:
    """Return the figure to order by; no deals are worth nothing, but no contact is not an early one."""
    return sums.c[order] if order == "last_contact_at" else func.coalesce(sums.c[order], 0)


def _tag_texts() -> Select[str, str]:
    """Return the tags of each customer that has some, in one text as the table shows them."""
    in_order = func.group_concat(CustomerTag.tag, "、").aggregate_order_by(CustomerTag.created_at, CustomerTag.tag)
    return select(CustomerTag.customer_id, in_order.label("text")).group_by(CustomerTag.customer_id)


def _ordered(key: Any, *, descending: bool, empty: bool = True) -> Iterable[Any]:
    """Return the terms of the order; the name's index serves only a plain column, hence `empty` can be left out."""
    if empty:
        yield (key.is_(None) | (key == _EMPTY)).asc()
    yield key.desc() if descending else key
    yield Customer.id.desc() if descending else Customer.id


def _tags(session: Session, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    query = select(CustomerTag.customer_id, CustomerTag.tag).where(CustomerTag.customer_id.in_(ids))
    for customer_id, tag in session.execute(query.order_by(CustomerTag.created_at, CustomerTag.tag)):
        found[customer_id].append(tag)
    return {customer_id: tuple(each) for customer_id, each in found.items()}


def _line(row: Any, sums: Any, tags_of: tuple[str, ...]) -> CustomerLine:
    return CustomerLine(
        id=row.id,
        name=row.name,
        industry=row.industry,
        region=row.region,
        owner=row.owner or "",
        tags=tags_of,
        open_deals=sums.open_deals if sums else 0,
        open_fen=sums.open_fen if sums else 0,
        won_fen=sums.won_fen if sums else 0,
        last_contact_at=sums.last_contact_at if sums else None,
    )
