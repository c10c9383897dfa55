"""Parts of a whole, in whole numbers: rounded half up, and not said where the whole is too small to say anything."""

from __future__ import annotations

from typing import Final

ENOUGH: Final = 10  # a share of fewer is not said: one more or less would turn it round


def share(part: int, whole: int) -> int | None:
    """Return `part` of `whole` in tenths of a percent, rounded half up; None when `whole` is too small to say."""
    return half_up(part * 1000, whole) if whole >= ENOUGH else None


def half_up(numerator: int, denominator: int) -> int:
    """Return a quotient as a whole number, a half rounded up."""
    return (2 * numerator + denominator) // (2 * denominator)
