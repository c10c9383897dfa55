"""What this month's targets say of the columns of the board."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from desktop_crm.models import Measure
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries.figures.attainment import Attained, standing, with_team
from desktop_crm.queries.figures.target_facts import Span
from desktop_crm.queries.targets import targets_in
from desktop_crm.rules.months import month_of


def stage_goals(session: Session, playbook: Playbook, member: str, today: date) -> dict[str, Attained]:
    """Return by stage how the deals that shall enter it this month stand; one statement where none shall.

    The first stage is entered by new leads.
    """
    month = month_of(today)
    targets = {
        aim: value
        for aim, value in with_team(targets_in(session, [month])).items()
        if aim.playbook == playbook.key and aim.measure in {Measure.NEW_LEADS, Measure.ENTERED}
    }
    found = standing(session, Span(month, month, (playbook,)), targets, member, today)
    first = playbook.first_stage.key
    return {one.aim.stage or first: one for one in found}
