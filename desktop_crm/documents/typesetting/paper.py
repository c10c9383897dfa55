"""Paints marks on A4 with reportlab. The only module that knows its canvas."""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, cast

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop_crm.documents.typesetting.fonts import BOLD, REGULAR
from desktop_crm.documents.typesetting.look import MARGIN, SIZES, Size
from desktop_crm.documents.typesetting.marks import Area, Arrow, Link, Mark, Picture, Rule, Words

_WATERMARK: Final = "#EBEDF0"
_OVER: Final = "#5B6676"
_SHINE: Final = 0.16  # a scan fills its page: the words across it let it through
_LARGEST: Final = 150.0

# reportlab's fonts keep the state of the document being painted, so one is painted at a time.
painting = threading.Lock()


class Paper:
    """A PDF being painted; the same marks on the same `day` give the same bytes."""

    def __init__(self, title: str = "", author: str = "", day: date = date(2000, 1, 1)) -> None:
        self._file = io.BytesIO()
        self._size = SIZES["portrait"]
        # The stubs leave half of reportlab's parameters without types.
        self._canvas = cast("Any", Canvas)(
            self._file,
            pagesize=(self._size.width, self._size.height),
            pageCompression=1,
            invariant=1,
            lang="zh-CN",
            initialFontName=REGULAR,
        )
        stamp = self._canvas._doc._timeStamp
        stamp.t, stamp.lt, stamp.YMDhms = 0, day.timetuple(), (day.year, day.month, day.day, 0, 0, 0)
        self._canvas.setTitle(plain(title))
        self._canvas.setAuthor(plain(author))
        self._canvas.setCreator("Desktop CRM")
        self._canvas.setSubject("")
        self._colors: dict[str, Color] = {}

    def begin(self, size: Size) -> None:
        """Take a page of this size."""
        self._size = size
        self._canvas.setPageSize((size.width, size.height))

    def bookmark(self, key: str, title: str, y: float) -> None:
        """Make the place `y` below the margin of this page known as `key`, and list it in the outline."""
        self._canvas.bookmarkHorizontalAbsolute(key, self._size.height - MARGIN - y, MARGIN)
        self._canvas.addOutlineEntry(plain(title), key, 0)

    def paint(self, marks: Iterable[Mark], y: float = 0) -> None:
        """Paint `marks` at `y` points below the top margin."""
        top = self._size.height - MARGIN - y
        for mark in marks:
            match mark:
                case Words():
                    self._words(mark, top)
                case Rule():
                    self._rule(mark, top)
                case Area():
                    self._area(mark, top)
                case Arrow():
                    self._arrow(mark, top)
                case Picture():
                    self._picture(mark, top)
                case Link():
                    pass  # no ink

    def watermark(self, text: str, *, over: bool = False) -> None:
        """Write `text` across this page, below whatever is painted after, or shining through over what is there."""
        if not text:
            return
        canvas, room = self._canvas, 0.86 * math.hypot(self._size.width, self._size.height) - _LARGEST / 2
        size = min(_LARGEST, room / max(canvas.stringWidth(text, BOLD, 1), 0.1))
        canvas.saveState()
        canvas.translate(self._size.width / 2, self._size.height / 2)
        canvas.rotate(math.degrees(math.atan2(self._size.height, self._size.width)))
        canvas.setFillColor(self._color(_OVER if over else _WATERMARK))
        if over:
            canvas.setFillAlpha(_SHINE)
        canvas.setFont(BOLD, size)
        canvas.drawCentredString(0, -size / 3, text)
        canvas.restoreState()

    def turn(self) -> None:
        """Finish this page and begin the next."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Return the PDF."""
        self._canvas.save()
        return self._file.getvalue()

    def _words(self, words: Words, top: float) -> None:
        self._canvas.setFillColor(self._color(words.color))
        self._canvas.setFont(BOLD if words.bold else REGULAR, words.size)
        self._canvas.drawString(MARGIN + words.x, top - words.y, words.text)

    def _rule(self, rule: Rule, top: float) -> None:
        self._pen(rule.color, rule.width, dashed=rule.dashed)
        self._canvas.line(MARGIN + rule.x1, top - rule.y1, MARGIN + rule.x2, top - rule.y2)

    def _area(self, area: Area, top: float) -> None:
        if area.fill:
            self._canvas.setFillColor(self._color(area.fill))
        if area.stroke:
            self._pen(area.stroke, 0.7, dashed=area.dashed)
        box = (MARGIN + area.x, top - area.y - area.h, area.w, area.h)
        if area.radius:
            self._canvas.roundRect(*box, area.radius, stroke=int(bool(area.stroke)), fill=int(bool(area.fill)))
        else:
            self._canvas.rect(*box, stroke=int(bool(area.stroke)), fill=int(bool(area.fill)))

    def _arrow(self, arrow: Arrow, top: float) -> None:
        path = self._canvas.beginPath()
        (x, y), *rest = arrow.points
        path.moveTo(MARGIN + x, top - y)
        for x, y in rest:
            path.lineTo(MARGIN + x, top - y)
        path.close()
        self._canvas.setFillColor(self._color(arrow.color))
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _picture(self, picture: Picture, top: float) -> None:
        try:
            image = ImageReader(str(picture.file))
            box = (MARGIN + picture.x, top - picture.y - picture.h, picture.w, picture.h)
            self._canvas.drawImage(
                image, *box, mask="auto", preserveAspectRatio=True, anchor="c" if picture.middle else "w"
            )
        except (OSError, ValueError):  # no picture in that file; the paper is complete without it
            return

    def _pen(self, color: str, width: float, *, dashed: bool) -> None:
        self._canvas.setStrokeColor(self._color(color))
        self._canvas.setLineWidth(width)
        self._canvas.setDash([2.5, 2] if dashed else [])

    def _color(self, name: str) -> Color:
        if name not in self._colors:
            self._colors[name] = cast("Any", HexColor)(name)
        return self._colors[name]


def plain(text: str) -> str:
    """Return `text` without the halves of characters and the controls that a PDF's own fields cannot hold."""
    whole = text.encode("utf-16", "replace").decode("utf-16")
    return "".join(char if char.isprintable() else " " for char in whole)
