"""The record of changes: audit trail, undo, timelines, and later the exchange between laptops."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Base, Utc, new_id, words
from desktop_crm.system import clock


class ChangeSet(Base):
    """One transaction: who, when, which operation. `undoes` names the change set it takes back."""

    __tablename__ = "change_set"

    rid: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String, default=new_id, server_default="", index=True)
    at: Mapped[datetime] = mapped_column(Utc, default=clock.now, server_default="")
    by_id: Mapped[str] = words()
    operation: Mapped[str] = words()
    label: Mapped[str] = words()
    undoes: Mapped[int | None] = mapped_column(ForeignKey("change_set.rid"))
    undone: Mapped[bool] = mapped_column(Boolean, default=False, server_default="0")

    __table_args__ = ({"sqlite_autoincrement": True},)


class RowChange(Base):
    """One touched row: old and new values of the changed columns as JSON; an insert keeps only its id.

    Written by the triggers of `store.recorder`, never by hand.
    """

    __tablename__ = "row_change"

    rid: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    change_set: Mapped[int] = mapped_column(ForeignKey("change_set.rid"), index=True, server_default="0")
    table: Mapped[str] = mapped_column("table_name", String, server_default="")
    row_id: Mapped[str] = words()
    kind: Mapped[str] = words()  # insert | update
    old: Mapped[str | None] = mapped_column(String)
    new: Mapped[str | None] = mapped_column(String)

    __table_args__ = (Index("ix_row_change_row", "row_id", "rid"), {"sqlite_autoincrement": True})
