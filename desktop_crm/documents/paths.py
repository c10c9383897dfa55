"""Dotted paths into frozen data: checked once against the type hints, then read.

`deal.customer.name` walks from field to field; a field that is None ends the walk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints


class UnknownPath(Exception):  # noqa: N818 - it names what was found
    """A path leads nowhere: `step` is not among `expected`."""

    def __init__(self, step: str, expected: Sequence[str]) -> None:
        super().__init__(step)
        self.step = step
        self.expected = tuple(expected)


def hint_of(data_class: type[Any], path: str) -> Any:
    """Return the type of what `path` leads to, without its None; raise UnknownPath."""
    hint: Any = data_class
    for step in path.split("."):
        fields = get_type_hints(hint) if isinstance(hint, type) and is_dataclass(hint) else {}
        if step not in fields:
            raise UnknownPath(step, sorted(fields))
        hint = _present(fields[step])
    return hint


def row_class(hint: Any) -> type[Any] | None:
    """Return the class of the rows when `hint` is a tuple of data, else None."""
    arguments = get_args(hint)
    if get_origin(hint) is tuple and len(arguments) == 2 and arguments[1] is ... and is_dataclass(arguments[0]):
        return cast("type[Any]", arguments[0])
    return None


def value_at(data: object, path: str) -> Any:
    """Return what `path` leads to in `data`, or None where the way ends early."""
    found: Any = data
    for step in path.split("."):
        if found is None:
            return None
        found = getattr(found, step)
    return found


def _present(hint: Any) -> Any:
    """Return `hint` without its marks and, for an optional value, without None."""
    if get_origin(hint) is Annotated:
        return _present(get_args(hint)[0])
    if get_origin(hint) in {Union, UnionType}:
        rest = [part for part in get_args(hint) if part is not NoneType]
        return rest[0] if len(rest) == 1 else hint
    return hint
