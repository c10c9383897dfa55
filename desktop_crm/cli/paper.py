"""Documents and packs as PDF."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from sqlalchemy.orm import Session

from desktop_crm.cli.commands import cli, company, write_bytes
from desktop_crm.queries import records
from desktop_crm.refusal import Refused
from desktop_crm.store import explained
from desktop_crm.system.translations import tr

if TYPE_CHECKING:
    from desktop_crm.documents.desk import Printed


class Audience(StrEnum):
    """Who reads a pack."""

    CUSTOMER = "customer"
    INTERNAL = "internal"


@cli.command(
    help="把商机的一份文件写成 PDF。本身不签发：签发过且内容未变的照签发件输出，否则是带水印的草稿。"
    "followup_sheet 和 care_sheet 一条商机一行，--deal 可以重复；不写就是全部在跟进的商机。"
)
def document(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="文件的键，见 show documents")],
    output: Annotated[Path, typer.Option("--output", "-o")],
    deal: Annotated[list[str] | None, typer.Option(help="线索编号；列表类文件可以重复")] = None,
    item: Annotated[
        str, typer.Option(help="一条商机有几份时输出哪一份：show documents 编号 里的序号或名称；不写就是最新一份")
    ] = "",
    draft: Annotated[bool, typer.Option("--draft", help="签发过的也按草稿输出")] = False,
    issue: Annotated[bool, typer.Option("--issue", help="先签发再输出")] = False,
) -> None:
    """Write one document of a deal."""
    from desktop_crm.documents.desk import PACK, print_sheet  # noqa: PLC0415 - paper is needed only here
    from desktop_crm.documents.lists import is_list, print_list  # noqa: PLC0415
    from desktop_crm.documents.packs import PackOrder, print_pack  # noqa: PLC0415
    from desktop_crm.operations.documents import issue_document  # noqa: PLC0415

    if draft and issue:
        raise typer.BadParameter(tr("--draft 和 --issue 只能选一个"))
    with company(context.obj, must_exist=True) as store:
        with store.read() as session:
            ids = tuple(records.deal_id(session, number) for number in deal or ())
            if is_list(session, key) and not (draft or issue):
                write_bytes(output, print_list(session, key, ids or None).pdf)
                return
        if len(ids) != 1:
            raise typer.BadParameter(tr("请用 --deal 指定一条商机"), param_hint="--deal")
        (deal_id,) = ids
        with store.read() as session:
            item_id = _item_id(session, key, deal_id, item.strip())
        if issue:
            store.write(
                issue_document.name,
                issue_document.label,
                lambda session: issue_document(session, deal_id, key=key, item_id=item_id),
            )
        with store.read() as session:
            if key == PACK:
                printed = print_pack(session, PackOrder((deal_id,), watermark=tr("草稿") if draft else ""))
            else:
                printed = print_sheet(session, deal_id, key, item_id, draft=draft)
    write_bytes(output, printed.pdf)
    _warn(printed)


def _item_id(session: Session, key: str, deal_id: str, wanted: str) -> str:
    """Return the id of the one of several that is `wanted`, by its place from the oldest or its name; "" for the newest."""
    from desktop_crm.documents.desk import document_of, items  # noqa: PLC0415 - paper is needed only here

    if not wanted:
        return ""
    found = [one for one in items(session, document_of(session, key), deal_id) if one]
    named = {name: one.id for place, one in enumerate(found, 1) for name in (one.label, str(place))}
    if wanted in named:
        return named[wanted]
    if not found:
        raise Refused(tr("“{key}”在这条商机里没有几份可选，请去掉 --item。", key=key))
    there = "、".join(f"{place} {one.label}" for place, one in enumerate(found, 1))
    raise Refused(tr("没有“{wanted}”这一份，可用：{there}。", wanted=wanted, there=there))


def _warn(printed: Printed) -> None:
    """Say on stderr what a reader of the file must know."""
    if printed.state != "sound":
        print(tr("注意：存档的 PDF 丢失或被改动过，这一份按存档数据重新排出。"), file=sys.stderr)
    elif printed.unissued:
        _warn_of_drafts(printed.unissued)


def _warn_of_drafts(titles: Sequence[str]) -> None:
    names = "、".join(titles)
    print(tr("草稿：{names}没有签发，或签发后又有改动，带“草稿”水印。", names=names), file=sys.stderr)


@cli.command(help="把一条或多条商机的文件装订成一份资料包 PDF，或每条商机一份。")
def pack(
    context: typer.Context,
    deal: Annotated[list[str], typer.Option(help="线索编号，可以重复")],
    *,
    output: Annotated[Path | None, typer.Option("--output", "-o")] = None,
    each: Annotated[Path | None, typer.Option("--each", help="每条商机一份，写入这个文件夹")] = None,
    audience: Annotated[Audience, typer.Option(help="给客户或内部")] = Audience.CUSTOMER,
    watermark: Annotated[str, typer.Option(help="每页的水印，如 机密")] = "",
    attachments: Annotated[bool, typer.Option(help="装订附件中的扫描件")] = True,
    duplex: Annotated[bool, typer.Option("--duplex", help="双面打印：每份文件从正面开始")] = False,
    draft: Annotated[bool, typer.Option("--draft", help="每页加“草稿”水印")] = False,
) -> None:
    """Write a pack of documents, or one for each deal."""
    from desktop_crm.documents.packs import PackOrder, save_pack, write_each  # noqa: PLC0415 - paper is needed only here

    if (output is None) == (each is None):
        raise typer.BadParameter(tr("--output 和 --each 必须且只能选一个"))
    across = " · ".join(dict.fromkeys(filter(None, (watermark.strip(), tr("草稿") if draft else ""))))
    with company(context.obj, must_exist=True) as store, store.read() as session, explained():
        ids = tuple(dict.fromkeys(records.deal_id(session, number) for number in deal))
        order = PackOrder(ids, None, audience.value, across, attachments, duplex)
        bound = save_pack(session, order, output) if output else write_each(session, order, each or Path())
    print(*bound.files, sep="\n")
    if bound.unissued:
        _warn_of_drafts(bound.unissued)
    if bound.skipped:
        print(tr("没有可印的文件，未装订：{names}。", names="、".join(bound.skipped)), file=sys.stderr)
