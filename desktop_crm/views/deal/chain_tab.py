"""The decision chain of a deal: who decides, who stands where, whom we have not reached (C2)."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.charts.chain_layout import NO_DECIDER
from desktop_crm.models import ChainRole
from desktop_crm.operations.contacts import edit_contact
from desktop_crm.operations.stakeholders import (
    add_person_to_chain,
    add_stakeholder,
    edit_stakeholder,
    plan_contact,
    remove_stakeholder,
    set_reports_to,
)
from desktop_crm.queries.decision_chain import DecisionChain, Person, decision_chain
from desktop_crm.rules.decision_chain import Gap, GapKind
from desktop_crm.rules.quick_person import QuickPerson
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.chain_add import ChainAdd
from desktop_crm.views.deal.chain_gaps import ChainGaps, Fix
from desktop_crm.views.deal.chain_inspector import CONTACT_FIELDS, ChainInspector
from desktop_crm.views.deal.tab import DealTab
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.chain_view import ChainView
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.workspace import Workspace

SIDE_BY_SIDE = 720  # from this width on the inspector stands beside the diagram


class ChainTab(DealTab):
    """Draws the chain, lets it be changed by mouse and keyboard, and says what it lacks."""

    key = "chain"
    title = tr("决策链")
    tables = ("stakeholder", "contact", "activity", "member", "deal")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._chain = DecisionChain()
        self.view = ChainView()
        self.canvas = self.view.canvas
        self.add_line = ChainAdd()
        self.gaps = ChainGaps(self._fixes)
        self.inspector = ChainInspector()
        self._hint = QLabel()
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self._hint.hide()
        self._percent = button("100%", lambda: self.view.set_zoom(1.0), kind="quiet")
        self._percent.setToolTip(tr("恢复 100%"))
        self._empty = EmptyState(
            "chain",
            tr("谁拍板、谁影响、谁使用？先写下你认识的第一个人。"),
            FirstStep(tr("添加第一个人"), self._ask, "add"),
        )
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._bar = QWidget()
        self._arrange()
        self._connect()
        self._show_parts()

    @override
    def show_deal(self, deal_id: str) -> None:
        if deal_id != self.deal_id:
            self.inspector.settle()
            self.inspector.hide()
            self.add_line.accept()
            self.add_line.hide()
            self.canvas.select("")
        super().show_deal(deal_id)

    @override
    def refresh(self) -> None:
        self._chain = self.workspace.ask(decision_chain, self.deal_id)
        self.view.set_chain(self._chain)
        self.gaps.set_gaps(self._chain.gaps if self._chain.people else ())
        self.add_line.offer(self._chain.contacts)
        self._show_person(self.canvas.selection())
        self._show_parts()

    @override
    def go_to(self, place: str) -> None:
        deciders = [person for person in self._chain.people if person.role == ChainRole.DECIDER]
        if place == "decider" and deciders:
            self.canvas.select(deciders[0].id)
            self._edit(deciders[0].id, "met")
        elif place == "decider" or (not place and not deciders):
            self.add_line.ask(ChainRole.DECIDER)
        elif place == "add":
            self.add_line.ask()
        else:
            person = next((one for one in self._chain.people if place in (one.id, one.contact_id)), None)
            self.canvas.select(person.id if person else self.canvas.selection())
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(SIDE_BY_SIDE)
        turned = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if turned != self._split.orientation():
            self._split.setOrientation(turned)
            self._share()

    # Wishes

    def _ask(self, role: str = "") -> None:
        self.add_line.ask(role)

    def _on_person_entered(self, said: QuickPerson, role: str) -> None:
        made = self.workspace.attempt(
            add_person_to_chain,
            self.deal_id,
            name=said.name,
            department=said.department,
            title=said.title,
            phone=said.phone,
            role=said.role or role,
        )
        self._on_added(made)

    def _on_contact_chosen(self, contact_id: str, role: str) -> None:
        values = {"role": role} if role else {}
        self._on_added(self.workspace.attempt(add_stakeholder, self.deal_id, contact_id=contact_id, **values))

    def _on_added(self, made: str | None) -> None:
        if made is not None:
            self.add_line.accept()
            self.refresh()
            self.canvas.select(made)

    def _on_edited(self, person_id: str, field: str, value: object) -> None:
        person = self._chain.person(person_id)
        if person is None:
            return
        if field in CONTACT_FIELDS:
            self.workspace.attempt(edit_contact, person.contact_id, **{field: value})
        elif field == "reports_to":
            self.workspace.attempt(set_reports_to, person_id, superior_id=str(value or "") or None)
        else:
            self.workspace.attempt(edit_stakeholder, person_id, **{field: value})
        self.refresh()

    def _on_superior_requested(self, person_id: str, superior_id: str) -> None:
        self.workspace.attempt(set_reports_to, person_id, superior_id=superior_id or None)
        self.refresh()

    def _on_remove_requested(self, person_id: str) -> None:
        place = [person.id for person in self._chain.people].index(person_id)
        self.workspace.attempt(remove_stakeholder, person_id)
        self.refresh()
        if self._chain.people:
            self.canvas.select(self._chain.people[min(place, len(self._chain.people) - 1)].id)
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit(self, person_id: str, field: str = "role") -> None:
        if self._show_person(person_id):
            self.inspector.show()
            self._share()
            self.inspector.edit(field)

    def _on_clicked(self, person_id: str) -> None:
        if self._show_person(person_id) and self.inspector.isHidden():
            self.inspector.show()
            self._share()

    def _close_inspector(self) -> None:
        self.inspector.settle()
        self.inspector.hide()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_hint_changed(self, hint: str) -> None:
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def _on_zoom_changed(self, zoom: float) -> None:
        self._percent.setText(f"{round(zoom * 100)}%")

    # Mending gaps

    def _fixes(self, gap: Gap) -> list[Fix]:
        person = self._chain.person(gap.person_id)
        match gap.kind:
            case GapKind.NO_DECIDER:
                return [Fix(tr("补充"), lambda: self._ask(ChainRole.DECIDER))]
            case GapKind.NO_COACH:
                return [Fix(tr("补充"), lambda: self._ask(ChainRole.COACH))]
            case GapKind.DECIDER_NOT_MET if person:
                return [Fix(tr("已接触"), lambda: self._change(person, met=True)), *self._planning(person)]
            case GapKind.OPPONENT if person:
                mine = Fix(tr("由我负责"), lambda: self._change(person, covered_by_id=self.workspace.me))
                return [*([mine] if self.workspace.me else []), *self._planning(person)]
            case _:
                return [Fix(tr("加人"), self._ask)]

    def _planning(self, person: Person) -> list[Fix]:
        if person.planned is not None:
            return []
        return [Fix(tr("约见"), lambda: self._plan(person))]

    def _change(self, person: Person, **values: object) -> None:
        self.workspace.attempt(edit_stakeholder, person.id, **values)
        self.refresh()

    def _plan(self, person: Person) -> None:
        self.workspace.attempt(plan_contact, person.id, due_on=_next_weekday(clock.today()))
        self.refresh()

    # Parts

    def _show_person(self, person_id: str) -> bool:
        """Show a person in the inspector; without one it is put away."""
        if person_id != self.inspector.person_id():
            self.inspector.settle()  # which may read the chain again
        person = self._chain.person(person_id)
        if person is not None:
            self.inspector.show_person(person, self._chain, clock.today())
        elif self._chain.person(self.inspector.person_id()) is None or person_id == NO_DECIDER:
            self.inspector.hide()
        return person is not None

    def _show_parts(self) -> None:
        anybody = bool(self._chain.people)
        self._split.setVisible(anybody)
        self._bar.setVisible(anybody)
        self._empty.setVisible(not anybody)

    def _share(self) -> None:
        """Give the inspector its part of the room."""
        if self._split.orientation() == Qt.Orientation.Horizontal:
            side = theme.px(272)
            self._split.setSizes([max(1, self._split.width() - side), side])
        else:
            height = max(1, self._split.height())
            self._split.setSizes([height * 55 // 100, height * 45 // 100])

    def _connect(self) -> None:
        canvas, line = self.canvas, self.add_line
        canvas.selected.connect(self._show_person)
        canvas.clicked.connect(self._on_clicked)
        canvas.edit_requested.connect(self._edit)
        canvas.add_requested.connect(self._ask)
        canvas.remove_requested.connect(self._on_remove_requested)
        canvas.superior_requested.connect(self._on_superior_requested)
        canvas.hint_changed.connect(self._on_hint_changed)
        self.view.zoom_changed.connect(self._on_zoom_changed)
        line.person_entered.connect(self._on_person_entered)
        line.contact_chosen.connect(self._on_contact_chosen)
        line.closed.connect(canvas.setFocus)
        self.inspector.edited.connect(self._on_edited)
        self.inspector.remove_requested.connect(self._on_remove_requested)
        self.inspector.closed.connect(self._close_inspector)

    def _arrange(self) -> None:
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.TIGHT))
        row.addWidget(button(tr("加人"), self._ask, icon="add"))
        row.addStretch(1)
        row.addWidget(icon_button("zoom_out", tr("缩小（Ctrl+-）"), lambda: self.view.step_zoom(-1)))
        row.addWidget(self._percent)
        row.addWidget(icon_button("zoom_in", tr("放大（Ctrl++）"), lambda: self.view.step_zoom(1)))
        row.addWidget(icon_button("fit", tr("显示全部"), self.view.fit))
        self._split.addWidget(self.view)
        self._split.addWidget(self.inspector)
        self._split.setChildrenCollapsible(False)
        self._split.setStretchFactor(0, 1)
        self.inspector.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.GAP),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        for part in (self.gaps, self._bar, self.add_line):
            column.addWidget(part)
        column.addWidget(self._split, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._hint)


def _next_weekday(today: date) -> date:
    day = today + timedelta(days=1)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
