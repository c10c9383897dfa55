"""Weekly report and change order say what the records say, each of several by itself, and nothing internal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from desktop_crm.models import Contract, VersionStatus, new_id
from desktop_crm.operations.acceptances import add_acceptance_clauses
from desktop_crm.operations.changes import (
    add_change_items,
    change_clause,
    edit_change,
    edit_change_item,
    sign_change,
    start_change,
)
from desktop_crm.operations.milestones import add_milestones, edit_milestone, finish_milestone
from desktop_crm.operations.problems import add_problems, edit_problem, solve_problem
from desktop_crm.operations.progress import edit_report, send_report, start_report
from desktop_crm.queries.document_data import about_deal, items_of
from desktop_crm.queries.document_data.change_order import (
    ChangedPrice,
    ChangedScope,
    ContractChangeForm,
    change_order,
)
from desktop_crm.queries.document_data.progress_report import (
    DeliveryProgress,
    ReportedProblem,
    ReportedStep,
    progress_report,
)
from desktop_crm.refusal import Refused
from tests.documents.reading_back import leaves
from tests.make import File

MONDAY = date(2026, 5, 11)
WEEK = timedelta(days=7)


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as made:
        yield made


@pytest.fixture
def deal(file: File, moment: time_machine.Traveller) -> str:
    assert moment
    customer = file.customer()
    made = file.deal(customer, contact_id=file.contact(customer, "王建国"), note="内部机密")
    file.add(
        Contract(
            id=new_id(), deal_id=made, status=VersionStatus.CONFIRMED, number="HT-1", title="MES 合同",
            amount_fen=70_000_000, deliver_by=date(2026, 6, 30),
        )
    )  # fmt: skip
    return made


def test_without_a_report_or_a_change_the_way_to_one_is_shown(file: File, deal: str) -> None:
    for data, place in (("DeliveryProgress", "delivery.reports"), ("ContractChangeForm", "delivery.changes")):
        with pytest.raises(Refused) as refused:
            file.ask(about_deal, data, deal)
        assert refused.value.remedies[0].target == place


def test_a_report_tells_of_its_own_week(file: File, deal: str, moment: time_machine.Traveller) -> None:
    goods, setup = file.do(add_milestones, deal, texts=["到货 2026-05-15", "安装 2026-05-12"])
    solved, standing = file.do(add_problems, deal, texts=["终端推迟", "接口未开放"])
    file.do(edit_problem, solved, solution="先用备用终端", owner="陈工", note="供应商机密")
    file.do(solve_problem, solved)
    first = file.do(start_report, deal)
    file.do(edit_report, first, done="勘查", percent=15, note="客户人手机密")
    file.do(send_report, first)
    moment.move_to(MONDAY + WEEK)
    file.do(finish_milestone, goods)
    file.do(edit_milestone, setup, due_on=date(2026, 5, 29))
    (later,) = file.do(add_problems, deal, texts=["网络不通"])
    file.do(start_report, deal)
    newest, older = file.ask(progress_report, deal), file.ask(progress_report, deal, first)
    assert (newest.serial, older.serial, older.percent, older.done) == ("第 2 期", "第 1 期", "15%", "勘查")
    assert older.problems == (
        ReportedProblem("接口未开放", state="处理中"),
        ReportedProblem("终端推迟", "", "先用备用终端", "陈工", None, "2026-05-11 已解决"),
    )
    assert [problem.text for problem in newest.problems] == ["接口未开放", "网络不通"]
    assert later
    assert standing
    assert newest.steps == (
        ReportedStep("到货", "", date(2026, 5, 15), None, date(2026, 5, 18), "已完成"),
        ReportedStep("安装", "", date(2026, 5, 12), date(2026, 5, 29), None, "进行中"),
    )
    assert not [leaf for leaf in (*leaves(newest), *leaves(older)) if "机密" in leaf]
    found = file.ask(items_of, "DeliveryProgress", deal)
    assert found is not None
    assert [item.label for item in found] == ["第 1 期", "第 2 期"]
    assert isinstance(file.ask(about_deal, "DeliveryProgress", deal, first), DeliveryProgress)


def test_a_change_says_before_and_after(file: File, deal: str) -> None:
    (clause,) = file.do(add_acceptance_clauses, deal, texts=["4 条产线"])
    order = file.do(start_change, deal, title="加看板")
    file.do(
        edit_change, order, reason="总经理要求", price_fen=2_800_000, days=7, responsibility="甲方承担", note="毛利机密"
    )
    file.do(add_change_items, order, texts=["看板一块"])
    file.do(edit_change_item, file.do(change_clause, order, clause_id=clause), text="6 条产线", standard="实测")
    found = file.ask(change_order, deal)
    assert found.items == (
        ChangedScope("增加", "看板一块"),
        ChangedScope("修改", "6 条产线\n（原：4 条产线）", "实测"),
    )
    assert (found.difference, found.price) == ("+¥28,000.00", ChangedPrice(70_000_000, 72_800_000))
    assert (found.shift, found.before_on, found.after_on) == ("延后 7 天", date(2026, 6, 30), date(2026, 7, 7))
    assert (found.contract_number, found.raised_by, found.status) == ("HT-1", "王建国", "待双方签署")
    assert not [leaf for leaf in leaves(found) if "机密" in leaf]
    file.do(sign_change, order, confirmed_by="王建国")
    assert file.ask(change_order, deal).items == found.items  # the wording before is still known
    assert file.ask(change_order, deal).price == found.price
    assert file.ask(change_order, deal).status == "双方已签署 王建国 2026-05-11"


def test_the_next_change_goes_on_from_the_last(file: File, deal: str) -> None:
    first = file.do(start_change, deal)
    file.do(edit_change, first, reason="x", price_fen=-1_000_000)
    file.do(sign_change, first, confirmed_by="王建国")
    file.do(start_change, deal, title="二期")
    assert file.ask(change_order, deal).price == ChangedPrice(69_000_000, 69_000_000)
    assert file.ask(change_order, deal).difference == "不变"
    assert file.ask(change_order, deal, first).price == ChangedPrice(70_000_000, 69_000_000)
    found = file.ask(items_of, "ContractChangeForm", deal)
    assert found is not None
    assert [item.label for item in found] == ["变更 1", "变更 2 二期"]
    assert isinstance(file.ask(about_deal, "ContractChangeForm", deal, first), ContractChangeForm)


def test_without_an_amount_nothing_is_said_of_one(file: File) -> None:
    bare = file.deal(amount_fen=None)
    file.do(start_change, bare)
    found = file.ask(change_order, bare)
    assert (found.price, found.before_on, found.contract_number) == (None, None, "")
