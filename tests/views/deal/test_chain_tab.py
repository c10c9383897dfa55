"""The decision chain in a real window: mouse and keys lead to rows in the file, and what is typed stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.charts.chain_layout import NO_DECIDER
from desktop_crm.operations.stakeholders import add_person_to_chain
from desktop_crm.queries.decision_chain import Person, decision_chain
from desktop_crm.refusal import Refused
from desktop_crm.rules.decision_chain import GapKind
from desktop_crm.views import theme
from desktop_crm.views.deal.chain_tab import ChainTab
from desktop_crm.workspace import Workspace
from tests.make import File

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


class Pane:
    """A chain tab over a deal, in a window of its own."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        file = File(folder)
        self.customer = file.customer()
        self.deal = file.deal(self.customer)
        self.contact = file.contact(self.customer, "李娜", title="厂长")
        self.other_deal = file.deal()
        file.close()
        self.workspace = Workspace(folder)
        self.workspace.settings.me = file.me
        self.workspace.save_settings()
        self.tab = ChainTab(self.workspace)
        self.refusals: list[str] = []
        self.workspace.refused.connect(self._on_refused)
        self.workspace.changed.connect(self._on_changed)
        qtbot.addWidget(self.tab)
        self.tab.resize(900, 640)
        self.tab.show()
        self.tab.show_deal(self.deal)
        qtbot.waitExposed(self.tab)

    def add(self, name: str, **values: object) -> str:
        return self.workspace.do(add_person_to_chain, self.deal, name=name, **values)  # pyright: ignore[reportArgumentType]

    def people(self) -> dict[str, Person]:
        return {one.name: one for one in self.workspace.ask(decision_chain, self.deal).people}

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifier)

    def type(self, text: str) -> None:
        """Type as an input method does: QTest itself knows Latin letters only."""
        for sign in text:
            focus = QApplication.focusWidget()
            assert focus is not None
            QApplication.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign))

    def spot(self, key: str) -> QPoint:
        return self.tab.canvas.place_of(key).center()

    def drag(self, start: QPoint, end: QPoint) -> None:
        canvas = self.tab.canvas
        QTest.mousePress(canvas, LEFT, pos=start)
        for part in (0.3, 0.7, 1.0):
            QTest.mouseMove(canvas, start + (end - start) * part)
        QTest.mouseRelease(canvas, LEFT, pos=end)

    def press(self, text: str) -> None:
        QApplication.processEvents()  # what was just added to a layout is laid out
        found = [made for made in self.tab.findChildren(QPushButton) if made.text() == text and made.isVisible()]
        QTest.mouseClick(found[0], LEFT)

    def _on_refused(self, refusal: Refused) -> None:
        self.refusals.append(refusal.reason)

    def _on_changed(self, _changes: object) -> None:
        self.tab.refresh()


@pytest.fixture
def pane(qtbot: QtBot, tmp_path: Path) -> Iterator[Pane]:
    made = Pane(qtbot, tmp_path / "company")
    yield made
    made.workspace.close()


def test_the_first_people_are_typed_one_after_another(pane: Pane) -> None:
    pane.press("添加第一个人")
    pane.type("李总 采购部 采购总监 13800001234")
    assert pane.tab.add_line.line.hint() == "采购部 · 采购总监 · 13800001234"
    pane.key(Qt.Key.Key_Return)
    pane.type("赵国强 总经办 总经理 决策者")
    pane.key(Qt.Key.Key_Return)
    people = pane.people()
    assert (people["李总"].title, people["李总"].phone) == ("采购总监", "13800001234")
    assert people["赵国强"].role == "decider"
    assert pane.tab.canvas.selection() == people["赵国强"].id
    pane.key(Qt.Key.Key_Escape)
    assert pane.tab.add_line.isHidden()
    assert pane.tab.canvas.hasFocus()


