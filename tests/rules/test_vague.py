"""The nudge away from vague wording: it asks, and it leaves concrete notes alone."""

from __future__ import annotations

import pytest

from desktop_crm.rules.vague import vague_question


@pytest.mark.parametrize(
    ("said", "asks_for"),
    [
        ("客户有兴趣", "具体说了什么"),
        ("客户比较感兴趣。", "具体说了什么"),
        ("有一定意向", "具体说了什么"),
        ("客户说再考虑考虑", "考虑什么"),
        ("回去商量一下", "和谁商量"),
        ("觉得价格有点高", "高多少"),
        ("过段时间再联系", "哪一天"),
        ("沟通得很顺利", "哪件事"),
        ("客户很满意", "哪一点"),
        ("没有新进展", "卡在谁"),
        ("打了电话", "说了什么"),
        ("领导基本同意", "还差谁"),
        ("口头同意", "还差谁"),
        ("他们不太着急", "为什么"),
        ("在走流程", "谁批"),
        ("需要汇报领导", "谁批"),
        ("预算有限", "差多少"),
        ("还在对比其他家", "和哪几家比"),
        ("需求不太明确", "哪里最痛"),
        ("了解了客户需求", "哪里最痛"),
    ],
)
def test_a_vague_note_is_asked_about(said: str, asks_for: str) -> None:
    assert asks_for in vague_question(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "张总要求周五前给出能耗对比，说两家都在比",
        "觉得价格有点高，比金蝶高 20%",
        "从观望转为对比3家供应商",
        "客户有兴趣，要求下周派工程师到现场看两条产线",
        "赵经理提出质保要24个月",
        "技术部周工确认接口文档",
        "内部评审由质量部吴工负责，要求附检测报告",
        "从观望转为对比用友和金蝶，因为要换 MES",
        "预算由集团信息部统一批",
    ],
)
def test_a_concrete_note_is_left_alone(said: str) -> None:
    assert vague_question(said) == ""


def test_a_long_note_is_left_alone_even_with_vague_words() -> None:
    assert vague_question("客户有兴趣" + "，现场看了样机并请设备科一起讨论换线的做法和停机窗口怎么安排") == ""
