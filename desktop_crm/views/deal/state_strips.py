"""The two strips in a deal's head that appear only when there is something to say: its state, and what is missing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop_crm.models import Outcome, StageStatus
from desktop_crm.queries.deal import DealHead
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import MISSING_FIELDS, OUTCOMES
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.flow import FlowLayout


class StateStrip(QWidget):
    """Says that a deal is paused, won, lost or invalid, why and since when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.badge = Badge(Mark("", "muted"))
        self.why = QLabel(wordWrap=True)
        self.why.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.why.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.badge)
        row.addWidget(self.why, 1)

    def show_state(self, head: DealHead) -> None:
        """Show the state of a deal; an open one that goes on says nothing."""
        mark = _mark(head)
        self.setVisible(mark is not None)
        if mark is None:
            return
        self.badge.set_mark(mark)
        since = head.closed_on.isoformat() if head.closed_on and head.outcome != Outcome.OPEN else ""
        self.why.setText("　".join(part for part in (head.outcome_reason, since) if part))


class MissingStrip(QFrame):
    """待补全: names what an import could not fill, each name one click from the field."""

    go_to_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._parts: list[QWidget] = []
        links = QWidget()
        self._flow = FlowLayout(links, spacing=theme.px(theme.TIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.TIGHT))
        row.addWidget(Badge(Mark(tr("待补全"), "soon", "incomplete")))
        row.addWidget(links, 1)
        self.hide()

    def show_missing(self, names: tuple[str, ...]) -> None:
        """Show the names of the fields that are missing; none hides the strip."""
        self.setVisible(bool(names))
        if names == self._names:
            return
        self._names = names
        for old in self._parts:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        places = dict.fromkeys(MISSING_FIELDS.get(name, (name, "overview")) for name in names)
        self._parts = [self._link(text, target) for text, target in places]
        for made in self._parts:
            self._flow.addWidget(made)

    def _link(self, text: str, target: str) -> QWidget:
        return button(tr("补充{field}", field=text), lambda: self.go_to_requested.emit(target), kind="quiet")


def _mark(head: DealHead) -> Mark | None:
    if head.outcome == Outcome.WON:
        return Mark(OUTCOMES[Outcome.WON], "good", "won")
    if head.outcome in {Outcome.LOST, Outcome.INVALID}:
        return Mark(OUTCOMES[head.outcome], "late" if head.outcome == Outcome.LOST else "muted", "lost")
    if head.stage_status == StageStatus.PAUSED:
        return Mark(tr("已暂停"), "soon", "paused")
    return None
