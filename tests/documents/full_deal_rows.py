"""What stands in the tables of a full deal from proposal to after-sales, in words that people would use."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

# What is known of the deal itself.
DEAL: Final[dict[str, Any]] = {
    "source": "官网", "sub_source": "产品页", "acquired_on": date(2024, 3, 10), "need": "替换 2011 年的 ERP，采集 4 条产线的数据",
    "purchase_time": "三季度前上线", "budget_low_fen": 50_000_000, "budget_high_fen": 80_000_000,
    "score_budget": 5, "score_need": 5, "score_decision": 3, "score_urgency": 4,
    "grade_reason": "预算已批，主机厂三季度要求追溯", "graded_at": datetime(2024, 3, 10, 6, tzinfo=UTC),
    "screened_at": datetime(2024, 3, 10, 3, tzinfo=UTC), "verified_at": datetime(2024, 3, 10, 4, tzinfo=UTC),
    "assigned_at": datetime(2024, 3, 10, 7, tzinfo=UTC), "next_step": "提交二期估算", "next_due": date(2024, 10, 20),
    "stage_status": "in_progress",
}  # fmt: skip
FULL: Final[dict[str, tuple[dict[str, Any], ...]]] = {
    "activity": (
        {"status": "done", "method": "visit", "happened_at": datetime(2024, 3, 12, 2, tzinfo=UTC), "goal": "确认需求",
         "feedback": "“夜班报工第二天才看得到，急单经常排错。”", "intention": "从观望转为对比 3 家供应商"},
        {"status": "done", "method": "call", "happened_at": datetime(2024, 3, 20, 7, tzinfo=UTC),
         "feedback": "预算在 50 万到 80 万之间，要总经理批", "objection": "比本地代理商贵两成"},
        {"status": "done", "method": "wechat", "purpose": "greeting", "happened_at": datetime(2024, 9, 17, 1, tzinfo=UTC),
         "goal": "中秋问候", "feedback": "中秋问候"},
        {"status": "planned", "method": "meeting", "goal": "提交二期估算", "due_on": date(2024, 10, 20)},
    ),
    "interview_question": (
        {"kind": "problem", "question": "夜班的产量什么时候能看到？差错怎么发现？", "answer": "次日上午；客户投诉才知道"},
        {"kind": "implication", "question": "急单排错一次，大约损失多少？"},
        {"kind": "need_payoff", "question": "如果 15 分钟内看到产量，计划会怎么改？"},
        {"kind": "open", "question": "还有谁会受影响？"},
    ),
    "proposal": (
        {
            "title": "产线数据采集与 ERP 替换方案",
            "summary": "4 条机加工产线次日才能看到产量，质量追溯只到工单；三季度前主机厂要求批次级追溯。",
            "service": "现场调研、软件部署、数据迁移、培训两轮、驻场上线 10 个工作日；不含机床改造。",
            "delivery_cycle": "合同生效后 16 周，分三个里程碑",
            "delivery_days": 112,
            "advantage": "离线采集 72 小时不丢数据；苏州本地 4 小时到场；同类产线 23 条已运行两年以上。",
            "benefit": "计划员每天少核对 2.5 小时，质量隔离范围由整批缩到单炉，测算 14 个月收回投资。",
            "terms": "30% 预付，60% 验收后 10 个工作日，10% 质保期满。",
            "reduction_fen": 1_280_000,
            "valid_until": date(2024, 5, 31),
            "change_note": "按王总监意见增加离线采集",
        },
    ),
    "proposal_point": (
        {
            "pain": "报工靠手工，次日才能看到产量",
            "function": "工位扫码报工，断网可用",
            "value": "15 分钟内看到产量与废品",
            "case_study": "无锡同类工厂：计划员由 3 人减为 1 人",
            "position": 0,
        },
        {"pain": "追溯只到工单", "function": "炉批号双向追溯", "value": "隔离范围缩小九成", "position": 1},
    ),
    "proposal_item": (
        {
            "name": "生产执行软件（一期）",
            "specification": "4 条产线，含离线采集",
            "unit": "套",
            "price_fen": 48_000_000,
            "discount": 950,
        },
        {"name": "实施服务", "unit": "人天", "quantity": 60_000, "price_fen": 280_000, "tax_rate": 600, "position": 1},
        {"name": "工位终端", "specification": "IP65", "unit": "台", "quantity": 24_500, "price_fen": 318_000, "position": 2},
    ),
    "presentation": (
        {
            "presented_on": date(2024, 4, 2),
            "place": "恒力精密 3 楼会议室",
            "our_side": "王敏、陈思远",
            "their_side": "王建国、刘芳",
            "reaction": "王总监认可离线采集，刘经理嫌实施费高。",
            "next_action": "补一份三年总成本对比",
            "next_due": date(2024, 4, 8),
        },
    ),
    "presentation_point": (
        {
            "text": "断网恢复后数据会不会重复？",
            "raised_by": "王建国",
            "answer": "每条带唯一编号，重复的自动丢弃。",
            "settled_by": "陈思远",
            "due_on": date(2024, 4, 5),
            "settled": True,
        },
    ),
    "review": (
        {"paper": "proposal", "role": "product", "verdict": "passed", "comment": "功能都有现成模块。"},
        {"paper": "contract", "role": "legal", "verdict": "rejected", "comment": "违约金没有上限，请补。"},
        {
            "paper": "proposal",
            "role": "finance",
            "verdict": "passed",
            "comment": "毛利 38%，可以。",
            "decided_at": datetime(2024, 3, 28, 8, tzinfo=UTC),
        },
        {"paper": "contract", "role": "legal", "verdict": "passed", "comment": "已补上限 5%。", "round": 2},
    ),
    "letter_of_intent": (
        {
            "project": "产线数据采集与 ERP 替换",
            "amount_fen": 72_000_000,
            "sign_contract_by": date(2024, 5, 10),
            "valid_until": date(2024, 6, 30),
            "next_step": "乙方法务 4 月 30 日前提供合同初稿",
        },
    ),
    "intent_clause": (
        {"kind": "price", "title": "合作金额", "text": "含税总价暂定 ¥720,000.00，以正式合同为准。"},
        {"kind": "other", "title": "保密", "text": "双方对彼此资料保密，期限两年。", "position": 1},
    ),
    "contract": (
        {
            "number": "HT-2024-0051",
            "title": "产线数据采集与 ERP 替换合同",
            "amount_fen": 72_000_000,
            "deliver_by": date(2024, 8, 31),
            "effective_on": date(2024, 5, 10),
            "ends_on": date(2025, 8, 31),
            "place": "苏州工业园区",
            "signed_by_us": "沈启明",
        },
    ),
    "contract_clause": (
        {"kind": "price", "title": "合同总价", "text": "含税总价 ¥720,000.00。"},
        {"kind": "payment", "title": "付款方式", "text": "30% / 60% / 10%。", "position": 1},
        {
            "kind": "liability",
            "title": "违约责任",
            "text": "每逾期一日 0.05%，累计不超过 5%。",
            "difference": "纪要里没有上限，法务要求补",
            "position": 2,
        },
    ),
    "contract_risk": ({"key": "intellectual_property", "checked": True, "note": "源代码不交付，已写明"},),
    "contract_filing": (
        {
            "archived_at": datetime(2024, 5, 11, 3, tzinfo=UTC),
            "archive_place": "档案柜 B-07",
            "finance_told_on": date(2024, 5, 11),
            "delivery_told_on": date(2024, 5, 11),
        },
    ),
    "payment": (
        {"name": "首付款", "condition": "合同签订后 10 个工作日", "share": 300, "amount_fen": 21_600_000,
         "due_on": date(2024, 5, 24), "note": "催过一次"},
        {"name": "验收款", "condition": "验收合格后 10 个工作日", "share": 600, "amount_fen": 43_200_000,
         "due_on": date(2024, 9, 13), "position": 1},
        {"name": "质保金", "condition": "质保期满", "share": 100, "amount_fen": 7_200_000, "due_on": date(2025, 8, 31),
         "position": 2},
    ),
    "receipt": (
        {"received_on": date(2024, 5, 22), "amount_fen": 21_600_000, "method": "银行转账", "note": "农行到账"},
        {"received_on": date(2024, 9, 18), "amount_fen": 20_000_000, "method": "承兑汇票"},
    ),
    "order_notice": (
        {
            "content": "按合同 HT-2024-0051 交付一期软件、24 台终端与实施服务。",
            "deliver_by": date(2024, 8, 31),
            "deliver_to": "苏州工业园区星湖街 218 号一号车间",
            "standard": "按需求分析报告第 2 版逐条验收",
            "attention": "车间 7 月第 2 周停电检修，不能安排上线",
            "sent_on": date(2024, 5, 13),
            "accepted_on": date(2024, 5, 14),
        },
    ),
    "project": (
        {
            "name": "恒力一期上线项目",
            "goal": "8 月 31 日前 4 条产线全部扫码报工",
            "scope": "一号车间 4 条产线；二号车间不在本期",
            "starts_on": date(2024, 5, 20),
            "ends_on": date(2024, 8, 31),
            "kickoff_on": date(2024, 5, 22),
            "kickoff_held": date(2024, 5, 22),
            "place": "恒力精密 3 楼会议室",
            "communication": "每周五 16:00 例会；日常用企业微信群",
            "escalation": "两个工作日没有答复的事项，升级到王建国与陈思远",
        },
    ),
    "project_member": (
        {"side": "us", "name": "陈思远", "role": "项目经理", "duty": "计划、沟通、验收", "phone": "13800138001"},
        {"side": "customer", "name": "赵勇", "role": "业务负责人", "duty": "流程确认、组织测试", "position": 1},
    ),
    "milestone": (
        {"name": "调研确认", "deliverable": "调研报告", "owner": "陈思远", "planned_on": date(2024, 6, 7),
         "due_on": date(2024, 6, 7), "done_on": date(2024, 6, 6)},
        {"name": "两条产线试运行", "deliverable": "试运行报告", "owner": "陈思远", "planned_on": date(2024, 7, 26),
         "due_on": date(2024, 8, 2), "position": 1},
    ),
    "progress_report": (
        {"serial": 1, "week_from": date(2024, 6, 3), "week_to": date(2024, 6, 9), "percent": 15,
         "done": "完成一号车间调研；确认工位清单 24 个。", "planned": "部署测试环境。",
         "help_needed": "请提供 ERP 只读账号。", "sent_on": date(2024, 6, 9), "note": "客户信息部人手紧"},
        {"serial": 2, "week_from": date(2024, 6, 10), "week_to": date(2024, 6, 16), "percent": 25,
         "done": "测试环境可用。", "planned": "导入物料与工艺数据。"},
    ),
    "problem": (
        {"found_on": date(2024, 6, 12), "text": "工位终端到货推迟一周", "impact": "试运行推迟到 8 月 2 日",
         "solution": "先用备用终端 6 台", "owner": "陈思远", "due_on": date(2024, 6, 20), "note": "供应商原因"},
    ),
    "change_order": (
        {"title": "增加看板大屏", "reason": "总经理希望车间入口可见产量", "raised_by": "王建国",
         "raised_on": date(2024, 6, 18), "price_fen": 2_800_000, "days": 7, "responsibility": "甲方承担新增费用",
         "note": "毛利不低于 30%"},
    ),
    "change_item": (
        {"kind": "add", "text": "55 寸看板一块及接入", "standard": "1 分钟内刷新"},
        {"kind": "remove", "text": "纸质日报模板", "position": 1},
    ),
    "visit": (
        {"occasion": "验收后 1 个月", "due_on": date(2024, 10, 8), "visited_on": date(2024, 10, 9),
         "usage": "四条产线每天使用，二班偶有漏扫。", "satisfaction": 4, "complaint": "报表导出慢", "training": "需再培训二班",
         "second_need": "二号车间也想上", "referral": "苏州同福机械", "follow_up": "10 月 20 日前出二期估算"},
    ),
    "attachment": (
        {"kind": "signed_contract", "name": "HT-2024-0051 盖章扫描.pdf", "media_type": "application/pdf", "size": 182_400,
         "sha256": "0" * 64, "note": "财务留底"},
    ),
    "assignment": (
        {"points": 100, "reasons": ["华东 40", "制造业 30", "高 30"], "state": "confirmed", "override_reason": "老客户指定"},
    ),
    "clock_pause": (
        {"reason": "客户春节放假", "begins_at": datetime(2024, 2, 8, tzinfo=UTC), "ends_at": datetime(2024, 2, 19, tzinfo=UTC)},
    ),
    "checklist_tick": ({"item": "quotation_sent"},),
    "stage_change": ({"to_stage": "negotiation", "evidence": "客户书面确认需求"},),
    "anniversary": ({"name": "成立纪念日", "month": 5, "day": 18},),
    "customer_tag": ({"tag": "制造业"}, {"tag": "决策链复杂"}),
}  # fmt: skip
