"""The diagram of a decision chain as shapes: who decides, who stands where, whom we have not reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop_crm.charts.chain_layout import HEAD, NO_DECIDER, PADDING, Block, ChainLayout, Place, arrange
from desktop_crm.charts.drawing import Box, Drawing, Label, Line, Shape
from desktop_crm.models import ChainRole
from desktop_crm.queries.decision_chain import DecisionChain, Person
from desktop_crm.rules.decision_chain import ROLE_BADGES, STANCES
from desktop_crm.system.translations import tr

INSET: Final = 10.0
BADGE_WIDTH: Final = 34.0
STANCE_ICON: Final = 14.0
_CHIP_WIDTH: Final = 30.0
_STEP: Final = 7.0
_RADIUS: Final = 6.0
_PAPER_WIDTHS: Final = (500.0, 720.0, 940.0, 1160.0)  # two to five columns
_PAPER_SHAPE: Final = 1.25  # height by width of the room on a page


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a drawing; the defaults are for paper and stay legible in black and white."""

    ground: str = "#F3F5F8"
    card: str = "#FFFFFF"
    border: str = "#8A94A3"
    line: str = "#5B6676"
    text: str = "#1B2430"
    muted: str = "#4A5565"
    badge: str = "#E9EDF2"
    decider: str = "#1B2430"
    on_decider: str = "#FFFFFF"
    warning: str = "#1B2430"


@dataclass(frozen=True, slots=True)
class Look:
    """How a chain is drawn: its colours, whether our ratings of people may be seen, and how stances are shown.

    With `icons` the place for the stance's icon (`stance_place`) is left free for the screen to paint it.
    """

    inks: Inks = Inks()
    ratings: bool = True
    icons: bool = False


def paper_drawing(chain: DecisionChain, *, ratings: bool, today: date) -> Drawing | None:
    """Return the diagram for a page, None for an empty chain; without `ratings` nobody's stance is in it."""
    if not chain.people:
        return None
    layouts = [arrange(chain.people, width=width) for width in _PAPER_WIDTHS]
    fitting = (layout for layout in layouts if layout.height <= layout.width * _PAPER_SHAPE)
    return draw(chain, next(fitting, layouts[-1]), Look(ratings=ratings), today=today)


def draw(chain: DecisionChain, layout: ChainLayout, look: Look, *, today: date) -> Drawing:
    """Return the shapes of a chain laid out as `layout`."""
    people = {person.id: person for person in chain.people}
    shapes: list[Shape] = []
    for block in layout.blocks:
        shapes += _block(block, look.inks, named=not _holds_only_placeholder(block, layout))
    shapes += (Line(link.points, look.inks.line, arrow=link.across) for link in layout.links)
    for key, place in layout.cards.items():
        shapes += _placeholder(place, look.inks) if key == NO_DECIDER else _card(people[key], place, look, today)
    return Drawing(layout.width, layout.height, tuple(shapes))


def stance_place(card: Place) -> Place:
    """Return where a card leaves room for the icon of the stance."""
    return Place(card.x + INSET, card.y + 51, STANCE_ICON, STANCE_ICON)


def contact_words(person: Person, today: date) -> str:
    """Return when the person was last reached, or will be, in a few words."""
    if person.last_contact is not None:
        return day_words(person.last_contact, today)
    if person.met:
        return tr("已接触")
    if person.planned is not None:
        return tr("约在{day}", day=day_words(person.planned, today))
    return tr("尚未接触决策者") if person.role == ChainRole.DECIDER else tr("未接触")


def day_words(day: date, today: date) -> str:
    """Return a day without its year where that is this year."""
    if day.year == today.year:
        return tr("{month}月{day}日", month=day.month, day=day.day)
    return f"{day.year}/{day.month}/{day.day}"


def _holds_only_placeholder(block: Block, layout: ChainLayout) -> bool:
    place = layout.cards.get(NO_DECIDER)
    return place is not None and block.place.holds(place.x, place.y)


