"""One line that names a deal, what to do, and when."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_crm.queries.plan_line import PlanLine, plan_line, split_moment
from tests.make import File

TODAY = date(2026, 3, 4)  # a Wednesday
DAY = date(2026, 3, 20)


def line(file: File, typed: str) -> PlanLine:
    return file.ask(plan_line, typed, DAY, TODAY)


@pytest.fixture
def deals(file: File) -> File:
    hengli = file.customer("苏州恒力精密有限公司")
    file.deal(hengli, title="ERP 替换", number="Z1")
    file.deal(hengli, title="MES 二期", need="", number="Z2")
    file.deal(file.customer("宁波蓝海食品"), title="仓储", need="", number="Z3")
    return file


@pytest.mark.parametrize(
    ("typed", "numbers", "goal", "at"),
    [
        ("恒力 ERP 送报价单 下午3点", ["Z1"], "送报价单", "15:00"),
        ("恒力 送报价单", ["Z2", "Z1"], "送报价单", ""),
        ("蓝海 现场 勘查 9:30", ["Z3"], "现场 勘查", "09:30"),
        ("hengli mes 演示", ["Z2"], "演示", ""),
        ("恒力 ERP", ["Z1"], "", ""),
        ("没有的客户 电话", [], "没有的客户 电话", ""),
        ("", [], "", ""),
    ],
)
def test_the_first_words_find_the_deal_and_the_rest_is_the_goal(
    deals: File, typed: str, numbers: list[str], goal: str, at: str
):
    found = line(deals, typed)
    assert [deal.number for deal in found.deals] == numbers
    assert (found.goal, found.at, found.day) == (goal, at, DAY)


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        ("恒力 电话 下午3点", DAY, "15:00"),
        ("恒力 电话 明天", date(2026, 3, 5), ""),
        ("恒力 电话 明天 下午3点", date(2026, 3, 5), "15:00"),
        ("恒力 电话 下周二 上午 10:30", date(2026, 3, 10), "10:30"),
        ("恒力 电话 今天 9点", TODAY, "09:00"),
        ("恒力 电话", DAY, ""),
    ],
)
def test_a_time_alone_is_meant_on_the_day_and_a_named_day_wins(typed: str, day: date, at: str):
    moment = split_moment(typed, DAY, TODAY)
    assert (moment.words, moment.day, moment.at) == (("恒力", "电话"), day, at)
