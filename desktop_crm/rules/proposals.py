"""What a follow-up suggests should happen to the deal (F4): at most one thing, for a person to decide, never done by itself.

A sentence counts clause by clause: “还没确认需求” or “下周发报价” says nothing about what has happened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from desktop_crm.rules.text import compact
from desktop_crm.system.translations import tr

Kind = Literal["move", "pause", "nurture", "lose"]

SILENT_TIMES: Final = 3  # so many records without an answer on end

_CLAUSES = re.compile(r"[，。；！？!?;,\n]+")
_NOT_SO = re.compile(
    r"没|未|不是|并非|下周|下月|下个|明天|明年|后天|将|要|准备|打算|计划|待|等|希望|想|如果|若|请|需(?!求)|催|何时|什么时候|是否|能否"
)
_SILENT = re.compile(
    r"(?:没有?|无)(?:人)?(?:接|回|应|响应|反应|理)|无人接听|未(?:接|回)|不(?:接|回)(?:电话|微信|消息|邮件|复|$)"
    r"|打不通|关机|停机|联系不上|找不到人|(?:没有?|无|暂无)(?:任何)?(?:消息|反馈|答复|音讯)"
)  # fmt: skip
_SPOKE = re.compile(r"(?<!没)(?<!未)(?:说|表示|要求|提出|答应|同意|问|认为|觉得|回复(?!我)|希望)")
_LATER = re.compile(r"暂|先|今年|目前|短期|年内|近期|这个?季度|上半年|下半年|现在|明年再|以后再|等.{0,8}再")
_GIVES_UP = re.compile(
    r"(?:不再?|不会再?|放弃)(?:考虑|采购|购买|推进|合作|做|上)(?:了|我们|咱们|这个?项目|这件事|此事|合作|采购|购买|方案)*$"
    r"|(?:选|定|用|签)(?:择|下|约)?了(?:别|其他|另外|另一|竞品|对手|竞争对手)"
    r"|(?:已经?)?(?:和|跟|与)(?:别|其他|另外|另一|竞品|竞争对手).{0,8}签(?:了|约|合同)"
    r"|项目(?:已经?)?(?:取消|终止|撤销|不做|黄了)"
)
_DONE = "(?:已经?|都|也|全部|均|基本)*"
_NEED_CONFIRMED = re.compile(
    rf"需求(?:清单|报告|分析报告|说明书?|书|文档|表)?{_DONE}(?:得到)?(?:确认|签字|认可|签回|没问题)|确认了?(?:全部|最终)?需求"
)
_QUOTED = re.compile(
    rf"(?:报价单?|方案书?|标书|建议书){_DONE}(?:发|提交|递交|交给|送达|送到|寄出|讲解|讲完)"
    r"|(?:已经?|发了|提交了|递交了|给了|发过|发去|发出).{0,8}(?:报价|方案书?|标书|建议书)"
)
_BARGAINS = re.compile(
    r"(?:谈|还|压|砍|议)价|讨价还价|谈(?:付款|条款|合同|折扣|账期)|(?:要|争取)(?:折扣|优惠|再?降价)|付款方式.{0,4}(?:谈|协商)"
)
_AGREED = re.compile(
    rf"(?:条款|价格|付款方式|商务){_DONE}(?:谈定|谈妥|达成一致|没有异议)|同意签|可以签(?:合同|约)|(?:发|走|寄)(?:来)?合同(?:流程|审批)?"
)

_OBJECTIONS: Final = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("competitor", r"竞品|竞争对手|别家|其他(?:家|厂|供应商)|友商|现有供应商"),
        ("delivery", r"交期|工期|周期|上线|太慢|来不及|时间太?长|延期"),
        ("price", r"价|贵|预算|折扣|费用|成本|付款|账期|钱"),
        ("approval", r"审批|上会|集团|总部|领导|老板|流程|签字|决策"),
        ("service", r"服务|售后|响应|培训|维护|质保"),
        ("function", r"功能|性能|不支持|兼容|接口|定制|集成|精度|产能"),
    )
)


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that lies ahead: its key, name and phase."""

    key: str
    name: str
    phase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a deal stands, as far as a proposal depends on it."""

    phase: str
    ahead: Sequence[Step] = ()
    is_open: bool = True
    resting: bool = False  # paused, or in the nurture pool already
    has_pool: bool = False  # the playbook keeps a nurture pool
    requirement_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing to do with the deal: why, what the button says, and for a move where `to`."""

    kind: Kind
    text: str
    action: str
    to: str = ""


