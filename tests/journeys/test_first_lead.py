"""A lead by one salesperson through the real window: from one line at the fair to the third follow-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
import time_machine
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.queries.lead_line import LeadLine, LeadState
from desktop_crm.views.deal.timeline_tab import TimelineTab
from desktop_crm.views.screens.calendar_screen import CalendarScreen
from desktop_crm.views.screens.leads_screen import LeadsScreen
from desktop_crm.views.screens.today_screen import TodayScreen
from desktop_crm.views.today.lines import TITLES, Head, Row
from desktop_crm.views.today.words import spoken
from tests.journeys.hands import CONTROL, KEY, click, key, press, shown, words, write, write_line
from tests.journeys.salesperson import A_WHILE, Salesperson

HUAQIANG = "华强电子"
LINE = f"展会 {HUAQIANG} 李总 13800001234 想换ERP"
UNDERSTOOD = {"customer": HUAQIANG, "contact": "李总", "phone": "13800001234", "need": "想换ERP", "source": "展会"}

MONDAY, TUESDAY = date(2024, 3, 11), date(2024, 3, 12)
NEXT_TUESDAY = date(2024, 3, 19)
A_WEEK_LATER = date(2024, 3, 26)
TWO_WEEKS_LATER, FOUR_WEEKS_LATER = date(2024, 4, 2), date(2024, 4, 16)
A_MONTH_LATER = date(2024, 4, 12)  # than the first contact

CASE, MAIL = "送去一个同行案例或为他改过的方案", "发送产品动态或优惠活动"
Plans = list[tuple[date | None, str]]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Begin on a Monday morning; the clock runs on, and a journey moves it."""
    with time_machine.travel(_morning(MONDAY)) as traveller:
        yield traveller


def _morning(day: date) -> datetime:
    return datetime.fromisoformat(f"{day}T08:30").astimezone()


def test_from_one_line_to_the_third_follow_up(
    salesperson: Salesperson, clock: time_machine.Traveller, qtbot: QtBot
) -> None:
    her = salesperson
    gives_herself_a_lead(her, "care", grade_by_number)
    clock.move_to(_morning(TUESDAY))
    writes_the_first(her, qtbot)
    finds_the_next_contact_in_the_calendar(her)
    clock.move_to(_morning(NEXT_TUESDAY))
    writes_the_second_and_grades_anew(her, qtbot)
    clock.move_to(_morning(TWO_WEEKS_LATER))
    writes_the_third(her, qtbot)
    takes_it_back(her)


def test_the_handbook_wants_it_confirmed(salesperson: Salesperson, qtbot: QtBot) -> None:
    her = salesperson
    gives_herself_a_lead(her, "handbook", grade_by_number)
    assert today(her, qtbot, "今天到期", "待确认接收") == [
        "12:30，电话，首次联系：确认需求，约好下一次，华强电子 · 李总，A，王敏",  # four hours on
        "12:30，邮件，首次联系：确认需求，约好下一次，华强电子 · 李总，A，王敏",  # by a second way too
        "3月12日 前，想换ERP，华强电子，A，王敏",
    ]
    key(KEY.Key_End)
    key(KEY.Key_Return)
    assert her.notice() == "已接收线索"
    assert len(today(her, qtbot, "今天到期")) == 2
    key(KEY.Key_Home)
    key(KEY.Key_Return)
    her.notes_follow_up("月底对账要四天，想下周看演示")
    mail, call = plans(her)
    assert mail == (MONDAY, "首次联系：确认需求，约好下一次")
    assert call == (TUESDAY, "问采购进度、决策链和竞争情况")  # daily from now on


@pytest.mark.parametrize("playbook", ["full-cycle", "guide"])
def test_where_there_is_no_rhythm_only_the_first_contact_is_planned(
    playbook: str, salesperson: Salesperson, clock: time_machine.Traveller, qtbot: QtBot
) -> None:
    her = salesperson
    gives_herself_a_lead(her, playbook, grade_by_number)
    clock.move_to(_morning(TUESDAY))
    assert today(her, qtbot, "今天到期")[0].startswith("08:30，电话，")
    key(KEY.Key_Return)
    her.notes_follow_up("月底对账要四天", next_step="带顾问上门看仓库", when="下周二")
    assert plans(her) == [(NEXT_TUESDAY, "带顾问上门看仓库")]


def test_the_funnel_grades_by_score(salesperson: Salesperson, clock: time_machine.Traveller, qtbot: QtBot) -> None:
    her = salesperson
    gives_herself_a_lead(her, "funnel", grade_by_score)
    clock.move_to(_morning(date(2024, 3, 13)))
    assert today(her, qtbot, "今天到期")[0].startswith("08:30，电话，")  # 48 hours on


# From the line to the owner


def gives_herself_a_lead(her: Salesperson, playbook: str, grades: Callable[[Salesperson], None]) -> None:
    her.answers_three_questions("杭州启明软件有限公司", "王敏", playbook)
    takes_a_lead_down(her)
    screens_and_verifies(her)
    grades(her)
    gives_it_to_the_first_in_the_ranking(her)


def inbox(her: Salesperson) -> LeadsScreen:
    her.waits()
    return shown(LeadsScreen, her.window)


def chosen(her: Salesperson) -> LeadLine:
    lead = inbox(her).pane.lead
    assert lead is not None
    return lead


def takes_a_lead_down(her: Salesperson) -> None:
    """Write where the cursor of an empty inbox stands; Enter reads it, Enter stores it."""
    her.goes_to("leads")
    write_line(LINE)
    form = inbox(her).capture.form
    assert {name: form.values()[name] for name in UNDERSTOOD} == UNDERSTOOD
    key(KEY.Key_Return)
    assert her.notice() == "已记下线索"
    assert chosen(her).state == LeadState.SCREEN


