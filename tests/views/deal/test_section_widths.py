"""Every section of the deal pane fits its least width, however full the deal: nothing is cut off at the side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.views import theme
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.pane import DealPane
from desktop_crm.views.deal.sectioned_tab import SectionedTab
from desktop_crm.views.deal.tab import DealTab
from desktop_crm.views.deal.tabs import TABS
from desktop_crm.workspace import Workspace
from tests.documents.whole_deals import full_deal
from tests.make import File
from tests.views.waiting import settle


@pytest.fixture
def pane(qtbot: QtBot, tmp_path: Path) -> Iterator[DealPane]:
    file = File(tmp_path / "data")
    deal = full_deal(file)
    file.close()
    workspace = Workspace(tmp_path / "data")
    made = DealPane(workspace)
    qtbot.addWidget(made)
    made.resize(theme.px(420), theme.px(800))
    made.show()
    made.show_deal(deal)
    yield made
    workspace.close()


def pages(tab: DealTab) -> Iterator[DealTab]:
    if not isinstance(tab, SectionedTab):
        yield tab
        return
    for section in tab.sections:
        yield tab.open_section(section.key)


@pytest.mark.parametrize("key", [tab.key for tab in TABS])
def test_a_section_is_no_wider_than_the_pane(pane: DealPane, qtbot: QtBot, key: str) -> None:
    pane.open_tab(key)
    for page in pages(pane.tab()):
        settle(pane.workspace)
        qtbot.wait(1)  # what was just shown gets its place
        if isinstance(page, PageTab):
            assert page.page_width() <= pane.width(), page.key
        assert page.minimumSizeHint().width() <= pane.width(), page.key
