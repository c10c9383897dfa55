"""Documents and packs as PDF."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from desktop_crm.cli.commands import cli, company, write_bytes
from desktop_crm.queries import records


class Audience(StrEnum):
    """Who reads a pack."""

    CUSTOMER = "customer"
    INTERNAL = "internal"


@cli.command(help="把商机的一份文件写成 PDF；没有签发过的是草稿。")
def document(
    context: typer.Context,
    key: str,
    deal: Annotated[str, typer.Option(help="线索编号")],
    output: Annotated[Path, typer.Option("--output", "-o")],
    issue: Annotated[bool, typer.Option("--issue", help="先签发")] = False,
) -> None:
    """Write one document of a deal."""
    from desktop_crm.documents.desk import print_sheet  # noqa: PLC0415 - paper is needed only here
    from desktop_crm.operations.documents import issue_document  # noqa: PLC0415

    with company(context.obj, must_exist=True) as store:
        with store.read() as session:
            deal_id = records.deal_id(session, deal)
        if issue:
            store.write(
                issue_document.name, issue_document.label, lambda session: issue_document(session, deal_id, key=key)
            )
        with store.read() as session:
            write_bytes(output, print_sheet(session, deal_id, key).pdf)


@cli.command(help="把一条或多条商机的文件装订成一份资料包 PDF。")
def pack(
    context: typer.Context,
    deal: Annotated[list[str], typer.Option(help="线索编号，可以重复")],
    output: Annotated[Path, typer.Option("--output", "-o")],
    audience: Annotated[Audience, typer.Option(help="给客户或内部")] = Audience.CUSTOMER,
) -> None:
    """Write a pack of documents."""
    from desktop_crm.documents.desk import PackOrder, print_pack  # noqa: PLC0415 - paper is needed only here

    with company(context.obj, must_exist=True) as store, store.read() as session:
        ids = tuple(records.deal_id(session, number) for number in deal)
        write_bytes(output, print_pack(session, PackOrder(ids, audience=audience.value)).pdf)
