"""What answers have in common: names for what is not known, and the row they speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from desktop_crm.system.translations import tr

T = TypeVar("T")

NOT_KNOWN: Final = tr("未填写")


def leaders(rows: Iterable[T], figure: Callable[[T], int | None]) -> list[T]:
    """Return the rows with the largest figure, of which none is better than the others; too few cases have no figure."""
    known = [(value, row) for row in rows if (value := figure(row)) is not None]
    largest = max((value for value, _ in known), default=None)
    return [row for value, row in known if value == largest]


def best(rows: Iterable[T], figure: Callable[[T], int | None]) -> T | None:
    """Return the first row with the largest figure; rows with too few cases have none."""
    return next(iter(leaders(rows, figure)), None)


def ungraded(grade: str) -> str:
    """Return what a grade is called."""
    return tr("{grade} 级", grade=grade) if grade else tr("未评级")
