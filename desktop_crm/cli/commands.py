"""What all commands share: the list they are added to, and the company they work on."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import typer

from desktop_crm.models import Context
from desktop_crm.playbooks import Playbooks
from desktop_crm.refusal import Refused
from desktop_crm.store import Store, explained
from desktop_crm.system import log
from desktop_crm.system import settings as laptop
from desktop_crm.system.paths import DATA_FILE
from desktop_crm.system.translations import tr

cli = typer.Typer(
    name="desktop-crm",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="离线桌面客户管理。不带命令则打开窗口；--data DIR 使用另一个数据文件夹。",
)


def no_display() -> str:
    """Return the sentence for a machine on which no window can be shown."""
    names = [command.name or getattr(command.callback, "__name__", "") for command in cli.registered_commands]
    return tr("没有显示器，无法打开窗口。这些命令不需要显示器：{names}。", names=" ".join(sorted({*names} - {"demo"})))


@contextmanager
def company(folder: Path, *, must_exist: bool = False) -> Generator[Store]:
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


@contextmanager
def company_as_it_is(folder: Path) -> Generator[Store]:
    """Open the data of `folder`; where there is none yet, an empty company that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="desktop-crm-") as thrown_away:
        with company(folder if (folder / DATA_FILE).exists() else Path(thrown_away)) as store:
            yield store
        log.stop()


def write_bytes(file: Path, content: bytes) -> None:
    """Write a file and name it; raises `Unavailable` when that is not possible."""
    with explained():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    print(file)
