"""Keeps texts and tables within limits, and counts what was cut."""

from __future__ import annotations

from typing import Any

from desktop_crm.documents.typesetting.look import Limits
from desktop_crm.documents.typesetting.setter import Setter, Style


class Shortener:
    """Sets text like a `Setter`, but no more of it than `limits` allow; `count` says how often something was cut."""

    def __init__(self, setter: Setter, limits: Limits) -> None:
        self._setter = setter
        self._limits = limits
        self.count = 0

    def lines(self, text: str, width: float, style: Style) -> list[str]:
        """Return `text` broken to `width`; when lines are left out the last one ends in an ellipsis."""
        lines, most = self._setter.lines(text, width, style), self._limits.lines
        if not most or len(lines) <= most:
            return lines
        self.count += 1
        end = self._setter.one_line(lines[most - 1] + lines[most], width, style)
        return [*lines[: most - 1], end if end.endswith("…") else f"{end[:-1]}…"]

    def paragraphs(self, text: str, width: float, style: Style) -> str:
        """Return `text` broken to `width` as one string."""
        return "\n".join(self.lines(text, width, style))

    def rows(self, rows: tuple[Any, ...]) -> tuple[tuple[Any, ...], int]:
        """Return the rows that are shown and how many are not."""
        most = self._limits.rows
        if not most or len(rows) <= most:
            return rows, 0
        self.count += 1
        return rows[:most], len(rows) - most
