"""The team: who does what, where, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from desktop_crm.models import Member
from desktop_crm.queries.lead_matching import is_away, open_deals


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A colleague with the number of open deals in their hands."""

    id: str
    name: str
    role: str
    phone: str
    email: str
    manager_id: str
    manager: str
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    grades: tuple[str, ...]
    customer_types: tuple[str, ...]
    capacity: int
    open_deals: int
    away_from: date | None
    away_until: date | None
    left: bool

    @property
    def full(self) -> bool:
        """Return whether they have as many deals as they can look after, or more."""
        return self.open_deals >= self.capacity > 0

    def away_on(self, day: date) -> bool:
        """Return whether they are absent on this day."""
        return is_away(self.away_from, self.away_until, day)


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A colleague for the command line."""

    name: str
    role: str
    manager: str
    phone: str
    email: str
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    grades: tuple[str, ...]
    customer_types: tuple[str, ...]
    open_deals: int
    capacity: int
    away_from: date | None
    away_until: date | None
    left: bool


def team(session: Session) -> list[MemberLine]:
    """Return all colleagues, those who left last."""
    manager = aliased(Member)
    query = (
        select(Member, manager.name.label("manager"))
        .join(manager, manager.id == Member.manager_id, isouter=True)
        .order_by(Member.left, Member.created_at, Member.id)
    )
    load = open_deals(session)
    return [_line(row.Member, row.manager or "", load.get(row.Member.id, 0)) for row in session.execute(query)]


def team_records(session: Session, name: str = "") -> list[MemberRecord]:
    """Return all colleagues as the command line shows them, or those of that name."""
    fields = MemberRecord.__dataclass_fields__
    return [
        MemberRecord(**{field: getattr(line, field) for field in fields})
        for line in team(session)
        if name in {"", line.name}
    ]


def _line(member: Member, manager: str, open_deals: int) -> MemberLine:
    return MemberLine(
        id=member.id,
        name=member.name,
        role=member.role,
        phone=member.phone,
        email=member.email,
        manager_id=member.manager_id or "",
        manager=manager,
        regions=tuple(member.regions),
        industries=tuple(member.industries),
        grades=tuple(member.grades),
        customer_types=tuple(member.customer_types),
        capacity=member.capacity,
        open_deals=open_deals,
        away_from=member.away_from,
        away_until=member.away_until,
        left=member.left,
    )
