"""The clocks in the head of the pane: in words, stopped and started again by keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_crm.models import Activity, ActivityStatus, IssuedDocument
from desktop_crm.operations.activities import record_activity
from desktop_crm.operations.clocks import pause_clocks
from desktop_crm.rules.working_time import known_years
from desktop_crm.system import clock
from desktop_crm.views.deal.clock_strip import ClockStrip
from desktop_crm.views.deal.pane import DealPane
from desktop_crm.workspace import Workspace
from tests.make import File

NOW = datetime(2026, 3, 11, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def strip(workspace: Workspace, qtbot: QtBot) -> Iterator[ClockStrip]:
    """Give the strip of an open pane, which hears every change."""
    pane = DealPane(workspace)
    qtbot.addWidget(pane)
    pane.resize(460, 700)
    pane.show()
    yield pane.head.clocks
    pane.close()


def open_deal(strip: ClockStrip, deal: str) -> None:
    pane = strip.window()
    assert isinstance(pane, DealPane)
    pane.show_deal(deal)


def shown(strip: ClockStrip) -> list[tuple[str, str]]:
    return [(line.badge.mark().text, line.text.text()) for line in strip.lines if line.isVisible()]


def clock_time(moment: datetime) -> str:
    return f"{moment.astimezone():%H:%M}"


def test_a_running_clock_says_what_has_to_be_done_by_when(file: File, strip: ClockStrip) -> None:
    open_deal(strip, file.deal(created_at=NOW - 23 * HOUR))
    assert shown(strip) == [("首联 还剩1小时", f"今天 {clock_time(NOW + HOUR)} 前 · 首次联系客户")]
    assert strip.lines[0].badge.mark().tone == "soon"


def test_it_is_gone_once_the_customer_was_contacted(file: File, strip: ClockStrip, workspace: Workspace) -> None:
    deal = file.deal(created_at=NOW - 30 * HOUR)
    open_deal(strip, deal)
    assert strip.isVisible()
    workspace.do(record_activity, deal, feedback="李总说预算已批，下周给需求清单")
    assert not strip.isVisible()


def test_paused_and_resumed_by_keys(file: File, strip: ClockStrip) -> None:
    open_deal(strip, file.deal(created_at=NOW - 2 * HOUR))
    strip.pause.setFocus()
    QTest.keyClick(strip.pause, Qt.Key.Key_Return)
    assert strip.form.reason.hasFocus()
    QTest.keyClick(strip.form.reason, Qt.Key.Key_Return)  # why is still missing
    assert strip.form.isVisible()
    strip.form.reason.setText("客户出国考察")
    QTest.keyClick(strip.form.reason, Qt.Key.Key_Return)  # until when, too
    assert strip.form.until.line.hasFocus()
    strip.form.until.line.setText("2026-03-13")
    QTest.keyClick(strip.form.until.line, Qt.Key.Key_Return)
    assert shown(strip) == [("首联 暂停中", "暂停到3月13日：客户出国考察")]
    assert strip.resume.hasFocus()
    assert not strip.pause.isVisible()
    QTest.keyClick(strip.resume, Qt.Key.Key_Return)
    assert [badge for badge, _ in shown(strip)] == ["首联 还剩22小时"]
    assert strip.pause.hasFocus()


def test_a_day_that_is_past_is_refused_and_what_was_typed_stays(
    file: File, strip: ClockStrip, workspace: Workspace, qtbot: QtBot
) -> None:
    open_deal(strip, file.deal(created_at=NOW))
    QTest.mouseClick(strip.pause, Qt.MouseButton.LeftButton)
    strip.form.reason.setText("客户放假")
    strip.form.until.line.setText("2026-03-01")
    with qtbot.waitSignal(workspace.refused):
        QTest.mouseClick(strip.form.keep, Qt.MouseButton.LeftButton)
    assert (strip.form.isVisible(), strip.form.reason.text()) == (True, "客户放假")


def test_escape_closes_the_form_alone_and_another_deal_empties_it(file: File, strip: ClockStrip) -> None:
    one, other = file.deal(created_at=NOW), file.deal(created_at=NOW)
    open_deal(strip, one)
    for leave in (lambda: QTest.keyClick(strip.form.reason, Qt.Key.Key_Escape), lambda: open_deal(strip, other)):
        QTest.mouseClick(strip.pause, Qt.MouseButton.LeftButton)
        strip.form.reason.setText("半句")
        leave()
        assert (strip.form.isVisible(), strip.form.reason.text()) == (False, "")
        assert strip.pause.isVisible()
        assert strip.window().isVisible()


def test_a_change_elsewhere_leaves_what_is_typed(file: File, strip: ClockStrip, workspace: Workspace) -> None:
    deal, other = file.deal(created_at=NOW), file.deal(created_at=NOW)
    open_deal(strip, deal)
    QTest.mouseClick(strip.pause, Qt.MouseButton.LeftButton)
    strip.form.reason.setText("半句")
    workspace.do(pause_clocks, other, until=clock.today(), reason="另一条")
    assert (strip.form.isVisible(), strip.form.reason.text()) == (True, "半句")


def test_many_clocks_show_the_three_due_first_and_how_many_are_left(file: File, strip: ClockStrip) -> None:
    deal = file.deal(playbook="care", stage="interested", grade="C")
    for hours in range(2, 7):
        began = (NOW - hours * HOUR).astimezone()
        file.add(
            Activity(
                deal_id=deal, status=ActivityStatus.PLANNED, due_on=began.date(), due_at=f"{began:%H:%M}", minutes=0
            )
        )
    open_deal(strip, deal)
    assert [badge for badge, _ in shown(strip)] == [f"写记录 逾期{hours}小时" for hours in (5, 4, 3)]
    assert strip.more.text() == "还有 2 个时限"
    assert strip.more.toolTip().count("\n") == 1


def test_a_deadline_in_a_year_without_announced_holidays_says_so(file: File, strip: ClockStrip) -> None:
    unknown = max(known_years()) + 1
    deal = file.deal(playbook="guide", stage="contract")
    file.add(IssuedDocument(deal_id=deal, key="contract", signed_on=clock.today().replace(year=unknown)))
    open_deal(strip, deal)
    assert strip.note.text() == f"{unknown}年的放假安排尚未收录，工作日暂按周末推算。"
