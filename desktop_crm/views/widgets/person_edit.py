"""One line that reads a person: `李总 采购部 采购总监 决策者`."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from desktop_crm.rules.decision_chain import ROLE_NAMES
from desktop_crm.rules.quick_person import QuickPerson, parse_person
from desktop_crm.system.translations import tr
from desktop_crm.views.widgets.parsed_edit import ParsedEdit


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """A person and the line that said so; leaving the field shows the line as it was typed."""

    person: QuickPerson
    text: str


class PersonEdit(ParsedEdit[TypedPerson]):
    """Takes name, department, title, part and phone in one line, and shows how they are read."""

    @override
    def read(self, text: str) -> TypedPerson:
        return TypedPerson(parse_person(text), text)

    @override
    def explain(self, value: TypedPerson) -> str:
        said = value.person
        parts = (said.department, said.title, ROLE_NAMES[said.role] if said.role else "", said.phone)
        return " · ".join(part for part in parts if part) or tr("姓名")

    @override
    def shown(self, value: TypedPerson) -> str:
        return value.text
