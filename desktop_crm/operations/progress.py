"""Weekly progress reports (D1): each begins with what the one before planned, and goes to the customer."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Milestone, ProgressReport, Project, new_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.queries.progress import reports
from desktop_crm.queries.projects import milestones
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.progress import done_text, following, next_week, percent_of, planned_text
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

PLACE: Final = "delivery.reports"
FIELDS: Final = frozenset({"week_from", "week_to", "percent", "done", "planned", "help_needed", "note"})


@operation("开始进展周报")
def start_report(session: Session, deal_id: str) -> str:
    """Begin the next report with what the last one planned, what was reached since, and what comes next week."""
    deal = existing(session, Deal, deal_id)
    last = next(reversed(reports(session, deal.id)), None)
    if last is not None and last.sent_on is None:
        raise Refused(tr("第 {serial} 期周报还没有发送。", serial=last.serial), Remedy(tr("去发送"), f"{PLACE}.send"))
    steps = milestones(session, deal.id)
    begun = session.scalar(select(Project.kickoff_held).where(Project.deal_id == deal.id).limit(1))
    week_from, week_to = next_week(last.week_to if last else None, begun, clock.today())
    report = ProgressReport(
        id=new_id(),
        deal_id=deal.id,
        serial=last.serial + 1 if last else 1,
        week_from=week_from,
        week_to=week_to,
        percent=_percent(steps, last),
        done=done_text(last.planned if last else "", _reached(steps, week_from, week_to)),
        planned=planned_text(_coming(steps, week_to), clock.today()),
        help_needed=last.help_needed if last else "",
    )
    session.add(report)
    return report.id


@operation("修改进展周报")
def edit_report(session: Session, report_id: str, **values: Any) -> str:
    """Change the latest report; one the customer has read has to be sent again, unless only our note changed."""
    report = existing(session, ProgressReport, report_id)
    if set(values) - {"note"}:
        _refuse_unless_latest(session, report)
        report.sent_on = None
    edit(report, values, fields=FIELDS)
    if report.week_from and report.week_to and report.week_to < report.week_from:
        raise Refused(tr("周报的结束日期早于开始日期。"), Remedy(tr("修改日期"), f"{PLACE}.week_to"))
    if report.percent is not None and not 0 <= report.percent <= 100:
        raise Refused(tr("进度要在 0 到 100 之间。"), Remedy(tr("修改进度"), f"{PLACE}.percent"))
    return report.id


@operation("发送进展周报")
def send_report(session: Session, report_id: str, *, sent_on: date | None = None) -> str:
    """Note that the customer has a report; it says at least what was done or what comes next."""
    report = existing(session, ProgressReport, report_id)
    if not (report.done or report.planned):
        raise Refused(tr("周报还没有写本周完成和下周计划。"), Remedy(tr("填写本周完成"), f"{PLACE}.done"))
    day = sent_on or clock.today()
    if day > clock.today():
        raise Refused(tr("发送日期还没有到。"))
    report.sent_on = day
    return report.id


@operation("删除进展周报")
def remove_report(session: Session, report_id: str) -> str:
    """Take back a report that was begun and not sent."""
    report = existing(session, ProgressReport, report_id)
    if report.sent_on is not None:
        raise Refused(
            tr(
                "第 {serial} 期周报已于 {day} 发送，要保留；有更正请写进下一期。",
                serial=report.serial,
                day=report.sent_on,
            )
        )
    mark_deleted(report)
    return report.id


# Inside


def _percent(steps: list[Milestone], last: ProgressReport | None) -> int | None:
    """Return how much of the milestones is done; where there are none, what was said last."""
    found = percent_of(sum(step.done_on is not None for step in steps), len(steps))
    return found if found is not None else last.percent if last else None


def _reached(steps: list[Milestone], week_from: date, week_to: date) -> list[str]:
    return [step.name for step in steps if step.done_on and week_from <= step.done_on <= week_to]


def _coming(steps: list[Milestone], week_to: date) -> list[tuple[str, date]]:
    """Return the milestones that are due in the week after the report, and those late already."""
    last = following(week_to)[1]
    found = [(step.name, step.due_on) for step in steps if step.due_on and step.done_on is None]
    return sorted((one for one in found if one[1] <= last), key=lambda one: one[1])


def _refuse_unless_latest(session: Session, report: ProgressReport) -> None:
    latest = reports(session, report.deal_id)[-1]
    if latest.id != report.id:
        raise Refused(
            tr("第 {old} 期已有后续周报，不再改动；更正请写进第 {new} 期。", old=report.serial, new=latest.serial),
            Remedy(tr("打开第 {serial} 期", serial=latest.serial), f"{PLACE}.done"),
        )
