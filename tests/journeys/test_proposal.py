"""A proposal by one salesperson through the real window: from the requirement to the amount of the deal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop_crm.models import Deal, Product
from desktop_crm.operations.requirements import add_requirement_items, confirm_requirement
from desktop_crm.queries.requirements import requirement_sheet
from tests.documents.reading_back import printed
from tests.journeys.hands import CONTROL, KEY, click, key, press, words, write, write_line
from tests.journeys.salesperson import Salesperson, hand_over
from tests.make import File

HENGLI = "苏州恒力精密有限公司"


@pytest.fixture
def her(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Salesperson]:
    """Give a salesperson whose customer has confirmed a requirement."""
    file = File(tmp_path / "data")
    customer = file.customer(HENGLI)
    product = file.add(Product(name="云帆 MES 制造执行系统", price_fen=68_000_000))
    deal = file.deal(customer, contact_id=file.contact(customer, "张伟"), product_id=product, title="MES 一期")
    file.do(add_requirement_items, deal, kind="pain", texts=["换模要 40 分钟", "夜班没有人会调参数"])
    version = file.ask(requirement_sheet, deal).state.latest
    assert version is not None
    file.do(confirm_requirement, version.id, confirmed_by="张伟")
    hand_over(file)
    made = Salesperson(qtbot, monkeypatch, tmp_path / "data")
    qtbot.waitExposed(made.window)
    yield made
    made.leaves()


def test_from_the_requirement_to_the_amount_of_the_deal(her: Salesperson) -> None:
    opens_the_deal(her)
    begins_with_what_the_customer_said(her)
    prices_it(her)
    takes_the_total(her)
    has_it_confirmed(her)
    prints_it(her)
    lowers_the_price_in_a_second_version(her)


def opens_the_deal(her: Salesperson) -> None:
    her.goes_to("board")
    (deal,) = her.program.workspace.ask(lambda session: session.scalars(select(Deal.id)).all())
    her.window.open_deal(deal)
    her.waits()
    her.opens_tab("proposal")


def begins_with_what_the_customer_said(her: Salesperson) -> None:
    press("起草方案", her.proposal)
    rows = her.proposal.points.rows()
    assert [row.main.text() for row in rows] == ["换模要 40 分钟", "夜班没有人会调参数"]
    her.writes_below(rows[0], function="快换模架", value="停机压到 15 分钟", case_study="无锡某齿轮厂")
    her.writes_items(her.proposal.points, "报工靠手工 → 扫码报工 → 当班可见")


def prices_it(her: Salesperson) -> None:
    grid = her.proposal.price.grid
    assert "云帆 MES 制造执行系统" in words(her.proposal)
    click(grid)
    key(KEY.Key_End, CONTROL)
    write_line("实施服务 30人天 2500 6%税")
    write_line("操作培训 2天 免费")
    grid.go_to(grid.lines.items[0].id, "discount")
    write("95折")
    key(KEY.Key_Tab)
    key(KEY.Key_Escape)
    assert her.proposal.price.total.text() == "¥721,000.00"
    assert "柒拾贰万壹仟元整" in words(her.proposal)


def takes_the_total(her: Salesperson) -> None:
    assert her.pane.head.amount.fact().text() == "¥800,000"
    press("作为商机金额", her.proposal)
    assert her.pane.head.amount.fact().text() == "¥721,000"
    assert her.notice().startswith("方案总价已作为商机金额")
    her.waits()


def has_it_confirmed(her: Salesperson) -> None:
    bar = her.proposal.bar
    her.sends(bar)
    her.confirms(bar, by="张伟")
    assert "内容已冻结" in words(bar)


def prints_it(her: Salesperson) -> None:
    said = printed(her.issues("proposal").read_bytes())
    for what in ("换模要40分钟快换模架停机压到15分钟无锡某齿轮厂", "含税总价¥721,000.00", "柒拾贰万壹仟元整"):
        assert what in said


def lowers_the_price_in_a_second_version(her: Salesperson) -> None:
    her.opens_tab("proposal")
    her.fills_in(her.proposal.price.terms.field("reduction_fen"), "2.1万")
    bar = her.proposal.bar
    assert "v1 已确认（冻结），正在编辑 v2。" in words(bar)
    assert "方案总价 ¥700,000，商机金额 ¥721,000。" in words(her.proposal)
    press("与 v1 对比", bar)
    assert "总价：¥721,000 → ¥700,000" in words(bar)
    assert her.takes_back() == "已撤销：修改方案"
    assert her.proposal.price.total.text() == "¥721,000.00"
