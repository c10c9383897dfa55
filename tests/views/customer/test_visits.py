"""The visits of a customer over all its deals, in its pane."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from desktop_crm.operations.visits import delete_visit, record_visit
from desktop_crm.system import clock
from desktop_crm.views.customer.pane import CustomerPane
from desktop_crm.workspace import Workspace
from tests.make import File


def test_visits_of_all_deals_are_seen_and_lead_to_their_deal(qtbot: QtBot, file: File, workspace: Workspace) -> None:
    customer = file.customer()
    first, second = file.deal(customer), file.deal(customer, number="Z2")
    pane = CustomerPane(workspace)
    qtbot.addWidget(pane)
    pane.show_customer(customer)
    assert pane.visits.isHidden()
    made = [
        workspace.do(record_visit, deal, satisfaction=mark, happened_at=clock.now() - timedelta(days=day))
        for deal, mark, day in ((first, 2, 90), (second, 4, 30))
    ]
    workspace.do(record_visit, first, usage="四条线都在用", happened_at=clock.now() - timedelta(days=1))
    pane.refresh()
    assert not pane.visits.isHidden()
    assert pane.visits.marks.accessibleName() == "满意度 2 → 4"
    assert "使用情况：四条线都在用" in [label.text() for label in pane.visits.findChildren(QLabel)]
    opened: list[str] = []
    pane.deal_requested.connect(opened.append)
    buttons = [made for made in pane.visits.findChildren(QToolButton) if made.toolTip() == "打开商机"]
    buttons[1].click()
    assert opened == [second]
    for visit in made:
        workspace.do(delete_visit, visit)
    pane.refresh()
    assert pane.visits.marks.isHidden()
