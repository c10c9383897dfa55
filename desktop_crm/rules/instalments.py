"""A payment plan typed in one line: `30% 预付款 签约后5个工作日；60% 验收后10天；余款 2027-03-01`, and how it adds up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from desktop_crm.rules.amounts import BadAmount, parse_amount
from desktop_crm.rules.payment_terms import read_condition
from desktop_crm.rules.text import compact, half_width, small_number
from desktop_crm.system.translations import tr

WHOLE: Final = 1000  # tenths of a percent
MOST: Final = 60  # instalments of one plan: five years of months

_SHARE: Final = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%|百分之([一二三四五六七八九十]{1,3})|([一二三四五六七八九])成")
_REST: Final = re.compile(r"(?:剩余|其余|余下)的?(?:款项?|部分|金额)?|余款|余额|全部余款")
_ALL: Final = re.compile(r"全款|全额|一次性?付清")
_MONEY: Final = re.compile(
    r"(?:人民币|¥)?\s*\d[\d,]*(?:\.\d+)?\s*(?:[千万亿]?元|万|亿)|¥\s*\d[\d,]*(?:\.\d+)?|\d[\d,]{3,}(?:\.\d+)?(?!\d*[-年/.])"
)
_STARTS: Final = r"(?:\d{1,3}(?:\.\d+)?\s*%|余款|余额|剩余|其余|[一二三四五六七八九]成)"
_BREAKS: Final = re.compile(rf"[;。\n]+|[/+]\s*(?={_STARTS})")
_COMMAS: Final = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))|、")
_RATIO: Final = re.compile(r"\d{1,2}(?:[:/-]\d{1,2}){1,9}")
_PAY: Final = re.compile(
    r"(?:甲方|客户|买方|需方)?(?:向[甲乙卖供]方)?(?:应当?|须|需)?(?<![预首尾应全现])(?:支付|付清|付款|付|结清|结)(?:合同)?(?:总[价额]|金额|款项?)?的?$"
)
_GAPS: Final = re.compile(r"(?<=\d)\s+(?=[个天日周月年工])|(?<=[后内起前])\s+(?=[\d一二三四五六七八九十])")
_NAMED: Final = re.compile(r"^([^\s后前]{0,8}?(?:款|金|费))[\s::,]*(.*)$")
_NAMES: Final = (
    ("质保", tr("质保金")),
    ("初验", tr("初验款")),
    ("验收", tr("验收款")),
    ("上线", tr("上线款")),
    ("到货", tr("到货款")),
    ("发货", tr("发货款")),
)  # fmt: skip


class BadInstalment(ValueError):  # noqa: N818 - named for what the user typed
    """The line is no payment plan; the message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of the price: a share in tenths of a percent, or an amount, or (neither) what is left of it."""

    name: str
    condition: str = ""
    share: int | None = None
    amount_fen: int | None = None
    due_on: date | None = None


def parse_plan(line: str, today: date, *, terms: bool = False, taken: int | None = 0) -> tuple[Instalment, ...]:
    """Return the instalments of a line; in `terms` of a contract sentences without a share are passed over.

    `taken` are the shares that a plan has already, None where amounts stand in it. Raises `BadInstalment`; shares
    never exceed the whole.
    """
    plain = half_width(line)
    if not taken and _RATIO.fullmatch(plain) and (shares := _ratio(plain)):
        return tuple(_named(Instalment("", share=share), place, len(shares)) for place, share in enumerate(shares))
    pieces = [piece.strip(" ,、:") for chunk in _BREAKS.split(plain) for piece in _clauses(chunk)]
    read = [_piece(piece, today, terms=terms) for piece in pieces if piece]
    found = [made for made in read if made is not None]
    if not found:
        raise BadInstalment(tr("没有写比例或金额。写成：30% 预付款 签约后5个工作日；70% 验收后10天。"))
    if len(found) > MOST:
        raise BadInstalment(tr("一份回款计划最多 {count} 期。", count=MOST))
    return _complete(found, taken)


def parse_share(text: str) -> int | None:
    """Return the share a text names in tenths of a percent, None when it names none; raises `BadInstalment`."""
    found = _SHARE.search(half_width(text))
    if found is None:
        return None
    percent, spoken, tenths = found.groups()
    share = (
        round(float(percent) * 10)
        if percent
        else (small_number(spoken) if spoken else small_number(tenths)) * (10 if spoken else 100)
    )
    if not 0 < share <= WHOLE or (percent and abs(share - float(percent) * 10) > 1e-9):
        raise BadInstalment(tr("比例要在 0.1% 到 100% 之间，最多一位小数。"))
    return share


def format_share(share: int) -> str:
    """Return a share as people write it: 300 → `30%`."""
    return f"{share / 10:g}%"


def distribute(total: int, shares: Sequence[int], whole: int = WHOLE) -> tuple[int, ...]:
    """Return the fen of each share by largest remainder: together exactly their part of the total, each within a fen."""
    if total < 0:
        return tuple(-part for part in distribute(-total, shares, whole))
    parts = [divmod(total * share, whole) for share in shares]
    left = total * sum(shares) // whole - sum(part for part, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))
    lucky = set(by_remainder[:left])
    return tuple(part + (place in lucky) for place, (part, _) in enumerate(parts))


# Inside


def _ratio(plain: str) -> list[int]:
    """Return 3:6:1 as shares, nothing where the figures do not make ten or a hundred."""
    figures = [int(figure) for figure in re.split(r"[:/-]", plain)]
    scale = {10: 100, 100: 10}.get(sum(figures), 0)
    return [figure * scale for figure in figures] if scale and all(figures) else []


def _clauses(chunk: str) -> list[str]:
    """Split a sentence that names several parts of the price at its commas; what names none belongs to its neighbour."""
    parts = [part for part in _COMMAS.split(chunk) if part.strip()]
    told = [any(pattern.search(part) for pattern in (_SHARE, _REST, _MONEY)) for part in parts]
    if sum(told) < 2:
        return [chunk]
    ahead, found, waiting = not told[0], list[str](), ""  # 签约后，付 30% or 30%，签约后付
    for part, names in zip(parts, told, strict=True):
        if names:
            found.append(f"{waiting}{part}")
            waiting = ""
        elif ahead:
            waiting += f"{part},"
        else:
            found[-1] += f",{part}"
    return [*found, waiting] if waiting else found


def _piece(text: str, today: date, *, terms: bool) -> Instalment | None:
    share = parse_share(text)
    if share is not None:
        rest, made = _SHARE.sub(" ", text, count=1), Instalment("", share=share)
    elif found := _ALL.search(text):
        rest, made = text.replace(found[0], " "), Instalment(tr("全款"), share=WHOLE)
    elif found := _REST.search(text):
        rest, made = text.replace(found[0], " "), Instalment("")
    elif found := _MONEY.search(text):
        rest, made = text.replace(found[0], " ", 1), Instalment("", amount_fen=_amount(found[0]))
    elif terms:
        return None
    else:
        raise BadInstalment(tr("“{text}”没有写比例或金额。", text=text[:20]))
    name, condition = _words(rest, today)
    return replace(made, name=name or made.name, condition=condition, due_on=read_condition(condition, today).day)


def _amount(text: str) -> int:
    try:
        return parse_amount(text)
    except BadAmount as error:
        raise BadInstalment(str(error)) from error


def _words(text: str, today: date) -> tuple[str, str]:
    """Return the name and the condition in what is left of a piece when its share is taken out."""
    plain = _PAY.sub("", _GAPS.sub("", text).strip(" ,、:()"))
    if (found := _NAMED.match(plain)) and not read_condition(found[1], today).event:
        return found[1], _PAY.sub("", found[2].strip(" ,、:()"))
    first, _, rest = plain.partition(" ")
    said = read_condition(first, today)
    if rest and not said.event and said.day is None:
        return first, _PAY.sub("", rest.strip(" ,、:()"))
    if said.event or said.day or "满" in plain or "前" in plain:
        return "", compact(plain) if said.event else plain
    return plain, ""


def _complete(found: Sequence[Instalment], before: int | None) -> tuple[Instalment, ...]:
    """Name what has no name, and turn the rest of a plan of shares into a share."""
    rests = [place for place, one in enumerate(found) if one.share is None and one.amount_fen is None]
    taken = (before or 0) + sum(one.share or 0 for one in found)
    if len(rests) > 1 or (rests and rests[0] != len(found) - 1):
        raise BadInstalment(tr("余款只能写一次，放在最后。"))
    if taken > WHOLE:
        raise BadInstalment(tr("比例合计 {share}，超过了 100%。", share=format_share(taken)))
    if rests and taken == WHOLE:
        raise BadInstalment(tr("前面的比例已经合计 100%，没有余款了。"))
    made = list(found)
    if rests and before is not None and all(one.amount_fen is None for one in found):
        made[-1] = replace(made[-1], share=WHOLE - taken)
    first = int(before != 0)  # a plan that goes on has had its first instalment
    return tuple(_named(one, place, len(made) + first) for place, one in enumerate(made, first))


def _named(one: Instalment, place: int, count: int) -> Instalment:
    return one if one.name else replace(one, name=_name(one, place, count))


def _name(one: Instalment, place: int, count: int) -> str:
    said = next((name for word, name in _NAMES if word in one.condition), "")
    if said:
        return said
    if place == 0:
        return tr("全款") if count == 1 and one.share == WHOLE else tr("预付款")
    return tr("尾款") if place == count - 1 else tr("第{number}期款", number=place + 1)
