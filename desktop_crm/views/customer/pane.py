"""The customer pane beside the table: everything known of one customer, edited where it stands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.models import Outcome
from desktop_crm.operations.customers import add_tag, edit_customer, remove_tag
from desktop_crm.queries.company import colleagues
from desktop_crm.queries.customer import CustomerProfile, customer_profile
from desktop_crm.queries.customer_deals import DealLine, DealSums, customer_deals
from desktop_crm.queries.customers import tags
from desktop_crm.queries.visits import customer_visits
from desktop_crm.rules.amounts import format_short, format_yuan
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.customer.anniversaries import AnniversariesSection
from desktop_crm.views.customer.contacts import ContactsSection
from desktop_crm.views.customer.facts import profile_facts, stored
from desktop_crm.views.customer.records import RecordsSection
from desktop_crm.views.customer.visits import VisitsPart
from desktop_crm.views.labels import OUTCOMES
from desktop_crm.views.widgets import paging
from desktop_crm.views.widgets.badge import due_mark
from desktop_crm.views.widgets.buttons import icon_button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.section import Section
from desktop_crm.views.widgets.table import Column, Order, RowsModel, TableView
from desktop_crm.views.widgets.table_cells import yuan
from desktop_crm.views.widgets.tag_edit import TagEdit
from desktop_crm.workspace import Workspace

_MOST_ROWS = 8  # deals shown before their table scrolls


class CustomerPane(QFrame):
    """One customer; `show_customer("")` shows none."""

    close_requested = Signal()
    delete_requested = Signal(str)
    deal_requested = Signal(str)
    noted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.customer_id = ""
        self.setProperty("surface", "plain")
        self._name = _label("strong")
        self._sums = _label("muted")
        self.tags = TagEdit()
        self.contacts = ContactsSection(workspace)
        self.days = AnniversariesSection(workspace)
        self.deals = self._make_deals()
        self.facts = FactGrid()
        self.visits = VisitsPart()
        self.records = RecordsSection()
        self._profile: CustomerProfile | None = None
        self._deals_section = Section(tr("商机"))
        self._arrange()
        self.tags.changed.connect(self._on_tags)
        self.facts.edited.connect(self._on_edited)
        self.deals.opened.connect(self._on_deal_opened)
        self.visits.deal_requested.connect(self.deal_requested)
        self.deals.rows.counted.connect(self._count_deals)

    def show_customer(self, customer_id: str) -> bool:
        """Show a customer and return whether it exists."""
        if customer_id != self.customer_id:
            self.deals.rows.set_rows(())  # another customer's table begins at its top
        self.customer_id = customer_id
        self._area.verticalScrollBar().setValue(0)
        return self.refresh()

    def refresh(self) -> bool:
        """Read the customer again; fields that are open keep what is typed. Return whether it still exists."""
        profile = self.workspace.ask(customer_profile, self.customer_id)
        if profile is None:
            return False
        self._profile = profile
        self._name.setText(profile.name)
        self._sums.setText(_sums(profile))
        if self.tags.tags() != profile.tags:
            self.tags.set_tags(profile.tags)
        self.tags.set_known(self.workspace.ask(tags))
        self.facts.set_facts(profile_facts(profile, self.workspace.ask(colleagues)))
        self.contacts.show_contacts(profile.id, profile.contacts)
        self.days.show_days(profile.id, profile.contacts)
        self._show_deals(profile.deals)
        self.visits.show_visits(self.workspace.ask(customer_visits, self.customer_id))
        self.records.show_records(profile)
        return True

    def _on_deal_opened(self, deal: DealLine) -> None:
        self.deal_requested.emit(deal.id)

    def _on_edited(self, key: str, value: object) -> None:
        try:
            changed = {key: stored(key, value)}
        except ValueError as problem:
            self.noted.emit(str(problem))
        else:
            self.workspace.attempt(edit_customer, self.customer_id, **changed)
        self.refresh()  # a refused value goes back to what is stored

    def _on_tags(self) -> None:
        before = self._profile.tags if self._profile else ()
        for tag in self.tags.tags():
            if tag not in before:
                self.workspace.attempt(add_tag, self.customer_id, tag=tag)
        for tag in before:
            if tag not in self.tags.tags():
                self.workspace.attempt(remove_tag, self.customer_id, tag=tag)
        self.refresh()

    def _show_deals(self, sums: DealSums) -> None:
        paging.reload(self.deals, partial(self._fetch_deals, self.customer_id), sums.count, _key)
        self.deals.setVisible(sums.count > 0)
        self._no_deals.setVisible(not sums.count)
        rows = min(sums.count, _MOST_ROWS)
        head = self.deals.horizontalHeader().sizeHint().height()
        self.deals.setFixedHeight(head + rows * theme.px(theme.ROW) + theme.px(theme.TIGHT))

    def _fetch_deals(self, customer: str, offset: int, limit: int, order: Order | None) -> list[DealLine]:
        asked = order or Order("")
        return self.workspace.ask(
            customer_deals, customer, order=asked.key, descending=asked.descending, offset=offset, limit=limit
        )

    def _count_deals(self) -> None:
        """Say how many deals there are, and how many of them are in the table by now."""
        total = self._profile.deals.count if self._profile else 0
        here = self.deals.rows.rowCount()
        self._deals_section.set_count(f"{here:,} / {total:,}" if here < total else f"{total:,}" if total else "")

    def _make_deals(self) -> TableView[DealLine]:
        columns: tuple[Column[DealLine], ...] = (
            Column("title", tr("商机"), lambda deal: deal.title, width=160),
            Column("stage", tr("阶段"), self._stage, width=84, tone=_outcome_tone),
            Column("amount", tr("金额"), lambda deal: deal.amount_fen, _amount, right=True, width=96, sheet=yuan),
            Column(
                "next_due", tr("下一步"), lambda deal: deal.next_due, width=90,
                text=lambda due: due_mark(due, clock.today()).text if due else "", tone=_due_tone,
            ),
        )  # fmt: skip
        made = TableView(RowsModel(columns))
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setAccessibleName(tr("这个客户的商机，回车打开"))
        made.horizontalHeader().setStretchLastSection(False)
        made.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        return made

    def _stage(self, deal: DealLine) -> str:
        if deal.outcome in (Outcome.LOST, Outcome.INVALID):
            return OUTCOMES[deal.outcome]
        stage = self.workspace.playbooks.find(deal.playbook).find_stage(deal.stage)
        return stage.name if stage else deal.stage

    def _arrange(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, 0, theme.ROOMY, theme.WIDE)))
        column.setSpacing(theme.px(theme.ROOMY))
        self._no_deals = _label("muted")
        self._no_deals.setText(tr("还没有商机；在看板上新建线索时填这个客户的名称。"))
        self._deals_section.add(self.deals)
        self._deals_section.add(self._no_deals)
        profile = Section(tr("资料"))
        profile.add(self.facts)
        for part in (self.tags, self.contacts, self._deals_section, profile, self.days, self.visits, self.records):
            column.addWidget(part)
        column.addStretch()
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(theme.SNUG))
        whole.addLayout(self._head())
        whole.addWidget(self._area, 1)

    def _head(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._name, 1)
        row.addWidget(icon_button("bin", tr("删除客户"), lambda: self.delete_requested.emit(self.customer_id)))
        row.addWidget(icon_button("close", tr("关闭（Esc）"), self.close_requested.emit))
        head = QVBoxLayout()
        head.setContentsMargins(*(theme.px(side) for side in (theme.ROOMY, theme.GAP, theme.SNUG, 0)))
        head.setSpacing(theme.px(2))
        head.addLayout(row)
        head.addWidget(self._sums)
        return head


def _sums(profile: CustomerProfile) -> str:
    deals = profile.deals
    parts = [
        tr("进行中 {count:,} 条", count=deals.open_deals) + _worth(deals.open_fen),
        tr("成交 {count:,} 条", count=deals.won_deals) + _worth(deals.won_fen),
    ]
    return " · ".join(filter(None, (profile.industry, profile.region, *parts)))


def _worth(fen: int) -> str:
    return f" {format_short(fen)}" if fen else ""


def _key(deal: DealLine) -> str:
    return deal.id


def _amount(fen: int | None) -> str:
    return "" if fen is None else format_yuan(fen)


def _outcome_tone(deal: DealLine) -> theme.Tone:
    tones: dict[str, theme.Tone] = {Outcome.WON: "good", Outcome.OPEN: "text"}
    return tones.get(deal.outcome, "muted")


def _due_tone(deal: DealLine) -> theme.Tone:
    return due_mark(deal.next_due, clock.today()).tone


def _label(role: str) -> QLabel:
    made = QLabel(wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    return made
