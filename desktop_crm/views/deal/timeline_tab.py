"""The timeline: the quick entry on top, what is planned, then what was said, newest first."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations import activities
from desktop_crm.queries.deal import contacts_of_deal, deal_head
from desktop_crm.queries.timeline import Plan, Record, plans, records
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.plan_row import PlanRow
from desktop_crm.views.deal.quick_entry import Draft, QuickEntry
from desktop_crm.views.deal.record_card import RecordCard
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.date_edit import weekday
from desktop_crm.workspace import Workspace


class TimelineTab(PageTab):
    """What was and what will be done with the customer of one deal."""

    key = "followup"
    title = tr("跟进")
    tables = ("activity", "contact", "member", "deal")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._drafts: dict[str, Draft] = {}
        self._pages = 1
        self.entry = QuickEntry()
        self.plan_rows: dict[str, PlanRow] = {}
        self.cards: dict[str, RecordCard] = {}
        self._days: list[QLabel] = []
        self._planned, self._plans = _section()
        self._said, self._records = _section()
        self._empty = QLabel(
            tr("还没有跟进记录。打完第一个电话，在上面记一笔：客户说了什么，下一步是什么。"), wordWrap=True
        )
        self._empty.setProperty("tone", "muted")
        self.more = button(tr("更早的记录"), self._on_more, kind="quiet", icon="down")
        self.set_parts(self.entry, self._planned, self._said, self._empty, self.more)
        self.entry.save_requested.connect(self.save)

    @override
    def show_deal(self, deal_id: str) -> None:
        if deal_id != self.deal_id:
            self._keep_draft()
            self._pages = 1
            self.entry.set_draft(self._drafts.pop(deal_id, Draft()))
        super().show_deal(deal_id)

    @override
    def refresh(self) -> None:
        head = self.workspace.ask(deal_head, self.deal_id)
        if head is None:
            return
        planned = self.workspace.ask(plans, self.deal_id)
        grades = [grade.key for grade in self.workspace.playbooks.find(head.playbook).grades]
        self.entry.offer(self.workspace.ask(contacts_of_deal, self.deal_id), planned, grades)
        self._show_plans(planned)
        self._show_records()

    @override
    def go_to(self, place: str) -> None:
        self.reveal(self.entry)
        self.entry.start(place)

    def save(self) -> None:
        """Write down what stands in the entry; what is refused stays in the fields."""
        draft = self.entry.draft()
        if not self.entry.settled():
            return
        saved = self.workspace.attempt(
            activities.record_activity,
            self.deal_id,
            feedback=draft.feedback,
            happened_at=self.entry.happened_at(),
            next_step=draft.next_step,
            next_due=self.entry.next_due(),
            next_method=draft.next_method,
            fulfils=draft.fulfils,
            grade=draft.grade,
            method=draft.method,
            contact_id=draft.contact_id or None,
            objection=draft.objection,
            intention=draft.intention,
        )
        if saved is None:
            self.entry.start("" if not draft.feedback else "next_step")
            return
        self.entry.set_draft(Draft())
        self.refresh()
        self.entry.start()

    # inside

    def _keep_draft(self) -> None:
        draft = self.entry.draft()
        if self.deal_id and not draft.empty:
            self._drafts[self.deal_id] = draft

    def _show_plans(self, planned: tuple[Plan, ...]) -> None:
        wanted = {plan.id: plan for plan in planned}
        for key in [key for key in self.plan_rows if key not in wanted]:
            _discard(self._plans, self.plan_rows.pop(key))
        for place, plan in enumerate(planned):
            row = self.plan_rows.get(plan.id)
            if row is None:
                row = self._plan_row(plan)
            row.show_plan(plan)
            self._plans.insertWidget(place + 1, row)
        _title(self._planned).setText(tr("计划　{count}", count=len(planned)))
        self._planned.setVisible(bool(planned))

    def _plan_row(self, plan: Plan) -> PlanRow:
        row = PlanRow(plan)
        row.done_requested.connect(self._on_done)
        row.cancel_requested.connect(self._on_cancel)
        row.edited.connect(self._on_edited)
        self.plan_rows[plan.id] = row
        return row

    def _show_records(self) -> None:
        found: list[Record] = []
        after = None
        total = 0
        for _ in range(self._pages):
            page = self.workspace.ask(records, self.deal_id, after=after)
            found.extend(page.records)
            after, total = page.after, page.total
            if after is None:
                break
        self._lay_out(found)
        shown = f"{len(found)} / {total}" if len(found) < total else str(total)
        _title(self._said).setText(tr("记录　{count}", count=shown))
        self._said.setVisible(bool(found))
        self._empty.setVisible(not found)
        self.more.setVisible(after is not None)

    def _lay_out(self, found: list[Record]) -> None:
        """Put the records under the heads of their days; a card that did not change is used again, open fields and all."""
        for head in self._days:
            _discard(self._records, head)
        self._days = []
        wanted = {record.id: record for record in found}
        for key in [key for key, card in self.cards.items() if wanted.get(key) != card.record]:
            _discard(self._records, self.cards.pop(key))
        day: date | None = None
        place = 1
        for record in found:
            if clock.local_day(record.at) != day:
                day = clock.local_day(record.at)
                self._records.insertWidget(place, self._day_head(day))
                place += 1
            card = self.cards.get(record.id) or self._card(record)
            self._records.insertWidget(place, card)
            place += 1

    def _card(self, record: Record) -> RecordCard:
        card = RecordCard(record)
        card.edited.connect(self._on_edited)
        card.delete_requested.connect(self._on_delete)
        self.cards[record.id] = card
        return card

    def _day_head(self, day: date) -> QLabel:
        today = clock.today()
        said = {0: tr("今天"), 1: tr("昨天")}.get((today - day).days)
        head = QLabel("　".join(part for part in (said, short_day(day, today), weekday(day)) if part))
        head.setProperty("role", "muted")
        head.setContentsMargins(0, theme.px(theme.SNUG), 0, 0)
        self._days.append(head)
        return head

    def _on_more(self) -> None:
        self._pages += 1
        self._show_records()

    def _on_done(self, plan_id: str) -> None:
        self.reveal(self.entry)
        self.entry.fulfil_plan(plan_id)

    def _on_cancel(self, plan_id: str) -> None:
        self.workspace.attempt(activities.cancel_activity, plan_id)

    def _on_delete(self, record_id: str) -> None:
        self.workspace.attempt(activities.delete_activity, record_id)

    def _on_edited(self, row_id: str, field: str, value: object) -> None:
        self.workspace.attempt(activities.edit_activity, row_id, **{field: value})


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


def _discard(column: QVBoxLayout, widget: QWidget) -> None:
    column.removeWidget(widget)
    widget.hide()
    widget.deleteLater()
