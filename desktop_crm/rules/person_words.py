"""What tells a person in a line of words: family names, forms of address, titles."""

from __future__ import annotations

import re
from typing import Final

_FAMILIES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪"
    "舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭"
    "洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲封储靳邴松段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶"
    "幸司黎乔苍双闻莘翟谭贡姬申冉桑桂牛寿通边燕冀尚农温庄晏柴瞿阎慕连习艾向古易廖庾终居衡步都耿满匡文寇广东欧沃利越隆师巩聂"
    "晁勾敖融冷辛阚那简饶曾沙丰关查荆游权盖益桓公肖闫代岳覃佟"
)
_DOUBLE: Final = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "夏侯",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
    "令狐",
    "端木",
    "南宫",
)
_FAMILY: Final = rf"(?:{'|'.join(_DOUBLE)}|[{_FAMILIES}])"
# Forms that belong to a name (李总, 王工) and are kept with it; the others are titles people hold.
_FORMS: Final = r"总|工|董|哥|姐|老师|先生|女士|小姐|老板|博士|院士|师傅"
_POSTS: Final = (
    r"董事长|总经理|副总经理|总裁|副总裁|副总|总监|经理|主任|部长|厂长|处长|科长|院长|校长|局长|所长|书记|主管|店长|"
    r"助理|秘书|工程师|会计|教授|医生|队长|组长|课长|班长|行长"
)
_RANKS: Final = "CEO|CTO|CFO|CIO|COO|VP"
_ADDRESSED: Final = re.compile(
    rf"(?P<name>{_FAMILY}[\u4e00-\u9fff]{{0,2}}?)(?:(?P<form>{_FORMS})|(?P<post>(?:副|总)?(?:{_POSTS})))"
)
_NAME: Final = re.compile(rf"(?:(?:{'|'.join(_DOUBLE)})[\u4e00-\u9fff]{{1,2}}|[{_FAMILIES}][\u4e00-\u9fff]{{1,2}})")
_NO_NAME: Final = re.compile(r".*(?:部|处|科|组|室|司|厂|店|业|年|月|日|元|万|台|套)$")
_TITLE: Final = re.compile(
    rf"[\u4e00-\u9fffA-Za-z]{{0,8}}?(?:{_POSTS}|负责人|专员|代表|顾问|采购员|业务员|设计师|分析师|{_RANKS})",
    re.IGNORECASE,
)


def split_person(word: str) -> tuple[str, str] | None:
    """Return name and title of a word such as `李总`, `张伟经理`; None for any other word."""
    found = _ADDRESSED.fullmatch(word)
    if not found:
        return None
    name, post = found["name"], found["post"] or ""
    if len(name) > 1 and name not in _DOUBLE:  # a whole name stands without its title
        return (name, post) if post else (word, "")
    return word, post


def is_bare_name(word: str) -> bool:
    """Tell whether a word looks like a Chinese name that is said without a form of address."""
    return bool(_NAME.fullmatch(word)) and not _NO_NAME.fullmatch(word)


def is_title(word: str) -> bool:
    """Tell whether a word is the title of a post: `采购总监`, `CTO`."""
    return bool(_TITLE.fullmatch(word)) and split_person(word) is None
