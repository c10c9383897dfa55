"""What every stored row has, the column types, and who is at work in a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import uuid_utils
from sqlalchemy import JSON, Boolean, Date, Dialect, ForeignKey, Integer, MetaData, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, Session, mapped_column
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from desktop_crm.system import clock

_LINKS = UUID("6f1c1d0a-6b5e-4c58-9a39-6d5f0f5a7a11")
_UTC_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def new_id() -> str:
    """Return a new key: a UUIDv7, unique across laptops and sorted by time."""
    return str(uuid_utils.uuid7())


def link_id(*ends: str) -> str:
    """Return the key of a row that joins `ends`: the same ends always give the same key, on any laptop."""
    return str(uuid5(_LINKS, "\x1f".join(ends)))


class Utc(TypeDecorator[datetime]):
    """An aware moment, kept as UTC text (`2026-03-15T08:30:00Z`) that sorts by time."""

    impl = String
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).strftime(_UTC_FORMAT)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Base(DeclarativeBase):
    """The declarative base; its metadata is the schema."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Row(Base):
    """A row that people work with: recorded, undoable, and marked deleted instead of removed."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(String, primary_key=True, default=new_id, sort_order=-3)
    created_at: Mapped[datetime] = mapped_column(
        Utc, default=clock.now, server_default=text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), sort_order=90
    )
    deleted_at: Mapped[datetime | None] = mapped_column(Utc, sort_order=91)


# Column kinds. Every NOT NULL column has a default, so that a laptop with an older program can still add the row.


def words(default: str = "", **options: Any) -> MappedColumn[str]:
    """Return a text column, empty unless told."""
    return mapped_column(String, default=default, server_default=default, **options)


def count(default: int = 0, **options: Any) -> MappedColumn[int]:
    """Return a whole-number column."""
    return mapped_column(Integer, default=default, server_default=str(default), **options)


def flag(*, default: bool = False, **options: Any) -> MappedColumn[bool]:
    """Return a yes/no column."""
    return mapped_column(Boolean, default=default, server_default=str(int(default)), **options)


def fen(**options: Any) -> MappedColumn[int | None]:
    """Return an amount column in fen; NULL means not known."""
    return mapped_column(Integer, **options)


def day(**options: Any) -> MappedColumn[date | None]:
    """Return a calendar-day column; NULL means not known."""
    return mapped_column(Date, **options)


def listing(**options: Any) -> MappedColumn[list[str]]:
    """Return a column holding a JSON list of texts; assign a new list to change it."""
    return mapped_column(JSON, default=list, server_default="[]", **options)


def link(target: str, **options: Any) -> MappedColumn[Any]:
    """Return a foreign key to `target` (`table.id`); nullable, so that rows can arrive in any order."""
    return mapped_column(ForeignKey(target), nullable=True, index=options.pop("index", True), **options)


# What an operation may need to know beside the rows.


@dataclass(frozen=True, slots=True)
class Context:
    """Who works (`me`: member id, or "" when nobody has introduced themselves), the laptop's slot letter, the folder."""

    me: str = ""
    slot: str = ""
    folder: Path = Path()


def context(session: Session) -> Context:
    """Return who is at work in `session`."""
    found = session.info.get("context")
    return found if isinstance(found, Context) else Context()
