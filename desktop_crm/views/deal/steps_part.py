"""The milestones of a delivery: a small picture of the time they take, and for each its day, its state and one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from desktop_crm.queries.projects import Step
from desktop_crm.rules.due import due_state, short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, Mark, due_mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.item_list import Cell, Footer, Item, ItemList, ListActions
from desktop_crm.views.widgets.section import Section

_CELLS: Final = (
    Cell("name", tr("里程碑"), strong=True),
    Cell("due_on", tr("完成日期"), label=tr("日期"), kind="date", line=1),
    Cell("owner", tr("谁负责"), label=tr("负责"), line=1),
    Cell("deliverable", tr("交出什么"), label=tr("交付物"), line=2),
)


@dataclass(frozen=True, slots=True)
class StepActions:
    """What can be done with a milestone, by its id."""

    finish: Callable[[str], object | None]
    reopen: Callable[[str], object | None]


def step_mark(step: Step, today: date) -> Mark:
    """Return how a milestone stands, in words."""
    if step.done_on is None:
        return due_mark(step.due_on, today)
    late = step.due_on is not None and step.done_on > step.due_on
    said = tr("{day} 完成", day=short_day(step.done_on, today))
    days = (step.done_on - step.due_on).days if late and step.due_on else 0
    return Mark(said + tr("（晚{days}天）", days=days), "soon", "good") if late else Mark(said, "good", "good")


class StepsPart(Section):
    """The picture, the list, and the usual milestones as a beginning."""

    def __init__(self, actions: ListActions, steps: StepActions, suggest: Callable[[], object]) -> None:
        super().__init__(tr("里程碑"))
        self.line = StepLine()
        self._actions = steps
        self.steps = ItemList(_CELLS, actions, add_hint=tr("如：上线 5月10日 交付：上线报告"), footer=self._panel)
        self.suggest = button(tr("按惯例排"), suggest, kind="quiet", icon="add")
        self.add_action(self.suggest)
        self.add(self.line)
        self.add(self.steps)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show the milestones."""
        self.line.show_steps(steps)
        self.line.setVisible(sum(step.due_on is not None for step in steps) > 1)
        self.steps.set_items([_item(step) for step in steps])
        done = sum(step.done_on is not None for step in steps)
        self.set_count(tr("完成 {done}/{count}", done=done, count=len(steps)) if steps else "")
        self.suggest.setVisible(len(steps) < 3)

    def finish_next(self) -> None:
        """Mark the milestone done in which the cursor is, else the first open one."""
        focus = QApplication.focusWidget() or self
        here = next((row.item for row in self.steps.made() if row.isAncestorOf(focus)), None)
        for item in [here] if here else self.steps.items():
            step = item.data
            if isinstance(step, Step) and step.done_on is None:
                self._actions.finish(step.id)
                return

    def go_to(self, wanted: str) -> QWidget:
        """Put the cursor on the milestone named, else on the first open one, else where the next is written."""

        def is_wanted(item: Item) -> bool:
            step = item.data
            assert isinstance(step, Step)
            return step.id == wanted or (not wanted and step.done_on is None)

        row = self.steps.first(is_wanted)
        if row is not None and isinstance(row.footer, StepPanel):
            row.footer.shown().setFocus(Qt.FocusReason.OtherFocusReason)
            return row
        self.steps.start()
        return self.steps.add_line

    def _panel(self) -> Footer:
        return StepPanel(self._actions)


