"""The settings of reminders: whether, how early, the morning's digest, quiet hours, and the stay in the tray."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QTimeEdit, QVBoxLayout, QWidget

from desktop_crm.system.settings import Settings
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.workspace import Workspace

_EARLY = (0, 5, 10, 15, 30, 60)


@dataclass(frozen=True, slots=True)
class _Switch:
    """A yes or no of the settings: its field and what it says."""

    field: str
    text: str


_SWITCHES = (
    _Switch("remind", tr("到点提醒")),
    _Switch("quiet_free_days", tr("周末和节假日不提醒（调休上班的日子照常）")),
    _Switch("stay_in_tray", tr("关闭窗口后留在托盘，继续提醒")),
)
_TIMES = (("digest_at", tr("早上汇总")), ("quiet_from", tr("免打扰从")), ("quiet_until", tr("免打扰到")))


class Reminding(QWidget):
    """Takes effect at once."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.switches = {each.field: self._switch(each) for each in _SWITCHES}
        self.early = QComboBox()
        for minutes in _EARLY:
            self.early.addItem(tr("提前 {minutes} 分钟", minutes=minutes) if minutes else tr("准时"), minutes)
        self.early.setCurrentIndex(max(0, self.early.findData(self._settings.remind_before)))
        self.early.activated.connect(lambda: self._set("remind_before", self.early.currentData()))
        self.times = {field: self._time(field) for field, _ in _TIMES}
        self._arrange()

    @property
    def _settings(self) -> Settings:
        return self._workspace.settings

    def _switch(self, switch: _Switch) -> QCheckBox:
        made = QCheckBox(switch.text)
        made.setChecked(bool(getattr(self._settings, switch.field)))
        made.toggled.connect(lambda: self._set(switch.field, made.isChecked()))
        return made

    def _time(self, field: str) -> QTimeEdit:
        kept = QTime.fromString(str(getattr(self._settings, field)), "HH:mm")
        made = QTimeEdit(kept if kept.isValid() else QTime(8, 0))
        made.setDisplayFormat("HH:mm")
        made.editingFinished.connect(lambda: self._set(field, made.time().toString("HH:mm")))
        return made

    def _set(self, field: str, value: object) -> None:
        if getattr(self._settings, field) != value:
            setattr(self._settings, field, value)
            self._workspace.save_settings()

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(theme.GAP))
        grid.setVerticalSpacing(theme.px(theme.SNUG))
        named: list[tuple[str, QWidget]] = [
            (tr("有时间的计划"), self.early),
            *((name, self.times[field]) for field, name in _TIMES),
        ]
        for row, (name, field) in enumerate(named):
            label = QLabel(name)
            label.setProperty("tone", "muted")
            label.setBuddy(field)
            field.setAccessibleName(name)
            field.setFixedWidth(theme.px(140))
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.SNUG))
        column.addWidget(self.switches["remind"])
        column.addLayout(grid)
        column.addWidget(self.switches["quiet_free_days"])
        column.addWidget(self.switches["stay_in_tray"])
