"""A list of the page with its head: title, caption, what opens it in Hồ sơ, and a legend."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.domain.text import money
from counter_app.ui import theme
from counter_app.ui.tokens import ROW, TABLE_HEADER, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.painting import rounded
from counter_app.ui.widgets.text import ElidedLabel, heading

HEAD = 30
_SQUARE = 10


class Legend(QWidget):
    """Squares with words: what a colour of a chart or bar means."""

    def __init__(self, entries: Sequence[tuple[str, str]], *, name: str) -> None:
        super().__init__()
        self._entries = tuple(entries)
        self.setObjectName(name)
        self.setAccessibleName(", ".join(words for words, _ in entries))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        made = theme.font(Role.CAPTION)
        widths = [theme.text_width(made, words) + theme.px(_SQUARE + 6) for words, _ in self._entries]
        return QSize(sum(widths) + theme.px(12) * max(0, len(widths) - 1), theme.line(Role.BODY))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        made = theme.font(Role.CAPTION)
        painter.setFont(made)
        x, side = 0.0, theme.px(_SQUARE)
        for words, shade in self._entries:
            box = QRectF(x, round((self.height() - side) / 2), side, side)
            rounded(painter, box, 2, theme.colour(shade))
            painter.setPen(theme.colour("text2"))
            wide = theme.text_width(made, words)
            place = QRectF(x + side + theme.px(6), 0, wide + 2, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
            x += side + theme.px(6) + wide + theme.px(12)


class ListSection(QWidget):
    """Head line and table. `open_all` fires for the button that shows the same dossiers in Hồ sơ."""

    open_all = Signal()

    def __init__(
        self,
        title: str,
        caption: str,
        table: DataTable,
        *,
        name: str,
        key: str = "",
        legend: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.table = table
        self.setObjectName(f"{name}_section")
        self.caption = ElidedLabel(caption, Role.CAPTION, Tone.TEXT3)
        self._caption_words = caption
        self.button = Button(
            "", ButtonKind.QUIET, icon="arrow-up-right", key=key, name=f"{name}_open", height=28
        )
        self.button.clicked.connect(self.open_all)
        self.button.hide()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.px(8))
        head.addWidget(heading(title, name=f"{name}_title"))
        head.addWidget(self.caption, 1)
        if legend is not None:
            head.addWidget(legend)
        head.addWidget(self.button)
        self._head = QWidget()
        self._head.setLayout(head)
        self._head.setFixedHeight(theme.px(HEAD))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(table, 1)

    def set_count(self, count: int, shown: int) -> None:
        """How many dossiers there are, and how many of them the table shows."""
        self.button.setVisible(count > 0)
        self.button.setText(f"Mở {money(count)} hồ sơ")
        rest = f" · hiện {shown} hồ sơ đầu trong {money(count)}" if shown < count else ""
        self.caption.setText(self._caption_words + rest)

    def height_of(self, rows: int) -> int:
        """Pixels for so many rows."""
        return theme.px(HEAD) + theme.px(TABLE_HEADER) + rows * theme.px(ROW) + 1
