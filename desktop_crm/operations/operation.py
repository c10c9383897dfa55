"""What makes a function an operation: a name for the record and a label for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy.orm import Session

P = ParamSpec("P")
R = TypeVar("R")


class Operation(Generic[P, R]):
    """A change a person can make. `name` stands in the record, `label` in History and Undo."""

    def __init__(self, function: Callable[Concatenate[Session, P], R], label: str) -> None:
        self.function = function
        self.name = function.__name__
        self.label = label
        self.__doc__ = function.__doc__

    def __call__(self, session: Session, *args: P.args, **kwargs: P.kwargs) -> R:
        """Carry it out in `session`; whoever opened the session commits."""
        return self.function(session, *args, **kwargs)


def operation(label: str) -> Callable[[Callable[Concatenate[Session, P], R]], Operation[P, R]]:
    """Mark a function as an operation called `label` on screen."""

    def mark(function: Callable[Concatenate[Session, P], R]) -> Operation[P, R]:
        return Operation(function, label)

    return mark
