"""What every screen is: a place in the side bar that shows part of the company."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from desktop_crm.workspace import Changes, Workspace


class Screen(QWidget):
    """A screen of the main window. Subclasses state the `tables` whose changes they show.

    The window calls `refresh` when the screen is shown and something it shows has changed since, and `on_changes` while
    it is visible. A screen asks for others through its signals; screens never import each other.
    """

    tables: tuple[str, ...] = ()

    deal_requested = Signal(str)  # open this deal
    deal_at_requested = Signal(str, str)  # open this deal at a place of its pane, such as `followup`
    customer_requested = Signal(str)  # open this customer
    screen_requested = Signal(str)  # go to the screen with this key, or to a place of it (`team.objections`)
    noted = Signal(str)  # say this in the window's notice bar
    done = Signal(str)  # say what was done, with Undo
    done_with = Signal(str, object)  # the same, with a tuple of further NoticeActions
    theme_chosen = Signal(str)  # system | light | dark

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace

    def refresh(self) -> None:
        """Read again all that is shown."""
        raise NotImplementedError

    def on_changes(self, changes: Changes) -> None:
        """Show what a commit changed; reads everything again unless a screen knows better."""
        if changes.touches(*self.tables):
            self.refresh()

    def start(self) -> None:
        """Put the keyboard where work on this screen begins."""
        self.setFocus()

    def prepare(self) -> None:
        """Make what is likely to be shown next, while nobody does anything; a screen that opens quickly needs nothing."""

    def open_deal(self, deal_id: str) -> None:
        """Show this deal; only the screens that show deals do."""

    def open_deal_at(self, deal_id: str, target: str) -> None:
        """Show this deal with the cursor at `target`; only the screens that show deals do."""

    def open_customer(self, customer_id: str) -> None:
        """Show this customer; only the screens that show customers do."""

    def show_place(self, place: str) -> None:
        """Show a part of this screen; only the screens that have parts do."""

    def way_to(self, target: str) -> Callable[[], object] | None:
        """Return what puts the cursor at the place that a remedy names; None when this screen has no such place."""

    def notice_ground(self) -> QWidget:
        """Return the part that notes lie over: what stands left of a pane, else the whole screen."""
        for split in self.findChildren(QSplitter):
            if split.orientation() == Qt.Orientation.Horizontal and split.isVisible():
                return split.widget(0) or self
        return self

    def begin_new(self) -> None:
        """Begin a new record, on the screens that have one to begin (Ctrl+N)."""

    def focus_filter(self) -> None:
        """Put the keyboard into the screen's filter (Ctrl+F)."""
