"""Visits after acceptance (D4): the next one on top, a quick entry, and each that was made, newest first."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.activities import edit_activity
from desktop_crm.operations.visit_leads import open_second_deal, take_referral
from desktop_crm.operations.visits import delete_visit, edit_visit, record_visit
from desktop_crm.queries.visits import VisitSheet, visit_sheet
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.planned_visits import PlannedVisits
from desktop_crm.views.deal.record_list import discard, put
from desktop_crm.views.deal.satisfaction_marks import SatisfactionMarks
from desktop_crm.views.deal.visit_card import VisitCard
from desktop_crm.views.deal.visit_entry import VisitDraft, VisitEntry
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace


class VisitsSection(PageTab):
    """Internal: what is planned, how satisfied the customer is, what else they need and whom they recommend."""

    key = "delivery.visits"
    title = tr("回访")
    tables = ("visit", "activity", "acceptance", "deal", "contact", "member", "customer")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._drafts: dict[str, VisitDraft] = {}
        self._shown: dict[str, tuple[object, ...]] = {}
        self.cards: dict[str, VisitCard] = {}
        self.planned = PlannedVisits()
        self.planned.moved.connect(self._on_moved)
        self.entry = VisitEntry()
        self.entry.save_requested.connect(self.save)
        self.marks = SatisfactionMarks()
        self.visits = Section(tr("回访记录"), internal=True)
        self.visits.add_action(self.marks)
        self._list = QWidget()
        self._cards = QVBoxLayout(self._list)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(theme.px(theme.SNUG))
        self.visits.add(self._list)
        self.set_parts(self.planned, self.entry, self.visits)

    @override
    def show_deal(self, deal_id: str) -> None:
        if deal_id != self.deal_id:
            draft = self.entry.draft()
            if self.deal_id and not draft.empty:
                self._drafts[self.deal_id] = draft
            self.entry.forget_occasion()
            self.entry.set_draft(self._drafts.pop(deal_id, VisitDraft()))
        super().show_deal(deal_id)

    @override
    def refresh(self) -> None:
        sheet = self.workspace.ask(visit_sheet, self.deal_id)
        self.planned.show_sheet(sheet)
        self.entry.offer(sheet)
        self.marks.show_marks(sheet.marks)
        self.visits.setVisible(bool(sheet.visits))
        self.visits.set_count(str(len(sheet.visits)))
        self._show_visits(sheet)

    @override
    def go_to(self, place: str) -> None:
        """Places: the id of a visit, one of the lines of the entry, satisfaction, when; else the entry."""
        card = self.cards.get(place)
        if card is not None:
            missing = card.visit.referral and not card.visit.referral_deal_id
            card.edit("referral" if missing else "second_need")
            self.reveal(card)
        else:
            self.entry.start(place)
            self.reveal(self.entry)

    def save(self) -> bool:
        """Write down what stands in the entry and tell whether it was; what is refused stays in the fields."""
        entry = self.entry
        if not entry.settled():
            return False
        saved = self.workspace.attempt(
            record_visit,
            self.deal_id,
            satisfaction=entry.mark(),
            next_due=entry.next_due(),
            happened_at=entry.happened_at(),
            method=entry.chosen_method(),
            contact_id=entry.chosen_contact(),
            fulfils=entry.fulfils(),
            **entry.said(),
        )
        if saved is None:
            return False
        entry.set_draft(VisitDraft())
        entry.offer(self.workspace.ask(visit_sheet, self.deal_id))
        entry.start()
        return True

    # Inside

    def _show_visits(self, sheet: VisitSheet) -> None:
        wanted = {
            visit.id: (visit, sheet.contacts, sheet.deal(visit.second_deal_id), sheet.deal(visit.referral_deal_id))
            for visit in sheet.visits
        }
        for key in [key for key in self.cards if wanted.get(key) != self._shown.get(key)]:
            discard(self._cards, self.cards.pop(key))
        self._shown = dict(wanted)
        for place, (key, shown) in enumerate(wanted.items()):
            card = self.cards.get(key)
            if card is None:
                card = self.cards[key] = VisitCard(*shown)
                self._listen(card)
            put(self._cards, card, place)

    def _listen(self, card: VisitCard) -> None:
        card.edited.connect(self._on_edited)
        card.delete_requested.connect(self._on_delete)
        card.second_requested.connect(self._on_second)
        card.referral_requested.connect(self._on_referral)
        card.deal_requested.connect(self.deal_requested)

    def _on_moved(self, plan_id: str, day: object) -> None:
        if day is None or self.workspace.attempt(edit_activity, plan_id, due_on=day) is None:
            self.refresh()

    def _on_edited(self, visit_id: str, field: str, value: object) -> None:
        if self.workspace.attempt(edit_visit, visit_id, **{field: value}) is None:
            card = self.cards.get(visit_id)
            if card is not None:
                card.show_stored()

    def _on_delete(self, visit_id: str) -> None:
        if self.workspace.attempt(delete_visit, visit_id) is not None:
            self.done.emit(tr("已删除这次回访"))

    def _on_second(self, visit_id: str) -> None:
        if self.workspace.attempt(open_second_deal, visit_id) is not None:
            self.done.emit(tr("已转为新商机，联系人和负责人不变"))

    def _on_referral(self, visit_id: str) -> None:
        if self.workspace.attempt(take_referral, visit_id) is not None:
            self.done.emit(tr("已转为线索，可以筛选和分配"))