def propose(said: Sequence[str], standing: Standing) -> Proposal | None:
    """Return what the records (`said`, the newest first) and the facts suggest, or None."""
    if not standing.is_open:
        return None
    latest = _clauses(said[0]) if said else []
    return _ending(latest, standing) or _silence(said, standing) or _progress(latest, standing)


def objection_kind(text: str) -> str:
    """Return the kind of an objection as far as its words tell."""
    return next((kind for kind, pattern in _OBJECTIONS if pattern.search(text)), "other")


def _ending(clauses: Sequence[str], standing: Standing) -> Proposal | None:
    given_up = next((clause for clause in clauses if _says(_GIVES_UP, clause)), "")
    if not given_up:
        return None
    if any(_LATER.search(clause) for clause in clauses):
        return _rest(tr("客户说暂不考虑"), standing)
    return Proposal("lose", tr("客户说不再考虑"), tr("标为流失"), "lost")


def _silence(said: Sequence[str], standing: Standing) -> Proposal | None:
    silent = len(said) >= SILENT_TIMES and all(
        _SILENT.search(compact(text)) and not _SPOKE.search(compact(text)) for text in said[:SILENT_TIMES]
    )
    return _rest(tr("连续 {count} 次没有回应", count=SILENT_TIMES), standing) if silent else None


def _rest(why: str, standing: Standing) -> Proposal | None:
    if standing.resting:
        return None
    if standing.has_pool:
        return Proposal("nurture", why, tr("放入培育池"))
    return Proposal("pause", why, tr("暂停跟进"))


def _progress(clauses: Sequence[str], standing: Standing) -> Proposal | None:
    early = standing.phase in {"lead", "discovery"}
    if early and any(_says(_QUOTED, clause) for clause in clauses):
        return _move(tr("报价或方案已发出"), standing, "proposal", "discovery")
    if early and (standing.requirement_confirmed or any(_says(_NEED_CONFIRMED, clause) for clause in clauses)):
        return _move(tr("客户已确认需求"), standing, "proposal", "discovery")
    if standing.phase == "proposal" and any(_says(_QUOTED, clause) for clause in clauses):
        return _move(tr("报价或方案已发出"), standing, "negotiation")
    if standing.phase == "proposal" and any(_says(_BARGAINS, clause, wishes=True) for clause in clauses):
        return _move(tr("客户开始谈价格和条款"), standing, "negotiation")
    if standing.phase == "negotiation" and any(_says(_AGREED, clause) for clause in clauses):
        return _move(tr("商务条款已谈定"), standing, "contract")
    return None


def _move(why: str, standing: Standing, *phases: str) -> Proposal | None:
    """Propose the first stage ahead in the first of `phases` that the playbook has."""
    for phase in phases:
        for step in standing.ahead:
            if step.phase == phase:
                return Proposal("move", why, tr("推进到{stage}", stage=step.name), step.key)
    return None


def _clauses(text: str) -> list[str]:
    return [clause for part in _CLAUSES.split(text) if (clause := compact(part))]


def _says(pattern: re.Pattern[str], clause: str, *, wishes: bool = False) -> bool:
    """Tell whether a clause says so as a fact; with `wishes`, wanting it is enough."""
    found = pattern.search(clause)
    return found is not None and (wishes or not _NOT_SO.search(clause[: found.start()]))
