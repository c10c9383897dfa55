"""Opening the form of an improvement: for a row of a chart, for a finding in words, for one that stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.charts.improving import OVERALL, Found, found_overall
from desktop_crm.operations.improvements import change_improvement, propose_improvement
from desktop_crm.queries.improvements import ImprovementLine
from desktop_crm.refusal import Refused
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views.figures.improvement_form import Draft, ImprovementForm
from desktop_crm.views.reading import Reading
from desktop_crm.workspace import Workspace

_FRIDAY: Final = 11  # days from the Monday of this week to the Friday of the next
Save = Callable[[dict[str, Any]], str]


def propose_on_chart(workspace: Workspace, found: Sequence[Found], parent: QWidget) -> ImprovementForm:
    """Open the form for what was found on a chart: one sentence for each figure it can be seen by."""

    def save(values: dict[str, Any]) -> str:
        return _propose(workspace, values, form.figure.currentData())

    form = _form(workspace, found[0].sentence, save, parent)
    form.offer_figures(tr("看哪个数"), [(one.view.name, one) for one in found])

    def follow() -> None:
        if form.finding.text() in {one.sentence for one in found}:  # what a person wrote stays
            form.finding.setText(form.figure.currentData().sentence)
            form.finding.setCursorPosition(0)

    form.figure.currentIndexChanged.connect(follow)
    return form


def propose_from_finding(workspace: Workspace, parent: QWidget, *, finding: str, deal_id: str = "") -> ImprovementForm:
    """Open the form for a finding in words, such as a lesson of a closed deal; `saved` says that it was kept.

    Its effect is told in words later, or seen by a figure of the whole company that is read now, over the last 90 days.
    """
    read: dict[str, Found] = {}

    def save(values: dict[str, Any]) -> str:
        chosen = form.figure.currentData()
        if chosen and chosen not in read:
            raise Refused(tr("还在读这张图，请稍等再保存。"))
        return _propose(workspace, values, read.get(chosen), deal_id)

    form = _form(workspace, finding, save, parent)
    reading = Reading(workspace, form)
    figures = [(tr("不看图，到时写一句话"), "")]
    figures += [(question.title, key) for key, question in CATALOGUE.items() if key in OVERALL]
    form.offer_figures(tr("怎么看效果"), figures)

    def follow() -> None:
        if chosen := form.figure.currentData():
            reading.ask(partial(_overall, chosen, clock.today()), lambda found: read.update({chosen: found}))

    form.figure.currentIndexChanged.connect(follow)
    return form


def change_by_form(workspace: Workspace, line: ImprovementLine, parent: QWidget) -> ImprovementForm:
    """Open the form for an improvement that stands."""

    def save(values: dict[str, Any]) -> str:
        workspace.do(change_improvement, line.id, **values)
        return tr("已修改改进：{action}", action=values["action"])

    form = ImprovementForm(workspace, Draft(line.finding, line.action, line.owner_id, line.due_on), save, parent)
    form.setWindowTitle(tr("修改改进"))
    form.keep.setText(tr("保存"))
    form.open()
    return form


def _overall(key: str, today: date, session: Any) -> Found:
    return found_overall(session, key, today)


def _form(workspace: Workspace, finding: str, save: Save, parent: QWidget) -> ImprovementForm:
    today = clock.today()
    due_on = today + timedelta(days=_FRIDAY - today.weekday())
    draft = Draft(finding, owner_id=workspace.me, due_on=due_on)
    form = ImprovementForm(workspace, draft, save, parent)
    form.setWindowTitle(tr("提出改进"))
    form.open()
    return form


def _propose(workspace: Workspace, values: dict[str, Any], found: Found | None, deal_id: str = "") -> str:
    seen: dict[str, Any] = {"chart": found.chart, "view": found.view, "before": found.before} if found else {}
    workspace.do(propose_improvement, **values, **seen, deal_id=deal_id or None)
    day = short_day(values["due_on"], clock.today())
    return tr("已提出改进，{day}前完成：{action}", day=day, action=values["action"])
