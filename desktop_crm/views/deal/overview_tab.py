"""The overview: the stage's checklist and guide, and every fact of the deal, edited where it stands."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations import customers, deals
from desktop_crm.queries.deal import DealOverview, deal_overview
from desktop_crm.queries.evidenced import TABLES as EVIDENCE
from desktop_crm.queries.evidenced import evidenced
from desktop_crm.queries.linked_deals import linked_deals
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.chance_part import ChancePart
from desktop_crm.views.deal.checklist import Checklist
from desktop_crm.views.deal.debrief_part import DebriefPart
from desktop_crm.views.deal.linked_parts import LinkedParts
from desktop_crm.views.deal.overview_facts import CONTACT_FIELDS, CUSTOMER_FIELDS, sections
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.stage_guide import StageGuide
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import InlineEdit
from desktop_crm.views.widgets.tag_edit import TagEdit
from desktop_crm.workspace import Workspace

# What an edited fact is called in the deal's own record, where it differs.
_DEAL_FIELDS = {
    "amount": "amount_fen",
    "owner": "owner_id",
    "first_responder": "first_responder_id",
    "budget_low": "budget_low_fen",
    "budget_high": "budget_high_fen",
}


class OverviewTab(PageTab):
    """One operation for each edited fact."""

    key = "overview"
    title = tr("概览")
    tables = ("customer_tag", "checklist_tick", "member", "product", "stakeholder", "deal_review", *EVIDENCE)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._overview: DealOverview | None = None
        self.debrief = DebriefPart(workspace)
        self.checklist = Checklist()
        self.guide = StageGuide()
        self.linked = LinkedParts()
        self.chance = ChancePart(workspace)
        self.tags = TagEdit()
        self._grids: list[FactGrid] = []
        self._places: dict[str, FactGrid] = {}
        self._titles: list[QLabel] = []
        parts = (self.debrief, self.checklist, self.guide, self.linked, self.chance)
        self.set_parts(*parts, *(self._section() for _ in range(4)))
        self.checklist.ticked.connect(self._on_ticked)
        self.tags.changed.connect(self._on_tags)
        self.linked.requested.connect(self.deal_requested)

    @override
    def refresh(self) -> None:
        deal = self.workspace.ask(deal_overview, self.deal_id)
        if deal is None:
            return
        self._overview = deal
        playbook = self.workspace.playbooks.find(deal.playbook)
        stage = playbook.find_stage(deal.stage) or playbook.first_stage
        proved = self.workspace.ask(evidenced, self.deal_id) if stage.checklist else frozenset[str]()
        self.checklist.show_items(stage.checklist, deal.ticked, proved)
        self.guide.show_stage(stage, playbook.roles.get(stage.role, ""))
        self.linked.show_links(self.workspace.ask(linked_deals, self.deal_id))
        self.chance.show_deal(self.deal_id)
        self.debrief.show_deal(self.deal_id)
        self._places.clear()
        for grid, label, (title, facts) in zip(self._grids, self._titles, sections(deal, playbook), strict=True):
            label.setText(title)
            grid.set_facts(facts)
            self._places.update((fact.key, grid) for fact in facts)
        self.tags.setEnabled(deal.customer is not None)
        self.tags.set_known(deal.known_tags)
        if deal.customer and self.tags.tags() != deal.customer.tags:
            self.tags.set_tags(deal.customer.tags)
        elif not deal.customer:
            self.tags.set_tags(())

    @override
    def go_to(self, place: str) -> None:
        if place.startswith("checklist."):
            self.checklist.start(place.partition(".")[2])
            return
        if place == "chance":
            self.reveal(self.chance)
            self.chance.start()
            return
        if place == "debrief":
            self.debrief.start(lambda: self.reveal(self.debrief))
            return
        field = self.field(self._key_of(place))
        if field is not None:
            self.reveal(field)
            field.start()

    def field(self, key: str) -> InlineEdit | None:
        """Return the field of a fact, or None when it is not shown."""
        grid = self._places.get(key)
        return grid.field(key) if grid else None

    def _key_of(self, place: str) -> str:
        """Return the field to open: a named contact lacks a number, and a customer comes before its industry."""
        contact = self._overview.contact if self._overview else None
        if place == "contact" and contact and contact.name:
            return "phone"
        return place if place in self._places else {"industry": "customer", "product": "product_name"}.get(place, place)

    # editing

    def _on_edited(self, key: str, value: object) -> None:
        if self._overview is not None:
            self._edit(self._overview, key, value)
            self.refresh()  # what was refused shows again what is kept

    def _edit(self, deal: DealOverview, key: str, value: object) -> None:
        attempt, text = self.workspace.attempt, str(value or "")
        if key == "customer":
            attempt(deals.set_customer, deal.id, name=text)
        elif key in CUSTOMER_FIELDS and deal.customer:
            attempt(customers.edit_customer, deal.customer.id, **{key: value})
        elif key == "contact":
            attempt(deals.set_contact, deal.id, name=text)
        elif key in CONTACT_FIELDS:
            attempt(deals.edit_deal_contact, deal.id, **{CONTACT_FIELDS[key]: text})
        elif key == "product":
            names = {product.id: product.name for product in deal.products}
            attempt(deals.edit_deal, deal.id, product_id=text or None, product_name=names.get(text, deal.product_name))
        else:
            kept = None if key in {"owner", "first_responder"} and not text else value
            attempt(deals.edit_deal, deal.id, **{_DEAL_FIELDS.get(key, key): kept})

    def _on_ticked(self, item: str, ticked: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.workspace.attempt(deals.tick_item if ticked else deals.untick_item, self.deal_id, item=item)

    def _on_tags(self) -> None:
        customer = self._overview.customer if self._overview else None
        if customer is None:
            return
        shown, kept = set(self.tags.tags()), set(customer.tags)
        for tag in shown - kept:
            self.workspace.attempt(customers.add_tag, customer.id, tag=tag)
        for tag in kept - shown:
            self.workspace.attempt(customers.remove_tag, customer.id, tag=tag)

    def _section(self) -> QWidget:
        """Return a section with its title and its grid, both remembered in their order."""
        part, label, grid = QWidget(), QLabel(), FactGrid()
        label.setProperty("role", "strong")
        grid.edited.connect(self._on_edited)
        self._titles.append(label)
        self._grids.append(grid)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addWidget(label)
        column.addWidget(grid)
        if len(self._grids) == 1:
            column.addWidget(self.tags)
        return part
