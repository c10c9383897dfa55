"""The steps of a lead as parts of its card: how each stands, and what to press; the one that is next is the loudest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_crm.queries.lead_line import LeadLine, LeadState
from desktop_crm.rules.due import short_day
from desktop_crm.rules.screening import FIELD_NAMES
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.leads.columns import clock_mark
from desktop_crm.views.leads.facts import PLACES
from desktop_crm.views.widgets.badge import Badge
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.flow import FlowLayout
from desktop_crm.views.widgets.section import Section


class Screening(Section):
    """What speaks against the lead, and the two answers."""

    def __init__(self, valid: Callable[[], object], invalid: Callable[[], object]) -> None:
        super().__init__(tr("筛选"))
        self.says = _words()
        self.valid = _button(tr("有效，待跟进"), valid, icon="check")
        self.valid.setToolTip(tr("有效，待跟进（Y）"))
        self.invalid = _button(tr("标为无效…"), invalid)
        self.invalid.setToolTip(tr("标为无效，写明原因（X）"))
        self.add(self.says)
        self.add(_row(self.valid, self.invalid))

    def show_lead(self, lead: LeadLine) -> None:
        """Show how this step stands."""
        waits = lead.state == LeadState.SCREEN
        if not waits:
            text, tone = _done(tr("已判为有效"), lead.screened_at or lead.verified_at), "muted"
        elif lead.reasons:
            text, tone = "\n".join(f"· {reason.text}" for reason in lead.reasons), "late"
        else:
            text, tone = tr("没有发现疑点；需求是否对口，由您判断。"), "muted"
        _say(self.says, text, tone)
        self.valid.setVisible(waits)
        emphasise(self.valid, on=waits and not lead.reasons)
        emphasise(self.invalid, on=waits and bool(lead.reasons))


class Verification(Section):
    """What is missing, each a button that puts the cursor there; then the support specialist's word."""

    fill_requested = Signal(str)  # the key of a fact

    def __init__(self, verify: Callable[[], object]) -> None:
        super().__init__(tr("核对"))
        self.says = _words()
        self.gaps: list[QPushButton] = []
        self._missing: tuple[str, ...] = ()
        self._gaps = QWidget()
        self._gaps.hide()
        self._flow = FlowLayout(self._gaps, spacing=theme.px(theme.SNUG))
        self.verify = _button(tr("资料完整，核对通过"), verify, icon="check")
        self.verify.setToolTip(tr("资料完整，核对通过（V）"))
        self.add(self.says)
        self.add(self._gaps)
        self.add(_row(self.verify))

    def show_lead(self, lead: LeadLine) -> None:
        """Show how this step stands."""
        self._offer(lead.missing if lead.verified_at is None else ())
        if lead.verified_at is not None:
            who = tr("{name} 核对", name=lead.verified_by) if lead.verified_by else tr("已核对")
            _say(self.says, _done(who, lead.verified_at), "muted")
        elif lead.missing:
            _say(self.says, tr("还缺这些必填项，点一下就能补："), "soon")
        else:
            _say(self.says, tr("必填项都有了；核对无误后才能分配。"), "muted")
        self.verify.setVisible(lead.verified_at is None and not lead.missing)
        emphasise(self.verify, on=lead.state == LeadState.VERIFY)

    def start(self) -> None:
        """Put the keyboard on what is next to do: the first fact that is missing, else the verification."""
        (self.gaps[0] if self.gaps else self.verify).setFocus()

    def _offer(self, missing: tuple[str, ...]) -> None:
        if missing == self._missing:
            return  # the keyboard may be on one of them
        self._missing = missing
        for old in self.gaps:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.gaps = [self._gap(field) for field in missing]
        for made in self.gaps:
            self._flow.addWidget(made)
        self._gaps.setVisible(bool(missing))

    def _gap(self, field: str) -> QPushButton:
        place = PLACES.get(field, field)
        return button(tr("补{field}", field=FIELD_NAMES[field]), lambda: self.fill_requested.emit(place), icon="edit")


class Giving(Section):
    """Who has the lead, and giving it to somebody."""

    def __init__(self, assign: Callable[[], object]) -> None:
        super().__init__(tr("分配"))
        self.says = _words()
        self.assign = _button(tr("分配…"), assign, icon="team")
        self.assign.setToolTip(tr("选人分配（T）"))
        self.add(self.says)
        self.add(_row(self.assign))

    def show_lead(self, lead: LeadLine) -> None:
        """Show how this step stands."""
        if lead.owner:
            given = _done(tr("{name} 负责", name=lead.owner), lead.assigned_at)
            _say(self.says, given, "muted")
        else:
            waiting = tr("还没有负责人。") if lead.verified_at else tr("还没有负责人；核对后才能分配。")
            _say(self.says, waiting, "muted")
        self.assign.setEnabled(lead.verified_at is not None)
        self.assign.setText(tr("改派…") if lead.owner else tr("分配…"))
        emphasise(self.assign, on=lead.state == LeadState.ASSIGN)


class FirstContact(Section):
    """How long until the first contact, and the way to the deal."""

    def __init__(self, open_deal: Callable[[], object]) -> None:
        super().__init__(tr("首次联系"))
        self.says = _words()
        self.clock = Badge(clock_mark(None))
        self.open = _button(tr("打开商机，记录跟进"), open_deal, icon="open")
        self.open.setToolTip(tr("打开商机（Enter）"))
        self.add(self.clock)
        self.add(self.says)
        self.add(_row(self.open))

    def show_lead(self, lead: LeadLine) -> None:
        """Show how this step stands."""
        contacted = lead.last_contact_at is not None
        self.clock.set_mark(clock_mark(lead.clock))
        self.clock.setVisible(lead.clock is not None and not contacted)
        _say(self.says, _done(tr("最近联系"), lead.last_contact_at) if contacted else "", "muted")
        self.says.setVisible(contacted)
        emphasise(self.open, on=lead.state in (LeadState.CONTACT, LeadState.DONE))


def emphasise(made: QPushButton, *, on: bool) -> None:
    """Make a button the loudest of the card, or one of the others."""
    kind = "primary" if on else "plain"
    if made.property("kind") != kind:
        made.setProperty("kind", kind)
        made.style().unpolish(made)
        made.style().polish(made)
        name = made.property("icon_name")
        if name:
            made.setIcon(icons.icon(name, "on_accent" if on else "text"))


def _button(text: str, action: Callable[[], object], icon: str = "") -> QPushButton:
    made = button(text, action, icon=icon)
    made.setProperty("icon_name", icon)
    return made


def _row(*parts: QPushButton) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(theme.SNUG))
    for part in parts:
        row.addWidget(part)
    row.addStretch()
    return made


def _words() -> QLabel:
    made = QLabel(wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def _say(label: QLabel, text: str, tone: str) -> None:
    label.setText(text)
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        label.style().polish(label)


def _done(what: str, at: datetime | None) -> str:
    return tr("{what} · {day}", what=what, day=short_day(clock.local_day(at), clock.today())) if at else what
