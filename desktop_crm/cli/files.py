"""Files in and out: import, export, check, backup, restore."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_crm.cli.commands import cli, company, company_as_it_is
from desktop_crm.exchange.record_sheets import RECORD_SHEETS
from desktop_crm.exchange.sheets_out import write_sheet
from desktop_crm.refusal import Unavailable
from desktop_crm.store import backup, explained
from desktop_crm.system.paths import DATA_FILE
from desktop_crm.system.translations import tr

if TYPE_CHECKING:
    from desktop_crm.documents.stored_files import StoredFile
    from desktop_crm.exchange.sources import Planned
    from desktop_crm.operations.importing.report import ImportReport


@cli.command(
    help="导出 deals、customers、contacts、activities、targets、followup_sheet 或 care_sheet 到 .xlsx 或 .csv 文件；activities 也可以到 .ics 日历。"
    "targets（目标）、followup_sheet（销售跟进表）和 care_sheet（客户关系维护跟进表）改动后可以再导入。"
)
def export(context: typer.Context, kind: str, file: Path) -> None:
    """Write a list into a sheet."""
    if kind == "activities" and file.suffix.lower() == ".ics":
        _export_calendar(context.obj, file)
        return
    if kind not in RECORD_SHEETS:
        raise typer.BadParameter(tr("可以导出：{kinds}", kinds=" ".join(RECORD_SHEETS)), param_hint="KIND")
    with company(context.obj, must_exist=True) as store, store.read() as session:
        count = write_sheet(file, RECORD_SHEETS[kind](session, store.info["playbooks"]))
    print(tr("已导出 {count} 条到 {file}", count=count, file=file))


def _export_calendar(folder: Path, file: Path) -> None:
    from desktop_crm.exchange.calendar_out import write_calendar  # noqa: PLC0415 - loads the calendar library
    from desktop_crm.queries.calendar import CalendarFilter  # noqa: PLC0415
    from desktop_crm.queries.calendar_export import calendar_items  # noqa: PLC0415

    with company(folder, must_exist=True) as store, store.read() as session:
        count = write_calendar(file, calendar_items(session, CalendarFilter()))
    print(tr("已导出 {count} 条到 {file}", count=count, file=file))


@cli.command(help="检查数据文件是否完好，附件和已签发的文件是否都在、有没有被改动。")
def check(context: typer.Context) -> None:
    """Say whether the data file is sound and every stored file is what it was; name those that are not."""
    from desktop_crm.documents.stored_files import stored_files  # noqa: PLC0415 - paper is needed only here

    with company(context.obj, must_exist=True) as store:
        problems = backup.check(store.engine)
        if problems:
            raise Unavailable(tr("数据文件有 {count} 处问题：{first}", count=len(problems), first=problems[0]))
        with store.read() as session, explained():
            files = list(stored_files(session))
    wrong = [file for file in files if file.state != "sound"]
    for file in wrong:
        print(_said(file))
    if wrong:
        raise Unavailable(
            tr(
                "数据文件完好，但有 {count} 个文件丢失或被改动：附件请用备份恢复，签发件可按存档数据重新输出。",
                count=len(wrong),
            )
        )
    print(tr("数据文件完好。"))
    if files:
        print(tr("{count:,} 个附件和签发件都在，内容未变。", count=len(files)))


def _said(file: StoredFile) -> str:
    kind = tr("附件") if file.attached else tr("签发件")
    state = tr("丢失") if file.state == "missing" else tr("被改动")
    return tr("{state}：{deal} 的{kind} {name}", state=state, deal=file.deal, kind=kind, name=file.name)


@cli.command(name="backup", help="把数据备份到一个文件：.zip 连同附件和已签发的文件，其他名字只备份数据。")
def back_up(context: typer.Context, file: Path) -> None:
    """Write a verified copy of the data, into a zip with all files beside it."""
    from desktop_crm.store import whole_backup  # noqa: PLC0415 - loads what packs

    with company(context.obj, must_exist=True) as store:
        if whole_backup.is_whole(file):
            count = whole_backup.copy_to(store.engine, context.obj, file)
            print(tr("已备份到 {file}，含 {count} 个附件和文件", file=file, count=count))
            return
        backup.copy_to(store.engine, file)
    print(tr("已备份到 {file}", file=file))
    if beside := len(whole_backup.files_beside(context.obj)):
        print(tr("其中不含 {count} 个附件和已签发的文件；用 .zip 结尾的名字可以一起备份。", count=beside))


@cli.command(help="用备份文件替换数据；原有数据另存，不会丢失。")
def restore(context: typer.Context, file: Path) -> None:
    """Put a backup in the place of the data."""
    from desktop_crm.store import whole_backup  # noqa: PLC0415 - loads what packs

    if whole_backup.is_whole(file):
        kept = whole_backup.restore(file, context.obj)
    else:
        kept = backup.restore(file, context.obj / DATA_FILE)
    print(tr("已恢复。原有数据保存在 {kept}", kept=kept) if kept else tr("已恢复。"))


@cli.command(name="import", help="导入表格（.xlsx .xls .csv），可以一次给多个文件；目标表按表头认出。")
def take_in(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument()],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明会发生什么，不写入")] = False,
    errors: Annotated[Path | None, typer.Option(help="把读不出来的内容写入这个 .xlsx")] = None,
) -> None:
    """Import sheets in one step that one undo takes back."""
    from desktop_crm.cli.targets import take_in_targets, told_apart  # noqa: PLC0415 - loads the spreadsheet reader
    from desktop_crm.exchange.error_workbook import write_error_workbook  # noqa: PLC0415
    from desktop_crm.operations.importing.summary import headline  # noqa: PLC0415
    from desktop_crm.operations.imports import import_tables  # noqa: PLC0415

    targets, files = told_apart(files)
    if targets:
        take_in_targets(context.obj, targets, dry_run=dry_run)
        if not files:
            return
    sources = _tables(files)
    if dry_run:
        with company_as_it_is(context.obj) as store, store.read() as session:
            report = import_tables(session, sources, dry_run=True)
    else:
        with company(context.obj) as store:
            report = store.write(
                import_tables.name, import_tables.label, lambda session: import_tables(session, sources)
            )[0]
    for line in _report_lines(report):
        print(line)
    print(tr("这是预演，没有写入任何内容。") if dry_run else headline(report.total))
    if errors is not None:
        count = write_error_workbook(errors, report.error_lines())
        print(tr("{count} 处问题写入 {file}", count=count, file=errors))


def _tables(files: Sequence[Path]) -> list[Planned]:
    """Return the tables of all files with how to read them; a sheet that is no table we know is named and left out."""
    from desktop_crm.exchange.sources import place_of, read_sources  # noqa: PLC0415

    found = [read_sources(file) for file in files]
    for sheet in (sheet for file in found for sheet in file.skipped):
        print(tr("没有认出，跳过：{place}", place=place_of(sheet)))
    return [table for file in found for table in file.planned]


def _report_lines(report: ImportReport) -> Iterator[str]:
    from desktop_crm.operations.importing.summary import product_line, table_line  # noqa: PLC0415

    yield from map(table_line, report.tables)
    yield from map(product_line, report.unknown_products)
