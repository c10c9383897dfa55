"""Taking a calendar file in: plans we wrote are brought up to date, other people's events become plans of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.exchange.calendar_in import CalendarEvent, CalendarFile, read_calendar
from desktop_crm.models import Activity, ActivityStatus, Customer, Deal, Method, context, link_id
from desktop_crm.operations.activities import edit_activity
from desktop_crm.operations.operation import operation
from desktop_crm.rules.names import name_key
from desktop_crm.system.translations import tr

_OCCASION = "ics"


@dataclass(frozen=True, slots=True)
class CalendarReport:
    """What became of the events of a file."""

    added: int
    updated: int
    unchanged: int
    repeated: int
    left_out: tuple[str, ...]

    def sentence(self) -> str:
        """Return the report in one line."""
        parts = [tr("新增 {count} 项", count=self.added), tr("更新 {count} 项", count=self.updated)]
        if self.unchanged:
            parts.append(tr("{count} 项没有变化", count=self.unchanged))
        if self.repeated:
            parts.append(tr("其中重复日程展开 60 天共 {count} 项", count=self.repeated))
        if self.left_out:
            parts.append(tr("{count} 项未导入：{first}", count=len(self.left_out), first=self.left_out[0]))
        return tr("日历：") + "，".join(parts)


@operation("导入日历")
def import_calendar(session: Session, found: CalendarFile) -> CalendarReport:
    """Take the events of a calendar file in; the same file twice changes nothing the second time."""
    shelf = _Shelf(session, found.events)
    fates = [shelf.take(event) for event in found.events]
    return CalendarReport(
        added=fates.count("added"),
        updated=fates.count("updated"),
        unchanged=fates.count("unchanged"),
        repeated=found.repeated,
        left_out=(*found.left_out, *shelf.left_out),
    )


def import_file(session: Session, path: Path, today: date) -> CalendarReport:
    """Read a calendar file and take it in, as `import_calendar`."""
    return import_calendar(session, read_calendar(path, today))


class _Shelf:
    """What the file's events may be: known activities by id, customers by name."""

    def __init__(self, session: Session, events: Iterable[CalendarEvent]) -> None:
        self._session = session
        self.left_out: list[str] = []
        ids = {event.own for event in events if event.own} | {_foreign_id(event) for event in events if not event.own}
        self._known = {row.id: row for row in _rows(session, sorted(ids))}
        self._customers = _unambiguous(session)

    def take(self, event: CalendarEvent) -> str:
        known = self._known.get(event.own or _foreign_id(event))
        if known is not None:
            return self._update(event, known)
        if event.own:
            self.left_out.append(tr("“{title}”：原来的计划已删除，未导入", title=event.summary))
            return "left_out"
        self._add(event)
        return "added"

    def _update(self, event: CalendarEvent, known: Activity) -> str:
        if known.status != ActivityStatus.PLANNED:
            return "unchanged"
        values: dict[str, Any] = {"due_on": event.day, "due_at": event.at, "goal": self._goal(event, known)}
        if event.at:
            values["minutes"] = event.minutes
        changed = {name: value for name, value in values.items() if getattr(known, name) != value}
        if not changed:
            return "unchanged"
        edit_activity(self._session, known.id, **changed)
        return "updated"

    def _goal(self, event: CalendarEvent, known: Activity) -> str:
        """Return what is to be done: the summary without the customer's name, which we had put before it."""
        customer = self._session.get(Customer, _customer_of(self._session, known) or "")
        prefix = f"{customer.name} · " if customer else ""
        goal = event.summary.removeprefix(prefix)
        return known.goal if goal == tr("跟进") and not known.goal else goal

    def _add(self, event: CalendarEvent) -> None:
        head, _, rest = event.summary.partition(" · ")
        customer = self._customers.get(name_key(head)) if head else None
        made = Activity(
            id=_foreign_id(event),
            customer_id=customer,
            owner_id=context(self._session).me or None,
            status=ActivityStatus.PLANNED,
            method=Method.OTHER,
            goal=rest if customer and rest else event.summary,
            due_on=event.day,
            due_at=event.at,
            minutes=event.minutes,
            occasion=_OCCASION,
        )
        self._session.add(made)
        self._known[made.id] = made


def _foreign_id(event: CalendarEvent) -> str:
    return link_id(_OCCASION, event.key)


def _rows(session: Session, ids: list[str]) -> list[Activity]:
    """Return the activities with these ids, few enough in each statement."""
    found: list[Activity] = []
    for at in range(0, len(ids), 500):
        found += session.scalars(select(Activity).where(Activity.id.in_(ids[at : at + 500])))
    return found


def _unambiguous(session: Session) -> dict[str, str]:
    """Return the customers by the key of their name, without those who share one."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for row in session.execute(select(Customer.id, Customer.name_key).where(Customer.name_key != "")):
        shared |= {row.name_key} & found.keys()
        found[row.name_key] = row.id
    return {key: customer for key, customer in found.items() if key not in shared}


def _customer_of(session: Session, activity: Activity) -> str | None:
    if activity.customer_id or not activity.deal_id:
        return activity.customer_id
    deal = session.get(Deal, activity.deal_id)
    return deal.customer_id if deal else None
