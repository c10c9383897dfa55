"""A month's targets as a sheet: a line for each measure and stage, a column for the team and for each person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Measure, Member, Role
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.company import Colleague
from desktop_crm.queries.figures.attainment import ORDER, Attained, Tally, attained, tallies, with_team
from desktop_crm.queries.figures.target_facts import Span
from desktop_crm.queries.targets import Aim, targets_in
from desktop_crm.rules.targets import OF_PLAYBOOKS, named
from desktop_crm.system import clock

SELLING: Final = (Role.SALES_REP, Role.SALES_MANAGER, Role.MARKETING)


@dataclass(frozen=True, slots=True)
class Line:
    """A measure, of one stage where it has stages."""

    measure: Measure
    playbook: str
    stage: str
    title: str

    def aim(self, month: date, member: str = "") -> Aim:
        """Return what a target in this line is for."""
        return Aim(month, self.measure, self.playbook, self.stage, member)


@dataclass(frozen=True, slots=True)
class TargetSheet:
    """The lines and the people; `implied` are the team's cells that only add up what its people aim at.

    `stood` and `counted` are what the cells were made from: the targets as they were set, and what came.
    """

    month: date
    playbook: str
    lines: tuple[Line, ...]
    people: tuple[Colleague, ...]
    stood: Mapping[Aim, int]
    counted: Mapping[Aim, Tally]
    cells: Mapping[Aim, Attained]
    implied: frozenset[Aim]

    @property
    def any_target(self) -> bool:
        """Whether a target stands."""
        return any(cell.target is not None for cell in self.cells.values())


def target_sheet(session: Session, month: date, playbook: str = "", member: str = "") -> TargetSheet:
    """Return the sheet of a month for a playbook's stages; with a `member` that person's column alone beside the team."""
    books = playbooks_in(session)
    book = books.find(playbook) if playbook else books.default
    stood = targets_in(session, [month])
    counted = tallies(session, Span(month, month, (book,)), list(Measure))
    people = tuple(_people(session, {aim.member for aim in (*stood, *counted)}, member))
    return _sheet(month, book.key, tuple(lines_of(book)), people, stood, counted)


def with_values(sheet: TargetSheet, values: Mapping[Aim, int | None]) -> TargetSheet:
    """Return the sheet with targets that were just set, so that nobody waits until all is counted anew."""
    stood = {aim: value for aim, value in {**sheet.stood, **values}.items() if value is not None}
    return _sheet(sheet.month, sheet.playbook, sheet.lines, sheet.people, stood, sheet.counted)


def _sheet(
    month: date,
    playbook: str,
    lines: tuple[Line, ...],
    people: tuple[Colleague, ...],
    stood: Mapping[Aim, int],
    counted: Mapping[Aim, Tally],
) -> TargetSheet:
    targets, today = with_team(stood), clock.today()
    aims = [line.aim(month, who) for line in lines for who in ("", *(one.id for one in people))]
    cells = {aim: attained(aim, targets.get(aim), counted.get(aim, Tally()), today) for aim in aims}
    implied = frozenset(targets.keys() - stood.keys())
    return TargetSheet(month, playbook, lines, people, stood, counted, cells, implied)


def lines_of(book: Playbook) -> Iterator[Line]:
    """Yield what can be aimed at under a playbook, money first."""
    for measure in ORDER:
        of = book.key if measure in OF_PLAYBOOKS else ""
        for stage, name in _stages(book, measure):
            yield Line(measure, of, stage, named(measure, name))


def _stages(book: Playbook, measure: Measure) -> list[tuple[str, str]]:
    """Return the stages of a measure; the first is entered by new leads, and after the signature nothing is converted."""
    match measure:
        case Measure.ENTERED:
            stages = book.stages[1:]
        case Measure.CONVERSION:
            stages = tuple(stage for stage in book.stages if not book.is_won_at(stage.key))
        case _:
            return [("", "")]
    return [(stage.key, stage.name) for stage in stages]


def _people(session: Session, involved: set[str], member: str) -> list[Colleague]:
    """Return those who sell, and whoever has a target or did something in the month; sellers first, then by name."""
    query = select(Member.id, Member.name, Member.role, Member.left).order_by(Member.name, Member.id)
    found = [
        one
        for one in session.execute(query.execution_options(include_deleted=True))
        if one.id == member or (not member and (one.id in involved or (one.role in SELLING and not one.left)))
    ]
    found.sort(key=lambda one: SELLING.index(one.role) if one.role in SELLING else len(SELLING))
    return [Colleague(one.id, one.name) for one in found]
