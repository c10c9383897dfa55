"""The words that every playbook shares: phases, roles, contact methods, stage statuses, documents."""

from __future__ import annotations

from typing import Final, Literal, get_args

Phase = Literal["lead", "discovery", "proposal", "negotiation", "contract", "delivery", "aftersales"]
Role = Literal[
    "sales_rep",
    "sales_manager",
    "marketing",
    "sales_support",
    "product",
    "technology",
    "legal",
    "finance",
    "delivery",
    "customer_success",
]
Method = Literal["call", "email", "visit", "meeting", "wechat", "demo"]
GradeKey = Literal["A", "B", "C"]
OutcomeKey = Literal["won", "lost", "invalid"]
StageStatus = Literal["not_started", "in_progress", "done", "paused"]
Document = Literal[
    "lead_assessment",
    "customer_registration",
    "requirement_record",
    "interview_outline",
    "requirement_report",
    "requirement_list",
    "proposal",
    "proposal_talk_record",
    "proposal_review",
    "negotiation_memo",
    "letter_of_intent",
    "contract_review",
    "contract",
    "order_notice",
    "kickoff_plan",
    "progress_report",
    "change_order",
    "acceptance_form",
    "visit_record",
    "followup_sheet",
    "care_sheet",
    "deal_pack",
    "weekly_report",
]

PHASES: Final[tuple[Phase, ...]] = get_args(Phase)
OUTCOMES: Final[tuple[OutcomeKey, ...]] = get_args(OutcomeKey)

# Chinese source texts: pass them through tr() where they are shown.
METHOD_NAMES: Final[dict[Method, str]] = {
    "call": "电话",
    "email": "邮件",
    "visit": "拜访",
    "meeting": "会议",
    "wechat": "微信",
    "demo": "方案演示",
}
ROLE_NAMES: Final[dict[Role, str]] = {  # where a playbook has no name of its own for a role
    "sales_rep": "销售代表",
    "sales_manager": "销售经理",
    "marketing": "市场",
    "sales_support": "销售支持",
    "product": "产品专家",
    "technology": "技术",
    "legal": "法务",
    "finance": "财务",
    "delivery": "交付",
    "customer_success": "售后",
}
STATUS_NAMES: Final[dict[StageStatus, str]] = {
    "not_started": "未开始",
    "in_progress": "进行中",
    "done": "已完成",
    "paused": "已暂停",
}
