"""What a written clause offers: the total price, a discount, how long the customer may take to pay.

It is read to warn colleagues, so it is read narrowly: a sentence that might be about something else says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from desktop_crm.rules.amounts import BadAmount, parse_amount
from desktop_crm.rules.terms import BadTerm, parse_discount
from desktop_crm.rules.text import compact, han_number

_SENTENCES: Final = re.compile(r"[。;；!！?？\n]+")
_PIECES: Final = re.compile(r"(?<!\d)[,，]|[,，](?!\d{3}(?!\d))|、")
# Somebody's wish, a case that may not come, or what is past: nothing that is offered.
_NOT_OFFERED: Final = re.compile(
    r"要求|希望|提出|想要|争取|不接受|不同意|不能|不可|不得|不含税|未税|拒绝|未能|如果|若|逾期|迟延|延期|违约|滞纳|赔偿|罚|竞品|对方|别家|曾"
)
# What is priced or paid apart from the deal's price.
_APART: Final = re.compile(
    r"备品|备件|配件|续费|续保|续约|维保|维护|培训|第二件|二期|以后|后续|今后|下次|增购|加购|追加|扩容|升级|耗材|年费|质保|保修|保证金"
    r"|履约|保函|押金|尾差|退还|返还|退款|单价"
)
_OLD: Final = re.compile(r"原价?$|旧$|之前$|此前$|上[次轮版]$|报出?的?$|目录$|市场$|每[年月季]$")

_TOTAL: Final = re.compile(
    r"(?:总价款?|总金额|合同(?:总价|金额|总额|价款?|价格)|成交(?:总?价|金额)|总额)"
    r"(?:\([^()]{0,12}\))?(?:[为是:=]|共计?|合计|定为|确定为|人民币|rmb|cny|含税)*"
    r"(?P<sum>¥?\d[\d,]*(?:\.\d+)?(?:[十百千]?[万亿]|千)?元?)(?P<after>.?)"
)
_HAN_FIGURES: Final = "一二两三四五六七八九十百"
_FOLD: Final = re.compile(r"(?<![\d.第])(\d{1,2}(?:\.\d+)?|[一二三四五六七八九]{1,2})折(?![旧算合现叠页线弯射])")
_SHARE: Final = re.compile(r"折扣率?(?:[为是按:]|约定为)*(\d{2}(?:\.\d+)?)%")
_OFF: Final = re.compile(
    r"(?:价格?|报价|总价|整体|统一|合计)(?:再|共|均)?(?:下浮|下调|优惠|让利|降低?|降价)(\d{1,2}(?:\.\d+)?)%"
)
_LEAST_SHARE: Final = 500  # “折扣 15%” may mean either way; half the price and more is what is still paid

_SPAN: Final = rf"(?:\d{{1,3}}[-~至到])?(?P<figure>\d{{1,3}}|[{_HAN_FIGURES}]{{1,4}}|半)个?(?P<unit>工作日|自然日|日历日|天|日|周|星期|月|季度|年)"
_CREDIT: Final = re.compile(
    rf"(?:账期|帐期|月结|赊销期|信用期|付款期限?|付款周期|结算周期)(?:[为是:]|约定为|最长|统一)*{_SPAN}(?![前初底末])"
)
_CREDIT_BEFORE: Final = re.compile(rf"{_SPAN}的?(?:账期|帐期|月结)")
_PAID_AFTER: Final = re.compile(
    rf"(?:后|之日起|日起|当日起|票到|货到)的?(?:第)?{_SPAN}(?:之内|以内|内|后)?(?P<between>[^\d]{{0,12}}?)"
    r"(?:支付|付款|付清|结清|结算|结款|回款|(?<![交预首])付)"
)
_OTHER_WORK: Final = re.compile(r"交付|交货|发货|到货|安装|上线|完成|验收|开票|开具|提供|提交|整改")
_UNIT_DAYS: Final = {
    "天": 1, "日": 1, "自然日": 1, "日历日": 1, "周": 7, "星期": 7, "月": 30, "季度": 90, "年": 365,
}  # fmt: skip
_WORKING_WEEK: Final = 5


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What was read; None where a text does not say it."""

    price_fen: int | None = None
    discount: int | None = None  # tenths of a percent of the price
    payment_days: int | None = None


def read_offer(text: str) -> OfferTerms:
    """Return what a clause offers: the total named last, the lowest discount, the longest time to pay."""
    sentences = [sentence for part in _SENTENCES.split(text) if (sentence := compact(part).casefold())]
    told = [sentence for sentence in sentences if not _NOT_OFFERED.search(sentence)]
    pieces = [piece for sentence in told for piece in _PIECES.split(sentence) if not _APART.search(piece)]
    prices = [price for sentence in told if not _APART.search(sentence) for price in _prices(sentence)]
    discounts = [share for piece in pieces for share in _discounts(piece)]
    days = [span for piece in pieces for span in _payment_days(piece)]
    return OfferTerms(prices[-1] if prices else None, min(discounts, default=None), max(days, default=None))


def _prices(sentence: str) -> Iterator[int]:
    for found in _TOTAL.finditer(sentence):
        said, after = found["sum"], found["after"]
        if _OLD.search(sentence[: found.start()]) or after in {
            "%",
            "折",
            "年",
            "月",
            "日",
            "天",
            "期",
            "-",
            "~",
            "至",
            "到",
        }:
            continue
        if not re.search(r"[¥万亿千元,]", said) and len(said) < 5:  # “总价 3 …” is a count of something
            continue
        try:
            yield parse_amount(said.rstrip(","))
        except BadAmount:
            continue


def _discounts(piece: str) -> Iterator[int]:
    for pattern in (_FOLD, _SHARE):
        for found in pattern.finditer(piece):
            if _OLD.search(piece[: found.start()]):
                continue
            try:
                share = parse_discount(found[0] if pattern is _FOLD else f"{found[1]}%")
            except BadTerm:
                continue
            if pattern is _FOLD or share >= _LEAST_SHARE:
                yield share
    for found in _OFF.finditer(piece):
        yield 1000 - round(float(found[1]) * 10)


def _payment_days(piece: str) -> Iterator[int]:
    for pattern in (_CREDIT, _CREDIT_BEFORE, _PAID_AFTER):
        for found in pattern.finditer(piece):
            if pattern is _PAID_AFTER and _OTHER_WORK.search(found["between"]):
                continue
            days = _days(found["figure"], found["unit"])
            if days:
                yield days


def _days(figure: str, unit: str) -> int:
    """Return the days a span has at least."""
    if figure == "半":
        return {"月": 15, "年": 182}.get(unit, 0)
    try:
        number = int(figure) if figure.isdigit() else han_number(figure.replace("两", "二"))
    except ValueError:
        return 0
    if unit == "工作日":
        weeks, rest = divmod(number, _WORKING_WEEK)
        return weeks * 7 + rest
    return number * _UNIT_DAYS[unit]
