"""The head of a paper that lives in versions: how it stands, the next thing to do with it, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.queries.versions import Difference, PaperState, Version
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.deal.confirm_form import ConfirmForm
from desktop_crm.views.deal.differences import DifferenceList
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.text_cell import TextCell


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What a kind of paper is called and how its fields and lines are named in comparisons."""

    name: str
    confirm: str  # the button that records a confirmation
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PaperActions:
    """What can be done with a version, by its id; None as an answer means that it was not done."""

    send: Callable[[str], object | None]
    confirm: Callable[[str, str, date | None], object | None]  # by whom, on which day
    discard: Callable[[str], object | None]
    look_at: Callable[[str], None]  # "" is the latest
    note: Callable[[str], object | None]  # why this version follows the last one
    compare: Callable[[str, str], Sequence[Difference]]  # old and new


class VersionBar(QFrame):
    """Shows the state of a paper and what can be done next with the shown version."""

    def __init__(self, words: PaperWords, actions: PaperActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._words = words
        self._actions = actions
        self._state = PaperState()
        self._name = QLabel()
        self._name.setProperty("role", "strong")
        self.picker = QToolButton()
        self.picker.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.picker.setMenu(QMenu(self.picker))
        self.picker.setToolTip(tr("查看其他版本"))
        self.badge = Badge(Mark("", "muted"))
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setProperty("role", "muted")
        self.send = button(tr("记录发送"), self._on_send)
        self.confirm = button(words.confirm, self.open_confirmation, kind="primary")
        self.back = button("", lambda: actions.look_at(""))
        self.compare = button("", self._on_compare, kind="quiet")
        self.discard = button("", self._on_discard, kind="quiet")
        self.note = TextCell(tr("这一版为什么改？"))
        self.note.committed.connect(actions.note)
        self._noted = _labelled(tr("变更说明"), self.note)
        self._form: ConfirmForm | None = None
        self._contact = ""
        self.differences = DifferenceList(words.names)
        self._arrange()

    @property
    def form(self) -> ConfirmForm:
        """Who confirmed and when, made when it is first asked for."""
        if self._form is None:
            made = self._form = ConfirmForm()
            made.confirmed.connect(self._on_confirmed)
            made.closed.connect(self._on_form_closed)
            made.offer(self._contact)
            made.hide()
            self._column.insertWidget(self._column.indexOf(self.differences), made)
            for before, after in pairwise((self.confirm, made.by, made.day.line, made.keep)):
                QWidget.setTabOrder(before, after)
        return self._form

    def show_state(self, state: PaperState, *, contact: str = "") -> None:
        """Show how the paper stands; `contact` is who would confirm it."""
        if _key(state.before) != _key(self._state.before) or _key(state.shown) != _key(self._state.shown):
            self.differences.hide()
        self._state = state
        if not self.differences.isHidden() and state.before is not None and state.shown is not None:
            self._compare(state.before, state.shown)
        self.setVisible(state.shown is not None)
        if state.shown is None:
            return
        self._show_picker(state)
        self.badge.set_mark(_mark(state.shown))
        self.sentence.setText(self._sentence(state, state.shown))
        self.sentence.setVisible(bool(self.sentence.text()))
        self._show_actions(state, state.shown)
        self._noted.setVisible(state.editable and state.shown.number > 1 and state.shown.status != "confirmed")
        self.note.set_value(state.shown.change_note)
        self._contact = contact
        if self._form is not None:
            self._form.offer(contact)

    def open_confirmation(self) -> None:
        """Ask, in place, who confirmed and when."""
        self.confirm.hide()  # its place is taken by the form's own button
        self.form.show()
        self.form.start()

    def go_to(self, place: str) -> None:
        """Put the cursor on what a gate asks for: "send" or "confirm"."""
        if place == "confirm" and (self._asking() or not self.confirm.isHidden()):
            self.open_confirmation()
        elif not self.send.isHidden():
            self.send.setFocus(Qt.FocusReason.OtherFocusReason)

    # Inside

    def _show_picker(self, state: PaperState) -> None:
        menu = self.picker.menu()
        menu.clear()
        for version in reversed(state.versions):
            action = menu.addAction(f"v{version.number}  {_mark(version).text}")
            key = "" if version is state.latest else version.id
            action.triggered.connect(partial(self._actions.look_at, key))
        assert state.shown is not None
        several = len(state.versions) > 1
        self.picker.setText(f"v{state.shown.number} ▾")
        self.picker.setVisible(several)
        self._name.setText(self._words.name if several else f"{self._words.name} v{state.shown.number}")

    def _sentence(self, state: PaperState, shown: Version) -> str:
        if not state.editable and state.latest is not None:
            return tr("正在查看旧版本，只读。最新的是 v{latest}。", latest=state.latest.number)
        if shown.status == "confirmed":
            return tr(
                "内容已冻结。直接修改就会生成 v{next}，v{number} 保持不变。", next=shown.number + 1, number=shown.number
            )
        if shown.stale:
            return tr("{day} 发出后又有修改，需要重新发送，客户才能确认。", day=shown.sent_on)
        if shown.status == "sent":
            return tr("{day} 已发出，等客户确认。", day=shown.sent_on)
        if state.before is not None:
            return tr("v{old} 已确认（冻结），正在编辑 v{new}。", old=state.before.number, new=shown.number)
        return ""

    def _show_actions(self, state: PaperState, shown: Version) -> None:
        at_work = state.editable and shown.status != "confirmed"
        self.send.setText(tr("重新发送") if shown.stale else tr("记录发送"))
        self.send.setVisible(at_work and shown.status == "draft")
        _set_kind(self.send, primary=True)
        may_confirm = at_work and not shown.stale
        if not may_confirm and self._form is not None:
            self._form.hide()
        self.confirm.setVisible(may_confirm and not self._asking())
        _set_kind(self.confirm, primary=shown.status == "sent")
        self.back.setVisible(not state.editable)
        if state.latest is not None:
            self.back.setText(tr("回到 v{number}", number=state.latest.number))
        self.compare.setVisible(state.before is not None)
        if state.before is not None:
            self.compare.setText(tr("与 v{number} 对比", number=state.before.number))
        self.discard.setVisible(at_work and state.before is not None)
        self.discard.setText(tr("放弃 v{number}", number=shown.number))

    def _on_send(self) -> None:
        if self._state.shown is not None:
            self._actions.send(self._state.shown.id)

    def _on_confirmed(self, by: str, day: date | None) -> None:
        if self._state.shown is not None and self._actions.confirm(self._state.shown.id, by, day) is not None:
            self.form.hide()

    def _asking(self) -> bool:
        return self._form is not None and not self._form.isHidden()

    def _on_form_closed(self) -> None:
        self.confirm.show()
        self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_discard(self) -> None:
        if self._state.shown is not None:
            self._actions.discard(self._state.shown.id)

    def _on_compare(self) -> None:
        old, new = self._state.before, self._state.shown
        if not self.differences.isHidden():
            self.differences.hide()
        elif old is not None and new is not None:
            self._compare(old, new)

    def _compare(self, old: Version, new: Version) -> None:
        self.differences.show_differences(old, self._actions.compare(old.id, new.id))
        self.differences.show()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        for part in (self._name, self.picker, self.badge):
            head.addWidget(part)
        head.addStretch()
        for part in (self.back, self.send, self.confirm):
            head.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.TIGHT))
        foot.addWidget(self.sentence, 1)
        foot.addWidget(self.compare)
        foot.addWidget(self.discard)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.SNUG, theme.SNUG)))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(head)
        column.addLayout(foot)
        column.addWidget(self._noted)
        column.addWidget(self.differences)
        self.differences.hide()


def _mark(version: Version) -> Mark:
    """Return how a version stands, in a word."""
    if version.stale:
        return Mark(tr("需重新发送"), "soon", "refresh")
    tones: dict[str, tuple[theme.Tone, str]] = {
        "draft": ("muted", "edit"),
        "sent": ("soon", "waiting"),
        "confirmed": ("good", "frozen"),
    }
    tone, icon = tones[version.status]
    name = labels.VERSION_STATUS[version.status]
    if version.status == "confirmed":
        return Mark(
            tr("{by} {day} {name}", by=version.confirmed_by, day=_day(version.confirmed_on), name=name), tone, icon
        )
    return Mark(name, tone, icon)


def _key(version: Version | None) -> str:
    return version.id if version else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _labelled(text: str, field: QWidget) -> QWidget:
    made = QWidget()
    label = QLabel(text)
    label.setProperty("role", "muted")
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(theme.SNUG))
    row.addWidget(label)
    row.addWidget(field, 1)
    return made


def _set_kind(which: QWidget, *, primary: bool) -> None:
    kind = "primary" if primary else "plain"
    if which.property("kind") != kind:
        which.setProperty("kind", kind)
        which.style().polish(which)
