"""How a card looks: who, what, what next, how it stands; a thin edge shows how long the deal is in its stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop_crm.models import Outcome, StageStatus
from desktop_crm.queries.board import Card
from desktop_crm.rules.amounts import format_short
from desktop_crm.rules.clocks import ClockState, due_text, state_at
from desktop_crm.rules.due import due_state
from desktop_crm.rules.rotting import Rot, rot
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Mark, clock_mark, due_mark, grade_mark, mark_size, paint_mark

HEIGHT, MARGIN, EDGE = 100, 3, 3
CARD_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class StageAge:
    """How long a deal has been in its stage, against the days the playbook gives it (None: no limit)."""

    days: int
    limit: int | None

    @property
    def tone(self) -> theme.Tone:
        """Return late past the limit, soon in its last third, else muted."""
        if self.limit is None or self.days <= self.limit * 2 / 3:
            return "muted"
        return "late" if self.days > self.limit else "soon"

    @property
    def text(self) -> str:
        """Return the age as the card says it: `12天`, past the limit `12/7天`."""
        late = self.limit is not None and self.days > self.limit
        return tr("{days}/{limit}天", days=self.days, limit=self.limit) if late else self.short

    @property
    def short(self) -> str:
        """Return the age without the limit."""
        return tr("{days}天", days=self.days)


def stage_age(since: datetime | None, limit: int | None) -> StageAge:
    """Return the age of a deal in its stage today, in calendar days."""
    days = (clock.today() - clock.local_day(since)).days if since else 0
    return StageAge(max(0, days), limit)


def state_mark(card: Card) -> Mark:
    """Return the one state that matters most.

    That is closed, paused, late by a clock, in the nurture pool, to complete; else the next step or the clock,
    whichever is due first.
    """
    if card.outcome == Outcome.LOST:
        return Mark(tr("已流失"), "muted", "lost")
    if card.outcome == Outcome.INVALID:
        return Mark(tr("无效"), "muted", "lost")
    if card.stage_status == StageStatus.PAUSED:
        return Mark(tr("已暂停"), "muted", "paused")
    state = state_at(card.clock, clock.now()) if card.clock else None
    if state is not None and state.phase == "overdue":
        return clock_mark(state)
    if card.nurture:
        return Mark(tr("培育"), "muted", "nurture")
    if card.incomplete:
        return Mark(tr("待补全"), "soon", "incomplete")
    return clock_mark(state) if state and _before_next_step(state, card) else due_mark(card.next_due, clock.today())


def _before_next_step(state: ClockState, card: Card) -> bool:
    """Tell whether a clock is due before the next step; one that stands still gives way to any step that is near."""
    today = clock.today()
    if card.next_due is None:
        return True
    if state.phase == "paused":
        return due_state(card.next_due, today).kind == "later"
    return clock.local_day(state.due) <= max(card.next_due, today)


def card_rot(card: Card, limit: int | None) -> Rot:
    """Return how the deal of a card rots; one that is closed, paused or in the pool does not."""
    resting = card.outcome in {Outcome.LOST, Outcome.INVALID} or card.stage_status in _RESTING or card.nurture
    return rot(card.stage_since, card.last_contact_at, None if resting else limit, clock.today())


_RESTING = frozenset({StageStatus.PAUSED, StageStatus.DONE})


def spoken(card: Card, age: StageAge) -> str:
    """Return the card in words, for a screen reader."""
    amount = format_short(card.amount_fen) if card.amount_fen is not None else tr("金额未填")
    parts = (card.customer, card.title, grade_mark(card.grade).text, amount, state_mark(card).text, card.next_step)
    stay = (tr("停留{age}", age=age.text), card_rot(card, age.limit).text)
    return "，".join(part for part in (*parts, *stay, card.owner) if part)


def card_tip(card: Card, age: StageAge) -> str:
    """Return what the card has no room for: all of its texts, the clock with its deadline, and how long it stays."""
    timed = ""
    if card.clock:
        state = state_at(card.clock, clock.now())
        timed = tr("{clock}（{due}）", clock=state.text, due=due_text(card.clock, clock.now()))
    stay = f"{card.number} · {card.owner} · " + tr("停留{age}", age=age.text)
    parts = (card.customer, card.title, card.next_step, timed, card_rot(card, age.limit).text, stay)
    return "\n".join(part for part in parts if part)


class CardDelegate(QStyledItemDelegate):
    """Paints cards; one for each column, since the stage's limit is the column's."""

    def __init__(self, limit: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.limit = limit

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(160), theme.px(HEIGHT))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        card = index.data(CARD_ROLE)
        if not isinstance(card, Card):
            return
        painter.save()
        try:
            self._paint_card(painter, option, card)
        finally:
            painter.restore()

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, card: Card) -> None:
        gap = theme.px(MARGIN)
        place: QRect = option.rect.adjusted(gap, gap // 2, -gap, -(gap // 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        age = stage_age(card.stage_since, self.limit)
        self._ground(painter, place, option, age)
        inner = place.adjusted(theme.px(10), theme.px(6), -theme.px(theme.SNUG), -theme.px(6))
        height = inner.height() // 4
        who, what, next_step, state = (
            QRect(inner.left(), inner.top() + line * height, inner.width(), height) for line in range(4)
        )
        _who_line(painter, who, card)
        _what_line(painter, what, card)
        _text(painter, next_step, card.next_step, "muted", size=theme.SMALL)
        _state_line(painter, state, card, age)

    def _ground(self, painter: QPainter, place: QRect, option: QStyleOptionViewItem, age: StageAge) -> None:
        colours = theme.current()
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        shape = QPainterPath()
        radius = theme.px(theme.CARD_RADIUS)
        shape.addRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.fillPath(shape, QColor(colours.selected if selected else colours.hover if hovered else colours.surface))
        painter.save()
        painter.setClipPath(shape)
        edge = QColor(colours.border) if age.tone == "muted" else colours.tone(age.tone)
        painter.fillRect(QRect(place.left(), place.top(), theme.px(EDGE), place.height()), edge)
        painter.restore()
        focused = selected and bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(QColor(colours.accent if selected else colours.border), 2 if focused else 1))
        painter.drawPath(shape)


def _text(
    painter: QPainter,
    place: QRect,
    text: str,
    tone: theme.Tone,
    *,
    size: int = theme.BODY,
    bold: bool = False,
    right: bool = False,
) -> int:
    """Paint one line of text, shortened with … where it does not fit; return the width it took."""
    face, metrics = theme.face(size, bold=bold)
    width = metrics.horizontalAdvance(text)
    shown = text
    if width > place.width():
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, place.width()))
        width = metrics.horizontalAdvance(shown)
    painter.setFont(face)
    painter.setPen(theme.current().tone(tone))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)
    return width


def _who_line(painter: QPainter, place: QRect, card: Card) -> None:
    width = 0
    if card.grade:
        mark = grade_mark(card.grade)
        size = mark_size(mark)
        width = size.width() + theme.px(6)
        top = place.top() + (place.height() - size.height()) // 2
        paint_mark(painter, QPointF(place.right() - size.width() + 1, top), mark)
    _text(painter, place.adjusted(0, 0, -width, 0), card.customer or tr("（未填客户）"), "text", bold=True)


def _what_line(painter: QPainter, place: QRect, card: Card) -> None:
    amount = format_short(card.amount_fen) if card.amount_fen is not None else ""
    width = _text(painter, place, amount, "text", right=True) if amount else 0
    _text(painter, place.adjusted(0, 0, -width - theme.px(theme.SNUG), 0), card.title, "muted")


def _state_line(painter: QPainter, place: QRect, card: Card, age: StageAge) -> None:
    initials = _initials(card.owner)
    end = place.adjusted(0, 0, -_disc(painter, place, initials) - theme.px(6), 0) if initials else place
    mark = _narrowed(state_mark(card), end.width())
    size = mark_size(mark)
    paint_mark(painter, QPointF(place.left(), place.top() + (place.height() - size.height()) / 2), mark)
    if card.outcome == Outcome.OPEN or card.stage_status != StageStatus.DONE:
        left = end.adjusted(size.width() + theme.px(theme.TIGHT), 0, 0, 0)
        rotting = card_rot(card, age.limit)
        words = (rotting.text, rotting.short) if rotting.past else ()
        _text(
            painter, left, _fitting(left.width(), *words, age.text, age.short), age.tone, size=theme.SMALL, right=True
        )


def _narrowed(mark: Mark, width: int) -> Mark:
    """Return the mark as it fits into `width`: whole, else without its icon, else shortened too."""
    if mark_size(mark).width() <= width:
        return mark
    bare = Mark(mark.text, mark.tone)
    if mark_size(bare).width() <= width:
        return bare
    metrics = theme.face(theme.SMALL)[1]
    return Mark(metrics.elidedText(mark.text, Qt.TextElideMode.ElideRight, width - theme.px(12)), mark.tone)


def _fitting(width: int, *texts: str) -> str:
    """Return the first of `texts` that fits into `width`, or nothing."""
    metrics = theme.face(theme.SMALL)[1]
    return next((text for text in texts if metrics.horizontalAdvance(text) <= width), "")


def _disc(painter: QPainter, place: QRect, initials: str) -> int:
    """Paint the owner's initials on a disc at the right end of a line; return its width."""
    side = min(theme.px(22), place.height())
    disc = QRect(place.right() - side + 1, place.top() + (place.height() - side) // 2, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current().hover))
    painter.drawEllipse(disc)
    painter.setPen(theme.current().tone("muted"))
    painter.setFont(theme.font(10 if len(initials) > 1 else 11))
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials)
    return side


def _initials(name: str) -> str:
    """Return what stands for a person: the last character of a Chinese name, two initials of another."""
    if not name:
        return ""
    if name[0].isascii():
        return "".join(part[0] for part in name.split()[:2]).upper()
    return name[-1]
