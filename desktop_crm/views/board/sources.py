"""The channels a lead may come from, as they are offered."""

from __future__ import annotations

from desktop_crm.system.translations import tr

SOURCES = (
    tr("官网"), tr("展会"), tr("转介绍"), tr("市场活动"), tr("合作伙伴"), tr("搜索推广"), tr("社交媒体"), tr("广告"), tr("沙龙"),
    tr("老客户推荐"),
)  # fmt: skip
