"""The conditions that a playbook may name as exit of a stage: what is missing, what helps, and when it is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desktop_crm.playbooks.facts import DealFacts


@dataclass(frozen=True, slots=True)
class Condition:
    """A named condition: `sentence` says what is missing and may name facts in braces; `fix` leads to `target`."""

    key: str
    sentence: str
    fix: str
    target: str
    met: Callable[[DealFacts], bool]


# Chinese source texts: the gate passes them through tr() with the facts as values.
_ALL: Final = (
    # the lead
    Condition("customer_known", "还没有填写客户名称", "填写客户", "overview.customer", lambda f: bool(f.customer)),
    Condition(
        "contact_reachable",
        "还没有能联系上的人：联系人至少要有电话或邮箱",
        "补充联系方式",
        "overview.contact",
        lambda f: f.reachable_contacts > 0,
    ),
    Condition("industry_known", "还没有填写客户所属行业", "填写行业", "overview.industry", lambda f: bool(f.industry)),
    Condition("need_stated", "还没有写下客户的初步需求", "填写需求", "overview.need", lambda f: bool(f.need)),
    Condition("source_known", "还没有注明线索来源", "填写来源", "overview.source", lambda f: bool(f.source)),
    Condition("graded", "还没有评定等级", "评定等级", "overview.grade", lambda f: bool(f.grade)),
    Condition("owner_assigned", "还没有指定负责人", "指定负责人", "overview.owner", lambda f: bool(f.owner)),
    Condition("amount_set", "还没有填写预计金额", "填写金额", "overview.amount", lambda f: f.amount_fen > 0),
    # following up
    Condition("first_contact_made", "还没有首次联系的跟进记录", "记录跟进", "followup", lambda f: f.contacts_made > 0),
    Condition("next_step_planned", "还没有约定下一步和日期", "安排下一步", "followup", lambda f: f.next_step_planned),
    # the requirement
    Condition(
        "pain_points_recorded",
        "需求里还没有记录客户痛点",
        "记录痛点",
        "requirement.pain_points",
        lambda f: f.pain_points > 0,
    ),
    Condition("goals_recorded", "需求里还没有可衡量的目标", "填写目标", "requirement.goals", lambda f: f.goals > 0),
    Condition("budget_known", "还不清楚客户的预算范围", "填写预算", "requirement.budget", lambda f: f.budget_known),
    Condition(
        "timeline_known", "还不清楚客户的时间节点", "填写时间节点", "requirement.timeline", lambda f: f.timeline_known
    ),
    Condition(
        "decision_process_known",
        "还不清楚客户怎样做决定",
        "填写决策流程",
        "requirement.decision_process",
        lambda f: f.decision_process_known,
    ),
    Condition(
        "requirement_sent", "需求还没有发给客户确认", "发送需求", "requirement.send", lambda f: f.requirement_sent
    ),
    Condition(
        "requirement_confirmed",
        "最新一版需求还没有得到客户确认",
        "记录确认",
        "requirement.confirm",
        lambda f: f.requirement_confirmed,
    ),
    # the decision chain
    Condition(
        "decision_maker_known", "决策链里还没有标出决策者", "补充决策者", "chain", lambda f: f.decision_makers > 0
    ),
    Condition(
        "decision_maker_met",
        "还没有接触过决策者",
        "查看决策链",
        "chain",
        lambda f: f.decision_makers_met > 0,
    ),
    Condition(
        "chain_has_two",
        "决策链里只有 {chain_members} 个人：单线联系风险高，至少要两个人",
        "补充决策链",
        "chain",
        lambda f: f.chain_members >= 2,
    ),
    # the internal reviews
    Condition(
        "proposal_not_rejected",
        "方案评审被退回，改好后要重新评审通过：{proposal_review}",
        "查看评审",
        "proposal.review",
        lambda f: f.proposal_rejections == 0,
    ),
    Condition(
        "proposal_review_passed",
        "方案还没有通过内部评审：{proposal_review}",
        "去评审",
        "proposal.review",
        lambda f: f.proposal_review_passed,
    ),
    Condition(
        "contract_not_rejected",
        "合同评审被退回，改好后要重新评审通过：{contract_review}",
        "查看评审",
        "contract.review",
        lambda f: f.contract_rejections == 0,
    ),
    Condition(
        "contract_review_passed",
        "合同还没有通过评审：{contract_review}",
        "去评审",
        "contract.review",
        lambda f: f.contract_review_passed,
    ),
    # the negotiation
    Condition("floor_set", "还没有设定内部谈判底线", "设定底线", "negotiation.floor", lambda f: f.floor_set),
    Condition(
        "objections_answered",
        "还有 {objections_open} 条客户异议没有答复",
        "答复异议",
        "negotiation.objections",
        lambda f: f.objections_open == 0,
    ),
    Condition(
        "memo_agreed",
        "谈判纪要还没有谈妥：共 {clauses} 条，未决 {clauses_open} 条",
        "查看谈判条款",
        "negotiation.memo",
        lambda f: f.clauses > 0 and f.clauses_open == 0,
    ),
    Condition(
        "memo_confirmed", "谈判纪要还没有经双方确认", "确认纪要", "negotiation.confirm", lambda f: f.memo_confirmed
    ),
    # the acceptance
    Condition(
        "acceptance_passed",
        "验收还没有通过：共 {acceptance_clauses} 条，未通过 {acceptance_clauses_open} 条",
        "查看验收",
        "acceptance.open",
        lambda f: f.acceptance_clauses > 0 and f.acceptance_clauses_open == 0,
    ),
)

CONDITIONS: Final = {condition.key: condition for condition in _ALL}
