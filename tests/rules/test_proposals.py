"""What a follow-up proposes: one thing that the words and the facts bear out, and nothing on a mere wish or plan."""

from __future__ import annotations

import pytest

from desktop_crm.playbooks import Playbooks
from desktop_crm.rules.proposals import Standing, Step, objection_kind, propose


def standing(stage: str, playbook: str = "full-cycle", **values: object) -> Standing:
    stages = Playbooks()[playbook].stages
    at = next(place for place, each in enumerate(stages) if each.key == stage)
    ahead = tuple(Step(each.key, each.name, each.phase) for each in stages[at + 1 :])
    return Standing(phase=stages[at].phase, ahead=ahead, **values)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("said", "stage", "kind", "to"),
    [
        ("客户已确认需求，周五前要方案", "discovery", "move", "proposal"),
        ("需求清单已签字", "discovery", "move", "proposal"),
        ("报价单已发给张总", "discovery", "move", "proposal"),
        ("已把报价发过去", "proposal", "move", "negotiation"),
        ("方案已提交", "proposal", "move", "negotiation"),
        ("客户开始谈付款条款", "proposal", "move", "negotiation"),
        ("张总希望再谈价", "proposal", "move", "negotiation"),
        ("价格已谈妥，付款方式也谈妥", "negotiation", "move", "contract"),
        ("客户说不再考虑我们了", "proposal", "lose", "lost"),
        ("他们选择了别家", "negotiation", "lose", "lost"),
        ("项目取消", "discovery", "lose", "lost"),
        ("客户说今年不考虑了", "discovery", "pause", ""),
    ],
)
def test_words_propose_one_thing(said: str, stage: str, kind: str, to: str) -> None:
    found = propose([said], standing(stage))
    assert found is not None
    assert (found.kind, found.to) == (kind, to)
    assert found.text
    assert found.action


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ("", "discovery"),
        ("客户还没确认需求", "discovery"),
        ("需求还没确认", "discovery"),
        ("下周发报价", "discovery"),
        ("客户要求周五前发方案", "discovery"),
        ("准备提交方案", "proposal"),
        ("客户说不再考虑金蝶，倾向我们", "proposal"),
        ("如果价格不降就放弃采购", "proposal"),
        ("客户没有说不考虑", "proposal"),
        ("报价已发给张总", "contract"),
        ("打了电话，没人接", "discovery"),
        ("问了三个问题，要能耗数据", "discovery"),
    ],
)
def test_wishes_plans_and_denials_propose_nothing(said: str, stage: str) -> None:
    assert propose([said], standing(stage)) is None


def test_three_calls_without_an_answer_propose_a_rest() -> None:
    silent = ["没人接", "微信没回", "电话打不通"]
    assert propose(silent[:2], standing("discovery")) is None
    paused = propose(silent, standing("discovery"))
    pooled = propose(silent, standing("discovery", has_pool=True))
    assert paused is not None
    assert pooled is not None
    assert (paused.kind, pooled.kind) == ("pause", "nurture")
    assert "3 次" in paused.text
    assert propose(["没人接", "张总说周五前给答复", "没人接"], standing("discovery")) is None
    assert propose(silent, standing("discovery", resting=True)) is None


def test_the_fact_of_a_confirmed_requirement_proposes_without_words() -> None:
    found = propose([], standing("discovery", requirement_confirmed=True))
    assert found is not None
    assert found.to == "proposal"
    assert "客户已确认需求" in found.text
    assert propose([], standing("proposal", requirement_confirmed=True)) is None


def test_a_closed_deal_is_left_alone() -> None:
    assert propose(["客户说不再考虑我们了"], standing("proposal", is_open=False)) is None


@pytest.mark.parametrize(
    ("playbook", "stage", "to"),
    [("funnel", "discover", "propose"), ("guide", "analysis", "solution"), ("handbook", "need", "compare"),
     ("care", "potential", "interested")],
)  # fmt: skip
def test_every_playbook_moves_to_its_own_stage(playbook: str, stage: str, to: str) -> None:
    found = propose(["客户已确认需求"], standing(stage, playbook))
    assert found is not None
    assert found.to == to


@pytest.mark.parametrize(
    ("text", "kind"),
    [("比金蝶贵 20%", "price"), ("别家报价更低", "competitor"), ("实施周期太长", "delivery"), ("要上会审批", "approval"),
     ("担心售后响应慢", "service"), ("不支持扫码接口", "function"), ("说不清", "other")],
)  # fmt: skip
def test_an_objection_is_filed_by_its_words(text: str, kind: str) -> None:
    assert objection_kind(text) == kind
