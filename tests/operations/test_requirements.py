"""Requirements: what may change, what is frozen, and how versions follow each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop_crm.models import Requirement, RequirementItem, VersionStatus
from desktop_crm.operations.requirements import (
    add_requirement_items,
    confirm_requirement,
    discard_requirement,
    edit_requirement,
    edit_requirement_item,
    move_requirement_item,
    remove_requirement_item,
    send_requirement,
)
from desktop_crm.queries.requirements import requirement_differences, requirement_sheet
from desktop_crm.queries.versions import Change
from desktop_crm.refusal import Refused
from desktop_crm.store import undo
from desktop_crm.system import clock
from tests.make import File


def undo_once(file: File) -> None:
    step = file.ask(undo.undo_step)
    assert step is not None
    file.store.write(undo.UNDO, undo.UNDO, lambda session: undo.take_back(session, step.rid))


def with_pain(file: File, *texts: str, **values: Any) -> str:
    deal = file.deal(**values)
    file.do(add_requirement_items, deal, kind="pain", texts=texts or ("夜班漏检率 2.3%",))
    return deal


def confirmed(file: File, *texts: str) -> tuple[str, str]:
    deal = with_pain(file, *texts)
    version = shown(file, deal)
    file.do(confirm_requirement, version, confirmed_by="赵经理", confirmed_on=date(2024, 3, 15))
    return deal, version


def shown(file: File, deal: str) -> str:
    state = file.ask(requirement_sheet, deal).state
    assert state.shown is not None
    return state.shown.id


def texts(file: File, deal: str, version_id: str = "") -> list[str]:
    return [item.text for item in file.ask(requirement_sheet, deal, version_id=version_id).items]


def test_the_first_version_takes_over_what_the_lead_says_of_money_and_time(file: File) -> None:
    deal = file.deal(budget_low_fen=50_000_000, budget_high_fen=80_000_000, purchase_time="国庆前")
    before = file.ask(requirement_sheet, deal)
    file.do(edit_requirement, deal, present_system="用友 U8")
    after = file.ask(requirement_sheet, deal)
    assert (before.budget, before.timeline) == (after.budget, after.timeline) == ("50万–80万", "国庆前")
    assert after.state.latest is not None
    assert after.state.latest.number == 1


def test_several_lines_become_items_in_one_step_and_one_undo_takes_them_back(file: File) -> None:
    deal = with_pain(file, "换模 40 分钟", "  ", " 漏检 ")
    assert texts(file, deal) == ["换模 40 分钟", "漏检"]
    undo_once(file)
    assert file.ask(requirement_sheet, deal).state.versions == ()


def test_lines_can_be_put_below_another(file: File) -> None:
    deal = with_pain(file, "一", "四")
    first = file.ask(requirement_sheet, deal).items[0].id
    file.do(add_requirement_items, deal, kind="pain", texts=["二", "三"], after=first)
    assert texts(file, deal) == ["一", "二", "三", "四"]


@pytest.mark.parametrize(
    ("place", "order"), [(0, "三一二"), (1, "一三二"), (2, "一二三"), (9, "一二三"), (-4, "三一二")]
)
def test_an_item_moves_among_those_of_its_kind(file: File, place: int, order: str) -> None:
    deal = with_pain(file, "一", "二", "三")
    file.do(add_requirement_items, deal, kind="goal", texts=["目标"])
    last = next(item for item in file.ask(requirement_sheet, deal).items if item.text == "三")
    file.do(move_requirement_item, last.id, place=place)
    sheet = file.ask(requirement_sheet, deal)
    assert "".join(item.text for item in sheet.of("pain")) == order
    assert [item.text for item in sheet.of("goal")] == ["目标"]


def test_nothing_to_confirm_is_refused_with_a_way_out(file: File) -> None:
    deal = file.deal()
    version = file.do(edit_requirement, deal, background="汽车零部件，320 人")
    for operation, values in ((send_requirement, {}), (confirm_requirement, {"confirmed_by": "赵经理"})):
        with pytest.raises(Refused) as refusal:
            file.do(operation, version, **values)
        assert refusal.value.remedies[0].target == "requirement.pain_points"


@pytest.mark.parametrize("values", [{"confirmed_by": " "}, {"confirmed_by": "赵", "confirmed_on": "tomorrow"}])
def test_a_confirmation_names_a_person_and_a_day_that_has_come(file: File, values: dict[str, Any]) -> None:
    deal = with_pain(file)
    if "confirmed_on" in values:
        values = values | {"confirmed_on": clock.today() + timedelta(1)}
    with pytest.raises(Refused):
        file.do(confirm_requirement, shown(file, deal), **values)


def test_confirming_counts_as_having_been_sent(file: File) -> None:
    deal, _ = confirmed(file)
    latest = file.ask(requirement_sheet, deal).state.latest
    assert latest is not None
    assert (latest.status, latest.sent_on) == (VersionStatus.CONFIRMED, date(2024, 3, 15))


def test_editing_a_sent_version_makes_it_a_draft_that_must_be_sent_again(file: File) -> None:
    deal = with_pain(file)
    version = shown(file, deal)
    file.do(send_requirement, version, sent_on=date(2024, 3, 1))
    file.do(edit_requirement, deal, timeline="月底")
    latest = file.ask(requirement_sheet, deal).state.latest
    assert latest is not None
    assert latest.id == version
    assert latest.stale
    with pytest.raises(Refused) as refusal:
        file.do(confirm_requirement, version, confirmed_by="赵经理")
    assert refusal.value.remedies[0].target == "requirement.send"
    file.do(send_requirement, version)
    file.do(confirm_requirement, version, confirmed_by="赵经理")


def test_an_edit_after_confirmation_makes_the_next_version_and_leaves_the_first_as_it_was(file: File) -> None:
    deal, first = confirmed(file, "一", "二")
    file.do(edit_requirement, deal, timeline="年底")
    sheet = file.ask(requirement_sheet, deal)
    assert [version.number for version in sheet.state.versions] == [1, 2]
    assert sheet.timeline == "年底"
    assert texts(file, deal) == ["一", "二"]
    assert file.ask(requirement_sheet, deal, version_id=first).timeline == ""


@pytest.mark.parametrize(
    ("operation", "values", "left"),
    [
        (edit_requirement_item, {"text": "一！"}, ["一！", "二"]),
        (remove_requirement_item, {}, ["二"]),
        (move_requirement_item, {"place": 1}, ["二", "一"]),
    ],
)
def test_an_item_named_by_its_confirmed_id_is_changed_in_the_next_version_only(
    file: File, operation: Any, values: dict[str, Any], left: list[str]
) -> None:
    deal, first = confirmed(file, "一", "二")
    item = file.ask(requirement_sheet, deal).items[0]
    file.do(operation, item.id, **values)
    assert texts(file, deal) == left
    assert texts(file, deal, first) == ["一", "二"]
    undo_once(file)
    assert [version.number for version in file.ask(requirement_sheet, deal).state.versions] == [1]
    assert texts(file, deal) == ["一", "二"]


def test_an_item_added_below_a_confirmed_one_goes_below_its_copy(file: File) -> None:
    deal, first = confirmed(file, "一", "三")
    item = file.ask(requirement_sheet, deal).items[0]
    file.do(add_requirement_items, deal, kind="pain", texts=["二"], after=item.id)
    assert texts(file, deal) == ["一", "二", "三"]
    assert texts(file, deal, first) == ["一", "三"]


def test_a_frozen_version_refuses_every_operation_that_names_it(file: File) -> None:
    deal, first = confirmed(file, "一")
    item = file.ask(requirement_sheet, deal).items[0].id
    for operation, values in (
        (send_requirement, {}),
        (confirm_requirement, {"confirmed_by": "赵"}),
        (discard_requirement, {}),
    ):
        with pytest.raises(Refused):
            file.do(operation, first, **values)
    file.do(edit_requirement, deal, timeline="年底")
    for operation, values in (
        (edit_requirement_item, {"text": "改"}),
        (remove_requirement_item, {}),
        (move_requirement_item, {"place": 0}),
    ):
        with pytest.raises(Refused, match="v1"):
            file.do(operation, item, **values)
    assert texts(file, deal, first) == ["一"]


@pytest.mark.parametrize("model", [Requirement, RequirementItem])
def test_no_code_changes_a_frozen_row_through_the_session(
    file: File, model: type[Requirement | RequirementItem]
) -> None:
    deal, first = confirmed(file)
    row_id = first if model is Requirement else file.ask(requirement_sheet, deal).items[0].id

    def tamper(session: Session) -> None:
        row = session.get_one(model, row_id)
        if isinstance(row, Requirement):
            row.status, row.timeline = VersionStatus.DRAFT, "改了"
        else:
            row.text = "改了"

    with pytest.raises(Refused):
        file.store.write("tamper", "tamper", tamper)


def test_undo_takes_a_confirmation_back(file: File) -> None:
    deal, _ = confirmed(file)
    undo_once(file)
    latest = file.ask(requirement_sheet, deal).state.latest
    assert latest is not None
    assert latest.status == VersionStatus.DRAFT
    assert latest.confirmed_by == ""


def test_a_draft_can_be_given_up_and_begun_again(file: File) -> None:
    deal, _ = confirmed(file, "一")
    second = file.do(edit_requirement, deal, timeline="年底")
    file.do(discard_requirement, second)
    assert [version.number for version in file.ask(requirement_sheet, deal).state.versions] == [1]
    third = file.do(edit_requirement, deal, timeline="明年")
    assert third != second
    assert [version.number for version in file.ask(requirement_sheet, deal).state.versions] == [1, 2]
    assert texts(file, deal) == ["一"]


def test_differences_follow_a_line_through_all_its_copies(file: File) -> None:
    deal, first = confirmed(file, "漏检", "换模慢", "报表晚")
    items = {item.text: item.id for item in file.ask(requirement_sheet, deal).items}
    second = file.do(edit_requirement, deal, timeline="年底", change_note="老板加了要求")
    file.do(confirm_requirement, second, confirmed_by="赵经理")
    now = {item.text: item for item in file.ask(requirement_sheet, deal).items}
    assert {text: item.origin for text, item in now.items()} == items
    file.do(edit_requirement_item, now["漏检"].id, measure="≤0.5%")
    file.do(remove_requirement_item, next(i.id for i in file.ask(requirement_sheet, deal).items if i.text == "换模慢"))
    file.do(add_requirement_items, deal, kind="goal", texts=["省两个人"])
    third = shown(file, deal)
    found = {
        (found.change, found.what, found.old, found.new) for found in file.ask(requirement_differences, first, third)
    }
    assert found == {
        (Change.ADDED, "timeline", "", "年底"),
        (Change.CHANGED, "pain", "漏检", "漏检（≤0.5%）"),
        (Change.REMOVED, "pain", "换模慢", ""),
        (Change.ADDED, "goal", "", "省两个人"),
    }


def test_a_line_typed_again_in_the_same_words_is_no_difference(file: File) -> None:
    deal, first = confirmed(file, "漏检")
    copy = file.do(edit_requirement_item, file.ask(requirement_sheet, deal).items[0].id, text="漏检！")
    file.do(remove_requirement_item, copy)
    file.do(add_requirement_items, deal, kind="pain", texts=["漏检"])
    assert file.ask(requirement_differences, first, shown(file, deal)) == ()


def test_a_budget_upside_down_is_refused(file: File) -> None:
    with pytest.raises(Refused) as refusal:
        file.do(edit_requirement, file.deal(), budget_low_fen=200, budget_high_fen=100)
    assert refusal.value.remedies[0].target == "requirement.budget"
