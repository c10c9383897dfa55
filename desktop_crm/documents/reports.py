"""Reports of the company in a week or a month: of all, of a team or of one person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from desktop_crm.documents.archive import safe
from desktop_crm.documents.desk import Printed, document_of, sender
from desktop_crm.documents.document import Charts, Document
from desktop_crm.documents.figures import BRIDGE, Asked, figures_of, first_week
from desktop_crm.documents.pictured import Figure
from desktop_crm.documents.rendering import render
from desktop_crm.documents.stationery import Stamp
from desktop_crm.models import Member, context
from desktop_crm.queries.document_data import REPORTS, WeeklyReport, weekly_report
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.refusal import Refused
from desktop_crm.rules.report_period import ReportPeriod
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

REPORT: Final = "weekly_report"
TARGETS: Final = "targets"


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """Which report is wanted: its period, and of whom; neither person nor team is the whole company."""

    period: ReportPeriod
    member: str = ""
    team: str = ""

    @property
    def asked(self) -> Asked:
        """Return what its charts are asked for."""
        return Asked(self.period, Filters(self.period.first, self.period.last, member=self.member, team=self.team))


@dataclass(frozen=True, slots=True)
class Report:
    """A report before it is printed: its document, its data and its charts."""

    document: Document
    data: WeeklyReport
    figures: dict[str, Figure]
    number: str


def print_report(session: Session, order: ReportOrder, key: str = REPORT) -> Printed:
    """Return a report as PDF; it stays inside, belongs to no deal and needs no issuing."""
    report = take_report(session, order, key)
    document, by = report.document, sender(session)
    pdf = render(
        document,
        report.data,
        letterhead=by.letterhead(context(session).folder),
        stamp=Stamp(report.number, 1, clock.today(), made_by=by.made_by),
        drawings=report.figures,
    )
    name = safe(f"{document.title} {report.data.scope}", 80)
    return Printed(pdf, document.title, f"{name}.pdf", document.audience, key=key)


def take_report(session: Session, order: ReportOrder, key: str = REPORT) -> Report:
    """Return a report filled with what is known now, every chart the one of the screen."""
    document = document_of(session, key)
    if document.data not in REPORTS:
        raise Refused(tr("“{title}”不是周报或月报。", title=document.title))
    period, asked = order.period, order.asked
    if period.first > clock.today():
        raise Refused(tr("{period}还没有开始。", period=period.name))
    keys = [
        BRIDGE,
        TARGETS,
        *(chart for block in document.blocks if isinstance(block, Charts) for chart in block.charts),
    ]
    figures = figures_of(session, asked, keys)
    data = weekly_report(session, asked.filters, period, _scope(session, order), first_week(session, period))
    data = _answered(data, figures)
    titled = msgspec.structs.replace(document, title=_title(document, period))
    return Report(titled, data, figures, f"{document.code}-{period.code}")


def _answered(data: WeeklyReport, figures: dict[str, Figure]) -> WeeklyReport:
    """Return the data with the answers of the charts; what there is no picture of is said in words."""
    target = figures[TARGETS].chart if TARGETS in figures else None
    on_target = target.answer if target else tr("目标按全公司和个人设定，团队没有单独的目标。")
    went = data.went if target and target.rows else f"{data.went}\n{on_target}"
    return replace(data, went=went, changes=figures[BRIDGE].chart.answer, on_target=on_target)


def _title(document: Document, period: ReportPeriod) -> str:
    kind = tr("周报") if period.kind == "week" else tr("月报")
    return f"{document.title.replace(tr('周报/月报'), kind)} {period.name}"


def _scope(session: Session, order: ReportOrder) -> str:
    person = session.get(Member, order.member or order.team or "")
    if person is None:
        return tr("全公司")
    return tr("{name}的团队", name=person.name) if order.team else person.name
