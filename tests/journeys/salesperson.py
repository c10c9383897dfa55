"""One salesperson before the real window: what she does, in the words she would use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog
from pytestqt.qtbot import QtBot

from desktop_crm.app import Program
from desktop_crm.views.board.column_view import ColumnView
from desktop_crm.views.deal.acceptance_tab import AcceptanceTab
from desktop_crm.views.deal.chain_tab import ChainTab
from desktop_crm.views.deal.check_panel import CheckPanel
from desktop_crm.views.deal.documents_tab import DocumentsTab
from desktop_crm.views.deal.history_tab import HistoryTab
from desktop_crm.views.deal.negotiation_tab import NegotiationTab
from desktop_crm.views.deal.overview_tab import OverviewTab
from desktop_crm.views.deal.pane import DealPane
from desktop_crm.views.deal.proposal_section import ProposalSection
from desktop_crm.views.deal.requirement_tab import RequirementTab
from desktop_crm.views.deal.tabs import TABS
from desktop_crm.views.deal.timeline_tab import TimelineTab
from desktop_crm.views.deal.versions import VersionBar
from desktop_crm.views.dialogs.first_run import FirstRun
from desktop_crm.views.main_window import MainWindow
from desktop_crm.views.screens import PLACES
from desktop_crm.views.screens.board_screen import BoardScreen
from desktop_crm.views.screens.import_screen import ImportScreen
from desktop_crm.views.screens.incomplete_screen import IncompleteScreen
from desktop_crm.views.widgets.inline_edit import FactValue, InlineEdit
from desktop_crm.views.widgets.item_list import ItemList
from desktop_crm.views.widgets.item_row import ItemRow
from desktop_crm.workspace import Workspace
from tests.journeys.flashes import Flashes
from tests.journeys.hands import ALT, CONTROL, KEY, click, drop, drop_files, key, press, shown, words, write, write_line
from tests.make import File

A_WHILE = 60_000  # milliseconds, on a busy machine


def hand_over(file: File, playbook: str = "") -> None:
    """Close a prepared file; the salesperson it names is who sits at this laptop, and the board shows the playbook."""
    file.close()
    workspace = Workspace(file.folder)
    workspace.settings.me = file.me
    workspace.settings.playbook = playbook or workspace.settings.playbook
    workspace.save_settings()
    workspace.close()


class Salesperson:
    """Sits at the program on a data folder; keys, mouse and drops are all she has."""

    def __init__(self, qtbot: QtBot, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self._qtbot = qtbot
        self._patch = patch
        self.program = Program(folder)
        self._flashes = Flashes(self.program.application, MainWindow, FirstRun)
        self.program.open()

    # The window

    def answers_three_questions(self, company: str, name: str, playbook: str = "full-cycle") -> None:
        first_run = self.program._first_run
        assert first_run is not None
        self._qtbot.waitUntil(first_run.company.hasFocus)
        write_line(company)
        write_line(name)
        while first_run.playbooks.key() != playbook:  # the full cycle is chosen already
            key(KEY.Key_Down)
        key(KEY.Key_Return)
        self._qtbot.waitExposed(self.window)

    @property
    def window(self) -> MainWindow:
        assert self.program.window is not None
        return self.program.window

    def goes_to(self, screen: str) -> None:
        """Press Alt and the number of a screen."""
        place = [place.key for place in PLACES].index(screen) + 1
        key(Qt.Key(KEY.Key_0 + place % 10), ALT)
        self.waits()

    def waits(self) -> None:
        """Look until everything that is read beside the window stands there."""
        self._qtbot.waitUntil(lambda: not self.window.workspace.busy, timeout=A_WHILE)

    def notice(self) -> str:
        self.waits()
        return self.window.notices.bar.text()

    def takes_back(self) -> str:
        """Press Ctrl+Z and read what the window says."""
        key(KEY.Key_Z, CONTROL)
        return self.notice()

    def leaves(self) -> None:
        self.program.close()
        self._flashes.stop()

    # The board

    @property
    def board(self) -> BoardScreen:
        return shown(BoardScreen, self.window)

    def cards_in(self, stage: str) -> list[str]:
        """Return the customers whose cards stand in a column."""
        cards = self._column(stage).model
        return [card.customer for row in range(cards.rowCount()) if (card := cards.card(row))]

    def drags(self, customer: str, to: str) -> None:
        """Drag a customer's card to another column."""
        for column in self.board.board.columns:
            for row in range(column.model.rowCount()):
                card = column.model.card(row)
                if card is not None and card.customer == customer:
                    drop(column.model.mimeData([column.model.index(row)]), self._column(to).cards.viewport())
                    return
        raise AssertionError(f"no card of {customer}")

    def _column(self, stage: str) -> ColumnView:
        return next(column for column in self.board.board.columns if column.title.text() == stage)

    # The import

    def imports(self, *sheets: Path) -> str:
        """Drop sheets on the import screen, look at the figures, import them; return what the screen says then."""
        screen = shown(ImportScreen, self.window)
        drop_files(sheets, screen)
        self._qtbot.waitUntil(lambda: "导入后可以一步撤销" in words(screen), timeout=A_WHILE)
        press("导入", screen)
        self._qtbot.waitUntil(lambda: "已导入" in words(screen), timeout=A_WHILE)
        return words(screen)

    def completes(self, **answers: str) -> None:
        """Fill the gaps of the deal that is chosen on the screen of incomplete deals; Enter at the end saves."""
        form = shown(IncompleteScreen, self.window).form
        assert set(form.asked()) == set(answers)
        for gap in form.asked():
            click(form.field(gap))
            write_line(answers[gap])

    # The deal

    @property
    def pane(self) -> DealPane:
        return shown(DealPane, self.window)

    def lacks(self) -> list[str]:
        """Return what the gate asks for."""
        assert self.pane.gate.isVisible()
        return self.pane.gate.missing.texts()

    def follows(self, fix: str) -> None:
        """Press one of the gate's buttons, which leads to the place where something is missing."""
        press(fix, self.pane.gate)

    def moves_on(self) -> None:
        """Press the gate's button, now that nothing is missing."""
        lacks = self.lacks()
        assert not lacks, f"still missing: {lacks}"
        click(self.pane.gate.go)
        assert not self.pane.gate.isVisible()

    def stage(self) -> str:
        return self.pane.head.stage.text()

    def opens_tab(self, tab: str) -> None:
        """Press Ctrl and the number of a tab."""
        place = [place.key for place in TABS].index(tab) + 1
        key(Qt.Key(KEY.Key_0 + place % 10), CONTROL)

    def fills_in(self, field: InlineEdit, text: str) -> None:
        click(shown(FactValue, field))
        write_line(text)

    def plans(self, what: str, when: str) -> None:
        """Write the next step into the head."""
        self.fills_in(self.pane.head.goal, what)
        self.fills_in(self.pane.head.due, when)

    def ticks(self, text: str) -> None:
        """Tick an item of the stage's checklist."""
        self.opens_tab("overview")
        press(text, shown(OverviewTab, self.pane))

    def checklist(self) -> list[str]:
        """Return the items of the stage's checklist that are ticked."""
        self.opens_tab("overview")
        boxes = shown(OverviewTab, self.pane).checklist.findChildren(QCheckBox)
        return [box.text() for box in boxes if box.isVisible() and box.isChecked()]

    def notes_follow_up(self, said: str, next_step: str = "", when: str = "") -> None:
        """Write into the quick entry, where the cursor is, and press Ctrl+Enter."""
        entry = shown(TimelineTab, self.pane).entry
        write(said)
        for field, text in ((entry.next_step, next_step), (entry.due.line, when)):
            if text:
                click(field)
                write(text)
        key(KEY.Key_Return, CONTROL)

    # Requirement, negotiation, acceptance

    @property
    def requirement(self) -> RequirementTab:
        return shown(RequirementTab, self.pane)

    @property
    def chain(self) -> ChainTab:
        return shown(ChainTab, self.pane)

    @property
    def proposal(self) -> ProposalSection:
        return shown(ProposalSection, self.pane)

    @property
    def negotiation(self) -> NegotiationTab:
        return shown(NegotiationTab, self.pane)

    @property
    def acceptance(self) -> AcceptanceTab:
        return shown(AcceptanceTab, self.pane)

    def writes_items(self, into: ItemList, *texts: str) -> None:
        """Write one item after the other, Enter between them."""
        click(into.add_line)
        for text in texts:
            write_line(text)

    def writes_below(self, row: ItemRow, **cells: str) -> None:
        """Write into the further cells of an item."""
        for name, text in cells.items():
            click(row.cell(name))
            key(KEY.Key_A, CONTROL)
            write_line(text)

    def sends(self, bar: VersionBar) -> None:
        click(bar.send)

    def confirms(self, bar: VersionBar, by: str) -> None:
        """Note that the customer confirmed: the name is offered, Enter keeps it."""
        click(bar.confirm)
        key(KEY.Key_A, CONTROL)
        write_line(by)

    def passes(self, clause: ItemRow) -> None:
        press("通过", clause)

    def fails(self, clause: ItemRow, *, cause: str, rectification: str, until: str) -> None:
        press("不通过", clause)
        for text in (cause, rectification, until):
            write_line(text)

    def checks_again(self, clause: ItemRow) -> str:
        """Press 复验 and return how the clause stands then."""
        press("复验", clause)
        return shown(CheckPanel, clause).badge.mark().text

    # Papers and the past

    def issues(self, key_of_document: str) -> Path:
        """Issue a document and return its file."""
        tab = self._documents()
        row = tab.rows[key_of_document]
        click(row.issue)
        self.waits()
        assert row.sheet is not None
        assert row.sheet.latest is not None
        return self.program.workspace.folder / row.sheet.latest.file

    def saves_pack(self, file: Path) -> bytes:
        """Save the deal pack where the system's own dialog is told to."""
        pack = self._documents().pack
        self._patch.setattr(QFileDialog, "getSaveFileName", _choosing(file))
        click(pack.save)
        self._qtbot.waitUntil(lambda: f"已另存为 {file.name}" in words(pack), timeout=A_WHILE)
        return file.read_bytes()

    def history(self) -> list[str]:
        """Return the history as it can be read, the newest first, back to its beginning."""
        self.opens_tab("history")
        tab = shown(HistoryTab, self.pane)
        while tab.more.isVisible():
            click(tab.more)
        return [" ".join(view.texts()) for _, view in sorted(tab.entries.items(), reverse=True)]

    def _documents(self) -> DocumentsTab:
        self.opens_tab("documents")
        self.waits()
        return shown(DocumentsTab, self.pane)


def _choosing(file: Path) -> Callable[..., tuple[str, str]]:
    def choose(*_: object) -> tuple[str, str]:
        return str(file), ""

    return choose
