"""The timeline: the quick entry on top, what is planned, then what was said, newest first."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.models import Outcome, StageStatus
from desktop_crm.operations import activities, deals, negotiations
from desktop_crm.operations.nurture import move_to_nurture
from desktop_crm.queries.entry import EntryFacts, entry_facts
from desktop_crm.queries.timeline import PAGE, Plan, records
from desktop_crm.rules.proposals import Proposal, Standing, Step, objection_kind, propose
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.draft import Draft
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.plan_row import PlanRow
from desktop_crm.views.deal.proposal_line import ProposalLine
from desktop_crm.views.deal.quick_entry import QuickEntry
from desktop_crm.views.deal.record_card import RecordCard
from desktop_crm.views.deal.record_list import RecordList, discard, put
from desktop_crm.views.widgets.buttons import button
from desktop_crm.workspace import Workspace

PLAN = "plan:"  # a place `plan:ID` in this tab: the record that carries out that plan


_PLANS = 5  # shown at once; more than these nobody keeps in mind


class TimelineTab(PageTab):
    """What was and what will be done with the customer of one deal."""

    key = "followup"
    title = tr("跟进")
    tables = ("activity", "contact", "member", "deal", "customer_tag", "objection", "requirement")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._drafts: dict[str, Draft] = {}
        self._pages = 1
        self._every_plan = False
        self._facts: EntryFacts | None = None
        self.entry = QuickEntry()
        self.proposal = ProposalLine()
        self.plan_rows: dict[str, PlanRow] = {}
        self._spare: list[PlanRow] = []
        self._planned, self._plans = _section()
        self.more_plans = button("", self._on_more_plans, kind="quiet", icon="down")
        self._plans.addWidget(self.more_plans)
        self._said, said = _section()
        self.list = RecordList()
        said.addWidget(self.list)
        self._empty = QLabel(
            tr("还没有跟进记录。打完第一个电话，在上面记一笔：客户说了什么，下一步是什么。"), wordWrap=True
        )
        self._empty.setProperty("tone", "muted")
        self.more = button(tr("更早的记录"), self._on_more, kind="quiet", icon="down")
        self.set_parts(self.entry, self.proposal, self._planned, self._said, self._empty, self.more)
        self.entry.save_requested.connect(self.save)
        self.entry.said.connect(self._show_proposal)
        self.proposal.accepted.connect(self._on_accepted)
        self.list.edited.connect(self._on_record_edited)
        self.list.delete_requested.connect(self._on_delete)
        self.list.objection_requested.connect(self._on_objection)

    @property
    def cards(self) -> dict[str, RecordCard]:
        """Return the cards of the records by id."""
        return self.list.cards

    @override
    def show_deal(self, deal_id: str) -> None:
        if deal_id != self.deal_id:
            self._keep_draft()
            self._pages, self._every_plan = 1, False
            self.entry.set_draft(self._drafts.pop(deal_id, Draft()))
        super().show_deal(deal_id)

    @override
    def refresh(self) -> None:
        facts = self.workspace.ask(entry_facts, self.deal_id)
        self._facts = facts
        if facts is None:
            return
        self._offer(facts)
        self._show_plans(facts.plans)
        self._show_records(facts)
        self._show_proposal()

    @override
    def go_to(self, place: str) -> None:
        self.reveal(self.entry)
        if place.startswith(PLAN):
            self.entry.fulfil_plan(place.removeprefix(PLAN))
        else:
            self.entry.start(place)

    def save(self) -> bool:
        """Write down what stands in the entry and tell whether it was; what is refused stays in the fields."""
        draft = self.entry.draft()
        if not self.entry.settled():
            return False
        saved = self.workspace.attempt(
            activities.record_activity,
            self.deal_id,
            feedback=draft.feedback,
            happened_at=self.entry.happened_at(),
            next_step=draft.next_step,
            next_due=self.entry.next_due(),
            next_at=self.entry.next_at(),
            next_method=draft.next_method,
            next_owner_id=draft.next_owner_id,
            fulfils=draft.fulfils,
            grade=draft.grade,
            grade_reason=draft.grade_reason,
            tags_add=draft.tags_add,
            tags_remove=draft.tags_remove,
            method=draft.method,
            contact_id=draft.contact_id or None,
            objection=draft.objection,
            intention=draft.intention,
        )
        if saved is None:
            self.entry.start("" if not draft.feedback else "next_step")
            return False
        self.entry.set_draft(Draft())
        if self._facts is not None:  # already as they are after the record: the pane hears every change
            self._offer(self._facts)
        self.entry.start()
        return True

    # inside

    def _offer(self, facts: EntryFacts) -> None:
        grades = [grade.key for grade in self.workspace.playbooks.find(facts.playbook).grades]
        self.entry.offer(facts, grades, self.workspace.me)

    def _keep_draft(self) -> None:
        draft = self.entry.draft()
        if self.deal_id and not draft.empty:
            self._drafts[self.deal_id] = draft

    def _show_plans(self, planned: tuple[Plan, ...]) -> None:
        shown = planned if self._every_plan else planned[:_PLANS]
        wanted = {plan.id for plan in shown}
        for key in [key for key in self.plan_rows if key not in wanted]:
            self._put_aside(self.plan_rows.pop(key))
        for place, plan in enumerate(shown):
            row = self.plan_rows.get(plan.id) or self._plan_row(plan)
            row.show_plan(plan)
            put(self._plans, row, place + 1)
            row.show()
        _title(self._planned).setText(tr("计划　{count}", count=len(planned)))
        self.more_plans.setText(tr("另有 {count} 项计划", count=len(planned) - len(shown)))
        self.more_plans.setVisible(len(shown) < len(planned))
        self._planned.setVisible(bool(planned))

    def _plan_row(self, plan: Plan) -> PlanRow:
        row = self._spare.pop() if self._spare else self._new_row(plan)
        self.plan_rows[plan.id] = row
        return row

    def _new_row(self, plan: Plan) -> PlanRow:
        row = PlanRow(plan)
        row.done_requested.connect(self._on_done)
        row.cancel_requested.connect(self._on_cancel)
        row.edited.connect(self._on_edited)
        return row

    def _put_aside(self, row: PlanRow) -> None:
        """Keep a row for the next plan to be shown: making one takes several times as long."""
        if len(self._spare) >= _PLANS:
            discard(self._plans, row)
            return
        for field in (row.goal, row.due, row.method):
            field.cancel()
        self._plans.removeWidget(row)
        row.hide()
        self._spare.append(row)

    def _show_records(self, facts: EntryFacts) -> None:
        page = self.workspace.ask(records, self.deal_id, limit=self._pages * PAGE)
        found = page.records
        self.list.show_records(found, facts.contacts)
        shown = f"{len(found):,} / {page.total:,}" if len(found) < page.total else f"{page.total:,}"
        _title(self._said).setText(tr("记录　{count}", count=shown))
        self._said.setVisible(bool(found))
        self._empty.setVisible(not found)
        self.more.setVisible(page.after is not None)

    def _on_more(self) -> None:
        self._pages += 1
        if self._facts is not None:
            self._show_records(self._facts)

    def _on_more_plans(self) -> None:
        self._every_plan = True
        if self._facts is not None:
            self._show_plans(self._facts.plans)

    def _on_done(self, plan_id: str) -> None:
        self.reveal(self.entry)
        self.entry.fulfil_plan(plan_id)

    def _on_cancel(self, plan_id: str) -> None:
        self.workspace.attempt(activities.cancel_activity, plan_id)

    def _on_delete(self, record_id: str) -> None:
        self.workspace.attempt(activities.delete_activity, record_id)

    def _on_edited(self, row_id: str, values: dict[str, Any]) -> None:
        self.workspace.guarded(lambda: self.workspace.do(activities.edit_activity, row_id, **values))

    def _on_record_edited(self, record_id: str, field: str, value: object) -> None:
        self._on_edited(record_id, {field: value})

    def _on_objection(self, record_id: str) -> None:
        text = self.cards[record_id].record.objection
        kind = objection_kind(text)
        if self.workspace.attempt(negotiations.add_objections, self.deal_id, texts=[text], kind=kind) is not None:
            self.done.emit(tr("已加入异议清单"))

    def _show_proposal(self) -> None:
        """Propose from what is being written, else from the latest records of this stage."""
        facts = self._facts
        if facts is None:
            return
        draft = self.entry.draft()
        written = "。".join(part for part in (draft.feedback, draft.intention) if part)
        said = [written] if written else []
        said += [f"{each.feedback}。{each.intention}" for each in facts.said]
        self.proposal.show_proposal(propose(said, self._standing(facts)))

    def _standing(self, facts: EntryFacts) -> Standing:
        playbook = self.workspace.playbooks.find(facts.playbook)
        at = playbook.position(facts.stage)
        return Standing(
            phase=playbook.stages[at].phase,
            ahead=tuple(Step(stage.key, stage.name, stage.phase) for stage in playbook.stages[at + 1 :]),
            is_open=facts.outcome == Outcome.OPEN,
            resting=facts.nurture or facts.stage_status == StageStatus.PAUSED,
            has_pool=any(grade.nurture for grade in playbook.grades),
            requirement_confirmed=facts.requirement_confirmed,
        )

    def _on_accepted(self, proposal: Proposal) -> None:
        """Do what was proposed; a record still being written is saved first."""
        if self.entry.draft().feedback and not self.save():
            return
        if proposal.kind in {"move", "lose"}:
            self.move_requested.emit(proposal.to)
        elif proposal.kind == "nurture":
            self.workspace.attempt(move_to_nurture, self.deal_id)
            self.done.emit(tr("已放入培育池"))
        else:
            self.workspace.attempt(deals.set_stage_status, self.deal_id, status=StageStatus.PAUSED)
            self.done.emit(tr("已暂停跟进"))


def _section() -> tuple[QWidget, QVBoxLayout]:
    part, title = QWidget(), QLabel()
    title.setProperty("role", "strong")
    title.setObjectName("title")
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(theme.TIGHT))
    column.addWidget(title)
    return part, column


def _title(part: QWidget) -> QLabel:
    found = part.findChild(QLabel, "title")
    assert isinstance(found, QLabel)
    return found
