"""The order notice (K3): what delivery must know to begin, sent and taken on; internal, folded away once that is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel

from desktop_crm.queries.projects import Notice, Person
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.section import Section

FIELDS: Final = {
    "content": tr("执行内容"),
    "deliver_by": tr("交付日期"),
    "receiver_id": tr("接收人"),
    "deliver_to": tr("交付地点"),
    "standard": tr("质量标准"),
    "attention": tr("注意事项"),
}
_LONG: Final = ("content", "standard", "attention")


@dataclass(frozen=True, slots=True)
class NoticeActions:
    """What can be done with the notice."""

    send: Callable[[], object | None]
    accept: Callable[[], object | None]


class NoticePart(Section):
    """State and facts of the notice; it folds itself when delivery took the order on."""

    edited = Signal(str, object)

    def __init__(self, actions: NoticeActions) -> None:
        super().__init__(tr("订单执行通知单"), internal=True, folds=True)
        self.badge = Badge(Mark("", "muted"))
        self.said = QLabel(wordWrap=True)
        self.said.setProperty("role", "muted")
        self.send = button(tr("下达"), actions.send, kind="primary", icon="delivery")
        self.accept = button(tr("已接收"), actions.accept, icon="check")
        self.facts = FactGrid()
        self.facts.edited.connect(self.edited)
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.badge)
        row.addWidget(self.said, 1)
        row.addWidget(self.send)
        row.addWidget(self.accept)
        self.column.addLayout(row)
        self.add(self.facts)
        self._accepted = False

    def show_notice(self, notice: Notice, team: tuple[Person, ...]) -> None:
        """Show how the notice stands."""
        accepted = notice.accepted_on is not None
        if accepted and not self._accepted:
            self.set_folded(True)
        self._accepted = accepted
        self.badge.set_mark(_mark(notice))
        self.said.setText(_said(notice))
        self.send.setVisible(notice.sent_on is None)
        self.accept.setVisible(notice.sent_on is not None and not accepted)
        self.set_count(tr("已接收 {day}", day=notice.accepted_on) if accepted else "")
        self.facts.set_facts([_fact(notice, key, team) for key in FIELDS])

    def go_to(self, place: str) -> None:
        """Put the cursor into a fact, or on what comes next."""
        self.set_folded(False)
        if place in FIELDS:
            self.facts.edit(place)
        else:
            shown = self.accept if self.send.isHidden() else self.send
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_over(self) -> None:
        """Open again, for another deal."""
        self._accepted = False
        self.set_folded(False)


def _mark(notice: Notice) -> Mark:
    if notice.accepted_on:
        return Mark(tr("已接收"), "good", "good")
    if notice.sent_on:
        return Mark(tr("待接收"), "soon", "waiting")
    return Mark(tr("未下达"), "muted", "incomplete")


def _said(notice: Notice) -> str:
    if notice.sent_on is None:
        return ""
    if notice.accepted_on is None:
        return tr("{day} 下达给 {name}", day=notice.sent_on, name=notice.receiver)
    return tr("{name} {day} 接收", name=notice.receiver, day=notice.accepted_on)


def _fact(notice: Notice, key: str, team: tuple[Person, ...]) -> Fact:
    if key == "receiver_id":
        choices = tuple((person.id, _known_as(person)) for person in team)
        return Fact(key, FIELDS[key], notice.receiver_id, "choice", choices)
    kind = "long" if key in _LONG else "date" if key == "deliver_by" else "text"
    return Fact(key, FIELDS[key], getattr(notice, key), kind)


def _known_as(person: Person) -> str:
    return f"{person.name} · {labels.MEMBER_ROLES.get(person.role, person.role)}" if person.role else person.name
