"""The preparation of a talk as part of the requirement tab: internal, folded away once there is a requirement."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_crm.operations.interviews import (
    add_questions,
    edit_interview,
    edit_question,
    move_question,
    remove_question,
    take_over_questions,
)
from desktop_crm.queries.interviews import InterviewSheet
from desktop_crm.system.translations import tr
from desktop_crm.views import labels
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.item_list import Cell, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_CELLS = (
    Cell("question", tr("问题")),
    Cell("kind", tr("类型"), kind="choice", choices=tuple(labels.QUESTION_KINDS.items())),
    Cell("answer", tr("客户怎么回答"), label=tr("答"), line=1),
)


class InterviewSection(Section):
    """Background, opening, value points, and the questions with their answers."""

    def __init__(self, workspace: Workspace, deal: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(tr("访谈准备"), internal=True, folds=True, parent=parent)
        self._workspace = workspace
        self._deal = deal
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_fact)
        self.questions = ItemList(
            _CELLS,
            ListActions(
                lambda texts, after: workspace.attempt(add_questions, deal(), kind="open", texts=texts, after=after),
                lambda row, key, value: workspace.attempt(edit_question, row, **{key: value}),
                lambda row, place: workspace.attempt(move_question, row, place=place),
                lambda row: workspace.attempt(remove_question, row),
            ),
            add_hint=tr("写下要问的问题，回车写下一个"),
        )
        self.take_over = button("", self._on_take_over, kind="quiet", icon="add")
        self.add(self.facts)
        self.add(self.questions)
        self.add(self.take_over)

    def show_sheet(self, sheet: InterviewSheet) -> None:
        """Show what is prepared."""
        self.facts.set_facts(
            [
                Fact("background", tr("背景"), sheet.background, "long"),
                Fact("opening", tr("开场白"), sheet.opening, "long"),
                Fact("value_points", tr("价值点"), sheet.value_points, "long"),
            ]
        )
        self.questions.set_items(
            [
                Item(found.id, found.id, {"question": found.question, "kind": found.kind, "answer": found.answer})
                for found in sheet.questions
            ]
        )
        total = len(sheet.questions)
        self.set_count(tr("{answered}/{total} 已答", answered=sheet.answered, total=total) if total else "")
        self.take_over.setText(tr("带入流程建议的 {count} 个问题", count=len(sheet.suggested)))
        self.take_over.setVisible(bool(sheet.suggested))

    def start(self) -> None:
        """Unfold, and put the cursor where the next question is written."""
        self.set_folded(False)
        self.questions.start()

    def _on_fact(self, key: str, value: object) -> None:
        self._workspace.attempt(edit_interview, self._deal(), **{key: value})

    def _on_take_over(self) -> None:
        self._workspace.attempt(take_over_questions, self._deal())