def _block(block: Block, inks: Inks, *, named: bool) -> Iterator[Shape]:
    place = block.place
    yield Box(place.x, place.y, place.w, place.h, inks.ground, "", _RADIUS)
    name = (block.name or tr("部门未填")) if named else tr("决策者")
    yield Label(
        place.x + PADDING, place.y + HEAD - 9, name, 12, bold=True, color=inks.muted, max_width=place.w - 2 * PADDING
    )


def _placeholder(place: Place, inks: Inks) -> Iterator[Shape]:
    yield Box(place.x, place.y, place.w, place.h, "", inks.warning, _RADIUS, dashed=True)
    middle = place.x + place.w / 2
    yield Label(
        middle,
        place.middle - 3,
        tr("尚不知道决策者是谁"),
        13,
        bold=True,
        align="center",
        color=inks.warning,
        max_width=place.w - 16,
    )
    yield Label(
        middle,
        place.middle + 16,
        tr("谁拍板？补充决策者"),
        12,
        align="center",
        color=inks.muted,
        max_width=place.w - 16,
    )


def _card(person: Person, place: Place, look: Look, today: date) -> Iterator[Shape]:
    inks = look.inks
    unmet = person.role == ChainRole.DECIDER and not person.met
    edge = inks.warning if unmet else inks.border
    yield Box(place.x, place.y, place.w, place.h, inks.card, edge, _RADIUS, dashed=unmet)
    yield from _first_line(person, place, inks)
    yield from _second_line(person, place, inks)
    taken = 0.0
    if look.ratings:
        yield from _stance(person, place, look)
        taken = (STANCE_ICON if look.icons else 5 * _STEP) + 34
    color = inks.warning if unmet else inks.muted
    room = place.w - 2 * INSET - taken
    words = contact_words(person, today)
    yield Label(place.right - INSET, place.y + 63, words, 12, align="right", color=color, max_width=room)


def _first_line(person: Person, place: Place, inks: Inks) -> Iterator[Shape]:
    badge = ROLE_BADGES.get(person.role)
    room = place.w - 2 * INSET - (BADGE_WIDTH + 6 if badge else 0)
    yield Label(place.x + INSET, place.y + 23, person.name, 13, bold=True, color=inks.text, max_width=room)
    if badge:
        decides = person.role == ChainRole.DECIDER
        left = place.right - INSET - BADGE_WIDTH
        yield Box(left, place.y + 10, BADGE_WIDTH, 18, inks.decider if decides else inks.badge, "", 4)
        color = inks.on_decider if decides else inks.text
        yield Label(
            left + BADGE_WIDTH / 2,
            place.y + 23.3,
            badge,
            12,
            bold=decides,
            align="center",
            color=color,
            max_width=BADGE_WIDTH,
        )


def _second_line(person: Person, place: Place, inks: Inks) -> Iterator[Shape]:
    room = place.w - 2 * INSET - (_CHIP_WIDTH + 6 if person.covered_by else 0)
    title = person.title or tr("职务未填")
    yield Label(place.x + INSET, place.y + 43, title, 12, color=inks.muted, max_width=room)
    if person.covered_by:
        left = place.right - INSET - _CHIP_WIDTH
        yield Box(left, place.y + 31, _CHIP_WIDTH, 16, "", inks.border, 8)
        yield Label(
            left + _CHIP_WIDTH / 2, place.y + 43, person.covered_by, 10, align="center", color=inks.text, max_width=28
        )


def _stance(person: Person, place: Place, look: Look) -> Iterator[Shape]:
    """Yield the word, and where no icon will be painted five steps with ours filled."""
    left, inks = place.x + INSET, look.inks
    if not look.icons:
        for step in range(5):
            fill = inks.text if step == person.stance + 2 else ""
            yield Box(left + step * _STEP, place.y + 55.5, _STEP - 2, _STEP - 2, fill, inks.border)
    left += STANCE_ICON + 4 if look.icons else 5 * _STEP + 3
    yield Label(left, place.y + 63, STANCES.get(person.stance, ""), 12, color=inks.text, max_width=30)
