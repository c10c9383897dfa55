"""What the program does by itself once a day: leads nobody answered for go back, the week is kept, care is planned."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.operations.assignments import expire_assignments
from desktop_crm.operations.care import plan_care
from desktop_crm.operations.forecast import take_snapshots
from desktop_crm.operations.operation import operation
from desktop_crm.system import clock

_WEEK: Final = "week:"  # before the deal from which the week's snapshots go on


@operation("每日安排")
def daily(session: Session, now: datetime, *, after: str = "") -> str:
    """Do a piece of the day's work, from `after` on; return where the next piece begins, "" at the end.

    Doing it again changes nothing, and what changes nothing leaves no trace in the history.
    """
    if not after:
        expire_assignments(session, now)
    today = clock.local_day(now)
    if not after or after.startswith(_WEEK):
        more = take_snapshots(session, today=today, after=after.removeprefix(_WEEK))
        if more:
            return _WEEK + more
        after = ""
    return plan_care(session, today=today, after=after)
