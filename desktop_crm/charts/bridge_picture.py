"""The bridge as a picture: what stood open, what came and went step by step, what stands open now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from desktop_crm.charts.drawing import Box, Drawing, Label, Line, Shape
from desktop_crm.rules.amounts import format_short, format_yuan
from desktop_crm.rules.bridge import STEPS, TAKEN, Bridge, Step
from desktop_crm.system.translations import tr

NAMES: Final[Mapping[Step, str]] = {
    "opening": tr("期初"),
    "new": tr("新增"),
    "grown": tr("金额增加"),
    "shrunk": tr("金额减少"),
    "slipped": tr("推迟出期"),
    "pulled_in": tr("提前入期"),
    "lost": tr("流失"),
    "won": tr("成交"),
    "closing": tr("期末"),
}
_TOP, _BOTTOM = 22, 24  # for the figures above and the names beneath
_THICK: Final = 0.62  # of a step's room


@dataclass(frozen=True, slots=True)
class BridgeInks:
    """The colours of the picture; the defaults are for paper."""

    whole: str = "#3B5B92"
    given: str = "#12805C"
    taken: str = "#C0362C"
    won: str = "#9A5B00"
    line: str = "#8A94A3"
    text: str = "#1B2430"
    muted: str = "#5B6676"


@dataclass(frozen=True, slots=True)
class Block:
    """A step between two heights in fen."""

    step: Step
    low: int
    high: int


def blocks(made: Bridge) -> tuple[Block, ...]:
    """Return the blocks from left to right: the two ends stand on the ground, the steps hang between them."""
    level, found = 0, list[Block]()
    for step in STEPS:
        if step in {"opening", "closing"}:
            found.append(Block(step, 0, made.amounts[step]))
            level = made.amounts[step]
        else:
            after = level + made.signed(step)
            found.append(Block(step, min(level, after), max(level, after)))
            level = after
    return tuple(found)


def bridge_drawing(made: Bridge, width: float, height: float, inks: BridgeInks | None = None) -> Drawing:
    """Return the picture at this size."""
    return Drawing(width, height, tuple(_shapes(made, width, height, inks or BridgeInks())))


def step_at(x: float, width: float) -> Step | None:
    """Return the step drawn at `x` of a picture of this width."""
    place = int(x // (width / len(STEPS))) if width > 0 else -1
    return STEPS[place] if 0 <= place < len(STEPS) else None


def answer(made: Bridge) -> str:
    """Return in a sentence what moved the sum most."""
    opening, closing = made.amounts["opening"], made.amounts["closing"]
    moved = max(STEPS[1:-1], key=lambda step: made.amounts[step])
    ends = tr("未结商机从 {before} 变为 {after}", before=format_yuan(opening), after=format_yuan(closing))
    if not made.amounts[moved]:
        return tr("{ends}，没有变动。", ends=ends)
    return tr(
        "{ends}；变动最大的是“{step}”：{amount}，{deals} 个商机。",
        ends=ends,
        step=NAMES[moved],
        amount=signed_text(made, moved),
        deals=len(made.deals[moved]),
    )


def signed_text(made: Bridge, step: Step) -> str:
    """Return the amount of a step with its sign."""
    amount = format_yuan(made.amounts[step])
    if step in {"opening", "closing"} or not made.amounts[step]:
        return amount
    return f"−{amount}" if step in TAKEN else f"+{amount}"


def _shapes(made: Bridge, width: float, height: float, inks: BridgeInks) -> Iterator[Shape]:
    found = blocks(made)
    room, most = width / len(found), max((block.high for block in found), default=0) or 1
    ground = height - _BOTTOM
    scale = (ground - _TOP) / most
    yield Line(((0, ground), (width, ground)), stroke=inks.line)
    for place, block in enumerate(found):
        middle = room * (place + 0.5)
        top = ground - block.high * scale
        if block.high > block.low:
            tall = max(1.0, (block.high - block.low) * scale)
            yield Box(middle - room * _THICK / 2, top, room * _THICK, tall, fill=_ink(block.step, inks), stroke="")
        yield Label(middle, top - 6, _figure(made, block.step), 12, align="center", color=inks.text, max_width=room)
        yield Label(middle, height - 7, NAMES[block.step], 12, align="center", color=inks.muted, max_width=room)


def _figure(made: Bridge, step: Step) -> str:
    amount = made.amounts[step]
    sign = "" if step in {"opening", "closing"} or not amount else "−" if step in TAKEN else "+"
    return f"{sign}{format_short(amount)}"


def _ink(step: Step, inks: BridgeInks) -> str:
    if step in {"opening", "closing"}:
        return inks.whole
    if step == "won":
        return inks.won
    return inks.taken if step in TAKEN else inks.given
