"""The payments of a deal (K5): the plan typed in one line, what is due and late, and what came in."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from desktop_crm.operations.payments import (
    add_payments,
    edit_payment,
    move_payment,
    plan_payments,
    remove_payment,
    spread_payments,
    take_over_terms,
)
from desktop_crm.operations.receipts import receive_payment, remove_receipt
from desktop_crm.queries.payments import Instalment, PaymentPlan, payment_plan
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.amounts import format_yuan, parse_amount
from desktop_crm.rules.instalments import format_share, parse_share
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.payment_panel import PaymentActions, PaymentPanel
from desktop_crm.views.deal.payment_state import PaymentState, PlanLine, plan_text
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.empty_state import EmptyState
from desktop_crm.views.widgets.item_list import Cell, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_CELLS: Final = (
    Cell("name", tr("期次名称"), strong=True),
    Cell("worth", tr("如：30% 或 24万"), label=tr("应收"), line=1),
    Cell("due_on", tr("到期日"), kind="date", line=1),
    Cell("condition", tr("如：签约后5个工作日"), label=tr("条件"), line=2),
)


class PaymentsSection(PageTab):
    """The state on top, then the instalments; a plan that is not made yet begins with its line."""

    key = "contract.payments"
    title = tr("回款")
    tables = (
        "payment", "receipt", "milestone", "contract", "contract_clause", "memo", "memo_clause", "deal", "change_order",
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        attempt = workspace.attempt
        self.state = PaymentState(lambda: attempt(spread_payments, self.deal_id))
        self.plan_line = PlanLine(self._on_plan)
        self.take_over = button(
            tr("带入付款条款"), lambda: attempt(take_over_terms, self.deal_id), kind="quiet", icon="contract"
        )
        self.rewrite = button(tr("整份重写"), self._on_rewrite, kind="quiet", icon="edit")
        self.give = button(tr("排计划"), self.plan_line.give, kind="primary")
        self.empty = EmptyState(
            "deal", tr("一行写完怎么付：比例或金额、名称、什么时候付。签约、验收、里程碑完成后会自动到期。")
        )
        self.empty.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.instalments = self._make_instalments()
        self._line = QWidget()
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.plan_line, 1)
        row.addWidget(self.give, 0, Qt.AlignmentFlag.AlignTop)
        self._part = Section(tr("回款计划"))
        for action in (self.take_over, self.rewrite):
            self._part.add_action(action)
        for part in (self.empty, self._line, self.instalments):
            self._part.add(part)
        self._plan = PaymentPlan()
        self.set_parts(self.state, self._part)

    @override
    def refresh(self) -> None:
        plan = self._plan = self.workspace.ask(payment_plan, self.deal_id)
        planned = bool(plan.instalments)
        self.state.show_plan(plan)
        self.instalments.set_items([_item(one) for one in plan.instalments])
        self.instalments.setVisible(planned)
        self.empty.setVisible(not planned)
        self._line.setVisible(not planned or bool(self.plan_line.line.text()))
        self.take_over.setVisible(bool(plan.terms) and not planned)
        self.rewrite.setVisible(planned and not plan.received_fen and self._line.isHidden())
        self._part.set_count(tr("{count} 期", count=len(plan.instalments)) if planned else "")

    @override
    def start_over(self) -> None:
        self.instalments.forget_typed()
        self.plan_line.clear()

    @override
    def go_to(self, place: str) -> None:
        """Places: plan, add, share, due, receive (an instalment may be named: `receive:<id>`); "" shows the state."""
        what, _, wanted = place.partition(":")
        if not self._plan.instalments or what == "plan":
            self._line.show()
            self.plan_line.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(self._line)
        elif not what:
            self.reveal(self.state)
        elif what == "add":
            self.instalments.start()
            self.reveal(self.instalments.add_line)
        elif what == "share":
            self._go_to_share()
        else:
            self._go_to_receipt(wanted)

    # Inside

    def _go_to_share(self) -> None:
        made = self.instalments
        row = made.first(lambda item: not item.values["worth"]) or made.first(lambda _: True)
        if row is not None:
            row.cell("worth").setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(row)

    def _go_to_receipt(self, wanted: str) -> None:
        """Open the form of the instalment that is named, else of the first that is not paid."""

        def waits(item: Item) -> bool:
            one = item.data
            assert isinstance(one, Instalment)
            return one.id == wanted or (not wanted and not one.paid and one.amount_fen is not None)

        row = self.instalments.first(waits)
        if row is not None and isinstance(row.footer, PaymentPanel):
            row.footer.open_form()
        self.reveal(row or self.state)

    def _make_instalments(self) -> ItemList:
        attempt = self.workspace.attempt
        actions = ListActions(
            lambda texts, after: attempt(add_payments, self.deal_id, texts=texts, after=after),
            self._on_edit,
            lambda row, place: attempt(move_payment, row, place=place),
            lambda row: attempt(remove_payment, row),
        )
        panels = PaymentActions(
            lambda payment, values: attempt(receive_payment, payment, **values),
            lambda receipt: attempt(remove_receipt, receipt),
            lambda payment, key, value: attempt(edit_payment, payment, **{key: value}),
        )
        return ItemList(
            _CELLS, actions, add_hint=tr("再加一期，如：10% 质保金 2027-03-01"), footer=lambda: PaymentPanel(panels)
        )

    def _on_edit(self, payment: str, key: str, value: Any) -> object | None:
        if key != "worth":
            return self.workspace.attempt(edit_payment, payment, **{key: value})
        try:
            worth = _worth_of(str(value))
        except ValueError as error:
            self.workspace.refused.emit(Refused(str(error), Remedy(tr("修改"), f"{self.key}.share")))
            return None
        return self.workspace.attempt(edit_payment, payment, **worth)

    def _on_plan(self, line: str) -> None:
        self.plan_line.clear()  # the refresh that follows takes the line away
        if self.workspace.attempt(plan_payments, self.deal_id, line=line) is None:
            self.plan_line.write(line)
        else:
            self.instalments.start()

    def _on_rewrite(self) -> None:
        self._line.show()
        self.rewrite.hide()
        self.plan_line.write(plan_text(self._plan.instalments))


def _worth_of(text: str) -> dict[str, int]:
    """Return what is meant by 30% or 24万."""
    share = parse_share(text)
    return {"amount_fen": parse_amount(text)} if share is None else {"share": share}


def _item(one: Instalment) -> Item:
    worth = "" if one.amount_fen is None else format_yuan(one.amount_fen)
    values = {
        "name": one.name,
        "worth": worth if one.share is None else format_share(one.share),
        "due_on": one.due_on,
        "condition": one.condition,
    }
    return Item(one.id, one.id, values, one, removable=not one.receipts and not one.from_change)
