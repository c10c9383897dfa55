"""What the sample company aims at, this month and the last."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from desktop_crm.models import Measure
from desktop_crm.operations.sample_data import SampleCompany
from desktop_crm.operations.targets import set_targets
from desktop_crm.queries.targets import Aim
from desktop_crm.rules.months import month_of, months_on
from desktop_crm.rules.targets import read_target
from desktop_crm.system import clock


def targets(session: Session, company: SampleCompany, team: Mapping[str, str]) -> None:
    """Set the company's targets."""
    this = month_of(clock.today())
    wanted: dict[Aim, int | None] = {}
    for month in (months_on(this, -1), this):
        for one in company.targets:
            measure = Measure(one.measure)
            aim = Aim(month, measure, one.playbook, one.stage, team[one.member] if one.member else "")
            wanted[aim] = read_target(measure, one.value)
    set_targets(session, wanted)
