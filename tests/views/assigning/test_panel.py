"""Giving leads to members in the panel and from the manager's list."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.models import Member, Role
from desktop_crm.operations.assignments import assign_leads, refuse_assignment
from desktop_crm.operations.company import edit_member
from desktop_crm.queries.assignments import assignment_records, count_waiting
from desktop_crm.queries.lead_matching import lead_cards
from desktop_crm.refusal import Refused
from desktop_crm.views.assigning.load_bar import load_text, load_tone
from desktop_crm.views.assigning.manager_list import ManagerList, why_text
from desktop_crm.views.assigning.panel import AssignPanel
from desktop_crm.workspace import Workspace
from tests.make import File

NOON = datetime(2024, 3, 15, 4, 0, tzinfo=UTC)


@pytest.fixture
def team(file: File) -> dict[str, str]:
    file.do(edit_member, file.me, role=Role.SALES_SUPPORT)
    people = {
        "east": Member(name="陈思远", regions=["华东"], industries=["制造业"], email="chen@yunfan.example"),
        "north": Member(name="林志强", regions=["华北"], industries=["制造业"]),
    }
    return {key: file.add(row) for key, row in people.items()}


def lead(file: File, number: str = "Z1", region: str = "江苏 苏州", **values: Any) -> str:
    customer = file.customer(f"客户{number}", region=region)
    defaults: dict[str, Any] = {"owner_id": None, "verified_at": NOON, "playbook": "handbook", "stage": "contact"}
    return file.deal(customer, number=number, **defaults | values)


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(1000, 700)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


@pytest.fixture
def panel(workspace: Workspace, qtbot: QtBot, team: dict[str, str]) -> AssignPanel:  # noqa: ARG001 - the team comes first
    made = AssignPanel(workspace)
    shown(qtbot, made)
    return made


def owner(workspace: Workspace, deal: str) -> str:
    return workspace.ask(lead_cards, [deal])[0].owner


def members(panel: AssignPanel) -> list[str]:
    rows = panel.one.table.rows
    return [rows.row(place).name for place in range(rows.rowCount())]


def test_enter_gives_the_lead_to_the_first(panel: AssignPanel, workspace: Workspace, file: File):
    deal = lead(file)
    panel.show_leads([deal])
    panel.start()
    assert members(panel)[:2] == ["陈思远", "林志强"]
    assert panel.one.give.text() == "分配给陈思远"
    assert not panel.one.reason.isVisible()
    QTest.keyClick(panel.one.table, Qt.Key.Key_Return)
    assert owner(workspace, deal) == "陈思远"
    assert panel.pages.currentWidget() is panel.notices


def test_another_choice_asks_for_its_reason_where_it_stands(panel: AssignPanel, workspace: Workspace, file: File):
    deal = lead(file)
    panel.show_leads([deal])
    panel.start()
    QTest.keyClick(panel.one.table, Qt.Key.Key_Down)
    assert panel.one.give.text() == "分配给林志强"
    QTest.keyClick(panel.one.table, Qt.Key.Key_Return)
    assert panel.one.reason.hasFocus()
    assert owner(workspace, deal) == ""
    QTest.keyClick(panel.one.reason, Qt.Key.Key_Escape)
    assert panel.one.table.hasFocus()
    panel.one.reason.setText("客户指定林志强")
    QTest.keyClick(panel.one.reason, Qt.Key.Key_Return)
    assert owner(workspace, deal) == "林志强"
    assert workspace.ask(assignment_records)[0].override_reason == "客户指定林志强"


def test_a_lead_that_is_not_verified_says_so_and_cannot_be_given(panel: AssignPanel, workspace: Workspace, file: File):
    deal = lead(file, verified_at=None)
    panel.show_leads([deal])
    assert panel.one.barred.text() == "暂时不能分配：还没有核对信息"
    assert not panel.one.give.isEnabled()
    QTest.keyClick(panel.one.table, Qt.Key.Key_Return)
    assert owner(workspace, deal) == ""


def test_a_lead_that_somebody_has_can_be_given_to_another(panel: AssignPanel, workspace: Workspace, file: File):
    deal = lead(file)
    workspace.do(assign_leads, [deal])
    panel.show_leads([deal])
    assert "现由陈思远负责" in panel.one.barred.text()
    assert not panel.one.give.isEnabled()  # they have it
    panel.one.table.selectRow(1)
    panel.one.reason.setText("换人")
    panel.one.give.click()
    assert owner(workspace, deal) == "林志强"


def test_what_changes_elsewhere_is_seen_and_the_choice_stays(
    panel: AssignPanel, workspace: Workspace, file: File, team: dict[str, str]
):
    panel.show_leads([lead(file)])
    panel.one.table.selectRow(1)
    panel.one.reason.setText("正在写")
    workspace.do(edit_member, team["east"], left=True)
    assert "陈思远" not in members(panel)
    assert panel.one.chosen_id() == team["north"]
    assert panel.one.reason.text() == "正在写"


def test_several_leads_are_shown_with_their_members_and_given_together(
    panel: AssignPanel, workspace: Workspace, file: File, qtbot: QtBot
):
    leads = [lead(file, "Z1"), lead(file, "Z2", region="北京"), lead(file, "Z3", verified_at=None)]
    panel.show_leads(leads)
    qtbot.waitUntil(panel.several.give.isEnabled)
    rows = panel.several.table.rows
    lines = [rows.row(place) for place in range(rows.rowCount())]
    assert [(line.lead, line.member, line.points) for line in lines] == [
        ("客户Z1", "陈思远", 100), ("客户Z2", "林志强", 100), ("客户Z3", "", None),
    ]  # fmt: skip
    assert lines[0].why == "华东 40 + 制造业 30 + A级 30"
    assert lines[2].why == "还没有核对信息"
    assert panel.several.said.text() == "2 条可以分配，1 条不能分配"
    heard: list[list[str]] = []
    panel.assigned.connect(heard.append)
    with qtbot.waitSignal(panel.assigned):
        panel.several.give.click()
    assert heard == [leads[:2]]
    assert [owner(workspace, one) for one in leads] == ["陈思远", "林志强", ""]
    assert [part.notice.member for part in panel.notices.parts] == ["林志强", "陈思远"]


def test_stopping_gives_nothing_and_it_can_be_begun_again(
    panel: AssignPanel, workspace: Workspace, file: File, qtbot: QtBot
):
    leads = [lead(file, "Z1"), lead(file, "Z2")]
    panel.show_leads(leads)
    qtbot.waitUntil(panel.several.give.isEnabled)
    panel.several.give.click()
    assert panel.several.progress.isVisible()
    panel.several.progress.cancel_requested.emit()  # before the other thread has begun, or while it works
    qtbot.waitUntil(lambda: not panel.several.progress.isVisible())
    owners = {owner(workspace, one) for one in leads}
    if panel.pages.currentWidget() is panel.several:
        assert owners == {""}
        assert panel.several.give.isEnabled()
    else:  # it was done before the wish was heard
        assert owners == {"陈思远"}


def test_the_message_is_copied_or_opened_as_a_draft(
    panel: AssignPanel, workspace: Workspace, file: File, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
):
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(bytes(url.toEncoded().data()).decode())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    panel.show_leads([lead(file)])
    panel.one.give.click()
    (part,) = panel.notices.parts
    with qtbot.waitSignal(panel.noted):
        part.copy_button.click()
    assert QGuiApplication.clipboard().text() == part.notice.message.text
    assert "客户：客户Z1" in part.text.toPlainText()
    part.mail_button.click()
    assert opened == [part.notice.message.mailto]
    panel.notices.close_button.click()
    assert panel.pages.currentWidget() is panel.nothing
    assert workspace.ask(count_waiting) == 0


def test_giving_out_can_be_undone_and_then_nobody_is_told(panel: AssignPanel, workspace: Workspace, file: File):
    said: list[str] = []
    panel.done.connect(said.append)
    given = lead(file)
    panel.show_leads([given])
    panel.one.give.click()
    assert said == ["已分配 1 条线索"]
    workspace.undo()
    assert panel.pages.currentWidget() is panel.one
    assert panel.one.table.hasFocus()
    assert owner(workspace, given) == ""


def test_without_a_mail_program_the_message_is_on_the_clipboard(
    panel: AssignPanel, file: File, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
):
    def open_nothing(_url: QUrl) -> bool:
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", open_nothing)
    panel.show_leads([lead(file)])
    panel.one.give.click()
    (part,) = panel.notices.parts
    said: list[str] = []
    panel.noted.connect(said.append)
    part.mail_button.click()
    assert said[-1].startswith("没有找到邮件程序")
    assert QGuiApplication.clipboard().text() == part.notice.message.text
    assert qtbot


def test_a_gone_lead_leaves_the_panel_empty(panel: AssignPanel):
    panel.show_leads(["gone"])
    assert panel.pages.currentWidget() is panel.nothing


@pytest.fixture
def waiting(workspace: Workspace, qtbot: QtBot, team: dict[str, str]) -> ManagerList:  # noqa: ARG001
    made = ManagerList(workspace)
    workspace.changed.connect(made.refresh)
    shown(qtbot, made)
    return made


def test_the_list_says_why_and_enter_goes_over_to_the_panel(waiting: ManagerList, workspace: Workspace, file: File):
    back, new = lead(file, "Z1"), lead(file, "Z2", grade="B")
    workspace.do(assign_leads, [back])
    workspace.do(refuse_assignment, back, reason="手上太满")
    waiting.refresh()
    rows = waiting.table.rows
    assert [why_text(rows.row(place)) for place in range(2)] == ["陈思远退回：手上太满", "已核对，待分配"]
    assert waiting.panel.ids == (new,)  # it was chosen before the other came back
    waiting.start()
    QTest.keyClick(waiting.table, Qt.Key.Key_Up)
    assert waiting.panel.ids == (back,)
    QTest.keyClick(waiting.table, Qt.Key.Key_Down)
    QTest.keyClick(waiting.table, Qt.Key.Key_Return)
    assert waiting.panel.one.table.hasFocus()
    QTest.keyClick(waiting.panel.one.table, Qt.Key.Key_Return)
    assert [rows.row(place).id for place in range(rows.rowCount())] == [back]
    assert waiting.panel.pages.currentWidget() is waiting.panel.notices
    waiting.panel.notices.close_button.click()
    assert waiting.panel.ids == (back,)
    assert waiting.table.hasFocus()


def test_all_that_wait_are_given_together_also_those_not_loaded(
    waiting: ManagerList, workspace: Workspace, file: File, qtbot: QtBot
):
    for number in range(60):
        lead(file, f"Z{number:02}")
    waiting.refresh()
    assert waiting.count.text() == "50 / 60"
    waiting.all.click()
    qtbot.waitUntil(
        lambda: waiting.panel.several.give.text() == "分配全部（60 条）" and waiting.panel.several.give.isEnabled()
    )
    with qtbot.waitSignal(waiting.panel.assigned):
        waiting.panel.several.give.click()
    assert workspace.ask(count_waiting) == 0
    assert all(part.isVisible() for part in waiting.panel.notices.parts), "the last lead gone does not hide what to say"
    assert {part.notice.member: len(part.notice.deal_ids) for part in waiting.panel.notices.parts} == {
        "陈思远": 30,
        "林志强": 30,
    }
    waiting.panel.notices.close_button.click()
    assert waiting.empty.isVisible()


def test_a_refusal_is_heard_and_nothing_is_lost(
    panel: AssignPanel, workspace: Workspace, file: File, team: dict[str, str]
):
    deal = lead(file)
    panel.show_leads([deal])
    heard: list[Refused] = []
    workspace.refused.connect(heard.append)
    file.do(edit_member, team["east"], left=True)  # on another laptop: this window has not heard of it
    panel.one.give.click()
    assert [refusal.reason for refusal in heard] == ["陈思远已经离开，不能再分配。"]
    assert panel.pages.currentWidget() is panel.one


@pytest.mark.parametrize(
    ("open_deals", "capacity", "text", "tone"),
    [
        (3, 30, "3 / 30", "accent"),
        (24, 30, "24 / 30", "soon"),
        (30, 30, "30 / 30（满）", "late"),
        (7, 0, "7", "accent"),
    ],
)
def test_a_load_is_said_in_figures_and_a_word(open_deals: int, capacity: int, text: str, tone: str):
    assert load_text(open_deals, capacity) == text
    assert load_tone(open_deals, capacity) == tone
