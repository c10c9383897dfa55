"""The database file: opening it, writing to it under the recorder, undo, search index, backup and migrations."""

from desktop_crm.store.changes import Changes
from desktop_crm.store.database import Store
from desktop_crm.store.troubles import explained

__all__ = ["Changes", "Store", "explained"]
