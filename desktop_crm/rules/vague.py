"""A gentle question for follow-up notes that say little (F2); it never blocks anything."""

from __future__ import annotations

import re
from typing import Final

from desktop_crm.rules.text import compact
from desktop_crm.system.translations import tr

# Chinese source texts: the question goes through tr() when it is asked.
_VAGUE: Final = tuple(
    (re.compile(pattern), question)
    for pattern, question in (
        (r"(?:比较|很|挺|蛮|还是|有点|有些|有一?定|非常)?(?:有|感)兴趣|有(?:一?定|点|些)?意向", "他具体说了什么、要了什么？"),
        (r"(?:再|要|需要|还要|回去)?(?:考虑|研究|商量|讨论)(?:一?下|考虑|研究|商量|讨论)", "他在考虑什么？和谁商量，什么时候有结果？"),
        (r"(?:嫌|觉得|感觉|认为)?(?:价格|报价|价钱)?(?:有点|有些|太|偏|比较)[高贵]", "和谁比、高多少？他能接受多少？"),
        (r"(?:尽快|过段时间|过一?阵|改天|有空|到时候?|回头|之后)(?:再|给|会)?(?:联系|回复|沟通|聊|说)", "约在哪一天？由谁联系谁？"),
        (r"(?:沟通|聊|谈|交流|反馈|反映|感觉|印象|氛围|态度)(?:得|的)?(?:情况)?(?:比较|很|挺|蛮|还|非常)?(?:顺利|愉快|不错|可以|好|积极)", "谈定了哪件事？他原话怎么说？"),
        (r"(?:客户|对方|他|她)?(?:比较|很|挺|还|非常)?(?:满意|认可)", "他认可的是哪一点？原话是什么？"),
        (r"(?:没什么|没有|暂无|没)(?:新的?)?(?:进展|消息|变化|反馈|回复|回音)", "卡在谁那里？下次问他哪一件事？"),
        (r"(?:联系|打|跟进|拜访|沟通|介绍|回访|发)(?:了|过)+(?:一?下|一?次)?(?:客户|电话|产品|微信|邮件|资料)?", "对方说了什么？答应了什么？"),
    )
)  # fmt: skip
_CONCRETE = re.compile(
    r"\d|[%¥“”\"]|[一二三四五六七八九十两几]+(?:万|台|家|套|个月|天|周|号|日|点|人|次|版|份|条)|因为|要求|答应|提出"
)
_LONG_ENOUGH: Final = 30  # a note this long says something beside its vague words


def vague_question(text: str) -> str:
    """Return the question that would make `text` concrete; empty when it already says something, or nothing yet."""
    plain = compact(text)
    if not plain or len(plain) >= _LONG_ENOUGH or _CONCRETE.search(plain):
        return ""
    return next((tr(question) for pattern, question in _VAGUE if pattern.search(plain)), "")
