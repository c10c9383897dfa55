"""The proposal of a deal (P1): what it answers, what it costs, and what else the customer reads, version by version."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.operations.proposals import (
    add_proposal_points,
    confirm_proposal,
    discard_proposal,
    edit_proposal,
    edit_proposal_point,
    move_proposal_point,
    remove_proposal_point,
    send_proposal,
    start_proposal,
    take_proposal_total,
)
from desktop_crm.queries.proposals import Point, ProposalSheet, proposal_differences, proposal_sheet
from desktop_crm.system.translations import tr
from desktop_crm.views.deal.floor_strip import FloorStrip
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.price_section import PRICE_FIELDS, PriceSection
from desktop_crm.views.deal.proposal_strips import AmountStrip
from desktop_crm.views.deal.versions import PaperActions, PaperWords, VersionBar
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact, Kind
from desktop_crm.views.widgets.item_list import Cell, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_TEXTS: Final[dict[str, tuple[str, Kind]]] = {
    "title": (tr("方案名称"), "text"),
    "summary": (tr("现状理解"), "long"),
    "service": (tr("服务内容"), "long"),
    "delivery_cycle": (tr("交付周期"), "text"),
    "benefit": (tr("预期收益"), "long"),
    "advantage": (tr("对比优势"), "long"),
    "terms": (tr("商务条件"), "long"),
    "valid_until": (tr("有效期至"), "date"),
}
_NAMES: Final = {
    **{key: name for key, (name, _) in _TEXTS.items()},
    **PRICE_FIELDS,
    "total": tr("总价"),
    "point": tr("价值点"),
    "item": tr("报价项"),
}
_POINT_CELLS: Final = (
    Cell("pain", tr("痛点"), strong=True),
    Cell("function", tr("用什么功能解决"), label=tr("功能"), line=1),
    Cell("value", tr("带来什么价值，最好有数字"), label=tr("价值"), line=2),
    Cell("case_study", tr("哪个客户已经做到"), label=tr("案例"), line=3),
)


class ProposalSection(PageTab):
    """Everything is written where it stands; what is below our floor is said on a ground of its own, inside only."""

    key = "proposal.proposal"
    title = tr("方案")
    tables = ("proposal", "proposal_point", "proposal_item", "negotiation_floor", "deal", "contact", "product")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._version = ""  # the version that is looked at; "" is the latest
        self.bar = self._make_bar()
        self.floor = FloorStrip()
        self.amount = AmountStrip(self._on_take_total)
        self.points = self._make_points()
        self._points_part = Section(tr("痛点与价值"))
        self._points_part.add(self.points)
        self.price = PriceSection(workspace, lambda: self.deal_id)
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_fact)
        self._facts_part = Section(tr("方案内容"))
        self._facts_part.add(self.facts)
        self.empty = EmptyState(
            "proposal",
            tr("一个痛点对应一个功能、一份价值、一个案例，再写清楚价格。已确认的需求会自动带进来。"),
            FirstStep(tr("起草方案"), lambda: workspace.attempt(start_proposal, self.deal_id), "add"),
        )
        self.set_parts(self.bar, self.floor, self.amount, self.empty, self._points_part, self.price, self._facts_part)

    @override
    def refresh(self) -> None:
        sheet = self.workspace.ask(proposal_sheet, self.deal_id, version_id=self._version)
        begun, frozen = sheet.state.shown is not None, not sheet.state.editable
        self.bar.show_state(sheet.state, contact=sheet.contact)
        self.floor.show_warnings(sheet.warnings)
        self.amount.show_amounts(sheet)
        self.empty.setVisible(not begun)
        for part in (self._points_part, self.price, self._facts_part):
            part.setVisible(begun)
        self.points.set_items([_item(point) for point in sheet.points], frozen=frozen)
        self._points_part.set_count(str(len(sheet.points)) if sheet.points else "")
        self.price.show_sheet(sheet)
        self.facts.set_facts([_fact(sheet, key, frozen=frozen) for key in _TEXTS])

    @override
    def start_over(self) -> None:
        self._version = ""
        self.points.forget_typed()
        self.price.forget_typed()

    @override
    def go_to(self, place: str) -> None:
        """Places: points, items, one of the texts, prices_include_tax, reduction_fen, total, send, confirm."""
        self._look_at("")
        if self.bar.isHidden():
            self.empty.steps()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif place in ("send", "confirm"):
            self.bar.go_to(place)
            self.reveal(self.bar)
        elif place in _TEXTS:
            self.facts.edit(place)
            self.reveal(self.facts.field(place))
        elif place == "total" and not self.amount.isHidden():
            self.amount.take.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(self.amount)
        elif place in ("items", "total", *PRICE_FIELDS):
            self.price.go_to(place)
            self.reveal(self.price)
        else:
            self.points.start()
            self.reveal(self.points.add_line)

    # Inside

    def _make_bar(self) -> VersionBar:
        attempt, ask = self.workspace.attempt, self.workspace.ask
        return VersionBar(
            PaperWords(tr("合作方案"), tr("记录确认"), _NAMES),
            PaperActions(
                lambda version: attempt(send_proposal, version),
                lambda version, by, day: attempt(confirm_proposal, version, confirmed_by=by, confirmed_on=day),
                lambda version: attempt(discard_proposal, version),
                self._look_at,
                lambda note: attempt(edit_proposal, self.deal_id, change_note=note),
                lambda old, new: ask(proposal_differences, old, new),
            ),
        )

    def _make_points(self) -> ItemList:
        attempt = self.workspace.attempt
        actions = ListActions(
            lambda texts, after: attempt(add_proposal_points, self.deal_id, texts=texts, after=after),
            lambda row, key, value: attempt(edit_proposal_point, row, **{key: value}),
            lambda row, place: attempt(move_proposal_point, row, place=place),
            lambda row: attempt(remove_proposal_point, row),
        )
        return ItemList(_POINT_CELLS, actions, add_hint=tr("再加一点：痛点 → 功能 → 价值 → 案例"))

    def _on_fact(self, key: str, value: object) -> None:
        self.workspace.attempt(edit_proposal, self.deal_id, **{key: value})

    def _on_take_total(self) -> None:
        if self.workspace.attempt(take_proposal_total, self.deal_id) is not None:
            self.done.emit(tr("方案总价已作为商机金额"))

    def _look_at(self, version: str) -> None:
        if version != self._version:
            self._version = version
            self.refresh()


def _item(point: Point) -> Item:
    values = {
        "pain": point.pain,
        "function": point.function,
        "value": point.value,
        "case_study": point.case_study,
    }
    return Item(point.id, point.origin, values)


def _fact(sheet: ProposalSheet, key: str, *, frozen: bool) -> Fact:
    name, kind = _TEXTS[key]
    return Fact(key, name, getattr(sheet, key), "fixed" if frozen else kind)