class StepPanel(Footer):
    """How a milestone stands, what falls due with it, and the button that marks it done."""

    def __init__(self, actions: StepActions) -> None:
        super().__init__()
        self._step = Step("", "")
        self.badge = Badge(Mark("", "muted"))
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.finish = button(tr("完成"), lambda: actions.finish(self._step.id), icon="check")
        self.finish.setToolTip(tr("标记完成（Ctrl+D）"))
        self.reopen = button(tr("重新打开"), lambda: actions.reopen(self._step.id), kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(theme.TIGHT), theme.px(theme.TIGHT), 0, theme.px(theme.TIGHT))
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.badge)
        row.addWidget(self.said, 1)
        row.addWidget(self.reopen)
        row.addWidget(self.finish)

    @override
    def set_item(self, item: Item, *, frozen: bool) -> None:
        step = item.data
        assert isinstance(step, Step)
        self._step = step
        self.badge.set_mark(step_mark(step, clock.today()))
        parts: list[str] = []
        if step.planned_on and step.planned_on != step.due_on:
            parts.append(tr("原定 {day}", day=short_day(step.planned_on, clock.today())))
        if step.pays:
            parts.append(tr("完成后到期：{names}", names="、".join(step.pays)))
        self.said.setText(" · ".join(parts))
        self.said.setToolTip(self.said.text())
        self.finish.setVisible(step.done_on is None)
        self.reopen.setVisible(step.done_on is not None)

    def shown(self) -> QWidget:
        """Return the button that can be seen."""
        return self.reopen if self.finish.isHidden() else self.finish

    @override
    def tab_stops(self) -> list[QWidget]:
        return [self.shown()]


class StepLine(QWidget):
    """The milestones on a line of time, with today on it; full dots are done, red ones late."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: list[Step] = []
        self._tones: list[theme.Tone] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these milestones, as far as they have a day."""
        self._steps = sorted((step for step in steps if step.due_on), key=lambda step: str(step.due_on))
        today = clock.today()
        self._tones = [step_tone(step, today) for step in self._steps]
        said = [f"{step.name} {step_mark(step, today).text}" for step in self._steps]
        self.setAccessibleName("，".join(said))
        self.setToolTip("\n".join(said))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(52))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        days = [step.due_on for step in self._steps if step.due_on]
        if not days:
            return
        today = clock.today()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = min([*days, today]), max([*days, today])
        margin, height = theme.px(28), theme.px(20)
        span = max((last - first).days, 1)

        def x(day: date) -> float:
            return margin + (self.width() - 2 * margin) * (day - first).days / span

        painter.setPen(QPen(theme.current().tone("muted"), 1))
        painter.drawLine(QPointF(margin, height), QPointF(self.width() - margin, height))
        self._paint_today(painter, x(today), height)
        free = 0.0  # where the next name may begin
        dots = set[tuple[int, str]]()  # many a milestone of a long plan falls on the same pixel
        for step, day, tone in zip(self._steps, days, self._tones, strict=True):
            at = QPointF(x(day), height)
            if (dot := (round(at.x()), tone)) not in dots:
                dots.add(dot)
                free = self._paint_step(painter, step, at, tone, free)

    def _paint_today(self, painter: QPainter, x: float, height: float) -> None:
        painter.setPen(QPen(theme.current().tone("accent"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, theme.px(14)), QPointF(x, height + theme.px(8)))
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.current().tone("accent"))
        width = theme.px(40)
        painter.drawText(QRectF(x - width / 2, 0, width, theme.px(14)), Qt.AlignmentFlag.AlignCenter, tr("今天"))

    def _paint_step(self, painter: QPainter, step: Step, at: QPointF, tone: theme.Tone, free: float) -> float:
        colour, radius = theme.current().tone(tone), theme.px(4)
        painter.setPen(QPen(colour, 2))
        painter.setBrush(colour if step.done_on or tone == "late" else theme.current().tone("surface"))
        painter.drawEllipse(at, radius, radius)
        font, metrics = theme.face(theme.SMALL)
        width = metrics.horizontalAdvance(step.name)
        left = min(max(at.x() - width / 2, 0), self.width() - width)
        if left < free:
            return free  # no room for its name; the tooltip and the list have it
        painter.setFont(font)
        painter.setPen(theme.current().tone("late" if tone == "late" else "muted"))
        painter.drawText(
            QRectF(left, at.y() + theme.px(9), width + 2, theme.px(18)), Qt.AlignmentFlag.AlignLeft, step.name
        )
        return left + width + theme.px(theme.SNUG)


def step_tone(step: Step, today: date) -> theme.Tone:
    """Return the colour of a milestone on the line."""
    if step.done_on:
        return "good"
    tones: dict[str, theme.Tone] = {"overdue": "late", "today": "soon", "soon": "soon"}
    return tones.get(due_state(step.due_on, today).kind, "muted")


def _item(step: Step) -> Item:
    values = {"name": step.name, "due_on": step.due_on, "owner": step.owner, "deliverable": step.deliverable}
    return Item(step.id, step.id, values, step)
