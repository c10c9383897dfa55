"""Marks and translates interface text. The source language is Chinese; a catalogue may replace it."""

from __future__ import annotations


def tr(text: str, /, **values: object) -> str:
    """Return `text` in the interface language with `{name}` places filled from `values`."""
    return text.format(**values) if values else text
