"""Targets: one row each however often set, one undo for many, copies that never write over what stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.models import Measure, Member, Target
from desktop_crm.operations.targets import adopt_proposals, copy_targets, set_targets, target_id
from desktop_crm.queries.targets import Aim, targets_in
from desktop_crm.refusal import Refused
from desktop_crm.workspace import Workspace
from tests.make import File

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
M = Measure
WON, LEADS = Aim(MARCH, M.WON_AMOUNT), Aim(MARCH, M.NEW_LEADS, "funnel")
SCREENED = Aim(MARCH, M.CONVERSION, "funnel", "screen")


def standing(file: File) -> Mapping[Aim, int]:
    return file.ask(targets_in)


def test_a_target_is_one_row_that_is_changed_taken_away_and_set_again(file: File) -> None:
    for value in (100, 300, None, 200):
        file.do(set_targets, {WON: value})
        assert standing(file).get(WON) == value
    (row,) = file.ask(lambda session: list(session.scalars(select(Target))))
    assert (row.id, row.value, row.member_id) == (target_id(WON), 200, None)


def test_two_laptops_that_set_the_same_target_meet_in_one_row(file: File, tmp_path: Path) -> None:
    other = File(tmp_path / "other")
    for laptop in (file, other):
        laptop.do(set_targets, {SCREENED: 300})
    ids = [laptop.ask(lambda session: session.scalars(select(Target.id)).one()) for laptop in (file, other)]
    other.close()
    assert ids[0] == ids[1]


def test_many_at_once_are_one_undo(file: File, workspace: Workspace) -> None:
    file.do(set_targets, {WON: 5})
    wanted = {WON: 700, LEADS: 200, SCREENED: 300, Aim(MARCH, M.CONTACTS, member=file.me): 40}
    assert workspace.do(set_targets, wanted) == 4
    assert standing(file) == wanted
    assert workspace.do(set_targets, {WON: 700, LEADS: None}) == 1  # what stands already is no change
    assert workspace.undo() == "设定目标"
    assert workspace.undo() == "设定目标"
    assert standing(file) == {WON: 5}


def test_a_copy_never_writes_over_what_stands(file: File, workspace: Workspace) -> None:
    gone = file.add(Member(name="离开的人", left=True))
    file.add(Target(id="old", month=MARCH, measure=M.CONTACTS, member_id=gone, value=9))
    workspace.do(set_targets, {WON: 700, LEADS: 200, Aim(APRIL, M.WON_AMOUNT): 900})
    assert workspace.do(copy_targets, APRIL, source=MARCH) == 1
    april = {Aim(APRIL, M.WON_AMOUNT): 900, Aim(APRIL, M.NEW_LEADS, "funnel"): 200}
    assert {aim: value for aim, value in standing(file).items() if aim.month == APRIL} == april
    with pytest.raises(Refused, match="2026年4月的目标都已定好，没有覆盖。"):
        workspace.do(copy_targets, APRIL, source=MARCH)
    workspace.undo()
    assert {aim for aim in standing(file) if aim.month == APRIL} == {Aim(APRIL, M.WON_AMOUNT)}
    with pytest.raises(Refused, match="2026年5月没有目标"):
        workspace.do(copy_targets, APRIL, source=date(2026, 5, 1))


def test_what_the_playbook_proposes_is_taken_over_for_the_team(file: File) -> None:
    file.do(set_targets, {LEADS: 150})
    assert file.do(adopt_proposals, MARCH, playbook="funnel") == 1
    assert standing(file) == {LEADS: 150, SCREENED: 300}
    with pytest.raises(Refused, match="都已定好"):
        file.do(adopt_proposals, MARCH, playbook="funnel")
    with pytest.raises(Refused, match="没有建议的目标"):
        file.do(adopt_proposals, MARCH, playbook="full-cycle")


@pytest.mark.parametrize(
    ("aim", "value", "reason"),
    [
        (WON, -1, "目标不能是负数。"),
        (WON, 0, "目标要大于 0"),
        (SCREENED, 1001, "转化率不能超过 100%。"),
        (Aim(MARCH, M.CONTACTS, member="nobody"), 5, "这位负责人已不在团队里"),
        (Aim(MARCH, M.NEW_LEADS, "gone"), 5, "没有这个销售流程"),
        (Aim(MARCH, M.ENTERED, "funnel", "gone"), 5, "没有这个阶段"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_set(file: File, aim: Aim, value: int, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        file.do(set_targets, {LEADS: 200, aim: value})
    assert standing(file) == {}


@pytest.mark.parametrize(
    "aim", [Aim(date(2026, 3, 2), M.CONTACTS), Aim(MARCH, M.ENTERED, "funnel"), Aim(MARCH, M.CONTACTS, "funnel")]
)
def test_a_target_for_nothing_is_a_fault_of_the_caller(file: File, aim: Aim) -> None:
    with pytest.raises(ValueError, match=r".+"):
        file.do(set_targets, {aim: 1})
