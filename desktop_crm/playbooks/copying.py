"""Makes a company's own playbook out of one that is there: a copy of the file under a new key and name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from desktop_crm.system.translations import tr

_KEY: Final = re.compile(r"^key = .*$", re.MULTILINE)
_NAME: Final = re.compile(r"^name = (['\"])(.*)\1$", re.MULTILINE)


def copy_playbook(source: Path, folder: Path) -> Path:
    """Copy the file `source` into `folder` and return the copy; its first key and name, the playbook's own, are new."""
    folder.mkdir(parents=True, exist_ok=True)
    target = _free(folder, source.stem)
    text = source.read_text(encoding="utf-8-sig")
    text = _KEY.sub(f"key = '{target.stem}'", text, count=1)
    text = _NAME.sub(lambda found: f"name = '{tr('{name}（我的）', name=found[2])}'", text, count=1)
    target.write_text(text, encoding="utf-8")
    return target


def _free(folder: Path, stem: str) -> Path:
    """Return a file name that is not taken: `my-full-cycle.toml`, then `my-full-cycle-2.toml`."""
    base = stem if stem.startswith("my-") else f"my-{stem}"
    number = 1
    while (made := folder / (f"{base}.toml" if number == 1 else f"{base}-{number}.toml")).exists():
        number += 1
    return made
