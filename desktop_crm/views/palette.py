"""The command palette of the main window: its commands, and the records that match what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop_crm.queries.search import Found, find_records
from desktop_crm.views.commands import ENTRIES
from desktop_crm.views.widgets.command_palette import Answer, Command, CommandPalette

if TYPE_CHECKING:
    from desktop_crm.views.main_window import MainWindow

RECORDS = 12
_ICONS = {"customer": "customers", "contact": "contact", "deal": "deal", "lesson": "book"}


class Palette(CommandPalette):
    """Ctrl+K over a main window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._main = window
        self.set_commands([Command(e.title, partial(e.run, window), e.group, e.shortcut, e.icon) for e in ENTRIES])
        self.set_records(self._find)

    def _find(self, typed: str, answer: Answer) -> None:
        def show(found: Sequence[Found]) -> None:
            answer([self._line(row) for row in found])

        self._main.workspace.later(lambda session: find_records(session, typed, RECORDS), show)

    def _line(self, row: Found) -> Command:
        if row.kind == "deal":
            run = partial(self._main.open_deal, row.id)
        elif row.kind == "lesson":
            run = partial(self._main.open_deal_at, row.id, "overview.debrief")
        else:
            run = partial(self._main.open_customer, row.id if row.kind == "customer" else row.owner_id)
        return Command(row.title, run, row.detail, icon=_ICONS[row.kind])
