"""The report of an import in plain sentences, the same on the command line and in the window."""

from __future__ import annotations

from desktop_crm.exchange.fields import KIND_NAMES, TableKind
from desktop_crm.operations.importing.report import Figures, TableReport, UnknownProduct
from desktop_crm.system.translations import tr


def headline(total: Figures) -> str:
    """Return what was done in one sentence, such as `已导入 3 行：新增 1，待补全 2`; what is nothing is left out."""
    taken = total.imported + total.incomplete + total.changed
    parts = [
        (total.imported, tr("新增 {count:,}", count=total.imported)),
        (total.incomplete, tr("待补全 {count:,}", count=total.incomplete)),
        (total.changed, tr("更新 {count:,}", count=total.changed)),
    ]
    if taken:
        said = "，".join(text for count, text in parts if count)
        return tr("已导入 {rows:,} 行：{parts}", rows=taken, parts=said) + _apart(total.unchanged, total.errors)
    if total.unchanged:
        return tr("没有新内容：{rows:,} 行都已在库中", rows=total.unchanged) + _apart(0, total.errors)
    return tr("没有导入任何内容") + _apart(0, total.errors)


def told(figures: Figures, kind: TableKind) -> str:
    """Return figures such as `8,800 行：新增 7,375，待补全 1,425，更新 0，错误 0`; what is always nothing is left out."""
    parts = [tr("新增 {count:,}", count=figures.imported)]
    if kind is TableKind.LEADS:
        parts.append(tr("待补全 {count:,}", count=figures.incomplete))
    parts.append(tr("更新 {count:,}", count=figures.changed))
    if figures.unchanged:
        parts.append(tr("没有变化 {count:,}", count=figures.unchanged))
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


def _apart(unchanged: int, errors: int) -> str:
    """Return what was read beside the rows that were taken in."""
    parts = [
        tr("没有变化 {count:,}", count=unchanged) if unchanged else "",
        tr("错误 {count:,}", count=errors) if errors else "",
    ]
    said = "，".join(filter(None, parts))
    return f"；{said}" if said else ""
