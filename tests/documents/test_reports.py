"""The weekly and the monthly report: screen, paper and JSON say the same, whatever the company is like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest
import time_machine
from sqlalchemy import select

from desktop_crm.charts.catalogue import CATALOGUE, figures
from desktop_crm.charts.chart import said
from desktop_crm.documents.desk import print_sheet
from desktop_crm.documents.figures import BRIDGE, OF_A_YEAR, bridge_of
from desktop_crm.documents.reading import Faulty, read
from desktop_crm.documents.reports import Report, ReportOrder, print_report, take_report
from desktop_crm.documents.typesetting.look import MARGIN
from desktop_crm.models import Deal, Member, Outcome
from desktop_crm.operations.deals import edit_deal
from desktop_crm.operations.forecast import take_snapshots
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.forecast import week_bridge
from desktop_crm.refusal import Refused
from desktop_crm.rules.months import quarter
from desktop_crm.rules.report_period import ReportPeriod, report_month, report_week
from tests.documents.companies import MONDAY, TODAY, at, empty_company, extreme_company, full_company, one_deal
from tests.documents.geometry import outside, overlapping, pages_of
from tests.documents.reading_back import outline, page_texts, printed, squeezed
from tests.make import File

WEEK: Final = report_week(TODAY)
ORDER: Final = ReportOrder(WEEK)
MAKERS: Final = {"full": full_company, "one": one_deal, "empty": empty_company, "extreme": extreme_company}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(at(TODAY), tick=False):
        yield


def taken(file: File, order: ReportOrder = ORDER) -> Report:
    return file.ask(take_report, order)


def pdf_of(file: File, order: ReportOrder = ORDER) -> bytes:
    return file.ask(print_report, order).pdf


def test_what_a_week_was_like(file: File) -> None:
    full_company(file)
    data = taken(file).data
    assert {one.label: (one.value, one.note) for one in data.figures} == {
        "新增线索": ("1", "前一周 0，+1"),
        "联系客户（次）": ("2", "前一周 0，+2"),
        "成交（条）": ("1", "前一周 0，+1"),
        "成交金额": ("¥12万", "前一周 ¥0"),
        "流失（条）": ("1", "前一周 0，+1"),
        "收到回款": ("¥2万", "前一周 ¥0"),
        "在途金额": ("¥95万", "2 条进行中"),
        "加权预测": (data.figures[-1].value, "在途金额 × 赢率"),
    }
    assert data.went == (
        "这一周成交 1 条、¥120,000（前一周 0 条、¥0），流失 1 条、¥30,000；收到回款 ¥20,000；新增线索 1 条，联系客户 2 次。"
    )
    assert data.decide.splitlines() == [
        "1. 1 笔回款逾期，共 ¥40,000，谁去催？",
        "2. 2 条商机在一个阶段停了 30 天以上，共 ¥950,000.01，怎么推进？",
        "3. 1 项跟进计划逾期未做。",
        "4. 1 项改进到期或该看效果了。",
    ]
    assert [(one.customer, one.outcome, one.why, one.lesson) for one in data.ended] == [
        ("苏州恒力精密有限公司", "成交", "方案贴合", "先做样板间"),
        ("苏州恒力精密有限公司", "流失", "价格高", "报价前先问预算"),
    ]
    assert data.largest[0].moved == "线索获取 → 需求探查；金额+10万；推迟 19 天；联系 1 次"
    assert data.largest[1].moved == "联系 1 次"
    assert [(one.day.day, one.what) for one in data.dates] == [
        (24, "回款到期 ¥60,000"),
        (25, "预计成交 ¥50,000"),
        (26, "交付：上线"),
    ]
    assert data.planned == 1


def test_the_company_is_the_sum_of_its_people(file: File) -> None:
    full_company(file)
    *people, total = taken(file).data.people
    assert total.name == "合计"
    for part in ("leads", "contacts", "won", "won_fen", "lost", "lost_fen", "received_fen", "open_fen", "overdue"):
        assert sum(getattr(one, part) for one in people) == getattr(total, part) > 0, part


def test_screen_paper_and_json_say_the_same(file: File) -> None:
    full_company(file)
    report, text = taken(file), printed(pdf_of(file))
    assert set(report.figures) >= {
        "targets",
        "members",
        "ageing",
        "receivable",
        "loss",
        "plans",
        "conversion",
        "funnel",
    }
    for key in report.figures.keys() - {BRIDGE}:
        filters = Filters(date(2025, 12, 1), WEEK.last) if key in OF_A_YEAR else Filters(WEEK.first, WEEK.last)
        if key in OF_A_YEAR:
            filters = replace(filters, first=date(2025, 11, 23))
        if key == "targets":
            filters = Filters(date(2026, 11, 1), date(2026, 11, 30))
        on_screen = file.ask(CATALOGUE[key].make, filters)
        as_json = file.ask(figures, [key], filters)[key]
        assert report.figures[key].chart.rows == on_screen.rows
        assert report.figures[key].chart.records() == as_json["rows"] == on_screen.records()
        assert squeezed(as_json["answer"]) in text
        for row in on_screen.rows:
            for column in on_screen.columns:
                assert squeezed(on_screen.text(row, column.key)) in text, (key, column.key)


def test_the_head_figures_are_those_of_the_charts(file: File) -> None:
    full_company(file)
    report = taken(file)
    total, members = report.data.total, report.figures["members"].chart
    assert total.won == sum(members.value(row, "won") or 0 for row in members.rows)
    assert total.won_fen == sum(members.value(row, "won_amount") or 0 for row in members.rows)
    assert total.lost == sum(members.value(row, "lost") or 0 for row in members.rows)
    assert total.open_fen == sum(members.value(row, "open_amount") or 0 for row in members.rows)
    conversion = report.figures["conversion"].chart
    assert total.leads == sum(conversion.value(row, "leads") or 0 for row in conversion.rows)


def test_the_bridge_is_that_of_the_forecast_and_adds_up_to_the_fen(file: File) -> None:
    full_company(file)
    made = file.ask(bridge_of, ORDER.asked)
    assert made == file.ask(week_bridge, MONDAY, *quarter(TODAY))
    assert made is not None
    assert made.steps.difference() == 0
    rows = taken(file).figures[BRIDGE].chart.rows
    *steps, closing = [int(str(row.cells[1])) for row in rows]
    assert sum(steps) == closing == 950_000_01
    text = printed(pdf_of(file))
    for row in rows:
        assert squeezed(f"{row.cells[0]}{said(row.cells[1], 'fen')}{row.cells[2]}") in text


def test_a_past_week_ends_with_the_snapshots_after_it(file: File) -> None:
    full_company(file)
    with time_machine.travel(at(date(2026, 12, 18)), tick=False):
        made = file.ask(bridge_of, ORDER.asked)
        assert made is not None
        assert (made.week, made.until) == (MONDAY, None)
        nothing = file.ask(bridge_of, ReportOrder(WEEK.before()).asked)
        assert nothing is None
        assert "还没有这段时间的快照" in taken(file, ReportOrder(WEEK.before())).data.changes


def test_what_moved_after_a_past_week_is_no_part_of_it(file: File) -> None:
    full_company(file)
    largest = select(Deal.id).where(Deal.outcome == Outcome.OPEN).order_by(Deal.amount_fen.desc()).limit(1)
    deal = file.ask(lambda session: session.scalars(largest).one())
    with time_machine.travel(at(MONDAY + timedelta(days=9)), tick=False):
        file.do(take_snapshots, today=MONDAY + timedelta(days=7))
        file.do(edit_deal, deal, amount_fen=300_000_000, expected_close=date(2027, 3, 1))
        assert taken(file).data.largest[0].moved == "线索获取 → 需求探查；金额+10万；推迟 19 天；联系 1 次"


def test_of_a_person_and_of_a_team(file: File) -> None:
    other = full_company(file)
    alone, team = taken(file, ReportOrder(WEEK, member=other)).data, taken(file, ReportOrder(WEEK, team=file.me)).data
    assert (alone.scope, alone.total.won, alone.total.lost, alone.total.contacts) == ("陈思远", 1, 0, 1)
    assert [one.name for one in alone.people] == ["陈思远", "合计"]
    assert (team.scope, team.total.won, team.total.lost, team.total.contacts) == ("王敏的团队", 1, 1, 2)
    outsider = file.add(Member(name="别的经理"))
    nothing = taken(file, ReportOrder(WEEK, team=outsider))
    assert not nothing.data.total.busy
    assert "targets" not in nothing.figures
    assert "没有新增线索" in nothing.data.went


def test_of_a_month(file: File) -> None:
    full_company(file)
    made = file.ask(print_report, ReportOrder(report_month(TODAY)))
    assert made.title == "销售月报 2026年11月"
    assert made.name == "销售月报 2026年11月 全公司.pdf"
    text = printed(made.pdf)
    assert "ZB-2026-11" in text
    assert "2026年11月（11月1日–30日）" in text


def test_what_has_not_begun_is_refused(file: File) -> None:
    with pytest.raises(Refused, match="还没有开始"):
        taken(file, ReportOrder(ReportPeriod("week", MONDAY + timedelta(7))))
    with pytest.raises(Refused, match="不属于某条商机"):
        file.ask(print_sheet, file.deal(), "weekly_report")
    with pytest.raises(Refused, match="不是周报或月报"):
        file.ask(take_report, ORDER, "contract")


@pytest.mark.parametrize("kind", MAKERS)
def test_whatever_the_company_is_like_the_first_page_stands_alone_and_nothing_overlaps(file: File, kind: str) -> None:
    MAKERS[kind](file)
    pdf = pdf_of(file)
    pages = page_texts(pdf)
    assert len(pages) >= 2
    assert "要决定" in pages[0]
    assert min(page for _, _, page in outline(pdf)) == 2
    for number, page in enumerate(pages_of(pdf), 1):
        assert outside(page, MARGIN) == [], number
        assert overlapping(page.pieces) == [], number


def test_whatever_is_late_is_counted_and_the_lists_say_how_much_they_leave_out(file: File) -> None:
    extreme_company(file)
    data = taken(file).data
    assert (data.money.late, data.money.late_fen) == (30, 30 * 999_999_999_999)
    assert "1. 30 笔回款逾期" in data.decide
    assert (len(data.money.rows), data.money_note) == (20, "一共 30 条，这里是前 20 条。")
    assert (len(data.ended), data.ended_note) == (20, "一共 90 条，这里是前 20 条。")
    assert (len(data.still.rows), data.still.count, data.total.overdue) == (20, 30, 30)


def test_what_the_fonts_lack_is_said(file: File) -> None:
    extreme_company(file)
    text = printed(pdf_of(file))
    assert "〔U+1F389〕" in text
    assert "字符不在字体内" in text


def test_a_template_of_the_company_takes_its_place(file: File) -> None:
    own = file.folder / "templates" / "weekly_report.toml"
    own.parent.mkdir()
    head = 'key = "weekly_report"\ntitle = "周会材料"\ncode = "ZB"\naudience = "internal"\ndata = "WeeklyReport"\n'
    own.write_text(head + '[[blocks]]\nkind = "charts"\ncharts = ["quarters"]\ntable = true\n', encoding="utf-8")
    full_company(file)
    text = printed(pdf_of(file))
    assert "周会材料2026年第47周" in text
    assert "每个季度赢了多少？" in text
    assert "要决定" not in text


@pytest.mark.parametrize(
    ("data", "block", "told"),
    [
        ("WeeklyReport", 'kind = "charts"\ncharts = ["horoscope"]', "没有名为“horoscope”的图表"),
        ("FollowupSheet", 'kind = "charts"\ncharts = ["funnel"]', "图表只能用在周报、月报里"),
        (
            "WeeklyReport",
            'kind = "highlights"\nrows = "figures"\nlabel = "labl"\nvalue = "value"\nnote = "note"',
            "labl",
        ),
        ("WeeklyReport", 'kind = "note"\ntext = "x"\nwhen = "nothing"', "数据中没有“nothing”"),
    ],
)
def test_mistakes_in_a_template_are_told(tmp_path: Path, data: str, block: str, told: str) -> None:
    file = tmp_path / "own_report.toml"
    head = f'key = "own_report"\ntitle = "周会"\ncode = "ZH"\naudience = "internal"\ndata = "{data}"\n'
    file.write_text(f"{head}[[blocks]]\n{block}\n", encoding="utf-8")
    with pytest.raises(Faulty, match=told):
        read(file)
