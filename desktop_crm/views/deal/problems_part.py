"""The problems of a delivery: what, its effect, what is done by whom until when, and one button that solves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from desktop_crm.queries.progress import Trouble
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, Mark, due_mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.item_list import Cell, Footer, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section

_CELLS: Final = (
    Cell("text", tr("问题"), strong=True),
    Cell("impact", tr("影响什么"), label=tr("影响"), line=1),
    Cell("solution", tr("怎么解决"), label=tr("解决"), line=2),
    Cell("owner", tr("谁负责"), label=tr("负责"), line=3),
    Cell("due_on", tr("期限"), label=tr("期限"), kind="date", line=3),
)


@dataclass(frozen=True, slots=True)
class ProblemActions:
    """What can be done with a problem, by its id."""

    solve: Callable[[str], object | None]
    reopen: Callable[[str], object | None]


def problem_mark(problem: Trouble, today: date) -> Mark:
    """Return how a problem stands, in words."""
    if problem.solved_on is not None:
        return Mark(tr("{day} 已解决", day=short_day(problem.solved_on, today)), "good", "good")
    return Mark(tr("待解决"), "soon", "trouble") if problem.due_on is None else due_mark(problem.due_on, today)


class ProblemsPart(Section):
    """Problems that stand come first, those that are solved below; customers read all of it but the notes."""

    def __init__(self, actions: ListActions, problems: ProblemActions) -> None:
        super().__init__(tr("问题与解决"))
        self._actions = problems
        self.problems = ItemList(_CELLS, actions, add_hint=tr("记一个问题，如：终端到货推迟一周"), footer=self._panel)
        self.add(self.problems)

    def show_problems(self, problems: Sequence[Trouble]) -> None:
        """Show these problems."""
        self.problems.set_items([_item(problem) for problem in problems])
        waiting = sum(problem.solved_on is None for problem in problems)
        self.set_count(tr("{count} 个待解决", count=waiting) if waiting else tr("全部已解决") if problems else "")

    def go_to(self, wanted: str) -> QWidget:
        """Put the cursor on how the problem named, else the first that stands, is solved; else where one is written."""
        for row in self.problems.rows():
            problem = row.item.data
            assert isinstance(problem, Trouble)
            if problem.id == wanted or (not wanted and problem.solved_on is None):
                row.cell("solution").setFocus(Qt.FocusReason.OtherFocusReason)
                return row
        self.problems.start()
        return self.problems.add_line

    def _panel(self) -> Footer:
        return ProblemPanel(self._actions)


class ProblemPanel(Footer):
    """How a problem stands, since when, and the button that solves it."""

    def __init__(self, actions: ProblemActions) -> None:
        super().__init__()
        self._id = ""
        self.badge = Badge(Mark("", "muted"))
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.solve = button(tr("已解决"), lambda: actions.solve(self._id), icon="check")
        self.reopen = button(tr("重新打开"), lambda: actions.reopen(self._id), kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(theme.TIGHT), theme.px(theme.TIGHT), 0, theme.px(theme.TIGHT))
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.badge)
        row.addWidget(self.said, 1)
        row.addWidget(self.reopen)
        row.addWidget(self.solve)

    @override
    def set_item(self, item: Item, *, frozen: bool) -> None:
        problem = item.data
        assert isinstance(problem, Trouble)
        self._id = problem.id
        today = clock.today()
        self.badge.set_mark(problem_mark(problem, today))
        self.said.setText(tr("{day} 发现", day=short_day(problem.found_on, today)) if problem.found_on else "")
        self.solve.setVisible(problem.solved_on is None)
        self.reopen.setVisible(problem.solved_on is not None)

    @override
    def tab_stops(self) -> list[QWidget]:
        return [self.reopen if self.solve.isHidden() else self.solve]


def _item(problem: Trouble) -> Item:
    values = {
        "text": problem.text,
        "impact": problem.impact,
        "solution": problem.solution,
        "owner": problem.owner,
        "due_on": problem.due_on,
    }
    return Item(problem.id, problem.id, values, problem, frozen=problem.solved_on is not None)