def test_a_line_that_is_not_understood_stays_and_says_why(pane: Pane) -> None:
    pane.press("添加第一个人")
    pane.type("李总 1380000")
    pane.key(Qt.Key.Key_Return)
    assert pane.people() == {}
    assert pane.tab.add_line.line.line.text() == "李总 1380000"
    assert pane.tab.add_line.line.error()


def test_a_refused_line_stays_too(pane: Pane) -> None:
    pane.add("李总")
    pane.tab.add_line.ask()
    pane.type("李总 采购部")
    pane.key(Qt.Key.Key_Return)
    assert "已经在决策链里" in pane.refusals[0]
    assert pane.tab.add_line.line.line.text() == "李总 采购部"


def test_what_is_typed_survives_a_change_elsewhere(pane: Pane) -> None:
    made = pane.add("李总")
    pane.tab.add_line.ask()
    pane.type("王芳 采")
    pane.add("赵总")
    assert pane.tab.add_line.line.line.text() == "王芳 采"
    pane.tab.canvas.select(made)
    pane.tab.canvas.setFocus()
    pane.key(Qt.Key.Key_Return)
    pane.tab.inspector.edit("title")
    pane.type("采购总")
    pane.add("孙丽")
    editor = pane.tab.inspector.facts.field("title").editing()
    assert editor is not None
    assert cast("QLineEdit", editor.widget).text() == "采购总"
    pane.type("监")
    pane.key(Qt.Key.Key_Return)
    assert pane.people()["李总"].title == "采购总监"


def test_a_known_contact_joins_with_one_click(pane: Pane) -> None:
    pane.press("添加第一个人")
    pane.press("李娜 厂长")
    assert pane.people()["李娜"].contact_id == pane.contact
    assert not [made for made in pane.tab.findChildren(QPushButton) if made.text() == "李娜 厂长" and made.isVisible()]


def test_the_place_of_the_unknown_decision_maker_asks_for_one(pane: Pane) -> None:
    pane.add("李总")
    QTest.mouseClick(pane.tab.canvas, LEFT, pos=pane.spot(NO_DECIDER))
    pane.type("赵国强")
    pane.key(Qt.Key.Key_Return)
    assert pane.people()["赵国强"].role == "decider"
    assert pane.tab.canvas.selection() == pane.people()["赵国强"].id


def test_a_card_is_dragged_under_its_superior_and_off_again(pane: Pane) -> None:
    boss, head = pane.add("赵总", department="总经办", role="decider"), pane.add("李总", department="采购部")
    pane.drag(pane.spot(head), pane.spot(boss))
    assert pane.people()["李总"].reports_to == boss
    canvas = pane.tab.canvas
    empty = QPoint(canvas.width() - 2, canvas.height() - 2)
    pane.drag(pane.spot(head), empty)
    assert pane.people()["李总"].reports_to == ""


def test_dragging_into_a_circle_is_refused_and_changes_nothing(pane: Pane) -> None:
    boss = pane.add("赵总", department="总经办")
    head = pane.add("李总", department="采购部", reports_to=boss)
    pane.drag(pane.spot(boss), pane.spot(head))
    assert "汇报线之下" in pane.refusals[0]
    assert pane.people()["赵总"].reports_to == ""


def test_a_click_selects_and_opens_without_moving_anybody(pane: Pane) -> None:
    boss = pane.add("赵总", role="decider")
    QTest.mouseClick(pane.tab.canvas, LEFT, pos=pane.spot(boss))
    assert pane.tab.canvas.selection() == boss
    assert pane.tab.inspector.isVisible()
    assert pane.tab.inspector.person_id() == boss
    assert pane.workspace.undo() == "加入决策链"


