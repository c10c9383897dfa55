"""Problems of a delivery (D1): written down, given to somebody, solved; the customer reads them in the reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Problem, new_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled, place_after, place_at
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.queries.progress import problems
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

FIELDS: Final = frozenset({"text", "impact", "solution", "owner", "found_on", "due_on", "note"})


@operation("添加交付问题")
def add_problems(session: Session, deal_id: str, *, texts: Sequence[str], after: str = "") -> tuple[str, ...]:
    """Add a problem for each text, found today, below the problem `after` and return their ids."""
    deal = existing(session, Deal, deal_id)
    there = problems(session, deal.id)
    made = [Problem(id=new_id(), deal_id=deal.id, text=text, found_on=clock.today()) for text in filled(texts)]
    session.add_all(made)
    return place_after(there, made, after)


@operation("修改交付问题")
def edit_problem(session: Session, problem_id: str, **values: Any) -> str:
    """Change what is said of a problem."""
    problem = existing(session, Problem, problem_id)
    edit(problem, values, fields=FIELDS)
    if not problem.text:
        raise Refused(tr("问题要有内容；不再需要请删除。"))
    return problem.id


@operation("调整交付问题顺序")
def move_problem(session: Session, problem_id: str, *, place: int) -> str:
    """Put a problem at a place, counted from 0."""
    problem = existing(session, Problem, problem_id)
    place_at(problems(session, problem.deal_id), problem, place)
    return problem.id


@operation("删除交付问题")
def remove_problem(session: Session, problem_id: str) -> str:
    """Take a problem out of the list."""
    problem = existing(session, Problem, problem_id)
    mark_deleted(problem)
    return problem.id


@operation("解决交付问题")
def solve_problem(session: Session, problem_id: str, *, solution: str = "", solved_on: date | None = None) -> str:
    """Note that a problem is solved, and how: the customer reads that in the next report."""
    problem = existing(session, Problem, problem_id)
    problem.solution = solution.strip() or problem.solution
    if not problem.solution:
        raise Refused(
            tr("请写下怎么解决的，客户会在周报里看到。"),
            Remedy(tr("填写解决办法"), f"delivery.reports.problems:{problem.id}"),
        )
    day = solved_on or clock.today()
    if day > clock.today():
        raise Refused(tr("解决日期还没有到。"))
    problem.solved_on = day
    return problem.id


@operation("重新打开交付问题")
def reopen_problem(session: Session, problem_id: str) -> str:
    """Take back that a problem is solved."""
    problem = existing(session, Problem, problem_id)
    problem.solved_on = None
    return problem.id
