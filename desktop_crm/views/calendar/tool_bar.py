"""What stands above the calendar: where it is, which view, whose entries, which kinds, a text, files in and out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop_crm.queries.calendar import KINDS, CalendarFilter
from desktop_crm.queries.company import Colleague
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.calendar.entry_painting import KIND_NAMES
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.filters import TextFilter

VIEWS: Final = {"month": tr("月"), "week": tr("周"), "agenda": tr("日程")}


class CalendarToolBar(QWidget):
    """Chooses what the calendar shows."""

    changed = Signal()  # another filter
    view_chosen = Signal(str)
    stepped = Signal(int)  # pages on; 0 for today
    new_requested = Signal()
    export_requested = Signal()
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.views = ChipRow(one_only=True)
        self.views.set_choices(VIEWS.items())
        self.kinds = ChipRow()
        self.kinds.set_choices([(kind, KIND_NAMES[kind]) for kind in KINDS])
        self.owner = QComboBox()
        self.text = TextFilter(tr("查找客户、商机、内容"))
        self.count = QLabel()
        self.count.setProperty("tone", "muted")
        self.note = QLabel()
        self.note.setProperty("role", "small")
        self.note.setProperty("tone", "soon")
        self.note.hide()
        self._view = ""
        self._arrange()
        self._connect()

    def wanted(self) -> CalendarFilter:
        """Return the filter."""
        return CalendarFilter(str(self.owner.currentData() or ""), self.kinds.chosen(), self.text.text().strip())

    def mark_view(self, key: str) -> None:
        """Show which view is open."""
        self._view = key
        with QSignalBlocker(self.views):
            self.views.choose(key)

    def set_colleagues(self, colleagues: Sequence[Colleague], me: str) -> None:
        """Offer these people; at first the one who works here is chosen."""
        first = self.owner.count() == 0
        kept = me if first else str(self.owner.currentData() or "")
        with QSignalBlocker(self.owner):
            self.owner.clear()
            self.owner.addItem(tr("所有人"), "")
            for one in sorted(colleagues, key=lambda one: one.id != me):
                self.owner.addItem(tr("我：{name}", name=one.name) if one.id == me else one.name, one.id)
            self.owner.setCurrentIndex(max(0, self.owner.findData(kept)))

    def say(self, title: str, count: str, note: str) -> None:
        """Show the title, how many entries there are, and what is not known about the holidays."""
        self.title.setText(title)
        self.count.setText(count)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def _on_view(self) -> None:
        chosen = next(iter(self.views.chosen()), "")
        if chosen and chosen != self._view:
            self.view_chosen.emit(chosen)
        else:
            self.mark_view(self._view)

    def _connect(self) -> None:
        self.views.changed.connect(self._on_view)
        self.kinds.changed.connect(self.changed)
        self.owner.currentIndexChanged.connect(self.changed)
        self.text.narrowed.connect(self.changed)

    def _more(self) -> QToolButton:
        made = icon_button("more", tr("导入、导出日历文件"), lambda: None)
        menu = QMenu(made)
        menu.addAction(icons.icon("export"), tr("导出 .ics…"), self.export_requested.emit)
        menu.addAction(icons.icon("import"), tr("导入 .ics…"), self.import_requested.emit)
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        return made

    def _arrange(self) -> None:
        self.owner.setAccessibleName(tr("谁的日历"))
        self.owner.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.title.setMinimumWidth(theme.px(228))
        upper = _row(theme.GAP, theme.TIGHT)
        for part in (
            button(tr("今天"), lambda: self.stepped.emit(0)),
            icon_button("left", tr("往前（PageUp）"), lambda: self.stepped.emit(-1)),
            icon_button("right", tr("往后（PageDown）"), lambda: self.stepped.emit(1)),
            self.title,
            self.views,
        ):
            upper.addWidget(part)
        upper.addStretch()
        for part in (self.owner, self.text):
            upper.addWidget(part)
        upper.addWidget(button(tr("新计划"), self.new_requested.emit, kind="primary", icon="add"))
        upper.addWidget(self._more())
        lower = _row(0, theme.SNUG)
        lower.addWidget(self.kinds)
        lower.addWidget(self.count)
        lower.addStretch()
        lower.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(upper)
        column.addLayout(lower)


def _row(above: int, below: int) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setContentsMargins(theme.px(theme.ROOMY), theme.px(above), theme.px(theme.ROOMY), theme.px(below))
    made.setSpacing(theme.px(theme.SNUG))
    made.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return made
