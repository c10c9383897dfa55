"""Badges, chips, tags, progress, empty state, skeleton, flow layout."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, due_mark, grade_mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.flow import FlowLayout
from desktop_crm.views.widgets.progress_strip import ProgressStrip
from desktop_crm.views.widgets.skeleton import Waiting
from desktop_crm.views.widgets.tag_edit import TagEdit

TODAY = date(2024, 3, 13)


@pytest.mark.parametrize(
    ("days", "text", "tone"),
    [(-2, "逾期2天", "late"), (0, "今天", "soon"), (3, "还有3天", "soon"), (4, "3月17日", "muted")],
)
def test_a_due_day_is_a_word_an_icon_and_a_tone(days: int, text: str, tone: str):
    mark = due_mark(TODAY + timedelta(days), TODAY)
    assert (mark.text, mark.tone) == (text, tone)
    assert mark.icon


def test_a_day_that_is_not_planned_says_so():
    assert due_mark(None, TODAY).text == "未安排"
    assert grade_mark("").text == "未评级"
    assert [grade_mark(grade).text for grade in "ABC"] == ["A", "B", "C"]


def test_a_badge_is_as_wide_as_its_mark_and_reads_aloud(qtbot: QtBot):
    badge = Badge(grade_mark("A"))
    qtbot.addWidget(badge)
    narrow = badge.sizeHint()
    badge.set_mark(due_mark(date(2024, 3, 1), TODAY))
    assert badge.sizeHint().width() > narrow.width()
    assert badge.accessibleName() == "逾期12天"
    badge.resize(badge.sizeHint())
    assert badge.grab().toImage().pixelColor(badge.width() // 2, 1).name().upper() == theme.LIGHT.late_soft


def test_chips_turn_on_and_off_and_keep_what_is_on(qtbot: QtBot):
    row = ChipRow()
    qtbot.addWidget(row)
    row.set_choices([("a", "A级"), ("b", "B级")])
    with qtbot.waitSignal(row.changed):
        QTest.mouseClick(row.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    row.set_choices([("b", "B级"), ("c", "C级")])
    assert row.chosen() == {"b"}
    with qtbot.waitSignal(row.changed):
        row.choose("c")
    assert row.chosen() == {"c"}


def test_of_exclusive_chips_one_is_on_or_none(qtbot: QtBot):
    row = ChipRow(one_only=True)
    qtbot.addWidget(row)
    row.set_choices([("a", "A级"), ("b", "B级")])
    first, second = row.findChildren(QPushButton)
    for chip, chosen in ((first, {"a"}), (second, {"b"}), (second, set[str]())):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
        assert row.chosen() == chosen


def test_arrows_go_along_the_chips(qtbot: QtBot):
    row = ChipRow()
    qtbot.addWidget(row)
    row.set_choices([("a", "A级"), ("b", "B级")])
    with qtbot.waitExposed(row):
        row.show()
    first, second = row.findChildren(QPushButton)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Space)
    assert row.chosen() == {"b"}


def test_chips_are_one_stop_for_tab_and_are_chosen_by_number(qtbot: QtBot):
    page = QWidget()
    qtbot.addWidget(page)
    before, row, after = QLineEdit(), ChipRow(one_only=True), QLineEdit()
    row.set_choices([("a", "电话"), ("b", "微信"), ("c", "邮件")])
    row.choose("b")
    column = QVBoxLayout(page)
    for part in (before, row, after):
        column.addWidget(part)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    chips = row.chips()
    assert chips[1].hasFocus()
    QTest.keyClick(chips[1], Qt.Key.Key_3)
    assert (row.chosen(), chips[2].hasFocus()) == ({"c"}, True)
    QTest.keyClick(chips[2], Qt.Key.Key_9)
    assert row.chosen() == {"c"}
    QTest.keyClick(chips[2], Qt.Key.Key_Tab)
    assert after.hasFocus()
    QTest.keyClick(after, Qt.Key.Key_Backtab)
    assert chips[2].hasFocus()


@pytest.fixture
def tags(qtbot: QtBot) -> TagEdit:
    made = TagEdit()
    qtbot.addWidget(made)
    made.set_tags(["制造业", " 制造业 ", "", "关注性价比"])
    made.show()
    return made


def typing_field(tags: TagEdit) -> QLineEdit:
    found = tags.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def test_tags_are_cleaned_and_single(tags: TagEdit):
    assert tags.tags() == ("制造业", "关注性价比")
    tags.add("制造业")
    assert tags.tags() == ("制造业", "关注性价比")


@pytest.mark.parametrize("end", ["enter", "comma"])
def test_a_tag_is_added_by_enter_or_a_comma(tags: TagEdit, qtbot: QtBot, end: str):
    field = typing_field(tags)
    with qtbot.waitSignal(tags.changed):
        QTest.keyClicks(field, "vip," if end == "comma" else "vip")
        if end == "enter":
            QTest.keyClick(field, Qt.Key.Key_Return)
    assert tags.tags()[-1] == "vip"
    assert field.text() == ""


def test_backspace_in_the_empty_field_and_the_cross_remove(tags: TagEdit):
    QTest.keyClick(typing_field(tags), Qt.Key.Key_Backspace)
    assert tags.tags() == ("制造业",)
    crosses = [made for made in tags.findChildren(QToolButton) if made.isVisible()]
    (cross,) = [made for made in crosses if made.accessibleName() == "移除标签 制造业"]
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert tags.tags() == ()


def test_progress_is_shown_and_can_be_stopped_once(qtbot: QtBot):
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    strip.start("正在导入")
    strip.advance(30, 120, "正在导入 第 30 行")
    assert strip.text() == "正在导入 第 30 行"
    assert (strip._bar.value(), strip._bar.maximum()) == (30, 120)
    with qtbot.waitSignal(strip.cancel_requested):
        QTest.keyClick(strip, Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(strip.cancel_requested):
        QTest.keyClick(strip, Qt.Key.Key_Escape)
    strip.finish()
    assert strip.isHidden()


def test_an_empty_state_leads_to_the_first_step(qtbot: QtBot):
    done: list[str] = []
    state = EmptyState(
        "board", "还没有线索。", FirstStep("导入", lambda: done.append("import")), FirstStep("新建", print)
    )
    qtbot.addWidget(state)
    assert [made.property("kind") for made in state.steps()] == ["primary", "plain"]
    QTest.keyClick(state.steps()[0], Qt.Key.Key_Space)
    assert done == ["import"]


def test_a_skeleton_appears_only_when_it_takes_long(qtbot: QtBot):
    content = QLabel("内容")
    place = Waiting(content)
    qtbot.addWidget(place)
    place.resize(200, 200)
    place.show()
    place.wait()
    assert not place.waiting()
    place.ready()
    assert not place._timer.isActive()
    place._timer.setInterval(0)
    place.wait()
    qtbot.waitUntil(place.waiting)
    assert not content.isVisible()
    place.ready()
    assert content.isVisible()


def test_the_keyboard_waits_where_it_was_while_the_skeleton_is_shown(qtbot: QtBot):
    whole, content = QWidget(), QWidget()
    other, first, second = QLineEdit(whole), QLineEdit(content), QLineEdit(content)
    place = Waiting(content, whole)
    qtbot.addWidget(whole)
    whole.show()
    whole.activateWindow()
    qtbot.waitUntil(whole.isActiveWindow)
    place._timer.setInterval(0)
    for had_it in (second, first, other):
        had_it.setFocus()
        place.wait()
        qtbot.waitUntil(place.waiting)
        assert not content.isVisible()
        place.ready()
        assert had_it.hasFocus()


def test_a_flow_breaks_lines_and_keeps_everything_inside(qtbot: QtBot):
    around = QWidget()
    qtbot.addWidget(around)
    flow = FlowLayout(around, spacing=4)
    for _ in range(5):
        block = QWidget()
        block.setFixedSize(QSize(60, 20))
        flow.addWidget(block)
    assert flow.heightForWidth(400) == 20
    assert flow.heightForWidth(130) == 3 * 20 + 2 * 4
    around.resize(130, 80)
    around.show()
    blocks = around.findChildren(QWidget)
    assert all(around.rect().contains(block.geometry()) for block in blocks)
    assert len({(block.x(), block.y()) for block in blocks}) == 5


def test_a_button_calls_without_qts_argument(qtbot: QtBot):
    heard: list[tuple[object, ...]] = []

    def remember(*given: object) -> None:
        heard.append(given)

    made = button("保存", remember, kind="primary", icon="save")
    qtbot.addWidget(made)
    made.click()
    assert heard == [()]
    assert made.sizeHint().height() >= 28
