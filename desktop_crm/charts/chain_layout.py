"""Where everything stands in the diagram of a decision chain: departments as blocks, people as cards, lines between.

Departments fill columns from the left. Inside a department the superior stands above, reports are indented below.
A line to another department runs through the lanes between the columns and never through a card.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from desktop_crm.models import ChainRole
from desktop_crm.queries.decision_chain import Person

NO_DECIDER: Final = "no-decider"  # the card of the decision maker nobody knows yet

CARD_WIDTH: Final = 184.0
WIDEST_CARD: Final = 248.0
CARD_HEIGHT: Final = 76.0
INDENT: Final = 16.0
PADDING: Final = 10.0
HEAD: Final = 26.0  # the department's name
BETWEEN_CARDS: Final = 8.0
BETWEEN_BLOCKS: Final = 12.0
GUTTER: Final = 20.0
LANE: Final = 6.0
LARGEST_BLOCK: Final = 8  # people of one department who stand together before another block begins

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.h

    @property
    def middle(self) -> float:
        """The height of the middle."""
        return self.y + self.h / 2

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies inside."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Block:
    """A department and its ground."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Link:
    """The line from a superior to a report; between departments it ends in an arrow."""

    superior: str
    person: str
    points: tuple[Point, ...]
    across: bool


@dataclass(frozen=True, slots=True)
class ChainLayout:
    """The whole diagram; `cards` are in reading order and include NO_DECIDER when nobody decides."""

    width: float
    height: float
    blocks: tuple[Block, ...]
    cards: Mapping[str, Place]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """People of one department with how deep each stands, in reading order."""

    department: str
    rows: tuple[tuple[str, int], ...]

    @property
    def height(self) -> float:
        return HEAD + len(self.rows) * (CARD_HEIGHT + BETWEEN_CARDS) - BETWEEN_CARDS + PADDING


@dataclass(slots=True)
class _Grid:
    """Equal columns with gutters wide enough for the lanes between them."""

    count: int
    column: float
    lanes: int
    tops: list[float] = field(default_factory=list[float])

    def __post_init__(self) -> None:
        self.tops = [self.top] * self.count

    @property
    def gutter(self) -> float:
        return GUTTER + max(0, self.lanes - 1) * LANE

    @property
    def top(self) -> float:
        return GUTTER / 2 + self.lanes * LANE if self.lanes else 0.0

    @property
    def width(self) -> float:
        return self.left(self.count)

    @property
    def height(self) -> float:
        return max(self.tops)

    def left(self, column: int) -> float:
        return column * (self.column + self.gutter)

    def lane_x(self, gutter: int, lane: int) -> float:
        """Return where a lane of the gutter before column `gutter` runs."""
        return self.left(gutter) - self.gutter + GUTTER / 2 + lane * LANE

    def lane_y(self, lane: int) -> float:
        """Return the height of a lane above all columns."""
        return GUTTER / 2 + lane * LANE

    def put(self, height: float) -> tuple[int, Place]:
        """Take the next place in the shortest column, the leftmost of equals."""
        column = min(range(self.count), key=lambda index: (self.tops[index], index))
        place = Place(self.left(column), self.tops[column], self.column, height)
        self.tops[column] = place.bottom + BETWEEN_BLOCKS
        return column, place


def arrange(people: Sequence[Person], *, width: float) -> ChainLayout:
    """Lay out `people` in as many columns as `width` holds, at least one; the result may be wider or narrower."""
    groups = _groups(people)
    deepest = max((depth for group in groups for _, depth in group.rows), default=0)
    home = {person: index for index, group in enumerate(groups) for person, _ in group.rows}
    across = [one for one in people if one.reports_to and home[one.id] != home[one.reports_to]]
    lanes = {boss: lane for lane, boss in enumerate(dict.fromkeys(one.reports_to for one in across))}
    grid = _grid(width, deepest * INDENT + 2 * PADDING, len(lanes), len(groups))
    return _placed(people, groups, grid, lanes)


