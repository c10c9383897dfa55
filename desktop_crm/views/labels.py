"""What stored words are called on screen, and the icon and tone that go with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop_crm.models import Method, Outcome, Purpose
from desktop_crm.playbooks import vocabulary
from desktop_crm.rules.decision_chain import ROLE_NAMES
from desktop_crm.system.translations import tr
from desktop_crm.views import theme

CHAIN_ROLES: Final[Mapping[str, str]] = ROLE_NAMES
STANCE_MARKS: Final[Mapping[int, tuple[str, theme.Tone]]] = {  # icon and tone; the word stands in the rules
    -2: ("against", "late"),
    -1: ("doubtful", "soon"),
    0: ("neutral", "muted"),
    1: ("supportive", "good"),
    2: ("champion", "good"),
}

METHODS: Final[Mapping[str, str]] = {
    Method.CALL: tr("电话"),
    Method.WECHAT: tr("微信"),
    Method.EMAIL: tr("邮件"),
    Method.VISIT: tr("拜访"),
    Method.MEETING: tr("会议"),
    Method.DEMO: tr("演示"),
    Method.OTHER: tr("其他"),
}
METHOD_ICONS: Final[Mapping[str, str]] = {
    Method.CALL: "phone",
    Method.WECHAT: "wechat",
    Method.EMAIL: "mail",
    Method.VISIT: "visit",
    Method.MEETING: "meeting",
    Method.DEMO: "figures",
    Method.OTHER: "chat",
}
PURPOSES: Final[Mapping[str, tuple[str, str]]] = {  # what a plan is for: its name and icon; ordinary ones have none
    Purpose.FIRST_CONTACT: (tr("首次联系"), "phone"),
    Purpose.CADENCE: (tr("定期跟进"), "refresh"),
    Purpose.NURTURE: (tr("培育"), "nurture"),
    Purpose.RE_EVALUATE: (tr("重新评估"), "filter"),
    Purpose.VISIT: (tr("回访"), "visit"),
    Purpose.SURVEY: (tr("使用调查"), "acceptance"),
    Purpose.REPORT: (tr("季度报告"), "figures"),
    Purpose.GREETING: (tr("问候"), "gift"),
}
OUTCOMES: Final[Mapping[str, str]] = {
    Outcome.OPEN: tr("进行中"),
    Outcome.WON: tr("已成交"),
    Outcome.LOST: tr("已流失"),
    Outcome.INVALID: tr("无效"),
}
MISSING_FIELDS: Final[Mapping[str, tuple[str, str]]] = {  # what an import left open → its name, its place in the pane
    "customer": (tr("客户"), "overview.customer"),
    "contact": (tr("联系方式"), "overview.phone"),
    "phone": (tr("联系方式"), "overview.phone"),
    "industry": (tr("行业"), "overview.industry"),
    "need": (tr("需求"), "overview.need"),
    "source": (tr("来源"), "overview.source"),
    "acquired_on": (tr("获取时间"), "overview.acquired_on"),
}

# requirement, negotiation, acceptance
VERSION_STATUS: Final[Mapping[str, str]] = {"draft": tr("草稿"), "sent": tr("已发送"), "confirmed": tr("已确认")}
ITEM_KINDS: Final[Mapping[str, str]] = {"pain": tr("痛点"), "goal": tr("目标"), "need": tr("需求")}
PRIORITIES: Final[Mapping[str, str]] = {"must": tr("必须"), "should": tr("应该"), "could": tr("可选")}
QUESTION_KINDS: Final[Mapping[str, str]] = {
    "situation": tr("背景"),
    "problem": tr("难点"),
    "implication": tr("影响"),
    "need_payoff": tr("收益"),
    "open": tr("开放"),
}
CLAUSE_KINDS: Final[Mapping[str, str]] = {
    "price": tr("价格"),
    "payment": tr("付款"),
    "delivery": tr("交付标准"),
    "acceptance": tr("验收"),
    "service": tr("售后服务"),
    "liability": tr("违约责任"),
    "other": tr("其他"),
}
OBJECTION_KINDS: Final[Mapping[str, str]] = {
    "price": tr("价格"),
    "delivery": tr("交期"),
    "approval": tr("审批"),
    "function": tr("功能"),
    "service": tr("服务"),
    "competitor": tr("竞品"),
    "other": tr("其他"),
}
RESULTS: Final[Mapping[str, str]] = {"pending": tr("待检查"), "passed": tr("通过"), "failed": tr("不通过")}

# proposal, contract, delivery
VERDICTS: Final[Mapping[str, str]] = {"pending": tr("待评审"), "passed": tr("通过"), "rejected": tr("退回")}
REVIEWED: Final[Mapping[str, str]] = {"proposal": tr("方案"), "contract": tr("合同")}
SIGNED_STATUS: Final[Mapping[str, str]] = {"draft": tr("草稿"), "sent": tr("已发送"), "confirmed": tr("已签署")}
SIGNING_METHODS: Final[Mapping[str, str]] = {"paper": tr("纸质盖章"), "electronic": tr("电子签署")}
SIDES: Final[Mapping[str, str]] = {"us": tr("我方"), "customer": tr("客户方")}
SCOPE_CHANGES: Final[Mapping[str, str]] = {"add": tr("增加"), "alter": tr("修改"), "remove": tr("取消")}
ATTACHMENT_KINDS: Final[Mapping[str, str]] = {
    "signed_contract": tr("已签合同"),
    "signed_paper": tr("已签文件"),
    "customer_file": tr("客户资料"),
    "internal_file": tr("内部资料"),
}

# documents
AUDIENCES: Final[Mapping[str, str]] = {"customer": tr("客户"), "internal": tr("内部")}
DOCUMENT_STATES: Final[Mapping[str, str]] = {
    "issued": tr("已签发"),
    "sent": tr("已发送"),
    "confirmed": tr("已确认"),
    "signed": tr("已签字"),
}
DOCUMENT_MARKS: Final[Mapping[str, tuple[theme.Tone, str]]] = {  # tone and icon
    "issued": ("text", "check"),
    "sent": ("soon", "waiting"),
    "confirmed": ("good", "good"),
    "signed": ("good", "edit"),
}

# team
MEMBER_ROLES: Final[Mapping[str, str]] = {role: tr(name) for role, name in vocabulary.ROLE_NAMES.items()}
