"""The head of a review: how it stands, who is to be asked, and the next thing to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.models import Reviewed, Verdict
from desktop_crm.queries.reviews import ReviewSheet, Standing
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.section import internal_mark

_MARKS: Final[dict[Standing, Mark]] = {
    Standing.NONE: Mark(tr("未送审"), "muted", "paused"),
    Standing.WAITING: Mark(tr("评审中"), "soon", "waiting"),
    Standing.REJECTED: Mark(tr("已退回"), "late", "lost"),
    Standing.PASSED: Mark(tr("已通过"), "good", "good"),
    Standing.OUTDATED: Mark(tr("需重新送审"), "soon", "refresh"),
}
_TO_ASK: Final = (Standing.NONE, Standing.OUTDATED)


@dataclass(frozen=True, slots=True)
class ReviewActions:
    """What can be done with the review as a whole."""

    ask: Callable[[tuple[str, ...]], object | None]  # the roles, in their order
    withdraw: Callable[[], object | None]
    mend: Callable[[], None]  # go to the paper


class ReviewBar(QFrame):
    """Shows the standing in a word and a sentence; offers to ask, to withdraw or to mend the paper."""

    def __init__(self, actions: ReviewActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = ReviewSheet(Reviewed.PROPOSAL)
        self._suggested: tuple[str, ...] = ()  # what the chips were set to by the program
        self.name = QLabel()
        self.badge = Badge(_MARKS[Standing.NONE])
        self.sentence = QLabel(wordWrap=True)
        self.roles = ChipRow(wrap=True)
        self.roles.setAccessibleName(tr("由谁评审"))
        self.roles.changed.connect(self._on_roles)
        self.ask = button(tr("送审"), lambda: actions.ask(self.wanted()), kind="primary", icon="team")
        self.withdraw = button(tr("撤回送审"), actions.withdraw, kind="quiet")
        self.mend = button("", actions.mend, icon="edit")
        self._arrange()

    def show_sheet(self, sheet: ReviewSheet) -> None:
        """Show how the review stands."""
        self._sheet = sheet
        standing, paper = sheet.standing, labels.REVIEWED[sheet.paper]
        self.name.setText(tr("{paper} v{version} 评审", paper=paper, version=sheet.version))
        self.badge.set_mark(_mark(sheet))
        self.sentence.setText(_sentence(sheet))
        to_ask = standing in _TO_ASK
        self._offer_roles(sheet)
        self.roles.setVisible(to_ask)
        self.ask.setVisible(to_ask)
        self.ask.setText(tr("重新送审") if sheet.rounds else tr("送审"))
        judged = any(step.verdict != Verdict.PENDING for step in sheet.latest.steps) if sheet.latest else True
        self.withdraw.setVisible(standing == Standing.WAITING and not judged)
        self.mend.setVisible(standing == Standing.REJECTED)
        self.mend.setText(tr("去修改{paper}", paper=paper))

    def wanted(self) -> tuple[str, ...]:
        """Return the roles that are chosen, in the order in which they are asked."""
        chosen = self.roles.chosen()
        return tuple(choice.role for choice in self._sheet.roles if choice.role in chosen)

    def start(self) -> None:
        """Put the keyboard on what comes next."""
        for made in (self.ask, self.mend, self.withdraw):
            if not made.isHidden():
                made.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def start_over(self) -> None:
        """Forget whom a person chose, when another deal is shown."""
        self._suggested = ()
        self.roles.choose()

    # Inside

    def _offer_roles(self, sheet: ReviewSheet) -> None:
        """Offer the roles: on are the stated ones, those of the last round, or all where nobody was ever asked."""
        stated = tuple(choice.role for choice in sheet.roles if choice.stated)
        before = tuple(step.role for step in sheet.latest.steps) if sheet.latest else ()
        suggested = before or stated or tuple(choice.role for choice in sheet.roles)
        self.roles.set_choices((choice.role, choice.name) for choice in sheet.roles)
        if suggested != self._suggested:
            self._suggested = suggested
            self.roles.choose(*suggested)
        for choice, chip in zip(sheet.roles, self.roles.chips(), strict=True):
            chip.setToolTip(tr("销售流程规定必须评审") if choice.stated else "")

    def _on_roles(self) -> None:
        stated = {choice.role for choice in self._sheet.roles if choice.stated}
        if not stated <= self.roles.chosen():
            self.roles.choose(*(stated | self.roles.chosen()))  # the playbook asks them always

    def _arrange(self) -> None:
        self.setProperty("surface", "card")
        self.name.setProperty("role", "strong")
        self.sentence.setProperty("role", "muted")
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.addWidget(self.name)
        head.addWidget(self.badge)
        head.addWidget(Badge(internal_mark()))
        head.addStretch()
        for made in (self.withdraw, self.mend, self.ask):
            head.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.SNUG, theme.SNUG)))
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(head)
        column.addWidget(self.roles)
        column.addWidget(self.sentence)


def _mark(sheet: ReviewSheet) -> Mark:
    mark = _MARKS[sheet.standing]
    if sheet.standing == Standing.WAITING and sheet.latest:
        return Mark(f"{mark.text} {sheet.latest.passed}/{len(sheet.latest.steps)}", mark.tone, mark.icon)
    return mark


def _sentence(sheet: ReviewSheet) -> str:
    paper = labels.REVIEWED[sheet.paper]
    order = tr("按顺序评审，前一位通过后轮到下一位。") if sheet.ordered else tr("可以同时评审，不分先后。")
    match sheet.standing:
        case Standing.NONE:
            return tr("选好由谁评审。") + order
        case Standing.OUTDATED:
            return tr("上一轮之后{paper}又改过，意见针对的是旧内容，要重新送审。", paper=paper)
        case Standing.REJECTED:
            return tr("{said}。改好{paper}后才能重新送审；在此之前商机不能推进。", said=sheet.said, paper=paper)
        case Standing.WAITING:
            return tr("{said}。", said=sheet.said) + order
        case Standing.PASSED:
            return tr("全部通过。再修改{paper}的内容，就要重新评审。", paper=paper)
