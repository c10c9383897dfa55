"""The weekly reports of a delivery (D1): the next one is filled already; problems and milestones beside it."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.operations.problems import (
    add_problems,
    edit_problem,
    move_problem,
    remove_problem,
    reopen_problem,
    solve_problem,
)
from desktop_crm.operations.progress import edit_report, remove_report, send_report, start_report
from desktop_crm.queries.progress import ProgressSheet, Report, progress_sheet
from desktop_crm.rules.progress import parse_percent
from desktop_crm.system.translations import tr
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.problems_part import ProblemActions, ProblemsPart
from desktop_crm.views.deal.report_bar import ReportActions, ReportBar
from desktop_crm.views.deal.report_cards import EarlierReports
from desktop_crm.views.deal.steps_part import StepLine
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.item_list import ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_FACTS: Final = {
    "done": tr("本周完成"),
    "planned": tr("下周计划"),
    "help_needed": tr("需客户配合"),
    "percent": tr("总体进度"),
    "week_from": tr("本期开始"),
    "week_to": tr("本期结束"),
}
_DATES: Final = ("week_from", "week_to")


class ReportsSection(PageTab):
    """The report at work on top, then what stands in the way, the milestones, our note, and the weeks before."""

    key = "delivery.reports"
    title = tr("周报")
    tables = ("progress_report", "problem", "milestone", "project", "acceptance", "deal", "clock_pause")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._sheet = ProgressSheet()
        self.bar = ReportBar(ReportActions(self.start, self.send, self._on_discard))
        self.empty = EmptyState(
            "delivery",
            tr("每周告诉客户做完了什么、接下来做什么。第一期从里程碑开始，以后每期都按上一期预填。"),
            FirstStep(tr("写第 1 期周报"), self.start, "add"),
        )
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_fact)
        self._facts_part = Section(tr("周报内容"))
        self._facts_part.add(self.facts)
        self.problems = self._make_problems()
        self.line = StepLine()
        self._line_part = Section(tr("里程碑"))
        self._line_part.add_action(
            button(tr("去计划"), lambda: self.go_to_requested.emit("delivery.plan.milestones"), kind="quiet")
        )
        self._line_part.add(self.line)
        self.note = FactGrid()
        self.note.edited.connect(self._on_fact)
        self._note_part = Section(tr("内部备注"), internal=True)
        self._note_part.add(self.note)
        self.earlier = EarlierReports()
        self.set_parts(
            self.bar, self.empty, self._facts_part, self.problems, self._line_part, self._note_part, self.earlier
        )

    @override
    def refresh(self) -> None:
        sheet = self._sheet = self.workspace.ask(progress_sheet, self.deal_id)
        latest = sheet.latest
        self.empty.setVisible(latest is None)
        self.bar.show_sheet(sheet)
        for part in (self._facts_part, self._note_part):
            part.setVisible(latest is not None)
        if latest is not None:
            self.facts.set_facts([_fact(latest, key) for key in _FACTS])
            self.note.set_facts([Fact("note", tr("备注"), latest.note, "long")])
        self.problems.show_problems(sheet.problems)
        self.line.show_steps(sheet.steps)
        dated = [step for step in sheet.steps if step.due_on]
        self._line_part.setVisible(bool(dated))
        done = sum(step.done_on is not None for step in sheet.steps)
        self._line_part.set_count(tr("完成 {done}/{count}", done=done, count=len(sheet.steps)))
        self.earlier.show_reports(sheet.reports[1:])

    @override
    def start_over(self) -> None:
        self.problems.problems.forget_typed()

    @override
    def go_to(self, place: str) -> None:
        """Places: the facts of the latest report, send, new, problems (`problems:<id>`)."""
        what, _, wanted = place.partition(":")
        if what == "problems":
            self.reveal(self.problems.go_to(wanted))
        elif self._sheet.latest is None:
            self.empty.steps()[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(self.empty)
        elif what in _FACTS:
            self.facts.edit(what)
            self.reveal(self.facts.field(what))
        else:
            self.bar.take_focus()
            self.reveal(self.bar)

    def start(self) -> None:
        """Begin the next report, with the cursor in what was done."""
        if self.workspace.attempt(start_report, self.deal_id) is not None:
            self.refresh()
            self.facts.field("done").setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(self.bar)

    def send(self) -> None:
        """Note that the report at work went to the customer."""
        latest = self._sheet.latest
        if latest is not None and self.workspace.attempt(send_report, latest.id) is not None:
            self.done.emit(tr("第 {serial} 期周报已发送", serial=latest.serial))

    # Inside

    def _on_discard(self) -> None:
        latest = self._sheet.latest
        if latest is not None and self.workspace.attempt(remove_report, latest.id) is not None:
            self.done.emit(tr("已删除第 {serial} 期周报", serial=latest.serial))

    def _on_fact(self, key: str, value: object) -> None:
        latest = self._sheet.latest
        if latest is None:
            return
        if key == "percent":
            typed = str(value or "")
            value = self.understood(lambda: parse_percent(typed), self.facts, key, key) if typed else None
            if typed and value is None:
                return
        if self.workspace.attempt(edit_report, latest.id, **{key: value}) is None:
            self.refresh()

    def _make_problems(self) -> ProblemsPart:
        attempt = self.workspace.attempt

        def edit(row: str, key: str, value: Any) -> object | None:
            return attempt(edit_problem, row, **{key: value})

        actions = ListActions(
            lambda texts, after: attempt(add_problems, self.deal_id, texts=texts, after=after),
            edit,
            lambda row, place: attempt(move_problem, row, place=place),
            lambda row: attempt(remove_problem, row),
        )
        return ProblemsPart(
            actions,
            ProblemActions(lambda row: attempt(solve_problem, row), lambda row: attempt(reopen_problem, row)),
        )


def _fact(report: Report, key: str) -> Fact:
    if key == "percent":
        return Fact(key, _FACTS[key], "" if report.percent is None else f"{report.percent}%")
    kind = "date" if key in _DATES else "long"
    return Fact(key, _FACTS[key], getattr(report, key), kind)
