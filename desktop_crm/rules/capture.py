"""Reads a lead from one line as people jot it down: `展会 华强电子 李总 13800001234 想换ERP`.

The order does not matter and nothing is dropped: what is not understood becomes part of the need.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from desktop_crm.rules.amounts import AmountRange, BadAmount, parse_range
from desktop_crm.rules.emails import BadEmail, parse_email, split_emails
from desktop_crm.rules.person_words import is_bare_name, is_title, split_person
from desktop_crm.rules.phones import BadPhone, parse_phone
from desktop_crm.rules.regions import begins_with_place
from desktop_crm.rules.text import tidy

_PHONE: Final = re.compile(
    r"(?<![\dA-Za-z.])(?:(?:\+|00)86[-\s]?)?"
    r"(?:1[3-9]\d(?:[-\s]?\d{4}){2}|[（(]?0\d{2,3}[)）]?[-\s]?\d{3,4}[-\s]?\d{4}|[48]00[-\s]?\d{3}[-\s]?\d{4}|\+\d[\d\s-]{7,16}\d)"
    r"(?:\s*(?:转|分机|ext\.?|#)\s*\d{1,6})?(?![\dA-Za-z])"
)
_DIGITS: Final = re.compile(r"(?<![\dA-Za-z.\-])\d[\d-]{5,14}\d(?![\dA-Za-z万千亿元台件个套人吨米年月日%])")
_LABEL: Final = re.compile(
    r"(?P<label>客户|公司|单位|联系人|姓名|职务|职位|电话|手机|邮箱|来源|渠道|行业|需求|预算|金额)\s*[:：]\s*"
)
_LABELS: Final = {
    "客户": "customer", "公司": "customer", "单位": "customer", "联系人": "contact", "姓名": "contact", "职务": "title",
    "职位": "title", "电话": "phone", "手机": "phone", "邮箱": "email", "来源": "source", "渠道": "source",
    "行业": "industry", "需求": "need", "预算": "amount", "金额": "amount",
}  # fmt: skip
_LATIN_FIRM: Final = (
    r"[A-Z][\w&.-]*(?: [\w&.-]+){0,5}?,? (?:Co\.?,? ?Ltd|Ltd|Inc|LLC|GmbH|Corp|Corporation|Company)\b\.?"
)
_WORD: Final = re.compile(rf"(?:{_LATIN_FIRM})|[^\s,，、;；|/。]+")
_AMOUNT: Final = re.compile(
    r"(?:预算|金额|预计|大概|大约|约|¥)*(?=[^A-Za-z]*[万千亿元¥wWkK])"
    r"[\d.,零一二两三四五六七八九十百千万亿元¥~wWkK至到-]+(?:左右|上下|以上|以内|以下|起)?"
)
_FIGURE: Final = r"\d[\d.,]*(?:\s*[-~至到]\s*\d[\d.,]*)?\s*"
_INSIDE: Final = re.compile(rf"{_FIGURE}[万千亿]?元|{_FIGURE}[万亿](?![台件个套人次吨米平方股只亩辆条张])")
_INDUSTRY: Final = re.compile(r"(?!企业|作业|营业|就业|创业|开业|专业|商业|事业)[\u4e00-\u9fff]{1,5}(?:行业|业)")
# How firms end; 软件, 设备 and the like are left out: they are what people want to buy as often as who they are.
_FIRM: Final = re.compile(
    r".{2,}(?:公司|集团|股份|控股|厂|商行|研究院|研究所|学校|学院|大学|银行|医院|协会|电子|科技|精密|机械|食品|重工|物流|实业|制造|化工|"
    r"电气|电器|医药|药业|纺织|服饰|建材|汽车|汽配|能源|环保|智能|国际|贸易|商贸|传媒|教育|五金|塑胶|钢铁|铝业|光电)"
)
_WISH: Final = re.compile(
    r"(?:想|要|需|求|咨询|询|打算|计划|准备|希望|有意|考虑|对|问|了解|采购|购买|购置|更换|替换|换|升级|上线|改造|目前|现在|正在|"
    r"已经|下周|明天|今天|本月|下月|年底|年内|月底|尽快|预算|急|约|请|能|可以|报价|试用|看)"
)
_COUNT: Final = re.compile(r"\d+(?:[万千百台件个套人次吨米条辆年月日号点%]|$)")
_LONGEST_NAME: Final = 24
_SOURCE_WORDS: Final = {
    "网站": "官网", "官方网站": "官网", "展览": "展会", "展览会": "展会", "介绍": "转介绍", "朋友介绍": "转介绍",
    "熟人介绍": "转介绍", "老客户介绍": "老客户推荐", "百度": "搜索推广", "抖音": "社交媒体", "公众号": "社交媒体",
    "活动": "市场活动", "伙伴": "合作伙伴",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Captured:
    """What a line says of a lead; what it does not say is empty. `budget` is set where a range was named."""

    source: str = ""
    sub_source: str = ""
    customer: str = ""
    contact: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""
    need: str = ""
    amount_fen: int | None = None
    budget: AmountRange | None = None
    industry: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Reading:
    """The line while it is read: what was understood, and the words nobody has claimed yet."""

    text: str
    line: str  # the text with blanks where something was understood
    found: dict[str, str] = field(default_factory=dict[str, str])
    money: AmountRange | None = None
    words: list[_Word] = field(default_factory=list[_Word])
    told: list[_Word] = field(default_factory=list[_Word])  # stated to be the need

    def take(self, key: str, understand: Callable[[str], str]) -> None:
        """Give `key` the first word that `understand` answers, unless it is known."""
        if key in self.found:
            return
        for word in self.words:
            if value := understand(word.text):
                self.found[key] = value
                self.words.remove(word)
                return


def words(text: str) -> tuple[str, ...]:
    """Return the words of a line, so that a caller can look up which of them are known customers."""
    return tuple(found[0] for found in _WORD.finditer(_plain(text)))


def parse_capture(
    text: str, sources: Collection[str], *, customers: Collection[str] = (), industries: Collection[str] = ()
) -> Captured:
    """Read a line; `sources` are the known channels, `customers` words that are known to name a customer."""
    plain = _plain(text)
    reading = _Reading(plain, plain)
    _take_labelled(reading, sources)
    _take_reach(reading)
    reading.words += [_Word(found[0], found.start(), found.end()) for found in _WORD.finditer(reading.line)]
    _take_source(reading, sources)
    reading.take("industry", lambda word: word if word in industries or _is_industry(word) else "")
    _take_money(reading)
    _take_people(reading, customers)
    return _captured(reading)


def _plain(text: str) -> str:
    return " ".join(tidy(text).split())


def _blank(reading: _Reading, start: int, end: int) -> None:
    """Take a piece out of the line; everything else keeps its place."""
    reading.line = reading.line[:start] + " " * (end - start) + reading.line[end:]


def _take_labelled(reading: _Reading, sources: Collection[str]) -> None:
    """Take `电话：138…`: a value runs to the next word, a need to the end or the next label."""
    labels = list(_LABEL.finditer(reading.line))
    for place, label in enumerate(labels):
        key = _LABELS[label["label"]]
        limit = labels[place + 1].start() if place + 1 < len(labels) else len(reading.line)
        value = reading.line[label.end() : limit].strip(" ,，;；。")
        if key != "need":
            value = next(iter(_WORD.findall(value)), "")
        start = label.end() + reading.line[label.end() : limit].find(value)
        if _keep_labelled(reading, key, value, start, sources):
            _blank(reading, label.start(), start + len(value))


def _keep_labelled(reading: _Reading, key: str, value: str, start: int, sources: Collection[str]) -> bool:
    """Keep a labelled value; phone numbers and addresses are found below by what they look like."""
    if not value or key in reading.found:
        return False
    if key == "need":
        reading.told.append(_Word(value, start, start + len(value)))
    elif key == "source":
        channel, part = _split_source(value)
        reading.found["source"], reading.found["sub_source"] = _channel(channel, sources) or channel, part
    elif key == "amount":
        reading.money = _money(value)
        return reading.money is not None
    elif key in {"customer", "contact", "title", "industry"}:
        reading.found[key] = value
    else:
        return False
    return True


def _take_reach(reading: _Reading) -> None:
    for address in split_emails(reading.line)[0]:
        try:
            known = parse_email(address)
        except BadEmail:
            known = address  # shown in its field, where it is said to be none
        if "email" not in reading.found:
            reading.found["email"] = known
            at = reading.line.find(address)
            _blank(reading, at, at + len(address))
    numbers = [found for pattern in (_PHONE, _DIGITS) for found in pattern.finditer(reading.line)]
    if numbers:
        reading.found["phone"] = _normal_phone(numbers[0][0])
        _blank(reading, numbers[0].start(), numbers[0].end())
    reading.line = re.sub(r"(?:电话|手机|邮箱)\s*[:：]?(?=\s|$)", lambda found: " " * len(found[0]), reading.line)


def _normal_phone(text: str) -> str:
    try:
        return parse_phone(text)
    except BadPhone:
        return text


def _take_source(reading: _Reading, sources: Collection[str]) -> None:
    if "source" in reading.found:
        return
    for word in reading.words:
        channel, part = _split_source(word.text)
        if known := _channel(channel, sources):
            reading.found["source"], reading.found["sub_source"] = known, part
            reading.words.remove(word)
            return


def _split_source(word: str) -> tuple[str, str]:
    """Split `官网-产品页` or `展会2024春季` into the channel and the part of it."""
    found = re.match(r"([^-—\d]+)[-—]?(.*)", word)
    return (found[1], found[2]) if found else (word, "")


def _channel(word: str, sources: Collection[str]) -> str:
    """Return the channel a word names, "" for none."""
    if word in sources:
        return word
    known = _SOURCE_WORDS.get(word, "")
    return known if known in sources else ""


def _is_industry(word: str) -> bool:
    return _INDUSTRY.fullmatch(word) is not None and not begins_with_place(word)


def _take_money(reading: _Reading) -> None:
    """Take a word that is an amount; one inside a sentence is read and stays where it is."""
    if reading.money is not None:
        return
    for word in list(reading.words):
        if _AMOUNT.fullmatch(word.text) and (money := _money(word.text)):
            reading.money = money
            reading.words.remove(word)
            return
    for found in (found for word in reading.words for found in _INSIDE.finditer(word.text)):
        if money := _money(found[0]):
            reading.money = money
            return


def _money(text: str) -> AmountRange | None:
    try:
        return parse_range(re.sub(r"^(?:预算|金额|预计)+", "", text))
    except BadAmount:
        return None


def _take_people(reading: _Reading, customers: Collection[str]) -> None:
    """Find the contact by a form of address, the customer by what firms are called, then what is left by its place."""
    reading.take("customer", lambda word: word if word in customers else "")
    _take_addressed(reading)
    reading.take("customer", lambda word: word if _FIRM.fullmatch(word) and _may_be_name(word) else "")
    if not _person_comes_first(reading):
        reading.take("customer", lambda word: word if _may_be_name(word) else "")
    reading.take("contact", lambda word: word if is_bare_name(word) and _may_be_name(word) else "")
    reading.take("customer", lambda word: word if _may_be_name(word) else "")
    if "contact" in reading.found:
        reading.take("title", lambda word: word if is_title(word) else "")


def _person_comes_first(reading: _Reading) -> bool:
    """Tell whether a person is named before their firm: `张伟 无锡新科`."""
    names = [word.text for word in reading.words if _may_be_name(word.text)][:2]
    return "contact" not in reading.found and len(names) > 1 and is_bare_name(names[0]) and not is_bare_name(names[1])


def _take_addressed(reading: _Reading) -> None:
    """Take `李总`, `张伟经理`: the name, and the title it was said with."""
    if "contact" in reading.found:
        return
    for word in reading.words:
        if person := split_person(word.text):
            reading.found["contact"], title = person
            if title:
                reading.found.setdefault("title", title)
            reading.words.remove(word)
            return


def _may_be_name(word: str) -> bool:
    wish = _WISH.match(word) or _INSIDE.search(word) or is_title(word) or _COUNT.match(word)
    return not wish and len(word) <= _LONGEST_NAME


def _captured(reading: _Reading) -> Captured:
    found, money = reading.found, reading.money
    single = money.low if money and money.low == money.high else None
    return Captured(
        source=found.get("source", ""),
        sub_source=found.get("sub_source", ""),
        customer=found.get("customer") or found.get("contact", ""),  # a private person is their own customer
        contact=found.get("contact", ""),
        title=found.get("title", ""),
        phone=found.get("phone", ""),
        email=found.get("email", ""),
        need=" ".join(_phrases(reading)),
        amount_fen=single,
        budget=money if money and single is None else None,
        industry=found.get("industry", ""),
    )


def _phrases(reading: _Reading) -> Iterator[str]:
    """Yield what is left of the line in its order; words that stood together keep the signs between them."""
    run: list[_Word] = []
    for word in sorted([*reading.words, *reading.told], key=lambda word: word.start):
        if run and re.search(r"\w", reading.text[run[-1].end : word.start]):
            yield reading.text[run[0].start : run[-1].end]
            run = []
        run.append(word)
    if run:
        yield reading.text[run[0].start : run[-1].end]