def _grid(width: float, beside: float, lanes: int, groups: int) -> _Grid:
    """Return as many columns as `width` holds; cards take up what is left, to a limit."""
    grid = _Grid(1, CARD_WIDTH + beside, lanes)
    count = max(1, min(int(width // (grid.column + grid.gutter)), groups))
    card = min(WIDEST_CARD, max(CARD_WIDTH, width / count - grid.gutter - beside))
    return _Grid(count, card + beside, lanes)


def _placed(people: Sequence[Person], groups: Sequence[_Group], grid: _Grid, lanes: Mapping[str, int]) -> ChainLayout:
    blocks: list[Block] = []
    cards: dict[str, Place] = {}
    columns: dict[str, int] = {}
    home: dict[str, int] = {}
    card = grid.column - 2 * PADDING - INDENT * max((depth for group in groups for _, depth in group.rows), default=0)
    for group in groups:
        column, ground = grid.put(group.height)
        for row, (person, depth) in enumerate(group.rows):
            top = ground.y + HEAD + row * (CARD_HEIGHT + BETWEEN_CARDS)
            cards[person] = Place(ground.x + PADDING + depth * INDENT, top, card, CARD_HEIGHT)
            columns[person], home[person] = column, len(blocks)
        blocks.append(Block(group.department, ground))
    links = (
        _across(grid, cards, columns, one, lanes[one.reports_to])
        if home[one.reports_to] != home[one.id]
        else _below(cards, one)
        for one in people
        if one.reports_to
    )
    return ChainLayout(grid.width, grid.height, tuple(blocks), cards, tuple(links))


def _below(cards: Mapping[str, Place], person: Person) -> Link:
    """Return the line down the left side of the superior and into the report."""
    superior, card = cards[person.reports_to], cards[person.id]
    spine = superior.x + INDENT / 2
    points = ((spine, superior.bottom), (spine, card.middle), (card.x, card.middle))
    return Link(person.reports_to, person.id, points, across=False)


def _across(grid: _Grid, cards: Mapping[str, Place], columns: Mapping[str, int], person: Person, lane: int) -> Link:
    """Return the line out of the superior's right side, through the lanes, into the report's nearer side."""
    superior, card = cards[person.reports_to], cards[person.id]
    start, end = columns[person.reports_to], columns[person.id]
    out = grid.lane_x(start + 1, lane)
    if end > start:
        into, edge = grid.lane_x(end, lane), card.x
    else:
        into, edge = grid.lane_x(end + 1, lane), card.right
    points = [(superior.right, superior.middle), (out, superior.middle)]
    if into != out:
        points += [(out, grid.lane_y(lane)), (into, grid.lane_y(lane))]
    points += [(into, card.middle), (edge, card.middle)]
    return Link(person.reports_to, person.id, tuple(points), across=True)


def _groups(people: Sequence[Person]) -> list[_Group]:
    """Return the departments, those nearest the top of the chain first; big ones in several parts."""
    known = {person.id: person for person in people}
    levels = {person.id: _level(known, person) for person in people}
    departments = dict.fromkeys(person.department for person in people)
    members = {name: [one for one in people if one.department == name] for name in departments}

    def standing(name: str) -> tuple[bool, int]:
        return not name, min(levels[one.id] for one in members[name])

    groups = [group for name in sorted(departments, key=standing) for group in _parts(name, members[name])]
    if not any(person.role == ChainRole.DECIDER for person in people):
        groups.insert(0, _Group("", ((NO_DECIDER, 0),)))
    return groups


def _parts(department: str, members: Sequence[Person]) -> Iterator[_Group]:
    """Yield the department in blocks of whole reporting lines."""
    ids = {one.id for one in members}
    rows: list[tuple[str, int]] = []
    for head in members:
        if head.reports_to in ids:
            continue
        line = list(_line(head, members, 0))
        if rows and len(rows) + len(line) > LARGEST_BLOCK:
            yield _Group(department, tuple(rows))
            rows = []
        rows += line
    yield _Group(department, tuple(rows))


def _line(person: Person, members: Sequence[Person], depth: int) -> Iterator[tuple[str, int]]:
    yield person.id, depth
    for report in members:
        if report.reports_to == person.id:
            yield from _line(report, members, depth + 1)


def _level(known: Mapping[str, Person], person: Person) -> int:
    level = 0
    while person.reports_to:
        person, level = known[person.reports_to], level + 1
    return level


def card_at(layout: ChainLayout, x: float, y: float) -> str:
    """Return whose card lies at a point, "" for none."""
    return next((key for key, place in layout.cards.items() if place.holds(x, y)), "")


def neighbour(layout: ChainLayout, key: str, *, right: int = 0, down: int = 0) -> str:
    """Return the nearest card in a direction (`right` and `down` are -1, 0 or 1), or `key` when there is none."""
    here = layout.cards.get(key)
    if here is None:
        return next(iter(layout.cards), "")
    best, nearest = key, float("inf")
    for other, place in layout.cards.items():
        ahead = (place.x - here.x) * right + (place.y - here.y) * down
        aside = abs((place.y - here.y) * right) + abs((place.x - here.x) * down)
        away = ahead + 4 * aside
        if ahead > (CARD_WIDTH / 2 if right else 0) and away < nearest:
            best, nearest = other, away
    return best
