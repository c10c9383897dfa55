"""The figures of a line of a price as people type and read them: a quantity with its unit, a tax rate."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from desktop_crm.rules.amounts import LARGEST_FEN
from desktop_crm.rules.pricing import WHOLE
from desktop_crm.rules.text import compact, half_width
from desktop_crm.system.translations import tr

LARGEST_QUANTITY: Final = 10**9 * WHOLE
LARGEST_TAX: Final = 2000  # hundredths of a percent; a larger share can only be a discount
_UNITS: Final = (
    "套|台|个|件|项|次|批|组|把|只|条|块|张|本|份|根|支|辆|座|路|箱|盒|卷|包|袋|桶|瓶|对|双|副|门|栋|间|层|颗|片|幅|"
    "人天|人日|人月|人年|人次|人|天|日|周|个月|月|季度|季|年|小时|课时|用户|点位|点|节点|端口|站点|站|工位|产线|线|模块|"
    "接口|授权|许可|式|米|平方米|立方米|平方|吨|公斤|千克|克|升|kg|km|m2|m|t|l|㎡|m²|gb|tb|核|pcs|set"
)
FIGURE: Final = r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+"
UNIT: Final = "|".join(sorted(_UNITS.split("|"), key=len, reverse=True))
QUANTITY: Final = re.compile(rf"(?:[x×*]\s*)?({FIGURE})\s*({UNIT})?", re.IGNORECASE)
TAX: Final = re.compile(r"(?:含|税率|税点|税|增值税)*\s*(\d+(?:\.\d+)?)\s*(?:%|个点)\s*(?:的?(?:增值)?税|税率|税点)?")


class BadFigure(ValueError):  # noqa: N818 - named for what the user typed
    """The text is no such figure; the message is one Chinese sentence."""


def parse_quantity(text: str) -> tuple[int, str]:
    """Return a quantity in thousandths with its unit, "" when none was said (`2套`, `1.5 人天`, `3`); raises `BadFigure`."""
    found = QUANTITY.fullmatch(half_width(text))
    if not found:
        raise BadFigure(tr("“{text}”不是能识别的数量，请写成 2套 或 1.5人天。", text=text.strip()[:20]))
    quantity = _thousandths(found[1])
    if not 0 < quantity <= LARGEST_QUANTITY:
        raise BadFigure(tr("数量要大于零，最多三位小数。"))
    return quantity, found[2] or ""


def parse_tax(text: str) -> int:
    """Return a tax rate (`13%`, `13`, `税率 6%`, `免税`, `0.13`) in hundredths of a percent; raises `BadFigure`."""
    plain = compact(text)
    if plain in {"免税", "不含税", "零税率", "0"}:
        return 0
    found = TAX.fullmatch(plain if "%" in plain or "点" in plain else f"{plain}%")
    if found:
        share = Decimal(found[1])
        share *= 100 if 0 < share < 1 and "%" not in plain else 1
        rate = int((share * 100).to_integral_value(ROUND_HALF_UP))
        if rate <= LARGEST_TAX:
            return rate
    raise BadFigure(tr("“{text}”不是能识别的税率，请写成 13% 或 免税。", text=text.strip()[:20]))


def format_quantity(quantity: int, unit: str = "") -> str:
    """Return thousandths as people write them: 1500 and 人天 → `1.5 人天`."""
    figure = f"{quantity // WHOLE:,}.{quantity % WHOLE:03d}".rstrip("0").rstrip(".")
    return f"{figure} {unit}".strip()


def format_tax(rate: int) -> str:
    """Return hundredths of a percent: 1300 → `13%`, 0 → `免税`."""
    return f"{Decimal(rate) / 100:f}%" if rate else tr("免税")


def _thousandths(figure: str) -> int:
    exact = Decimal(figure.replace(",", "")) * WHOLE
    return int(exact) if exact == exact.to_integral_value() and exact <= LARGEST_FEN else 0
