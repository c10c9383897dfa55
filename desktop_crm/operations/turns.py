"""Whose turn it is: which contacts count for which rhythm of a deal, and when the next of each is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_crm.models import Purpose
from desktop_crm.operations.follow_ups import Contact, FollowUps
from desktop_crm.operations.rhythms import Rhythm, place_and_beat
from desktop_crm.rules.cadence import add_span, least_gap, next_beat


@dataclass(frozen=True, slots=True, order=True)
class Made:
    """A contact that was made (or skipped), and the beat it was made for."""

    day: date
    beat: date


@dataclass(frozen=True, slots=True)
class Turn:
    """A rhythm at its place among those of its grade, with how often it was served and when last."""

    rhythm: Rhythm
    place: int
    days: int
    last: Made | None

    @property
    def goals_used(self) -> int:
        """How many goals of the rhythm are used up; the first contact, which begins the main one, has its own."""
        return max(0, self.days - (1 if self.place == 0 and self.rhythm.purpose == Purpose.CADENCE else 0))

    def following(self, today: date) -> tuple[date, date, date | None]:
        """Return the next beat, the day before which the customer is left in peace, and the latest day."""
        every, at_most, last = self.rhythm.every, self.rhythm.at_most, self.last
        if last is None:
            beat = add_span(today, every)
            return beat, beat, None
        if at_most is not None:  # a rhythm with some play counts from the contact itself
            return add_span(last.day, every), last.day, add_span(last.day, at_most)
        return next_beat(last.beat, last.day, every), last.day + least_gap(last.day, every), None


def turns(running: Sequence[Rhythm], known: FollowUps) -> list[Turn]:
    """Return the turns of the rhythms that run; those that were not served yet begin with the first contact."""
    nurture = bool(running) and running[0].purpose == Purpose.NURTURE  # never together with others
    mine = [contact for contact in known.contacts if (contact.purpose == Purpose.NURTURE) == nurture]
    first = min((contact.day for contact in mine), default=None)
    made: list[list[Made]] = [[] for _ in running]
    for contact in mine if running else ():
        place = 0 if nurture else belongs_to(contact.purpose, contact.method, contact.occasion, running)
        made[place].append(_made(contact))
    for row in known.skipped:
        place, beat = place_and_beat(row.occasion)
        if beat is not None and place < len(running) and row.purpose == running[place].purpose:
            made[place].append(Made(beat, beat))
    for each in made:
        if not each and first is not None and not nurture:
            each.append(Made(first, first))
    return [
        Turn(rhythm, place, len({each.day for each in made[place]}), max(made[place], default=None))
        for place, rhythm in enumerate(running)
    ]


def belongs_to(purpose: str, method: str, occasion: str, running: Sequence[Rhythm]) -> int:
    """Return the rhythm a record or plan counts for: its own, else the first that uses its method, else the main one."""
    if purpose == Purpose.CADENCE and (place := place_and_beat(occasion)[0]) < len(running):
        return place
    if purpose == Purpose.FIRST_CONTACT:
        return 0
    return next((place for place, each in enumerate(running) if method in each.methods), 0)


def _made(contact: Contact) -> Made:
    """Return when a contact was made; made on its planned day it keeps its beat, else the rhythm goes on from the day."""
    beat = place_and_beat(contact.occasion)[1]
    return Made(contact.day, beat if beat is not None and contact.day == contact.due_on else contact.day)
