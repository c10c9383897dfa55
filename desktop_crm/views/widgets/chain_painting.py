"""What the screen adds to the drawing of a chain: its colours, icons, frames and tags."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_crm.charts.chain_layout import Place
from desktop_crm.charts.decision_chain import Inks, stance_place
from desktop_crm.queries.decision_chain import Person
from desktop_crm.views import icons, theme
from desktop_crm.views.labels import STANCE_MARKS


def screen_inks() -> Inks:
    """Return the colours of the present theme for the drawing."""
    colours = theme.current()
    return Inks(
        ground=colours.background,
        card=colours.surface,
        border=colours.border,
        line=colours.outline,
        text=colours.text,
        muted=colours.muted,
        badge=colours.hover,
        decider=colours.accent,
        on_decider=colours.on_accent,
        warning=colours.soon,
    )


def paint_stance(painter: QPainter, card: Place, person: Person) -> None:
    """Paint the icon of a person's stance where the drawing left room for it."""
    name, tone = STANCE_MARKS[person.stance]
    place = stance_place(card)
    icons.paint(painter, QRectF(place.x, place.y, place.w, place.h).toRect(), name, tone)


def paint_frame(painter: QPainter, card: Place, color: str, width: float) -> None:
    """Paint a frame around a card."""
    painter.setPen(QPen(QColor(color), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(card.x, card.y, card.w, card.h), theme.CARD_RADIUS, theme.CARD_RADIUS)


def paint_tag(painter: QPainter, place: QRectF, text: str) -> None:
    """Paint a word on the accent colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.current().tone("accent"))
    painter.drawRoundedRect(place, theme.FIELD_RADIUS, theme.FIELD_RADIUS)
    font = theme.font(theme.SMALL, bold=True)
    font.setPixelSize(theme.SMALL)  # the painter's scale already holds the text scale
    painter.setFont(font)
    painter.setPen(theme.current().tone("on_accent"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
