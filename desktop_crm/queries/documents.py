"""Issued documents: those of a deal, and all of the company, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal, IssuedDocument, Member
from desktop_crm.queries.document_data.items import kind_of

PAGE = 50


class DocumentState(StrEnum):
    """How far an issued document has come."""

    ISSUED = "issued"
    SENT = "sent"
    CONFIRMED = "confirmed"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Issued:
    """One issue of a document; `data` is its snapshot, empty in listings."""

    id: str
    deal_id: str
    deal_number: str
    deal_title: str
    customer: str
    key: str
    item_id: str
    title: str
    number: str
    version: int
    audience: str
    file: str
    sha256: str
    issued_at: datetime | None
    issued_by: str
    sent_on: date | None
    confirmed_on: date | None
    signed_on: date | None
    data: str = ""

    @property
    def state(self) -> DocumentState:
        """How far this issue has come."""
        if self.signed_on:
            return DocumentState.SIGNED
        if self.confirmed_on:
            return DocumentState.CONFIRMED
        return DocumentState.SENT if self.sent_on else DocumentState.ISSUED

    @property
    def state_day(self) -> date | None:
        """The day it came so far."""
        issued_on = self.issued_at.astimezone().date() if self.issued_at else None
        return self.signed_on or self.confirmed_on or self.sent_on or issued_on


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which issues are wanted; an empty field wants all."""

    text: str = ""
    key: str = ""
    state: str = ""

    @property
    def narrow(self) -> bool:
        """Return whether the filter leaves out anything."""
        return bool(self.text.strip() or self.key or self.state)


_SIGNED, _CONFIRMED, _SENT = (
    column.is_not(None) for column in (IssuedDocument.signed_on, IssuedDocument.confirmed_on, IssuedDocument.sent_on)
)
_STATES: Final[dict[str, ColumnElement[bool]]] = {
    DocumentState.SIGNED: _SIGNED,
    DocumentState.CONFIRMED: and_(_CONFIRMED, ~_SIGNED),
    DocumentState.SENT: and_(_SENT, ~_CONFIRMED, ~_SIGNED),
    DocumentState.ISSUED: and_(~_SENT, ~_CONFIRMED, ~_SIGNED),
}
_ORDERS: Final = {
    "title": IssuedDocument.title,
    "number": IssuedDocument.number,
    "customer": Customer.name,
    "issued_at": IssuedDocument.issued_at,
    "audience": IssuedDocument.audience,
}


def issued_documents(
    session: Session,
    wanted: DocumentFilter = DocumentFilter(),
    *,
    offset: int = 0,
    limit: int | None = PAGE,
    order: str = "",
    descending: bool = False,
) -> Sequence[Issued]:
    """Return a page of the company's issued documents, newest first unless another order is asked for."""
    query = _issues().where(*_narrowing(wanted))
    if order in _ORDERS:
        column = _ORDERS[order]
        query = query.order_by(column.desc() if descending else column)
    query = query.order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id.desc())
    return [_issued(row) for row in session.execute(query.offset(offset).limit(limit))]


def count_issued(session: Session, wanted: DocumentFilter = DocumentFilter()) -> int:
    """Return how many issued documents a filter leaves."""
    rows = _issues().where(*_narrowing(wanted)).with_only_columns(func.count(IssuedDocument.id))
    return session.scalar(rows) or 0


def issued_titles(session: Session) -> Sequence[tuple[str, str]]:
    """Return key and title of every kind of document that was issued, by title."""
    rows = session.execute(select(IssuedDocument.key, IssuedDocument.title).distinct().order_by(IssuedDocument.title))
    return list({row.key: (row.key, kind_of(row.title)) for row in rows}.values())


def issues_of_deal(session: Session, deal_id: str) -> Sequence[Issued]:
    """Return every issue of a deal's documents with its snapshot, newest first."""
    query = _issues(IssuedDocument.data).where(IssuedDocument.deal_id == deal_id)
    rows = session.execute(query.order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id.desc()))
    return [_issued(row) for row in rows]


def issued_document(session: Session, issue_id: str) -> Issued | None:
    """Return one issue with its snapshot, or None when it is gone."""
    row = session.execute(_issues(IssuedDocument.data).where(IssuedDocument.id == issue_id)).first()
    return _issued(row) if row else None


def _issues(*more: Any) -> Select[*tuple[Any, ...]]:
    name = func.coalesce
    return (
        select(
            IssuedDocument.id, IssuedDocument.deal_id, name(Deal.number, "").label("deal_number"),
            name(Deal.title, "").label("deal_title"), name(Customer.name, "").label("customer"), IssuedDocument.key,
            IssuedDocument.item_id, IssuedDocument.title, IssuedDocument.number, IssuedDocument.version, IssuedDocument.audience,
            IssuedDocument.file, IssuedDocument.sha256, IssuedDocument.issued_at,
            name(Member.name, "").label("issued_by"), IssuedDocument.sent_on, IssuedDocument.confirmed_on,
            IssuedDocument.signed_on, *more,
        )
        .select_from(IssuedDocument)
        .join(Deal, Deal.id == IssuedDocument.deal_id, isouter=True)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == IssuedDocument.issued_by_id, isouter=True)
    )  # fmt: skip


def _issued(row: Any) -> Issued:
    return Issued(**row._mapping)


def _narrowing(wanted: DocumentFilter) -> list[ColumnElement[bool]]:
    conditions = [_mentions(word) for word in wanted.text.split()]
    if wanted.key:
        conditions.append(IssuedDocument.key == wanted.key)
    if wanted.state:
        conditions.append(_STATES[wanted.state])
    return conditions


def _mentions(word: str) -> ColumnElement[bool]:
    places = (IssuedDocument.number, IssuedDocument.title, Deal.title, Deal.number, Customer.name)
    return or_(*(place.contains(word, autoescape=True) for place in places))
