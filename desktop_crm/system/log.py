"""The log beside the data file: what the program did and where it failed, without what its users entered."""

from __future__ import annotations

import logging
import platform
import tempfile
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop_crm import __version__

FILE = "desktop-crm.log"
_LARGEST = 1_000_000
_KEPT = 2

_log = logging.getLogger("desktop_crm")


def start(folder: Path) -> None:
    """Write the log into `folder` from now on; where that is not possible, into the folder for temporary files."""
    stop()
    try:
        handler = _handler(folder)
    except OSError:
        handler = _handler(Path(tempfile.gettempdir()))
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False
    _log.info("started: version %s, Python %s, %s", __version__, platform.python_version(), platform.platform())


def stop() -> None:
    """Close the log file."""
    for handler in _open():
        _log.removeHandler(handler)
        handler.close()


def report(error: BaseException) -> str:
    """Write down a fault of the program: where it happened and of which kind; return the log's path for the user.

    The message of an error may quote what a customer said, so only kind and place are kept.
    """
    if not _open():
        start(Path(tempfile.gettempdir()))
    _log.error("fault in version %s\n%s", __version__, "".join(_traces(error)))
    return _open()[0].baseFilename


def _open() -> list[RotatingFileHandler]:
    return [handler for handler in _log.handlers if isinstance(handler, RotatingFileHandler)]


def _handler(folder: Path) -> RotatingFileHandler:
    return RotatingFileHandler(folder / FILE, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8")


def _traces(error: BaseException) -> list[str]:
    """Return the traceback of `error` and of what it came from, without messages and values."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [*_traces(earlier), "which led to\n"] if earlier else []
    kind = type(error)
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
    return [*before, *frames, f"{kind.__module__}.{kind.__qualname__}\n"]
