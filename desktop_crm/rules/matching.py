"""How well a few typed letters fit a Chinese title: as it is written, by pinyin, by its initials, or nearly."""

from __future__ import annotations

from functools import cache

NEAR_ENOUGH = 75.0


@cache
def keys(title: str) -> tuple[str, str, str]:
    """Return what a title is matched by: itself, its pinyin and its pinyin's initials, all lower case and unspaced."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionary is loaded when it is first needed

    plain = _squeeze(title)
    if plain.isascii():
        return plain, plain, "".join(word[0] for word in title.lower().split())
    return (
        plain,
        _squeeze("".join(lazy_pinyin(title))),
        _squeeze("".join(lazy_pinyin(title, style=Style.FIRST_LETTER))),
    )


def fit(typed: str, title: str) -> float:
    """Return 0–100 how well `typed` fits `title`; 0 when it does not."""
    wanted = _squeeze(typed)
    if not wanted:
        return 100.0
    plain, full, initials = keys(title)
    if wanted in plain:
        return 100.0 - min(plain.index(wanted), 10)
    if initials.startswith(wanted):
        return 88.0
    if full.startswith(wanted):
        return 85.0
    if wanted in initials or wanted in full:
        return 78.0
    return _nearly(wanted, plain, full)


def _nearly(wanted: str, plain: str, full: str) -> float:
    """Forgive a slip of the finger in three letters or more; stays below every true match."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - see above

    if len(wanted) < 3:
        return 0.0
    best = max(fuzz.partial_ratio(wanted, plain), fuzz.partial_ratio(wanted, full))
    return best * 0.7 if best >= NEAR_ENOUGH else 0.0


def _squeeze(text: str) -> str:
    return "".join(text.lower().split())
