"""What the program does by itself once a day: leads nobody answered for go back, care is planned."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from desktop_crm.operations.assignments import expire_assignments
from desktop_crm.operations.care import plan_care
from desktop_crm.operations.operation import operation
from desktop_crm.system import clock


@operation("每日安排")
def daily(session: Session, now: datetime, *, after: str = "") -> str:
    """Do a piece of the day's work, from the customer `after` on; return where the next piece begins, "" at the end.

    Doing it again changes nothing, and what changes nothing leaves no trace in the history.
    """
    if not after:
        expire_assignments(session, now)
    return plan_care(session, today=clock.local_day(now), after=after)
