"""What the sample company does about what it found on its charts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import msgspec
from msgspec import Struct
from sqlalchemy.orm import Session

from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.charts.improving import find
from desktop_crm.operations.improvements import finish_improvement, propose_improvement
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.system import clock
from desktop_crm.system.paths import resources


class SampleImprovement(Struct, frozen=True, forbid_unknown_fields=True):
    """An improvement found so many days ago; `before` is what stood there then, where it was not as it is today."""

    chart: str
    row: str
    column: str
    found: int
    action: str
    owner: str
    due: int
    finding: str = ""
    before: int | None = None
    done: int | None = None


class _Improvements(Struct, frozen=True, forbid_unknown_fields=True):
    improvements: tuple[SampleImprovement, ...]


def improvements(session: Session, team: Mapping[str, str]) -> None:
    """Add the company's improvements; its deals must be there."""
    file = resources() / "sample" / "improvements.toml"
    for sample in msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), _Improvements).improvements:
        _add(session, sample, team[sample.owner])


def _add(session: Session, sample: SampleImprovement, owner: str) -> None:
    today, chart = clock.today(), CATALOGUE[sample.chart].make(session, Filters())
    found_on = today - timedelta(days=sample.found)
    found = find(chart, chart.find(sample.row), chart.column(sample.column), Filters(), scope="", today=found_on)
    then = sample.before is not None
    key = propose_improvement(
        session,
        finding=sample.finding or found.sentence,
        action=sample.action,
        owner_id=owner,
        due_on=today + timedelta(days=sample.due),
        chart=found.chart,
        view=replace(found.view, n=sample.before) if then else found.view,
        before=sample.before if then else found.before,
    )
    if sample.done is not None:
        finish_improvement(session, key, done_on=today - timedelta(days=sample.done))
