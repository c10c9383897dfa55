"""What every tab of the deal pane is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_crm.workspace import Workspace


class DealTab(QWidget):
    """A tab of the deal pane. Subclasses state `key` (as remedies name it), `title`, and the tables they show.

    `show_deal` is called when the deal changes, `refresh` after any commit that touched one of `tables`, but only while
    the tab is visible; `go_to` puts the cursor at what a gate found missing.
    """

    key = ""
    title = ""
    tables: tuple[str, ...] = ()

    go_to_requested = Signal(str)  # a target in another tab, e.g. "chain"
    move_requested = Signal(str)  # ask to move the deal to a stage, or to close it with an outcome
    deal_requested = Signal(str)  # open another deal
    done = Signal(str)  # say what was done, with Undo

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.deal_id = ""

    def show_deal(self, deal_id: str) -> None:
        """Show the deal with this id."""
        self.deal_id = deal_id
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown; typed but uncommitted text stays."""
        raise NotImplementedError

    def go_to(self, place: str) -> None:
        """Put the cursor at `place`, the part of a target after the tab's key."""
