"""The window on the sample company, and pictures of it without a display."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_crm.cli.commands import cli, no_display, write_bytes
from desktop_crm.queries import records
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system.display import has_display
from desktop_crm.system.paths import DATA_FILE
from desktop_crm.system.translations import tr

if TYPE_CHECKING:
    from desktop_crm.app import Program
    from desktop_crm.views.main_window import MainWindow


class Theme(StrEnum):
    """The two looks of the window."""

    LIGHT = "light"
    DARK = "dark"


@cli.command(help="在临时文件夹里打开示例公司。")
def demo(
    pictures: Annotated[Path | None, typer.Option(help="不打开窗口，把界面图片和资料包写入这个文件夹")] = None,
) -> None:
    """Open the window on the sample company, or write pictures of it."""
    if pictures is not None:
        _write_demo(pictures)
        return
    if not has_display():
        raise Unavailable(no_display())
    from desktop_crm import app  # noqa: PLC0415

    raise typer.Exit(app.run(Path(), demo=True))


@cli.command(help="不用显示器，拍下一个界面（board customers …，其中一处写 figures.targets）；没有数据时用示例公司。")
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


def _write_demo(folder: Path) -> None:
    """Write what the window looks like on the sample company, and the pack of the deal with the most papers."""
    from desktop_crm.documents.packs import PackOrder, print_pack  # noqa: PLC0415 - paper is needed only here

    with _window() as program:
        for screen, theme in (("board", "light"), ("board", "dark"), ("customers", "light")):
            _take(program, screen, theme, folder / f"{screen}-{theme}.png", (1440, 900))
        shown = program.workspace.ask(records.fullest_deal)
        if shown and program.window is not None:
            program.window.open_deal(shown)
            _photograph(program.window, folder / "deal-light.png", (1440, 900))
            write_bytes(folder / "deal-pack.pdf", program.workspace.ask(print_pack, PackOrder((shown,))).pdf)


@contextmanager
def _window(folder: Path | None = None) -> Generator[Program]:
    """Give the window, unseen, on `folder` or on the sample company."""
    from desktop_crm import app  # noqa: PLC0415 - Qt loads only for pictures

    with app.offscreen(folder) as program:
        program.open()
        yield program


def _take(program: Program, screen: str, theme: str, file: Path, size: tuple[int, int]) -> None:
    from desktop_crm.views.screens import PLACES  # noqa: PLC0415 - Qt loads only for pictures

    if program.window is None:
        raise Refused(tr("这个文件夹里还没有公司资料，请先打开窗口完成设置。"))
    keys = [place.key for place in PLACES]
    if screen.partition(".")[0] not in keys:
        raise typer.BadParameter(tr("可用的界面：{keys}", keys=" ".join(keys)), param_hint="SCREEN")
    program.themes.choose("dark" if theme == "dark" else "light")
    program.window.go(screen)
    _photograph(program.window, file, size)


def _photograph(window: MainWindow, file: Path, size: tuple[int, int]) -> None:
    from desktop_crm.views import pictures  # noqa: PLC0415

    pictures.write(pictures.picture(window, size), file)
    print(file)
