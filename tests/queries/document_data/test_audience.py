"""Data for a customer cannot hold what is internal: such a class cannot even be defined."""

# No postponed annotations here: each class is defined inside its test.

from dataclasses import fields
from datetime import date
from typing import Annotated, Any, Literal

import pytest

from desktop_crm.queries.document_data import DATA_CLASSES, AudienceError, CustomerFacing, Internal, InternalOnly


class Secret(InternalOnly):
    floor: int


class Harmless(CustomerFacing):
    name: str


class Unmarked:
    floor: int


class Marked:
    floor: Internal[int]


def test_plain_and_nested_customer_data_is_allowed() -> None:
    class Fine(CustomerFacing):
        name: str
        day: date | None
        kind: Literal["a", "b"]
        note: Annotated[str, "printed small"]
        lines: tuple[Harmless, ...]
        one: Harmless | None

    assert issubclass(Fine, CustomerFacing)


@pytest.mark.parametrize(
    "hint",
    [
        Internal[str],
        Internal[int] | None,
        tuple[Internal[str], ...],
        Secret,
        Secret | None,
        tuple[Secret, ...],
        tuple[tuple[Secret | None, ...], int],
        Unmarked,
        Any,
        object,
        dict[str, Any],
        tuple,
    ],
)
def test_anything_else_is_refused(hint: Any) -> None:
    with pytest.raises(AudienceError, match=r"Leaky\.field"):
        type("Leaky", (CustomerFacing,), {"__annotations__": {"field": hint}})


def test_nothing_is_both() -> None:
    with pytest.raises(AudienceError, match="internal"):
        type("Both", (CustomerFacing, InternalOnly), {})


def test_an_inherited_field_counts() -> None:
    with pytest.raises(AudienceError, match="floor"):
        type("Heir", (CustomerFacing, Marked), {"__annotations__": {"more": str}})


@pytest.mark.parametrize("data_class", DATA_CLASSES.values(), ids=list(DATA_CLASSES))
def test_every_document_says_who_reads_it(data_class: type[Any]) -> None:
    assert issubclass(data_class, CustomerFacing) != issubclass(data_class, InternalOnly)
    assert fields(data_class)
