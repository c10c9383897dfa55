"""Where both sides sign: who they are, room for a seal, and lines to write on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from desktop_crm.documents.document import Side, Signatures
from desktop_crm.documents.formats import NOTHING, filled, written
from desktop_crm.documents.paths import value_at
from desktop_crm.documents.typesetting.look import Look
from desktop_crm.documents.typesetting.marks import Mark, Rule
from desktop_crm.documents.typesetting.setter import BODY, CELL, LABEL, STRONG, Setter
from desktop_crm.documents.typesetting.strips import Strip
from desktop_crm.system.translations import tr

_GUTTER: Final = 28.0
_NAME_LINES: Final = 3
_SEAL, _NO_SEAL = 72.0, 30.0  # a seal is 40 mm across and lies over the name above and the lines below
_LINE: Final = 30.0
_BESIDE: Final = 4.0  # between a label and what stands beside it
_INSIDE_LINE: Final = 24.0  # a sign-off takes less room than a contract


@dataclass(frozen=True, slots=True)
class _Column:
    """One side as it is set: its name in lines, and the lines below with what already stands on them."""

    role: str
    name: list[str]
    blanks: tuple[tuple[str, list[str], float], ...]  # label, what is known in lines, height


def signatures(setter: Setter, data: object, block: Signatures, look: Look) -> Iterator[Strip]:
    """Yield the sentence that is signed and, in one piece, the places to sign."""
    if block.text:
        text = setter.lines(filled(block.text, data).strip("\n"), look.width, BODY)
        yield from setter.paragraphs("\n".join(text[: look.limits.lines or None]), 0, look.width, keep=True)
    each = (look.width - _GUTTER) / 2
    columns = [_column(setter, data, side, block, look, each) for side in block.sides]
    below = LABEL.leading + max(len(column.name) for column in columns) * STRONG.leading
    marks: list[Mark] = []
    for at, column in enumerate(columns):
        left = at * (each + _GUTTER)
        marks.extend(_names(setter, column, left, left + each))
        marks.extend(_blanks(setter, column, left, left + each, below))
    height = below + max(sum(room for *_, room in column.blanks) for column in columns) + 4
    yield Strip(height, marks, space=8)


def _column(setter: Setter, data: object, side: Side, block: Signatures, look: Look, width: float) -> _Column:
    name = _name_lines(setter, written(value_at(data, side.name)) or NOTHING, width)
    blanks: list[tuple[str, list[str], float]] = []
    if block.seal:
        blanks.append((tr("盖章："), [], _SEAL if look.seal_space else _NO_SEAL))
    if any(other.legal_person for other in block.sides):  # both columns keep the same lines side by side
        known = {other.role: _legal_person(setter, data, other, width) for other in block.sides}
        more = max(len(lines) for lines in known.values()) - 1
        blanks.append((_legal_label(), known[side.role], _LINE + max(more, 0) * CELL.leading))
    line = _LINE if block.seal else _INSIDE_LINE
    blanks += [(tr("代表签字：") if block.seal else tr("签字："), [], line), (tr("日期："), [], line)]
    return _Column(tr(side.role), name, tuple(blanks))


def _legal_label() -> str:
    return tr("法定代表人：")


def _legal_person(setter: Setter, data: object, side: Side, width: float) -> list[str]:
    """Return the name of a side's legal person in as many lines as there is room for."""
    known = written(value_at(data, side.legal_person)) if side.legal_person else ""
    room = width - setter.width(_legal_label(), CELL) - 2 * _BESIDE
    return setter.lines(known, room, CELL)[:_NAME_LINES] if known else []


def _name_lines(setter: Setter, name: str, width: float) -> list[str]:
    """Return a name in as many lines as there is room for."""
    lines = setter.lines(name, width, STRONG)
    if len(lines) <= _NAME_LINES:
        return lines
    rest = "".join(lines[_NAME_LINES - 1 :])
    return [*lines[: _NAME_LINES - 1], setter.one_line(rest, width, STRONG)]


def _names(setter: Setter, column: _Column, left: float, right: float) -> Iterator[Mark]:
    yield setter.words(setter.one_line(column.role, right - left, LABEL), left, right, 0, LABEL)
    for at, line in enumerate(column.name):
        yield setter.words(line, left, right, LABEL.leading + at * STRONG.leading, STRONG)


def _blanks(setter: Setter, column: _Column, left: float, right: float, top: float) -> Iterator[Mark]:
    """Yield the lines to seal, sign and date on."""
    y = top
    for label, known, room in column.blanks:
        y += room
        start = left + setter.width(label, CELL) + 2
        yield setter.words(label, left, right, y - CELL.leading, CELL)
        yield Rule(start, y, right, y)
        for at, line in enumerate(reversed(known), 1):
            yield setter.words(line, start + _BESIDE, right, y - at * CELL.leading, CELL)
