"""Proposals for eyes and tests: full, minimal and extreme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from desktop_crm.queries.document_data.parties import CustomerSide, OurSide, Subject
from desktop_crm.queries.document_data.proposal import CustomerProposal, OfferedItem, OfferedPoint, OfferedTotal
from tests.documents.samples import SUBJECT

LONG = "批次级质量追溯要求任取一个成品序列号，三分钟内查到炉批号、班次、设备与操作者。"


def full() -> CustomerProposal:
    """Return a second version with every field filled."""
    return CustomerProposal(
        deal=SUBJECT,
        version=2,
        version_name="第 2 版",
        status="待客户确认",
        title="ERP 替换与产线数据采集（一期）合作方案",
        summary="恒力精密现有 4 条机加工产线、320 名员工，新增两家主机厂客户要求批次级追溯数据。\n"
        "现用系统上线于 2011 年，供应商已停止维护。",
        points=(
            OfferedPoint("报工靠手工，次日才见产量", "工位扫码报工，断网可用", "每天少 2.5 小时核对", "无锡某齿轮厂"),
            OfferedPoint("追溯只到工单", "炉批号到序列号双向追溯", "客诉隔离范围缩小到批次", "常州某轴承厂"),
        ),
        service="实施、培训与 12 个月驻场支持；不含网络布线。",
        delivery_cycle="合同生效后 90 天上线。",
        items=(
            OfferedItem("云帆 MES 制造执行系统", "专业版 50 点", 1000, "套", 68_000_000, 950, 1300, 64_600_000),
            OfferedItem("实施服务", "", 30_500, "人天", 250_000, 1000, 600, 7_625_000),
            OfferedItem("操作培训", "两期", 2000, "天", 0, 1000, 600, 0),
        ),
        price_terms="以上单价含税。",
        total=OfferedTotal(
            gross=71_225_000,
            net=63_487_415,
            taxes="13%：¥73,485.58\n6%：¥3,890.27",
            before=72_225_000,
            reduction=-1_000_000,
        ),
        advantage="断网 8 小时不丢数据，有第三方测试报告。",
        benefit="产量与废品 15 分钟内可见。",
        terms="签订后付 30%，验收后付 60%，质保期满付 10%。",
        valid_until=date(2024, 4, 14),
        change_note="生产部要求断网可用。",
    )


def minimal() -> CustomerProposal:
    """Return what a draft begun a minute ago has to say."""
    return CustomerProposal(
        deal=Subject("G1", "", CustomerSide(name="甲公司"), OurSide()),
        version=1,
        version_name="第 1 版",
        status="待客户确认",
        items=(OfferedItem("数据迁移", quantity=1000, discount=1000, tax_rate=600),),
        price_terms="以上单价不含税，税额另计，已列入合计。",
    )


def extreme() -> CustomerProposal:
    """Return 200 items, 40 points and texts of 5,000 characters."""
    item = OfferedItem(
        "超长名称的工业数据采集与边缘计算网关（防爆型）含安装支架与线缆", "X-200-AC380V-IP67-" * 2, 12_345_678, "平方米",
        9_999_999_999_99, 999, 1300, 12_333_332_098_775_32,
    )  # fmt: skip
    return replace(
        full(),
        summary=LONG * 140,
        points=tuple(OfferedPoint(LONG, LONG * 2, LONG, LONG) for _ in range(40)),
        service=LONG * 140,
        items=(item,) * 200,
        terms=LONG * 140,
        total=OfferedTotal(gross=10**17, net=88_495_575_221_238_938, taxes="13%：¥115,044,247,787,610.62"),
    )
