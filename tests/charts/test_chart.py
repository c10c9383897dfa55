"""What every chart keeps to: honest small numbers, one table for all readers."""

from __future__ import annotations

from decimal import Decimal

from desktop_crm.charts.chart import Chart, Column, Row, said
from desktop_crm.charts.shapes import MOST_ROWS, shapes


def chart(*rows: Row, form: str = "bars", drawn: tuple[str, ...] = ("share",)) -> Chart:
    columns = (
        Column("name", "来源", "text"),
        Column("n", "线索"),
        Column("share", "转化率", "share", of="n"),
        Column("fen", "金额", "fen"),
    )
    return Chart(key="k", title="问？", answer="答。", form=form, columns=columns, rows=rows, drawn=drawn)  # pyright: ignore[reportArgumentType]


def test_few_cases_are_said_to_be_few_instead_of_given_a_percentage() -> None:
    few, none = Row("a", ("展会", 3, None, 0)), Row("b", ("官网", 0, None, 0))
    made = chart(few, none)
    assert made.text(few, "share") == "样本不足（n=3）"
    assert made.text(none, "share") == "—"
    assert [word.text for word in shapes(made).words] == ["样本不足（n=3）", "—"]


def test_machines_read_percent_and_yuan() -> None:
    made = chart(Row("a", ("展会", 80, 325, 1_250_050)))
    assert made.records() == [{"name": "展会", "n": 80, "share": Decimal("32.5"), "fen": Decimal("12500.5")}]
    assert [said(325, "share"), said(1_250_000_00, "fen"), said(518, "tenth_days")] == [
        "32.5%",
        "¥1,250,000",
        "51.8 天",
    ]


def test_bars_are_as_long_as_the_figures_and_stacked_ones_follow_each_other() -> None:
    rows = Row("a", ("甲", 30, 500, 0)), Row("b", ("乙", 10, 250, 0))
    assert [(bar.place, bar.start, bar.end) for bar in shapes(chart(*rows)).bars] == [(0, 0, 500), (1, 0, 250)]
    stacked = shapes(chart(*rows, form="stacked", drawn=("n", "share")))
    assert [(bar.start, bar.end) for bar in stacked.bars] == [(0, 30), (30, 530), (0, 10), (10, 260)]
    assert [word.text for word in stacked.words] == ["530", "260"]


def test_a_funnel_stands_in_the_middle_and_a_heat_map_in_squares() -> None:
    rows = Row("a", ("甲", 40, 500, 0)), Row("b", ("乙", 20, None, 0))
    assert [(bar.start, bar.end) for bar in shapes(chart(*rows, form="funnel", drawn=("n",))).bars] == [
        (0, 40),
        (10, 30),
    ]
    heat = shapes(chart(*rows, form="heat"))
    assert [bar.place for bar in heat.bars] == [0]  # what is not known has no colour
    assert [(word.text, word.muted) for word in heat.words] == [("50.0%", False), ("n=20", True)]
    assert heat.heads == ((0.5, "转化率"),)


def test_rows_that_find_no_room_are_counted() -> None:
    found = shapes(chart(*(Row(str(at), (str(at), 10, 1, 0)) for at in range(MOST_ROWS + 3))))
    assert (len(found.names), found.left_out) == (MOST_ROWS, 3)


def test_a_chart_without_rows_has_an_empty_picture() -> None:
    assert shapes(chart()).bars == ()
