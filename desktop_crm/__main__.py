"""Where the program starts: the window at once, or the command line; a failure is said in one sentence."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system import log
from desktop_crm.system.display import has_display
from desktop_crm.system.paths import default_data_folder
from desktop_crm.system.translations import tr

DONE, FAILED, WRONG_USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out what was typed and return the exit status: 0 done, 1 refused or failed, 2 wrong usage."""
    _speak_utf8()
    try:
        return _run(sys.argv[1:] if arguments is None else list(arguments))
    except (Refused, Unavailable) as no:
        return _fail(no.reason)
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return _fail(tr("已中断。"))
    except Exception as error:  # noqa: BLE001 - the last place where a fault can be written down
        return _fail(tr("程序内部出错，没有完成。详情记录在 {file}", file=log.report(error)))
    finally:
        log.stop()


def _run(arguments: list[str]) -> int:
    folder, rest = _split_data(arguments)
    if rest:
        from desktop_crm import cli  # noqa: PLC0415 - the window needs no command line

        return cli.run(folder, rest)
    if not has_display():
        from desktop_crm import cli  # noqa: PLC0415

        raise Unavailable(cli.no_display())
    from desktop_crm import app  # noqa: PLC0415

    return app.run(folder)


def _split_data(arguments: list[str]) -> tuple[Path, list[str]]:
    """Take `--data DIR`, which may stand anywhere, out of the arguments."""
    rest = list(arguments)
    folder = default_data_folder()
    for at, word in enumerate(rest):
        if word.startswith("--data="):
            folder, rest = Path(word.partition("=")[2]), rest[:at] + rest[at + 1 :]
            break
        if word == "--data" and at + 1 < len(rest):
            folder, rest = Path(rest[at + 1]), rest[:at] + rest[at + 2 :]
            break
    return folder.expanduser(), rest


def _speak_utf8() -> None:
    """Write Chinese whatever the console's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - this is the command line
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
