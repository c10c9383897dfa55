"""Setting a lead's grade: the one place every way of grading goes through."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop_crm.models import Deal
from desktop_crm.operations.cadence import regraded
from desktop_crm.operations.playbook_of import playbook_of
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from desktop_crm.system.translations import tr


def set_grade(session: Session, deal: Deal, grade: str, reason: str = "") -> None:
    """Grade a deal (L5), or take its grade away with ""; the same grade again keeps the time it was given.

    What is planned follows the grade, and the nurture pool where the playbook puts it there.
    """
    playbook = playbook_of(session, deal)
    if grade and playbook.grade(grade) is None:
        names = "、".join(one.key for one in playbook.grades)
        raise Refused(tr("“{name}”流程的等级是 {grades}。", name=playbook.name, grades=names))
    changed = grade != deal.grade
    if changed:
        deal.grade, deal.graded_at = grade, clock.now() if grade else None
    deal.grade_reason = reason.strip()
    if changed:
        regraded(session, deal)
