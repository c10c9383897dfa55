"""What a proposal costs, exact to the fen: integers throughout, each amount rounded once and half up.

Quantities are thousandths, discounts tenths of a percent of the price (950 is 9.5折), tax rates hundredths of a percent
(1300 is 13 %).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from desktop_crm.rules.shares import half_up

WHOLE = 1000  # a quantity of one, a price with nothing taken off
_TAX_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class PricedLine:
    """What the amount of a line follows from; one without a price adds nothing yet."""

    quantity: int
    price_fen: int | None
    discount: int = WHOLE
    tax_rate: int = 0


@dataclass(frozen=True, slots=True)
class TaxPart:
    """What is taxed at one rate, and the tax on it."""

    rate: int
    net_fen: int
    tax_fen: int

    @property
    def gross_fen(self) -> int:
        """Return what is paid for it."""
        return self.net_fen + self.tax_fen


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a price: at list prices, after the lines' discounts, and what is left by tax rate after the reduction.

    `subtotal_fen` and `reduction_fen` are in the terms of the prices, with or without tax.
    """

    list_fen: int = 0
    subtotal_fen: int = 0
    reduction_fen: int = 0
    parts: tuple[TaxPart, ...] = ()

    @property
    def net_fen(self) -> int:
        """Return the sum without tax."""
        return sum(part.net_fen for part in self.parts)

    @property
    def tax_fen(self) -> int:
        """Return the tax."""
        return sum(part.tax_fen for part in self.parts)

    @property
    def gross_fen(self) -> int:
        """Return what the customer pays."""
        return sum(part.gross_fen for part in self.parts)

    @property
    def discount(self) -> int | None:
        """Return what is left of the list prices in tenths of a percent; None when there is nothing to compare.

        Rounded down, so that a price below a floor never looks as if it kept to it.
        """
        return (self.subtotal_fen - self.reduction_fen) * WHOLE // self.list_fen if self.list_fen else None


NO_TOTALS: Final = Totals()


def line_amount(line: PricedLine) -> int:
    """Return the amount of a line in fen, in the terms of its price."""
    return half_up(line.quantity * (line.price_fen or 0) * line.discount, WHOLE * WHOLE)


def totals(lines: Iterable[PricedLine], *, prices_include_tax: bool, reduction_fen: int = 0) -> Totals:
    """Return the sums of `lines`; a reduction of the whole is spread over the tax rates and never exceeds it."""
    at_list, by_rate = 0, dict[int, int]()
    for line in lines:
        at_list += half_up(line.quantity * (line.price_fen or 0), WHOLE)
        by_rate[line.tax_rate] = by_rate.get(line.tax_rate, 0) + line_amount(line)
    subtotal = sum(by_rate.values())
    reduction = min(max(reduction_fen, 0), subtotal)
    shares = spread(reduction, by_rate)
    return Totals(
        list_fen=at_list,
        subtotal_fen=subtotal,
        reduction_fen=reduction,
        parts=tuple(
            _taxed(rate, amount - shares[rate], included=prices_include_tax) for rate, amount in sorted(by_rate.items())
        ),
    )


def spread(amount: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Return `amount` in parts in proportion to the weights, by largest remainder: they add up to it exactly."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    parts = {key: amount * weight // whole for key, weight in weights.items()}
    left = amount - sum(parts.values())
    for key in sorted(weights, key=lambda key: (-(amount * weights[key] % whole), key))[:left]:
        parts[key] += 1
    return parts


def _taxed(rate: int, amount: int, *, included: bool) -> TaxPart:
    if included:
        net = half_up(amount * _TAX_WHOLE, _TAX_WHOLE + rate)
        return TaxPart(rate, net, amount - net)
    return TaxPart(rate, amount, half_up(amount * rate, _TAX_WHOLE))
