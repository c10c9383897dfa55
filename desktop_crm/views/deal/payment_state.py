"""How the money of a deal stands in one card, and the line in which a whole payment plan is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.queries.payments import Instalment, PaymentPlan
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.instalments import Instalment as Typed
from desktop_crm.rules.instalments import format_share, parse_plan
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.parsed_edit import ParsedEdit

EXAMPLE: Final = tr("30% 预付款 签约后5个工作日；60% 验收后10天；10% 质保金 2027-03-01")
_PRICES: Final = {"signed": tr("合同"), "draft": tr("合同（未签）"), "deal": tr("商机金额"), "": tr("金额未定")}


def plan_text(instalments: Sequence[Instalment]) -> str:
    """Return a plan as it would be typed, to be written anew."""
    return "；".join(
        " ".join(part for part in (_worth(one), one.name, one.condition) if part)
        for one in instalments
        if not one.from_change
    )


def _worth(one: Instalment) -> str:
    if one.share is not None:
        return format_share(one.share)
    return format_yuan(one.amount_fen or 0)


class PaymentState(QFrame):
    """Price, what came in, what is left and late; says where the plan does not fit the price."""

    def __init__(self, on_spread: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.badge = Badge(Mark("", "muted"))
        self.price = QLabel()
        self.sums = QLabel(wordWrap=True)
        self.sums.setProperty("role", "muted")
        self.bar = PaymentBar()
        self.gap = QLabel(wordWrap=True)
        self.gap.setProperty("tone", "soon")
        self.spread = button(tr("按比例重算"), on_spread, kind="quiet", icon="refresh")
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.addWidget(self.badge)
        head.addWidget(self.price, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.SNUG))
        foot.addWidget(self.gap, 1)
        foot.addWidget(self.spread)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.GAP),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.sums)
        column.addLayout(foot)

    def show_plan(self, plan: PaymentPlan) -> None:
        """Show how the money stands."""
        today = clock.today()
        late = plan.late_fen(today)
        self.badge.set_mark(state_mark(plan))
        total = plan.price.total_fen
        said = _PRICES[plan.price.source]
        self.price.setText(said if total is None else f"{said} {format_yuan(total)}")
        sums = [tr("已收 {amount}", amount=format_yuan(plan.received_fen))]
        sums += [tr("未收 {amount}", amount=format_yuan(plan.left_fen))]
        sums += [tr("其中逾期 {amount}", amount=format_yuan(late))] if late else []
        self.sums.setText(" · ".join(sums))
        self.bar.show_plan(plan)
        planned = bool(plan.instalments)
        for part in (self.bar, self.sums):
            part.setVisible(planned)
        gap = plan.unplanned_fen
        self.gap.setText(
            tr("还有 {amount} 没有排进计划。", amount=format_yuan(gap))
            if gap > 0
            else tr("计划比合同多 {amount}。", amount=format_yuan(-gap))
        )
        self.gap.setVisible(bool(gap))
        whole = sum(one.share or 0 for one in plan.instalments) == 1000
        self.spread.setVisible(bool(gap) and whole)


def state_mark(plan: PaymentPlan) -> Mark:
    """Return where the collection stands, in a word."""
    if not plan.instalments:
        return Mark(tr("未排计划"), "soon", "soon")
    if plan.late_fen(clock.today()):
        return Mark(tr("有逾期"), "late", "late")
    if all(one.paid for one in plan.instalments):
        return Mark(tr("已收齐"), "good", "good")
    return Mark(tr("收款中"), "muted", "waiting")


class PaymentBar(QWidget):
    """The instalments side by side, as wide as their amounts: full as far as they are paid, red where late."""

    def __init__(self) -> None:
        super().__init__()
        self._plan = PaymentPlan()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_plan(self, plan: PaymentPlan) -> None:
        """Show another plan."""
        self._plan = plan
        names = (
            f"{one.name} {format_yuan(one.received_fen)} / {format_yuan(one.amount_fen or 0)}"
            for one in plan.instalments
        )
        self.setAccessibleName(tr("回款进度：{parts}", parts="，".join(names)))
        self.setToolTip("\n".join(f"{one.name} {format_yuan(one.amount_fen or 0)}" for one in plan.instalments))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(10))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        total = sum(max(0, one.amount_fen or 0) for one in self._plan.instalments)
        if not total:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colours, today, gap = theme.current(), clock.today(), theme.px(2)
        left = 0.0
        for one in self._plan.instalments:
            amount = max(0, one.amount_fen or 0)
            width = self.width() * amount / total
            place = QRectF(left, 0, max(width - gap, 1), self.height())
            painter.setBrush(colours.tone("late") if one.days_late(today) else QColor(colours.border))
            painter.drawRoundedRect(place, 2, 2)
            if amount and one.received_fen:
                place.setWidth(place.width() * min(one.received_fen / amount, 1))
                painter.setBrush(colours.tone("good"))
                painter.drawRoundedRect(place, 2, 2)
            left += width


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """The instalments of a line, and the line that said so."""

    instalments: tuple[Typed, ...]
    text: str


class PlanLine(ParsedEdit[TypedPlan]):
    """One line for a whole plan; while typing it says how it is read."""

    def __init__(self, on_plan: Callable[[str], object]) -> None:
        super().__init__()
        self._on_plan = on_plan
        self.line.setPlaceholderText(EXAMPLE)
        self.line.setAccessibleName(tr("回款计划"))
        self.line.setToolTip(tr("写成：{example}", example=EXAMPLE))
        self.line.returnPressed.connect(self.give)
        self.reading = QLabel(wordWrap=True)
        self.reading.setProperty("role", "small")
        self.reading.setProperty("tone", "muted")
        self.reading.hide()
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.reading)
        self.line.textEdited.connect(self._say)

    def give(self) -> None:
        """Hand the line over, once it is understood."""
        text = self.line.text().strip()
        if text and self.settle():
            self._on_plan(text)

    def clear(self) -> None:
        """Empty the line."""
        self.show_value(None)
        self._say()

    def write(self, text: str) -> None:
        """Open the line with a plan to be changed."""
        self.line.setText(text)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    @override
    def read(self, text: str) -> TypedPlan:
        return TypedPlan(parse_plan(text, clock.today()), text)

    @override
    def explain(self, value: TypedPlan) -> str:
        return ""  # there is more to say than fits beside what is typed

    @override
    def shown(self, value: TypedPlan) -> str:
        return value.text

    def _say(self) -> None:
        found = self.understood()
        self.reading.setText("\n".join(_reading(one) for one in found.instalments) if found else "")
        self.reading.setVisible(bool(found))


def _reading(one: Typed) -> str:
    worth = tr("余款")
    if one.share is not None:
        worth = format_share(one.share)
    elif one.amount_fen is not None:
        worth = format_yuan(one.amount_fen)
    return " · ".join(part for part in (one.name, worth, one.condition or tr("未写何时付")) if part)
