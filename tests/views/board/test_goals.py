"""The heads of the board against this month's targets."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.models import Measure, Member, StageChange
from desktop_crm.operations.deals import move_deal
from desktop_crm.operations.targets import set_targets
from desktop_crm.queries.board import BoardFilter
from desktop_crm.queries.figures import stage_goals
from desktop_crm.queries.targets import Aim
from desktop_crm.rules.months import month_of
from desktop_crm.system import clock
from desktop_crm.views.board.board_view import BoardView
from desktop_crm.workspace import Workspace
from tests.make import File
from tests.views.waiting import settle

BOOK = "full-cycle"


def aim(measure: Measure, stage: str = "", member: str = "") -> Aim:
    return Aim(month_of(clock.today()), measure, BOOK, stage, member)


@pytest.fixture
def board(workspace: Workspace, qtbot: QtBot) -> Iterator[BoardView]:
    made = BoardView(workspace)
    qtbot.addWidget(made)
    workspace.changed.connect(made.on_changes)
    made.resize(1280, 700)
    made.show_board(workspace.playbooks.default, BoardFilter((BOOK,)))
    made.show()
    read(made, qtbot)
    yield made
    made.close()


def read(board: BoardView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not board._goals._soon.isActive())
    settle(board.workspace)


def bars(board: BoardView) -> dict[str, int]:
    found = ((column.model.spec.key, column.pace.done) for column in board.columns)
    return {key: done for key, done in found if done is not None}


def test_a_bar_stands_where_a_stage_has_a_target_and_moves_with_the_deals(
    file: File, board: BoardView, workspace: Workspace, qtbot: QtBot
) -> None:
    assert bars(board) == {}
    deal = file.deal(acquired_on=clock.today())
    workspace.do(set_targets, {aim(Measure.NEW_LEADS): 4, aim(Measure.ENTERED, "discovery"): 2})
    read(board, qtbot)
    assert bars(board) == {"lead": 250, "discovery": 0}
    workspace.do(move_deal, deal, to_stage="discovery", override_reason="客户急着要")
    read(board, qtbot)
    assert bars(board) == {"lead": 250, "discovery": 500}
    assert "目标 2，已有 1" in board.column("discovery").pace.toolTip()
    workspace.undo()
    workspace.undo()
    read(board, qtbot)
    assert bars(board) == {}


def test_one_persons_board_shows_what_they_aim_at_and_a_narrower_one_nothing(
    file: File, board: BoardView, workspace: Workspace, qtbot: QtBot
) -> None:
    other = file.add(Member(name="陈思远"))
    for owner in (file.me, other, other):
        books = {"from_playbook": BOOK, "to_playbook": BOOK, "from_stage": "lead", "to_stage": "discovery"}
        file.add(StageChange(deal_id=file.deal(owner_id=owner), **books))
    workspace.do(set_targets, {aim(Measure.ENTERED, "discovery", who): 4 for who in (file.me, other)})
    for wanted, found in (
        (BoardFilter((BOOK,)), {"discovery": 375}),  # three of the eight both aim at
        (BoardFilter((BOOK,), owner=other), {"discovery": 500}),
        (BoardFilter((BOOK,), grade="A"), {}),
    ):
        board.show_board(workspace.playbooks.default, wanted)
        settle(workspace)
        read(board, qtbot)
        assert bars(board) == found


def test_a_company_without_targets_reads_nothing_after_a_move(
    file: File, board: BoardView, workspace: Workspace, qtbot: QtBot
) -> None:
    deal = file.deal()
    board.reload()
    settle(workspace)
    read(board, qtbot)
    with patch.object(stage_goals, "stage_goals") as asked:
        workspace.do(move_deal, deal, to_stage="discovery", override_reason="客户急着要")
        read(board, qtbot)
    asked.assert_not_called()
