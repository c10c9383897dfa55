"""The history: every change to the deal and what belongs to it, in plain words, newest first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.queries.deal import deal_head
from desktop_crm.queries.deal_rows import paths
from desktop_crm.queries.history import Entry, HistoryPage, history
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.history_words import Wording
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.workspace import Workspace

_LINES = 8  # lines of one entry; a larger change tells the others when asked


class HistoryTab(PageTab):
    """Who did what when, 50 changes at a time."""

    key = "history"
    title = tr("历史")
    tables = ("deal", *paths())

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.entries: dict[int, EntryView] = {}
        self._before: int | None = None
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.px(theme.GAP))
        self.more = button(tr("更早的改动"), self._on_more, kind="quiet", icon="down")
        self.set_parts(self._list, self.more)

    @override
    def start_over(self) -> None:
        self._discard(list(self.entries))

    @override
    def refresh(self) -> None:
        """Add what is new on top; what was undone since is shown so."""
        page = self.workspace.ask(history, self.deal_id)
        entries = {entry.rid: entry for entry in page.entries}
        if not entries.keys() & self.entries.keys():
            self._discard(list(self.entries))  # nothing in common with what is shown: there would be a gap
        oldest = min(self.entries, default=None)
        changed = [rid for rid, view in self.entries.items() if rid in entries and entries[rid] != view.entry]
        self._discard(changed)
        if oldest is None:
            self._before = page.before
        self._add(page)

    def _on_more(self) -> None:
        page = self.workspace.ask(history, self.deal_id, before=self._before)
        self._before = page.before
        self._add(page)

    def _add(self, page: HistoryPage) -> None:
        head = self.workspace.ask(deal_head, self.deal_id)
        playbooks = self.workspace.playbooks
        wording = Wording(playbooks, playbooks.find(head.playbook if head else ""))
        for entry in page.entries:
            if entry.rid not in self.entries:
                self.entries[entry.rid] = EntryView(entry, wording)
        for place, rid in enumerate(sorted(self.entries, reverse=True)):
            self._lines.insertWidget(place, self.entries[rid])
        self.more.setVisible(self._before is not None)

    def _discard(self, rids: list[int]) -> None:
        for rid in rids:
            view = self.entries.pop(rid)
            self._lines.removeWidget(view)
            view.hide()
            view.deleteLater()


class EntryView(QWidget):
    """One change: a quiet line of when and who, the operation, then old and new values."""

    def __init__(self, entry: Entry, wording: Wording) -> None:
        super().__init__()
        self.entry = entry
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        self._column.addLayout(self._first_line(entry, wording))
        if entry.move is not None:
            for label, text in (
                (tr("依据"), _evidence(entry)),
                (tr("放行理由"), entry.move.override_reason),
                (tr("当时还缺"), "；".join(entry.move.overridden)),
            ):
                if text:
                    self._add(f"{label}：{text}")
        told = [line for story in entry.stories for line in wording.story(story, moved=entry.move is not None)]
        for line in told[:_LINES]:
            self._add(line)
        self._rest = told[_LINES:]
        self.more = button(tr("还有 {count} 处改动", count=len(self._rest)), self._on_more, kind="quiet", icon="down")
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.setVisible(bool(self._rest))

    def texts(self) -> list[str]:
        """Return what the entry says, line by line."""
        return [label.text() for label in self.findChildren(QLabel)]

    def _first_line(self, entry: Entry, wording: Wording) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.px(theme.SNUG))
        label = QLabel(f"{entry.label}　{wording.move(entry.move)}" if entry.move else entry.label, wordWrap=True)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        label.setProperty("tone", "muted" if entry.undone else "text")
        when = QLabel("　".join(part for part in (entry.by, f"{entry.at.astimezone():%Y-%m-%d %H:%M}") if part))
        when.setProperty("role", "muted")
        line.addWidget(label, 1)
        if entry.undone:
            line.addWidget(Badge(Mark(tr("已撤销"), "muted", "undo")))
        line.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _on_more(self) -> None:
        self.more.hide()
        for line in self._rest:
            self._add(line)

    def _add(self, text: str) -> None:
        made = QLabel(text, wordWrap=True)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made.setProperty("role", "small")
        made.setContentsMargins(theme.px(theme.GAP), 0, 0, 0)
        self._column.addWidget(made)


def _evidence(entry: Entry) -> str:
    """Return the fact a move rests on, unless the entry says the same in another line."""
    said = [entry.label, *(field.new for story in entry.stories for field in story.fields)]
    return entry.move.evidence if entry.move and entry.move.evidence not in said else ""
