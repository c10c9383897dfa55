"""The first pages of a pack: its cover, and contents that say on which page everything begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desktop_crm.documents.document import Audience
from desktop_crm.documents.formats import written
from desktop_crm.documents.stationery import Part
from desktop_crm.documents.typesetting.blocks import Blocks
from desktop_crm.documents.typesetting.composing import TITLE
from desktop_crm.documents.typesetting.look import Look
from desktop_crm.documents.typesetting.marks import HAIRLINE, INK, MUTED, Area, Link, Mark, Rule
from desktop_crm.documents.typesetting.setter import BODY, SMALL, STRONG, Setter, Style
from desktop_crm.documents.typesetting.strips import Strip
from desktop_crm.system.translations import tr

_COVER_TITLE: Final = Style(30, 44, bold=True)
_COVER_CUSTOMER: Final = Style(18, 28, bold=True)
_COVER_SUBJECT: Final = Style(13, 21, color=MUTED)
_SECRET: Final = Style(12, 26, bold=True)
_INDENT: Final = 16.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: what begins at `place` (from 0, among all pages) and what is said of it in small print.

    A heading stands above the entries of one deal where a pack is about several.
    """

    title: str
    below: str
    place: int
    heading: bool = False


def cover(setter: Setter, part: Part, audience: Audience, look: Look) -> Iterator[Strip]:
    """Yield the cover: what it is, for whom, about what, and the blocks of its document."""
    yield Strip(90)
    if audience == "internal":
        yield _secret(setter, look.width)
    title = Style(_COVER_TITLE.size, _COVER_TITLE.leading, bold=True, color=look.heading)
    lines = (
        (tr(part.document.title), title, 1, 26.0),
        (written(getattr(part.data, "customer", "")), _COVER_CUSTOMER, 3, 8.0),
        (written(getattr(part.data, "subject", "")), _COVER_SUBJECT, 3, 60.0),
    )
    for text, style, most, below in lines:
        shown = setter.lines(text, look.width - 40, style)
        if len(shown) > most:
            shown = [*shown[: most - 1], setter.one_line("".join(shown[most - 1 :]), look.width - 40, style)]
        for line in shown:
            yield Strip(style.leading, (setter.words(line, 0, look.width, 0, style, "center"),))
        yield Strip(below)
    yield from Blocks(setter, part.data, part.drawings, look).strips(part.document)


def contents(setter: Setter, entries: Sequence[Entry], look: Look) -> Iterator[Strip]:
    """Yield the contents."""
    style = Style(TITLE.size, TITLE.leading, bold=True, color=look.heading)
    yield Strip(style.leading + 8, (setter.words(tr("目录"), 0, look.width, 0, style, "center"),))
    number, indented = 0, any(entry.heading for entry in entries)
    for entry in entries:
        number = 0 if entry.heading else number + 1
        yield _entry(setter, entry, number, _INDENT if indented and not entry.heading else 0, look.width)


def _secret(setter: Setter, width: float) -> Strip:
    text = tr("内部资料　请勿外传")
    across = setter.width(text, _SECRET) + 28
    box = Area((width - across) / 2, 0, across, _SECRET.leading, stroke=INK)
    return Strip(_SECRET.leading + 24, (box, setter.words(text, 0, width, 0, _SECRET, "center")))


def _entry(setter: Setter, entry: Entry, number: int, left: float, width: float) -> Strip:
    style = STRONG if entry.heading else BODY
    shown = str(entry.place + 1)
    room = width - left - 60
    title = setter.one_line(entry.title if entry.heading else f"{number}. {entry.title}", room, style)
    dots_from, dots_to = left + setter.width(title, style) + 6, width - setter.width(shown, style) - 6
    height = style.leading + (SMALL.leading if entry.below else 0)
    marks: list[Mark] = [
        setter.words(title, left, width, 0, style),
        Rule(dots_from, style.baseline, dots_to, style.baseline, 0.6, HAIRLINE, dashed=True),
        setter.words(shown, left, width, 0, style, "right"),
        Link(left, 0, width - left, height, entry.place),
    ]
    if entry.below:
        below = setter.one_line(entry.below, room, SMALL)
        marks.append(setter.words(below, left + _INDENT, width, style.leading, SMALL))
    return Strip(height, marks, space=12 if entry.heading else 8, keep=entry.heading)
