"""How long work reports how far it is and learns that it should stop."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user stopped the work; whatever it did is rolled back."""


class Progress(Protocol):
    """Called with how many of how many are done; raises `Cancelled` when the user wants to stop."""

    def __call__(self, done: int, total: int, /) -> None:
        """Report `done` of `total`."""


def silent(_done: int, _total: int, /) -> None:
    """Report to nobody."""
