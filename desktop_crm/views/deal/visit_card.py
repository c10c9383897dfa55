"""One visit in the list: when, how satisfied, what was said, and what came of it; corrected where it stands."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.deal import Choice
from desktop_crm.queries.linked_deals import LinkedDeal
from desktop_crm.queries.visits import VisitLine
from desktop_crm.rules.due import short_day
from desktop_crm.rules.visits import SATISFACTION
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.linked_parts import DealLink
from desktop_crm.views.deal.satisfaction_marks import satisfaction_mark
from desktop_crm.views.labels import METHOD_ICONS, METHODS
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact

SAID: Final = {
    "usage": tr("使用情况"), "complaint": tr("投诉"), "training": tr("培训"), "second_need": tr("新需求"),
    "referral": tr("转介绍"), "follow_up": tr("下一步"),
}  # fmt: skip
_MARKS: Final = (("", tr("没有问")), *((str(mark), f"{mark}　{word}") for mark, word in SATISFACTION.items()))


class VisitCard(QFrame):
    """What was said is edited where it stands; the rest opens with the pencil. A need or a referral leads on by a key."""

    edited = Signal(str, str, object)  # id, field, value
    delete_requested = Signal(str)
    second_requested = Signal(str)
    referral_requested = Signal(str)
    deal_requested = Signal(str)

    def __init__(
        self,
        visit: VisitLine,
        contacts: tuple[Choice, ...],
        second: LinkedDeal | None,
        referred: LinkedDeal | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.visit, self._contacts = visit, contacts
        self._whole = False
        self.setProperty("surface", "card")
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.TIGHT, theme.TIGHT, theme.SNUG)))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(self._head())
        column.addWidget(self.facts)
        ways = (
            (visit.second_need, second, tr("二次需求"), tr("转为新商机"), self.second_requested),
            (visit.referral, referred, tr("转介绍"), tr("转为线索"), self.referral_requested),
        )
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        for said, deal, what, text, asked in ways:
            if deal is not None:
                link = DealLink(what, deal)
                link.requested.connect(self.deal_requested)
                column.addWidget(link)
            elif said:
                row.addWidget(button(text, partial(asked.emit, visit.id), icon="deal"))
        row.addStretch()
        column.addLayout(row)
        self.show_stored()

    def correct(self, *, whole: bool | None = None) -> None:
        """Open all that can be corrected, or only what was said."""
        self._whole = not self._whole if whole is None else whole
        self.show_stored()

    def edit(self, key: str) -> None:
        """Put the cursor into one of the fields."""
        self.correct(whole=True)
        self.facts.edit(key)

    def show_stored(self) -> None:
        """Show what is stored in place of a value that was not taken."""
        visit = self.visit
        said = [Fact(key, name, getattr(visit, key), "long") for key, name in SAID.items()]
        self.facts.set_facts([*self._about(), *said] if self._whole else [fact for fact in said if fact.value])
        self.facts.setVisible(self._whole or any(fact.value for fact in said))

    # Inside

    def _about(self) -> list[Fact]:
        visit = self.visit
        mark = str(visit.satisfaction) if visit.satisfaction is not None else ""
        people = (("", tr("（没写）")), *((one.id, one.name) for one in self._contacts))
        return [
            Fact("visited_on", tr("日期"), visit.visited_on, "date"),
            Fact("method", tr("方式"), visit.method, "choice", tuple(METHODS.items())),
            Fact("contact_id", tr("受访人"), visit.contact_id, "choice", people),
            Fact("satisfaction", tr("满意度"), mark, "choice", _MARKS),
        ]

    def _head(self) -> QHBoxLayout:
        visit, line = self.visit, QHBoxLayout()
        line.setSpacing(theme.px(theme.TIGHT))
        day = QLabel(short_day(visit.visited_on, clock.today()) if visit.visited_on else tr("日期不详"))
        day.setProperty("role", "strong")
        line.addWidget(day)
        if visit.satisfaction is not None:
            line.addWidget(Badge(satisfaction_mark(visit.satisfaction)))
        line.addWidget(Badge(Mark(METHODS[visit.method], "muted", METHOD_ICONS[visit.method])))
        who = QLabel(" · ".join(filter(None, (visit.occasion, visit.contact, visit.visitor))), wordWrap=True)
        who.setProperty("role", "muted")
        line.addWidget(who, 1)
        line.addWidget(icon_button("edit", tr("修改这次回访"), self.correct))
        line.addWidget(icon_button("bin", tr("删除这次回访"), partial(self.delete_requested.emit, visit.id)))
        return line

    def _on_edited(self, key: str, value: object) -> None:
        if key == "satisfaction":
            value = int(str(value)) if value else None
        elif key == "contact_id":
            value = value or None
        self.edited.emit(self.visit.id, key, value)
