"""The table of customers, one customer, and what is missing of deals."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from desktop_crm.models import Activity, Deal, Member
from desktop_crm.operations.customers import add_tag, delete_customer
from desktop_crm.operations.deals import delete_deal
from desktop_crm.queries.customer import customer_profile
from desktop_crm.queries.customer_deals import DealSums, customer_deals
from desktop_crm.queries.customers import (
    CustomerFilter,
    count_customers,
    customer_lines,
    customer_names,
    customers_place,
    industries,
    tags,
)
from desktop_crm.queries.incomplete import count_incomplete, incomplete_deals, missing_counts
from desktop_crm.queries.team import team
from tests.make import File

ALL = CustomerFilter()


def names(file: File, wanted: CustomerFilter = ALL, **how: Any) -> list[str]:
    return [line.name for line in file.ask(customer_lines, wanted, **how)]


@pytest.fixture
def three(file: File) -> File:
    hengli = file.customer("苏州恒力精密有限公司", owner_id=file.me)
    file.contact(hengli, "李敏")
    file.deal(hengli, amount_fen=100)
    file.deal(hengli, amount_fen=50, last_contact_at=datetime(2026, 3, 1, tzinfo=UTC))
    file.deal(hengli, amount_fen=700, outcome="won")
    blue = file.customer("宁波蓝海食品", industry="食品", region="浙江")
    file.do(add_tag, blue, tag="关注性价比")
    file.deal(blue, amount_fen=None)
    file.customer("无锡新科", industry="")
    return file


def test_a_line_adds_up_the_deals_of_its_customer(three: File):
    line = three.ask(customer_lines, CustomerFilter(text="恒力"))[0]
    assert (line.open_deals, line.open_fen, line.won_fen) == (2, 150, 700)
    assert line.last_contact_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert line.owner == "王敏"


def test_tags_are_sorted_as_they_are_read_and_who_has_none_comes_last(file: File):
    for name, given in {
        "甲": ("交期",),
        "乙": (),
        "丙": ("价格", "样机"),
        "丁": ("价格",),
        "戊": ("价格", "预算"),
    }.items():
        customer = file.customer(name)
        for tag in given:
            file.do(add_tag, customer, tag=tag)
    texts = ["、".join(line.tags) for line in file.ask(customer_lines, ALL, order="tags")]
    assert texts == ["交期", "价格", "价格、样机", "价格、预算", ""]
    assert names(file, order="tags", descending=True) == ["戊", "丙", "丁", "甲", "乙"]


def test_a_deleted_deal_does_not_count(three: File):
    customer = three.customer("合肥天禾")
    three.do(delete_deal, three.deal(customer))
    assert three.ask(customer_lines, CustomerFilter(text="天禾"))[0].open_deals == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("恒力", ["苏州恒力精密有限公司"]),
        ("szhl", ["苏州恒力精密有限公司"]),
        ("李敏", ["苏州恒力精密有限公司"]),
        ("13800001234", ["苏州恒力精密有限公司"]),
        ("性价比", ["宁波蓝海食品"]),
        ("蓝海 性价比", ["宁波蓝海食品"]),
        ("恒力 性价比", []),
        ('"', []),
    ],
)
def test_text_finds_name_pinyin_contact_and_tag(three: File, text: str, found: list[str]):
    wanted = CustomerFilter(text=text)
    assert names(three, wanted) == found
    assert three.ask(count_customers, wanted) == len(found)


def test_filters_narrow_together(three: File):
    assert names(three, CustomerFilter(industry="食品", tag="关注性价比")) == ["宁波蓝海食品"]
    assert names(three, CustomerFilter(industry="食品", owner=three.me)) == []
    assert names(three, CustomerFilter(owner=three.me)) == ["苏州恒力精密有限公司"]


@pytest.mark.parametrize(
    ("order", "descending", "first", "last"),
    [
        ("open_fen", True, "苏州恒力精密有限公司", None),
        ("won_fen", False, None, "苏州恒力精密有限公司"),
        ("last_contact_at", True, "苏州恒力精密有限公司", None),
        ("industry", False, "苏州恒力精密有限公司", "无锡新科"),
        ("industry", True, "宁波蓝海食品", "无锡新科"),
        ("owner", True, "苏州恒力精密有限公司", None),
        ("region", False, None, None),
        ("name", False, "宁波蓝海食品", "苏州恒力精密有限公司"),
    ],
)
def test_every_column_orders_and_the_unknown_come_last(
    three: File, order: str, descending: bool, first: str | None, last: str | None
):
    found = names(three, order=order, descending=descending)
    assert len(found) == 3
    assert first in (None, found[0])
    assert last in (None, found[-1])


def test_pages_follow_each_other_without_gap_or_repeat(file: File):
    for number in range(7):
        file.customer(f"客户{number}")
    pages = [names(file, offset=offset, limit=3) for offset in (0, 3, 6)]
    assert [name for page in pages for name in page] == [f"客户{number}" for number in range(7)]
    assert [len(page) for page in pages] == [3, 3, 1]


def test_a_deleted_customer_leaves_the_table(file: File):
    gone = file.customer("走了")
    file.do(delete_customer, gone)
    assert file.ask(count_customers, ALL) == 0
    assert file.ask(customer_profile, gone) is None


def test_the_place_of_a_customer_is_where_the_table_shows_it(three: File):
    for place, line in enumerate(three.ask(customer_lines, ALL)):
        assert three.ask(customers_place, ALL, line.id) == place
    other = CustomerFilter(text="蓝海")
    assert three.ask(customers_place, other, three.ask(customer_lines, ALL)[-1].id) is None


def test_choices_of_the_filters_and_known_names(three: File):
    assert set(three.ask(industries)) == {"制造业", "食品"}
    assert three.ask(tags) == ["关注性价比"]
    assert three.ask(customer_names, "蓝") == ["宁波蓝海食品"]
    assert three.ask(customer_names, " ") == []


def test_the_profile_holds_people_deals_open_ones_first_and_what_was_said(three: File):
    customer = three.ask(customer_lines, CustomerFilter(text="恒力"))[0].id
    three.add(
        Activity(customer_id=customer, status="done", feedback="要案例", happened_at=datetime(2026, 2, 1, tzinfo=UTC)),
        Activity(customer_id=customer, status="done", feedback="要报价", happened_at=datetime(2026, 2, 3, tzinfo=UTC)),
        Activity(customer_id=customer, status="planned", goal="报价"),
    )
    profile = three.ask(customer_profile, customer)
    assert profile
    assert [person.name for person in profile.contacts] == ["李敏"]
    assert [deal.outcome for deal in three.ask(customer_deals, customer)] == ["open", "open", "won"]
    assert (profile.deals.count, profile.deals.open_deals, profile.deals.won_deals) == (3, 2, 1)
    assert [record.feedback for record in profile.records] == ["要报价", "要案例"]
    assert profile.record_count == 2


def test_no_deal_of_a_customer_is_left_out_of_table_or_sums(file: File):
    customer = file.customer()
    file.add(*(Deal(customer_id=customer, title=f"{at:03}", amount_fen=at, stage="lead") for at in range(312)))
    found = [
        deal.title
        for offset in range(0, 400, 50)
        for deal in file.ask(customer_deals, customer, order="amount", descending=True, offset=offset)
    ]
    assert found == [f"{at:03}" for at in reversed(range(312))]
    profile = file.ask(customer_profile, customer)
    assert profile
    assert profile.deals == DealSums(count=312, open_deals=312, open_fen=sum(range(312)), won_deals=0, won_fen=0)


# ---- incomplete


def test_only_deals_that_lack_something_are_listed(file: File):
    file.deal()
    lacking = file.deal(missing=["customer", "need"], number="G1")
    assert file.ask(count_incomplete) == 1
    (row,) = file.ask(incomplete_deals)
    assert (row.id, row.missing) == (lacking, ("customer", "need"))


def test_they_can_be_narrowed_to_one_field_and_counted_by_field(file: File):
    file.deal(missing=["customer", "need"], number="G1")
    file.deal(missing=["need"], number="G2")
    assert file.ask(missing_counts) == {"need": 2, "customer": 1}
    assert [row.number for row in file.ask(incomplete_deals, field="customer")] == ["G1"]
    assert file.ask(count_incomplete, "customer") == 1


@pytest.mark.parametrize(
    "order", ["number", "title", "customer", "source", "acquired_on", "amount_fen", "owner", "missing"]
)
def test_each_column_orders_the_incomplete(file: File, order: str):
    for number, missing in (("G1", ["need"]), ("G2", ["need", "customer"]), ("G3", ["need"])):
        file.deal(missing=missing, number=number, acquired_on=date(2026, 1, int(number[1])), amount_fen=int(number[1]))
    up = file.ask(incomplete_deals, order=order)
    down = file.ask(incomplete_deals, order=order, descending=True)
    assert {row.number for row in up} == {row.number for row in down} == {"G1", "G2", "G3"}
    if order == "missing":
        assert up[-1].number == down[0].number == "G2"


def test_the_count_reads_the_index_of_the_incomplete_alone(file: File):
    with file.store.read() as session:
        plan = session.connection().exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT count(id) FROM deal WHERE deal.missing <> '[]' AND deleted_at IS NULL"
        )
        assert "ix_deal_incomplete" in str(plan.all())


# ---- team


def test_the_team_with_its_load_and_those_who_left_last(file: File):
    file.add(Member(name="老马", left=True))
    boss = file.add(Member(name="周总", role="sales_manager", capacity=1))
    file.deal(owner_id=boss)
    lines = file.ask(team)
    assert [line.name for line in lines] == ["王敏", "周总", "老马"]
    assert (lines[1].open_deals, lines[1].full) == (1, True)
    assert not lines[0].full
