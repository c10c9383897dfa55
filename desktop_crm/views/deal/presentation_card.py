"""One presentation in the list: when and how, who was there, how they took it, what was answered since."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.presentations import Point, Talk
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import METHOD_ICONS, METHODS
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import icon_button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact, InlineEdit


class TalkCard(QFrame):
    """The reaction is edited where it stands; the facts open below the head when somebody wants to correct them."""

    edited = Signal(str, str, object)  # id, field, value
    delete_requested = Signal(str)
    reopen_requested = Signal(str)  # a settled point

    def __init__(self, talk: Talk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.talk = talk
        self.setProperty("surface", "card")
        self.facts = FactGrid()
        self.facts.hide()
        self.facts.edited.connect(partial(self.edited.emit, talk.id))
        self.reaction = InlineEdit(Fact("reaction", tr("客户反应"), talk.reaction, "long"))
        self.reaction.edited.connect(partial(self.edited.emit, talk.id, "reaction"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.TIGHT, theme.TIGHT, theme.SNUG)))
        column.setSpacing(theme.px(2))
        column.addLayout(self._head())
        for text in _quiet_lines(talk):
            column.addWidget(_label(text, role="muted"))
        column.addWidget(self.facts)
        column.addWidget(self.reaction)
        for point in talk.settled:
            column.addLayout(self._answered(point))

    def correct(self) -> None:
        """Open the facts, or put them away."""
        self.facts.set_facts(self._facts())
        self.facts.setVisible(self.facts.isHidden())

    def show_stored(self) -> None:
        """Show what is stored in place of a value that was not taken."""
        self.facts.set_facts(self._facts())
        self.reaction.set_fact(Fact("reaction", tr("客户反应"), self.talk.reaction, "long"))

    # Inside

    def _facts(self) -> list[Fact]:
        talk = self.talk
        return [
            Fact("presented_on", tr("日期"), talk.presented_on, "date"),
            Fact("method", tr("方式"), talk.method, "choice", tuple(METHODS.items())),
            Fact("their_side", tr("客户方"), talk.their_side),
            Fact("our_side", tr("我方"), talk.our_side),
            Fact("place", tr("地点"), talk.place),
            Fact("next_action", tr("下一步"), talk.next_action),
            Fact("next_due", tr("期限"), talk.next_due, "date"),
        ]

    def _head(self) -> QHBoxLayout:
        talk, line = self.talk, QHBoxLayout()
        line.setSpacing(theme.px(theme.TIGHT))
        day = talk.presented_on
        line.addWidget(_label(short_day(day, clock.today()) if day else tr("日期不详"), role="strong"))
        line.addWidget(Badge(Mark(METHODS[talk.method], "muted", METHOD_ICONS[talk.method])))
        if talk.version is not None:
            line.addWidget(Badge(Mark(tr("方案 v{version}", version=talk.version), "muted", "proposal")))
        waiting = len(talk.points) - len(talk.settled)
        if waiting:
            line.addWidget(Badge(Mark(tr("{count} 待答复", count=waiting), "soon", "waiting")))
        line.addStretch()
        line.addWidget(icon_button("edit", tr("修改日期、方式和参加的人"), self.correct))
        line.addWidget(icon_button("bin", tr("删除这次讲解"), lambda: self.delete_requested.emit(self.talk.id)))
        return line

    def _answered(self, point: Point) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.px(theme.TIGHT))
        line.setContentsMargins(theme.px(theme.TIGHT), 0, 0, 0)
        line.addWidget(Badge(Mark(tr("已答复"), "good", "check")), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(_label(f"{point.said} → {point.answer}"), 1)
        reopen = icon_button("undo", tr("重新打开这一条"), lambda: self.reopen_requested.emit(point.id))
        line.addWidget(reopen, 0, Qt.AlignmentFlag.AlignTop)
        return line


def _quiet_lines(talk: Talk) -> list[str]:
    """Return who was there and what was to follow."""
    sides = ((tr("客户方"), talk.their_side), (tr("我方"), talk.our_side), (tr("地点"), talk.place))
    there = "　".join(f"{name} {who}" for name, who in sides if who)
    due = short_day(talk.next_due, clock.today()) if talk.next_due else ""
    after = "　".join(part for part in (talk.next_action, due, talk.next_owner) if part) if talk.next_action else ""
    return [line for line in (there, tr("下一步：{what}", what=after) if after else "") if line]


def _label(text: str, *, role: str = "") -> QLabel:
    made = QLabel(text, wordWrap=role != "strong")
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made
