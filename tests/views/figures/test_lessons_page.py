"""The page of lessons, searched and opened by keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop_crm.models import DealReview, Improvement
from desktop_crm.operations.deal_reviews import review_deal
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.views.figures.improvement_form import ImprovementForm
from desktop_crm.views.figures.lessons_page import LessonsPage
from desktop_crm.views.screens.figures_screen import FiguresScreen
from desktop_crm.views.widgets.table import PAGE
from desktop_crm.workspace import Workspace
from tests.make import File
from tests.views.waiting import settle

KEY = Qt.Key
TODAY = date.today()


def add(file: File, number: str, outcome: str, days: int, **said: object) -> str:
    deal = file.deal(number=number, outcome=outcome, closed_on=TODAY - timedelta(days=days))
    file.add(DealReview(deal_id=deal, reviewed_on=TODAY - timedelta(days=days), **said))
    return deal


@pytest.fixture
def company(file: File) -> File:
    add(
        file,
        "Z1",
        "lost",
        10,
        reasons=["价格", "交期"],
        competitor="蓝澜",
        lesson="报价前先问预算",
        reviewer_id=file.me,
    )
    add(file, "Z2", "won", 5, reasons=["关系"], went_well="早早见到厂长")
    add(file, "Z3", "lost", 400, reasons=["价格"], went_badly="样机晚了一周")
    return file


@pytest.fixture
def page(company: File, workspace: Workspace, qtbot: QtBot) -> Iterator[LessonsPage]:  # noqa: ARG001 - it must run first
    made = LessonsPage(workspace)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    qtbot.waitExposed(made)
    made.show_filters(Filters())
    settle(workspace)
    yield made
    made.close()


def numbers(page: LessonsPage) -> list[str]:
    return [page.table.rows.row(at).number for at in range(page.table.rows.rowCount())]


def said(page: LessonsPage) -> dict[str, str]:
    return {key: text.text() for key, (_, text) in page.card.texts.items() if text.isVisible()}


def test_newest_first_and_the_first_in_full(page: LessonsPage) -> None:
    assert numbers(page) == ["Z2", "Z1", "Z3"]
    assert page.answer.text() == "丢单的复盘 2 条，成交的 1 条；提到最多的原因是“价格”（2 条）。"
    assert said(page) == {"went_well": "早早见到厂长", "reasons": "关系"}
    page.take_focus()
    QTest.keyClick(page.table, KEY.Key_Down)
    assert said(page) == {"lesson": "报价前先问预算", "reasons": "价格、交期", "competitor": "蓝澜"}
    assert f"王敏复盘于 {TODAY - timedelta(days=10)}" in page.card.facts.text()


def test_words_outcome_and_the_filters_of_the_screen_narrow(page: LessonsPage, workspace: Workspace) -> None:
    page.words.setText("价格")
    settle(workspace)
    assert numbers(page) == ["Z1", "Z3"]
    page.show_filters(Filters(first=TODAY - timedelta(days=90), last=TODAY))
    settle(workspace)
    assert numbers(page) == ["Z1"]
    page.outcomes.choose("won")
    settle(workspace)
    assert page.nothing.isVisible()
    page.nothing.steps()[0].click()
    settle(workspace)
    assert numbers(page) == ["Z2", "Z1"]


def test_from_the_words_to_the_list_and_into_the_deal(page: LessonsPage, workspace: Workspace) -> None:
    asked: list[str] = []
    page.deal_requested.connect(asked.append)
    page.words.setFocus()
    page.words.setText("厂长")
    QTest.keyClick(page.words, KEY.Key_Return)
    settle(workspace)
    assert QApplication.focusWidget() is page.table
    QTest.keyClick(page.table, KEY.Key_Return)
    lesson = page.chosen()
    assert lesson is not None
    assert asked == [lesson.deal_id]


def test_the_chosen_one_stays_chosen_when_the_list_changes(
    page: LessonsPage, company: File, workspace: Workspace
) -> None:
    page.table.setCurrentIndex(page.table.rows.index(1, 0))
    chosen = page.chosen()
    assert chosen is not None
    workspace.do(review_deal, company.deal(outcome="lost", number="Z4"), lesson="先见决策人")
    page.refresh()
    settle(workspace)
    assert numbers(page)[0] == "Z4"
    assert page.chosen() == chosen


def test_a_long_list_comes_by_pages(page: LessonsPage, company: File, workspace: Workspace) -> None:
    for place in range(PAGE):
        add(company, f"L{place}", "lost", 20, lesson="早报价")
    page.refresh()
    settle(workspace)
    assert page.table.rows.count_text() == f"{PAGE} / {PAGE + 3}"
    page.table.scrollToBottom()
    page.table.rows.fetchMore(page.table.rootIndex())
    assert numbers(page)[-1] == "Z3"


def test_without_reviews_it_says_what_this_is_for(tmp_path: Path, qtbot: QtBot) -> None:
    file = File(tmp_path / "empty")
    file.close()
    workspace = Workspace(tmp_path / "empty")
    page = LessonsPage(workspace)
    qtbot.addWidget(page)
    page.show()
    page.show_filters(Filters())
    settle(workspace)
    assert page.empty.isVisible()
    assert page.chosen() is None
    page.take_focus()
    workspace.close()


def test_an_improvement_takes_the_lesson_along(page: LessonsPage, workspace: Workspace) -> None:
    page.table.setCurrentIndex(page.table.rows.index(1, 0))
    page.table.setFocus()
    QTest.keyClick(page.table, KEY.Key_I)
    lesson = page.chosen()
    assert lesson is not None
    (form,) = page.findChildren(ImprovementForm)
    assert form.finding.text() == "报价前先问预算"
    form.action.setText("首访清单加上预算一问")
    form.keep.click()
    (kept,) = workspace.ask(lambda session: session.scalars(select(Improvement)).all())
    assert (kept.deal_id, kept.finding, kept.action) == (lesson.deal_id, "报价前先问预算", "首访清单加上预算一问")


def test_the_screen_finds_the_page(company: File, workspace: Workspace, qtbot: QtBot) -> None:  # noqa: ARG001 - it must run first
    screen = FiguresScreen(workspace)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_place("lessons")
    settle(workspace)
    page = screen.other["lessons"]
    assert isinstance(page, LessonsPage)
    assert numbers(page) == ["Z2", "Z1", "Z3"]
