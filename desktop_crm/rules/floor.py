"""Whether an offer goes below our floor (N1). What it says is for colleagues only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from desktop_crm.models import NegotiationFloor
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.offer_terms import read_offer
from desktop_crm.rules.terms import format_discount
from desktop_crm.system.translations import tr


class Floor(Protocol):
    """How far we may go, as a frozen row says it; None where nobody said."""

    @property
    def lowest_price_fen(self) -> int | None: ...  # noqa: D102 - said by its name
    @property
    def lowest_discount(self) -> int | None: ...  # noqa: D102
    @property
    def longest_payment_days(self) -> int | None: ...  # noqa: D102


def below(
    floor: Floor | NegotiationFloor | None,
    price_fen: int | None = None,
    discount: int | None = None,
    payment_days: int | None = None,
) -> tuple[str, ...]:
    """Return a sentence for each term of an offer that goes below the floor; terms not known say nothing."""
    if floor is None:
        return ()
    found: list[str] = []
    if price_fen is not None and floor.lowest_price_fen is not None and price_fen < floor.lowest_price_fen:
        found.append(
            tr(
                "总价 {price} 低于最低成交价 {lowest}",
                price=format_yuan(price_fen),
                lowest=format_yuan(floor.lowest_price_fen),
            )
        )
    if discount is not None and floor.lowest_discount is not None and discount < floor.lowest_discount:
        found.append(
            tr(
                "折扣 {share} 低于最低折扣 {lowest}",
                share=format_discount(discount),
                lowest=format_discount(floor.lowest_discount),
            )
        )
    if (
        payment_days is not None
        and floor.longest_payment_days is not None
        and payment_days > floor.longest_payment_days
    ):
        found.append(
            tr("账期 {days} 天超过最长账期 {longest} 天", days=payment_days, longest=floor.longest_payment_days)
        )
    return tuple(found)


def below_on_paper(
    floor: Floor | NegotiationFloor | None,
    amount: tuple[str, int | None],
    clauses: Iterable[tuple[str, str]],
) -> tuple[str, ...]:
    """Return where a paper goes below the floor: its named amount, then each clause by title and text.

    A clause that repeats the amount does not say it a second time.
    """
    if floor is None:
        return ()
    name, price = amount
    found = [_at(name, said) for said in below(floor, price)]
    for title, text in clauses:
        terms = read_offer(text)
        total = terms.price_fen if terms.price_fen != price else None
        found += [_at(title, said) for said in below(floor, total, terms.discount, terms.payment_days)]
    return tuple(found)


def _at(where: str, said: str) -> str:
    return tr("{where}：{said}", where=where or tr("未命名条款"), said=said)
