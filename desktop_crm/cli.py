"""The command line: the same operations and queries as the window. Loaded only when a command was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from sqlalchemy.orm import Session

from desktop_crm.documents.desk import OWN_FOLDER
from desktop_crm.documents.library import documents
from desktop_crm.exchange.record_sheets import RECORD_SHEETS
from desktop_crm.exchange.sheets_out import write_sheet
from desktop_crm.models import Context
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries import metrics, records
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.store import Store, backup, explained
from desktop_crm.system import log
from desktop_crm.system import settings as laptop
from desktop_crm.system.display import has_display
from desktop_crm.system.paths import DATA_FILE
from desktop_crm.system.translations import tr

if TYPE_CHECKING:
    from desktop_crm.app import Program
    from desktop_crm.exchange.sources import Planned
    from desktop_crm.operations.importing.report import ImportReport


class Audience(StrEnum):
    """Who reads a pack."""

    CUSTOMER = "customer"
    INTERNAL = "internal"


class Theme(StrEnum):
    """The two looks of the window."""

    LIGHT = "light"
    DARK = "dark"


cli = typer.Typer(
    name="desktop-crm",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="离线桌面客户管理。不带命令则打开窗口；--data DIR 使用另一个数据文件夹。",
)


def run(folder: Path, arguments: Sequence[str]) -> int:
    """Carry out a command on the data folder and return its exit status; refusals and troubles come back out."""
    try:
        cli(args=list(arguments), prog_name="desktop-crm", obj=folder)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def no_display() -> str:
    """Return the sentence for a machine on which no window can be shown."""
    names = [command.name or getattr(command.callback, "__name__", "") for command in cli.registered_commands]
    return tr("没有显示器，无法打开窗口。这些命令不需要显示器：{names}。", names=" ".join(sorted({*names} - {"demo"})))


# ---- reading


@cli.command(help="列出数据。")
def show(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(help="deals customers contacts activities metrics playbooks documents history")
    ],
    key: Annotated[str, typer.Argument(help="编号、名称或键；不写则全部")] = "",
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """Print rows of one kind."""
    if kind not in READERS:
        raise typer.BadParameter(tr("可用的种类：{kinds}", kinds=" ".join(READERS)), param_hint="KIND")
    found = READERS[kind](context.obj, key)
    if key and not found:
        raise Refused(tr("没有找到“{key}”。", key=key))
    print(_json(found) if json else _lines(found))


def _stored(query: Callable[[Session, str], Any]) -> Callable[[Path, str], Any]:
    """Return a reader that asks the data file."""

    def read(folder: Path, key: str) -> Any:
        with _company(folder, must_exist=True) as store, store.read() as session:
            return query(session, key)

    return read


def _metrics(session: Session, _: str) -> metrics.Metrics:
    return metrics.metrics(session)


def _playbooks(folder: Path, key: str) -> list[Any]:
    known = Playbooks(folder / "playbooks")
    return [_summary(playbook) for playbook in known.values() if not key] + (
        [msgspec.to_builtins(known[key])] if key in known else []
    )


def _summary(playbook: Playbook) -> dict[str, Any]:
    return {
        "key": playbook.key,
        "name": playbook.name,
        "description": playbook.description,
        "stages": [{"key": stage.key, "name": stage.name, "role": stage.role} for stage in playbook.stages],
        "outcomes": [{"key": outcome.key, "name": outcome.name} for outcome in playbook.outcomes],
        "grades": [grade.key for grade in playbook.grades],
    }


def _documents(folder: Path, key: str) -> list[dict[str, str]]:
    return [
        {"key": document.key, "title": document.title, "stage": document.stage, "audience": document.audience}
        for document in documents(folder / OWN_FOLDER).values()
        if key in {"", document.key}
    ]


READERS: Mapping[str, Callable[[Path, str], Any]] = {
    "deals": _stored(records.deals),
    "customers": _stored(records.customers),
    "contacts": _stored(records.contacts),
    "activities": _stored(records.activities),
    "metrics": _stored(_metrics),
    "playbooks": _playbooks,
    "documents": _documents,
    "history": _stored(records.history),
}


def _json(found: Any) -> str:
    encoded = msgspec.json.Encoder(decimal_format="number").encode(found)
    return msgspec.json.format(encoded, indent=2).decode()


def _lines(found: Any) -> str:
    """Return what a person reads: a line for each record, or for each figure."""
    plain = msgspec.to_builtins(found)
    if isinstance(found, metrics.Metrics):
        return "\n".join(f"{name}\t{value}" for name, value in asdict(found).items())
    lines = ["\t".join(_word(value) for value in row.values()) for row in plain]
    return "\n".join(["\t".join(plain[0]), *lines]) if plain else tr("（没有）")


def _word(value: Any) -> str:
    if isinstance(value, list | tuple):
        return str(len(value)) if value and not isinstance(value[0], str) else "、".join(value)  # pyright: ignore[reportUnknownArgumentType]
    return "" if value is None else " ".join(str(value).split())


# ---- files


@cli.command(help="导出 deals、customers、contacts 或 activities 到 .xlsx 或 .csv 文件。")
def export(context: typer.Context, kind: str, file: Path) -> None:
    """Write a list into a sheet."""
    if kind not in RECORD_SHEETS:
        raise typer.BadParameter(tr("可以导出：{kinds}", kinds=" ".join(RECORD_SHEETS)), param_hint="KIND")
    with _company(context.obj, must_exist=True) as store, store.read() as session:
        count = write_sheet(file, RECORD_SHEETS[kind](session, store.info["playbooks"]))
    print(tr("已导出 {count} 条到 {file}", count=count, file=file))


@cli.command(help="检查数据文件是否完好。")
def check(context: typer.Context) -> None:
    """Say whether the data file is sound."""
    with _company(context.obj, must_exist=True) as store:
        problems = backup.check(store.engine)
    if problems:
        raise Unavailable(tr("数据文件有 {count} 处问题：{first}", count=len(problems), first=problems[0]))
    print(tr("数据文件完好。"))


@cli.command(name="backup", help="把数据备份到一个文件。")
def back_up(context: typer.Context, file: Path) -> None:
    """Write a verified copy of the data."""
    with _company(context.obj, must_exist=True) as store:
        backup.copy_to(store.engine, file)
    print(tr("已备份到 {file}", file=file))


@cli.command(help="用备份文件替换数据；原有数据另存，不会丢失。")
def restore(context: typer.Context, file: Path) -> None:
    """Put a backup in the place of the data."""
    kept = backup.restore(file, context.obj / DATA_FILE)
    print(tr("已恢复。原有数据保存在 {kept}", kept=kept) if kept else tr("已恢复。"))


@cli.command(name="import", help="导入表格（.xlsx .xls .csv），可以一次给多个文件。")
def take_in(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument()],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说明会发生什么，不写入")] = False,
    errors: Annotated[Path | None, typer.Option(help="把读不出来的内容写入这个 .xlsx")] = None,
) -> None:
    """Import sheets in one step that one undo takes back."""
    from desktop_crm.exchange.error_workbook import write_error_workbook  # noqa: PLC0415 - loads the spreadsheet reader
    from desktop_crm.operations.imports import import_tables  # noqa: PLC0415

    sources = _tables(files)
    with _company(context.obj) as store:
        if dry_run:
            with store.read() as session:
                report = import_tables(session, sources, dry_run=True)
        else:
            report = store.write(
                import_tables.name, import_tables.label, lambda session: import_tables(session, sources)
            )[0]
    for line in _report_lines(report):
        print(line)
    if dry_run:
        print(tr("这是预演，没有写入任何内容。"))
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


# ---- paper


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

    with _company(context.obj, must_exist=True) as store:
        with store.read() as session:
            deal_id = records.deal_id(session, deal)
        if issue:
            store.write(
                issue_document.name, issue_document.label, lambda session: issue_document(session, deal_id, key=key)
            )
        with store.read() as session:
            _write_bytes(output, print_sheet(session, deal_id, key).pdf)


@cli.command(help="把一条或多条商机的文件装订成一份资料包 PDF。")
def pack(
    context: typer.Context,
    deal: Annotated[list[str], typer.Option(help="线索编号，可以重复")],
    output: Annotated[Path, typer.Option("--output", "-o")],
    audience: Annotated[Audience, typer.Option(help="给客户或内部")] = Audience.CUSTOMER,
) -> None:
    """Write a pack of documents."""
    from desktop_crm.documents.desk import PackOrder, print_pack  # noqa: PLC0415 - paper is needed only here

    with _company(context.obj, must_exist=True) as store, store.read() as session:
        ids = tuple(records.deal_id(session, number) for number in deal)
        _write_bytes(output, print_pack(session, PackOrder(ids, audience=audience.value)).pdf)


def _write_bytes(file: Path, content: bytes) -> None:
    with explained():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    print(file)


# ---- the window and its pictures


@cli.command(help="在临时文件夹里打开示例公司。")
def demo(
    pictures: Annotated[Path | None, typer.Option(help="不打开窗口，把界面图片和资料包写入这个文件夹")] = None,
) -> None:
    """Open the window on the sample company, or write pictures of it."""
    if pictures is not None:
        with _window() as window:
            for screen, theme in (("board", "light"), ("board", "dark"), ("customers", "light")):
                _take(window, screen, theme, pictures / f"{screen}-{theme}.png", (1440, 900))
        return
    if not has_display():
        raise Unavailable(no_display())
    from desktop_crm import app  # noqa: PLC0415

    raise typer.Exit(app.run(Path(), demo=True))


@cli.command(help="不用显示器，拍下一个界面（board customers …）；没有数据时用示例公司。")
def snapshot(
    context: typer.Context,
    screen: str,
    output: Annotated[Path, typer.Option("--output", "-o")],
    size: Annotated[str, typer.Option(help="宽x高")] = "1440x900",
    theme: Annotated[Theme, typer.Option()] = Theme.LIGHT,
) -> None:
    """Write a picture of one screen."""
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", size)
    if not found:
        raise typer.BadParameter(tr("写成 宽x高，例如 1440x900"), param_hint="--size")
    folder: Path = context.obj
    with _window(folder if (folder / DATA_FILE).exists() else None) as window:
        _take(window, screen, theme, output, (int(found[1]), int(found[2])))


@contextmanager
def _window(folder: Path | None = None) -> Generator[Program]:
    """Give the window, unseen, on `folder` or on the sample company."""
    from desktop_crm import app  # noqa: PLC0415 - Qt loads only for pictures

    with app.offscreen(folder) as program:
        program.open()
        yield program


def _take(program: Program, screen: str, theme: str, file: Path, size: tuple[int, int]) -> None:
    from PySide6.QtCore import QSize  # noqa: PLC0415

    from desktop_crm.views import pictures  # noqa: PLC0415
    from desktop_crm.views.screens import PLACES  # noqa: PLC0415

    if program.window is None:
        raise Refused(tr("这个文件夹里还没有公司资料，请先打开窗口完成设置。"))
    keys = [place.key for place in PLACES]
    if screen not in keys:
        raise typer.BadParameter(tr("可用的界面：{keys}", keys=" ".join(keys)), param_hint="SCREEN")
    program.themes.choose("dark" if theme == "dark" else "light")
    program.window.go(screen)
    pictures.write(pictures.picture(program.window, QSize(*size)), file)
    print(file)


# ---- the data


@contextmanager
def _company(folder: Path, *, must_exist: bool = False) -> Generator[Store]:
    """Open the data file of `folder` as the window does, with its playbooks and who works here."""
    if must_exist and not (folder / DATA_FILE).exists():
        raise Refused(tr("这个文件夹里还没有数据：{folder}", folder=folder))
    settings = laptop.load(folder)
    store = Store(folder / DATA_FILE, {"playbooks": Playbooks(folder / "playbooks")})
    store.info["context"] = Context(settings.me, settings.slot, folder)
    log.start(folder)
    try:
        yield store
    finally:
        store.close()
