"""Sections of a deal whose lists have 200 lines each: what opening one and changing a line take on the window's thread."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedWidget
from pytestqt.qtbot import QtBot

from desktop_crm.views.deal.acceptance_tab import AcceptanceTab
from desktop_crm.views.deal.contract_section import ContractSection
from desktop_crm.views.deal.negotiation_tab import NegotiationTab
from desktop_crm.views.deal.payments_section import PaymentsSection
from desktop_crm.views.deal.plan_section import PlanSection
from desktop_crm.views.deal.presentation_section import PresentationSection
from desktop_crm.views.deal.proposal_section import ProposalSection
from desktop_crm.views.deal.requirement_tab import RequirementTab
from desktop_crm.views.deal.tab import DealTab
from desktop_crm.views.widgets.item_list import ItemList
from desktop_crm.views.widgets.text_cell import TextCell
from desktop_crm.workspace import Workspace
from tests.benchmarks.long_deal import long_deal

pytestmark = pytest.mark.benchmark

LINES = 200
ROUNDS = 9
MOST_MS = {"open": 50, "edit": 30, "scroll": 50}

SECTIONS: dict[type[DealTab], Callable[[Any], ItemList]] = {
    ContractSection: lambda tab: tab.clauses,
    ProposalSection: lambda tab: tab.points,
    PresentationSection: lambda tab: tab.points,
    NegotiationTab: lambda tab: tab.clauses,
    RequirementTab: lambda tab: tab.lists["pain"],
    PlanSection: lambda tab: tab.steps.steps,
    PaymentsSection: lambda tab: tab.instalments,
    AcceptanceTab: lambda tab: tab.clauses,
}


class Page:
    """A section in a pane of the usual size, opened anew for each round."""

    def __init__(self, kind: type[DealTab], workspace: Workspace, deal: str, qtbot: QtBot) -> None:
        self.kind, self.workspace, self.deal = kind, workspace, deal
        self.stack = QStackedWidget()
        qtbot.addWidget(self.stack)
        self.stack.resize(520, 800)
        self.stack.show()
        QApplication.processEvents()

    def open(self) -> DealTab:
        """Build the section and show the deal, as the pane does it, to the first picture."""
        tab = self.kind(self.workspace)
        tab.show_deal(self.deal)
        self.stack.addWidget(tab)
        self.stack.setCurrentWidget(tab)
        QCoreApplication.sendPostedEvents()
        return tab

    def close(self, tab: DealTab) -> None:
        self.stack.removeWidget(tab)
        tab.hide()
        tab.deleteLater()
        QCoreApplication.sendPostedEvents()
        QApplication.processEvents()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    made = tmp_path_factory.mktemp("long") / "data"
    return made, long_deal(made, LINES)


@pytest.fixture(params=SECTIONS, ids=lambda kind: kind.__name__)
def page(request: pytest.FixtureRequest, folder: tuple[Path, str], qtbot: QtBot) -> Iterator[Page]:
    workspace = Workspace(folder[0])
    made = Page(request.param, workspace, folder[1], qtbot)
    yield made
    made.stack.close()
    workspace.close()


def milliseconds(work: Callable[[], object]) -> float:
    """Return the processor time that this thread spends on something."""
    start = time.thread_time()
    work()
    return (time.thread_time() - start) * 1000


def allow(what: str, taken: list[float]) -> None:
    """Say the figures and compare the best: what others do on the machine slows single rounds."""
    print(f"{what}: best {min(taken):.1f} ms, median {statistics.median(taken):.1f} ms")
    assert min(taken) <= MOST_MS[what]


def test_a_section_opens_at_once_however_long_it_is(page: Page) -> None:
    page.close(page.open())  # loads what it is made of
    taken: list[float] = []
    for _ in range(ROUNDS):
        gc.collect()
        opened: list[DealTab] = []
        taken.append(milliseconds(lambda opened=opened: opened.append(page.open())))
        assert len(SECTIONS[page.kind](opened[0]).items()) == LINES
        made = sum(len(found.made()) for found in opened[0].findChildren(ItemList))
        assert 0 < made < LINES // 4, "rows that are not seen"
        page.close(opened[0])
    allow("open", taken)


def test_changing_a_line_takes_no_longer_in_a_long_list(page: Page) -> None:
    tab = page.open()
    page.workspace.changed.connect(tab.refresh)
    rows = SECTIONS[page.kind](tab)
    name = rows.row(rows.items()[0].id)
    assert name is not None

    def edit(round_: int) -> None:
        cell = name.main
        assert isinstance(cell, TextCell)
        cell.setPlainText(f"改过 {round_} 次")
        cell.commit()
        QCoreApplication.sendPostedEvents()

    taken = [milliseconds(lambda round_=round_: edit(round_)) for round_ in range(ROUNDS)]
    assert rows.items()[0].values[next(iter(rows.items()[0].values))] == f"改过 {ROUNDS - 1} 次"
    page.workspace.changed.disconnect(tab.refresh)
    for _ in range(ROUNDS):
        page.workspace.undo()
    page.close(tab)
    allow("edit", taken)


def test_a_jump_in_a_long_list_shows_its_rows_at_once(page: Page) -> None:
    tab = page.open()
    bar = tab.findChildren(QScrollArea)[0].verticalScrollBar()
    taken = [milliseconds(lambda part=part: bar.setValue(bar.maximum() * part // ROUNDS)) for part in range(1, ROUNDS)]
    page.close(tab)
    allow("scroll", taken)
