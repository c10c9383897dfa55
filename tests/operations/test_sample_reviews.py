"""The lessons of the sample company: about deals that were won or lost, from after their end."""

from __future__ import annotations

from desktop_crm.models import Outcome
from desktop_crm.operations.samples import fill_sample
from desktop_crm.queries.lessons import LessonsWanted, lessons
from desktop_crm.system import clock
from tests.make import File


def test_five_deals_taught_something(file: File) -> None:
    file.do(fill_sample)
    found = file.ask(lessons, LessonsWanted())
    assert (found.won, found.lost) == (2, 3)
    for one in found.first:
        assert one.outcome in {Outcome.WON, Outcome.LOST}
        assert one.reasons
        assert one.lesson
        assert one.reviewer == one.owner
        assert one.closed_on is not None
        assert one.reviewed_on is not None
        assert one.closed_on <= one.reviewed_on <= clock.today()
