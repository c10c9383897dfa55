"""Where timed entries of one day lie side by side: as few columns as they need, and no more than there is room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_crm.queries.calendar import Entry
from desktop_crm.views.calendar.entry_painting import minute_of

LEAST = 30  # minutes an entry takes on the screen, so that its line can be read


@dataclass(frozen=True, slots=True)
class Slot:
    """An entry in column `column` of `columns`; without an entry, `hidden` of them have no room there."""

    begin: int
    end: int
    column: int
    columns: int
    entry: Entry | None = None
    hidden: int = 0


def slots(entries: Sequence[Entry], most: int) -> list[Slot]:
    """Return the places of timed entries; where more than `most` overlap, the last column says how many are hidden."""
    return [slot for group in _groups(entries) for slot in _placed(group, max(2, most))]


def _groups(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Yield runs of entries that overlap each other."""
    group: list[Entry] = []
    until = 0
    for entry in sorted(entries, key=lambda one: (minute_of(one.at), one.id)):
        if group and minute_of(entry.at) >= until:
            yield group
            group, until = [], 0
        group.append(entry)
        until = max(until, _end(entry))
    if group:
        yield group


def _placed(group: list[Entry], most: int) -> Iterator[Slot]:
    ends: list[int] = []
    columns: list[int] = []
    for entry in group:
        begin = minute_of(entry.at)
        column = next((at for at, end in enumerate(ends) if end <= begin), len(ends))
        ends[column:] = [_end(entry), *ends[column + 1 :]]
        columns.append(column)
    width = min(len(ends), most)
    room = width if len(ends) <= most else most - 1
    hidden: dict[int, int] = {}
    for entry, column in zip(group, columns, strict=True):
        begin = minute_of(entry.at)
        if column < room:
            yield Slot(begin, _end(entry), column, width, entry)
        else:
            hidden[begin // 60] = hidden.get(begin // 60, 0) + 1
    for hour, count in hidden.items():
        yield Slot(hour * 60, hour * 60 + LEAST, room, width, None, count)


def _end(entry: Entry) -> int:
    return min(24 * 60, minute_of(entry.at) + max(LEAST, entry.minutes))
