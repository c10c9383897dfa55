"""What a change order adds, alters and takes out, line by line; a clause of the acceptance is picked, not typed again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout
from typing_extensions import override

from desktop_crm.queries.changes import ChangeLine
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.item_list import Cell, Footer, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section

_CELLS: Final = (
    Cell("text", tr("变更内容"), strong=True),
    Cell("kind", tr("变更"), kind="choice", choices=tuple(labels.SCOPE_CHANGES.items())),
    Cell("standard", tr("怎样算合格"), label=tr("验收标准"), line=1, wanted=lambda values: values["kind"] != "remove"),
)
_LONGEST: Final = 32  # signs of a clause in the menu


class ChangeItemsPart(Section):
    """The lines, and the menu of the clauses that can be altered or taken out."""

    def __init__(self, actions: ListActions, pick: Callable[[str], object]) -> None:
        super().__init__(tr("范围"))
        self._pick = pick
        self.items = ItemList(_CELLS, actions, add_hint=tr("增加什么，如：55 寸看板一块及接入"), footer=_Was)
        self.menu = QMenu(self)
        self.choose = button(tr("改验收条款"), lambda: None, kind="quiet", icon="edit")
        self.choose.setMenu(self.menu)
        self.add_action(self.choose)
        self.add(self.items)

    def show_lines(self, lines: Sequence[ChangeLine], clauses: Sequence[tuple[str, str]], *, frozen: bool) -> None:
        """Show the lines of a change; `clauses` are those of the acceptance as it stands."""
        self.items.set_items([_item(line) for line in lines], frozen=frozen)
        self.set_count(str(len(lines)) if lines else tr("不变") if frozen else "")
        named = {line.clause_id for line in lines}
        free = [clause for clause in clauses if clause[0] not in named and clause[1]]
        self.choose.setVisible(bool(free) and not frozen)
        self.menu.clear()
        for key, text in free:
            shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
            self.menu.addAction(shown.replace("&", "&&")).triggered.connect(partial(self._pick, key))


class _Was(Footer):
    """The wording that a line alters."""

    def __init__(self) -> None:
        super().__init__()
        self.said = QLabel(wordWrap=True)
        self.said.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(theme.TIGHT), 0, 0, 0)
        column.addWidget(self.said)

    @override
    def set_item(self, item: Item, *, frozen: bool) -> None:
        line = item.data
        assert isinstance(line, ChangeLine)
        altered = line.kind == "alter" and line.was and line.was != line.text
        gone = line.kind == "remove" and line.clause_id
        self.said.setText(tr("原：{was}", was=line.was) if altered else tr("从验收条款中取消") if gone else "")
        self.setVisible(bool(self.said.text()))


def _item(line: ChangeLine) -> Item:
    values = {"text": line.text, "kind": line.kind, "standard": line.standard}
    return Item(line.id, line.id, values, line)
