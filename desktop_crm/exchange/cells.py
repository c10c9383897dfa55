"""How single cells are read: each kind of reading is one function that raises `ValueError` with a Chinese sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desktop_crm.exchange.fields import Reading, meanings
from desktop_crm.exchange.tables import Cell
from desktop_crm.rules.amounts import AmountRange, parse_amount, parse_range
from desktop_crm.rules.dates import DateOrder, parse_date
from desktop_crm.rules.emails import parse_email
from desktop_crm.rules.names import name_key
from desktop_crm.rules.phones import parse_phone
from desktop_crm.rules.text import compact, tidy
from desktop_crm.system.translations import tr

Read = str | int | date | AmountRange | tuple[str, ...]
_COUNT = re.compile(
    r"(?:约|大约|超过|近)?(\d[\d,]*)(万|千|k)?(?:(?:[-~至到]+|—+)\d[\d,]*(万|千|k)?)?(?:余|多)?[人名位个]?(?:以[上内下]|左右|\+)?"
)
_TIMES = {"": 1, "万": 10**4, "千": 10**3, "k": 10**3}
_YEAR = re.compile(r"((?:1[5-9]|20)\d\d)(?!\d)")
_GRADE_TAIL = re.compile(r"(?:[类级]|等级?|级?客户|优先级?|优先)$")
_TAG_SIGNS = re.compile(r"[,，、;；|\n/]+")
_BLANK_WORDS = frozenset({"", "-", "--", "—", "——", "/", "无", "n/a", "na", "null", "none", "nan", "#n/a"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a cell's column and the day of the import say about it."""

    today: date
    order: DateOrder = DateOrder.MONTH_FIRST
    unit: int = 1


def text_of(cell: Cell) -> str:
    """Return a cell as text for storing: whole floats without `.0`, days in ISO form, tidy letters."""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return tr("是") if cell else tr("否")
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell) if not isinstance(cell, date | time | timedelta) else _clock(cell)


def _clock(cell: date | time | timedelta) -> str:
    return str(cell) if isinstance(cell, timedelta) else cell.isoformat().replace("T", " ")


def says_nothing(cell: Cell) -> bool:
    """Tell whether a cell is empty or holds a mark for nothing, such as `-`, `无`, `N/A`."""
    return isinstance(cell, str) and cell.strip().casefold() in _BLANK_WORDS


def read_cell(cell: Cell, reading: Reading, context: Context) -> Read:
    """Return the value of a cell that is not empty; raises `ValueError` with one Chinese sentence."""
    return _READERS[reading](cell, context)


def _day(cell: Cell, context: Context) -> date:
    return parse_date(cell, order=context.order, reference=context.today)


def _count(cell: Cell, _context: Context) -> int:
    """Read a number of people; of a span (`100-499人`) the lower end."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < 1e9:
        return int(cell)
    found = _COUNT.fullmatch(compact(text_of(cell)).casefold())
    if not found:
        raise ValueError(tr("“{text}”不是人数。", text=text_of(cell)[:40]))
    return int(found[1].replace(",", "")) * _TIMES[found[2] or found[3] or ""]


def _year(cell: Cell, _context: Context) -> int:
    found = _YEAR.match(compact(text_of(cell)))
    if not found:
        raise ValueError(tr("“{text}”不是年份。", text=text_of(cell)[:40]))
    return int(found[1])


def _grade(cell: Cell, _context: Context) -> str:
    plain = text_of(cell)
    key = name_key(plain)
    known = meanings("grades")
    grade = known.get(key) or known.get(name_key(_GRADE_TAIL.sub("", key)))
    if not grade:
        raise ValueError(tr("“{text}”不是等级，应为 A、B、C 或 高、中、低。", text=plain[:40]))
    return grade


def _tags(cell: Cell, _context: Context) -> tuple[str, ...]:
    parts = (part.strip() for part in _TAG_SIGNS.split(text_of(cell)))
    return tuple(dict.fromkeys(part for part in parts if part))


_READERS: Mapping[Reading, Callable[[Cell, Context], Read]] = {
    Reading.TEXT: lambda cell, _context: text_of(cell),
    Reading.DAY: _day,
    Reading.MONEY: lambda cell, context: parse_amount(cell, context.unit),
    Reading.SPAN: lambda cell, context: parse_range(cell, context.unit),
    Reading.COUNT: _count,
    Reading.YEAR: _year,
    Reading.GRADE: _grade,
    Reading.TAGS: _tags,
    Reading.PHONE: lambda cell, _context: parse_phone(cell),
    Reading.EMAIL: lambda cell, _context: parse_email(cell),
}
