"""The customer's objections in the negotiation, each with its answer and the library at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from desktop_crm.operations.negotiations import add_objections, edit_objection, move_objection, remove_objection
from desktop_crm.operations.objection_library import keep_answer, reuse_answer
from desktop_crm.queries.negotiations import NegotiationSheet, ObjectionRow
from desktop_crm.queries.objection_library import LibraryAnswer, beside_objections
from desktop_crm.system.translations import tr
from desktop_crm.views import labels
from desktop_crm.views.deal.objection_footer import KEYS, LibraryActions, ObjectionFooter
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.item_list import Cell, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Job, Workspace

_CELLS: Final = (
    Cell("text", tr("异议")),
    Cell("kind", tr("类型"), kind="choice", choices=tuple(labels.OBJECTION_KINDS.items())),
    Cell("answer", tr("怎样答复"), label=tr("答复"), line=1),
    Cell("proof", tr("数据或案例"), label=tr("依据"), line=2),
    Cell("resolved", tr("已解决"), kind="flag", line=3),
)


class ObjectionsPart(Section):
    """What the library says beside each objection is read while the person goes on; Ctrl+L searches in it."""

    library_requested = Signal()  # open the library as a whole

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(tr("客户异议"), internal=True, folds=True, parent=parent)
        self.workspace = workspace
        self._deal_id = ""
        self._job: Job | None = None
        self._beside: Mapping[str, LibraryAnswer] = {}
        attempt = workspace.attempt
        actions = ListActions(
            lambda texts, after: attempt(add_objections, self._deal_id, texts=texts, after=after),
            lambda row, key, value: attempt(edit_objection, row, **{key: value}),
            lambda row, place: attempt(move_objection, row, place=place),
            lambda row: attempt(remove_objection, row),
        )
        library = LibraryActions(
            self._beside_of,
            lambda row, answer: attempt(reuse_answer, row, answer_id=answer),
            lambda row: attempt(keep_answer, row),
        )
        self.list = ItemList(
            _CELLS,
            actions,
            add_hint=tr("客户的一条异议，用他的原话"),
            footer=lambda: ObjectionFooter(workspace, library),
        )
        self.add(self.list)
        self.add_action(button(tr("异议库"), self.library_requested.emit, kind="quiet", icon="book"))
        keys = QShortcut(QKeySequence(KEYS), self.list, self.search)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_sheet(self, deal_id: str, sheet: NegotiationSheet) -> None:
        """Show the objections of a deal."""
        self._deal_id = deal_id
        self.list.set_items([_item(found) for found in sheet.objections])
        total, left = len(sheet.objections), sheet.unresolved
        self.set_count(tr("{total} · {left} 未解决", total=total, left=left) if left else str(total or ""))
        self._read_beside(wanted=bool(total))

    def search(self) -> None:
        """Search the library for the objection with the cursor, else for the first one without an answer."""
        focus = QApplication.focusWidget()
        here = (row for row in self.list.made() if focus is not None and row.isAncestorOf(focus))
        row = next(here, None) or self.list.first(lambda item: not item.values["answer"])
        row = row or self.list.first(lambda _: True)
        if row is not None and isinstance(row.footer, ObjectionFooter):
            row.footer.open_picker()

    # Inside

    def _read_beside(self, *, wanted: bool) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if wanted:
            deal_id = self._deal_id
            self._job = self.workspace.later(lambda session: beside_objections(session, deal_id), self._on_read)

    def _beside_of(self, objection_id: str) -> LibraryAnswer | None:
        return self._beside.get(objection_id)

    def _on_read(self, found: Mapping[str, LibraryAnswer]) -> None:
        self._job, self._beside = None, found
        for row in self.list.made():  # the others ask when they are made
            if isinstance(row.footer, ObjectionFooter):
                row.footer.show_beside()


def _item(found: ObjectionRow) -> Item:
    values = {name: getattr(found, name) for name in ("text", "kind", "answer", "proof", "resolved")}
    return Item(found.id, found.id, values, found)
