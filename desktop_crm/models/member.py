"""Team members: who owns deals, who covers whom."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from desktop_crm.models.base import Row, count, day, flag, link, listing, words


class Role(StrEnum):
    """What a member does in the sales process; each stage names the role responsible for it."""

    SALES_REP = "sales_rep"
    SALES_MANAGER = "sales_manager"
    MARKETING = "marketing"
    SALES_SUPPORT = "sales_support"
    PRODUCT = "product"
    TECHNOLOGY = "technology"
    LEGAL = "legal"
    FINANCE = "finance"
    DELIVERY = "delivery"
    CUSTOMER_SUCCESS = "customer_success"


class Member(Row):
    """A colleague."""

    __tablename__ = "member"

    name: Mapped[str] = words(index=True)
    role: Mapped[str] = words(Role.SALES_REP)
    phone: Mapped[str] = words()
    email: Mapped[str] = words()
    manager_id: Mapped[str | None] = link("member.id")
    regions: Mapped[list[str]] = listing()
    industries: Mapped[list[str]] = listing()
    grades: Mapped[list[str]] = listing()  # which leads this person takes; none named: all
    customer_types: Mapped[list[str]] = listing()
    capacity: Mapped[int] = count(30)  # open deals one person can look after
    away_from: Mapped[date | None] = day()
    away_until: Mapped[date | None] = day()
    left: Mapped[bool] = flag()
