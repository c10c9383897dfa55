"""Improvements on the screen of figures, by keys: found on a row, listed, done, measured, looked at, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_crm.operations.improvements import finish_improvement, propose_improvement
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.improvements import improvements
from desktop_crm.system import clock
from desktop_crm.views.figures.improvement_form import ImprovementForm
from desktop_crm.views.figures.improvements_page import ImprovementsPage
from desktop_crm.views.figures.improving import propose_from_finding
from desktop_crm.views.screens.figures_screen import FiguresScreen
from tests.make import File
from tests.views.waiting import settle

KEY = Qt.Key
START = datetime(2026, 4, 1, 2, tzinfo=UTC)
MARCH = Filters(first=date(2026, 3, 1), last=date(2026, 3, 31))


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=True) as found:
        yield found


@pytest.fixture
def company(file: File) -> File:
    customer = file.customer()
    for place in range(20):
        outcome = "won" if place < 2 else "open"
        file.deal(customer, number=f"Z{place}", outcome=outcome, acquired_on=date(2026, 3, 10))
        file.deal(customer, number=f"G{place}", source="官网", acquired_on=date(2026, 3, 10))
    return file


def page_of(screen: FiguresScreen) -> ImprovementsPage:
    screen.show_place("improvements")
    settle(screen.workspace)
    page = screen.other["improvements"]
    assert isinstance(page, ImprovementsPage)
    screen.activateWindow()
    QTest.qWaitForWindowActive(screen)
    page.take_focus()
    return page


def form_in(screen: FiguresScreen) -> ImprovementForm:
    (form,) = [one for one in screen.findChildren(ImprovementForm) if one.isVisible()]
    while not form.isActiveWindow():
        form.activateWindow()
        QApplication.processEvents()
    return form


def press(widget: Any, *keys: Any) -> None:
    for each in keys:
        QTest.keyClick(widget, each)
        QApplication.processEvents()


def kept(file: File, key: str = "conversion", **values: Any) -> str:
    """Propose an improvement on the fair's conversion in March, as it stands."""
    from desktop_crm.charts.catalogue import CATALOGUE  # noqa: PLC0415
    from desktop_crm.charts.improving import found_in_row  # noqa: PLC0415

    def read(session: Any) -> Any:
        made = CATALOGUE[key].make(session, MARCH)
        row = made.find("展会")
        assert row is not None
        return found_in_row(made, row, MARCH, scope="", today=clock.today())[0]

    found = file.ask(read)
    given: dict[str, Any] = {"finding": found.sentence, "owner_id": file.me, "due_on": clock.today()}
    given |= {"chart": found.chart, "view": found.view, "before": found.before, "action": "展前电话邀约"}
    return file.do(propose_improvement, **given | values)


def states(page: ImprovementsPage) -> list[tuple[str, str]]:
    rows = [page.table.rows.row(at) for at in range(page.table.rows.rowCount())]
    return [(row.state, row.action) for row in rows]


