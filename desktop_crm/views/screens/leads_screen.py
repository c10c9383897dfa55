"""The lead inbox: leads on their way from capture to the first contact, worked through by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries.lead_line import LeadLine
from desktop_crm.queries.leads import Inbox, LeadFilter, inbox, lines_of
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.assigning.panel import AssignPanel
from desktop_crm.views.board.sources import SOURCES
from desktop_crm.views.leads.actions_bar import ActionsBar, InvalidBar
from desktop_crm.views.leads.capture_bar import CaptureBar
from desktop_crm.views.leads.columns import COLUMNS
from desktop_crm.views.leads.doing import Doing
from desktop_crm.views.leads.pane import LeadPane
from desktop_crm.views.leads.tool_bar import LeadsToolBar
from desktop_crm.views.reading import Reading
from desktop_crm.views.screen import Screen
from desktop_crm.views.widgets import paging
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.skeleton import Waiting
from desktop_crm.views.widgets.table import Order, RowsModel, TableView
from desktop_crm.workspace import Workspace

_PANE = 420


class LeadsScreen(Screen):
    """The table on the left, the card of the chosen lead on the right, what can be done under the table."""

    tables = ("deal", "customer", "contact", "member", "activity", "assignment", "clock_pause", "company")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._begun = False
        self._shown = LeadFilter()
        self._reading = Reading(workspace, self)
        self.capture = CaptureBar(workspace)
        self.bar = LeadsToolBar(workspace)
        self.table = TableView(RowsModel(COLUMNS))
        self.table.setAccessibleName(tr("线索"))
        self.waiting = Waiting(self.table)
        self.doing = Doing(workspace, self.table.chosen)
        self.pane = LeadPane(workspace)
        self.assigning = AssignPanel(workspace)
        self.actions_bar = ActionsBar()
        self.invalid = InvalidBar()
        self.empty = EmptyState(
            "leads",
            tr("线索在这里筛选、核对、评级、分配。在上面写一句话记下第一条，或导入表格。"),
            FirstStep(tr("记下线索"), self.begin_new, "add"),
            FirstStep(tr("导入表格"), lambda: self.screen_requested.emit("import"), "import"),
        )
        self.nothing_found = EmptyState(
            "search", tr("没有符合条件的线索。"), FirstStep(tr("清除筛选"), self.bar.clear, "close")
        )
        self.no_lead = EmptyState("leads", tr("选一条线索，这里显示它的资料和下一步。"))
        self._arrange()
        self._connect()
        self._make_keys()

    # What the window calls

    @override
    def refresh(self) -> None:
        wanted, order = self.bar.wanted(), self.table.rows.order or Order("")
        here = self.table.rows.rowCount() if wanted == self._shown else 0  # another list begins at its top
        query = partial(inbox, wanted=wanted, order=order.key, descending=order.descending, rows=paging.as_many(here))
        if wanted != self._shown or not self._begun:
            self.waiting.wait()  # after a change the rows stay until the new ones take their place
        self._reading.ask(query, partial(self._show, wanted))

    @override
    def start(self) -> None:
        self.table.setFocus()
        self._reading.then(self._settle_in)

    def _settle_in(self) -> None:
        if self._pages.currentWidget() is self.empty:
            self.capture.start()

    @override
    def begin_new(self) -> None:
        self.capture.start()

    @override
    def focus_filter(self) -> None:
        self.bar.text.setFocus()
        self.bar.text.selectAll()

    @override
    def open_deal(self, deal_id: str) -> None:
        """Choose a lead of the list, if it is among those that are loaded."""
        self._reading.then(partial(self._choose_lead, deal_id))

    def _choose_lead(self, deal_id: str) -> None:
        place = paging.find(self.table, deal_id, _key)
        if place is not None:
            self._choose(place)

    # What is done with the chosen leads

    def ask_invalid(self) -> None:
        """Ask why the chosen leads are invalid."""
        chosen = self.table.chosen()
        if chosen:
            self.invalid.ask(chosen, self._playbook(chosen))

    def mark_invalid(self, reason: str) -> None:
        """Close the chosen leads as invalid."""
        self.table.setFocus()
        self.doing.mark_invalid(reason)

    def assign(self) -> None:
        """Show who the chosen leads could be given to."""
        ids = [line.id for line in self.table.chosen() if line.verified_at is not None]
        if not ids:
            self.noted.emit(tr("先核对资料（V），再分配。"))
            return
        self.assigning.show_leads(ids)
        self._side.setCurrentWidget(self._giving)
        self.assigning.start()

    def close_assigning(self) -> None:
        """Show the card again."""
        self._side.setCurrentWidget(self.pane)
        self.table.setFocus()
        self._show_chosen()

    # Inside

    def _show(self, wanted: LeadFilter, found: Inbox) -> None:
        self.bar.show_counts(found.counts)
        if not self._begun:
            self._begun = True
            if self.bar.begin(found.counts):
                return  # which asked anew
        self.waiting.ready()
        another = wanted != self._shown
        place = 0 if another else self.table.currentIndex().row()
        paging.reload(self.table, partial(self._fetch, found), len(found.ids), _key, from_top=another)
        page = self._split if found.ids else self.nothing_found if wanted.narrow else self.empty
        self._pages.setCurrentWidget(page)
        self.bar.setVisible(page is not self.empty)
        if found.ids and not self.table.chosen():
            self._choose(min(max(place, 0), self.table.rows.rowCount() - 1))
        if another:
            self.table.scrollTo(self.table.currentIndex())
        self._shown = wanted
        self._show_chosen()

    def _fetch(self, found: Inbox, offset: int, limit: int, _: Order | None) -> Sequence[LeadLine]:
        if offset + limit <= len(found.first) or len(found.first) == len(found.ids):
            return found.first[offset : offset + limit]
        return self.workspace.ask(lines_of, found.ids[offset : offset + limit])

    def _playbook(self, chosen: Sequence[LeadLine]) -> Playbook:
        return self.workspace.playbooks.find(chosen[0].playbook if chosen else "")

    def _choose(self, place: int) -> None:
        self.table.setCurrentIndex(self.table.rows.index(place, 0))

    def _step(self, by: int) -> None:
        """Go to the next or previous lead."""
        place = self.table.currentIndex().row() + by
        paging.load(self.table, place + 1)
        if 0 <= place < self.table.rows.rowCount():
            self._choose(place)

    def _show_chosen(self) -> None:
        chosen = self.table.chosen()
        self.actions_bar.show_chosen(chosen, self._playbook(chosen), SOURCES)
        if self.invalid.isVisibleTo(self):
            self.invalid.hide()  # it asked for others
        if self._side.currentWidget() is self._giving:
            self.assigning.show_leads([line.id for line in chosen if line.verified_at is not None])
            return
        current = self.table.rows.row(self.table.currentIndex().row()) if self.table.currentIndex().isValid() else None
        shown = current if current in chosen else chosen[0] if chosen else None
        is_there = shown is not None and self.pane.show_lead(shown.id)
        self._side.setCurrentWidget(self.pane if is_there else self.no_lead)

    def _on_captured(self, deal_id: str) -> None:
        self.done.emit(tr("已记下线索"))
        self.open_deal(deal_id)

    def _on_opened(self, line: LeadLine) -> None:
        self.deal_requested.emit(line.id)

    def _grade_at(self, place: int) -> None:
        grades = self._playbook(self.table.chosen()).grades
        if place < len(grades):
            self.doing.grade(grades[place].key)

    def _make_keys(self) -> None:
        acts = {
            "Y": self.doing.mark_valid, "X": self.ask_invalid, "V": self.doing.verify, "T": self.assign,
            "S": self.pane.start_grading, "J": lambda: self._step(1), "K": lambda: self._step(-1),
            **{str(place + 1): lambda place=place: self._grade_at(place) for place in range(3)},
        }  # fmt: skip
        for keys, act in acts.items():
            shortcut = QShortcut(QKeySequence(keys), self.table, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._in_turn(act))

    def _connect(self) -> None:
        self.bar.narrowed.connect(self.refresh)
        self.table.rows.counted.connect(lambda: self.bar.count.setText(self.table.rows.count_text()))
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        self.table.opened.connect(self._on_opened)
        self.capture.added.connect(self._on_captured)
        self.capture.open_requested.connect(self.deal_requested)
        for left in (self.capture.left, self.invalid.closed, self.doing.progress.cancel_requested):
            left.connect(self.table.setFocus)
        self.invalid.given.connect(self.mark_invalid)
        self.assigning.closed.connect(self.close_assigning)
        self.assigning.noted.connect(self.noted)
        self.assigning.done.connect(self.done)
        self.pane.deal_requested.connect(self.deal_requested)
        acts: dict[Callable[[], object], tuple[SignalInstance, ...]] = {
            self.doing.mark_valid: (self.pane.valid_requested, self.actions_bar.valid),
            self.ask_invalid: (self.pane.invalid_requested, self.actions_bar.invalid),
            self.doing.verify: (self.pane.verify_requested, self.actions_bar.verify),
            self.assign: (self.pane.assign_requested, self.actions_bar.assign),
        }
        for act, sources in acts.items():
            for source in sources:
                source.connect(self._in_turn(act))
        self.doing.done.connect(self.done)
        self.actions_bar.grade.connect(self._in_turn(self.doing.grade))
        self.actions_bar.source.connect(self._in_turn(self.doing.correct_source))
        self.table.rows.on_sort = self._on_sorted
        self._reading.failed.connect(self.waiting.ready)

    def _in_turn(self, act: Callable[..., object]) -> Callable[..., None]:
        """Return what carries out an act on the rows that stand there once reading has ended."""
        return lambda *given: self._reading.then(partial(act, *given))

    def _on_sorted(self) -> None:
        self.refresh()
        self._reading.then(self.table.scrollToTop)

    def _with_way_back(self, panel: QWidget) -> QWidget:
        """Return the panel under a button that leads back to the card, as Esc does."""
        made = QFrame()
        made.setProperty("surface", "plain")
        column = QVBoxLayout(made)
        column.setContentsMargins(0, theme.px(theme.SNUG), 0, 0)
        column.setSpacing(0)
        back = button(tr("线索资料"), self.close_assigning, kind="quiet", icon="left")
        back.setToolTip(tr("回到线索资料（Esc）"))
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(panel, 1)
        keys = QShortcut(QKeySequence("Esc"), made, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.close_assigning)
        return made

    def _arrange(self) -> None:
        left = QWidget()
        under = QVBoxLayout(left)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(0)
        under.addWidget(self.waiting, 1)
        for part in (self.invalid, self.doing.progress, self.actions_bar):
            under.addWidget(part)
        self._side = QStackedWidget()
        self._giving = self._with_way_back(self.assigning)
        for page in (self.no_lead, self.pane, self._giving):
            self._side.addWidget(page)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(left)
        self._split.addWidget(self._side)
        self._split.setChildrenCollapsible(False)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([10_000, theme.px(_PANE)])
        self._pages = QStackedWidget()
        for page in (self._split, self.empty, self.nothing_found):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(theme.GAP), 0, 0)
        column.setSpacing(theme.px(theme.SNUG))
        for part in (self.capture, self.bar):
            edge = QHBoxLayout()
            edge.setContentsMargins(theme.px(theme.ROOMY), 0, theme.px(theme.ROOMY), 0)
            edge.addWidget(part)
            column.addLayout(edge)
        column.addWidget(self._pages, 1)


def _key(line: LeadLine) -> str:
    return line.id
