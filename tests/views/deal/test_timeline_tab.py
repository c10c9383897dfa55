"""The timeline by keyboard: the quick entry, plans, and records edited in place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.models import Activity, Deal
from desktop_crm.operations import activities
from desktop_crm.refusal import Refused
from desktop_crm.rules.when import When
from desktop_crm.system import clock
from desktop_crm.views.deal.pane import DealPane
from desktop_crm.views.deal.quick_entry import moment_of
from desktop_crm.views.deal.timeline_tab import TimelineTab
from desktop_crm.workspace import Workspace
from tests.make import File

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def deal(file: File) -> str:
    customer = file.customer()
    return file.deal(customer, contact_id=file.contact(customer))


@pytest.fixture
def pane(qtbot: QtBot, workspace: Workspace, deal: str) -> DealPane:
    made = DealPane(workspace)
    qtbot.addWidget(made)
    made.resize(480, 900)
    made.show_deal(deal)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.record_followup()
    return made


@pytest.fixture
def tab(pane: DealPane) -> TimelineTab:
    made = pane.tab()
    assert isinstance(made, TimelineTab)
    return made


def newest(workspace: Workspace, deal: str) -> Activity:
    return workspace.ask(
        lambda session: (
            session.query(Activity).filter_by(deal_id=deal, status="done").order_by(Activity.id.desc()).first()
        )
    ) or pytest.fail("no record")


def write(text: str) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, text)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, key, modifier)


def test_a_follow_up_is_written_by_the_keyboard_alone(tab: TimelineTab, workspace: Workspace, deal: str) -> None:
    assert QApplication.focusWidget() is tab.entry.feedback
    write("asked for 3 quotes")
    press(Qt.Key.Key_Tab)
    write("too slow")
    press(Qt.Key.Key_Tab)
    write("compares 3")
    press(Qt.Key.Key_Tab)
    write("send energy data")
    press(Qt.Key.Key_Tab)
    write("2030-03-15")
    press(Qt.Key.Key_Return, CONTROL)
    record = newest(workspace, deal)
    assert (record.feedback, record.objection, record.intention) == ("asked for 3 quotes", "too slow", "compares 3")
    kept = workspace.ask(lambda session: session.get_one(Deal, deal))
    assert (kept.next_step, kept.next_due) == ("send energy data", date(2030, 3, 15))
    assert tab.entry.draft().empty
    assert QApplication.focusWidget() is tab.entry.feedback
    assert list(tab.cards) == [record.id]
    assert [plan.plan.goal for plan in tab.plan_rows.values()] == ["send energy data"]


def test_the_record_fulfils_the_urgent_plan_unless_unticked(tab: TimelineTab, workspace: Workspace, deal: str) -> None:
    first = workspace.do(activities.plan_activity, deal, goal="提交能耗数据", due_on=date(2026, 3, 15))
    assert tab.entry.fulfil.isVisible()
    assert "提交能耗数据" in tab.entry.fulfil.text()
    tab.entry.feedback.setPlainText("收到数据，提了两处疑问")
    tab.save()
    assert newest(workspace, deal).id == first
    second = workspace.do(activities.plan_activity, deal, goal="讲方案")
    tab.entry.fulfil.setChecked(False)
    tab.entry.feedback.setPlainText("来电问付款方式")
    tab.save()
    assert newest(workspace, deal).id not in {first, second}
    assert list(tab.plan_rows) == [second]


def test_method_time_grade_and_person_are_taken_along(
    tab: TimelineTab, workspace: Workspace, deal: str, file: File
) -> None:
    customer = workspace.ask(lambda session: session.get_one(Deal, deal).customer_id) or ""
    boss = file.contact(customer, "陈总")
    tab.refresh()
    tab.entry.method.choose("visit")
    tab.entry.happened.line.setText("昨天下午3点")
    tab.entry.contact.setCurrentIndex(tab.entry.contact.findData(boss))
    tab.entry.grade.choose("C")
    tab.entry.feedback.setPlainText("预算推到明年")
    tab.save()
    record = newest(workspace, deal)
    assert record.happened_at is not None
    assert record.happened_at.astimezone().date() == clock.today() - timedelta(days=1)
    assert f"{record.happened_at.astimezone():%H:%M}" == "15:00"
    assert (record.method, record.contact_id) == ("visit", boss)
    assert workspace.ask(lambda session: session.get_one(Deal, deal).grade) == "C"


def test_vague_words_are_asked_about_and_saved_all_the_same(tab: TimelineTab, workspace: Workspace, deal: str) -> None:
    tab.entry.feedback.setPlainText("客户有兴趣")
    assert tab.entry.question.isVisible()
    assert "具体说了什么" in tab.entry.question.text()
    tab.save()
    assert newest(workspace, deal).feedback == "客户有兴趣"
    assert not tab.entry.question.isVisible()


def test_what_is_refused_stays_in_the_fields(tab: TimelineTab, workspace: Workspace, deal: str) -> None:
    refused: list[Refused] = []
    workspace.refused.connect(refused.append)
    tab.save()
    assert len(refused) == 1
    tab.entry.feedback.setPlainText("谈了")
    tab.entry.due.line.setText("哪天都行")
    tab.save()
    assert tab.entry.due.error()
    assert tab.entry.draft().feedback == "谈了"
    assert workspace.ask(lambda session: session.query(Activity).filter_by(deal_id=deal).count()) == 0


def test_a_half_written_record_waits_for_its_deal(pane: DealPane, tab: TimelineTab, file: File, deal: str) -> None:
    tab.entry.feedback.setPlainText("写到一半")
    tab.entry.next_step.setText("送样机")
    pane.show_deal(file.deal())
    assert tab.entry.draft().empty
    pane.show_deal(deal)
    assert tab.entry.draft().feedback == "写到一半"
    assert tab.entry.draft().next_step == "送样机"


def test_a_change_elsewhere_leaves_the_half_written_record(tab: TimelineTab, workspace: Workspace, deal: str) -> None:
    tab.entry.feedback.setPlainText("写到一半")
    workspace.do(activities.plan_activity, deal, goal="送样机")
    workspace.undo()
    assert tab.entry.draft().feedback == "写到一半"


def test_plans_are_done_put_off_and_called_off_in_place(tab: TimelineTab, workspace: Workspace, deal: str) -> None:
    near = workspace.do(activities.plan_activity, deal, goal="问预算", due_on=date(2026, 3, 1))
    far = workspace.do(activities.plan_activity, deal, goal="讲方案", due_on=date(2030, 1, 1), method="visit")
    assert list(tab.plan_rows) == [near, far]
    QTest.mouseClick(tab.plan_rows[far].done, LEFT)
    assert "讲方案" in tab.entry.fulfil.text()
    assert tab.entry.method.chosen() == {"visit"}
    tab.plan_rows[near].due.start("2031-05-06")
    tab.plan_rows[near].due.commit()
    assert workspace.ask(lambda session: session.get_one(Activity, near).due_on) == date(2031, 5, 6)
    QTest.mouseClick(tab.plan_rows[near].drop, LEFT)
    assert list(tab.plan_rows) == [far]
    assert workspace.ask(lambda session: session.get_one(Activity, near).status) == "cancelled"


def test_records_are_grouped_by_day_and_come_fifty_at_a_time(tab: TimelineTab, file: File) -> None:
    start = datetime(2026, 1, 5, 4, tzinfo=UTC)
    file.add(
        *(
            Activity(
                deal_id=tab.deal_id, status="done", feedback=f"第{at}次", happened_at=start + timedelta(hours=12 * at)
            )
            for at in range(60)
        )
    )
    tab.refresh()
    assert len(tab.cards) == 50
    assert len(tab._days) in {25, 26}
    QTest.mouseClick(tab.more, LEFT)
    assert len(tab.cards) == 60
    assert not tab.more.isVisible()


def test_a_record_is_edited_in_place_and_deleted(tab: TimelineTab, workspace: Workspace, deal: str) -> None:
    record = workspace.do(activities.record_activity, deal, feedback="谈了报价", objection="嫌贵")
    card = tab.cards[record]
    field = card.fields["objection"]
    field.start("，要分期")
    field.commit()
    assert newest(workspace, deal).objection == "嫌贵，要分期"
    assert tab.cards[record].fields["objection"].fact().value == "嫌贵，要分期"
    tab.cards[record].delete_requested.emit(record)
    assert tab.cards == {}
    workspace.undo()
    assert list(tab.cards) == [record]


def test_a_day_without_an_hour_is_its_noon_and_today_is_now() -> None:
    today = clock.today()
    assert moment_of(None) is None
    assert moment_of(When(today, None)) is None
    day = today - timedelta(days=1)
    assert moment_of(When(day, None)) == datetime.combine(day, time(12)).astimezone()
    assert moment_of(When(day, time(15, 30))) == datetime.combine(day, time(15, 30)).astimezone()
