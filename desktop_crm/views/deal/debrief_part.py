"""The review of a closed deal in its overview: why it ended so, against whom, what it taught; internal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from desktop_crm.operations.deal_reviews import remove_review, review_deal
from desktop_crm.queries.deal_reviews import DealFacts, ReviewSheet, review_sheet
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.names import loose_key
from desktop_crm.rules.terms import format_discount
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.reading import Reading
from desktop_crm.views.widgets.buttons import icon_button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_LABEL = 80  # as wide as the labels of the facts beneath


class DebriefPart(Section):
    """Each answer is kept as it is given, and with the first one the reason that the deal was closed with."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(tr("复盘"), internal=True, parent=parent)
        self._workspace = workspace
        self._reading = Reading(workspace, self)
        self.deal_id = ""
        self.sheet: ReviewSheet | None = None
        self.known = QLabel(wordWrap=True)
        self.known.setProperty("role", "muted")
        self.reasons, self.rivals = ChipRow(wrap=True), ChipRow(one_only=True, wrap=True)
        self.other = QLineEdit(placeholderText=tr("别的原因，回车添加"))
        self.other.setAccessibleName(tr("别的原因"))
        self.texts = FactGrid()
        self.remove = icon_button("bin", tr("删除复盘"), self._on_remove)
        self._arrange()
        self.reasons.changed.connect(self._on_reasons)
        self.rivals.changed.connect(self._on_rival)
        self.other.returnPressed.connect(self._on_other)
        self.texts.edited.connect(self._on_text)
        self.hide()

    def show_deal(self, deal_id: str) -> None:
        """Read the review of a deal beside the window; until it is known nothing is shown of another one."""
        if deal_id != self.deal_id:
            self.start_over()
            self.deal_id = deal_id
        self._reading.ask(partial(review_sheet, deal_id=deal_id), self._show)

    def start_over(self) -> None:
        """Forget the deal shown before; what was being typed is kept with it."""
        self.texts.set_facts(())
        self.other.clear()
        self.sheet = None
        self.hide()

    def start(self, reveal: Callable[[], object]) -> None:
        """Put the keyboard on the reasons and bring them into sight, once they are there."""

        def begin() -> None:
            if self.sheet is not None:
                reveal()
                self.reasons.take_focus()

        self._reading.then(begin)

    # Inside

    def _show(self, found: ReviewSheet | None) -> None:
        self.sheet = found
        self.setVisible(found is not None)
        if found is None:
            return
        self.set_count(" · ".join(filter(None, (found.reviewer, _day(found)))) if found.written else tr("还没写"))
        self.remove.setVisible(found.written)
        self.known.setText(known_facts(found.facts))
        self._show_chips(found)
        self.texts.set_facts(
            (
                Fact("competitor", tr("竞争对手"), found.competitor),
                Fact("went_well", tr("做得好的"), found.went_well, "long"),
                Fact("went_badly", tr("没做好的"), found.went_badly, "long"),
                Fact("lesson", tr("经验教训"), found.lesson, "long"),
            )
        )

    def _show_chips(self, found: ReviewSheet) -> None:
        outcomes = self._workspace.playbooks.find(found.playbook).outcomes
        offered = [reason.name for one in outcomes if one.key == found.outcome for reason in one.reasons]
        named = {loose_key(found.competitor)} if found.competitor else set[str]()
        rivals = [found.competitor] if found.competitor else []
        rivals += [name for name in found.rivals if loose_key(name) not in named]
        for row, names, chosen in (
            (self.reasons, [*offered, *found.reasons], found.reasons),
            (self.rivals, rivals if len(rivals) > len(named) else [], (found.competitor,)),
        ):
            row.blockSignals(True)  # what is shown is not what somebody chose
            row.set_choices((name, name) for name in dict.fromkeys(names))
            row.choose(*chosen)
            row.blockSignals(False)
        self.rivals.setVisible(bool(self.rivals.chips()))
        self._rivals_label.setVisible(bool(self.rivals.chips()))

    def _on_reasons(self) -> None:
        chosen = self._chosen()
        if chosen or (self.sheet and self.sheet.written):  # to take back what was only proposed says nothing yet
            self._keep(reasons=chosen)

    def _on_other(self) -> None:
        if self.sheet and (typed := self.other.text().strip()):
            self.other.clear()
            self._keep(reasons=[*self._chosen(), typed])

    def _on_rival(self) -> None:
        self._keep(texts={"competitor": next(iter(self.rivals.chosen()), "")})

    def _on_text(self, key: str, value: object) -> None:
        self._keep(texts={key: str(value or "")})

    def _chosen(self) -> list[str]:
        return [chip.text() for chip in self.reasons.chips() if chip.isChecked()]

    def _keep(self, *, reasons: list[str] | None = None, texts: Mapping[str, str] | None = None) -> None:
        if self.sheet is None:
            return
        if reasons is None and not self.sheet.written:
            reasons = self._chosen()
        self._workspace.attempt(review_deal, self.deal_id, reasons=reasons, **(texts or {}))
        self.show_deal(self.deal_id)  # what was refused shows again what is kept

    def _on_remove(self) -> None:
        self._workspace.attempt(remove_review, self.deal_id)

    def _arrange(self) -> None:
        self._rivals_label = _label(tr("对手可能是"))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setVerticalSpacing(theme.px(theme.SNUG))
        grid.setColumnMinimumWidth(0, theme.px(_LABEL))
        grid.setColumnStretch(1, 1)
        grid.addWidget(_label(tr("原因")), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.reasons, 0, 1)
        grid.addWidget(self.other, 1, 1)
        grid.addWidget(self._rivals_label, 2, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.rivals, 2, 1)
        chips = QWidget()
        chips.setLayout(grid)
        for part in (self.known, chips, self.texts):
            self.add(part)
        self.add_action(self.remove)


def known_facts(facts: DealFacts) -> str:
    """Return in a line what nobody has to type: how long it took, its worth, the discount, how often one talked."""
    return " · ".join(
        filter(
            None,
            (
                "" if facts.days is None else tr("历时 {days} 天", days=f"{facts.days:,}"),
                "" if facts.amount_fen is None else format_yuan(facts.amount_fen),
                "" if facts.discount is None else tr("报价{discount}", discount=format_discount(facts.discount)),
                tr("联系 {count} 次", count=f"{facts.contacts:,}") if facts.contacts else tr("没有联系记录"),
            ),
        )
    )


def _day(found: ReviewSheet) -> str:
    return f"{found.reviewed_on:%Y-%m-%d}" if found.reviewed_on else ""


def _label(text: str) -> QLabel:
    made = QLabel(text)
    made.setProperty("role", "muted")
    made.setContentsMargins(0, theme.px(6), 0, 0)
    return made
