"""What was said with a customer, newest first, over all its deals."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.customer import CustomerProfile, CustomerRecord
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.labels import METHOD_ICONS, METHODS
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.section import Section

_AT_ONCE = 8  # more than are seen; laying out fifty is felt


class RecordsSection(Section):
    """A line of facts and the customer's words for each record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("跟进"), parent=parent)
        self._shown: tuple[CustomerRecord, ...] | None = None
        self._none = _label(tr("还没有跟进记录；在商机里记录后会出现在这里。"), "muted")
        self.add(self._none)
        self._lines: list[QWidget] = []
        self.more = button("", self._on_more, kind="quiet", icon="down")
        self.more.hide()
        self.column.addWidget(self.more)

    def show_records(self, profile: CustomerProfile) -> None:
        """Show the newest records and how many there are in all."""
        if profile.records == self._shown:
            return
        self._shown = profile.records
        hidden = profile.record_count - len(profile.records)
        count = f"{len(profile.records)} / {profile.record_count}" if hidden else str(profile.record_count)
        self.set_count(count if profile.records else "")
        self._none.setVisible(not profile.records)
        for line in self._lines:
            self.column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        self._add(profile.records[:_AT_ONCE])
        self.more.setText(tr("再看 {count} 条", count=len(profile.records) - _AT_ONCE))
        self.more.setVisible(len(profile.records) > _AT_ONCE)

    def _add(self, records: Sequence[CustomerRecord]) -> None:
        for record in records:
            line = _record(record)
            self.column.insertWidget(self.column.indexOf(self.more), line)
            self._lines.append(line)

    def _on_more(self) -> None:
        self.more.hide()
        self._add((self._shown or ())[len(self._lines) :])


def _record(record: CustomerRecord) -> QWidget:
    icon = QLabel()
    icon.setPixmap(icons.pixmap(METHOD_ICONS.get(record.method, "chat"), 16, "muted"))
    day = short_day(clock.local_day(record.at), clock.today())
    who = " · ".join(filter(None, (day, METHODS.get(record.method, ""), record.contact, record.deal, record.owner)))
    words = QVBoxLayout()
    words.setSpacing(theme.px(2))
    words.addWidget(_label(who, "muted"))
    words.addWidget(_label(record.feedback))
    made = QFrame()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, theme.px(theme.TIGHT), 0, theme.px(theme.TIGHT))
    row.setSpacing(theme.px(theme.SNUG))
    row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return made


def _label(text: str, role: str = "") -> QLabel:
    made = QLabel(text, wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        made.setProperty("role", role)
    return made
