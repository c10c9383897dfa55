"""The record of a visit: the newest or the one asked for, with the marks of those before."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desktop_crm.documents.desk import print_sheet, sheets
from desktop_crm.operations.visit_leads import open_second_deal, take_referral
from desktop_crm.operations.visits import record_visit
from desktop_crm.queries.document_data import items_of, visit_record
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from tests.documents.reading_back import page_texts, printed, squeezed
from tests.make import File

LONG = "二班换人以后漏扫的比一班多，班组长要一份每天的漏扫名单。" * 180  # 5,040 characters


def days_ago(days: int) -> datetime:
    return datetime.now().astimezone() - timedelta(days=days)


@pytest.fixture
def deal(file: File) -> str:
    customer = file.customer()
    return file.deal(customer, contact_id=file.contact(customer, "赵经理"), title="ERP 替换")


def test_without_a_visit_there_is_nothing_to_print(file: File, deal: str) -> None:
    with pytest.raises(Refused) as refusal:
        file.ask(visit_record, deal)
    assert refusal.value.remedies[0].target == "delivery.visits"
    assert file.ask(lambda session: items_of(session, "VisitRecord", deal)) == ()


def test_the_newest_or_the_one_asked_for(file: File, deal: str) -> None:
    first = file.do(record_visit, deal, satisfaction=2, complaint="报表慢", happened_at=days_ago(60))
    second = file.do(record_visit, deal, satisfaction=5, usage="四条线都在用", method="visit")
    found = file.ask(visit_record, deal)
    assert (found.satisfaction, found.usage, found.method, found.contact, found.visitor) == (
        "很满意（5/5）", "四条线都在用", "拜访", "赵经理", "王敏",
    )  # fmt: skip
    assert [(one.satisfaction, one.complaint) for one in found.earlier] == [("不满意（2/5）", "报表慢")]
    older = file.ask(visit_record, deal, first)
    assert (older.complaint, older.earlier) == ("报表慢", ())
    items = file.ask(lambda session: items_of(session, "VisitRecord", deal))
    assert items
    assert [item.id for item in items] == [first, second]
    assert items[1].label == f"第 2 次 {clock.today().isoformat()}"
    names = [sheet.name for sheet in file.ask(sheets, deal) if sheet.key == "visit_record"]
    assert names == [f"售后回访记录 · {item.label}" for item in reversed(items)]


def test_what_came_of_it_is_named_by_number(file: File, deal: str) -> None:
    visit = file.do(record_visit, deal, second_need="二期", referral="张总 苏州华业 13900001111")
    assert "已转为" not in printed(file.ask(print_sheet, deal, "visit_record").pdf)
    file.do(open_second_deal, visit)
    file.do(take_referral, visit)
    found = file.ask(visit_record, deal)
    assert found.second_deal.endswith("苏州恒力精密有限公司 二期")
    assert found.referral_deal.count("苏州华业") == 1
    text = printed(file.ask(print_sheet, deal, "visit_record").pdf)
    assert squeezed(f"已转为商机：{found.second_deal}") in text
    assert squeezed(f"已转为线索：{found.referral_deal}") in text


def test_long_words_and_many_visits_are_printed_whole(file: File, deal: str) -> None:
    for day in range(40, 0, -1):
        file.do(record_visit, deal, satisfaction=3, complaint="导出慢" * 20, happened_at=days_ago(day))
    file.do(record_visit, deal, usage=LONG, training=LONG, second_need=LONG)
    pages = page_texts(file.ask(print_sheet, deal, "visit_record").pdf)
    whole = squeezed("".join(pages))
    assert whole.count(squeezed(LONG)[:24]) >= 3 * 180 // 2
    assert sum("回访时点" in page for page in pages[1:]) >= 2  # the head of the table returns
