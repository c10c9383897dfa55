"""How an entry looks as one line: an icon, the time, whom and what; a word stands for every colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_crm.models import Purpose
from desktop_crm.queries.calendar import Entry, Kind
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.labels import METHOD_ICONS, METHODS

KIND_NAMES: Final[dict[Kind, str]] = {
    "plan": tr("跟进"),
    "care": tr("维护"),
    "re_evaluate": tr("重新评估"),
    "clock": tr("时限"),
    "payment": tr("回款"),
    "milestone": tr("里程碑"),
    "anniversary": tr("纪念日"),
    "done": tr("已完成"),
}
KIND_ICONS: Final[dict[Kind, str]] = {
    "plan": "phone",
    "care": "customers",
    "re_evaluate": "refresh",
    "clock": "waiting",
    "payment": "deal",
    "milestone": "flag",
    "anniversary": "gift",
    "done": "check",
}
_PURPOSES: Final = {
    Purpose.FIRST_CONTACT: tr("首次联系"),
    Purpose.VISIT: tr("回访"),
    Purpose.SURVEY: tr("调研"),
    Purpose.REPORT: tr("报告"),
    Purpose.GREETING: tr("问候"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a line stands: selected, under the mouse, or not what the text looks for."""

    selected: bool = False
    hovered: bool = False
    faded: bool = False


def is_late(entry: Entry) -> bool:
    """Return whether the entry should have been done by now."""
    return entry.kind not in {"done", "anniversary"} and entry.day < clock.today()


def icon_of(entry: Entry) -> str:
    """Return the icon: late before all, else what it is or how it is done."""
    if is_late(entry):
        return "late"
    return METHOD_ICONS.get(entry.method, "phone") if entry.kind == "plan" else KIND_ICONS[entry.kind]


def word_of(entry: Entry) -> str:
    """Return what the entry is, in a word."""
    if entry.kind == "plan" and entry.purpose != Purpose.FIRST_CONTACT:
        return METHODS.get(entry.method, KIND_NAMES["plan"])
    named = _PURPOSES.get(Purpose(entry.purpose)) if entry.planned and entry.purpose in set(Purpose) else None
    return named or KIND_NAMES[entry.kind]


def line_of(entry: Entry) -> str:
    """Return whom and what; what is no ordinary follow-up says its kind first."""
    said = " · ".join(part for part in (entry.customer, entry.title) if part) or tr("（未填内容）")
    return said if entry.kind in {"plan", "done"} else f"{word_of(entry)} {said}"


def fitting(entry: Entry, width: int, size: int = theme.SMALL) -> str:
    """Return the line, with the customer's name cut short where that leaves room to say what is to be done."""
    said, metrics = line_of(entry), theme.face(size)[1]
    if not (entry.customer and entry.title) or metrics.horizontalAdvance(said) <= width:
        return said
    others = width - metrics.horizontalAdvance(said.replace(entry.customer, "", 1))
    short = metrics.elidedText(entry.customer, Qt.TextElideMode.ElideRight, max(others, width * 2 // 5))
    if len(short) < 3:  # nobody is known by one character
        return said.replace(f"{entry.customer} · ", "", 1)
    return said.replace(entry.customer, short, 1)


def spoken(entry: Entry) -> str:
    """Return the entry in words, for a tooltip and a screen reader."""
    late = tr("已逾期") if is_late(entry) else ""
    hours = _hours(entry)
    head = " ".join(part for part in (hours, word_of(entry), late) if part)
    return "\n".join(part for part in (head, entry.customer, entry.title, entry.owner) if part)


def ends_at(entry: Entry) -> str:
    """Return when a timed entry ends, at midnight at the latest."""
    minute = min(24 * 60 - 1, minute_of(entry.at) + max(entry.minutes, 1))
    return clock_text(minute)


def minute_of(at: str) -> int:
    """Return the minute of the day of HH:MM; the beginning of the day where it cannot be read."""
    hour, _, minute = at.partition(":")
    return min(24 * 60 - 1, int(hour) * 60 + int(minute)) if hour.isdigit() and minute.isdigit() else 0


def clock_text(minute: int) -> str:
    """Return a minute of the day as HH:MM."""
    return f"{minute // 60:02}:{minute % 60:02}"


def tone_of(entry: Entry) -> theme.Tone:
    """Return the colour of the icon; the icon and the word say the same."""
    if is_late(entry):
        return "late"
    tones: dict[Kind, theme.Tone] = {
        "clock": "soon",
        "payment": "soon",
        "care": "good",
        "done": "muted",
        "anniversary": "soon",
    }
    return tones.get(entry.kind, "accent")


def paint_line(painter: QPainter, place: QRect, entry: Entry, look: Look, *, size: int = theme.SMALL) -> None:
    """Paint an entry in one line."""
    ground(painter, place, entry, look)
    side = theme.px(13)
    left = place.left() + theme.px(theme.TIGHT)
    tone: theme.Tone = "muted" if look.faded else tone_of(entry)
    icons.paint(painter, QRect(left, place.center().y() - side // 2, side, side), icon_of(entry), tone)
    left += side + theme.px(theme.TIGHT)
    if entry.at:
        left += text(painter, place.adjusted(left - place.left(), 0, 0, 0), entry.at, "muted", size=size)
        left += theme.px(theme.TIGHT)
    rest = place.adjusted(left - place.left(), 0, -theme.px(theme.TIGHT), 0)
    text(painter, rest, fitting(entry, rest.width(), size), text_tone(entry, look), size=size)


def ground(painter: QPainter, place: QRect, entry: Entry, look: Look) -> None:
    """Paint what lies under an entry: found, selected or under the mouse."""
    colours = theme.current()
    fill = colours.selected if look.selected else colours.soon_soft if entry.hit else ""
    fill = fill or (colours.hover if look.hovered else "")
    if not fill:
        return
    painter.setPen(QPen(QColor(colours.accent), 1) if look.selected else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    radius = theme.px(theme.FIELD_RADIUS)
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def text_tone(entry: Entry, look: Look) -> theme.Tone:
    """Return the colour of the words."""
    return "muted" if entry.kind == "done" or look.faded else "text"


def text(
    painter: QPainter,
    place: QRect,
    words: str,
    tone: theme.Tone,
    *,
    size: int = theme.SMALL,
    bold: bool = False,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """Paint one line of text, shortened where it does not fit; return the width it took."""
    face, metrics = theme.face(size, bold=bold)
    shown = words
    if metrics.horizontalAdvance(words) > place.width():
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, place.width()))
    painter.setFont(face)
    painter.setPen(theme.current().tone(tone))
    painter.drawText(place, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
    return metrics.horizontalAdvance(shown)


def day_name(day: date) -> str:
    """Return 3月5日."""
    return tr("{month}月{day}日", month=day.month, day=day.day)


def _hours(entry: Entry) -> str:
    if not entry.at:
        return ""
    return f"{entry.at}-{ends_at(entry)}" if entry.planned else entry.at
