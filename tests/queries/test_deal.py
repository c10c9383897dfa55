"""What the deal pane reads: head, overview, timeline and history, each in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from desktop_crm.models import Activity, Member, Product, Requirement, RequirementItem
from desktop_crm.operations import activities, customers, deals
from desktop_crm.queries.deal import contacts_of_deal, deal_head, deal_overview
from desktop_crm.queries.history import history
from desktop_crm.queries.timeline import plans, records
from desktop_crm.store import undo
from tests.make import File

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


def statements(file: File, query: Callable[..., Any], *args: Any) -> int:
    """Return how many statements a query takes."""
    seen: list[str] = []

    def count(*event_args: Any) -> None:
        seen.append(event_args[2])

    event.listen(file.store.engine, "before_cursor_execute", count)
    try:
        file.ask(query, *args)
    finally:
        event.remove(file.store.engine, "before_cursor_execute", count)
    return len([text for text in seen if not text.startswith(("BEGIN", "PRAGMA"))])


def add_records(file: File, deal: str, count: int) -> None:
    """Store records one hour apart, two of them always at the same moment."""
    file.add(
        *(
            Activity(deal_id=deal, status="done", feedback=f"第{at}次", happened_at=START + timedelta(hours=at // 2))
            for at in range(count)
        )
    )


# ---- head and overview


def test_the_head_tells_the_five_facts(file: File) -> None:
    deal = file.deal(stage="negotiation", missing=["industry"])
    file.do(activities.plan_activity, deal, goal="提交能耗数据", due_on=date(2026, 3, 15), method="email")
    head = file.ask(deal_head, deal)
    assert head is not None
    assert (head.customer, head.title, head.amount_fen, head.grade) == (
        "苏州恒力精密有限公司",
        "ERP 替换",
        80_000_000,
        "A",
    )
    assert (head.stage, head.owner, head.missing) == ("negotiation", "王敏", ("industry",))
    assert head.next_step is not None
    assert (head.next_step.goal, head.next_step.due_on) == ("提交能耗数据", date(2026, 3, 15))


def test_a_deleted_deal_has_no_head_and_no_overview(file: File) -> None:
    deal = file.deal()
    file.do(deals.delete_deal, deal)
    assert file.ask(deal_head, deal) is None
    assert file.ask(deal_overview, deal) is None


def test_the_overview_knows_people_tags_ticks_and_choices(file: File) -> None:
    customer = file.customer()
    contact = file.contact(customer)
    product = file.add(Product(name="启明 MES"))
    file.add(Member(name="赵离职", left=True))
    deal = file.deal(customer, contact_id=contact, product_id=product)
    file.do(customers.add_tag, customer, tag="决策链复杂")
    file.do(deals.tick_item, deal, item="lead_assessed")
    overview = file.ask(deal_overview, deal)
    assert overview is not None
    assert overview.customer is not None
    assert overview.contact is not None
    assert overview.customer.tags == ("决策链复杂",)
    assert (overview.contact.name, overview.product_name) == ("张伟", "启明 MES")
    assert overview.ticked == {"lead_assessed"}
    assert [member.name for member in overview.members] == ["王敏"]


def test_somebody_who_left_stays_a_choice_where_they_still_stand(file: File) -> None:
    left = file.add(Member(name="赵离职", left=True))
    overview = file.ask(deal_overview, file.deal(owner_id=left))
    assert overview is not None
    assert "赵离职" in [member.name for member in overview.members]


def test_a_deal_without_customer_and_contact_has_an_overview(file: File) -> None:
    deal = file.add(deals.Deal(stage="lead", missing=["customer"]))
    overview = file.ask(deal_overview, deal)
    assert overview is not None
    assert (overview.customer, overview.contact) == (None, None)
    assert file.ask(contacts_of_deal, deal) == ()


def test_the_deals_own_person_comes_first(file: File) -> None:
    customer = file.customer()
    file.contact(customer, "阿明")
    own = file.contact(customer, "周总")
    assert [one.name for one in file.ask(contacts_of_deal, file.deal(customer, contact_id=own))] == ["周总", "阿明"]


# ---- timeline


def test_records_come_by_pages_without_gap_or_double(file: File) -> None:
    deal = file.deal()
    add_records(file, deal, 25)
    seen: list[str] = []
    after = None
    while True:
        page = file.ask(records, deal, after=after, limit=10)
        assert page.total == 25
        seen += [record.feedback for record in page.records]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 25
    assert seen[0] in {"第24次", "第23次"}
    assert seen[-1] in {"第0次", "第1次"}


def test_a_plan_called_off_stays_in_the_timeline(file: File) -> None:
    deal = file.deal()
    plan = file.do(activities.plan_activity, deal, goal="送样机", due_on=date(2026, 3, 15))
    assert [one.goal for one in file.ask(plans, deal)] == ["送样机"]
    file.do(activities.cancel_activity, plan)
    assert file.ask(plans, deal) == ()
    (record,) = file.ask(records, deal).records
    assert (record.cancelled, record.goal) == (True, "送样机")


# ---- history


def test_the_history_tells_old_and_new_with_names_for_keys(file: File) -> None:
    deal = file.deal()
    colleague = file.add(Member(name="李娜"))
    file.do(deals.edit_deal, deal, owner_id=colleague, amount_fen=125_000_000)
    (latest, *_) = file.ask(history, deal).entries
    assert (latest.label, latest.by) == ("修改商机", "王敏")
    story = next(story for story in latest.stories if story.table == "deal")
    changed = {field.column: (field.old, field.new) for field in story.fields}
    assert changed.pop("assigned_at")[0] is None  # the first-contact clock starts with the new owner
    assert changed == {"owner_id": ("王敏", "李娜"), "amount_fen": (80_000_000, 125_000_000)}


def test_the_history_holds_the_move_and_what_it_rests_on(file: File) -> None:
    deal = file.deal()
    file.do(deals.move_deal, deal, to_stage="discovery", override_reason="客户周五前要见面")
    (latest, *_) = file.ask(history, deal).entries
    assert latest.move is not None
    assert (latest.move.from_stage, latest.move.to_stage) == ("lead", "discovery")
    assert latest.move.override_reason == "客户周五前要见面"
    assert latest.move.overridden


def test_rows_that_belong_to_the_deal_are_told_and_strangers_are_not(file: File) -> None:
    deal, other = file.deal(), file.deal()
    version = file.add(Requirement(deal_id=deal))
    file.add(RequirementItem(requirement_id=version, text="换模要40分钟"))
    file.do(activities.record_activity, other, feedback="别家的事")
    names = [story.name for entry in file.ask(history, deal).entries for story in entry.stories]
    assert names[:2] == ["换模要40分钟", "v1"]
    assert "别家的事" not in names


def test_what_was_undone_and_what_was_deleted_stay_in_the_history(file: File) -> None:
    deal = file.deal()
    plan = file.do(activities.plan_activity, deal, goal="送样机")
    file.do(activities.delete_activity, plan)
    step = file.ask(undo.undo_step)
    assert step is not None
    file.store.write(undo.UNDO, "撤销：删除跟进", lambda session: undo.take_back(session, step.rid))
    back, deleted, planned, *_ = file.ask(history, deal).entries
    assert deleted.undone
    assert [story.kind for story in deleted.stories if story.table == "activity"] == ["delete"]
    assert [story.kind for story in back.stories if story.table == "activity"] == ["restore"]
    assert [story.name for story in planned.stories if story.table == "activity"] == ["送样机"]


def test_the_history_comes_by_pages(file: File) -> None:
    deal = file.deal()
    for at in range(7):
        file.do(deals.edit_deal, deal, note=f"第{at}次")
    first = file.ask(history, deal, limit=5)
    assert first.before is not None
    second = file.ask(history, deal, before=first.before, limit=5)
    rids = [entry.rid for entry in (*first.entries, *second.entries)]
    assert rids == sorted(rids, reverse=True)
    assert len(rids) == 8
    assert second.before is None


@pytest.mark.parametrize("query", [deal_head, deal_overview, plans, records, history])
def test_a_query_takes_as_many_statements_for_much_as_for_little(file: File, query: Callable[..., Any]) -> None:
    little, much = file.deal(), file.deal()
    for deal, times in ((little, 1), (much, 6)):
        for at in range(times):
            plan = file.do(activities.plan_activity, deal, goal=f"计划{at}")
            file.do(
                activities.record_activity, deal, feedback="谈了", fulfils=plan, next_step="下次", next_method="visit"
            )
            file.do(deals.edit_deal, deal, owner_id=file.me, note=f"备注{at}")
    assert statements(file, query, little) == statements(file, query, much)
