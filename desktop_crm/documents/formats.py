"""How a value is written on paper, and the texts that values are set into."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Final, cast

from desktop_crm.documents.document import Format
from desktop_crm.documents.paths import value_at
from desktop_crm.rules.amounts import capital_amount, format_full, format_yuan
from desktop_crm.system.translations import tr

PLACE: Final = re.compile(r"\{([^{}]*)\}")
WHOLE: Final = 1000  # a quantity of one, a price with nothing taken off
_DIGITS: Final = "零一二三四五六七八九"
NOTHING: Final = "—"  # stands where a value is not known, so that nobody looks for lost ink


def _date(value: date) -> str:
    day = value.astimezone() if isinstance(value, datetime) else value
    return tr("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day)


def _number(value: float) -> str:
    return f"{value:,}"


def _percent(value: float) -> str:
    return f"{value * 100:.1f}".removesuffix(".0") + "%"


def _quantity(value: int) -> str:
    """Write thousandths: 1500 is 1.5."""
    return f"{value / WHOLE:,.3f}".rstrip("0").rstrip(".")


def _discount(value: int) -> str:
    """Write tenths of a percent as the tenths that are paid, as people say it: 950 is 9.5 折; nothing off is nothing."""
    return "" if value == WHOLE else tr("{tenths} 折", tenths=f"{value / 100:g}")


def _tax(value: int) -> str:
    """Write hundredths of a percent: 1300 is 13%."""
    return f"{value / 100:g}%"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return tr("是") if value else tr("否")
    if isinstance(value, tuple):
        return "、".join(map(str, cast("tuple[object, ...]", value)))
    return str(value)


_WRITERS: Final[dict[str, Callable[[Any], str]]] = {
    "text": _text,
    "money": format_full,
    "yuan": format_yuan,
    "money_capital": capital_amount,
    "date": _date,
    "number": _number,
    "percent": _percent,
    "quantity": _quantity,
    "discount": _discount,
    "tax": _tax,
}
# The types each format can write, and how a mistake names them.
ACCEPTS: Final[dict[str, tuple[tuple[type, ...], str]]] = {
    "money": ((int,), "以分计的整数"),
    "yuan": ((int,), "以分计的整数"),
    "money_capital": ((int,), "以分计的整数"),
    "date": ((date,), "日期"),
    "number": ((int, float), "数字"),
    "percent": ((int, float), "数字"),
    "quantity": ((int,), "以千分之一计的整数"),
    "discount": ((int,), "以千分之一计的整数"),
    "tax": ((int,), "以万分之一计的整数"),
}


def written(value: object, form: Format = "text") -> str:
    """Return `value` as it is printed, or "" when there is none."""
    return "" if value is None else _WRITERS[form](value)


def article(number: int) -> str:
    """Return the number of a clause as contracts have it: 第一条, 第十二条, 第一百零三条; from 10,000 on in figures."""
    return tr("第{number}条", number=_han(number) if 0 < number < 10_000 else number)


def _han(number: int) -> str:
    """Return a number below ten thousand in Chinese figures."""
    said = ""
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            said += ("" if size == 10 and digit == 1 and not said else _DIGITS[digit]) + name
        elif said and number and not said.endswith(_DIGITS[0]):
            said += _DIGITS[0]
    return said


def places(text: str) -> Iterator[tuple[str, str]]:
    """Yield (path, format) for each `{path:format}` in `text`."""
    for place in PLACE.finditer(text):
        path, _, form = place[1].partition(":")
        yield path.strip(), form.strip() or "text"


def filled(text: str, data: object) -> str:
    """Return `text` with its places filled from `data`; what is filled in is not read again."""

    def value(place: re.Match[str]) -> str:
        ((path, form),) = places(place[0])
        found = value_at(data, path)
        return NOTHING if found is None or found == "" else _WRITERS[form](found)

    return PLACE.sub(value, text)
