"""How the proposal was presented: the quick entry, what the customer raised, and each talk, newest first (P1)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.presentations import (
    add_presentation_points,
    delete_presentation,
    edit_presentation,
    edit_presentation_point,
    move_presentation_point,
    record_presentation,
    remove_presentation_point,
)
from desktop_crm.queries.presentations import Point, TalkSheet, talk_sheet
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.presentation_card import TalkCard
from desktop_crm.views.deal.presentation_entry import PresentationEntry, TalkDraft
from desktop_crm.views.deal.record_list import discard, put
from desktop_crm.views.widgets.item_list import Cell, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_CELLS = (
    Cell("said", tr("谁：问题或要求")),
    Cell("settled", tr("已答复"), kind="flag"),
    Cell("settled_by", tr("谁来答复"), label=tr("答复人"), line=1),
    Cell("due_on", tr("期限"), kind="date", line=1),
    Cell("answer", tr("怎样答复的"), label=tr("答复"), line=2),
)


class PresentationSection(PageTab):
    """Internal: what was said about the proposal, and the open points with who answers them until when."""

    key = "proposal.talks"
    title = tr("讲解")
    tables = ("presentation", "presentation_point", "proposal", "contact", "member", "activity", "deal")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._drafts: dict[str, TalkDraft] = {}
        self.cards: dict[str, TalkCard] = {}
        self.entry = PresentationEntry()
        self.entry.save_requested.connect(self.save)
        self.points = self._make_points()
        self.open = Section(tr("客户提出的问题"), internal=True)
        self.open.add(self.points)
        self.talks = Section(tr("讲解记录"), internal=True)
        self._list = QWidget()
        self._cards = QVBoxLayout(self._list)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(theme.px(theme.SNUG))
        self.talks.add(self._list)
        self.empty = QLabel(
            tr("还没有讲解记录。讲完方案在上面记一笔：客户怎么看、提了什么、下一步谁做；跟进记录和计划同时写好。"),
            wordWrap=True,
        )
        self.empty.setProperty("tone", "muted")
        self.set_parts(self.entry, self.open, self.talks, self.empty)

    @override
    def show_deal(self, deal_id: str) -> None:
        if deal_id != self.deal_id:
            draft = self.entry.draft()
            if self.deal_id and not draft.empty:
                self._drafts[self.deal_id] = draft
            self.entry.set_draft(self._drafts.pop(deal_id, TalkDraft()))
        super().show_deal(deal_id)

    @override
    def refresh(self) -> None:
        sheet = self.workspace.ask(talk_sheet, self.deal_id)
        self.entry.offer(sheet, self.workspace.me)
        self.open.setVisible(bool(sheet.talks))
        self.open.set_count(_counted(sheet))
        self.points.set_items([_item(point) for point in sheet.open_points])
        self.talks.setVisible(bool(sheet.talks))
        self.empty.setVisible(not sheet.talks)
        self.talks.set_count(str(len(sheet.talks)))
        self._show_talks(sheet)

    @override
    def start_over(self) -> None:
        self.points.forget_typed()

    @override
    def go_to(self, place: str) -> None:
        """Places: open (the first open point), the id of a point, next_action, when; else the entry."""
        row = self.points.row(place)
        if row is None and place == "open":
            row = self.points.first(lambda _: True)
        if row is not None:
            row.cell("answer").setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(row)
        else:
            self.entry.start(place)
            self.reveal(self.entry)

    def save(self) -> bool:
        """Write down what stands in the entry and tell whether it was; what is refused stays in the fields."""
        entry, draft = self.entry, self.entry.draft()
        if not entry.settled():
            return False
        saved = self.workspace.attempt(
            record_presentation,
            self.deal_id,
            reaction=draft.reaction,
            points=entry.raised(),
            happened_at=entry.happened_at(),
            method=draft.method,
            place=draft.place,
            our_side=entry.our_side.text(),
            their_side=entry.their_side.text(),
            next_action=draft.next_action,
            next_due=entry.next_due(),
            next_at=entry.next_at(),
            next_owner_id=entry.next_owner() if draft.next_action else "",
            fulfils=entry.fulfils(),
        )
        if saved is None:
            return False
        entry.set_draft(TalkDraft())
        entry.offer(self.workspace.ask(talk_sheet, self.deal_id), self.workspace.me)
        entry.start()
        return True

    # Inside

    def _show_talks(self, sheet: TalkSheet) -> None:
        wanted = {talk.id: talk for talk in sheet.talks}
        for key in [key for key, card in self.cards.items() if wanted.get(key) != card.talk]:
            discard(self._cards, self.cards.pop(key))
        for place, talk in enumerate(sheet.talks):
            card = self.cards.get(talk.id)
            if card is None:
                card = self.cards[talk.id] = TalkCard(talk)
                card.edited.connect(self._on_edited)
                card.delete_requested.connect(self._on_delete)
                card.reopen_requested.connect(self._on_reopen)
            put(self._cards, card, place)

    def _make_points(self) -> ItemList:
        attempt = self.workspace.attempt
        actions = ListActions(
            lambda texts, after: attempt(add_presentation_points, self.deal_id, texts=texts, after=after),
            lambda row, key, value: attempt(edit_presentation_point, row, **{key: value}),
            lambda row, place: attempt(move_presentation_point, row, place=place),
            lambda row: attempt(remove_presentation_point, row),
        )
        return ItemList(_CELLS, actions, add_hint=tr("再记一条，如：赵经理：要能耗数据"))

    def _on_edited(self, talk_id: str, field: str, value: object) -> None:
        if self.workspace.attempt(edit_presentation, talk_id, **{field: value}) is None:
            card = self.cards.get(talk_id)
            if card is not None:
                card.show_stored()

    def _on_delete(self, talk_id: str) -> None:
        if self.workspace.attempt(delete_presentation, talk_id) is not None:
            self.done.emit(tr("已删除这次讲解"))

    def _on_reopen(self, point_id: str) -> None:
        self.workspace.attempt(edit_presentation_point, point_id, settled=False)


def _item(point: Point) -> Item:
    values = {
        "said": point.said,
        "settled": point.settled,
        "settled_by": point.settled_by,
        "due_on": point.due_on,
        "answer": point.answer,
    }
    return Item(point.id, point.id, values)


def _counted(sheet: TalkSheet) -> str:
    """Return how many points wait, and how many of them too long."""
    late = sum(point.due_on is not None and point.due_on < clock.today() for point in sheet.open_points)
    waiting = tr("{count} 条待答复", count=len(sheet.open_points)) if sheet.open_points else tr("全部已答复")
    return f"{waiting} · {tr('{count} 条逾期', count=late)}" if late else waiting
