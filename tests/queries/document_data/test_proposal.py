"""The proposal's data comes from the version asked for, exact to the fen, and knows nothing of the floor."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_crm.models import Deal, NegotiationFloor, Presentation, PresentationPoint, new_id
from desktop_crm.operations.proposal_items import add_proposal_items, edit_proposal_item
from desktop_crm.operations.proposals import add_proposal_points, confirm_proposal, edit_proposal
from desktop_crm.queries.document_data import proposal
from desktop_crm.queries.document_data.proposal import OfferedItem, OfferedPoint, OfferedTotal
from desktop_crm.queries.proposals import proposal_sheet
from desktop_crm.refusal import Refused
from tests.documents.reading_back import leaves
from tests.make import File


@pytest.fixture
def deal(file: File) -> str:
    customer = file.customer()
    made = file.deal(customer, contact_id=file.contact(customer, "王建国"), title="MES 一期", note="内部机密")
    file.add(NegotiationFloor(deal_id=made, core_demands="底线机密", lowest_price_fen=1, lowest_discount=999))
    talk = file.add(Presentation(id=new_id(), deal_id=made, reaction="反应机密", next_action="行动机密"))
    file.add(PresentationPoint(presentation_id=talk, text="问题机密", answer="答复机密"))
    return made


def test_without_a_proposal_the_way_to_one_is_shown(file: File, deal: str) -> None:
    with pytest.raises(Refused) as refusal:
        file.ask(proposal, deal)
    assert refusal.value.remedies[0].target == "proposal.proposal"


def test_a_draft_is_told_line_by_line(file: File, deal: str) -> None:
    file.do(add_proposal_items, deal, texts=["MES 模块 2 套 12万 9.5折", "培训 2 天 免费 6%税"])
    file.do(add_proposal_points, deal, texts=["漏检 → 在线检测 → 省 2 人 → 无锡客户"])
    file.do(edit_proposal, deal, reduction_fen=2_800_000, valid_until=date(2030, 1, 31), change_note="第一版没有")
    found = file.ask(proposal, deal)
    assert found.points == (OfferedPoint("漏检", "在线检测", "省 2 人", "无锡客户"),)
    assert found.items == (
        OfferedItem("MES 模块", "", 2000, "套", 12_000_000, 950, 1300, 22_800_000),
        OfferedItem("培训", "", 2000, "天", 0, 1000, 600, 0),
    )
    assert found.total == OfferedTotal(20_000_000, 17_699_115, "13%：¥23,008.85", 22_800_000, -2_800_000)
    assert (found.version_name, found.status, found.title) == ("第 1 版", "待客户确认", "MES 一期合作方案")
    assert (found.price_terms, found.change_note) == ("以上单价含税。", "")
    assert not [leaf for leaf in leaves(found) if "机密" in leaf]


def test_a_line_without_a_price_leaves_the_total_open(file: File, deal: str) -> None:
    file.do(add_proposal_items, deal, texts=["MES 模块 12万", "数据迁移"])
    found = file.ask(proposal, deal)
    assert (found.items[1].price, found.items[1].amount, found.total) == (None, None, None)


def test_prices_without_tax_say_so_and_the_tax_comes_on_top(file: File, deal: str) -> None:
    file.do(add_proposal_items, deal, texts=["实施 10人天 1000 6%"])
    file.do(edit_proposal, deal, prices_include_tax=False)
    found = file.ask(proposal, deal)
    assert found.total == OfferedTotal(1_060_000, 1_000_000, "6%：¥600.00")
    assert "不含税" in found.price_terms


def test_each_version_is_told_as_it_was(file: File, deal: str) -> None:
    file.do(add_proposal_items, deal, texts=["MES 模块 12万"])
    first = file.ask(proposal_sheet, deal)
    assert first.state.shown is not None
    file.do(confirm_proposal, first.state.shown.id, confirmed_by="王建国", confirmed_on=date(2024, 3, 15))
    file.do(edit_proposal_item, first.items[0].id, price_fen=11_000_000)
    file.do(edit_proposal, deal, change_note="降了一万")
    latest, before = file.ask(proposal, deal), file.ask(proposal, deal, 1)
    assert latest.total is not None
    assert before.total is not None
    assert (latest.total.gross, latest.change_note) == (11_000_000, "降了一万")
    assert (before.total.gross, before.status) == (12_000_000, "客户已确认 王建国 2024-03-15")
    assert file.ask(lambda session: session.get_one(Deal, deal).amount_fen) == 80_000_000
