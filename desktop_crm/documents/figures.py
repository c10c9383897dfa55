"""The charts that a report may show: those of the screen, and the bridge of what is open."""

from __future__ import annotations

from typing import Final

from desktop_crm.charts.catalogue import CATALOGUE

BRIDGE: Final = "bridge"
CHARTS: Final = (*CATALOGUE, BRIDGE)
