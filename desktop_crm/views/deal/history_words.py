"""The record of changes in plain words: what rows and columns are called, and how their values read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from desktop_crm.models import Outcome
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.playbooks.vocabulary import STATUS_NAMES
from desktop_crm.queries.history import FieldChange, Move, RowStory
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.decision_chain import STANCES
from desktop_crm.rules.terms import format_discount
from desktop_crm.system.translations import tr
from desktop_crm.views import labels

TABLES: Final[Mapping[str, str]] = {
    "deal": tr("商机"), "activity": tr("跟进"), "checklist_tick": tr("清单"), "stakeholder": tr("决策链"),
    "interview": tr("访谈准备"), "interview_question": tr("访谈问题"), "requirement": tr("需求报告"),
    "requirement_item": tr("需求条目"), "negotiation_floor": tr("谈判底线"), "objection": tr("客户异议"),
    "memo": tr("谈判纪要"), "memo_clause": tr("条款"), "acceptance": tr("验收"), "acceptance_clause": tr("验收条款"),
    "acceptance_check": tr("验收检查"), "issued_document": tr("文档"), "stage_change": tr("阶段变化"),
    "assignment": tr("分配"), "clock_pause": tr("暂停计时"),
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
    "points": tr("得分"),
}  # fmt: skip
# Columns that repeat what another row of the same change says, or say it for the program only.
REPEATED: Final = frozenset({"next_step", "next_due", "last_contact_at", "stage_since", "missing", "currency"})
MOVED: Final = frozenset({"playbook", "stage", "stage_status", "outcome", "closed_on"})
_VERBS: Final[Mapping[str, str]] = {"insert": tr("新增"), "delete": tr("删除"), "restore": tr("恢复")}
_TICKS: Final[Mapping[str, str]] = {"insert": tr("勾选"), "delete": tr("取消勾选"), "restore": tr("重新勾选")}
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "method": labels.METHODS,
    "outcome": labels.OUTCOMES,
    "stage_status": {**STATUS_NAMES},
    "role": labels.CHAIN_ROLES,
    "priority": labels.PRIORITIES,
    "result": labels.RESULTS,
}
_KINDS: Final[Mapping[str, Mapping[str, str]]] = {
    "requirement_item": labels.ITEM_KINDS,
    "interview_question": labels.QUESTION_KINDS,
    "memo_clause": labels.CLAUSE_KINDS,
    "objection": labels.OBJECTION_KINDS,
}
_STATUSES: Final[Mapping[str, Mapping[str, str]]] = {
    "activity": {"planned": tr("计划中"), "done": tr("已完成"), "cancelled": tr("已取消")},
    "requirement": labels.VERSION_STATUS,
    "memo": labels.VERSION_STATUS,
    "assignment": {
        "pending": tr("待确认"), "confirmed": tr("已确认"), "refused": tr("已拒绝"), "expired": tr("逾期未确认"),
        "withdrawn": tr("已收回"),
    },
}  # fmt: skip
_YES_NO: Final = frozenset({"met", "resolved", "agreed", "nurture"})
# What a new row is told by beside its name.
_FIRSTS: Final[Mapping[str, tuple[str, ...]]] = {
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
}  # fmt: skip
_SPEAKING: Final = frozenset({"method", "kind", "role", "result", "round", "version"})  # values that need no label
_LONGEST: Final = 60


class Wording:
    """Words for one deal's history; stages and checklist items are named by the playbooks."""

    def __init__(self, playbooks: Playbooks, playbook: Playbook) -> None:
        self._playbooks = playbooks
        self._playbook = playbook

    def move(self, move: Move) -> str:
        """Return where a deal went: `需求探查 → 方案制定`, with the outcome when it closed."""
        start = self._stage(move.from_playbook, move.from_stage) if move.from_stage else ""
        end = self._stage(move.to_playbook, move.to_stage)
        if move.outcome in {Outcome.LOST, Outcome.INVALID}:
            return f"{end} → {labels.OUTCOMES[move.outcome]}"
        if not start:
            return end
        if start == end:
            return f"{end}（{labels.OUTCOMES[move.outcome]}）"
        return f"{start} → {end}"

    def story(self, story: RowStory, *, moved: bool = False) -> tuple[str, ...]:
        """Return the lines that tell what was done to a row; of a move the stage itself is told already."""
        if story.table == "stage_change":
            return ()
        subject = self._subject(story)
        if story.kind != "update":
            verbs = _TICKS if story.table == "checklist_tick" else _VERBS
            return () if story.table == "deal" and story.kind == "insert" else (self._made(story, verbs, subject),)
        told = REPEATED | MOVED if moved else REPEATED
        fields = [field for field in story.fields if story.table != "deal" or field.column not in told]
        before = "" if story.table == "deal" else f"{subject}　"
        return tuple(f"{before}{self._field(story.table, field)}" for field in fields if field.column in COLUMNS)

    def _made(self, story: RowStory, verbs: Mapping[str, str], subject: str) -> str:
        """Return that a row was made, with what it held at first; or that it went, or came back."""
        held = {field.column: field.new for field in story.fields} if story.kind == "insert" else {}
        told: list[str] = []
        for column in _FIRSTS.get(story.table, ()):
            value = self._value(story.table, column, held.get(column))
            if value and value != _short(story.name):
                told.append(value if column in _SPEAKING else f"{COLUMNS[column]}：{value}")
        return "　".join(filter(None, (f"{verbs[story.kind]}{subject}", " · ".join(told))))

    def _subject(self, story: RowStory) -> str:
        name = story.name
        if story.table == "checklist_tick":
            name = self._item(name)
        return f"{TABLES[story.table]}“{_short(name)}”" if name else TABLES[story.table]

    def _field(self, table: str, field: FieldChange) -> str:
        old, new = (self._value(table, field.column, value) for value in (field.old, field.new))
        return f"{COLUMNS[field.column]}：{old or tr('空')} → {new or tr('空')}"

    def _value(self, table: str, column: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if column == "stage":
            return self._stage(self._playbook.key, str(value))
        if column == "playbook":
            return self._playbooks.find(str(value)).name
        if column == "kind":
            return _KINDS.get(table, {}).get(str(value), str(value))
        if column in {"status", "state"}:
            return _STATUSES.get(table, {}).get(str(value), str(value))
        if column in _WORDS:
            return _WORDS[column].get(str(value), str(value))
        if column in _YES_NO:
            return tr("是") if value else tr("否")
        return _short(_plain(column, value))

    def _stage(self, playbook: str, stage: str) -> str:
        found = self._playbooks.find(playbook).find_stage(stage) or self._playbook.find_stage(stage)
        return found.name if found else stage

    def _item(self, key: str) -> str:
        items = (item for stage in self._playbook.stages for item in stage.checklist)
        return next((item.text for item in items if item.key == key), tr("旧清单的一项"))


_PATTERNS: Final[Mapping[str, str]] = {
    "longest_payment_days": tr("{value} 天"),
    "round": tr("第 {value} 轮"),
    "version": tr("第 {value} 版"),
}


def _plain(column: str, value: Any) -> str:
    if column in _PATTERNS:
        return _PATTERNS[column].format(value=value)
    if column == "lowest_discount":
        return format_discount(int(value))
    if column == "stance":
        return STANCES.get(int(value), str(value))
    if column.endswith("_fen") and isinstance(value, int):
        return format_yuan(value)
    if column.endswith("_at"):
        return f"{datetime.fromisoformat(str(value)).astimezone():%Y-%m-%d %H:%M}"
    return str(value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
