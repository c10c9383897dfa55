"""The timeline by keyboard: the quick entry, plans, and records edited in place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.models import Activity, Deal, Member, Objection
from desktop_crm.operations import activities
from desktop_crm.operations.customers import add_tag
from desktop_crm.queries.entry import entry_facts
from desktop_crm.refusal import Refused
from desktop_crm.rules.when import When
from desktop_crm.system import clock
from desktop_crm.views.deal.draft import moment_of
from desktop_crm.views.deal.pane import DealPane
from desktop_crm.views.deal.timeline_tab import TimelineTab
from desktop_crm.views.widgets.badge import Badge
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
    write("send energy data")
    press(Qt.Key.Key_Tab)
    write("2030-03-15 15:00")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    write("too slow")
    press(Qt.Key.Key_Tab)
    write("compares 3")
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


def test_records_are_grouped_by_day_and_come_fifty_at_a_time(qtbot: QtBot, tab: TimelineTab, file: File) -> None:
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
    assert 0 < len(tab.cards) < 50  # what is seen first, the others in the pauses that follow
    qtbot.waitUntil(tab.list.complete)
    assert len(tab.cards) == 50
    heads = [part for part in tab.list.children() if isinstance(part, QLabel)]
    assert len(heads) in {25, 26}
    QTest.mouseClick(tab.more, LEFT)
    qtbot.waitUntil(tab.list.complete)
    assert len(tab.cards) == 60
    QApplication.processEvents()
    shown = sorted(tab.cards.values(), key=lambda card: card.y())
    assert [card.record.feedback for card in shown] == [f"第{at}次" for at in range(59, -1, -1)]
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


def stored(workspace: Workspace, deal: str) -> Deal:
    return workspace.ask(lambda session: session.get_one(Deal, deal))


def test_a_record_with_next_step_and_day_takes_three_keys_beside_its_words(
    pane: DealPane, tab: TimelineTab, workspace: Workspace, deal: str
) -> None:
    """F2, the words, Tab, the next step, Tab, its day, Ctrl+Enter: nothing lies between what is said most."""
    tab.entry.next_step.setFocus()
    QTest.keyClick(pane, Qt.Key.Key_F2)
    stops: list[object] = [QApplication.focusWidget()]
    for text in ("wants 3 quotes", "send them"):
        write(text)
        press(Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    write("2030-03-15 15:00")
    press(Qt.Key.Key_Return, CONTROL)
    assert stops == [tab.entry.feedback, tab.entry.next_step, tab.entry.due.line]
    (plan,) = tab.plan_rows.values()
    assert (plan.plan.goal, plan.plan.due_on, plan.plan.due_at) == ("send them", date(2030, 3, 15), "15:00")
    assert stored(workspace, deal).last_contact_at is not None


def test_the_method_is_one_stop_before_the_words_and_is_chosen_by_its_number(tab: TimelineTab) -> None:
    press(Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() in tab.entry.method.chips()
    press(Qt.Key.Key_4)
    assert tab.entry.method.chosen() == {"visit"}
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is tab.entry.feedback


def test_every_field_is_reached_and_none_twice(tab: TimelineTab) -> None:
    tab.entry.more.set_open(shown=True)
    tab.entry.grade.choose("B")
    seen: list[object] = []
    while QApplication.focusWidget() not in seen:
        seen.append(QApplication.focusWidget())
        if seen[-1] is tab.entry.save:
            break
        press(Qt.Key.Key_Tab)
    entry = tab.entry
    assert seen[-1] is entry.save
    assert {entry.objection, entry.intention, entry.happened.line, entry.contact, entry.more.reason} <= set(seen)
    assert len([widget for widget in seen if widget in entry.grade.chips()]) == 1
    assert len(seen) <= 14


def test_grade_and_tags_are_changed_with_the_record_and_wait_in_the_draft(
    pane: DealPane, tab: TimelineTab, workspace: Workspace, file: File, deal: str
) -> None:
    customer = stored(workspace, deal).customer_id or ""
    workspace.do(add_tag, customer, tag="观望")
    more = tab.entry.more
    QTest.mouseClick(more.fold, LEFT)
    assert more.isVisible()
    more.grade.choose("C")
    more.reason.setText("预算推到明年")
    more.tags.add("价格敏感")
    more.tags.remove("观望")
    pane.show_deal(file.deal())
    assert more.tags.tags() == ()
    pane.show_deal(deal)
    assert (more.chosen(), more.tags.tags()) == ("C", ("价格敏感",))
    tab.entry.feedback.setPlainText("预算推到明年 3 月")
    tab.save()
    kept = stored(workspace, deal)
    assert (kept.grade, kept.grade_reason) == ("C", "预算推到明年")
    assert workspace.ask(entry_facts, deal).tags == ("价格敏感",)  # pyright: ignore[reportOptionalMemberAccess]
    assert more.changes() == ((), ())
    workspace.undo()
    assert stored(workspace, deal).grade == "A"
    assert more.tags.tags() == ("观望",)


def test_the_next_step_is_mine_unless_it_is_given_to_somebody(
    tab: TimelineTab, workspace: Workspace, file: File
) -> None:
    colleague = file.add(Member(name="李强"))
    tab.refresh()
    assert tab.entry.next_owner.currentData() == workspace.me
    for owner in ("", colleague):
        tab.entry.feedback.setPlainText("要样机")
        tab.entry.next_step.setText("送样机")
        if owner:
            tab.entry.next_owner.setCurrentIndex(tab.entry.next_owner.findData(owner))
        tab.entry.fulfil.setChecked(False)
        tab.save()
    assert sorted(row.plan.owner for row in tab.plan_rows.values()) == ["李强", "王敏"]


def test_what_is_written_proposes_a_move_that_happens_only_when_pressed(
    pane: DealPane, tab: TimelineTab, workspace: Workspace, deal: str
) -> None:
    assert tab.proposal.isHidden()
    tab.entry.feedback.setPlainText("客户说不再考虑我们了")
    assert tab.proposal.isVisible()
    assert "流失" in tab.proposal.act.text()
    tab.save()
    assert stored(workspace, deal).outcome == "open"
    assert tab.proposal.isVisible()  # the latest record still says so
    QTest.mouseClick(tab.proposal.act, LEFT)
    assert pane.gate.question is not None
    assert (pane.gate.question.to, pane.gate.question.kind) == ("lost", "reason")
    assert stored(workspace, deal).outcome == "open"


def test_a_proposal_pressed_while_writing_saves_the_record_first(
    tab: TimelineTab, workspace: Workspace, deal: str
) -> None:
    for said in ("没人接", "微信没回"):
        workspace.do(activities.record_activity, deal, feedback=said)
    tab.refresh()
    assert tab.proposal.isHidden()
    tab.entry.feedback.setPlainText("电话打不通")
    assert "3 次" in tab.proposal.text.text()
    QTest.mouseClick(tab.proposal.act, LEFT)
    assert tab.entry.draft().empty
    assert newest(workspace, deal).feedback == "电话打不通"
    assert tab.proposal.isHidden()


def test_an_objection_is_taken_over_once(tab: TimelineTab, workspace: Workspace, deal: str) -> None:
    record = workspace.do(activities.record_activity, deal, feedback="谈了报价", objection="比金蝶贵 20%")
    taken = next(made for made in tab.cards[record].findChildren(QPushButton) if "异议清单" in made.text())
    QTest.mouseClick(taken, LEFT)
    listed = workspace.ask(lambda session: session.query(Objection).filter_by(deal_id=deal).one())
    assert (listed.text, listed.kind) == ("比金蝶贵 20%", "price")
    assert tab.cards[record].record.objection_listed
    assert not [made for made in tab.cards[record].findChildren(QPushButton) if "异议清单" in made.text()]


def test_time_method_and_contact_of_a_record_are_corrected_in_place(
    tab: TimelineTab, workspace: Workspace, file: File, deal: str
) -> None:
    boss = file.contact(stored(workspace, deal).customer_id or "", "陈总")
    record = workspace.do(activities.record_activity, deal, feedback="谈了报价")
    tab.refresh()
    for key, value in (("method", "visit"), ("contact_id", boss)):
        tab.cards[record].correct()
        facts = tab.cards[record].facts
        assert facts is not None
        facts.edited.emit(key, value)
    tab.cards[record].correct()
    facts = tab.cards[record].facts
    assert facts is not None
    facts.field("happened_at").start("昨天下午3点")
    facts.field("happened_at").commit()
    kept = newest(workspace, deal)
    assert kept.happened_at is not None
    assert f"{kept.happened_at.astimezone():%H:%M}" == "15:00"
    assert clock.local_day(kept.happened_at) == clock.today() - timedelta(days=1)
    assert (kept.method, kept.contact_id) == ("visit", boss)


def test_a_record_cannot_be_emptied(tab: TimelineTab, workspace: Workspace, deal: str) -> None:
    record = workspace.do(activities.record_activity, deal, feedback="谈了报价")
    field = tab.cards[record].fields["feedback"]
    field.start()
    editor = field.editing()
    assert editor is not None
    assert isinstance(editor.focus, QPlainTextEdit)
    editor.focus.clear()
    field.commit()
    assert tab.cards[record].fields["feedback"].fact().value == "谈了报价"
    assert newest(workspace, deal).feedback == "谈了报价"


def test_a_record_written_late_says_so_in_a_word(qtbot: QtBot, workspace: Workspace, file: File) -> None:
    deal = file.deal(playbook="care", stage="potential")
    made = TimelineTab(workspace)
    qtbot.addWidget(made)
    workspace.do(
        activities.record_activity, deal, feedback="要报价", happened_at=clock.now() - timedelta(hours=3, minutes=5)
    )
    made.show_deal(deal)
    (card,) = made.cards.values()
    assert [badge.mark().text for badge in card.findChildren(Badge)] == ["电话", "晚写3小时"]


def test_a_plan_of_the_program_says_what_for_and_is_put_off_with_its_time(
    tab: TimelineTab, workspace: Workspace, file: File, deal: str
) -> None:
    plan = file.add(
        Activity(deal_id=deal, goal="寄白皮书", purpose="nurture", automatic=True, due_on=date(2030, 3, 15))
    )
    tab.refresh()
    row = tab.plan_rows[plan]
    assert (row.purpose.mark().text, row.purpose.mark().icon) == ("培育", "nurture")
    row.due.start("2030-03-18 15:00")
    row.due.commit()
    kept = workspace.ask(lambda session: session.get_one(Activity, plan))
    assert (kept.due_on, kept.due_at, kept.automatic) == (date(2030, 3, 18), "15:00", False)
    assert "15:00" in tab.plan_rows[plan].due.fact().text()


def test_of_many_plans_the_next_ones_are_shown_and_the_others_on_request(
    tab: TimelineTab, file: File, deal: str
) -> None:
    file.add(
        *(Activity(deal_id=deal, goal=f"第{at}件", due_on=date(2030, 1, 1) + timedelta(days=at)) for at in range(12))
    )
    tab.refresh()
    assert [row.plan.goal for row in tab.plan_rows.values()] == [f"第{at}件" for at in range(5)]
    assert "另有 7 项" in tab.more_plans.text()
    QTest.mouseClick(tab.more_plans, LEFT)
    assert len(tab.plan_rows) == 12
    assert tab.more_plans.isHidden()


def test_silence_leads_to_the_pool_where_the_playbook_keeps_one(qtbot: QtBot, workspace: Workspace, file: File) -> None:
    deal = file.deal(playbook="funnel", stage="discover")
    for said in ("没人接", "微信没回", "电话打不通"):
        workspace.do(activities.record_activity, deal, feedback=said)
    made = TimelineTab(workspace)
    qtbot.addWidget(made)
    made.show_deal(deal)
    assert made.proposal.act.text() == "放入培育池"
    made.proposal.act.click()
    kept = stored(workspace, deal)
    assert kept.nurture
    assert kept.re_evaluate_on is not None
    made.refresh()
    assert made.proposal.isHidden()


def test_the_rows_of_plans_serve_the_next_deal_with_nothing_left_of_the_former(
    tab: TimelineTab, pane: DealPane, workspace: Workspace, file: File, deal: str
) -> None:
    other = file.deal()
    near = workspace.do(activities.plan_activity, deal, goal="问预算", due_on=date(2030, 1, 1))
    workspace.do(activities.plan_activity, deal, goal="讲方案", due_on=date(2030, 2, 1), method="visit")
    file.add(Activity(deal_id=other, goal="送样机", due_on=date(2031, 1, 1), purpose="nurture"))
    made = list(tab.plan_rows.values())
    tab.plan_rows[near].goal.start("打到一半")
    pane.show_deal(other)
    (row,) = tab.plan_rows.values()
    assert row in made
    assert (row.goal.fact().value, row.method.fact().value, row.goal.editing()) == ("送样机", "call", None)
    assert row.isVisible()
    assert sum(each.isVisible() for each in made) == 1
    row.due.start("2031-05-06")
    row.due.commit()
    goals = workspace.ask(lambda session: {each.goal: each.due_on for each in session.query(Activity)})
    assert goals == {"打到一半": date(2030, 1, 1), "讲方案": date(2030, 2, 1), "送样机": date(2031, 5, 6)}
    pane.show_deal(deal)
    assert [each.goal.fact().value for each in tab.plan_rows.values()] == ["打到一半", "讲方案"]


def test_a_change_of_a_plan_that_is_refused_goes_back_to_what_is_stored(
    tab: TimelineTab, workspace: Workspace, file: File, deal: str
) -> None:
    plan = workspace.do(activities.plan_activity, deal, goal="问预算", due_on=date(2030, 1, 1))
    refused: list[Refused] = []
    workspace.refused.connect(refused.append)
    file.do(activities.delete_activity, plan)  # in another window: this one does not know yet
    tab.plan_rows[plan].goal.start("改个目标")
    tab.plan_rows[plan].goal.commit()
    assert len(refused) == 1
    assert tab.plan_rows[plan].goal.fact().value == "问预算"
