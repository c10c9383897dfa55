"""The report of an import in plain sentences, the same on the command line and in the window."""

from __future__ import annotations

from desktop_crm.exchange.fields import KIND_NAMES, TableKind
from desktop_crm.operations.importing.report import Figures, TableReport, UnknownProduct
from desktop_crm.system.translations import tr


def told(figures: Figures, kind: TableKind) -> str:
    """Return figures such as `8,800 行：新增 7,375，待补全 1,425，更新 0，错误 0`; what is always nothing is left out."""
    parts = [tr("新增 {count:,}", count=figures.imported)]
    if kind is TableKind.LEADS:
        parts.append(tr("待补全 {count:,}", count=figures.incomplete))
    unchanged = tr("（其中 {count:,} 行没有变化）", count=figures.unchanged) if figures.unchanged else ""
    parts.append(tr("更新 {count:,}{unchanged}", count=figures.updated, unchanged=unchanged))
    parts.append(tr("错误 {count:,}", count=figures.errors))
    blank = tr("；另有空行 {count:,}", count=figures.blank) if figures.blank else ""
    return tr("{rows:,} 行：{parts}{blank}", rows=figures.rows, parts="，".join(parts), blank=blank)


def table_line(report: TableReport) -> str:
    """Return one line on one table."""
    place = f"{report.file} › {report.sheet}" if report.sheet else report.file
    return tr(
        "{place}（{kind}）{figures}",
        place=place,
        kind=KIND_NAMES[report.kind],
        figures=told(report.figures, report.kind),
    )


def product_line(product: UnknownProduct) -> str:
    """Return the sentence on a product's name that no product bears."""
    if product.close_id:
        return tr(
            "{typed}：没有这个产品，与 {close} 相近，{count:,} 行；可在导入后一键合并",
            typed=product.typed, close=product.close_name, count=product.count,
        )  # fmt: skip
    return tr("{typed}：没有这个产品，{count:,} 行；产品名称已原样保留", typed=product.typed, count=product.count)
