"""Rotting: how long nothing has moved between us and the customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desktop_crm.system.clock import local_day
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class Rot:
    """The days without a step forward or a word with the customer, against what the stage allows (None: no limit)."""

    days: int
    limit: int | None

    @property
    def past(self) -> bool:
        """Tell whether the stage's days are used up without contact."""
        return self.limit is not None and self.days > self.limit

    @property
    def text(self) -> str:
        """Return `久未联系 9天` past the limit, else nothing: a deal in order needs no word."""
        return tr("久未联系 {days}天", days=self.days) if self.past else ""

    @property
    def short(self) -> str:
        """Return the word without the days, where there is little room."""
        return tr("久未联系") if self.past else ""


def rot(stage_since: datetime | None, last_contact_at: datetime | None, limit: int | None, today: date) -> Rot:
    """Return how a deal rots: from entering its stage or the last contact with the customer, whichever is later."""
    moments = [moment for moment in (stage_since, last_contact_at) if moment is not None]
    return Rot(max(0, (today - local_day(max(moments))).days) if moments else 0, limit)