def test_the_superior_is_chosen_with_the_keys(pane: Pane) -> None:
    boss, head = pane.add("赵总", department="总经办", role="decider"), pane.add("李总", department="采购部")
    canvas = pane.tab.canvas
    canvas.setFocus()
    canvas.select(boss)
    pane.key(Qt.Key.Key_Right)
    assert canvas.selection() == head
    pane.key(Qt.Key.Key_Left, CONTROL)
    pane.key(Qt.Key.Key_Escape)
    assert pane.people()["李总"].reports_to == ""
    pane.key(Qt.Key.Key_Left, CONTROL)
    pane.key(Qt.Key.Key_Return)
    assert pane.people()["李总"].reports_to == boss
    pane.key(Qt.Key.Key_Left, CONTROL)
    pane.key(Qt.Key.Key_Delete)
    assert pane.people()["李总"].reports_to == ""


def test_enter_edits_and_the_choice_is_kept(pane: Pane) -> None:
    made = pane.add("李总")
    pane.tab.canvas.setFocus()
    pane.tab.canvas.select(made)
    pane.key(Qt.Key.Key_Return)
    role = pane.tab.inspector.facts.field("role")
    assert role.focusProxy() is QApplication.focusWidget()
    for key, wanted in (("role", "decider"), ("stance", "-2"), ("met", "yes"), ("covered_by_id", pane.workspace.me)):
        field = pane.tab.inspector.facts.field(key)
        field.start()
        editor = field.editing()
        assert editor is not None
        box = cast("QComboBox", editor.widget)
        box.setCurrentIndex(box.findData(wanted))
        box.hidePopup()
        assert field.commit()
    found = pane.people()["李总"]
    assert (found.role, found.stance, found.met, found.covered_by) == ("decider", -2, True, "王敏")


def test_an_open_field_goes_to_the_person_it_belongs_to(pane: Pane) -> None:
    first, second = pane.add("李总"), pane.add("王芳")
    pane.tab.canvas.select(first)
    pane.tab.canvas.setFocus()
    pane.key(Qt.Key.Key_Return)
    pane.tab.inspector.edit("department")
    pane.type("采购部")
    QApplication.processEvents()
    QTest.mouseClick(pane.tab.canvas, LEFT, pos=pane.spot(second))
    assert pane.tab.inspector.person_id() == second
    assert {name: one.department for name, one in pane.people().items()} == {"李总": "采购部", "王芳": ""}


def test_delete_removes_and_undo_brings_back(pane: Pane) -> None:
    boss = pane.add("赵总", role="decider")
    pane.add("李总", reports_to=boss)
    pane.tab.canvas.select(boss)
    pane.tab.canvas.setFocus()
    pane.key(Qt.Key.Key_Delete)
    assert set(pane.people()) == {"李总"}
    assert pane.tab.canvas.hasFocus()
    pane.workspace.undo()
    assert pane.people()["李总"].reports_to == boss


def test_insert_opens_the_line(pane: Pane) -> None:
    pane.tab.canvas.select(pane.add("赵总"))
    pane.tab.canvas.setFocus()
    pane.key(Qt.Key.Key_Insert)
    assert pane.tab.add_line.line.line.hasFocus()


def test_gaps_are_mended_with_one_click(pane: Pane) -> None:
    pane.add("赵总", role="decider")
    pane.add("陈志远", stance=-2, influence=5)
    kinds = [gap.kind for gap in pane.tab.gaps.gaps()]
    assert kinds == [GapKind.DECIDER_NOT_MET, GapKind.OPPONENT, GapKind.SINGLE_THREAD, GapKind.NO_COACH]
    pane.press("约见")
    assert pane.people()["赵总"].planned is not None
    pane.press("已接触")
    assert pane.people()["赵总"].met
    pane.press("由我负责")
    assert pane.people()["陈志远"].covered_by == "王敏"
    assert [gap.kind for gap in pane.tab.gaps.gaps()] == [GapKind.SINGLE_THREAD, GapKind.NO_COACH]
    pane.press("补充")
    pane.type("刘洋")
    pane.key(Qt.Key.Key_Return)
    assert pane.people()["刘洋"].role == "coach"


