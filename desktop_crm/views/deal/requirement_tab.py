"""The requirement of a deal: prepared, written down, sent, confirmed, and changed version by version (C3-C5)."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.operations.requirements import (
    add_requirement_items,
    confirm_requirement,
    discard_requirement,
    edit_requirement,
    edit_requirement_item,
    move_requirement_item,
    remove_requirement_item,
    send_requirement,
)
from desktop_crm.queries.interviews import interview_sheet
from desktop_crm.queries.requirements import RequirementSheet, requirement_differences, requirement_sheet
from desktop_crm.rules.amounts import AmountRange, parse_range
from desktop_crm.system.translations import tr
from desktop_crm.views import labels
from desktop_crm.views.deal.interview_section import InterviewSection
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.versions import PaperActions, PaperWords, VersionBar
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.item_list import Cell, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_FIELDS: Final = {
    "background": tr("客户背景"),
    "present_system": tr("现用系统"),
    "present_supplier": tr("现有供应商"),
    "budget": tr("预算范围"),
    "timeline": tr("时间节点"),
    "decision_process": tr("决策流程"),
}
_LONG: Final = frozenset({"background", "decision_process"})
_TEXT = Cell("text", tr("内容"))
_PRIORITY = Cell("priority", tr("优先级"), kind="choice", choices=tuple(labels.PRIORITIES.items()))
_MEASURE = Cell("measure", tr("怎样算达到？最好是一个数字"), label=tr("衡量"), line=1)
_LISTS: Final = {
    "pain": (tr("痛点"), tr("客户的一个痛点，用他的原话"), (_TEXT, _PRIORITY)),
    "goal": (tr("目标"), tr("客户想达到的一个目标"), (_TEXT, _PRIORITY, _MEASURE)),
    "need": (tr("需求"), tr("客户要的一项功能或服务"), (_TEXT, _PRIORITY, _MEASURE)),
}
_PLACES: Final = {"pain_points": "pain", "goals": "goal", "needs": "need"}


class RequirementTab(PageTab):
    """Everything is written where it stands; a confirmed version is followed by the next one as soon as it is edited."""

    key = "requirement"
    title = tr("需求")
    tables = ("requirement", "requirement_item", "interview", "interview_question", "deal", "contact")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._version = ""  # the version that is looked at; "" is the latest
        self._another = False
        self.interview = InterviewSection(workspace, lambda: self.deal_id)
        self.bar = self._make_bar()
        self.lists = {kind: self._make_list(kind) for kind in _LISTS}
        self._sections = {kind: self._make_section(kind) for kind in _LISTS}
        self.from_lead = button("", self._on_from_lead, kind="quiet", icon="add")
        self._sections["need"].add(self.from_lead)
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_fact)
        facts = Section(tr("现状与决策"))
        facts.add(self.facts)
        self.set_parts(self.interview, self.bar, *self._sections.values(), facts)

    @override
    def refresh(self) -> None:
        sheet = self.workspace.ask(requirement_sheet, self.deal_id, version_id=self._version)
        if self._another:
            self._another = False
            self.interview.set_folded(bool(sheet.items))
        self.interview.show_sheet(self.workspace.ask(interview_sheet, self.deal_id))
        self.bar.show_state(sheet.state, contact=sheet.contact)
        frozen = not sheet.state.editable
        for kind, made in self.lists.items():
            items = sheet.of(kind)
            made.set_items([_item(found) for found in items], frozen=frozen)
            self._sections[kind].set_count(str(len(items)) if items else "")
        self.facts.set_facts([_fact(sheet, key, frozen=frozen) for key in _FIELDS])
        self.from_lead.setText(tr("带入初步需求：{need}", need=_short(sheet.first_need)))
        self.from_lead.setVisible(bool(sheet.first_need) and not sheet.items and not frozen)

    @override
    def start_over(self) -> None:
        self._version = ""
        self._another = True  # its interview is folded away when there is a requirement
        for made in (*self.lists.values(), self.interview.questions):
            made.forget_typed()

    @override
    def go_to(self, place: str) -> None:
        """Places: pain_points, goals, needs, one of the fields, send, confirm, interview."""
        self._look_at("")
        if place == "interview":
            self.interview.start()
            self.reveal(self.interview.questions)
        elif place in _FIELDS:
            self.facts.edit(place)
            self.reveal(self.facts.field(place))
        elif place in ("send", "confirm") and not self.bar.isHidden():
            self.bar.go_to(place)
            self.reveal(self.bar)
        else:
            made = self.lists[_PLACES.get(place, "pain")]
            made.start()
            self.reveal(made.add_line)

    # Inside

    def _make_bar(self) -> VersionBar:
        attempt, ask = self.workspace.attempt, self.workspace.ask
        return VersionBar(
            PaperWords(tr("需求报告"), tr("记录确认"), {**_FIELDS, **labels.ITEM_KINDS}),
            PaperActions(
                lambda version: attempt(send_requirement, version),
                lambda version, by, day: attempt(confirm_requirement, version, confirmed_by=by, confirmed_on=day),
                lambda version: attempt(discard_requirement, version),
                self._look_at,
                lambda note: attempt(edit_requirement, self.deal_id, change_note=note),
                lambda old, new: ask(requirement_differences, old, new),
            ),
        )

    def _make_list(self, kind: str) -> ItemList:
        _, hint, cells = _LISTS[kind]
        attempt = self.workspace.attempt
        actions = ListActions(
            lambda texts, after: attempt(add_requirement_items, self.deal_id, kind=kind, texts=texts, after=after),
            lambda row, key, value: attempt(edit_requirement_item, row, **{key: value}),
            lambda row, place: attempt(move_requirement_item, row, place=place),
            lambda row: attempt(remove_requirement_item, row),
        )
        return ItemList(cells, actions, add_hint=hint)

    def _make_section(self, kind: str) -> Section:
        section = Section(_LISTS[kind][0])
        section.add(self.lists[kind])
        return section

    def _on_fact(self, key: str, value: object) -> None:
        if key != "budget":
            self.workspace.attempt(edit_requirement, self.deal_id, **{key: value})
            return
        typed = str(value or "")
        span = self.understood(
            lambda: parse_range(typed) if typed else AmountRange(None, None), self.facts, "budget", "budget"
        )
        if isinstance(span, AmountRange):
            values = {"budget_low_fen": span.low, "budget_high_fen": span.high}
            self.workspace.attempt(edit_requirement, self.deal_id, **values)

    def _on_from_lead(self) -> None:
        need = self.workspace.ask(requirement_sheet, self.deal_id).first_need
        self.workspace.attempt(add_requirement_items, self.deal_id, kind="need", texts=need.splitlines())

    def _look_at(self, version: str) -> None:
        if version != self._version:
            self._version = version
            self.refresh()


def _item(found: Any) -> Item:
    return Item(found.id, found.origin, {"text": found.text, "measure": found.measure, "priority": found.priority})


def _fact(sheet: RequirementSheet, key: str, *, frozen: bool) -> Fact:
    kind = "fixed" if frozen else "long" if key in _LONG else "text"
    return Fact(key, _FIELDS[key], getattr(sheet, key), kind)


def _short(text: str) -> str:
    first = text.splitlines()[0] if text else ""
    return first if len(first) <= 20 else f"{first[:19]}…"
