"""Where things lie: the resources shipped with the program and the user's data folder."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

DATA_FILE = "company.db"  # in a data folder

_PACKAGE = Path(__file__).resolve().parent.parent


def resources() -> Path:
    """Return the folder of shipped resources: inside an installed package, or beside it in a checkout."""
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def default_data_folder() -> Path:
    """Return the data folder used when none is named: `$DESKTOP_CRM_DATA` or the platform's place for user data."""
    named = os.environ.get("DESKTOP_CRM_DATA")
    return Path(named) if named else Path(platformdirs.user_data_dir("desktop-crm", appauthor=False))
