"""What stands around the text of every page: the letterhead, the running head, and the foot with its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop_crm.documents.formats import written
from desktop_crm.documents.stationery import Letterhead, Stamp
from desktop_crm.documents.typesetting.look import Look
from desktop_crm.documents.typesetting.marks import HAIRLINE, Mark, Picture, Rule
from desktop_crm.documents.typesetting.setter import SMALL, Setter, Style
from desktop_crm.system.translations import tr

FIRST_HEAD: Final = 42.0
LATER_HEAD: Final = 24.0
_FOOT: Final = 22.0
_COMPANY: Final = Style(12.5, 18, bold=True)
_LOGO: Final = (90.0, 30.0)


class Furniture:
    """The heads and feet of one company's paper; those that return on many pages are set once."""

    def __init__(self, setter: Setter, letterhead: Letterhead) -> None:
        self._setter = setter
        self._letterhead = letterhead
        self._heads: dict[tuple[str, float], list[Mark]] = {}
        self._number_room = setter.width(page_of(99999, 99999), SMALL)
        self.foot_height = _FOOT + (SMALL.leading if letterhead.footer else 0)

    def first_head(self, width: float) -> list[Mark]:
        """Return the letterhead."""
        return self._head("", width)

    def later_head(self, title: str, width: float) -> list[Mark]:
        """Return what stands above the text of a page that is not the first."""
        return self._head(title or " ", width)

    def foot(self, words: str, width: float) -> list[Mark]:
        """Return the foot: what is printed at the left, room for the page's number, the company's own line below."""
        left = self._setter.one_line(words, width - self._number_room - 12, SMALL)
        marks: list[Mark] = [Rule(0, 7, width, 7), self._setter.words(left, 0, width, 10, SMALL)]
        if self._letterhead.footer:
            line = self._setter.one_line(self._letterhead.footer, width, SMALL)
            marks.append(self._setter.words(line, 0, width, 10 + SMALL.leading, SMALL, "center"))
        return marks

    def number(self, number: int, total: int, width: float) -> Mark:
        """Return the number of a page, which stands at the right of the foot."""
        return self._setter.words(page_of(number, total), 0, width, 10, SMALL, "right")

    def _head(self, title: str, width: float) -> list[Mark]:
        if (title, width) not in self._heads:
            self._heads[title, width] = list(self._running(title, width) if title else self._letter(width))
        return self._heads[title, width]

    def _letter(self, width: float) -> Iterator[Mark]:
        head, left = self._letterhead, 0.0
        if head.logo:
            yield Picture(0, 0, *_LOGO, head.logo)
            left = _LOGO[0] + 10
        look = Look(width, head.color)
        reach = "　".join(filter(None, (head.address, head.phone and tr("电话：{phone}", phone=head.phone))))
        name = Style(_COMPANY.size, _COMPANY.leading, bold=True, color=look.heading)
        yield self._line(head.company, left, 0, name, width)
        yield self._line(reach, left, _COMPANY.leading, SMALL, width)
        yield Rule(0, 34, width, 34, 1.2 if head.color else 0.6, look.line)

    def _running(self, title: str, width: float) -> Iterator[Mark]:
        half = width / 2 - 6
        yield self._line(self._letterhead.company, 0, 0, SMALL, half)
        shown = self._setter.one_line(title, half, SMALL)
        yield self._setter.words(shown, 0, width, 0, SMALL, "right")
        yield Rule(0, 15, width, 15, color=self._letterhead.color or HAIRLINE)

    def _line(self, text: str, left: float, top: float, style: Style, right: float) -> Mark:
        return self._setter.words(self._setter.one_line(text, right - left, style), left, right, top, style)


def page_of(number: int, total: int) -> str:
    """Return how a page is numbered."""
    return tr("第 {number} 页　共 {total} 页", number=number, total=total)


def facts(stamp: Stamp) -> list[str]:
    """Return what tells one issue from another: number, version, day."""
    number = tr("编号：{number}", number=stamp.number) if stamp.number else tr("编号：待定")
    version = tr("第 {version} 版", version=stamp.version)
    return [number, version, written(stamp.day, "date")]
