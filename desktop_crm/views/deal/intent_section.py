"""The letter of intent of a deal (N4): begun from the memo, sent, and signed by both sides."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.operations.letters import (
    add_intent_clauses,
    confirm_letter,
    discard_letter,
    edit_intent_clause,
    edit_letter,
    move_intent_clause,
    remove_intent_clause,
    send_letter,
    start_letter,
)
from desktop_crm.queries.letters import LetterSheet, letter_differences, letter_sheet
from desktop_crm.system.translations import tr
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.versions import PaperActions, PaperWords, VersionBar
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact, Kind
from desktop_crm.views.widgets.item_list import Cell, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_FACTS: Final[dict[str, tuple[str, Kind]]] = {
    "project": (tr("项目名称"), "text"),
    "amount_fen": (tr("意向金额"), "amount"),
    "sign_contract_by": (tr("计划签约"), "date"),
    "valid_until": (tr("有效期至"), "date"),
    "next_step": (tr("后续安排"), "long"),
}
_CELLS: Final = (Cell("title", tr("条款"), strong=True), Cell("text", tr("双方的意向"), line=1))


class IntentSection(PageTab):
    """How far the letter has come on top, then its facts and clauses."""

    key = "negotiation.intent"
    title = tr("意向书")
    tables = ("letter_of_intent", "intent_clause", "memo", "deal", "contact")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._version = ""  # the version that is looked at; "" is the latest
        self.bar = self._make_bar()
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_fact)
        self._facts_part = Section(tr("合作项目"))
        self._facts_part.add(self.facts)
        self.clauses = self._make_clauses()
        self._clauses_part = Section(tr("主要条件"))
        self._clauses_part.add(self.clauses)
        self.empty = EmptyState(
            "contract",
            tr("谈妥主要条件、还没到签合同的时候，用意向书先把双方的意愿写下来。纪要里谈妥的条款会自动带入。"),
            FirstStep(tr("起草意向书"), lambda: workspace.attempt(start_letter, self.deal_id), "add"),
        )
        self.set_parts(self.bar, self.empty, self._facts_part, self._clauses_part)

    @override
    def refresh(self) -> None:
        sheet = self.workspace.ask(letter_sheet, self.deal_id, version_id=self._version)
        begun = sheet.state.shown is not None
        frozen = not sheet.state.editable
        self.bar.show_state(sheet.state, contact=sheet.contact)
        self.empty.setVisible(not begun)
        self._facts_part.setVisible(begun)
        self._clauses_part.setVisible(begun)
        self.facts.set_facts([_fact(sheet, key, frozen=frozen) for key in _FACTS])
        items = [Item(row.id, row.origin, {"title": row.title, "text": row.text}) for row in sheet.clauses]
        self.clauses.set_items(items, frozen=frozen)
        self._clauses_part.set_count(str(len(items)) if items else "")

    @override
    def start_over(self) -> None:
        self._version = ""
        self.clauses.forget_typed()

    @override
    def go_to(self, place: str) -> None:
        """Places: clauses, send, confirm, one of the facts."""
        self._look_at("")
        if self.bar.isHidden():
            self.empty.steps()[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(self.empty)
        elif place in ("send", "confirm"):
            self.bar.go_to(place)
            self.reveal(self.bar)
        elif place in _FACTS:
            self.facts.edit(place)
            self.reveal(self.facts.field(place))
        else:
            self.clauses.start()
            self.reveal(self.clauses.add_line)

    # Inside

    def _make_clauses(self) -> ItemList:
        attempt = self.workspace.attempt
        actions = ListActions(
            lambda texts, after: attempt(add_intent_clauses, self.deal_id, texts=texts, after=after),
            lambda row, key, value: attempt(edit_intent_clause, row, **{key: value}),
            lambda row, place: attempt(move_intent_clause, row, place=place),
            lambda row: attempt(remove_intent_clause, row),
        )
        return ItemList(_CELLS, actions, add_hint=tr("再加一条，如：排他：洽谈期间不与第三方签约"))

    def _make_bar(self) -> VersionBar:
        attempt, ask = self.workspace.attempt, self.workspace.ask
        names = {key: name for key, (name, _) in _FACTS.items()}
        return VersionBar(
            PaperWords(tr("合作意向书"), tr("记录签署"), {**names, "clause": tr("条款")}),
            PaperActions(
                lambda version: attempt(send_letter, version),
                lambda version, by, day: attempt(confirm_letter, version, confirmed_by=by, confirmed_on=day),
                lambda version: attempt(discard_letter, version),
                self._look_at,
                lambda note: attempt(edit_letter, self.deal_id, change_note=note),
                lambda old, new: ask(letter_differences, old, new),
            ),
        )

    def _on_fact(self, key: str, value: object) -> None:
        self.workspace.attempt(edit_letter, self.deal_id, **{key: value})

    def _look_at(self, version: str) -> None:
        if version != self._version:
            self._version = version
            self.refresh()


def _fact(sheet: LetterSheet, key: str, *, frozen: bool) -> Fact:
    name, kind = _FACTS[key]
    return Fact(key, name, getattr(sheet, key), "fixed" if frozen else kind)
