"""The head of a change order: how it stands, what it does to price and date, and the next thing to do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.changes import Change, Effect
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.confirm_form import ConfirmForm
from desktop_crm.views.labels import SIGNED_STATUS
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button


@dataclass(frozen=True, slots=True)
class ChangeActions:
    """What can be done with a change order; None as an answer means that it was not done."""

    send: Callable[[], object | None]
    sign: Callable[[str, date | None], object | None]  # by whom, on which day
    remove: Callable[[], object | None]


class ChangeBar(QFrame):
    """State and effect of the change that is shown; signing is asked for in place."""

    def __init__(self, actions: ChangeActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._actions = actions
        self._id = ""
        self.name = QLabel()
        self.name.setProperty("role", "strong")
        self.badge = Badge(Mark("", "muted"))
        self.effect = QLabel(wordWrap=True)
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setProperty("role", "muted")
        self.send = button(tr("记录发送"), actions.send, icon="mail")
        self.sign = button(tr("记录签署"), self.open_form, kind="primary", icon="check")
        self.remove = button(tr("删除变更单"), actions.remove, kind="quiet")
        self.form = ConfirmForm()
        self.form.confirmed.connect(self._on_signed)
        self.form.closed.connect(self._on_closed)
        self._arrange()

    def show_change(self, change: Change) -> None:
        """Show how a change stands."""
        if change.id != self._id:
            self.form.hide()
        self._id = change.id
        self.name.setText(change_name(change))
        self.badge.set_mark(change_mark(change))
        self.effect.setText(effect_text(change.effect))
        self.effect.setVisible(bool(self.effect.text()))
        self.sentence.setText(_sentence(change))
        self.send.setText(tr("重新发送") if change.stale else tr("记录发送"))
        self.send.setVisible(change.status == "draft")
        may_sign = not change.signed and not change.stale
        if not may_sign:
            self.form.hide()
        self.sign.setVisible(may_sign and self.form.isHidden())
        self.remove.setVisible(not change.signed)
        self.form.offer(change.raised_by)

    def open_form(self) -> None:
        """Ask, in place, who signed for the customer, and when."""
        self.sign.hide()  # its place is taken by the form's own button
        self.form.show()
        self.form.start()

    def go_to(self, place: str) -> None:
        """Put the keyboard on what is asked for: "send" or "sign"."""
        if place == "sign" and not (self.sign.isHidden() and self.form.isHidden()):
            self.open_form()
        else:
            shown = self.sign if self.send.isHidden() else self.send
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_signed(self, by: str, day: date | None) -> None:
        if self._actions.sign(by, day) is not None:
            self.form.hide()

    def _on_closed(self) -> None:
        self.sign.show()
        self.sign.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.addWidget(self.name)
        head.addWidget(self.badge)
        head.addStretch()
        for part in (self.send, self.sign):
            head.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.SNUG))
        foot.addWidget(self.sentence, 1)
        foot.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.SNUG, theme.SNUG)))
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(head)
        column.addWidget(self.effect)
        column.addLayout(foot)
        column.addWidget(self.form)
        self.form.hide()


def change_name(change: Change) -> str:
    """Return what a change is called: 变更 2."""
    return tr("变更 {serial}", serial=change.serial)


def change_mark(change: Change) -> Mark:
    """Return how a change stands, in a word."""
    if change.stale:
        return Mark(tr("需重新发送"), "soon", "refresh")
    tones: dict[str, tuple[theme.Tone, str]] = {
        "draft": ("muted", "edit"),
        "sent": ("soon", "waiting"),
        "confirmed": ("good", "frozen"),
    }
    return Mark(SIGNED_STATUS[change.status], *tones[change.status])


def effect_text(effect: Effect) -> str:
    """Return what a change does: 合同 ¥720,000 → ¥748,000　交付 6月30日 → 7月7日; what stays is not said."""
    today, parts = clock.today(), list[str]()
    if effect.before_fen is not None and effect.after_fen is not None and effect.before_fen != effect.after_fen:
        before, after = format_yuan(effect.before_fen), format_yuan(effect.after_fen)
        parts.append(tr("合同 {before} → {after}", before=before, after=after))
    if effect.before_on and effect.after_on and effect.before_on != effect.after_on:
        first, last = short_day(effect.before_on, today), short_day(effect.after_on, today)
        parts.append(tr("交付 {before} → {after}", before=first, after=last))
    return "　".join(parts)


def _sentence(change: Change) -> str:
    if change.signed:
        day = change.confirmed_on.isoformat() if change.confirmed_on else ""
        return tr("{by} {day} 签署，范围、价格和日期已随之调整；内容已冻结。", by=change.confirmed_by, day=day)
    if change.stale:
        return tr("{day} 发出后又有修改，需要重新发送，客户才能签署。", day=change.sent_on)
    if change.status == "sent":
        return tr("{day} 已发出，等客户签署。", day=change.sent_on)
    return tr("签署后，验收条款、回款和里程碑会自动随之调整；签错了可以撤销。")
