"""Real rows with sensible defaults, in a real file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from desktop_crm.models import Company, Contact, Context, Customer, Deal, Member, Row, new_id
from desktop_crm.playbooks import Playbooks
from desktop_crm.rules.names import name_key
from desktop_crm.store import Store

P = ParamSpec("P")
R = TypeVar("R")

ME = new_id()  # the salesperson who works in every file


@cache
def _new_file() -> bytes:
    """Return a file with a company and a salesperson; making the schema each time would take most of a test."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "company.db")
        rows = (Member(id=ME, name="王敏"), Company(id="company", name="杭州启明软件有限公司"))
        store.write("make", "make", lambda session: session.add_all(rows))
        store.close()
        return (Path(folder) / "company.db").read_bytes()


class File:
    """A data file of its own for a test, with a company and a salesperson who works in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.playbooks = Playbooks()
        self.me = ME
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "company.db").write_bytes(_new_file())
        self.store = Store(folder / "company.db", {"playbooks": self.playbooks, "context": Context(ME, folder=folder)})

    def do(self, operation: Any, *args: Any, **values: Any) -> Any:
        """Carry out an operation as the workspace would."""
        return self.store.write(operation.name, operation.label, lambda session: operation(session, *args, **values))[0]

    def ask(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **values: P.kwargs) -> R:
        """Return what a query reads."""
        with self.store.read() as session:
            return query(session, *args, **values)

    def add(self, *rows: Row) -> str:
        """Store rows and return the id of the last one."""

        def work(session: Session) -> str:
            session.add_all(rows)
            session.flush()
            return rows[-1].id

        return self.store.write("make", "make", work)[0]

    def customer(self, name: str = "苏州恒力精密有限公司", **values: Any) -> str:
        """Store a customer."""
        return self.add(
            Customer(name=name, name_key=name_key(name), **{"industry": "制造业", "region": "华东", **values})
        )

    def contact(self, customer: str, name: str = "张伟", **values: Any) -> str:
        """Store a contact of a customer."""
        return self.add(
            Contact(customer_id=customer, name=name, **{"phone": "13800001234", "title": "采购总监", **values})
        )

    def deal(self, customer: str | None = None, **values: Any) -> str:
        """Store an open deal in the first stage of the default playbook, for a new customer unless one is given."""
        defaults: dict[str, Any] = {
            "number": "Z20240315001",
            "title": "ERP 替换",
            "need": "替换旧 ERP",
            "stage": self.playbooks.default.first_stage.key,
            "owner_id": self.me,
            "amount_fen": 80_000_000,
            "source": "展会",
            "grade": "A",
        }
        return self.add(Deal(customer_id=customer or self.customer(), **defaults | values))

    def close(self) -> None:
        """Close the file."""
        self.store.close()
