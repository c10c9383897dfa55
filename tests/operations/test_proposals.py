"""Proposals: what they begin with, how they are written and priced, what is frozen, and the deal's amount."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from desktop_crm.models import Deal, Memo, MemoClause, NegotiationFloor, Product, Proposal, new_id
from desktop_crm.operations.proposal_items import (
    add_proposal_items,
    edit_proposal_item,
    move_proposal_item,
    remove_proposal_item,
)
from desktop_crm.operations.proposals import (
    add_proposal_points,
    confirm_proposal,
    discard_proposal,
    edit_proposal,
    edit_proposal_point,
    move_proposal_point,
    remove_proposal_point,
    send_proposal,
    start_proposal,
    take_proposal_total,
)
from desktop_crm.operations.requirements import add_requirement_items, confirm_requirement, edit_requirement
from desktop_crm.queries.proposals import PriceItem, ProposalSheet, proposal_differences, proposal_sheet
from desktop_crm.queries.requirements import requirement_sheet
from desktop_crm.queries.versions import Change
from desktop_crm.refusal import Refused
from desktop_crm.store import undo
from desktop_crm.system import clock
from tests.make import File

WAN = 1_000_000


def sheet(file: File, deal: str, version_id: str = "") -> ProposalSheet:
    return file.ask(proposal_sheet, deal, version_id=version_id)


def shown(file: File, deal: str) -> str:
    state = sheet(file, deal).state
    assert state.shown is not None
    return state.shown.id


def items(file: File, deal: str) -> dict[str, PriceItem]:
    return {item.name: item for item in sheet(file, deal).items}


def offered(file: File, *texts: str, **values: Any) -> str:
    deal = file.deal(**values)
    file.do(add_proposal_items, deal, texts=texts or ("MES 模块 2 套 12万 9.5折",))
    return deal


def confirmed(file: File) -> tuple[str, str]:
    deal = offered(file)
    file.do(add_proposal_points, deal, texts=["漏检 → 在线检测"])
    version = shown(file, deal)
    file.do(confirm_proposal, version, confirmed_by="赵经理", confirmed_on=date(2024, 3, 15))
    return deal, version


# what it begins with


def test_it_begins_with_the_confirmed_requirement_the_product_and_what_was_agreed(file: File) -> None:
    product = file.add(Product(name="云帆 MES", price_fen=68 * WAN))
    deal = file.deal(title="MES 一期", product_id=product)
    file.do(edit_requirement, deal, background="320 名员工", present_system="用友 U8", timeline="8 月底上线")
    file.do(add_requirement_items, deal, kind="pain", texts=["夜班漏检"])
    file.do(add_requirement_items, deal, kind="need", texts=["扫码报工"])
    file.do(add_requirement_items, deal, kind="goal", texts=["漏检率降到 0.5%"])
    requirement = file.ask(requirement_sheet, deal).state.latest
    assert requirement is not None
    file.do(confirm_requirement, requirement.id, confirmed_by="赵经理")
    file.do(add_requirement_items, deal, kind="pain", texts=["还没确认的痛点"])
    memo = file.add(Memo(id=new_id(), deal_id=deal, status="confirmed"))
    file.add(
        MemoClause(memo_id=memo, kind="payment", title="付款", text="三三四", agreed=True),
        MemoClause(memo_id=memo, kind="delivery", title="交付", text="三个月", agreed=True),
        MemoClause(memo_id=memo, kind="service", title="售后", text="没谈妥", agreed=False),
    )
    file.do(start_proposal, deal)
    found = sheet(file, deal)
    assert [(point.pain, point.function) for point in found.points] == [("夜班漏检", ""), ("", "扫码报工")]
    assert found.summary == "320 名员工\n目前使用：用友 U8\n时间要求：8 月底上线"
    assert (found.title, found.benefit, found.terms) == ("MES 一期合作方案", "漏检率降到 0.5%", "三三四")
    assert (found.service, found.delivery_cycle) == ("", "三个月")
    assert [(item.name, item.price_fen, item.quantity) for item in found.items] == [("云帆 MES", 68 * WAN, 1000)]
    assert found.valid_until == clock.today() + timedelta(days=30)
    with pytest.raises(Refused, match="已经有了"):
        file.do(start_proposal, deal)


def test_writing_into_an_empty_one_begins_it(file: File) -> None:
    deal = file.deal()
    file.do(edit_proposal, deal, service="含 12 个月维护")
    assert sheet(file, deal).service == "含 12 个月维护"
    assert sheet(file, deal).state.shown is not None


# points


def test_a_point_is_written_in_one_line_and_arranged(file: File) -> None:
    deal = file.deal()
    first, second = file.do(add_proposal_points, deal, texts=["漏检 → 在线检测 → 省 2 人 → 无锡客户", "报工慢", ""])
    (third,) = file.do(add_proposal_points, deal, texts=["插单多"], after=first)
    file.do(edit_proposal_point, second, function="扫码报工")
    file.do(move_proposal_point, third, place=0)
    found = sheet(file, deal).points
    assert [point.id for point in found] == [third, first, second]
    assert (found[1].pain, found[1].function, found[1].value, found[1].case_study) == (
        "漏检", "在线检测", "省 2 人", "无锡客户",
    )  # fmt: skip
    assert found[2].function == "扫码报工"
    file.do(remove_proposal_point, first)
    assert [point.id for point in sheet(file, deal).points] == [third, second]


# price


def test_lines_are_typed_as_people_say_them_and_paste_as_rows(file: File) -> None:
    deal = offered(file, "MES 模块 2 套 12万 9.5折", "名称\t数量\t单价\t税率", "实施服务\t30\t2500\t6%", "合计\t\t\t")
    found = sheet(file, deal)
    assert [(item.name, item.amount_fen, item.tax_rate) for item in found.items] == [
        ("MES 模块", 22_800_000, 1300),
        ("实施服务", 7_500_000, 600),
    ]
    assert found.totals.gross_fen == 30_300_000
    assert found.totals.list_fen == 31_500_000
    assert found.totals.discount == 961


def test_a_product_brings_its_price_and_what_was_said_of_it_last(file: File) -> None:
    file.add(Product(name="云帆 WMS 仓储管理", price_fen=32 * WAN), Product(name="云帆 WMS 仓储管理2"))
    earlier = offered(file, "云帆WMS仓储管理 2 套 30万 6%税")
    file.do(edit_proposal_item, items(file, earlier)["云帆 WMS 仓储管理"].id, specification="20 用户")
    deal = offered(file, "云帆 wms 仓储管理")
    item = items(file, deal)["云帆 WMS 仓储管理"]
    assert (item.price_fen, item.unit, item.specification, item.tax_rate) == (32 * WAN, "套", "20 用户", 600)


def test_a_line_that_is_all_a_products_name_is_no_quantity(file: File) -> None:
    file.add(Product(name="Windows 11", price_fen=99_900))
    deal = offered(file, "windows 11")
    assert [(item.name, item.quantity, item.price_fen) for item in sheet(file, deal).items] == [
        ("Windows 11", 1000, 99_900)
    ]


def test_a_name_that_becomes_a_product_fills_in_a_price_that_lacks(file: File) -> None:
    file.add(Product(name="云帆 APS", price_fen=55 * WAN))
    deal = offered(file, "排产")
    item = items(file, deal)["排产"].id
    file.do(edit_proposal_item, item, name="云帆 APS")
    assert items(file, deal)["云帆 APS"].price_fen == 55 * WAN
    file.do(edit_proposal_item, item, price_fen=50 * WAN)
    file.do(edit_proposal_item, item, name="排产")
    file.do(edit_proposal_item, item, name="云帆 APS")
    assert items(file, deal)["云帆 APS"].price_fen == 50 * WAN


def test_lines_are_arranged_and_struck_out(file: File) -> None:
    deal = offered(file, "甲 1", "乙 2", "丙 3")
    ids = [item.id for item in sheet(file, deal).items]
    file.do(move_proposal_item, ids[2], place=0)
    (added,) = file.do(add_proposal_items, deal, texts=["丁 4"], after=ids[2])
    file.do(remove_proposal_item, ids[0])
    assert [item.id for item in sheet(file, deal).items] == [ids[2], added, ids[1]]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"quantity": 0}, "数量"),
        ({"price_fen": -1}, "单价"),
        ({"discount": 1001}, "折扣"),
        ({"discount": 0}, "折扣"),
        ({"tax_rate": 2001}, "税率"),
        ({"name": " "}, "名称"),
    ],
)
def test_an_impossible_figure_is_refused_and_leads_to_the_price(file: File, value: dict[str, Any], reason: str) -> None:
    deal = offered(file)
    with pytest.raises(Refused, match=reason) as refusal:
        file.do(edit_proposal_item, items(file, deal)["MES 模块"].id, **value)
    assert refusal.value.remedies[0].target == "proposal.proposal.items"


def test_a_reduction_stays_within_the_price(file: File) -> None:
    deal = offered(file)
    file.do(edit_proposal, deal, reduction_fen=2_800_000)
    assert sheet(file, deal).totals.gross_fen == 20_000_000
    with pytest.raises(Refused, match="整单优惠"):
        file.do(edit_proposal, deal, reduction_fen=22_800_001)
    with pytest.raises(Refused, match="整单优惠"):
        file.do(edit_proposal, deal, reduction_fen=-1)


def test_days_follow_from_the_delivery_cycle_where_it_says_them(file: File) -> None:
    deal = file.deal()
    file.do(edit_proposal, deal, delivery_cycle="3个月")
    version = shown(file, deal)
    assert days(file, version) == 90
    file.do(edit_proposal, deal, delivery_cycle="合同生效后 45 个工作日")
    assert days(file, version) is None


def days(file: File, version: str) -> int | None:
    return file.ask(lambda session: session.get_one(Proposal, version).delivery_days)


# versions


def test_what_says_nothing_or_lacks_a_price_is_not_sent(file: File) -> None:
    deal = file.deal()
    file.do(edit_proposal, deal, title="方案")
    with pytest.raises(Refused, match="还是空的"):
        file.do(send_proposal, shown(file, deal))
    file.do(add_proposal_items, deal, texts=["数据迁移"])
    with pytest.raises(Refused, match="数据迁移") as refusal:
        file.do(confirm_proposal, shown(file, deal), confirmed_by="赵经理")
    assert refusal.value.remedies[0].target == "proposal.proposal.items"
    file.do(edit_proposal_item, items(file, deal)["数据迁移"].id, price_fen=0)
    file.do(send_proposal, shown(file, deal))


def test_a_change_after_confirmation_makes_the_next_version_of_points_and_items(file: File) -> None:
    deal, first = confirmed(file)
    before = sheet(file, deal)
    item = file.do(edit_proposal_item, before.items[0].id, quantity=3000)
    assert item != before.items[0].id
    after = sheet(file, deal)
    assert [version.number for version in after.state.versions] == [1, 2]
    assert after.items[0].origin == before.items[0].id
    assert after.points[0].origin == before.points[0].id
    assert sheet(file, deal, first).totals == before.totals
    with pytest.raises(Refused, match="后续版本"):
        file.do(edit_proposal_point, before.points[0].id, value="省 2 人")


def test_versions_are_compared_by_text_point_item_and_total(file: File) -> None:
    deal, first = confirmed(file)
    file.do(edit_proposal, deal, terms="款到发货", reduction_fen=800_000)
    file.do(edit_proposal_item, sheet(file, deal).items[0].id, discount=900)
    file.do(add_proposal_items, deal, texts=["培训 1 次 免费"])
    file.do(remove_proposal_point, sheet(file, deal).points[0].id)
    found = file.ask(proposal_differences, first, shown(file, deal))
    told = [(difference.change, difference.what, difference.old, difference.new) for difference in found]
    assert told == [
        (Change.ADDED, "terms", "", "款到发货"),
        (Change.ADDED, "reduction_fen", "", "¥8,000"),
        (Change.CHANGED, "total", "¥228,000", "¥208,000"),
        (Change.REMOVED, "point", "漏检 → 在线检测", ""),
        (
            Change.CHANGED,
            "item",
            "MES 模块 2 套 ¥120,000 9.5折 税率 13%",
            "MES 模块 2 套 ¥120,000 9折 税率 13%",
        ),
        (Change.ADDED, "item", "", "培训 1 次 ¥0 税率 13%"),
    ]
    file.do(discard_proposal, shown(file, deal))
    assert shown(file, deal) == first


# the deal's amount and the floor


def test_the_total_becomes_the_deals_amount_in_one_step_that_is_undone_by_one(file: File) -> None:
    deal = offered(file, amount_fen=1)
    assert sheet(file, deal).differs_from_deal
    assert file.do(take_proposal_total, deal) == 22_800_000
    assert file.ask(lambda session: session.get_one(Deal, deal).amount_fen) == 22_800_000
    assert not sheet(file, deal).differs_from_deal
    step = file.ask(undo.undo_step)
    assert step is not None
    file.store.write(undo.UNDO, undo.UNDO, lambda session: undo.take_back(session, step.rid))
    assert file.ask(lambda session: session.get_one(Deal, deal).amount_fen) == 1


def test_without_a_price_there_is_no_total_to_take(file: File) -> None:
    deal = file.deal()
    with pytest.raises(Refused, match="没有报价"):
        file.do(take_proposal_total, deal)
    file.do(add_proposal_items, deal, texts=["数据迁移"])
    assert not sheet(file, deal).differs_from_deal
    with pytest.raises(Refused, match="单价"):
        file.do(take_proposal_total, deal)


def test_going_below_the_floor_is_said_inside(file: File) -> None:
    deal = offered(file)
    file.add(NegotiationFloor(deal_id=deal, lowest_price_fen=23_000_000, lowest_discount=960))
    assert [words.split()[0] for words in sheet(file, deal).warnings] == ["总价", "折扣"]
    file.do(add_proposal_items, deal, texts=["数据迁移"])
    assert sheet(file, deal).warnings == ()  # a price that is not complete is below nothing
