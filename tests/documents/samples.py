"""A believable deal for every document, so that the tests and the eyes see what a customer would."""

from __future__ import annotations

from datetime import date

from desktop_crm.charts.drawing import Box, Drawing, Label, Line
from desktop_crm.documents import Letterhead, Stamp
from desktop_crm.queries.document_data.acceptance_form import AcceptanceForm, AcceptedClause, Recheck, Rectification
from desktop_crm.queries.document_data.deal_pack import DealPack, PackedDeal
from desktop_crm.queries.document_data.deal_summary import AnsweredObjection, ChainPerson, DealSummary, Floor
from desktop_crm.queries.document_data.negotiation_memo import AgreedClause, NegotiationMemo, OpenPoint
from desktop_crm.queries.document_data.parties import CustomerSide, OurSide, Subject
from desktop_crm.queries.document_data.requirement_report import RequirementChange, RequirementLine, RequirementReport

LETTERHEAD = Letterhead("上海启明软件有限公司", "上海市浦东新区张江路 88 号 6 号楼", "021-5080 1234")
STAMP = Stamp("XQ-G20240310001", 2, date(2024, 3, 15), made_by="李晓明")
DRAFT = Stamp("", 1, date(2024, 3, 15), draft=True, made_by="李晓明")
CUSTOMER = CustomerSide(
    name="苏州恒力精密机械有限公司",
    industry="制造业 · 汽车零部件",
    region="江苏 苏州",
    address="苏州工业园区星湖街 218 号",
    contact="王建国",
    position="信息部 总监",
    phone="0512-6288 1000 转 816",
    email="wang.jianguo@hengli-precision.example.com",
)
US = OurSide(
    name="上海启明软件有限公司",
    address="上海市浦东新区张江路 88 号 6 号楼",
    contact="李晓明",
    phone="138 0013 8000",
    email="li.xiaoming@qiming.example.com",
)
SUBJECT = Subject("G20240310001", "ERP 替换与产线数据采集（一期）", CUSTOMER, US)


def requirement_report() -> RequirementReport:
    """Return a second version that changed one need and added another."""
    return RequirementReport(
        deal=SUBJECT,
        version=2,
        version_name="第 2 版",
        status="待客户确认",
        background="恒力精密现有 4 条机加工产线、320 名员工，年产值约 2.6 亿元。2023 年新增两家主机厂客户，要求在 2024 年"
        "三季度前提供批次级的质量追溯数据。\n现有系统上线于 2011 年，供应商已停止维护。",
        present_system="用友 U8（2011 年版）＋ 车间手工报表（Excel，每班 6 张）",
        present_supplier="本地代理商，维护合同 2024-06-30 到期",
        pains=(
            RequirementLine(
                "车间报工靠手工，次日上午才能看到前一天的产量与废品", "计划员每天多花 2.5 小时核对，急单经常排错"
            ),
            RequirementLine("质量追溯只能查到工单，查不到炉批号与操作者", "2023 年两次客诉均全批隔离，损失约 ¥380,000"),
            RequirementLine("库存账实不符，月末盘点停产一天", ""),
        ),
        goals=(
            RequirementLine("产量与废品数据 15 分钟内可见", "抽查 20 个班次，延迟超过 15 分钟的不多于 1 个"),
            RequirementLine("降低人工统计成本 15%", "以 2023 年四季度工时为基数，上线后第 3 个月对比"),
        ),
        needs=(
            RequirementLine("工位扫码报工，离线 8 小时不丢数据", "断网 8 小时后恢复，数据完整率 100%", "必须"),
            RequirementLine("炉批号到成品序列号双向追溯（A->B, B->A）", "任取 10 个序列号，3 分钟内查到炉批号", "必须"),
            RequirementLine(
                "与 SAP Business One（母公司）按日对账，接口说明见 https://docs.example.com/b1/service-layer/v2",
                "连续 5 个工作日差异为 0",
                "应当",
            ),
            RequirementLine("看板大屏", "车间入口一块 55 寸屏幕，1 分钟刷新", "可选"),
        ),
        decision_process="信息部初选 → 生产部试用两周 → 采购部比价（不少于三家）→ 总经理办公会批准",
        timeline="2024 年 4 月底前确定供应商，8 月 31 日前上线",
        budget="¥500,000.00 至 ¥800,000.00",
        change_note="生产部要求增加断网可用；母公司财务要求按日对账。",
        changes=(
            RequirementChange("修改", "需求", "工位扫码报工，离线 8 小时不丢数据（原：工位扫码报工）"),
            RequirementChange("新增", "需求", "与 SAP Business One（母公司）按日对账"),
        ),
        has_predecessor=True,
    )


