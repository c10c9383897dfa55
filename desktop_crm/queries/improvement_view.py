"""What an improvement looks at: the cut of a chart, the row and the figure, kept as JSON beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import msgspec

from desktop_crm.queries.figures.filters import Filters
from desktop_crm.rules.improvements import Figure, Measure, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The filters of a chart, a row of it (None for all of them), a column, and what was read there.

    `name` says row and column in words; `after` is the period in which the effect was measured.
    """

    filters: Filters = field(default_factory=Filters)
    row: str | None = None
    column: str = ""
    name: str = ""
    measure: Measure = field(default_factory=lambda: Measure(""))
    found_on: date | None = None
    n: int | None = None
    after: Period | None = None
    after_n: int | None = None

    @property
    def found(self) -> Period:
        """Return the days the figure was of."""
        return Period(self.filters.first, self.filters.last)

    @property
    def measured(self) -> bool:
        """Whether there is a figure to read again."""
        return bool(self.column)

    @property
    def filters_after(self) -> Filters:
        """Return the cut in which the effect was measured: the same in other days."""
        return self.filters_in(self.after or self.found)

    def filters_in(self, period: Period) -> Filters:
        """Return the same cut in other days."""
        return self.filters if self.measure.standing else replace(self.filters, first=period.first, last=period.last)

    def written(self) -> str:
        """Return it as JSON."""
        return msgspec.json.encode(self).decode()

    def with_after(self, period: Period | None, figure: Figure | None = None) -> View:
        """Return it with the days of the second look and how many cases that rests on."""
        return replace(self, after=period, after_n=figure.n if figure else None)


_NOTHING: Final = View()


def read_view(text: str) -> View:
    """Return what stands in JSON; nothing of it when another program wrote what this one does not understand."""
    try:
        return msgspec.json.decode(text or "{}", type=View)
    except msgspec.DecodeError:
        return _NOTHING
