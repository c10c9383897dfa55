"""The card of a lead beside the table: what is known of it, and its steps from screening to the first contact."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop_crm.operations.leads import grade_lead, score_lead
from desktop_crm.queries.lead_line import LeadLine, LeadState
from desktop_crm.queries.leads import lead
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.leads.columns import state_mark
from desktop_crm.views.leads.facts import lead_facts, store
from desktop_crm.views.leads.grade_panel import GradePanel
from desktop_crm.views.leads.score_panel import ScorePanel
from desktop_crm.views.leads.steps import FirstContact, Giving, Screening, Verification
from desktop_crm.views.widgets.badge import Badge
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.section import Section, internal_mark
from desktop_crm.workspace import Workspace


class LeadPane(QFrame):
    """One lead; it asks for what concerns the selection (`valid`, `invalid` …) and stores its own facts and grade."""

    valid_requested = Signal()
    invalid_requested = Signal()
    verify_requested = Signal()
    assign_requested = Signal()
    deal_requested = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.lead: LeadLine | None = None
        self.setProperty("surface", "plain")
        self._name, self._origin = _label("strong"), _label("muted")
        self.state = Badge(state_mark(LeadState.SCREEN))
        self.facts = FactGrid()
        self.screening = Screening(self.valid_requested.emit, self.invalid_requested.emit)
        self.verification = Verification(self.verify_requested.emit)
        self.score, self.grade = ScorePanel(), GradePanel()
        self.giving = Giving(self.assign_requested.emit)
        self.contact = FirstContact(self._on_open)
        self._grading = Section(tr("评级"))
        self._arrange()
        self.facts.edited.connect(self._on_edited)
        self.verification.fill_requested.connect(self.fill)
        self.grade.graded.connect(self._on_graded)
        self.score.scored.connect(self._on_scored)

    def show_lead(self, deal_id: str) -> bool:
        """Show a lead and return whether it exists; another one is shown from its top."""
        if self.lead is None or self.lead.id != deal_id:
            self._area.verticalScrollBar().setValue(0)
        self.lead = self.workspace.ask(lead, deal_id)
        if self.lead is not None:
            self._show(self.lead)
        return self.lead is not None

    def start_grading(self) -> None:
        """Put the keyboard on the score, or on the grade where the playbook does not score."""
        part = self.score if not self.score.isHidden() else self.grade
        self._column.activate()  # the steps may just have changed places
        self._area.verticalScrollBar().setValue(self._grading.y())
        part.start()

    def fill(self, key: str) -> None:
        """Put the cursor into a fact that is missing; once it is filled in, the keyboard goes back to where it was."""
        field, came_from = self.facts.field(key), QApplication.focusWidget()
        self._area.ensureWidgetVisible(field)
        field.start(back=partial(self._go_back, came_from))

    def _go_back(self, to: QWidget | None) -> None:
        """Put the keyboard back; where the button that was pressed is gone, on what is next to do."""
        if to is not None and isValid(to) and to.isVisible():
            to.setFocus()
        else:
            self.verification.start()

    def _show(self, shown: LeadLine) -> None:
        self._name.setText(shown.customer or tr("（没有客户名称）"))
        self._origin.setText(_origin(shown))
        self.state.set_mark(state_mark(shown.state))
        self.facts.set_facts(lead_facts(shown))
        for step in (self.screening, self.verification, self.giving, self.contact):
            step.show_lead(shown)
        self._show_grading(shown)
        self._put_first(shown.state)

    def _put_first(self, state: LeadState) -> None:
        """Let the step the lead waits for stand over its facts, the others below them in their order."""
        steps = {
            LeadState.SCREEN: self.screening,
            LeadState.VERIFY: self.verification,
            LeadState.GRADE: self._grading,
            LeadState.ASSIGN: self.giving,
            LeadState.CONTACT: self.contact,
        }
        first = steps.get(state, self.contact)
        if self._column.indexOf(first) == 0:
            return
        others = [step for step in steps.values() if step is not first]
        for place, part in enumerate((first, self.facts, *others)):
            self._column.removeWidget(part)
            self._column.insertWidget(place, part)

    def _show_grading(self, shown: LeadLine) -> None:
        playbook = self.workspace.playbooks.find(shown.playbook)
        self.score.setVisible(playbook.score is not None)
        if playbook.score is not None:
            self.score.show_score(playbook.score, shown.marks)
        self.grade.show_grade(playbook, shown.grade, shown.grade_reason)

    def _on_edited(self, key: str, value: object) -> None:
        if self.lead is not None:
            store(self.workspace, self.lead, key, value)
            self.show_lead(self.lead.id)  # what was refused shows again what is kept

    def _on_graded(self, grade: str, reason: str) -> None:
        if self.lead is not None:
            self.workspace.attempt(grade_lead, self.lead.id, grade=grade, reason=reason)

    def _on_scored(self, marks: dict[str, int]) -> None:
        if self.lead is not None and marks != self.lead.marks:
            self.workspace.attempt(score_lead, self.lead.id, **marks)

    def _on_open(self) -> None:
        if self.lead is not None:
            self.deal_requested.emit(self.lead.id)

    def _arrange(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        column = self._column = QVBoxLayout(page)
        column.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, theme.SNUG, theme.ROOMY, theme.WIDE)))
        column.setSpacing(theme.px(theme.ROOMY))
        self._grading.add_action(Badge(internal_mark()))
        self._grading.add(self.score)
        self._grading.add(self.grade)
        for part in (self.screening, self.facts, self.verification, self._grading, self.giving, self.contact):
            column.addWidget(part)
        column.addStretch()
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(page)
        row = QHBoxLayout()
        row.addWidget(self._name, 1)
        row.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        head = QVBoxLayout()
        head.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, theme.GAP, theme.ROOMY, 0)))
        head.setSpacing(theme.px(2))
        head.addLayout(row)
        head.addWidget(self._origin)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(theme.TIGHT))
        whole.addLayout(head)
        whole.addWidget(self._area, 1)


def _origin(shown: LeadLine) -> str:
    source = "-".join(filter(None, (shown.source, shown.sub_source)))
    day = short_day(shown.acquired_on, clock.today()) if shown.acquired_on else ""
    return " · ".join(filter(None, (shown.number, source, day)))


def _label(role: str) -> QLabel:
    made = QLabel(wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    return made
