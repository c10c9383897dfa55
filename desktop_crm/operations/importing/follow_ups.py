"""Follow-ups that a sheet of leads tells of: the next step becomes a plan, the record a done activity."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.exchange.rows import LeadRow
from desktop_crm.models import Activity, ActivityStatus, Method
from desktop_crm.operations.importing.members import Members
from desktop_crm.operations.importing.shelf import Shelf
from desktop_crm.playbooks.vocabulary import METHOD_NAMES
from desktop_crm.rules.dates import BadDate, parse_date
from desktop_crm.system.translations import tr

_COLUMNS = (
    "deal_id", "customer_id", "contact_id", "owner_id", "status", "method", "goal", "due_on", "happened_at", "feedback",
    "automatic",
)  # fmt: skip
_METHODS = {name: method for method, name in METHOD_NAMES.items()}
_RECORD_LINE = re.compile(
    rf"[\d年月日号./-]{{4,11}}\s*(?P<method>{'|'.join(_METHODS)})?[^：:]{{0,20}}[：:](?P<said>.+)"
)
_LEADING_DAY = re.compile(r"\s*([\d年月日号./-]{4,11})")


def noon(day: date) -> datetime:
    """Return midday of a local calendar day, as a moment: a sheet knows the day alone."""
    return datetime.combine(day, time(12)).astimezone(UTC)


class FollowUps:
    """Plans and records; each is told once, however often the sheet is imported."""

    def __init__(self, session: Session, members: Members) -> None:
        self._members = members
        self.shelf = Shelf(session, Activity, *_COLUMNS)
        self._of: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.shelf.rows.values():
            self._of[row["deal_id"]].append(row)

    def take(self, deal: dict[str, Any], row: LeadRow, form: str = "") -> dict[str, Any] | None:
        """Add what the row tells of a deal; return what the deal repeats of its activities, or None if nothing is new.

        In a sheet of ours (`form`) the next step is the plan that stands next, and each line is a plan or a record.
        """
        if form:
            new = self._next(deal, row) | self._lines(deal, row)
        else:
            new = self._plan(deal, row) | self._record(deal, row)
        return self._summary(deal["id"]) if new else None

    def _next(self, deal: dict[str, Any], row: LeadRow) -> bool:
        """Let the plan that comes next be what the row says, or make it."""
        owner = self._members.find_or_add(row.next_owner)
        if not (row.next_step or row.next_due or owner):
            return False
        first = self._first(deal["id"])
        if first is None:
            self._add(deal, status=ActivityStatus.PLANNED, goal=row.next_step or tr("跟进"), due_on=row.next_due)
            return True
        changed = self.shelf.renew(first["id"], goal=row.next_step, due_on=row.next_due, owner_id=owner)
        return changed and self.shelf.change(first["id"], automatic=False) | changed

    def _lines(self, deal: dict[str, Any], row: LeadRow) -> bool:
        """Add a plan for each line of plans and a record for each line of records."""
        known = self._of[deal["id"]]
        plans = [goal for line in row.follow_plan.split("\n") if (goal := line.strip())]
        new_plans = [goal for goal in plans if all(one["goal"] != goal for one in known)]
        records = [_line_told(line) for line in row.follow_record.split("\n") if line.strip()]
        new_records = [one for one in records if all(other["feedback"] != one["feedback"] for other in known)]
        for goal in new_plans:
            self._add(deal, status=ActivityStatus.PLANNED, goal=goal)
        for record in new_records:
            self._add(deal, status=ActivityStatus.DONE, **record)
        return bool(new_plans or new_records)

    def _plan(self, deal: dict[str, Any], row: LeadRow) -> bool:
        goal = row.next_step or row.follow_plan or (tr("跟进") if row.next_due else "")
        if not goal:
            return False
        for known in self._of[deal["id"]]:
            if known["goal"] != goal:
                continue
            if known["status"] != ActivityStatus.PLANNED or row.next_due is None:
                return False  # done or called off since, or nothing new
            return self.shelf.change(known["id"], due_on=row.next_due)
        self._add(deal, status=ActivityStatus.PLANNED, goal=goal, due_on=row.next_due)
        return True

    def _record(self, deal: dict[str, Any], row: LeadRow) -> bool:
        said = row.follow_record
        if not said or any(known["feedback"] == said for known in self._of[deal["id"]]):
            return False
        day = _day_told(said, row.acquired_on or row.engaged_on)
        self._add(deal, status=ActivityStatus.DONE, feedback=said, happened_at=noon(day) if day else None)
        return True

    def _add(self, deal: dict[str, Any], **values: Any) -> None:
        same = {name: deal[name] for name in ("customer_id", "contact_id", "owner_id")}
        made = self.shelf.add(deal_id=deal["id"], **same, **values)
        self._of[deal["id"]].append(self.shelf.rows[made])

    def _first(self, deal_id: str) -> dict[str, Any] | None:
        """Return the plan that comes next."""
        plans = [one for one in self._of[deal_id] if one["status"] == ActivityStatus.PLANNED]
        return min(plans, key=lambda one: (one["due_on"] or date.max, one["id"]), default=None)

    def _summary(self, deal_id: str) -> dict[str, Any]:
        first = self._first(deal_id)
        moments: Iterable[datetime] = (
            one["happened_at"]
            for one in self._of[deal_id]
            if one["status"] == ActivityStatus.DONE and one["happened_at"]
        )
        return {
            "next_step": first["goal"] if first else "",
            "next_due": first["due_on"] if first else None,
            "last_contact_at": max(moments, default=None),
        }


def _line_told(line: str) -> dict[str, Any]:
    """Return the record that a line such as `2024-03-02 电话 张伟：要看案例` tells of; a line without a head is all said."""
    text = line.strip()
    found = _RECORD_LINE.fullmatch(text)
    if not found:
        return {"feedback": text, "happened_at": _moment_told(text)}
    method = _METHODS.get(found["method"] or "", Method.OTHER)
    return {"feedback": found["said"].strip(), "method": method, "happened_at": _moment_told(text)}


def _moment_told(text: str) -> datetime | None:
    day = _day_told(text, None)
    return noon(day) if day else None


def _day_told(text: str, reference: date | None) -> date | None:
    """Return the day a record begins with (`2023-10-28 电话…`), else the day the sheet gives for the lead."""
    if found := _LEADING_DAY.match(text):
        try:
            return parse_date(found[1].strip(".-/"), reference=reference)
        except BadDate:
            pass
    return reference