def test_a_gate_leads_to_the_decision_maker(pane: Pane) -> None:
    pane.tab.go_to("")
    pane.type("赵总")
    pane.key(Qt.Key.Key_Return)
    boss = pane.people()["赵总"]
    assert boss.role == "decider"
    pane.tab.go_to("decider")
    assert pane.tab.canvas.selection() == boss.id
    assert pane.tab.inspector.facts.field("met").focusProxy() is QApplication.focusWidget()


def test_a_person_removed_elsewhere_closes_the_inspector(pane: Pane) -> None:
    made = pane.add("李总", role="decider")
    pane.add("王芳")
    QTest.mouseClick(pane.tab.canvas, LEFT, pos=pane.spot(made))
    pane.workspace.undo()
    pane.workspace.undo()
    assert pane.tab.canvas.selection() == ""
    assert pane.tab.inspector.isHidden()


def test_forty_people_zoom_to_fit_and_back(pane: Pane) -> None:
    people: list[str] = []
    for number in range(40):
        above = people[number // 5] if people and number % 5 else ""
        people.append(
            pane.add(f"人{number}", department=f"部门{number % 6}", phone=f"1380000{number:04}", reports_to=above)
        )
    QApplication.processEvents()
    view = pane.tab.view
    assert view.canvas.height() > view.viewport().height()
    view.fit()
    assert view.zoom() < 1
    assert view.canvas.height() <= view.viewport().height()
    pane.tab.canvas.setFocus()
    pane.key(Qt.Key.Key_0, CONTROL)
    assert view.zoom() == 1
    pane.key(Qt.Key.Key_Minus, CONTROL)
    assert view.zoom() < 1


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("width", [420, 520, 900])
def test_the_diagram_keeps_to_the_width_of_the_pane(pane: Pane, width: int, scale: float) -> None:
    app = cast("QApplication", QApplication.instance())
    boss = pane.add("赵总", department="总经办", role="decider")
    for number in range(5):
        pane.add(f"人{number}", department=f"部门{number}", reports_to=boss)
    try:
        theme.apply(app, "light", scale=scale)
        pane.tab.resize(width, 640)
        pane.tab.refresh()
        QApplication.processEvents()
        assert pane.tab.width() == width
        assert not pane.tab.view.horizontalScrollBar().isVisible()
        assert pane.tab.canvas.width() <= pane.tab.view.width()
    finally:
        theme.apply(app, "light", scale=1.0)


def test_the_theme_changes_under_an_open_diagram(pane: Pane) -> None:
    made = pane.add("赵总", role="decider")
    app = cast("QApplication", QApplication.instance())
    spot = pane.tab.canvas.place_of(made).topLeft() + QPoint(60, 66)
    try:
        light = pane.tab.canvas.grab().toImage().pixelColor(spot)
        theme.apply(app, "dark", scale=1.0)
        dark = pane.tab.canvas.grab().toImage().pixelColor(spot)
    finally:
        theme.apply(app, "light", scale=1.0)
    assert light.lightness() > 200
    assert dark.lightness() < 60


def test_who_lies_under_the_pointer_may_vanish(pane: Pane) -> None:
    made = pane.add("李总", role="decider")
    pane.add("王芳")
    QTest.mouseMove(pane.tab.canvas, pane.spot(made))
    pane.workspace.undo()
    pane.workspace.undo()
    assert not pane.tab.canvas.grab().isNull()


def test_another_deal_starts_afresh(pane: Pane) -> None:
    made = pane.add("赵总")
    QTest.mouseClick(pane.tab.canvas, LEFT, pos=pane.spot(made))
    pane.tab.add_line.ask()
    pane.type("半句")
    pane.tab.show_deal(pane.deal)
    assert pane.tab.add_line.line.line.text() == "半句"
    pane.tab.show_deal(pane.other_deal)
    assert pane.tab.add_line.isHidden()
    assert pane.tab.add_line.line.line.text() == ""
    assert pane.tab.inspector.isHidden()
    assert pane.tab.canvas.selection() == ""
