"""The review of a closed deal in the overview, written by keys and mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop_crm.models import DealReview
from desktop_crm.operations import customers
from desktop_crm.operations.deal_reviews import review_deal
from desktop_crm.operations.deals import reopen_deal
from desktop_crm.queries.deal import deal_overview
from desktop_crm.views.deal.debrief_part import DebriefPart
from desktop_crm.views.deal.overview_tab import OverviewTab
from tests.views.deal.desk import CONTROL, Desk
from tests.views.waiting import settle

KEY = Qt.Key
Make = Callable[..., Desk[OverviewTab]]


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    made: list[Desk[OverviewTab]] = []

    def work(**deal: Any) -> Desk[OverviewTab]:
        values = {"outcome": "lost", "outcome_reason": "价格高于预算或竞品"} | deal
        made.append(Desk(qtbot, tmp_path / "desk", OverviewTab, **values))
        settle(made[0].workspace)
        return made[0]

    yield work
    for desk in made:
        desk.close()


def part(desk: Desk[OverviewTab]) -> DebriefPart:
    return desk.tab.debrief


def kept(desk: Desk[OverviewTab]) -> DealReview | None:
    return desk.workspace.ask(lambda session: session.scalars(select(DealReview)).first())


def on(desk: Desk[OverviewTab]) -> list[str]:
    return [chip.text() for chip in part(desk).reasons.chips() if chip.isChecked()]


def press(desk: Desk[OverviewTab], text: str) -> None:
    desk.press(text, part(desk))
    settle(desk.workspace)


def write(desk: Desk[OverviewTab], key: str, text: str) -> None:
    field = part(desk).texts.field(key)
    field.start()
    focus = QApplication.focusWidget()
    if isinstance(focus, QPlainTextEdit):
        focus.setPlainText(text)
        desk.key(KEY.Key_Return, CONTROL)
    else:
        desk.type(text)
        desk.key(KEY.Key_Return)
    settle(desk.workspace)


def test_an_open_or_invalid_deal_has_none(make: Make) -> None:
    desk = make(outcome="open", outcome_reason="")
    assert part(desk).isHidden()


def test_what_is_known_is_proposed_and_nothing_is_kept_before_the_first_answer(make: Make) -> None:
    desk = make()
    assert on(desk) == ["价格高于预算或竞品"]
    assert "选择了竞争对手" in [chip.text() for chip in part(desk).reasons.chips()]
    assert "¥800,000" in part(desk).known.text()
    assert part(desk).remove.isHidden()
    assert kept(desk) is None


def test_the_first_answer_keeps_the_reason_as_well(make: Make) -> None:
    desk = make()
    write(desk, "lesson", "报价前先问预算")
    review = kept(desk)
    assert review is not None
    assert (review.lesson, review.reasons) == ("报价前先问预算", ["价格高于预算或竞品"])
    assert desk.workspace.undo() == "写复盘"
    settle(desk.workspace)
    assert kept(desk) is None
    assert on(desk) == ["价格高于预算或竞品"]


def test_reasons_by_chip_and_by_word(make: Make) -> None:
    desk = make()
    press(desk, "价格高于预算或竞品")  # the proposal is taken back: nothing to keep, nothing to refuse
    assert kept(desk) is None
    assert desk.refusals == []
    press(desk, "选择了竞争对手")
    part(desk).other.setFocus()
    desk.type("老板是同学")
    desk.key(KEY.Key_Return)
    settle(desk.workspace)
    review = kept(desk)
    assert review is not None
    assert review.reasons == ["选择了竞争对手", "老板是同学"]
    assert on(desk) == review.reasons
    assert part(desk).other.text() == ""


def test_the_competitor_is_proposed_from_what_the_customer_compares(make: Make) -> None:
    desk = make()
    overview = desk.workspace.ask(deal_overview, desk.deal)
    assert overview is not None
    assert overview.customer is not None
    desk.workspace.do(
        customers.edit_customer, overview.customer.id, competitors="蓝澜、易达软件", present_supplier="蓝澜"
    )
    settle(desk.workspace)
    assert [chip.text() for chip in part(desk).rivals.chips()] == ["蓝澜", "易达软件"]
    press(desk, "易达软件")
    review = kept(desk)
    assert review is not None
    assert (review.competitor, review.reasons) == ("易达软件", ["价格高于预算或竞品"])
    assert part(desk).texts.field("competitor").fact().text() == "易达软件"


def test_by_keyboard_alone(make: Make) -> None:
    desk = make()
    desk.tab.go_to("debrief")
    settle(desk.workspace)
    desk.key(KEY.Key_2)  # the second reason
    settle(desk.workspace)
    assert on(desk) == ["价格高于预算或竞品", "选择了竞争对手"]


def test_the_last_word_is_not_emptied_but_the_review_removed(make: Make) -> None:
    desk = make(outcome_reason="")
    write(desk, "competitor", "蓝澜")
    part(desk).texts.field("competitor").start()
    desk.key(KEY.Key_A, CONTROL)
    desk.key(KEY.Key_Delete)
    desk.key(KEY.Key_Return)
    settle(desk.workspace)
    assert len(desk.refusals) == 1
    assert part(desk).texts.field("competitor").fact().text() == "蓝澜"
    part(desk).remove.click()
    settle(desk.workspace)
    assert kept(desk) is None
    assert part(desk).remove.isHidden()


def test_what_is_being_typed_is_kept_for_its_own_deal(make: Make) -> None:
    desk = make()
    part(desk).texts.field("competitor").start()
    desk.type("蓝澜")
    desk.tab.show_deal(desk.other_deal)
    settle(desk.workspace)
    assert part(desk).isHidden()
    review = kept(desk)
    assert review is not None
    assert (review.deal_id, review.competitor) == (desk.deal, "蓝澜")


def test_a_deal_that_opens_again_still_shows_it(make: Make) -> None:
    desk = make()
    desk.workspace.do(review_deal, desk.deal, lesson="早报价")
    desk.workspace.do(reopen_deal, desk.deal, evidence="客户又来电")
    settle(desk.workspace)
    assert part(desk).isVisible()
    assert part(desk).texts.field("lesson").fact().text() == "早报价"
