"""What makes a count over hundreds of thousands of rows quick: days of this laptop from moments, rows in their order."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, String, UnaryExpression, func, type_coerce
from sqlalchemy.sql.operators import custom_op

_SINCE: Final = int(datetime(1992, 1, 1, tzinfo=UTC).timestamp())  # no moment of a sale is older
_WEEK: Final = 7 * 86_400  # a summer time lasts longer


def local_day(moment: Any) -> ColumnElement[str]:
    """Return the day on the clock of this place in which a moment lies."""
    return func.date(type_coerce(moment, String), shift())


def shift() -> str:
    """Return what takes SQLite from UTC to the clock of this place.

    To ask the system for the zone of each moment takes longer than all the rest; where the clock never changes, as in
    China, its distance from UTC is enough.
    """
    offsets = {time.localtime(moment).tm_gmtoff for moment in range(_SINCE, int(time.time()) + 52 * _WEEK, _WEEK)}
    return f"{offsets.pop():+d} seconds" if len(offsets) == 1 else "localtime"


def scanned(column: Any) -> ColumnElement[Any]:
    """Return a column by which SQLite does not look rows up: to most of them an index leads one by one, and slowly."""
    return UnaryExpression(column, operator=custom_op[Any]("+"), type_=column.type)
