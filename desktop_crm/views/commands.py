"""Every command of the program in one list: the palette, the shortcuts and the F1 page are made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_crm.system.translations import tr
from desktop_crm.views.screens import PLACES, Place, shortcut

if TYPE_CHECKING:
    from desktop_crm.views.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: its title and group in the palette, its shortcut (Qt's spelling) and what it does to the window."""

    title: str
    group: str
    run: Callable[[MainWindow], object]
    shortcut: str = ""
    icon: str = ""


def _go(place: Place) -> Entry:
    return Entry(
        tr("打开{place}", place=place.title),
        tr("前往"),
        lambda window: window.go(place.key),
        shortcut(place),
        place.icon,
    )


def _export(window: MainWindow, key: str) -> None:
    from desktop_crm.views.list_export import ask_and_export  # noqa: PLC0415 - not needed to start

    ask_and_export(window, window.workspace, key, window.notices.say)


def _bind_packs(window: MainWindow) -> None:
    from desktop_crm.views.dialogs.packs import PacksWindow  # noqa: PLC0415 - not needed to start

    PacksWindow(window.workspace, window).show()


def _report(window: MainWindow, kind: str) -> None:
    from desktop_crm.views.figures import report_button  # noqa: PLC0415 - not needed to start

    show = report_button.show_last_week if kind == "week" else report_button.show_last_month
    show(window.workspace, window)


ENTRIES: tuple[Entry, ...] = (
    Entry(tr("命令面板"), tr("窗口"), lambda window: window.open_palette(), "Ctrl+K", "command"),
    Entry(tr("新线索"), tr("商机"), lambda window: window.new_deal(), "Ctrl+N", "add"),
    Entry(tr("筛选当前页"), tr("窗口"), lambda window: window.focus_filter(), "Ctrl+F", "filter"),
    Entry(tr("撤销"), tr("编辑"), lambda window: window.undo(), "Ctrl+Z", "undo"),
    Entry(tr("重做"), tr("编辑"), lambda window: window.redo(), "Ctrl+Shift+Z", "redo"),
    *(_go(place) for place in PLACES),
    Entry(tr("打开异议库"), tr("前往"), lambda window: window.go("team.objections"), icon="book"),
    Entry(tr("导出销售跟进表"), tr("商机"), lambda window: _export(window, "followup_sheet"), icon="export"),
    Entry(tr("导出客户关系维护跟进表"), tr("商机"), lambda window: _export(window, "care_sheet"), icon="export"),
    Entry(
        tr("整张表存为 Excel 或 CSV…"), tr("窗口"), lambda window: window.save_shown_table(), "Ctrl+Shift+E", "export"
    ),
    Entry(tr("多个商机的资料包…"), tr("商机"), _bind_packs, icon="pack"),
    Entry(tr("打印上周的周报"), tr("数据"), lambda window: _report(window, "week"), icon="print"),
    Entry(tr("打印上月的月报"), tr("数据"), lambda window: _report(window, "month"), icon="print"),
    Entry(tr("浅色外观"), tr("外观"), lambda window: window.choose_theme("light"), icon="theme"),
    Entry(tr("深色外观"), tr("外观"), lambda window: window.choose_theme("dark"), icon="theme"),
    Entry(tr("外观跟随系统"), tr("外观"), lambda window: window.choose_theme("system"), icon="theme"),
    Entry(tr("快捷键一览"), tr("帮助"), lambda window: window.show_keys(), "F1", "keyboard"),
    Entry(tr("退出"), tr("窗口"), lambda window: window.quit(), "Ctrl+Q", "close"),
)

# Keys that belong to a place on the screen; F1 lists them beside the commands.
LOCAL_KEYS: tuple[tuple[str, str, str], ...] = (
    (tr("今日"), "Enter", tr("做这件事：记录跟进、确认接收、安排下一步…")),
    (tr("今日"), "D / T / W / R", tr("完成 / 改到明天 / 改到下周 / 改期")),
    (tr("看板"), "↑ ↓ ← →", tr("在卡片间移动")),
    (tr("看板"), "Ctrl+← / Ctrl+→", tr("把卡片移到上一列 / 下一列")),
    (tr("看板"), "Enter", tr("打开商机")),
    (tr("商机"), "F2 / Ctrl+E", tr("记录跟进")),
    (tr("商机"), "Ctrl+1…8", tr("切换到概览、需求、决策链…")),
    (tr("商机"), "Ctrl+L", tr("为异议从异议库选答复")),
    (tr("商机"), "Esc", tr("关闭商机")),
    (tr("线索"), "J / K · Enter", tr("下一条 / 上一条 · 打开商机")),
    (tr("线索"), "Y / X / V", tr("有效 / 无效 / 核对通过")),
    (tr("线索"), "1 / 2 / 3 · S", tr("评为 A / B / C · 去评分（1–5 打分）")),
    (tr("线索"), "T", tr("分配给销售")),
    (tr("日历"), "← ↑ ↓ →", tr("换一天；Tab 在当天的安排间移动")),
    (tr("日历"), "Ctrl+← ↑ ↓ →", tr("把选中的安排移到另一天（周视图 ↑↓ 改时间）")),
    (tr("日历"), "N / T", tr("新计划 / 回到今天")),
    (tr("日历"), "M / W / A", tr("月 / 周 / 日程")),
    (tr("数据"), "Ctrl+I", tr("就选中的一行提出改进")),
    (tr("数据"), "D / M / G", tr("改进：完成 / 看效果 / 看图")),
    (tr("录入"), "Ctrl+Enter", tr("保存并继续下一条")),
    (tr("录入"), "Enter / Esc", tr("保存 / 放弃正在改的一格")),
)
