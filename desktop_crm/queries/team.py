"""The team: who does what, where, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from desktop_crm.models import Deal, Member, Outcome


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
    capacity: int
    open_deals: int
    left: bool

    @property
    def full(self) -> bool:
        """Return whether they have as many deals as they can look after, or more."""
        return self.open_deals >= self.capacity > 0


def team(session: Session) -> list[MemberLine]:
    """Return all colleagues, those who left last."""
    manager = aliased(Member)
    query = (
        select(Member, manager.name.label("manager"))
        .join(manager, manager.id == Member.manager_id, isouter=True)
        .order_by(Member.left, Member.created_at, Member.id)
    )
    open_deals = _open_deals(session)
    return [_line(row.Member, row.manager or "", open_deals.get(row.Member.id, 0)) for row in session.execute(query)]


def _open_deals(session: Session) -> dict[str | None, int]:
    query = select(Deal.owner_id, func.count()).where(Deal.outcome == Outcome.OPEN, Deal.owner_id.is_not(None))
    return {row[0]: row[1] for row in session.execute(query.group_by(Deal.owner_id))}


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
        capacity=member.capacity,
        open_deals=open_deals,
        left=member.left,
    )
