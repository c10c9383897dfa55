"""What the record of changes calls tables, columns and values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop_crm.playbooks.vocabulary import STATUS_NAMES
from desktop_crm.system.translations import tr
from desktop_crm.views import labels

TABLES: Final[Mapping[str, str]] = {
    "deal": tr("商机"), "activity": tr("跟进"), "checklist_tick": tr("清单"), "stakeholder": tr("决策链"),
    "interview": tr("访谈准备"), "interview_question": tr("访谈问题"), "requirement": tr("需求报告"),
    "requirement_item": tr("需求条目"), "negotiation_floor": tr("谈判底线"), "objection": tr("客户异议"),
    "memo": tr("谈判纪要"), "memo_clause": tr("条款"), "acceptance": tr("验收"), "acceptance_clause": tr("验收条款"),
    "acceptance_check": tr("验收检查"), "issued_document": tr("文档"), "stage_change": tr("阶段变化"),
    "assignment": tr("分配"), "clock_pause": tr("暂停计时"), "proposal": tr("方案"), "proposal_point": tr("方案价值点"),
    "proposal_item": tr("报价项"), "presentation": tr("方案讲解"), "presentation_point": tr("讲解反馈"),
    "review": tr("评审"), "letter_of_intent": tr("合作意向书"), "intent_clause": tr("意向书条款"),
    "contract": tr("合同"), "contract_clause": tr("合同条款"), "contract_risk": tr("合同风险点"),
    "contract_filing": tr("合同归档"), "attachment": tr("附件"), "payment": tr("回款计划"), "receipt": tr("到账"),
    "order_notice": tr("订单执行通知"), "project": tr("交付项目"), "project_member": tr("项目成员"),
    "milestone": tr("里程碑"), "progress_report": tr("进展周报"), "problem": tr("交付问题"),
    "change_order": tr("变更单"), "change_item": tr("变更内容"), "visit": tr("回访"), "closed_estimate": tr("结案赢率"), "deal_review": tr("复盘"),
    "improvement": tr("改进行动"),
}  # fmt: skip
COLUMNS: Final[Mapping[str, str]] = {
    "title": tr("名称"), "customer_id": tr("客户"), "contact_id": tr("联系人"), "owner_id": tr("负责人"),
    "first_responder_id": tr("首次响应人"), "product_id": tr("产品"), "product_name": tr("产品名称"),
    "playbook": tr("销售流程"), "stage": tr("阶段"), "stage_status": tr("阶段状态"), "outcome": tr("结果"),
    "outcome_reason": tr("原因"), "closed_on": tr("结束日期"), "grade": tr("等级"), "amount_fen": tr("金额"),
    "budget_low_fen": tr("预算下限"), "budget_high_fen": tr("预算上限"), "expected_close": tr("预计成交"),
    "source": tr("来源"), "sub_source": tr("细分来源"), "acquired_on": tr("获取时间"), "need": tr("需求"),
    "purchase_time": tr("采购时间"), "note": tr("备注"), "method": tr("方式"), "goal": tr("计划"), "due_on": tr("日期"),
    "happened_at": tr("时间"), "feedback": tr("客户反馈"), "objection": tr("异议"), "intention": tr("意向变化"),
    "status": tr("状态"), "role": tr("角色"), "stance": tr("态度"), "influence": tr("影响力"), "met": tr("已接触"),
    "covered_by_id": tr("我方对接人"), "background": tr("背景"), "opening": tr("开场白"), "value_points": tr("价值点"),
    "kind": tr("类型"), "question": tr("问题"), "answer": tr("回答"), "present_system": tr("现有系统"),
    "present_supplier": tr("现有供应商"), "decision_process": tr("决策流程"), "timeline": tr("时间节点"),
    "change_note": tr("变更说明"), "sent_on": tr("发送日期"), "confirmed_on": tr("确认日期"), "confirmed_by": tr("确认人"),
    "text": tr("内容"), "measure": tr("衡量标准"), "priority": tr("优先级"), "core_demands": tr("核心诉求"),
    "lowest_price_fen": tr("最低价格"), "lowest_discount": tr("最低折扣"), "longest_payment_days": tr("最长账期"),
    "walk_away": tr("退出条件"), "tactics": tr("策略"), "proof": tr("数据或案例"), "resolved": tr("已解决"),
    "met_on": tr("会谈日期"), "place": tr("地点"), "our_side": tr("我方"), "their_side": tr("对方"),
    "next_step": tr("下一步"), "agreed": tr("已谈妥"), "settled_by": tr("负责落实"), "project": tr("项目"),
    "contract_number": tr("合同编号"), "conclusion": tr("结论"), "accepted_on": tr("验收日期"), "standard": tr("标准"),
    "round": tr("轮次"), "result": tr("结果"), "checked_on": tr("检查日期"), "checked_by": tr("检查人"),
    "cause": tr("原因"), "rectification": tr("整改措施"), "rectify_by": tr("整改期限"), "evidence": tr("依据"),
    "number": tr("编号"), "signed_on": tr("签署日期"), "version": tr("版本"), "external_id": tr("外部编号"),
    "grade_reason": tr("评级依据"), "score_budget": tr("预算评分"), "score_need": tr("需求评分"),
    "score_decision": tr("决策评分"), "score_urgency": tr("紧迫评分"), "screened_at": tr("筛选"),
    "verified_at": tr("核实"), "nurture": tr("培育池"), "re_evaluate_on": tr("重新评估"), "due_at": tr("几点"),
    "minutes": tr("分钟"), "state": tr("状态"), "confirm_by": tr("确认期限"), "refuse_reason": tr("拒绝理由"),
    "override_reason": tr("指定理由"), "begins_at": tr("开始"), "ends_at": tr("到"), "reason": tr("原因"),
    "points": tr("得分"), "summary": tr("现状理解"), "service": tr("服务内容"), "delivery_cycle": tr("交付周期"),
    "delivery_days": tr("交付天数"), "advantage": tr("优势"), "benefit": tr("预期收益"), "terms": tr("商务条件"),
    "prices_include_tax": tr("含税报价"), "reduction_fen": tr("整单优惠"), "valid_until": tr("有效期至"), "pain": tr("痛点"),
    "function": tr("功能"), "value": tr("价值"), "case_study": tr("案例"), "name": tr("名称"),
    "specification": tr("规格"), "unit": tr("单位"), "quantity": tr("数量"), "price_fen": tr("价格"),
    "discount": tr("折扣"), "tax_rate": tr("税率"), "presented_on": tr("讲解日期"), "reaction": tr("客户反应"),
    "next_action": tr("后续行动"), "next_owner_id": tr("行动负责人"), "raised_by": tr("提出人"), "settled": tr("已答复"),
    "paper": tr("评审对象"), "verdict": tr("评审结论"), "comment": tr("评审意见"), "reviewer_id": tr("评审人"),
    "decided_at": tr("评审时间"), "sign_contract_by": tr("签约期限"), "deliver_by": tr("交付日期"),
    "effective_on": tr("生效日期"), "ends_on": tr("结束日期"), "signing": tr("签署方式"), "signed_by_us": tr("我方签署人"),
    "copies": tr("份数"), "difference": tr("差异说明"), "checked": tr("已核对"), "archived_at": tr("归档时间"),
    "archived_by_id": tr("归档人"), "archive_place": tr("存放位置"), "finance_told_on": tr("通知财务"),
    "delivery_told_on": tr("通知交付"), "condition": tr("付款条件"), "share": tr("比例"), "invoiced_on": tr("开票日期"),
    "received_on": tr("到账日期"), "content": tr("订单内容"), "deliver_to": tr("交付地点"), "attention": tr("注意事项"),
    "receiver_id": tr("接收人"), "scope": tr("范围"), "starts_on": tr("开始日期"), "kickoff_on": tr("启动会"),
    "kickoff_held": tr("启动会召开"), "communication": tr("沟通办法"), "escalation": tr("升级路径"), "side": tr("所属方"),
    "duty": tr("职责"), "phone": tr("电话"), "deliverable": tr("交付物"), "owner": tr("负责人"),
    "planned_on": tr("原定日期"), "done_on": tr("完成日期"), "week_from": tr("周起"), "week_to": tr("周止"),
    "percent": tr("进度"), "done": tr("本周完成"), "planned": tr("下周计划"), "help_needed": tr("需要配合"),
    "found_on": tr("发现日期"), "impact": tr("影响"), "solution": tr("解决办法"), "solved_on": tr("解决日期"),
    "raised_on": tr("提出日期"), "days": tr("工期变化"), "responsibility": tr("责任"), "occasion": tr("回访时点"),
    "visited_on": tr("回访日期"), "visitor_id": tr("回访人"), "usage": tr("使用情况"), "satisfaction": tr("满意度"),
    "complaint": tr("意见"), "training": tr("培训需求"), "second_need": tr("二次需求"), "referral": tr("转介绍"),
    "follow_up": tr("后续安排"), "assigned_at": tr("分配时间"), "graded_at": tr("评级时间"),
    "verified_by_id": tr("核实人"), "purpose": tr("目的"), "automatic": tr("自动计划"), "written_at": tr("写下时间"),
    "audience": tr("读者"), "issued_at": tr("签发时间"), "at": tr("时间"), "answered_at": tr("答复时间"),
    "reasons": tr("理由"), "close_pushes": tr("成交日推迟次数"), "chance": tr("赢率"), "by_hand": tr("人工设定"),
    "won": tr("赢单"), "competitor": tr("竞争对手"), "went_well": tr("做得好的"), "went_badly": tr("没做好的"), "lesson": tr("经验教训"),
    "reviewed_on": tr("复盘日期"), "finding": tr("发现"), "action": tr("行动"), "before": tr("改进前"), "after": tr("改进后"),
    "measured_on": tr("复看日期"), "effect": tr("效果"),
}  # fmt: skip
# Columns that repeat what another row of the same change says, or say it for the program only.
REPEATED: Final = frozenset(
    {
        "next_step",
        "next_due",
        "last_contact_at",
        "stage_since",
        "missing",
        "currency",
        "chart",
        "view",
        "before",
        "after",
    }
)
MOVED: Final = frozenset({"playbook", "stage", "stage_status", "outcome", "closed_on"})
VERBS: Final[Mapping[str, str]] = {"insert": tr("新增"), "delete": tr("删除"), "restore": tr("恢复")}
TICKS: Final[Mapping[str, str]] = {"insert": tr("勾选"), "delete": tr("取消勾选"), "restore": tr("重新勾选")}
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "method": labels.METHODS,
    "outcome": labels.OUTCOMES,
    "stage_status": {**STATUS_NAMES},
    "role": {**labels.MEMBER_ROLES, **labels.CHAIN_ROLES},
    "priority": labels.PRIORITIES,
    "result": labels.RESULTS,
    "verdict": labels.VERDICTS,
    "paper": labels.REVIEWED,
    "signing": labels.SIGNING_METHODS,
    "side": labels.SIDES,
}
KINDS: Final[Mapping[str, Mapping[str, str]]] = {
    "requirement_item": labels.ITEM_KINDS,
    "interview_question": labels.QUESTION_KINDS,
    "memo_clause": labels.CLAUSE_KINDS,
    "intent_clause": labels.CLAUSE_KINDS,
    "contract_clause": labels.CLAUSE_KINDS,
    "change_item": labels.SCOPE_CHANGES,
    "attachment": labels.ATTACHMENT_KINDS,
    "objection": labels.OBJECTION_KINDS,
}
STATUSES: Final[Mapping[str, Mapping[str, str]]] = {
    "activity": {"planned": tr("计划中"), "done": tr("已完成"), "cancelled": tr("已取消")},
    "requirement": labels.VERSION_STATUS,
    "memo": labels.VERSION_STATUS,
    "proposal": labels.VERSION_STATUS,
    "letter_of_intent": labels.SIGNED_STATUS,
    "contract": labels.SIGNED_STATUS,
    "change_order": labels.SIGNED_STATUS,
    "assignment": {
        "pending": tr("待确认"), "confirmed": tr("已确认"), "refused": tr("已拒绝"), "expired": tr("逾期未确认"),
        "withdrawn": tr("已收回"),
    },
}  # fmt: skip
YES_NO: Final = frozenset({"met", "resolved", "agreed", "nurture", "settled", "checked", "prices_include_tax"})
# What a new row is told by beside its name.
FIRSTS: Final[Mapping[str, tuple[str, ...]]] = {
    "activity": ("method", "due_on", "feedback", "objection", "intention"),
    "stakeholder": ("role",),
    "interview_question": ("kind",),
    "requirement_item": ("kind", "measure"),
    "negotiation_floor": (
        "lowest_price_fen", "lowest_discount", "longest_payment_days", "core_demands", "walk_away", "tactics",
    ),
    "objection": ("kind", "answer"),
    "memo_clause": ("text", "settled_by", "due_on"),
    "acceptance_clause": ("standard",),
    "acceptance_check": ("round", "result", "cause", "rectification", "rectify_by"),
    "issued_document": ("number", "version"),
    "assignment": ("points", "override_reason", "confirm_by"),
    "clock_pause": ("reason", "ends_at"),
    "proposal_point": ("function", "value", "case_study"),
    "proposal_item": ("price_fen",),
    "presentation": ("presented_on", "reaction", "next_action"),
    "presentation_point": ("raised_by", "settled_by", "due_on"),
    "review": ("paper", "round"),
    "intent_clause": ("text",),
    "contract_clause": ("text",),
    "attachment": ("kind",),
    "payment": ("condition", "amount_fen", "due_on"),
    "receipt": ("amount_fen", "received_on"),
    "project_member": ("side", "duty"),
    "milestone": ("deliverable", "due_on"),
    "problem": ("solution", "due_on"),
    "change_item": ("kind", "standard"),
    "visit": ("due_on",),
    "deal_review": ("lesson", "competitor", "reasons"),
    "improvement": ("finding", "due_on"),
}  # fmt: skip
