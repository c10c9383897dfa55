"""Each chart against cases that were worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.charts.chart import Chart
from desktop_crm.models import Activity, Member, Payment, Receipt, StageChange
from desktop_crm.queries.figures.cycles import median
from desktop_crm.queries.figures.deals import deals_behind
from desktop_crm.queries.figures.filters import Filters
from tests.make import File

DAY = timedelta(days=1)


def made(file: File, key: str, **wanted: Any) -> Chart:
    return file.ask(CATALOGUE[key].make, Filters(**wanted))


def table(chart: Chart, *keys: str) -> list[tuple[str, ...]]:
    return [tuple(chart.text(row, key) for key in keys) for row in chart.rows]


def behind(file: File, key: str, row: str, **wanted: Any) -> int:
    with file.store.read() as session:
        conditions = CATALOGUE[key].behind(session, Filters(**wanted), row)
        return len(deals_behind(session, conditions).ids)


def deals(file: File, count: int, **values: Any) -> list[str]:
    customer = file.customer(industry=values.pop("industry", "制造业"))
    return [file.deal(customer, number=f"Z{at}", **values) for at in range(count)]


def at(day: str) -> datetime:
    return datetime.fromisoformat(day + "T04:00:00").replace(tzinfo=UTC)


@pytest.fixture
def channels(file: File) -> File:
    """Twelve leads of a fair, three won; three of a website, all won; one of nowhere, lost."""
    deals(
        file, 3, source="展会", sub_source="春季展", outcome="won", amount_fen=4_000_000, acquired_on=date(2026, 1, 5)
    )
    deals(file, 9, source="展会", sub_source="秋季展", acquired_on=date(2026, 3, 5))
    deals(file, 3, source="官网", outcome="won", amount_fen=9_000_000, acquired_on=date(2026, 1, 31))
    deals(file, 1, source="", outcome="lost", acquired_on=date(2025, 12, 31))
    return file


def test_conversion_by_source(channels: File) -> None:
    chart = made(channels, "conversion")
    assert table(chart, "source", "leads", "won", "share") == [
        ("展会", "12", "3", "25.0%"),
        ("官网", "3", "3", "样本不足（n=3）"),
        ("未填写", "1", "0", "样本不足（n=1）"),
    ]
    assert chart.answer == "“展会”最容易：12 条线索成交 3 条，25.0%。"
    assert [behind(channels, "conversion", row.key) for row in chart.rows] == [12, 3, 1]


def test_none_of_several_equals_is_called_the_best(file: File) -> None:
    for source in ("展会", "官网"):
        deals(file, 3, source=source, outcome="won", amount_fen=4_000_000)
        deals(file, 9, source=source)
    assert made(file, "conversion").answer == "“官网”等 2 个来源并列最高：25.0%。"
    assert made(file, "channels").answer == "“官网”等 2 个来源并列：每条线索平均带来 1万。"
    assert [row.marked for row in made(file, "conversion").rows] == [True, True]
    assert [row.marked for row in made(file, "channels").rows] == [True, True]
    deal, morning = file.deal(), datetime(2026, 3, 2, 9, 30).astimezone()
    contacts(file, deal, 10, 4, method="call", happened_at=morning)
    contacts(file, deal, 10, 4, method="visit", happened_at=morning.replace(hour=15))
    assert made(file, "response").answer.endswith("等 2 种方式一样有效：40.0% 有回应。")
    assert made(file, "response_hours").answer == "8–10 点等 2 个时段一样好：40.0% 有回应。"


def test_conversion_of_a_chosen_source_is_by_its_sub_sources(channels: File) -> None:
    chart = made(channels, "conversion", source="展会")
    assert table(chart, "source", "leads", "won") == [("秋季展", "9", "0"), ("春季展", "3", "3")]
    assert behind(channels, "conversion", "秋季展", source="展会") == 9


def test_a_period_takes_leads_by_the_day_they_came(channels: File) -> None:
    january = {"first": date(2026, 1, 1), "last": date(2026, 1, 31)}
    assert sorted(table(made(channels, "conversion", **january), "source", "leads")) == [("官网", "3"), ("展会", "3")]
    assert behind(channels, "conversion", "展会", **january) == 3


def test_a_lead_is_worth_what_its_channel_won_for_each(channels: File) -> None:
    chart = made(channels, "channels")
    assert table(chart, "source", "per_lead")[:2] == [("展会", "¥10,000"), ("官网", "样本不足（n=3）")]
    assert chart.answer == "“展会”：每条线索平均带来 1万（12 条线索）。另有 2 个来源不足 10 条线索，不作比较。"


def test_person_industry_and_playbook_narrow(file: File) -> None:
    other = file.add(Member(name="陈思远"))
    deals(file, 2, owner_id=other)
    deals(file, 3, industry="医疗", playbook="care", stage="interested")
    assert table(made(file, "conversion", member=other), "leads") == [("2",)]
    assert table(made(file, "conversion", industry="医疗"), "leads") == [("3",)]
    assert table(made(file, "conversion", playbook="care"), "leads") == [("3",)]
    assert made(file, "conversion", industry="教育").rows == ()


def test_days_until_a_deal_is_won_by_grade(file: File) -> None:
    for days in (10, 20, 60):
        deals(file, 1, grade="A", outcome="won", acquired_on=date(2026, 1, 1), closed_on=date(2026, 1, 1) + days * DAY)
    deals(file, 2, grade="B", outcome="won", acquired_on=date(2026, 1, 1), closed_on=date(2026, 1, 5))
    deals(file, 1, grade="A", outcome="won", acquired_on=date(2026, 2, 1), closed_on=date(2026, 1, 1))  # impossible
    chart = made(file, "cycle")
    assert table(chart, "grade", "won", "median", "mean") == [
        ("A 级", "3", "20 天", "30.0 天"),
        ("B 级", "2", "样本不足（n=2）", "样本不足（n=2）"),
    ]
    assert chart.answer == "5 条成交，平均 19.6 天。"
    assert behind(file, "cycle", "A") == 3


@pytest.mark.parametrize(
    ("spread", "middle"), [([(3, 1)], 3), ([(1, 1), (4, 1)], 3), ([(1, 3), (9, 2)], 1), ([(1, 1), (2, 2), (9, 1)], 2)]
)
def test_the_median_of_counted_values(spread: list[tuple[int, int]], middle: int) -> None:
    assert median(spread) == middle


def contacts(file: File, deal: str, count: int, answered: int, **values: Any) -> None:
    for number in range(count):
        said = "客户说下周给答复" if number < answered else ""
        file.add(Activity(deal_id=deal, owner_id=file.me, **{"status": "done", "feedback": said, **values}))


def test_contacts_are_answered_when_the_customer_said_something(file: File) -> None:
    deal = file.deal()
    morning = datetime(2026, 3, 2, 9, 30).astimezone()
    contacts(file, deal, 10, 4, method="call", happened_at=morning)
    contacts(file, deal, 3, 3, method="visit", happened_at=morning.replace(hour=15))
    contacts(file, deal, 5, 0, method="wechat", happened_at=morning, purpose="greeting")  # nobody waits for an answer
    contacts(file, deal, 2, 0, method="call", status="planned")
    chart = made(file, "response")
    assert table(chart, "method", "contacts", "answered", "share") == [
        ("电话", "10", "4", "40.0%"),
        ("拜访", "3", "3", "样本不足（n=3）"),
    ]
    hours = made(file, "response_hours")
    assert table(hours, "method", "h08", "h14") == [("电话", "40.0%", "—"), ("拜访", "—", "n=3")]
    assert hours.answer == "8–10 点最好：10 次联系，40.0% 有回应。"
    assert behind(file, "response", "call") == 1
    assert made(file, "response", last=date(2026, 3, 1)).rows == ()
    assert len(made(file, "response", first=date(2026, 3, 2), last=date(2026, 3, 2)).rows) == 2


def test_reasons_of_lost_deals(file: File) -> None:
    deals(file, 7, outcome="lost", outcome_reason="价格过高", amount_fen=1_000_000, closed_on=date(2026, 3, 1))
    deals(file, 2, outcome="lost", outcome_reason="选择竞品", amount_fen=500_000, closed_on=date(2026, 3, 2))
    deals(file, 1, outcome="lost", amount_fen=None, closed_on=date(2026, 3, 3))
    deals(file, 4, outcome="invalid", outcome_reason="空号")
    chart = made(file, "loss")
    assert table(chart, "reason", "deals", "amount") == [
        ("价格过高", "7", "¥70,000"), ("选择竞品", "2", "¥10,000"), ("未填写", "1", "¥0"),
    ]  # fmt: skip
    assert chart.answer == "最多的是“价格过高”：7 条，占 70.0%，涉及 7万。"
    assert behind(file, "loss", "选择竞品") == 2
    assert table(made(file, "loss", first=date(2026, 3, 2)), "reason") == [("选择竞品",), ("未填写",)]


def test_the_funnel_counts_each_deal_once_at_the_furthest_stage_it_reached(file: File) -> None:
    came = {"acquired_on": date(2026, 1, 1)}
    stayed = deals(file, 6, stage="lead", **came)
    back = deals(file, 4, stage="lead", **came)  # were in the proposal stage once and fell back
    won = deals(file, 5, stage="delivery", outcome="won", closed_on=date(2026, 2, 10), **came)
    deals(file, 9, outcome="invalid", **came)
    deals(file, 2, playbook="care", stage="potential", **came)

    def moved(deal: str, day: str, source: str, target: str) -> None:
        books = {"from_playbook": "full-cycle", "to_playbook": "full-cycle"}
        file.add(StageChange(deal_id=deal, at=at(day), from_stage=source, to_stage=target, **books))

    for deal in back:
        moved(deal, "2026-01-11", "lead", "discovery")
        moved(deal, "2026-01-16", "discovery", "proposal")
        moved(deal, "2026-01-20", "proposal", "lead")
    for deal in won:
        moved(deal, "2026-01-21", "lead", "discovery")
    chart = made(file, "funnel")
    assert table(chart, "stage", "reached", "next", "days", "moved") == [
        ("线索获取", "15", "60.0%", "20 天", "9"),  # 10 days four times, 20 days five times
        ("需求探查", "9", "样本不足（n=9）", "20 天", "9"),  # 5 days four times, 20 days to the signature five times
        ("方案制定", "9", "样本不足（n=9）", "—", "0"),
        ("商务谈判", "5", "样本不足（n=5）", "—", "0"),
        ("合同签订", "5", "样本不足（n=5）", "—", "0"),
        (chart.rows[-1].cells[0], "5", "—", "—", "0"),
    ]
    assert chart.rows[0].marked
    assert chart.answer == "瓶颈在“线索获取”：15 条里只有 9 条（60.0%）走到“需求探查”，走下去的通常要 20 天。"
    assert behind(file, "funnel", "proposal") == 9
    assert len(stayed) == 6


def test_a_bottleneck_needs_ten_deals(file: File) -> None:
    deals(file, 9)
    assert made(file, "funnel").answer == "每一步都不足 10 条商机，还看不出瓶颈。"


def test_open_deals_by_how_long_they_have_stood_in_their_stage(file: File) -> None:
    now = datetime.now(UTC)
    for days in (0, 7, 8, 30, 31, 90, 91):
        deals(file, 1, stage="proposal", stage_since=now - days * DAY, amount_fen=100)
    deals(file, 1, stage="proposal", outcome="lost", stage_since=now - 200 * DAY)
    chart = made(file, "ageing")
    assert table(chart, "stage", "week", "month", "quarter", "longer", "amount")[2] == (
        "方案制定",
        "2",
        "2",
        "2",
        "1",
        "¥7",
    )
    assert "7 条进行中的商机里有 3 条" in chart.answer
    assert behind(file, "ageing", "proposal") == 7


def test_plans_kept_late_and_missed(file: File) -> None:
    deal, today = file.deal(), date.today()

    def planned(count: int, due: date | None, done: date | None = None) -> None:
        moment = datetime.combine(done, datetime.min.time()).replace(hour=12).astimezone() if done else None
        for _ in range(count):
            status = "done" if done else "planned"
            file.add(Activity(deal_id=deal, owner_id=file.me, status=status, due_on=due, happened_at=moment))

    planned(6, today - 3 * DAY, today - 3 * DAY)
    planned(1, today - 3 * DAY, today - 4 * DAY)
    planned(2, today - 3 * DAY, today - 2 * DAY)
    planned(1, today - DAY)
    planned(3, today)  # not over yet
    planned(4, None, today)
    chart = made(file, "plans")
    keys = ("member", "planned", "in_time", "late", "missed", "share", "unplanned")
    assert table(chart, *keys) == [("王敏", "10", "7", "2", "1", "70.0%", "4")]
    assert chart.answer == "10 次计划里按时做了 7 次，按时率 70.0%；1 次没做，王敏最多（1 次）。"
    assert behind(file, "plans", file.me) == 1


def test_money_that_is_due_overdue_and_to_come(file: File) -> None:
    deal, today = file.deal(outcome="won"), date.today()
    for days in (-91, -31, -1, 0, 30, 31, 91):
        file.add(Payment(deal_id=deal, amount_fen=10_000, due_on=today + days * DAY))
    part = file.add(Payment(deal_id=deal, amount_fen=10_000))
    file.add(Receipt(deal_id=deal, payment_id=part, amount_fen=3_000, received_on=today))
    paid = file.add(Payment(deal_id=deal, amount_fen=10_000, due_on=today - DAY))
    file.add(Receipt(deal_id=deal, payment_id=paid, amount_fen=10_000, received_on=today))
    file.add(Payment(deal_id=file.deal(outcome="lost"), amount_fen=10_000, due_on=today - DAY))
    chart = made(file, "receivable")
    assert [(row.key, *row.cells[1:], row.tone) for row in chart.rows] == [
        ("late_long", 1, 10_000, "late"), ("late_quarter", 1, 10_000, "late"), ("late_month", 1, 10_000, "late"),
        ("month", 2, 20_000, None), ("quarter", 1, 10_000, None), ("later", 1, 10_000, None), ("undated", 1, 7_000, None),
    ]  # fmt: skip
    assert chart.answer == "还有 770 没收回来，其中逾期 300（3 笔）。"
    assert behind(file, "receivable", "undated") == 1


def test_results_by_person_and_team(file: File) -> None:
    manager = file.add(Member(name="周慧敏"))
    one, two = (file.add(Member(name=name, manager_id=manager)) for name in ("陈思远", "林志强"))
    deals(file, 8, owner_id=one, outcome="won", amount_fen=100_000, closed_on=date(2026, 2, 1))
    deals(file, 2, owner_id=one, outcome="lost", closed_on=date(2026, 5, 1))
    deals(file, 1, owner_id=two, outcome="won", amount_fen=50_000_000, closed_on=date(2026, 4, 1))
    deals(file, 3, owner_id=two, amount_fen=200)
    keys = ("name", "won_amount", "won", "lost", "win_rate", "open")
    assert table(made(file, "members"), *keys) == [
        ("林志强", "¥500,000", "1", "0", "样本不足（n=1）", "3"),
        ("陈思远", "¥8,000", "8", "2", "80.0%", "0"),
    ]
    assert table(made(file, "teams"), *keys) == [("周慧敏", "¥508,000", "9", "2", "81.8%", "3")]
    assert [row.key for row in made(file, "quarters").rows] == ["2026-Q1", "2026-Q2"]
    spring = {"first": date(2026, 4, 1), "last": date(2026, 6, 30)}
    assert table(made(file, "members", **spring), "name", "won", "lost") == [("林志强", "1", "0"), ("陈思远", "0", "2")]
    assert behind(file, "teams", manager) == 14
    assert behind(file, "quarters", "2026-Q2") == 3


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_chart_of_an_empty_company_says_so(file: File, key: str) -> None:
    chart = made(file, key)
    assert (chart.key, chart.title, chart.rows) == (key, CATALOGUE[key].title, ())
    assert chart.answer.startswith(("这个范围里", "还没有"))


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_chart_reads_in_a_fixed_number_of_statements(file: File, key: str) -> None:
    def statements() -> int:
        seen: list[str] = []

        def note(*args: Any) -> None:
            seen.append(args[2])

        event.listen(file.store.engine, "before_cursor_execute", note)
        try:
            made(file, key)
        finally:
            event.remove(file.store.engine, "before_cursor_execute", note)
        return sum(text.lstrip().upper().startswith(("SELECT", "WITH")) for text in seen)

    few = statements()
    for source in ("官网", "展会", "广告"):
        contacts(file, deals(file, 4, source=source, outcome="won", closed_on=date(2026, 1, 1))[0], 2, 1)
    assert statements() == few <= 3
