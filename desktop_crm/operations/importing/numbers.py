"""Numbers of leads in bulk: the serials of a channel and day are read once, then counted in memory (L3)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, context
from desktop_crm.rules.numbering import LeadNumber, channel_letter, number_prefix, parse_number


class Numbers:
    """Gives each new lead the next free number; deleted leads keep theirs."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._slot = context(session).slot
        self._last: dict[str, int] = {}

    def reserve(self, number: str) -> None:
        """Keep a number that a sheet brings along from being given again."""
        parts = parse_number(number)
        if parts and parts.slot == self._slot:
            prefix = f"{parts.letter}{parts.day:%Y%m%d}"
            self._last[prefix] = max(self._serial(prefix), parts.serial)

    def next(self, source: str, day: date) -> str:
        """Return the next number of that channel and day."""
        prefix = number_prefix(source, day)
        self._last[prefix] = self._serial(prefix) + 1
        return str(LeadNumber(channel_letter(source), day, self._last[prefix], self._slot))

    def _serial(self, prefix: str) -> int:
        if prefix not in self._last:
            numbers = self._session.scalars(
                select(Deal.number).where(Deal.number >= prefix, Deal.number < prefix + "~"),
                execution_options={"include_deleted": True},
            )
            used = [parts.serial for text in numbers if (parts := parse_number(text)) and parts.slot == self._slot]
            self._last[prefix] = max(used, default=0)
        return self._last[prefix]
