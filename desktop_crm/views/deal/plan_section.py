"""How a delivery begins (K3, K4): the order notice, the kick-off, the people of both sides and the milestones."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.models import SideOf
from desktop_crm.operations.milestones import (
    add_milestones,
    edit_milestone,
    finish_milestone,
    move_milestone,
    remove_milestone,
    reopen_milestone,
    suggest_milestones,
)
from desktop_crm.operations.projects import (
    accept_order_notice,
    add_project_members,
    edit_order_notice,
    edit_project,
    edit_project_member,
    hold_kickoff,
    move_project_member,
    pick_project_member,
    remove_project_member,
    send_order_notice,
    start_project,
    withdraw_kickoff,
)
from desktop_crm.queries.projects import Person, Plan, project_sheet
from desktop_crm.system.translations import tr
from desktop_crm.views import labels
from desktop_crm.views.deal.hands_part import HandsPart
from desktop_crm.views.deal.notice_part import FIELDS as NOTICE
from desktop_crm.views.deal.notice_part import NoticeActions, NoticePart
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.steps_part import StepActions, StepsPart
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.item_list import ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_FACTS: Final = {
    "name": tr("项目名称"),
    "goal": tr("项目目标"),
    "scope": tr("实施范围"),
    "starts_on": tr("开始日期"),
    "ends_on": tr("完成日期"),
    "kickoff_on": tr("启动会"),
    "place": tr("会议地点"),
    "communication": tr("沟通机制"),
    "escalation": tr("升级路径"),
}
_DATES: Final = ("starts_on", "ends_on", "kickoff_on")
_LONG: Final = ("goal", "scope", "communication", "escalation")


class PlanSection(PageTab):
    """What is internal stands first on its own ground; all below is what the customer gets as the kick-off plan."""

    key = "delivery.plan"
    title = tr("计划")
    tables = (
        "order_notice", "project", "project_member", "milestone", "payment", "member", "contact", "contract",
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        attempt = workspace.attempt
        self.empty = EmptyState(
            "delivery",
            tr("签约之后从这里开始：通知交付同事、开启动会、排里程碑。合同和纪要里写明的会自动带进来。"),
            FirstStep(tr("启动交付项目"), lambda: attempt(start_project, self.deal_id), "forward"),
        )
        self.notice = NoticePart(
            NoticeActions(
                lambda: attempt(send_order_notice, self.deal_id), lambda: attempt(accept_order_notice, self.deal_id)
            )
        )
        self.notice.edited.connect(self._on_notice)
        self._facts_part = self._make_facts()
        self.steps = self._make_steps()
        self.ours = self._make_hands(SideOf.US, tr("我方成员"), tr("如：周工 项目经理 现场调试"))
        self.theirs = self._make_hands(SideOf.CUSTOMER, tr("客户方成员"), tr("如：赵经理 项目负责人 现场配合"))
        self._parts = (self.notice, self._facts_part, self.steps, self.ours, self.theirs)
        finish = QShortcut(QKeySequence("Ctrl+D"), self, self.steps.finish_next)
        finish.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.set_parts(self.empty, *self._parts)

    @override
    def refresh(self) -> None:
        sheet = self.workspace.ask(project_sheet, self.deal_id)
        self.empty.setVisible(not sheet.begun)
        for part in self._parts:
            part.setVisible(sheet.begun)
        self.notice.show_notice(sheet.notice, sheet.team)
        self._show_plan(sheet.plan)
        self.steps.show_steps(sheet.steps)
        self.ours.show_hands(sheet.ours, sheet.free_team, _colleague)
        self.theirs.show_hands(sheet.theirs, sheet.free_contacts, _contact)

    @override
    def start_over(self) -> None:
        for made in (self.steps.steps, self.ours.hands, self.theirs.hands):
            made.forget_typed()
        self.notice.start_over()

    @override
    def go_to(self, place: str) -> None:
        """Places: the facts of the notice, send; the facts of the project, kickoff; members, milestones (`:<id>`); ""."""
        what, _, wanted = place.partition(":")
        if not self.empty.isHidden():
            self.empty.steps()[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(self.empty)
        elif what in NOTICE or what == "send":
            self.notice.go_to(what)
            self.reveal(self.notice)
        elif what in _FACTS:
            self.facts.edit(what)
            self.reveal(self.facts.field(what))
        elif what == "members":
            self.ours.hands.start()
            self.reveal(self.ours)
        elif what == "milestones":
            self.reveal(self.steps.go_to(wanted))
        elif what == "kickoff":
            self._go_to_kickoff()
        else:
            self.reveal(self.notice)

    # Inside

    def _go_to_kickoff(self) -> None:
        shown = self.withdraw if self.hold.isHidden() else self.hold
        shown.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reveal(self._facts_part)

    def _on_notice(self, key: str, value: object) -> None:
        self.workspace.attempt(edit_order_notice, self.deal_id, **{key: value})

    def _on_fact(self, key: str, value: object) -> None:
        self.workspace.attempt(edit_project, self.deal_id, **{key: value})

    def _show_plan(self, plan: Plan) -> None:
        self.facts.set_facts([_fact(plan, key) for key in _FACTS])
        held = plan.kickoff_held is not None
        self.hold.setVisible(not held)
        self.withdraw.setVisible(held)
        self._facts_part.set_count(tr("启动会 {day} 已召开", day=plan.kickoff_held) if held else "")

    def _make_facts(self) -> Section:
        attempt = self.workspace.attempt
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_fact)
        self.hold = button(tr("启动会已召开"), lambda: attempt(hold_kickoff, self.deal_id), kind="quiet", icon="check")
        self.withdraw = button(tr("撤回"), lambda: attempt(withdraw_kickoff, self.deal_id), kind="quiet")
        part = Section(tr("项目启动"))
        part.add_action(self.hold)
        part.add_action(self.withdraw)
        part.add(self.facts)
        return part

    def _make_steps(self) -> StepsPart:
        attempt = self.workspace.attempt
        actions = ListActions(
            lambda texts, after: attempt(add_milestones, self.deal_id, texts=texts, after=after),
            lambda row, key, value: attempt(edit_milestone, row, **{key: value}),
            lambda row, place: attempt(move_milestone, row, place=place),
            lambda row: attempt(remove_milestone, row),
        )
        return StepsPart(
            actions,
            StepActions(lambda step: attempt(finish_milestone, step), lambda step: attempt(reopen_milestone, step)),
            lambda: attempt(suggest_milestones, self.deal_id),
        )

    def _make_hands(self, side: SideOf, title: str, hint: str) -> HandsPart:
        attempt = self.workspace.attempt
        actions = ListActions(
            lambda texts, after: attempt(add_project_members, self.deal_id, texts=texts, side=side, after=after),
            lambda row, key, value: attempt(edit_project_member, row, **{key: value}),
            lambda row, place: attempt(move_project_member, row, place=place),
            lambda row: attempt(remove_project_member, row),
        )

        def pick(person: Person) -> object | None:
            if side == SideOf.US:
                role = labels.MEMBER_ROLES.get(person.role, "")
                return attempt(pick_project_member, self.deal_id, member_id=person.id, role=role)
            return attempt(pick_project_member, self.deal_id, contact_id=person.id)

        return HandsPart(title, actions, pick, hint=hint)


def _fact(plan: Plan, key: str) -> Fact:
    kind = "date" if key in _DATES else "long" if key in _LONG else "text"
    return Fact(key, _FACTS[key], getattr(plan, key), kind)


def _colleague(person: Person) -> str:
    return f"{person.name} {labels.MEMBER_ROLES.get(person.role, '')}".strip()


def _contact(person: Person) -> str:
    return f"{person.name} {person.role}".strip()
