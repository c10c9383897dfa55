"""Lines of a price as people say them (“MES 模块 2 套 12万 9.5折”) or paste them from a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from desktop_crm.rules.amounts import BadAmount, parse_amount
from desktop_crm.rules.price_figures import (
    FIGURE,
    LARGEST_TAX,
    QUANTITY,
    TAX,
    UNIT,
    BadFigure,
    parse_quantity,
    parse_tax,
)
from desktop_crm.rules.terms import BadTerm, parse_discount
from desktop_crm.rules.text import half_width, tidy

_LIKELY_PRICE: Final = 100  # a lone number from here on is a price, below it a quantity
_MONEY: Final = r"[¥￥]?\s*[\d.,]*\d\s*[万千百亿kw]*\s*[元圆块]?"

# What may stand at the end of a spoken line, and how it is told from the end of the name before it.
_END_TAX: Final = re.compile(rf"(?:^|\s|(?<=[折元万套台个]))({TAX.pattern})$")
_END_DISCOUNT: Final = re.compile(r"((?:\d+(?:\.\d+)?|[一二三四五六七八九]{1,2})折|\d+(?:\.\d+)?%)$")
_END_GIFT: Final = re.compile(r"(免费|赠送|不收费)$")
_END_PRICE: Final = re.compile(
    rf"((?:单价|[@*×x]|每\S{{0,3}}|[¥￥])\s*{_MONEY}|[\d.,]*\d\s*(?:[万千百亿kw]+\s*[元圆块]?|[元圆块]))"
    rf"(?:\s*(?:/|每|一)\s*({UNIT}))?$",
    re.IGNORECASE,
)
_END_PRICE_PER: Final = re.compile(rf"(?:^|\s|(?<=[^\d.,]))([\d.,]*\d)\s*(?:/|每)\s*({UNIT})$", re.IGNORECASE)
_END_QUANTITY: Final = re.compile(rf"((?:[x×*]\s*)?(?:{FIGURE})\s*(?:{UNIT})|[x×*]\s*\d+)$", re.IGNORECASE)
_END_NUMBER: Final = re.compile(rf"(?:^|\s)({FIGURE})$")
_LED_BY: Final = re.compile(r"(?:单价|[@*×x]|每\S{0,3}?(?=[\d¥￥]))\s*", re.IGNORECASE)
_HEAD_QUANTITY: Final = re.compile(rf"^((?:{FIGURE})\s*(?:{UNIT}))\s+(?=\S)", re.IGNORECASE)
_TRAILING: Final = " \t,，、;；:：/-–—*×x"

_HEADERS: Final[Mapping[str, str]] = {
    "名称": "name", "品名": "name", "产品": "name", "产品名称": "name", "项目": "name", "项目名称": "name",
    "货物名称": "name", "商品名称": "name", "服务名称": "name", "内容": "name", "name": "name", "item": "name",
    "规格": "specification", "型号": "specification", "规格型号": "specification", "说明": "specification",
    "描述": "specification", "配置": "specification", "specification": "specification",
    "数量": "quantity", "qty": "quantity", "quantity": "quantity", "单位": "unit", "unit": "unit",
    "单价": "price", "价格": "price", "含税单价": "price", "未税单价": "price", "报价": "price", "price": "price",
    "折扣": "discount", "discount": "discount", "税率": "tax", "tax": "tax",
}  # fmt: skip
_SUMS: Final = re.compile(r"^(?:合计|总计|小计|总价|共计|total)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuickItem:
    """A line of a price as far as it was said."""

    name: str
    specification: str = ""
    unit: str = ""
    quantity: int | None = None
    price_fen: int | None = None
    discount: int | None = None
    tax_rate: int | None = None


def read_items(texts: Iterable[str]) -> list[QuickItem]:
    """Return the lines of a price that `texts` say; a head row of a spreadsheet names the columns of those below it."""
    found: list[QuickItem] = []
    columns: Sequence[str] = ()
    for text in texts:
        cells = [tidy(cell) for cell in text.split("\t")]
        named = [_HEADERS.get(_bare(cell), "") for cell in cells]
        if len(cells) > 1 and "name" in named and sum(map(bool, named)) > 1:
            columns = named
        elif not any(cells) or any(_SUMS.match(cell) for cell in cells[:2]):
            continue
        elif len(cells) == 1:
            found.append(read_item(cells[0]))
        else:
            found.append(_of_columns(columns, cells) if columns else _of_cells(cells))
    return [item for item in found if item.name]


def read_item(line: str) -> QuickItem:
    """Return what one spoken line says: a name, and behind it in any order quantity, price, discount and tax rate."""
    said, rest = QuickItem(""), half_width(line)
    if head := _HEAD_QUANTITY.match(rest):
        said, rest = _with_quantity(said, head[1]), rest[head.end() :]
    numbers: list[str] = []
    while True:
        taken = _take(said, rest) or _take_number(said, rest, numbers)
        if taken is None or not taken[1].strip(_TRAILING):
            break
        said, rest = taken
    said = _with_numbers(said, numbers)
    return replace(said, name=tidy(rest.strip(_TRAILING) if said != QuickItem("") else line))


# Spoken lines, from their end


def _take(said: QuickItem, rest: str) -> tuple[QuickItem, str] | None:
    """Read what stands at the end of `rest` and was not said yet; None when it is no part of this kind."""
    rest = rest.rstrip(_TRAILING)
    for pattern, read in _ENDS:
        found = pattern.search(rest)
        if found and (more := read(said, found)) is not None:
            return more, rest[: found.start(1)]
    return None


def _take_number(said: QuickItem, rest: str, numbers: list[str]) -> tuple[QuickItem, str] | None:
    """Read a plain number at the end; whether it is a price or a quantity is told when all is read."""
    room = (said.quantity is None) + (said.price_fen is None)
    found = _END_NUMBER.search(rest.rstrip(_TRAILING)) if len(numbers) < room else None
    if found is None or not rest[: found.start(1)].strip():
        return None
    numbers.insert(0, found[1])
    return said, rest[: found.start(1)]


def _with_numbers(said: QuickItem, numbers: list[str]) -> QuickItem:
    if len(numbers) == 1 and said.quantity is None and said.price_fen is None:
        likely = Decimal(numbers[0].replace(",", "")) >= _LIKELY_PRICE
        return _with_price(said, numbers[0]) if likely else _with_quantity(said, numbers[0])
    for number in numbers:
        said = _with_quantity(said, number) if said.quantity is None else _with_price(said, number)
    return said


def _read_tax(said: QuickItem, found: re.Match[str]) -> QuickItem | None:
    if said.tax_rate is not None or Decimal(found[2]) * 100 > LARGEST_TAX:
        return None
    return replace(said, tax_rate=parse_tax(found[1]))


def _read_discount(said: QuickItem, found: re.Match[str]) -> QuickItem | None:
    try:
        return replace(said, discount=parse_discount(found[1])) if said.discount is None else None
    except BadTerm:
        return None


def _read_gift(said: QuickItem, _found: re.Match[str]) -> QuickItem | None:
    return replace(said, price_fen=0) if said.price_fen is None else None


def _read_price(said: QuickItem, found: re.Match[str]) -> QuickItem | None:
    if said.price_fen is not None:
        return None
    try:
        priced = replace(said, price_fen=parse_amount(_LED_BY.sub("", found[1])))
    except BadAmount:
        return None
    return replace(priced, unit=said.unit or found[2] or "")


def _read_quantity(said: QuickItem, found: re.Match[str]) -> QuickItem | None:
    return _with_quantity(said, found[1]) if said.quantity is None else None


_ENDS: Final[tuple[tuple[re.Pattern[str], Callable[[QuickItem, re.Match[str]], QuickItem | None]], ...]] = (
    (_END_GIFT, _read_gift),
    (_END_TAX, _read_tax),
    (_END_DISCOUNT, _read_discount),
    (_END_PRICE_PER, _read_price),
    (_END_PRICE, _read_price),
    (_END_QUANTITY, _read_quantity),
)


def _with_quantity(said: QuickItem, text: str) -> QuickItem:
    try:
        quantity, unit = parse_quantity(text)
    except BadFigure:
        return said
    return replace(said, quantity=quantity, unit=unit or said.unit)


def _with_price(said: QuickItem, text: str) -> QuickItem:
    try:
        return replace(said, price_fen=parse_amount(text))
    except BadAmount:
        return said


# Rows of a spreadsheet


def _of_columns(columns: Sequence[str], cells: Sequence[str]) -> QuickItem:
    """Read a row under a head row."""
    values = {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell}
    item = QuickItem(values.get("name", ""), values.get("specification", ""), values.get("unit", ""))
    if "quantity" in values:
        item = _with_quantity(item, values["quantity"])
        item = replace(item, unit=values.get("unit", item.unit))
    if "price" in values:
        item = _with_price(item, values["price"])
    return replace(item, discount=_share(values.get("discount", "")), tax_rate=_rate(values.get("tax", "")))


def _of_cells(cells: Sequence[str]) -> QuickItem:
    """Read a row without a head row: the first words are the name; figures tell by their form what they are."""
    row = [cell for cell in cells if cell]
    if len(row) > 1 and row[0].isdigit() and _plain(row[1]) is None:
        row = row[1:]  # the number of the row
    item = QuickItem(row[0])
    for cell in row[1:]:
        item = _with_cell(item, cell)
    return item


def _with_cell(item: QuickItem, cell: str) -> QuickItem:
    if cell.endswith(("折", "%")):
        rate, share = _rate(cell), _share(cell)
        if rate is not None and item.tax_rate is None:
            return replace(item, tax_rate=rate)
        return item if share is None else replace(item, discount=share)
    if re.fullmatch(UNIT, cell, re.IGNORECASE):
        return replace(item, unit=cell)
    if item.quantity is None and QUANTITY.fullmatch(half_width(cell)):
        return _with_quantity(item, cell)
    if item.price_fen is None and _plain(cell) is not None:
        return _with_price(item, cell)
    return item if item.specification or _plain(cell) is not None else replace(item, specification=cell)


def _share(text: str) -> int | None:
    try:
        return parse_discount(text) if text else None
    except BadTerm:
        return None


def _rate(text: str) -> int | None:
    try:
        return parse_tax(text) if text else None
    except BadFigure:
        return None


def _plain(text: str) -> int | None:
    try:
        return parse_amount(text)
    except BadAmount:
        return None


def _bare(cell: str) -> str:
    """Return a heading without what stands in brackets: 单价（元） is 单价."""
    return re.sub(r"[(（\[【].*", "", half_width(cell).casefold()).strip()
