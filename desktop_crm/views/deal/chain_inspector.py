"""The selected person of the decision chain, every fact edited where it stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.charts.decision_chain import contact_words
from desktop_crm.queries.decision_chain import DecisionChain, Person
from desktop_crm.rules.decision_chain import INFLUENCES, STANCES
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import CHAIN_ROLES
from desktop_crm.views.widgets.buttons import icon_button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact

CONTACT_FIELDS = frozenset({"name", "department", "title", "phone"})
_NUMBERS = frozenset({"stance", "influence"})


class ChainInspector(QFrame):
    """Shows a person and says `edited(person id, field, value)` with the value as it is stored."""

    edited = Signal(str, str, object)
    remove_requested = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person: Person | None = None
        self._title = QLabel()
        self._title.setProperty("role", "strong")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self.facts = FactGrid()
        self.facts.edited.connect(self._on_edited)
        self._arrange()

    def person_id(self) -> str:
        """Return whose facts are shown."""
        return self._person.id if self._person else ""

    def show_person(self, person: Person, chain: DecisionChain, today: date) -> None:
        """Show a person; a field that is open stays open, so `settle` it before showing another person."""
        self._person = person
        self._title.setText(person.name)
        self.facts.set_facts(_facts(person, chain, today))

    def settle(self) -> None:
        """Take over what stands in an open field."""
        if self._person is not None:
            for key in _KEYS:
                self.facts.field(key).commit()

    def edit(self, key: str) -> None:
        """Put the cursor into a field."""
        self.facts.field(key).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self, key: str, value: object) -> None:
        if self._person is not None:
            self.edited.emit(self._person.id, key, _stored(key, value))

    def _remove(self) -> None:
        self.remove_requested.emit(self.person_id())

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(icon_button("bin", tr("移出决策链"), self._remove))
        head.addWidget(icon_button("close", tr("收起"), self.closed.emit))
        page = QWidget()
        page.setObjectName("page")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, theme.px(theme.SNUG), 0)
        inside.addWidget(self.facts)
        inside.addStretch()
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(theme.GAP), theme.px(theme.SNUG), 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(head)
        column.addWidget(area, 1)


_KEYS = (
    "name", "role", "stance", "influence", "met", "covered_by_id", "reports_to", "department", "title", "phone",
    "last_contact", "note",
)  # fmt: skip


def _facts(person: Person, chain: DecisionChain, today: date) -> list[Fact]:
    nobody = (("", tr("无")),)
    colleagues = nobody + tuple((one.id, one.name) for one in chain.colleagues)
    others = nobody + tuple((one.id, one.name) for one in chain.people if one.id != person.id)
    met = "yes" if person.met else "no"
    facts = (
        Fact("name", tr("姓名"), person.name),
        Fact("role", tr("角色"), person.role, "choice", tuple(CHAIN_ROLES.items())),
        Fact("stance", tr("态度"), str(person.stance), "choice", _choices(STANCES)),
        Fact("influence", tr("影响力"), str(person.influence), "choice", _choices(INFLUENCES)),
        Fact("met", tr("接触"), met, "choice", (("yes", tr("已接触")), ("no", tr("未接触")))),
        Fact("covered_by_id", tr("跟进人"), person.covered_by_id, "choice", colleagues),
        Fact("reports_to", tr("上级"), person.reports_to, "choice", others),
        Fact("department", tr("部门"), person.department),
        Fact("title", tr("职务"), person.title),
        Fact("phone", tr("电话"), person.phone),
        Fact("last_contact", tr("最近接触"), contact_words(person, today), "fixed"),
        Fact("note", tr("内部备注"), person.note, "long"),
    )
    assert tuple(fact.key for fact in facts) == _KEYS
    return list(facts)


def _choices(words: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(key), text) for key, text in words.items())


def _stored(key: str, value: object) -> object:
    if key in _NUMBERS:
        return int(str(value))
    if key == "met":
        return value == "yes"
    return value
