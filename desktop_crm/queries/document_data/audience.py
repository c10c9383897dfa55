"""Who may see a document's data, enforced by its type: what a customer reads cannot hold what is internal.

A `CustomerFacing` class is refused while it is being defined when any of its fields, however deep, is marked
`Internal`, is `InternalOnly`, or is neither a plain value nor itself customer-facing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
INTERNAL: Final = "internal"
Internal = Annotated[T, INTERNAL]
_PLAIN = (str, int, float, bool, date, datetime, NoneType, Enum)


class AudienceError(TypeError):
    """Internal data stands where a customer would read it."""


class InternalOnly:
    """Base of data that never leaves the company."""

    __slots__ = ()


class CustomerFacing:
    """Base of data that a customer may read."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for trouble in leaks(cls):
            raise AudienceError(trouble)


def leaks(data_class: type) -> Iterator[str]:
    """Yield a sentence for each field of `data_class` that a customer must not read."""
    if InternalOnly in data_class.__mro__:
        yield f"{data_class.__name__} is internal"
    for name, hint in get_type_hints(data_class, include_extras=True).items():
        reason = _reason(hint)
        if reason:
            yield f"{data_class.__name__}.{name}: {reason}"


def _reason(hint: Any) -> str:
    """Return why a customer must not read a value of type `hint`, or "" when they may."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *marks = get_args(hint)
        return "is marked internal" if INTERNAL in marks else _reason(inner)
    if origin in {Union, UnionType, tuple}:
        return next(filter(None, (_reason(part) for part in get_args(hint) if part is not ...)), "")
    if origin is Literal:
        return ""
    if isinstance(hint, type) and issubclass(hint, (CustomerFacing, *_PLAIN)):
        return "" if not issubclass(hint, InternalOnly) else f"{hint.__name__} is internal"
    return f"{hint!r} is neither a plain value nor customer-facing"
