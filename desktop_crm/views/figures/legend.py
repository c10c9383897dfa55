"""What the colours of a stacked chart stand for, and how many rows found no room in the picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from desktop_crm.charts.chart import Chart
from desktop_crm.charts.shapes import legend, shapes
from desktop_crm.system.translations import tr
from desktop_crm.views import theme


class Legend(QLabel):
    """One line over the picture, in the order of the pieces; hidden when there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self.setProperty("role", "small")
        self.setTextFormat(Qt.TextFormat.RichText)

    def show_chart(self, chart: Chart) -> None:
        """Explain this chart."""
        self._chart = chart
        parts = [
            f'<span style="color:{theme.current().tone(tone).name()}">■</span> {name}' for tone, name in legend(chart)
        ]
        left_out = shapes(chart).left_out
        if left_out:
            parts.append(tr("图上是前面的行，另有 {count} 行在下表里", count=f"{left_out:,}"))
        self.setText("&nbsp;&nbsp;&nbsp;".join(parts))
        self.setVisible(bool(parts))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._chart is not None:
            self.show_chart(self._chart)
