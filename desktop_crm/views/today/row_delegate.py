"""How the day looks: quiet rows on a card, the first of them large, each with what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop_crm.queries.today import Item
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.labels import METHOD_ICONS
from desktop_crm.views.today.actions import Action, actions
from desktop_crm.views.today.lines import LINE_ROLE, TITLES, DayModel, Head, More, Row, count_text
from desktop_crm.views.today.words import aside, when, who
from desktop_crm.views.widgets.badge import Mark, mark_size, paint_mark

ROW, LOUD, HEAD, MORE = 40, 116, 44, 36
_EDGE, _WHEN, _ICON = 16, 108, 16
_BUTTON, _GAP = 28, 6


@dataclass(frozen=True, slots=True)
class Spot:
    """An action of a row and where it is pressed."""

    action: Action
    place: QRect


def spots(place: QRect, row: Row, *, chosen: bool) -> list[Spot]:
    """Return where the actions of a row are: all of them on the chosen and on the loud row, else the main one."""
    offered = actions(row.item)
    if row.loud:
        left = place.left() + theme.px(_EDGE)
        top = place.bottom() - theme.px(_BUTTON + theme.GAP)
        return _in_line(offered, left, top, chosen=chosen)
    shown = offered if chosen else offered[:1]
    top = place.top() + (place.height() - theme.px(_BUTTON)) // 2
    width = sum(_width(action, chosen=chosen) for action in shown) + theme.px(_GAP) * (len(shown) - 1)
    return _in_line(shown, place.right() - theme.px(theme.GAP) - width, top, chosen=chosen)


class RowDelegate(QStyledItemDelegate):
    """Paints the lines of the day; `pointed` is what the pointer is over."""

    def __init__(self, model: DayModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.pointed: tuple[int, str] = (-1, "")

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = index.data(LINE_ROLE)
        height = HEAD if isinstance(line, Head) else MORE if isinstance(line, More) else LOUD if line.loud else ROW
        return QSize(theme.px(320), theme.px(height))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(LINE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        match line:
            case Head():
                _paint_head(painter, place, line)
            case More():
                _paint_more(painter, place, line, chosen=chosen)
            case Row():
                hover = bool(state & QStyle.StateFlag.State_MouseOver)
                _paint_ground(painter, place, line, chosen=chosen, hover=hover)
                self._paint_row(painter, place, line, index.row(), chosen=chosen)
            case _:
                pass
        painter.restore()

    def _paint_row(self, painter: QPainter, place: QRect, row: Row, at: int, *, chosen: bool) -> None:
        found = spots(place, row, chosen=chosen)
        pointed = self.pointed[1] if self.pointed[0] == at else ""
        for number, spot in enumerate(found):
            key = ("⏎" if number == 0 else spot.action.letter) if chosen else ""
            _paint_spot(painter, spot, key, main=number == 0 and row.loud, pointed=spot.action.key == pointed)
        if row.loud:
            _paint_loud(painter, place, row.item, self._model)
        else:
            right = found[0].place.left() - theme.px(theme.GAP) if found else place.right()
            _paint_quiet(painter, place, row.item, self._model, right)


def _in_line(offered: tuple[Action, ...], left: int, top: int, *, chosen: bool) -> list[Spot]:
    found: list[Spot] = []
    for action in offered:
        width = _width(action, chosen=chosen)
        found.append(Spot(action, QRect(left, top, width, theme.px(_BUTTON))))
        left += width + theme.px(_GAP)
    return found


def _width(action: Action, *, chosen: bool) -> int:
    metrics = theme.face(theme.BODY, bold=True)[1]
    width = metrics.horizontalAdvance(action.text) + 2 * theme.px(10)
    width += theme.px(_ICON + 4) if action.icon else 0
    return width + (_letter_width(action) if chosen else 0)


def _letter_width(action: Action) -> int:
    return theme.face(theme.SMALL)[1].horizontalAdvance(action.letter or "⏎") + theme.px(6)


def _paint_head(painter: QPainter, place: QRect, head: Head) -> None:
    line = place.adjusted(theme.px(theme.TIGHT), theme.px(theme.SNUG), 0, 0)
    title, count = TITLES[head.kind], count_text(head.count)
    late = head.kind == "overdue"
    _text(painter, line, title, "late" if late else "text", bold=True)
    left = theme.face(theme.BODY, bold=True)[1].horizontalAdvance(title) + theme.px(theme.SNUG)
    _text(painter, line.adjusted(left, 0, 0, 0), count, "muted")


def _paint_more(painter: QPainter, place: QRect, more: More, *, chosen: bool) -> None:
    colours = theme.current()
    inner = place.adjusted(0, 0, -1, 0)
    _fill(painter, inner, colours.selected if chosen else colours.surface, top=False, bottom=True)
    left = count_text(more.left) if not more.open_ended else tr("很多")
    said = tr("更多（还有 {left} 件）", left=left)
    _text(painter, inner, said, "accent", align=Qt.AlignmentFlag.AlignCenter)


def _paint_ground(painter: QPainter, place: QRect, row: Row, *, chosen: bool, hover: bool) -> None:
    colours = theme.current()
    fill = colours.selected if chosen else colours.hover if hover and not row.loud else colours.surface
    if row.loud:
        _paint_card(painter, place, fill)
        return
    _fill(painter, place, fill, top=row.first, bottom=row.last)
    if not row.last:
        painter.setPen(QPen(QColor(colours.border), 1))
        edge = theme.px(_EDGE)
        painter.drawLine(place.left() + edge, place.bottom(), place.right() - edge, place.bottom())


def _fill(painter: QPainter, place: QRect, fill: str, *, top: bool, bottom: bool) -> None:
    """Fill a line of a card, its corners round where the card begins and ends."""
    radius = theme.px(theme.CARD_RADIUS)
    painter.save()
    painter.setClipRect(place)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    whole = QRectF(place).adjusted(0, 0 if top else -radius, 0, 0 if bottom else radius)
    painter.drawRoundedRect(whole, radius, radius)
    painter.restore()


def _paint_card(painter: QPainter, place: QRect, fill: str) -> None:
    """Paint the card of the loud row, with the bar that says: begin here."""
    colours = theme.current()
    inner = QRectF(place).adjusted(0.5, 0.5, -0.5, -theme.px(theme.SNUG) + 0.5)
    radius = theme.px(theme.CARD_RADIUS)
    path = QPainterPath()
    path.addRoundedRect(inner, radius, radius)
    painter.setPen(QPen(QColor(colours.border), 1))
    painter.setBrush(QColor(fill))
    painter.drawPath(path)
    painter.save()
    painter.setClipPath(path)
    bar = QRectF(inner.left(), inner.top(), theme.px(4), inner.height())
    painter.fillRect(bar, QColor(colours.accent))
    painter.restore()


def _paint_loud(painter: QPainter, place: QRect, item: Item, model: DayModel) -> None:
    left, top = place.left() + theme.px(_EDGE), place.top() + theme.px(theme.GAP)
    mark = when(item, model.day)
    painted = paint_mark(painter, QPointF(left, top), mark)
    rest = QRect(painted.right() + theme.px(theme.SNUG), top, 0, painted.height())
    rest.setRight(place.right() - theme.px(_EDGE))
    rest.setLeft(_paint_icon(painter, rest, item))
    _text(painter, rest, " · ".join(part for part in (who(item), aside(item)) if part), "muted")
    title = QRect(left, painted.bottom() + theme.px(4), place.width() - 2 * theme.px(_EDGE), theme.px(30))
    _text(painter, title, item.what, "text", size=theme.TITLE, bold=True)


def _paint_quiet(painter: QPainter, place: QRect, item: Item, model: DayModel, right: int) -> None:
    left = place.left() + theme.px(_EDGE)
    _paint_when(painter, QRect(left, place.top(), theme.px(_WHEN), place.height()), when(item, model.day))
    what = QRect(left + theme.px(_WHEN), place.top(), 0, place.height())
    what.setRight(right)
    what.setLeft(_paint_icon(painter, what, item))
    split = what.left() + int(what.width() * 0.46)
    needed = theme.face()[1].horizontalAdvance(item.what)
    first = QRect(what)
    first.setRight(split)
    _text(painter, first, item.what, "text")
    second = QRect(what)
    second.setLeft(min(split, max(what.left() + needed, split)) + theme.px(theme.GAP))
    worth = aside(item)
    room = theme.face(theme.SMALL)[1].horizontalAdvance(worth) + theme.px(theme.SNUG) if worth else 0
    if room and second.width() > room + theme.px(120):
        _text(painter, second, worth, "muted", size=theme.SMALL, align=Qt.AlignmentFlag.AlignRight)
        second.setRight(second.right() - room)
    _text(painter, second, who(item), "muted")


def _paint_when(painter: QPainter, place: QRect, mark: Mark) -> None:
    if mark.icon:
        height = mark_size(mark).height()
        paint_mark(painter, QPointF(place.left(), place.center().y() - height / 2 + 1), mark)
    else:
        _text(painter, place, mark.text, mark.tone, bold=mark.tone == "text")


def _paint_icon(painter: QPainter, place: QRect, item: Item) -> int:
    """Paint how the customer is reached and return where the text goes on."""
    name = METHOD_ICONS.get(item.method, "")
    if not name:
        return place.left()
    side = theme.px(_ICON)
    icons.paint(painter, QRect(place.left(), _middle(place, side), side, side), name, "muted")
    return place.left() + side + theme.px(theme.SNUG)


def _paint_spot(painter: QPainter, spot: Spot, key: str, *, main: bool, pointed: bool) -> None:
    """Paint an action with the `key` that does it, on the row that has the keyboard."""
    colours = theme.current()
    radius = theme.px(theme.FIELD_RADIUS)
    tone: theme.Tone = "on_accent" if main else "accent"
    painter.setPen(Qt.PenStyle.NoPen)
    if main:
        painter.setBrush(QColor(colours.accent_hover if pointed else colours.accent))
        painter.drawRoundedRect(spot.place, radius, radius)
    elif pointed:
        painter.setBrush(QColor(colours.surface if key else colours.selected))
        painter.drawRoundedRect(spot.place, radius, radius)
    text = spot.place.adjusted(theme.px(10), 0, -theme.px(6), 0)
    if spot.action.icon:
        side = theme.px(_ICON)
        icons.paint(painter, QRect(text.left(), _middle(text, side), side, side), spot.action.icon, tone)
        text.setLeft(text.left() + side + theme.px(4))
    _text(painter, text, spot.action.text, tone, bold=main)
    if key:
        quiet: theme.Tone = "on_accent" if main else "muted"
        _text(painter, text, key, quiet, size=theme.SMALL, align=Qt.AlignmentFlag.AlignRight)


def _middle(line: QRect, height: int) -> int:
    """Return the top of an icon that stands on one line with Chinese text, whose middle is a little low."""
    return line.center().y() - height // 2 + theme.px(2)


def _text(
    painter: QPainter,
    place: QRect,
    text: str,
    tone: theme.Tone,
    *,
    size: int = theme.BODY,
    bold: bool = False,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    font, metrics = theme.face(size, bold=bold)
    painter.setFont(font)
    painter.setPen(theme.current().tone(tone))
    shown = metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, max(0, place.width()))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | align, shown)
