"""What there is to do today, as the command line tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Member
from desktop_crm.queries.today import KINDS, MOST, Item, Wanted, today
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_CHUNK = 500  # numbers looked up at once


@dataclass(frozen=True, slots=True)
class TodayRecord:
    """One thing to do; `section` is one of `KINDS`."""

    section: str
    due: date | None
    time: str
    until: datetime | None
    what: str
    deal: str
    customer: str
    contact: str
    owner: str
    method: str
    why: str


def today_records(session: Session, name: str = "") -> list[TodayRecord]:
    """Return all there is to do today for the member with this name, or for everybody, in the order of the day."""
    wanted = Wanted(_member(session, name), clock.now(), rows=dict.fromkeys(KINDS, MOST))
    items = [item for part in today(session, wanted).parts for item in part.items]
    numbers = _numbers(session, [item.deal_id for item in items if item.deal_id])
    return [_record(item, numbers.get(item.deal_id, "")) for item in items]


def _member(session: Session, name: str) -> str:
    if not name:
        return ""
    found = session.scalar(select(Member.id).where(Member.name == name).order_by(Member.left, Member.id).limit(1))
    if found is None:
        raise Refused(tr("团队里没有“{name}”。", name=name))
    return found


def _numbers(session: Session, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = session.execute(select(Deal.id, Deal.number).where(Deal.id.in_(ids[start : start + _CHUNK])))
        found |= {row.id: row.number for row in rows}
    return found


def _record(item: Item, number: str) -> TodayRecord:
    return TodayRecord(
        section=item.kind,
        due=item.due_on,
        time=item.time,
        until=item.until,
        what=item.what,
        deal=number,
        customer=item.customer,
        contact=item.contact,
        owner=item.owner,
        method=item.method,
        why=item.why,
    )
