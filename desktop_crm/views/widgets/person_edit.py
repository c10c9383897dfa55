"""One line that reads a person: `李总 采购部 采购总监 决策者`."""

from __future__ import annotations

from typing_extensions import override

from desktop_crm.rules.decision_chain import ROLE_NAMES
from desktop_crm.rules.quick_person import QuickPerson, parse_person
from desktop_crm.system.translations import tr
from desktop_crm.views.widgets.parsed_edit import ParsedEdit


class PersonEdit(ParsedEdit[QuickPerson]):
    """Takes name, department, title, part and phone in one line, and shows how they are read."""

    @override
    def read(self, text: str) -> QuickPerson:
        return parse_person(text)

    @override
    def explain(self, value: QuickPerson) -> str:
        parts = (value.department, value.title, ROLE_NAMES[value.role] if value.role else "", value.phone)
        return " · ".join(part for part in parts if part) or tr("姓名")

    @override
    def shown(self, value: QuickPerson) -> str:
        return self.line.text()
