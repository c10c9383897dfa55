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
        (r"(?:基本|大概|差不多|原则上|口头)(?:上|都)?(?:同意|确定|定了|没问题|可以)", "还差谁点头？差哪一条没定？"),
        (r"(?:不太|不怎么|没那么|不大)(?:需要|着急|急|合适|感兴趣|满意)", "为什么？现在用什么、缺的是哪一点？"),
        (r"(?:正在|在|还在|已)?(?:走|过)?(?:内部)?(?:流程|审批|评审)(?:中|了)?$|(?:要|得|需要)(?:上会|汇报|请示)", "卡在哪一步、谁批？什么时候有结果？"),
        (r"预算(?:有限|不多|紧张?|不够|不足|比较紧)", "批了多少、差多少？谁定预算，什么时候能定？"),
        (r"(?:在|正)?(?:对比|比较|看)(?:其他|别的|几|多)?(?:家|方案|产品|竞品|供应商)", "和哪几家比？最看重哪一条？"),
        (r"(?:需求|要求)(?:不|还不|比较|不太)(?:明确|清楚|清晰|模糊)|(?:了解|摸清|确认)(?:了)?(?:一下)?(?:客户)?(?:需求|情况)", "他现在怎么做、哪里最痛？要改成什么样？"),
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
