"""Strips and pages: a document is a column of strips that are never cut, and pages take as many as fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from desktop_crm.documents.typesetting.marks import Mark, Rule

_ROUNDING = 0.01


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a page over its whole width.

    `space` is left above it except at the head of a page; `keep` ties it to the next strip; `head` is repeated above it
    when it opens a page; neighbours of the same `grid` (x of each upright, from the left margin) share one frame.
    """

    height: float
    marks: Sequence[Mark] = ()
    space: float = 0
    keep: bool = False
    head: tuple[Strip, ...] = ()
    grid: tuple[float, ...] = ()
    bookmark: str = ""
    new_page: bool = False


@dataclass(slots=True)
class Page:
    """Strips with the distance of each from the top of the text area."""

    room: float
    placed: list[tuple[float, Strip]] = field(default_factory=list[tuple[float, Strip]])
    used: float = 0

    def takes(self, height: float) -> bool:
        """Return whether `height` more points fit."""
        return self.used + height <= self.room + _ROUNDING

    def add(self, strip: Strip) -> None:
        """Place `strip` below what is here."""
        if self.placed:
            self.used += strip.space
        self.placed.append((self.used, strip))
        self.used += strip.height

    def frames(self) -> Iterator[Rule]:
        """Yield the frames and uprights of the grids on this page."""
        top, grid, bottom = 0.0, (), 0.0
        for y, strip in (*self.placed, (self.used, Strip(0))):
            if strip.grid != grid or y - bottom > _ROUNDING:
                yield from _frame(grid, top, bottom)
                top, grid = y, strip.grid
            bottom = y + strip.height


def _frame(grid: tuple[float, ...], top: float, bottom: float) -> Iterator[Rule]:
    if grid:
        yield from (Rule(grid[0], y, grid[-1], y) for y in (top, bottom))
        yield from (Rule(x, top, x, bottom) for x in grid)


def paginate(strips: Iterable[Strip], first: float, others: float) -> list[Page]:
    """Return the pages for `strips` where the first page has `first` points of height and each other one `others`.

    Strips tied together move to the next page together, unless no page could hold them. One that begins a page does so.
    """
    pages = [Page(first)]
    for group in _groups(strips):
        if pages[-1].placed and (group[0].new_page or _better_there(group, pages[-1], others)):
            pages.append(Page(others))
        for strip in group:
            if pages[-1].placed and not pages[-1].takes(strip.space + strip.height):
                pages.append(Page(others))
            for head in () if pages[-1].placed else strip.head:
                pages[-1].add(head)
            pages[-1].add(strip)
    return pages


def _better_there(group: list[Strip], page: Page, others: float) -> bool:
    """Tell whether a group does not fit on `page` and would on the next."""
    return not page.takes(_height(group, at_top=False)) and _height(group, at_top=True) <= others


def _groups(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keep:
            yield group
            group = []
    if group:
        yield group


def _height(group: list[Strip], *, at_top: bool) -> float:
    first = group[0]
    above = sum(head.height for head in first.head) if at_top else first.space
    return above + first.height + sum(strip.space + strip.height for strip in group[1:])
