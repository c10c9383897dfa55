"""What giving out several leads would do: each with its member and the reasons, or why it goes to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop_crm.queries.lead_matching import lead_cards, propose, why_not
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A lead with the member it would go to, or why it goes to nobody."""

    lead_id: str
    lead: str
    grade: str
    member: str
    points: int | None
    why: str


def preview(session: Session, ids: Sequence[str]) -> list[PreviewLine]:
    """Return what giving out these leads would do, what cannot be given last."""
    cards = lead_cards(session, ids)
    barred = {card.id: why for card in cards if (why := why_not(card))}
    lines = [
        PreviewLine(
            made.lead.id,
            made.lead.customer or made.lead.title,
            made.lead.grade,
            made.choice.name if made.choice else "",
            made.choice.points if made.choice else None,
            _why(made.choice.reasons, made.choice.note) if made.choice else tr("团队里没有可以接收的人"),
        )
        for made in propose(session, [card.id for card in cards if card.id not in barred])
    ]
    return lines + [
        PreviewLine(card.id, card.customer or card.title, card.grade, "", None, barred[card.id])
        for card in cards
        if card.id in barred
    ]


def _why(reasons: tuple[str, ...], note: str) -> str:
    matched = " + ".join(reasons) or tr("没有相符的，按工作量")
    return tr("{matched}（{note}）", matched=matched, note=note) if note else matched
