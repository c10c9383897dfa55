"""The deal pane by mouse and keyboard: head, gate, tabs, and what must never be lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from desktop_crm.models import ChainRole, Deal, Requirement, RequirementItem, StageChange, Stakeholder
from desktop_crm.operations import activities, deals
from desktop_crm.operations.requirements import add_requirement_items
from desktop_crm.playbooks.conditions import CONDITIONS
from desktop_crm.queries.deal import deal_overview
from desktop_crm.refusal import Refused
from desktop_crm.views.deal.history_tab import HistoryTab
from desktop_crm.views.deal.overview_tab import OverviewTab
from desktop_crm.views.deal.pane import DealPane
from desktop_crm.views.deal.tabs import ALIASES, TABS
from desktop_crm.views.deal.timeline_tab import TimelineTab
from desktop_crm.workspace import Workspace
from tests.make import File

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def deal(file: File) -> str:
    customer = file.customer()
    return file.deal(customer, contact_id=file.contact(customer))


@pytest.fixture
def pane(qtbot: QtBot, workspace: Workspace, deal: str) -> DealPane:
    return opened(qtbot, workspace, deal)


def opened(qtbot: QtBot, workspace: Workspace, deal: str) -> DealPane:
    made = DealPane(workspace)
    qtbot.addWidget(made)
    made.resize(480, 900)
    made.show_deal(deal)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def row(workspace: Workspace, deal: str) -> Deal:
    return workspace.ask(lambda session: session.get_one(Deal, deal))


def overview(pane: DealPane) -> OverviewTab:
    pane.open_tab("overview")
    tab = pane.tab()
    assert isinstance(tab, OverviewTab)
    return tab


def timeline(pane: DealPane) -> TimelineTab:
    pane.open_tab("followup")
    tab = pane.tab()
    assert isinstance(tab, TimelineTab)
    return tab


def type_into(text: str) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def heard(pane: DealPane) -> list[tuple[str, str]]:
    """Return a list that fills with the moves the pane tells of."""
    moves: list[tuple[str, str]] = []

    def on_moved(deal: str, to: str) -> None:
        moves.append((deal, to))

    pane.moved.connect(on_moved)
    return moves


# ---- head


def test_the_amount_is_edited_where_it_stands(pane: DealPane, workspace: Workspace, deal: str) -> None:
    pane.head.amount.start()
    type_into("1250000")
    assert row(workspace, deal).amount_fen == 125_000_000
    assert pane.head.amount.fact().text() == "¥1,250,000"


def test_the_next_step_is_planned_put_off_and_called_off_from_the_head(
    pane: DealPane, workspace: Workspace, deal: str
) -> None:
    assert not pane.head.due.isVisible()
    pane.head.goal.start()
    type_into("call back")
    assert row(workspace, deal).next_step == "call back"
    pane.head.due.start()
    type_into("2030-03-15")
    assert str(row(workspace, deal).next_due) == "2030-03-15"
    assert pane.head.due_badge.mark().text == "2030年3月15日"
    pane.head.goal.start()
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert row(workspace, deal).next_step == ""


def test_what_is_missing_is_one_click_from_its_field(qtbot: QtBot, workspace: Workspace, file: File) -> None:
    customer = file.customer(industry="")
    deal = file.deal(customer, missing=["industry", "contact"])
    pane = opened(qtbot, workspace, deal)
    assert pane.head.missing.isVisible()
    pane.go_to("overview.industry")
    type_into("auto parts")
    pane.go_to("overview.phone")
    type_into("13800001234")
    assert row(workspace, deal).missing == []
    assert not pane.head.missing.isVisible()


def test_a_paused_deal_says_so_and_goes_on(pane: DealPane, workspace: Workspace, deal: str) -> None:
    workspace.do(deals.set_stage_status, deal, status="paused")
    assert pane.head.state.badge.mark().text == "已暂停"
    assert pane.head.advance.text() == "继续"
    QTest.mouseClick(pane.head.advance, LEFT)
    assert row(workspace, deal).stage_status == "in_progress"
    assert not pane.head.state.isVisible()


def test_the_menu_copies_the_number_and_changes_the_playbook(pane: DealPane, workspace: Workspace, deal: str) -> None:
    menu = pane.head.menu
    menu.fill()
    act(menu, "复制编号").trigger()
    assert QGuiApplication.clipboard().text() == "Z20240315001"
    act(submenu(menu, "换销售流程"), workspace.playbooks["handbook"].name).trigger()
    assert row(workspace, deal).playbook == "handbook"


def test_a_deleted_deal_closes_the_pane_and_undo_brings_it_back(
    qtbot: QtBot, pane: DealPane, workspace: Workspace, deal: str
) -> None:
    pane.head.menu.fill()
    with qtbot.waitSignals([pane.close_requested, pane.noted]):
        act(pane.head.menu, "删除商机").trigger()
    assert pane.deal_id == ""
    workspace.undo()
    pane.show_deal(deal)
    assert pane.head.title.fact().value == "ERP 替换"


def act(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text().startswith(text))


def submenu(menu: QMenu, title: str) -> QMenu:
    return next(inner for inner in menu.findChildren(QMenu) if inner.title() == title)


# ---- gate


def test_a_refused_move_opens_the_gate_which_shrinks_as_things_are_mended(
    pane: DealPane, workspace: Workspace, file: File
) -> None:
    customer = file.customer()
    deal = file.deal(customer, grade="", source="")
    moves = heard(pane)
    assert not pane.ask_to_move(deal, "discovery")
    assert pane.deal_id == deal
    assert pane.gate.isVisible()
    assert not pane.gate.go.isEnabled()
    before = len(pane.gate.missing.texts())
    fix = next(button for button in pane.gate.missing.fixes() if button.text() == "填写来源")
    QTest.mouseClick(fix, LEFT)
    type_into("expo")
    assert len(pane.gate.missing.texts()) == before - 1
    workspace.do(deals.edit_deal, deal, grade="B")
    workspace.do(deals.set_contact, deal, name="张伟", phone="13800001234")
    workspace.do(activities.record_activity, deal, feedback="要求下周给报价")
    assert pane.gate.missing.texts() == []
    assert pane.gate.go.isEnabled()
    assert "推进到“需求探查”" in pane.gate.go.text()
    QTest.mouseClick(pane.gate.go, LEFT)
    assert row(workspace, deal).stage == "discovery"
    assert moves == [(deal, "discovery")]
    assert not pane.gate.isVisible()


def test_undo_makes_a_satisfied_gate_grow_again(pane: DealPane, workspace: Workspace, deal: str) -> None:
    pane.ask_to_move(deal, "discovery")
    assert len(pane.gate.missing.texts()) == 1
    workspace.do(activities.record_activity, deal, feedback="要求下周给报价")
    assert pane.gate.go.isEnabled()
    workspace.undo()
    assert len(pane.gate.missing.texts()) == 1
    assert not pane.gate.go.isEnabled()


def test_a_gate_is_overridden_with_a_reason_only(pane: DealPane, workspace: Workspace, deal: str) -> None:
    pane.ask_to_move(deal, "discovery")
    QTest.mouseClick(pane.gate.override, LEFT)
    assert QApplication.focusWidget() is pane.gate.line
    assert not pane.gate.go.isEnabled()
    type_into("visit on friday")
    assert row(workspace, deal).stage == "discovery"
    move = workspace.ask(lambda session: session.query(StageChange).filter_by(deal_id=deal).one())
    assert move.override_reason == "visit on friday"
    assert move.overridden


def test_going_back_asks_for_the_fact(pane: DealPane, workspace: Workspace, file: File) -> None:
    deal = file.deal(stage="proposal")
    assert not pane.ask_to_move(deal, "discovery")
    assert "依据" in pane.gate.title.text()
    assert not pane.gate.missing.isVisible()
    type_into("two more lines")
    assert row(workspace, deal).stage == "discovery"


def test_a_loss_takes_its_reason_from_the_chips_or_free_text(pane: DealPane, workspace: Workspace, deal: str) -> None:
    assert not pane.ask_to_move(deal, "lost")
    assert not pane.gate.go.isEnabled()
    pane.gate.chips.choose("选择了竞争对手")
    QTest.mouseClick(pane.gate.go, LEFT)
    assert row(workspace, deal).outcome_reason == "选择了竞争对手"
    assert pane.head.state.badge.mark().text == "已流失"
    assert pane.head.advance.text() == "重新打开"
    QTest.mouseClick(pane.head.advance, LEFT)
    type_into("budget is back")
    assert row(workspace, deal).outcome == "open"


def test_a_ready_deal_moves_at_once(pane: DealPane, workspace: Workspace, deal: str) -> None:
    workspace.do(activities.record_activity, deal, feedback="要求下周给报价")
    moves = heard(pane)
    QTest.mouseClick(pane.head.advance, LEFT)
    assert moves == [(deal, "discovery")]
    assert pane.head.stage.text() == "需求探查"
    pane.ask_for_evidence(deal)
    pane.gate.line.clear()
    type_into("agreed by phone")
    move = workspace.ask(lambda session: session.query(StageChange).filter_by(deal_id=deal).one())
    assert move.evidence == "agreed by phone"


def test_a_move_made_elsewhere_ends_the_question(pane: DealPane, workspace: Workspace, deal: str) -> None:
    pane.ask_to_move(deal, "discovery")
    workspace.do(deals.move_deal, deal, to_stage="discovery", override_reason="看板上拖过去的")
    assert pane.gate.question is None
    assert not pane.gate.isVisible()


def test_a_row_that_is_gone_is_told_and_opens_no_gate(pane: DealPane, workspace: Workspace, deal: str) -> None:
    refused: list[Refused] = []
    workspace.refused.connect(refused.append)
    workspace.do(deals.delete_deal, deal)
    assert not pane.ask_to_move(deal, "discovery")
    assert pane.gate.question is None


def test_every_fix_of_every_shipped_gate_leads_to_a_tab(pane: DealPane) -> None:
    keys = {tab.key for tab in TABS}
    for condition in CONDITIONS.values():
        key, _, place = condition.target.partition(".")
        assert ALIASES.get(key, key) in keys
        pane.go_to(condition.target)
        assert TABS[pane.bar.currentIndex()].key == ALIASES.get(key, key)
        if key == "overview" and place != "contact":
            assert overview(pane).field(place) is not None


# ---- tabs


def test_tabs_are_built_when_they_are_first_seen(pane: DealPane) -> None:
    assert set(pane._tabs) == {"overview"}
    QTest.keyClick(pane, Qt.Key.Key_Tab, CONTROL)
    assert TABS[pane.bar.currentIndex()].key == TABS[1].key
    assert set(pane._tabs) == {"overview", TABS[1].key}


@pytest.mark.parametrize("place", range(len(TABS)))
def test_every_tab_opens_by_its_key_and_shows_the_deal(pane: DealPane, deal: str, place: int) -> None:
    QTest.keyClick(pane, Qt.Key(Qt.Key.Key_0 + (place + 1) % 10), CONTROL)
    assert pane.bar.currentIndex() == place
    assert (pane.tab().deal_id, pane.tab().key) == (deal, TABS[place].key)
    assert pane.tab().isVisible()


def test_escape_closes_the_pane_but_first_the_open_field(pane: DealPane) -> None:
    closed: list[bool] = []
    pane.close_requested.connect(lambda: closed.append(True))
    pane.head.amount.start()
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not closed
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    assert closed


def test_a_hidden_pane_shows_what_changed_meanwhile(pane: DealPane, workspace: Workspace, deal: str) -> None:
    pane.hide()
    workspace.do(deals.edit_deal, deal, title="换模提速", note="新备注")
    assert pane.head.title.fact().value == "ERP 替换"
    pane.show()
    assert pane.head.title.fact().value == "换模提速"
    note = overview(pane).field("note")
    assert note is not None
    assert note.fact().value == "新备注"


def test_what_is_typed_survives_a_change_made_elsewhere(pane: DealPane, workspace: Workspace, deal: str) -> None:
    field = overview(pane).field("source")
    assert field is not None
    field.start("web")
    workspace.do(deals.edit_deal, deal, amount_fen=1)
    editor = field.editing()
    assert editor is not None
    assert editor.value() == "web"


def test_what_is_typed_goes_to_the_deal_it_was_typed_for(pane: DealPane, workspace: Workspace, file: File) -> None:
    first, other = pane.deal_id, file.deal()
    field = overview(pane).field("source")
    assert field is not None
    field.start("web")
    pane.show_deal(other)
    assert row(workspace, first).source == "web"
    assert row(workspace, other).source == "展会"
    assert field.fact().value == "展会"


# ---- overview


def test_ticks_and_tags_are_kept_and_undone(pane: DealPane, workspace: Workspace, deal: str) -> None:
    def kept() -> tuple[frozenset[str], tuple[str, ...]]:
        found = workspace.ask(deal_overview, deal)
        assert found is not None
        assert found.customer is not None
        return found.ticked, found.customer.tags

    tab = overview(pane)
    box = tab.checklist.box("lead_assessed")
    QTest.keyClick(box, Qt.Key.Key_Space)
    for ticked in (False, True):  # far behind the words: the whole line is the button
        QTest.mouseClick(box, LEFT, pos=QPoint(box.width() - 4, box.height() // 2))
        assert box.isChecked() is ticked
    workspace.undo()
    workspace.undo()
    tab.tags.add("决策链复杂")
    assert kept() == ({"lead_assessed"}, ("决策链复杂",))
    workspace.undo()
    workspace.undo()
    assert kept() == (frozenset(), ())
    assert not tab.checklist.box("lead_assessed").isChecked()
    assert tab.tags.tags() == ()


def test_an_edit_that_is_refused_shows_again_what_is_kept(pane: DealPane, workspace: Workspace) -> None:
    refused: list[Refused] = []
    workspace.refused.connect(refused.append)
    tab = overview(pane)
    field = tab.field("customer")
    assert field is not None
    field.start(" ")
    field.commit()
    assert [one.reason for one in refused] == ["请填写客户名称。"]
    assert field.fact().value == "苏州恒力精密有限公司"


def test_the_guide_unfolds_for_the_stage(pane: DealPane, workspace: Workspace) -> None:
    tab = overview(pane)
    assert not tab.guide.body.isVisible()
    QTest.mouseClick(tab.guide.toggle, LEFT)
    assert tab.guide.body.isVisible()
    said = " ".join(label.text() for label in tab.guide.body.findChildren(QLabel))
    for text in workspace.playbooks.default.first_stage.questions:
        assert text in said


# ---- the whole way


def test_a_lead_goes_from_refusal_to_the_proposal_with_everything_told_in_the_history(
    pane: DealPane, workspace: Workspace, file: File, deal: str
) -> None:
    workspace.do(activities.record_activity, deal, feedback="要求下周给报价", next_step="送样机", next_due=None)
    assert pane.ask_to_move(deal, "discovery")
    assert not pane.ask_to_move(deal, "proposal")
    version = file.add(Requirement(deal_id=deal, budget_low_fen=1, timeline="国庆前"))
    file.add(RequirementItem(requirement_id=version, kind="pain", text="换模要40分钟"))
    customer = row(workspace, deal).customer_id or ""
    for name, role in (("陈总", ChainRole.DECIDER), ("赵经理", ChainRole.INFLUENCER)):
        file.add(Stakeholder(deal_id=deal, contact_id=file.contact(customer, name), role=role))
    pane.refresh()
    assert pane.gate.missing.texts() == ["还没有约定下一步和日期"]
    pane.head.due.start()
    type_into("2030-03-15")
    assert pane.gate.go.isEnabled()
    QTest.mouseClick(pane.gate.go, LEFT)
    pane.open_tab("history")
    tab = pane.tab()
    assert isinstance(tab, HistoryTab)
    told = [" ".join(view.texts()) for _, view in sorted(tab.entries.items(), reverse=True)]
    assert told[0].startswith("推进阶段　需求探查 → 方案制定")
    assert any("换模要40分钟" in line for line in told)
    assert not any(deal in line for line in told)
    workspace.undo()
    told = [" ".join(view.texts()) for _, view in sorted(tab.entries.items(), reverse=True)]
    assert told[0].startswith("撤销：推进阶段")
    assert "已撤销" not in told[0]


def test_a_large_change_is_told_whole_when_asked(pane: DealPane, workspace: Workspace, deal: str) -> None:
    texts = [f"需求{at}" for at in range(20)]
    workspace.do(add_requirement_items, deal, kind="need", texts=texts)
    pane.open_tab("history")
    tab = pane.tab()
    assert isinstance(tab, HistoryTab)
    entry = tab.entries[max(tab.entries)]
    QApplication.processEvents()
    assert sum("需求条目" in text for text in entry.texts()) < len(texts)
    QTest.mouseClick(entry.more, LEFT)
    assert [f"新增需求条目“{text}”　需求" for text in texts] == [
        text for text in entry.texts() if text.startswith("新增需求条目")
    ]
    assert entry.more.isHidden()
