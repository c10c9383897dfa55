"""What the store uses of sqlcipher3, which ships no types: the interface of the standard library's sqlite3."""

from sqlite3 import Connection as Connection
from sqlite3 import DatabaseError as DatabaseError
from sqlite3 import Error as Error
from sqlite3 import OperationalError as OperationalError
from sqlite3 import connect as connect

sqlite_version: str
