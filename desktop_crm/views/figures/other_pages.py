"""The pages of the figures that are more than one chart; each is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_crm.queries.figures.filters import Filters
from desktop_crm.system.translations import tr
from desktop_crm.workspace import Workspace


class FiguresPage(QWidget):
    """A page beside the charts; what it asks of others it says by its signals."""

    deal_requested = Signal(str)  # open this deal
    chart_requested = Signal(str)  # show the chart or page with this key
    cut_requested = Signal(str, object, object)  # show this chart in these Filters with this row (or None) chosen
    done = Signal(str)  # say what was done, with Undo
    noted = Signal(str)  # say this

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace

    def show_filters(self, filters: Filters) -> None:
        """Read everything anew for the deals that `filters` leaves."""
        raise NotImplementedError

    def choose(self, key: str) -> None:
        """Choose a row of what is shown; only the pages that are asked for a row do."""

    def take_focus(self) -> None:
        """Put the keyboard on what is shown."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page that can be made: its question and the part of the screen it stands in."""

    key: str
    title: str
    part: str
    make: Callable[[Workspace], FiguresPage]


def _page(module: str, name: str) -> Callable[[Workspace], FiguresPage]:
    def make(workspace: Workspace) -> FiguresPage:
        found = getattr(import_module(f"desktop_crm.views.figures.{module}"), name)
        return cast("Callable[[Workspace], FiguresPage]", found)(workspace)

    return make


_GOALS: Final = tr("目标与改进")
_AHEAD: Final = tr("往前看")

OTHER_PAGES: Final[dict[str, OtherPage]] = {
    page.key: page
    for page in (
        OtherPage("target_sheet", tr("每个人每月要做到多少？"), _GOALS, _page("targets_page", "TargetsPage")),
        OtherPage("lessons", tr("结案的商机教会了我们什么？"), _GOALS, _page("lessons_page", "LessonsPage")),
        OtherPage("improvements", tr("改了之后变好了吗？"), _GOALS, _page("improvements_page", "ImprovementsPage")),
        OtherPage("forecast", tr("接下来能成交多少？"), _AHEAD, _page("forecast_page", "ForecastPage")),
    )
}
