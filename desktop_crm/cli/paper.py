"""Documents and packs as PDF."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_crm.cli.commands import cli, company, write_bytes
from desktop_crm.queries import records
from desktop_crm.system.translations import tr

if TYPE_CHECKING:
    from desktop_crm.documents.desk import Printed


class Audience(StrEnum):
    """Who reads a pack."""

    CUSTOMER = "customer"
    INTERNAL = "internal"


@cli.command(help="把商机的一份文件写成 PDF。本身不签发：签发过且内容未变的照签发件输出，否则是带水印的草稿。")
def document(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="文件的键，见 show documents")],
    deal: Annotated[str, typer.Option(help="线索编号")],
    output: Annotated[Path, typer.Option("--output", "-o")],
    draft: Annotated[bool, typer.Option("--draft", help="签发过的也按草稿输出")] = False,
    issue: Annotated[bool, typer.Option("--issue", help="先签发再输出")] = False,
) -> None:
    """Write one document of a deal."""
    from desktop_crm.documents.desk import print_sheet  # noqa: PLC0415 - paper is needed only here
    from desktop_crm.operations.documents import issue_document  # noqa: PLC0415

    if draft and issue:
        raise typer.BadParameter(tr("--draft 和 --issue 只能选一个"))
    with company(context.obj, must_exist=True) as store:
        with store.read() as session:
            deal_id = records.deal_id(session, deal)
        if issue:
            store.write(
                issue_document.name, issue_document.label, lambda session: issue_document(session, deal_id, key=key)
            )
        with store.read() as session:
            printed = print_sheet(session, deal_id, key, draft=draft)
    write_bytes(output, printed.pdf)
    _warn(printed)


def _warn(printed: Printed) -> None:
    """Say on stderr what a reader of the file must know."""
    if printed.state != "sound":
        print(tr("注意：存档的 PDF 丢失或被改动过，这一份按存档数据重新排出。"), file=sys.stderr)
    elif printed.unissued:
        names = "、".join(printed.unissued)
        print(tr("草稿：{names}没有签发，或签发后又有改动，带“草稿”水印。", names=names), file=sys.stderr)


@cli.command(help="把一条或多条商机的文件装订成一份资料包 PDF。")
def pack(
    context: typer.Context,
    deal: Annotated[list[str], typer.Option(help="线索编号，可以重复")],
    output: Annotated[Path, typer.Option("--output", "-o")],
    audience: Annotated[Audience, typer.Option(help="给客户或内部")] = Audience.CUSTOMER,
    draft: Annotated[bool, typer.Option("--draft", help="每页加“草稿”水印")] = False,
) -> None:
    """Write a pack of documents."""
    from desktop_crm.documents.desk import PackOrder, print_pack  # noqa: PLC0415 - paper is needed only here

    with company(context.obj, must_exist=True) as store, store.read() as session:
        ids = tuple(records.deal_id(session, number) for number in deal)
        printed = print_pack(session, PackOrder(ids, audience=audience.value, draft=draft))
    write_bytes(output, printed.pdf)
    _warn(printed)
