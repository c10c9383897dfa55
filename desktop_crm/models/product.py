"""What the company sells."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from desktop_crm.models.base import Row, fen, words


class Product(Row):
    """A product or service with its list price."""

    __tablename__ = "product"

    name: Mapped[str] = words(index=True)
    series: Mapped[str] = words()
    price_fen: Mapped[int | None] = fen()
    note: Mapped[str] = words()
