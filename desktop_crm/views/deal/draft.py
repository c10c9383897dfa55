"""What stands in the quick entry before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from desktop_crm.models import Method
from desktop_crm.rules.when import When
from desktop_crm.system import clock

_NOON: Final = time(12)  # a past day without an hour: the middle of the working day


@dataclass(frozen=True, slots=True)
class Draft:
    """All that stands in the entry; kept for each deal until it is saved."""

    method: str = Method.CALL
    happened: str = ""
    contact_id: str = ""
    feedback: str = ""
    objection: str = ""
    intention: str = ""
    next_step: str = ""
    due: str = ""
    next_method: str = Method.CALL
    next_owner_id: str = ""
    grade: str = ""
    grade_reason: str = ""
    tags_add: tuple[str, ...] = ()
    tags_remove: tuple[str, ...] = ()
    fulfils: str = ""

    @property
    def empty(self) -> bool:
        """Return whether nothing was written yet; what was only chosen from a list does not count."""
        return not any((
            self.feedback, self.objection, self.intention, self.next_step, self.due, self.happened, self.grade,
            self.tags_add, self.tags_remove,
        ))  # fmt: skip


def moment_of(when: When | None) -> datetime | None:
    """Return the aware moment of what was typed: today without an hour is now, another day its noon."""
    if when is None or (when.time is None and when.day == clock.today()):
        return None
    return datetime.combine(when.day, when.time or _NOON).astimezone()
