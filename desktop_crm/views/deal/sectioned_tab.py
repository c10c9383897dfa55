"""A tab of the deal pane with sections of its own; each is a tab in itself, built when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.views import theme
from desktop_crm.views.deal.tab import DealTab
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SectionPlace:
    """A section that may not be built yet: its key as remedies name it, its title, and how to load its class."""

    key: str
    title: str
    load: Callable[[], type[DealTab]]


class SectionedTab(DealTab):
    """Shows one section at a time; a target names the section first (`payments.due`), else it is for the first one.

    Ctrl+PgUp and Ctrl+PgDown go from section to section.
    """

    sections: ClassVar[tuple[SectionPlace, ...]] = ()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.bar = ChipRow(one_only=True)
        self.bar.set_choices((section.key, section.title) for section in self.sections)
        self.bar.choose(self.sections[0].key)
        self.bar.setAccessibleName(self.title)
        self._stack = QStackedWidget()
        self._built: dict[str, DealTab] = {}
        self._stale: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(theme.SNUG), 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(theme.px(theme.ROOMY), 0, theme.px(theme.ROOMY), 0)
        head.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.bar.changed.connect(self._show)
        for keys, step in (("Ctrl+PgUp", -1), ("Ctrl+PgDown", 1)):
            made = QShortcut(QKeySequence(keys), self, partial(self._step, step))
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def section(self) -> DealTab:
        """Return the section that is open."""
        return self._section(next(iter(self.bar.chosen())))

    def open_section(self, key: str) -> DealTab:
        """Open the section with this key and return it."""
        self.bar.choose(key)
        self._show()
        return self.section()

    @override
    def refresh(self) -> None:
        self._stale = set(self._built)
        self._show()

    @override
    def go_to(self, place: str) -> None:
        """Places: a section's key, and after it what that section knows."""
        key, _, rest = place.partition(".")
        if any(section.key == key for section in self.sections):
            self.open_section(key).go_to(rest)
        else:
            self.open_section(self.sections[0].key).go_to(place)

    def _show(self) -> None:
        section = self.section()
        key = next(iter(self.bar.chosen()))
        self._stack.setCurrentWidget(section)
        if not self.deal_id:
            return
        if section.deal_id != self.deal_id:
            section.show_deal(self.deal_id)
        elif key in self._stale:
            section.refresh()
        self._stale.discard(key)

    def _section(self, key: str) -> DealTab:
        if key not in self._built:
            section = next(place for place in self.sections if place.key == key).load()(self.workspace)
            section.go_to_requested.connect(self.go_to_requested)
            section.move_requested.connect(self.move_requested)
            section.deal_requested.connect(self.deal_requested)
            section.done.connect(self.done)
            self._built[key] = section
            self._stack.addWidget(section)
            self.tables = tuple(sorted({*self.tables, *section.tables}))
        return self._built[key]

    def _step(self, step: int) -> None:
        keys = [section.key for section in self.sections]
        at = keys.index(next(iter(self.bar.chosen())))
        self.open_section(keys[(at + step) % len(keys)])
