"""The button that prints the weekly or the monthly report: choose the period, look at the pages, save or print them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_crm.queries.figures.filters import Filters
from desktop_crm.rules.report_period import ReportPeriod, report_month, report_week
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.workspace import Workspace

if TYPE_CHECKING:
    from desktop_crm.views.dialogs.preview import PreviewWindow

_PERIODS: Final[tuple[tuple[str, Callable[[], ReportPeriod]], ...]] = (
    (tr("本周"), lambda: report_week(clock.today())),
    (tr("上周"), lambda: report_week(clock.today()).before()),
    (tr("本月"), lambda: report_month(clock.today())),
    (tr("上月"), lambda: report_month(clock.today()).before()),
)


class ReportButton(QPushButton):
    """Opens the report of a period in the preview, of the person whom the filter beside it names."""

    def __init__(self, workspace: Workspace, wanted: Callable[[], Filters], parent: QWidget | None = None) -> None:
        super().__init__(tr("打印报告"), parent)
        self.workspace = workspace
        self._wanted = wanted
        self.setIcon(icons.icon("print", "text"))
        self.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.setToolTip(tr("周报或月报 PDF：按所选负责人，不选就是全公司"))
        menu = QMenu(self)
        for title, period in _PERIODS:
            menu.addAction(title, partial(self._show, period))
        self.setMenu(menu)

    def _show(self, period: Callable[[], ReportPeriod]) -> None:
        show_report(self.workspace, self.window(), period(), self._wanted().member)


def show_report(workspace: Workspace, parent: QWidget, period: ReportPeriod, member: str = "") -> PreviewWindow:
    """Open the report of a period in the preview; it is made beside the window."""
    from desktop_crm.documents.reports import ReportOrder  # noqa: PLC0415 - paper is not needed to start
    from desktop_crm.views.dialogs.preview import PreviewWindow  # noqa: PLC0415

    window = PreviewWindow(workspace, parent)
    window.show_report(ReportOrder(period, member=member))
    window.show()
    return window


def show_last_week(workspace: Workspace, parent: QWidget) -> PreviewWindow:
    """Open the report of the last full week."""
    return show_report(workspace, parent, report_week(clock.today()).before())


def show_last_month(workspace: Workspace, parent: QWidget) -> PreviewWindow:
    """Open the report of the last full month."""
    return show_report(workspace, parent, report_month(clock.today()).before())
