"""The weekly and the monthly report as PDF: for a person, or for a task that runs by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer
from sqlalchemy.orm import Session

from desktop_crm.cli.commands import cli, company, write_bytes
from desktop_crm.queries.company import members_called
from desktop_crm.refusal import Refused
from desktop_crm.rules.report_period import ReportPeriod, read_month, read_week, report_month, report_week
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_LAST: Final = "last"


@cli.command(help="把销售周报或月报写成 PDF；不写周和月就是上一个整周。-o 是文件夹时自动取名，适合定时任务。")
def report(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="PDF 文件，或放它的文件夹")],
    week: Annotated[str, typer.Option(help="哪一周，如 2026-W47")] = "",
    month: Annotated[str, typer.Option(help="哪个月，如 2026-11；last 是上个月")] = "",
    person: Annotated[str, typer.Option(help="只看这个人，写姓名")] = "",
    team: Annotated[str, typer.Option(help="只看这位经理的团队，写经理姓名")] = "",
) -> None:
    """Write one report."""
    from desktop_crm.documents.reports import ReportOrder, print_report  # noqa: PLC0415 - paper is needed only here

    if week and month:
        raise typer.BadParameter(tr("--week 和 --month 只能选一个"))
    if person and team:
        raise typer.BadParameter(tr("--person 和 --team 只能选一个"))
    period = _period(week, month)
    with company(context.obj, must_exist=True) as store, store.read() as session:
        order = ReportOrder(period, _member(session, person), _member(session, team))
        printed = print_report(session, order)
    write_bytes(output if output.suffix.lower() == ".pdf" else output / printed.name, printed.pdf)


def _period(week: str, month: str) -> ReportPeriod:
    if week:
        return read_week(week)
    if month == _LAST:
        return report_month(clock.today()).before()
    return read_month(month) if month else report_week(clock.today()).before()


def _member(session: Session, name: str) -> str:
    """Return the one person of this name; refuses when there is none or several."""
    if not name:
        return ""
    found = members_called(session, name)
    if not found:
        raise Refused(tr("没有叫“{name}”的同事。", name=name))
    if len(found) > 1:
        raise Refused(tr("有 {count} 位同事叫“{name}”，请先在团队里改成不同的名字。", count=len(found), name=name))
    return found[0]
