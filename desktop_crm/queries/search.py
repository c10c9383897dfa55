"""Full-text search over the index that `store.search` keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    column,
    func,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop_crm.models import Contact, Customer, Deal

_ENTRY = table("search_entry", column("rid"), column("kind", String), column("target", String))
_TOKEN = re.compile(r"([\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])|([0-9A-Za-z\u00c0-\u024f]+)")


def match_phrase(word: str) -> str:
    """Return the FTS5 query for one typed word: its Han characters and letters as a phrase whose end may go on."""
    tokens = [han or other for han, other in _TOKEN.findall(word)]
    return f'"{" ".join(tokens)}"*' if tokens else '""'


def matching(kinds: tuple[str, ...], word: str) -> Select[str]:
    """Return a select of the ids that entries of `kinds` matching one typed `word` stand for."""
    found = text("search_entry.rid IN (SELECT rowid FROM search_index WHERE search_index MATCH :phrase)")
    return select(_ENTRY.c.target).where(_ENTRY.c.kind.in_(kinds), found.bindparams(_phrase(word)))


def deals_matching(typed: str) -> ColumnElement[bool]:
    """Return the condition that each word typed is found in a deal, its customer, a tag of it, or its contact."""
    return and_(
        *(
            or_(
                Deal.id.in_(matching(("deal",), word)),
                Deal.customer_id.in_(matching(("customer", "customer_tag"), word)),
                Deal.contact_id.in_(matching(("contact",), word)),
            )
            for word in typed.split()
        )
    )


def _phrase(word: str) -> BindParameter[str]:
    return bindparam("phrase", match_phrase(word), unique=True)


@dataclass(frozen=True, slots=True)
class Found:
    """A record found by text: `kind` is deal, customer, contact or lesson.

    `owner_id` is the customer of a contact; the id of a lesson is that of the deal that taught it.
    """

    kind: str
    id: str
    title: str
    detail: str
    owner_id: str = ""


def find_records(session: Session, typed: str, limit: int) -> list[Found]:
    """Return customers, deals, contacts and what reviews say that match what was typed, at most `limit` of each."""
    if not typed.split():
        return []
    customers = session.execute(
        select(Customer.id, Customer.name, Customer.industry)
        .where(_all(Customer.id, ("customer", "customer_tag"), typed))
        .limit(limit)
    )
    deals = session.execute(
        select(Deal.id, Deal.number, Deal.title, func.coalesce(Customer.name, "").label("customer"))
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .where(deals_matching(typed))
        .limit(limit)
    )
    contacts = session.execute(
        select(
            Contact.id,
            Contact.name,
            Contact.title,
            Contact.customer_id,
            func.coalesce(Customer.name, "").label("customer"),
        )
        .join(Customer, Customer.id == Contact.customer_id, isouter=True)
        .where(_all(Contact.id, ("contact",), typed))
        .limit(limit)
    )
    from desktop_crm.queries.lessons import find_lessons  # noqa: PLC0415 - the board searches without them

    return [
        *(Found("customer", row.id, row.name, row.industry) for row in customers),
        *(Found("deal", row.id, f"{row.customer} · {row.title}", row.number) for row in deals),
        *(Found("contact", row.id, f"{row.name} {row.title}", row.customer, row.customer_id or "") for row in contacts),
        *(
            Found("lesson", one.deal_id, one.gist, f"{one.customer} · {one.title}")
            for one in find_lessons(session, typed, limit)
        ),
    ]


def _all(column: InstrumentedAttribute[str], kinds: tuple[str, ...], typed: str) -> ColumnElement[bool]:
    return and_(*(column.in_(matching(kinds, word)) for word in typed.split()))