def test_a_row_of_a_chart_becomes_an_improvement(screen: FiguresScreen, company: File) -> None:
    screen.page.choose_row("展会")
    assert not screen.page.improving.standing.isVisible()
    assert screen.page.table is not None
    QTest.keyClick(screen.page.table, KEY.Key_I, Qt.KeyboardModifier.ControlModifier)
    form = form_in(screen)
    assert form.finding.text() == "展会 · 转化率：10.0%（n=20），全部 5.0%（n=40）"
    assert form.owner.currentText() == "王敏"
    assert form.due.value() == date(2026, 4, 10)
    form.action.setText("展前电话邀约")
    form.due.line.setText("下周四")
    said: list[str] = []
    screen.done.connect(said.append)
    QTest.keyClick(form.action, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(screen.workspace)
    assert "展前电话邀约" in said[0]
    (line,) = company.ask(improvements, clock.today())
    assert (line.chart, line.view.row, line.before, line.due_on) == ("conversion", "展会", 100, date(2026, 4, 9))
    assert screen.page.improving.standing.text() == "1 项改进在进行"
    screen.page.improving.standing.click()
    settle(screen.workspace)
    assert screen.other["improvements"].isVisible()


def test_a_form_that_lacks_something_says_so_and_stays(screen: FiguresScreen, company: File) -> None:
    screen.page.improving.propose.click()
    form = form_in(screen)
    form.keep.click()
    assert form.problem.text() == "请写下要做什么。"
    assert form.focusWidget() is form.action
    form.action.setText("甲")
    form.due.line.setText("")
    form.keep.click()
    assert form.problem.text().startswith("改进要有负责人和日期")
    form.due.line.setText("不是日子")
    form.keep.click()
    assert form.due.error()
    assert company.ask(improvements, clock.today()) == []
    press(form, KEY.Key_Escape)
    assert not any(one.isVisible() for one in screen.findChildren(ImprovementForm))


def test_another_figure_brings_its_own_sentence_unless_one_was_written(screen: FiguresScreen) -> None:
    screen.bar.set_wanted(MARCH)
    screen.refresh()
    settle(screen.workspace)
    screen.page.choose_row("展会")
    screen.page.improving.propose.click()
    form = form_in(screen)
    assert [form.figure.itemText(at) for at in range(form.figure.count())][:2] == ["展会 · 转化率", "展会 · 成交"]
    assert form.finding.text().startswith("上月 · 展会 · 转化率：10.0%")
    form.figure.setCurrentIndex(1)
    assert form.finding.text() == "上月 · 展会 · 成交：2 条"
    form.finding.setText("展会只成交了两条")
    form.figure.setCurrentIndex(0)
    assert form.finding.text() == "展会只成交了两条"
    form.reject()


def test_numbers_of_all_times_are_taken_of_the_last_days(screen: FiguresScreen, company: File) -> None:
    for place in range(12):
        day = date(2026, 3, 20) if place else date(2025, 3, 20)
        company.deal(number=f"L{place}", outcome="lost", outcome_reason="价格过高", closed_on=day)
    screen.show_place("loss")
    settle(screen.workspace)
    screen.page.improving.propose.click()
    settle(screen.workspace)
    form = form_in(screen)
    assert form.finding.text() == "最近 90 天 · 价格过高 · 丢单：11 条"
    form.reject()


def test_a_quarter_offers_nothing_and_says_why(screen: FiguresScreen, company: File) -> None:
    company.deal(number="Q", outcome="won", closed_on=date(2026, 3, 3))
    said: list[str] = []
    screen.noted.connect(said.append)
    screen.show_place("quarters")
    settle(screen.workspace)
    screen.page.improving.propose.click()
    settle(screen.workspace)
    assert "没有以后可以比较的数" in said[0]


def test_by_keys_from_planned_to_measured_and_back(
    screen: FiguresScreen, company: File, traveller: time_machine.Traveller
) -> None:
    kept(company)
    page = page_of(screen)
    said: list[str] = []
    screen.done.connect(said.append)
    assert page.answer.text() == "1 项改进，1 项在进行。"
    press(page.table, KEY.Key_D)
    settle(screen.workspace)
    assert states(page) == [("waiting", "展前电话邀约")]
    press(page.table, KEY.Key_M)
    settle(screen.workspace)
    assert states(page) == [("waiting", "展前电话邀约")]  # refused: its time has not come
    customer = company.customer()
    for place in range(20):
        outcome = "won" if place < 8 else "open"
        company.deal(customer, number=f"N{place}", outcome=outcome, acquired_on=date(2026, 4, 20))
    traveller.move_to(datetime(2026, 5, 2, 2, tzinfo=UTC))
    screen.refresh()
    settle(screen.workspace)
    assert states(page) == [("ready", "展前电话邀约")]
    press(page.table, KEY.Key_Return)
    settle(screen.workspace)
    settle(screen.workspace)
    assert said[-1] == "展会 · 转化率：10.0%（n=20） → 40.0%（n=20），变好了。"
    assert page.pane.change.text() == said[-1]
    assert page.answer.text() == "1 项改进；看过的 1 项，1 项变好了。"
    press(page.table, KEY.Key_R)
    settle(screen.workspace)
    assert states(page) == [("overdue", "展前电话邀约")]
    press(page.table, KEY.Key_Delete)
    settle(screen.workspace)
    assert page.empty.isVisible()


def test_look_at_the_chart_shows_exactly_the_same_cut(screen: FiguresScreen, company: File) -> None:
    kept(company, view=None)
    key = kept(company)
    company.do(finish_improvement, key, done_on=date(2026, 2, 1))
    page = page_of(screen)
    at = next(at for at in range(2) if page.table.rows.row(at).id == key)
    page.table.setCurrentIndex(page.table.rows.index(at, 0))
    press(page.table, KEY.Key_G)
    settle(screen.workspace)
    assert screen.question() == "conversion"
    assert screen.bar.wanted() == MARCH
    assert screen.bar.reset.isVisible()
    assert screen.page.table is not None
    assert screen.page.table.rows.row(screen.page.table.currentIndex().row()).key == "展会"
    assert screen.page.table.hasFocus()
    odd = Filters(date(2026, 3, 3), date(2026, 3, 9), company.me, "展会", "制造业", company.playbooks.default.key)
    screen.show_cut("members", odd, None)
    settle(screen.workspace)
    assert screen.bar.wanted() == odd
    assert screen.bar.words().startswith("2026-03-03 至 2026-03-09 · 王敏 · 展会 · 制造业")
    screen.bar.clear()
    assert screen.bar.wanted() == Filters()
    assert screen.bar.words() == ""


def test_it_is_changed_in_the_same_form(screen: FiguresScreen, company: File) -> None:
    kept(company)
    page = page_of(screen)
    press(page.table, KEY.Key_E)
    form = form_in(screen)
    assert not form.figure.isVisible()
    form.action.setText("展前两周邀约")
    form.keep.click()
    settle(screen.workspace)
    assert states(page) == [("planned", "展前两周邀约")]


def test_a_lesson_becomes_one_whose_effect_is_told_in_words(screen: FiguresScreen, company: File) -> None:
    deal = company.deal(number="L1", outcome="lost")
    form = propose_from_finding(screen.workspace, screen, finding="报价晚了两周", deal_id=deal)
    assert form.finding.text() == "报价晚了两周"
    form.action.setText("两天内报价")
    form.keep.click()
    page = page_of(screen)
    asked: list[str] = []
    screen.deal_requested.connect(asked.append)
    press(page.table, KEY.Key_O)
    assert asked == [deal]
    press(page.table, KEY.Key_D)
    settle(screen.workspace)
    press(page.table, KEY.Key_M)
    assert page.pane.effect.hasFocus()
    page.pane.effect.setText("现在都在两天内报价")
    press(page.pane.effect, KEY.Key_Return)
    settle(screen.workspace)
    assert states(page) == [("noted", "两天内报价")]
    assert page.table.hasFocus()


def test_a_lesson_can_be_seen_by_a_figure_of_all(screen: FiguresScreen, company: File) -> None:
    form = propose_from_finding(screen.workspace, screen, finding="跟进慢", deal_id=company.deal(outcome="lost"))
    form.action.setText("当天回电")
    form.figure.setCurrentIndex(form.figure.findData("conversion"))
    form.keep.click()
    assert form.problem.text().startswith("还在读这张图")
    settle(screen.workspace)
    form.keep.click()
    (line,) = company.ask(improvements, clock.today())
    assert (line.chart, line.view.row, line.before, line.view.n) == ("conversion", None, 49, 41)  # 2 of 41


def test_the_member_of_the_filter_narrows_the_list(screen: FiguresScreen, company: File) -> None:
    from desktop_crm.models import Member  # noqa: PLC0415

    other = company.add(Member(name="刘洋"))
    kept(company)
    kept(company, owner_id=other, action="别人的")
    page = page_of(screen)
    assert len(states(page)) == 2
    screen.bar.member.fill()
    screen.bar.member.setCurrentIndex(screen.bar.member.findData(other))
    settle(screen.workspace)
    assert states(page) == [("planned", "别人的")]


@pytest.mark.parametrize("days", [-1, 0, 3, 400])
def test_every_state_is_painted(screen: FiguresScreen, company: File, days: int) -> None:
    key = kept(company, due_on=clock.today() + timedelta(days=days))
    if days > 3:
        company.do(finish_improvement, key, done_on=date(2025, 3, 1))
    page = page_of(screen)
    assert not screen.grab().isNull()
    assert page.pane.badge.mark().text