def screens_and_verifies(her: Salesperson) -> None:
    key(KEY.Key_Y)
    assert her.notice() == "1 条有效，待跟进"
    key(KEY.Key_V)
    assert her.notice() == f"“{HUAQIANG}”还缺行业。"
    assert chosen(her).state == LeadState.VERIFY
    press("补行业", inbox(her).pane)
    write_line("电子")
    press("资料完整，核对通过", inbox(her).pane)
    assert her.notice() == "1 条核对通过"
    assert chosen(her).state == LeadState.GRADE
    inbox(her).table.setFocus()


def grade_by_number(her: Salesperson) -> None:
    key(KEY.Key_1)
    assert her.notice() == "1 条评为 A"


def grade_by_score(her: Salesperson) -> None:
    """Key S goes to the rubric; each mark goes on to the next criterion."""
    key(KEY.Key_S)
    for mark in (KEY.Key_4, KEY.Key_5, KEY.Key_3, KEY.Key_4):
        key(mark)
    said = words(inbox(her).pane)
    assert "合计 16 / 20" in said
    assert chosen(her).grade == "A"
    inbox(her).table.setFocus()


def gives_it_to_the_first_in_the_ranking(her: Salesperson) -> None:
    """Press T, which ranks the members (there is only herself), and Enter."""
    key(KEY.Key_T)
    key(KEY.Key_Return)
    assert "已分配 1 条，通知他们：" in words(inbox(her).assigning)
    press("完成", inbox(her).assigning)
    assert chosen(her).assigned_at is not None
    assert (chosen(her).owner, chosen(her).state) == ("王敏", LeadState.CONTACT)


# Today and what was said


def today(her: Salesperson, qtbot: QtBot, *wanted: str) -> list[str]:
    """Open Today and return its rows in words, once just these sections stand there (the clocks aside)."""
    her.goes_to("today")
    rows = shown(TodayScreen, her.window).rows.day

    def sections() -> list[str]:
        return [TITLES[line.kind] for line in rows.lines if isinstance(line, Head) and line.kind != "clock"]

    def is_read() -> bool:
        day = shown(TodayScreen, her.window).shown
        return day is not None and day.wanted.day == date.today() and sections() == list(wanted)

    qtbot.waitUntil(is_read, timeout=A_WHILE)
    items = [line.item for line in rows.lines if isinstance(line, Row) and line.item.kind != "clock"]
    return [spoken(item, date.today()) for item in items]


def plans(her: Salesperson) -> Plans:
    """Return what is planned, as the timeline shows it from above."""
    rows = shown(TimelineTab, her.pane).plan_rows.values()
    QApplication.processEvents()
    return [(row.plan.due_on, row.plan.goal) for row in sorted(rows, key=lambda row: row.y())]


def records(her: Salesperson) -> list[str]:
    """Return what was said, as the timeline shows it from above."""
    cards = shown(TimelineTab, her.pane).cards.values()
    QApplication.processEvents()
    return [card.record.feedback for card in sorted(cards, key=lambda card: card.y())]


def writes_the_first(her: Salesperson, qtbot: QtBot) -> None:
    assert today(her, qtbot, "今天到期") == ["08:30，电话，确认需求细节，华强电子 · 李总，A，王敏"]
    key(KEY.Key_Return)
    write("三个仓库各记各的账，月底对账要四天")
    for text in ("带顾问上门看仓库", "下周二"):
        key(KEY.Key_Tab)
        write(text)
    key(KEY.Key_Return, CONTROL)
    assert plans(her) == [(NEXT_TUESDAY, "带顾问上门看仓库"), (A_WEEK_LATER, CASE)]  # hers stands for the weekly one


def finds_the_next_contact_in_the_calendar(her: Salesperson) -> None:
    her.goes_to("calendar")
    month = shown(CalendarScreen, her.window).month
    ahead = [(block.entry.day, block.entry.title) for block in month.blocks if block.entry.kind == "plan"]
    assert ahead == [(NEXT_TUESDAY, "带顾问上门看仓库"), (A_WEEK_LATER, CASE)]


def writes_the_second_and_grades_anew(her: Salesperson, qtbot: QtBot) -> None:
    """In the same step the plans of an A lead give way to those of a B lead."""
    assert today(her, qtbot, "今天到期") == ["今天内，电话，带顾问上门看仓库，华强电子 · 李总，A，王敏"]
    key(KEY.Key_Return)
    write("方案认可，老板要再看两家")
    entry = shown(TimelineTab, her.pane).entry
    press("等级、标签", entry)
    press("B", entry)
    click(entry.more.reason)
    write("在比三家")
    key(KEY.Key_Return, CONTROL)
    assert plans(her) == [(TWO_WEEKS_LATER, "推动商务洽谈"), (A_MONTH_LATER, MAIL)]


def writes_the_third(her: Salesperson, qtbot: QtBot) -> None:
    assert today(her, qtbot, "今天到期") == ["今天内，电话，推动商务洽谈，华强电子 · 李总，B，王敏"]
    key(KEY.Key_Return)
    her.notes_follow_up("另外两家不支持批次追溯，请我们出报价")
    assert records(her) == [
        "另外两家不支持批次追溯，请我们出报价",
        "方案认可，老板要再看两家",
        "三个仓库各记各的账，月底对账要四天",
    ]
    assert plans(her) == [(A_MONTH_LATER, MAIL), (FOUR_WEEKS_LATER, "了解比较到哪一步，补上他缺的信息")]


def takes_it_back(her: Salesperson) -> None:
    assert her.takes_back() == "已撤销：记录跟进"
    assert len(records(her)) == 2
    assert plans(her) == [(TWO_WEEKS_LATER, "推动商务洽谈"), (A_MONTH_LATER, MAIL)]
