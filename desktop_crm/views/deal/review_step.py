"""One reviewer's part as a card: who judges in which role, what they said, and the keys to say it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.models import Verdict
from desktop_crm.queries.deal import Choice
from desktop_crm.queries.reviews import Step
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.choice_cell import ChoiceCell
from desktop_crm.views.widgets.text_cell import TextCell

_TONES: Final[dict[Verdict, tuple[theme.Tone, str]]] = {
    Verdict.PENDING: ("soon", "waiting"),
    Verdict.PASSED: ("good", "good"),
    Verdict.REJECTED: ("late", "lost"),
}


@dataclass(frozen=True, slots=True)
class StepActions:
    """What can be done with a reviewer's part, by its id; None as an answer means that it was not done."""

    judge: Callable[[str, Verdict, str], object | None]  # with the comment
    assign: Callable[[str, str], object | None]


def verdict_mark(step: Step) -> Mark:
    """Return what a reviewer found; whose turn has not come waits for the others."""
    text, (tone, icon) = labels.VERDICTS[step.verdict], _TONES[step.verdict]
    if step.verdict == Verdict.PENDING and not step.turn:
        return Mark(tr("未评审"), "muted", "paused")
    return Mark(text, tone, icon)


def moment_text(moment: datetime | None) -> str:
    """Return when something was decided, as cards say it: 3月15日 14:02."""
    if moment is None:
        return ""
    local = moment.astimezone()
    return f"{short_day(local.date(), clock.today())} {local:%H:%M}"


class StepCard(QFrame):
    """P passes and R returns while the card has the keyboard; a return asks for its reason first, Enter keeps it."""

    stepped = Signal(int)  # Up -1, Down 1: to another card

    def __init__(
        self, step: Step, members: Sequence[Choice], actions: StepActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.step = step
        self._actions = actions
        self._rejecting = False
        self.number = QLabel()
        self.role = QLabel()
        self.reviewer = ChoiceCell(tr("评审人"), [("", tr("未指定")), *((one.id, one.name) for one in members)])
        self.reviewer.chosen.connect(self._on_chosen)
        self.who = QLabel()
        self.badge = Badge(verdict_mark(step))
        self.said = QLabel(wordWrap=True)
        self.comment = TextCell(tr("评审意见（退回必填）"))
        self.comment.entered.connect(self._on_entered)
        self.accept = button(tr("通过 P"), self.pass_it, icon="check")
        self.reject = button(tr("退回 R"), self.return_it)
        self._asked = QWidget()
        self._arrange()
        self.show_step(step, 1)

    def show_step(self, step: Step, number: int) -> None:
        """Show how this part stands; a comment that is being written stays."""
        self.step = step
        pending = step.verdict == Verdict.PENDING
        self.number.setText(str(number))
        self.role.setText(step.role_name)
        self.reviewer.set_value(step.reviewer_id)
        self.reviewer.setVisible(pending)
        self.who.setText("　".join(part for part in (step.reviewer, moment_text(step.decided_at)) if part))
        self.who.setVisible(not pending)
        self.badge.set_mark(verdict_mark(step))
        self.said.setText(step.comment)
        self.said.setVisible(bool(step.comment))
        self._asked.setVisible(step.turn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if step.turn else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{step.role_name} {self.badge.mark().text}")
        if not step.turn:
            self._set_rejecting(rejecting=False)

    def pass_it(self) -> None:
        """Say that this reviewer passes it, with what was written."""
        self._judge(Verdict.PASSED)

    def return_it(self) -> None:
        """Say that this reviewer returns it; ask for the reason, in place, when none was written yet."""
        if self.comment.text():
            self._judge(Verdict.REJECTED)
        else:
            self._set_rejecting(rejecting=True)
            self.comment.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if not self.step.turn or event.modifiers():
            super().keyPressEvent(event)
        elif step is not None:
            self.stepped.emit(step)
        elif event.key() == Qt.Key.Key_P:
            self.pass_it()
        elif event.key() == Qt.Key.Key_R:
            self.return_it()
        elif event.key() == Qt.Key.Key_Escape and self._rejecting:
            self._set_rejecting(rejecting=False)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.step.turn:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    # Inside

    def _on_chosen(self, member: str) -> None:
        if self._actions.assign(self.step.id, member) is None:
            self.reviewer.set_value(self.step.reviewer_id)

    def _judge(self, verdict: Verdict) -> None:
        if self._actions.judge(self.step.id, verdict, self.comment.text()) is not None:
            self.comment.set_value("")
            self.comment.revert()
            self._set_rejecting(rejecting=False)

    def _on_entered(self) -> None:
        if self._rejecting and self.comment.text():
            self._judge(Verdict.REJECTED)
        else:
            self.accept.setFocus(Qt.FocusReason.TabFocusReason)

    def _set_rejecting(self, *, rejecting: bool) -> None:
        self._rejecting = rejecting
        self.comment.setPlaceholderText(tr("哪里要改？写完按回车退回") if rejecting else tr("评审意见（退回必填）"))

    def _arrange(self) -> None:
        self.setProperty("surface", "card")
        self.number.setProperty("role", "muted")
        self.role.setProperty("role", "strong")
        self.who.setProperty("role", "muted")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.comment.setProperty("boxed", "true")
        for made, tip in ((self.accept, tr("按 P 通过")), (self.reject, tr("按 R 退回"))):
            made.setToolTip(tip)
        head, foot = QHBoxLayout(), QHBoxLayout(self._asked)
        for row in (head, foot):
            row.setSpacing(theme.px(theme.SNUG))
        foot.setContentsMargins(0, 0, 0, 0)
        for part in (self.number, self.role, self.reviewer, self.who):
            head.addWidget(part)
        head.addStretch()
        head.addWidget(self.badge)
        foot.addWidget(self.comment, 1, Qt.AlignmentFlag.AlignVCenter)
        for made in (self.reject, self.accept):
            foot.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.SNUG, theme.SNUG)))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(head)
        column.addWidget(self.said)
        column.addWidget(self._asked)