def negotiation_memo() -> NegotiationMemo:
    """Return a memo with four clauses and two open points."""
    return NegotiationMemo(
        deal=SUBJECT,
        version=1,
        version_name="第 1 版",
        status="待双方确认",
        met_on=date(2024, 4, 18),
        place="苏州恒力精密 3 楼会议室",
        our_side="李晓明（客户经理）、陈思远（交付负责人）",
        their_side="王建国（信息部总监）、刘芳（采购经理）、赵勇（生产部经理）",
        agreed=(
            AgreedClause(
                "合同总价", "一期软件与实施服务含税总价 ¥720,000.00（大写：柒拾贰万元整），含 12 个月免费维护。", "价格"
            ),
            AgreedClause(
                "付款方式",
                "合同签订后 10 个工作日内付 30%；上线验收合格后 10 个工作日内付 60%；质保期满付 10%。\n以银行转账支付，乙方先开具等额增值税专用发票。",
                "付款",
            ),
            AgreedClause("交付标准", "以双方确认的《需求分析报告》第 2 版为准，逐条验收。", "交付"),
            AgreedClause(
                "违约责任", "因乙方原因延期上线，每逾期一日按合同总价的 0.05% 支付违约金，累计不超过 5%。", "责任"
            ),
        ),
        open_points=(
            OpenPoint("SAP 对账接口费用", "母公司是否提供接口账号，费用由谁承担", "刘芳", date(2024, 4, 25)),
            OpenPoint("驻场人数", "", "陈思远", None),
        ),
        next_step="4 月 26 日前双方回复未决事项；4 月 30 日前由乙方法务提供合同初稿。",
    )


def acceptance_form() -> AcceptanceForm:
    """Return a form where one clause failed once and passed after its rectification."""
    return AcceptanceForm(
        deal=SUBJECT,
        project="ERP 替换与产线数据采集（一期）",
        contract_number="HT-2024-0051",
        place="苏州恒力精密 一号车间",
        our_side="陈思远",
        their_side="赵勇、王建国",
        clauses=(
            AcceptedClause("工位扫码报工，离线可用", "断网 8 小时后恢复，数据完整率 100%", "通过", date(2024, 8, 27)),
            AcceptedClause("炉批号双向追溯", "任取 10 个序列号，3 分钟内查到炉批号", "通过", date(2024, 8, 20)),
            AcceptedClause("与 SAP 按日对账", "连续 5 个工作日差异为 0", "待验收", None),
        ),
        rectifications=(
            Rectification(
                "1. 工位扫码报工，离线可用",
                "第 1 轮",
                "断网 5 小时后缓存写满，丢失 12 条",
                "缓存改为本地数据库，容量 72 小时",
                date(2024, 8, 26),
            ),
        ),
        rechecks=(Recheck("1. 工位扫码报工，离线可用", "第 2 轮", "通过", date(2024, 8, 27), "赵勇"),),
        passed=2,
        failed=0,
        pending=1,
        conclusion="两项通过，对账条款于 9 月 10 日前验收。",
    )


def deal_pack() -> DealPack:
    """Return the cover of a pack for one deal."""
    deal = PackedDeal(SUBJECT.number, SUBJECT.title, CUSTOMER.name, "王建国（信息部 总监）")
    return DealPack(CUSTOMER.name, SUBJECT.title, US, single=deal)


def deal_summary() -> DealSummary:
    """Return the internal summary with a floor that no customer may see."""
    return DealSummary(
        deal=SUBJECT,
        stage="商务谈判",
        grade="A",
        source="官网-产品页",
        amount=72_000_000,
        budget="¥500,000.00 至 ¥800,000.00",
        expected_close=date(2024, 5, 10),
        need="替换 2011 年的 ERP，采集产线数据",
        next_step="答复 SAP 接口费用",
        next_due=date(2024, 4, 25),
        note="总经理最看重三季度追溯要求，价格不是第一位。",
        people=(
            ChainPerson("周志强", "总经理", "决策者", "中立", 5, "张总监", "只在办公会上见过"),
            ChainPerson("王建国", "信息部 总监", "影响者", "支持", 4, "李晓明", ""),
        ),
        objections=(AnsweredObjection("比本地代理商贵 20%", "三年总成本低 12%", "无锡同类客户对比表", "已解决"),),
        floor=Floor("三季度前能追溯", 65_000_000, "8.5 折", "90 天", "要求源代码", "先谈范围，后谈价格"),
    )


def chain() -> Drawing:
    """Return a small decision chain with a gap."""
    return Drawing(
        640,
        240,
        (
            Box(220, 10, 200, 60, "#FFFFFF", "#2563EB", 6),
            Label(236, 34, "周志强 总经理", 12, bold=True),
            Label(236, 56, "决策者 · 中立", 10, color="#5B6676"),
            Box(40, 150, 200, 60, "#FFFFFF", "#1B2430", 6),
            Label(56, 174, "王建国 信息部总监 负责选型与试用评估", 12, bold=True, max_width=168),
            Label(56, 196, "影响者 · 支持", 10, color="#5B6676"),
            Box(400, 150, 200, 60, "#FFFFFF", "#9A5B00", 6, dashed=True),
            Label(500, 184, "尚未接触采购", 11, align="center", color="#9A5B00"),
            Line(((140, 150), (140, 110), (320, 110), (320, 70)), arrow=True),
            Line(((500, 150), (500, 110), (320, 110)), dashed=True),
        ),
    )
