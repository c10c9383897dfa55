"""The cells of the price grid: what each shows, what is typed into it, and what that means for the stored line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from desktop_crm.queries.proposals import PriceItem
from desktop_crm.rules.amounts import format_yuan, parse_amount
from desktop_crm.rules.price_figures import format_quantity, format_tax, parse_quantity, parse_tax
from desktop_crm.rules.pricing import WHOLE
from desktop_crm.rules.terms import format_discount, parse_discount
from desktop_crm.system.translations import tr

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PriceCell:
    """A field of a line: how it is shown, what an editor begins with, and how what was typed is read.

    `read` raises ValueError with a sentence for the user; `empty` is what the field says while nothing stands in it.
    """

    key: str
    name: str
    shown: Callable[[PriceItem], str]
    typed: Callable[[PriceItem], str]
    read: Callable[[str, PriceItem], Values]
    empty: str = ""


def _read_name(text: str, item: PriceItem) -> Values:
    return {"name": text.strip() or item.name}  # striking out is Delete, not an empty name


def _read_quantity(text: str, item: PriceItem) -> Values:
    if not text.strip():
        return {"quantity": WHOLE}
    quantity, unit = parse_quantity(text) if any(map(str.isdigit, text)) else (item.quantity, text.strip())
    return {"quantity": quantity, "unit": unit or item.unit}


def _read_price(text: str, _item: PriceItem) -> Values:
    return {"price_fen": parse_amount(text) if text.strip() else None}


def _read_discount(text: str, _item: PriceItem) -> Values:
    plain = text.strip()
    return {"discount": WHOLE if plain in {"", tr("不打折")} else parse_discount(plain)}


def _price(item: PriceItem) -> str:
    return "" if item.price_fen is None else format_yuan(item.price_fen)


def _discount(item: PriceItem) -> str:
    return "" if item.discount == WHOLE else format_discount(item.discount)


def _tax(item: PriceItem) -> str:
    return format_tax(item.tax_rate)


def _quantity(item: PriceItem) -> str:
    return format_quantity(item.quantity, item.unit)


def amount_text(item: PriceItem) -> str:
    """Return the amount of a line as it is shown."""
    return tr("待填单价") if item.amount_fen is None else format_yuan(item.amount_fen)


NAME: Final = PriceCell("name", tr("名称"), lambda item: item.name, lambda item: item.name, _read_name)
# Below the name, each in a column of its own.
FIGURES: Final = (
    PriceCell(
        "specification",
        tr("规格"),
        lambda item: item.specification,
        lambda item: item.specification,
        lambda text, _item: {"specification": text},
        tr("规格"),
    ),
    PriceCell("quantity", tr("数量"), _quantity, _quantity, _read_quantity),
    PriceCell("price_fen", tr("单价"), _price, _price, _read_price, tr("填单价")),
    PriceCell("discount", tr("折扣"), _discount, _discount, _read_discount, tr("不打折")),
    PriceCell("tax_rate", tr("税率"), _tax, _tax, lambda text, _item: {"tax_rate": parse_tax(text or "0")}),
)
