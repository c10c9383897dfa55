"""The internal review of a proposal or a contract: who is asked, what each said, and the rounds before (P2, K1)."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.models import Reviewed, Verdict
from desktop_crm.operations.reviews import (
    PAPER_PLACES,
    ask_for_review,
    assign_reviewer,
    give_verdict,
    withdraw_review,
)
from desktop_crm.queries.reviews import ReviewSheet, Round, Step, review_sheet
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.deal.review_bar import ReviewActions, ReviewBar
from desktop_crm.views.deal.review_step import StepActions, StepCard, moment_text
from desktop_crm.views.widgets.empty_state import EmptyState, FirstStep
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace


class ReviewSection(PageTab):
    """Internal: the standing on top, a card for each reviewer in their order, earlier rounds folded below.

    Up and Down go from card to card; P and R judge.
    """

    title = tr("评审")
    paper: ClassVar[Reviewed] = Reviewed.PROPOSAL

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        attempt = workspace.attempt
        self.cards: dict[str, StepCard] = {}
        self.bar = ReviewBar(
            ReviewActions(
                lambda roles: attempt(ask_for_review, self.deal_id, paper=self.paper, roles=roles),
                lambda: attempt(withdraw_review, self.deal_id, paper=self.paper),
                self._mend,
            )
        )
        self._actions = StepActions(
            lambda step, verdict, comment: attempt(give_verdict, step, verdict=verdict, comment=comment),
            lambda step, who: attempt(assign_reviewer, step, reviewer_id=who),
        )
        self._steps = QWidget()
        self._column_of_steps = QVBoxLayout(self._steps)
        self._column_of_steps.setContentsMargins(0, 0, 0, 0)
        self._column_of_steps.setSpacing(theme.px(theme.SNUG))
        self.before = Section(tr("历次评审"), folds=True)
        self._before = QLabel(wordWrap=True)
        self._before.setTextFormat(Qt.TextFormat.PlainText)
        self._before.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.before.add(self._before)
        self.before.set_folded(True)
        name = labels.REVIEWED[self.paper]
        self.empty = EmptyState(
            "shield",
            tr("{paper}起草之后，在这里请同事把关；退回的要改好再评，通过了才能往下走。", paper=name),
            FirstStep(tr("去起草{paper}", paper=name), self._mend, "right"),
        )
        self.set_parts(self.empty, self.bar, self._steps, self.before)

    @override
    def refresh(self) -> None:
        sheet = self.workspace.ask(review_sheet, self.deal_id, self.paper)
        self.empty.setVisible(sheet.version is None)
        self.bar.setVisible(sheet.version is not None)
        if sheet.version is not None:
            self.bar.show_sheet(sheet)
        self._show_steps(sheet)
        earlier = sheet.rounds[:-1]
        self.before.setVisible(bool(earlier))
        self.before.set_count(tr("{count} 轮", count=len(earlier)))
        self._before.setText("\n\n".join(round_text(found) for found in reversed(earlier)))

    @override
    def start_over(self) -> None:
        self.bar.start_over()

    @override
    def go_to(self, place: str) -> None:
        """Places: ask, or the id of a reviewer's part; else whoever's turn it is."""
        if not self.empty.isHidden():
            self.empty.steps()[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        turn = next((card for card in self.cards.values() if card.step.turn), None)
        card = self.cards.get(place, turn)
        if place == "ask" or card is None:
            self.bar.start()
            self.reveal(self.bar)
        else:
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reveal(card)

    # Inside

    def _show_steps(self, sheet: ReviewSheet) -> None:
        steps: tuple[Step, ...] = sheet.latest.steps if sheet.latest else ()
        wanted = {step.id for step in steps}
        for key in [key for key in self.cards if key not in wanted]:
            old = self.cards.pop(key)
            self._column_of_steps.removeWidget(old)
            old.hide()
            old.deleteLater()
        for place, step in enumerate(steps):
            card = self.cards.get(step.id)
            if card is None:
                card = self.cards[step.id] = StepCard(step, sheet.members, self._actions)
                card.stepped.connect(self._on_stepped)
                self._column_of_steps.insertWidget(place, card)
            card.show_step(step, place + 1)
        self._steps.setVisible(bool(steps))

    def _on_stepped(self, by: int) -> None:
        """Go to the next card that can be judged."""
        turns = [card for card in self.cards.values() if card.step.turn]
        at = next((at for at, card in enumerate(turns) if card.hasFocus()), None)
        if at is not None and 0 <= at + by < len(turns):
            turns[at + by].setFocus(Qt.FocusReason.TabFocusReason)
            self.reveal(turns[at + by])

    def _mend(self) -> None:
        self.go_to_requested.emit(PAPER_PLACES[self.paper])


class ProposalReviewSection(ReviewSection):
    """Product, technology, legal and finance judge a proposal, in any order."""

    key = "proposal.review"
    tables = ("review", "proposal", "proposal_point", "proposal_item", "member", "deal")
    paper = Reviewed.PROPOSAL


class ContractReviewSection(ReviewSection):
    """The playbook's roles judge a contract, one after the other."""

    key = "contract.review"
    tables = ("review", "contract", "contract_clause", "member", "deal")
    paper = Reviewed.CONTRACT


def round_text(found: Round) -> str:
    """Return a round of before: its number, version and day, then a line for each reviewer."""
    asked = short_day(clock.local_day(found.asked_at), clock.today())
    head = tr("第 {number} 轮 · v{version} · {day} 送审", number=found.number, version=found.version, day=asked)
    return "\n".join((head, *(f"　{_said(step)}" for step in found.steps)))


def _said(step: Step) -> str:
    verdict = tr("未评审") if step.verdict == Verdict.PENDING else labels.VERDICTS[step.verdict]
    words = "　".join(part for part in (step.role_name, step.reviewer, verdict, moment_text(step.decided_at)) if part)
    return f"{words}\n　　{step.comment}" if step.comment else words
