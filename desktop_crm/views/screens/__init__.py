"""The screens in the order of the side bar; each is loaded when first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from desktop_crm.system.translations import tr
from desktop_crm.views.screen import Screen
from desktop_crm.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the side bar: `key` names it for settings and snapshots, `icon` is a name of `views.icons`."""

    key: str
    title: str
    icon: str
    load: Callable[[], type[Screen]]

    def make(self, workspace: Workspace) -> Screen:
        """Return the screen, importing its file."""
        return self.load()(workspace)


def _screen(module: str, name: str) -> Callable[[], type[Screen]]:
    def load() -> type[Screen]:
        return getattr(import_module(f"{__name__}.{module}"), name)

    return load


PLACES = (
    Place("today", tr("今日"), "today", _screen("today_screen", "TodayScreen")),
    Place("board", tr("看板"), "board", _screen("board_screen", "BoardScreen")),
    Place("leads", tr("线索"), "leads", _screen("leads_screen", "LeadsScreen")),
    Place("incomplete", tr("待补全"), "incomplete", _screen("incomplete_screen", "IncompleteScreen")),
    Place("customers", tr("客户"), "customers", _screen("customers_screen", "CustomersScreen")),
    Place("calendar", tr("日历"), "calendar", _screen("calendar_screen", "CalendarScreen")),
    Place("figures", tr("数据"), "figures", _screen("figures_screen", "FiguresScreen")),
    Place("care", tr("关怀"), "gift", _screen("care_screen", "CareScreen")),
    Place("import", tr("导入"), "import", _screen("import_screen", "ImportScreen")),
    Place("documents", tr("文档"), "documents", _screen("documents_screen", "DocumentsScreen")),
    Place("team", tr("团队"), "team", _screen("team_screen", "TeamScreen")),
    Place("settings", tr("设置"), "settings", _screen("settings_screen", "SettingsScreen")),
)


def shortcut(place: Place) -> str:
    """Return the keys that open a screen: Alt+1 to Alt+9 for the first nine, Alt+0 for the tenth."""
    number = PLACES.index(place) + 1
    return f"Alt+{number % 10}" if number <= 10 else ""
