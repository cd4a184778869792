"""Morning slip: four figures, counts by status on both sides, and the hash of the common log."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.domain.sync_report import StatusCount
from counter_app.domain.text import money
from counter_app.queries.sync import Slip
from counter_app.ui import icons, labels, theme
from counter_app.ui.pages.sync import words
from counter_app.ui.tokens import TABLE_HEADER, Role, Tone
from counter_app.ui.widgets.cells import EMPTY
from counter_app.ui.widgets.frames import CardFrame, Rule
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.painting import hairline
from counter_app.ui.widgets.text import Text, caption, heading

_ROW, _ROW_COMPACT = 30, 26
_LABELS = ("đã gửi", "kho đã nhận", "lệch", "nhận về")
_PAD = 12
_TICK = 36
_NUMBER = 76


class StatusCounts(QWidget):
    """Rows of status, here, there and a tick; a row whose sides differ is amber and says so."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("slip_counts")
        self._rows: tuple[StatusCount, ...] = ()
        self._is_compact = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)

    def set_rows(self, rows: tuple[StatusCount, ...]) -> None:
        """Show other counts."""
        self._rows = rows
        self.setAccessibleName(
            "; ".join(f"{_status(row)}: bên này {row.here}, quầy khác {_there(row)}" for row in rows)
        )
        self.updateGeometry()
        self.update()

    def set_compact(self, is_compact: bool) -> None:
        """Lower rows in low windows."""
        self._is_compact = is_compact
        self.updateGeometry()

    def _row_height(self) -> int:
        return theme.px(_ROW_COMPACT if self._is_compact else _ROW)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(TABLE_HEADER) + len(self._rows) * self._row_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        head = QRectF(0, 0, self.width(), theme.px(TABLE_HEADER))
        painter.setFont(theme.font(Role.CAPTION, 500))
        painter.setPen(theme.colour("text2"))
        self._paint_texts(painter, head, "Trạng thái", "Bên này", "Quầy khác")
        hairline(painter, 0, int(head.bottom()) - 1, self.width(), "hatch")
        for n, row in enumerate(self._rows):
            area = QRectF(0, head.bottom() + n * self._row_height(), self.width(), self._row_height())
            self._paint_row(painter, area, row)
            hairline(painter, 0, int(area.bottom()) - 1, self.width())

    def _paint_row(self, painter: QPainter, area: QRectF, row: StatusCount) -> None:
        is_odd = row.there is not None and row.there != row.here
        tone = Tone.AMBER if is_odd else Tone.TEXT
        painter.setPen(theme.colour(tone))
        weight = 600 if is_odd else 400
        words_font, figures = theme.font(Role.BODY, weight), theme.font(Role.BODY, weight, figures=True)
        painter.setFont(words_font)
        self._paint_texts(painter, area, _status(row), "", "")
        painter.setFont(figures)
        self._paint_texts(painter, area, "", money(row.here), _there(row))
        if row.there is None:
            return
        side = theme.px(16)
        at = QPointF(area.right() - theme.px(_TICK) + theme.px(8), area.y() + (area.height() - side) / 2)
        icon, tint = ("git-compare", Tone.AMBER) if is_odd else ("check", Tone.GREEN)
        icons.draw(painter, icon, at, side, theme.colour(tint))

    @staticmethod
    def _paint_texts(painter: QPainter, area: QRectF, status: str, here: str, there: str) -> None:
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        left = area.adjusted(theme.px(_PAD), 0, -theme.px(_TICK + 2 * _NUMBER), 0)
        shown = painter.fontMetrics().elidedText(status, Qt.TextElideMode.ElideRight, int(left.width()))
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, shown)
        second = area.adjusted(0, 0, -theme.px(_TICK), 0)
        painter.drawText(second, right, there)
        painter.drawText(second.adjusted(0, 0, -theme.px(_NUMBER), 0), right, here)


def _status(row: StatusCount) -> str:
    return labels.words(labels.STATUS, row.status)


def _there(row: StatusCount) -> str:
    return EMPTY if row.there is None else money(row.there)


class SlipCard(CardFrame):
    """The card; without a slip it says when there will be one."""

    def __init__(self) -> None:
        super().__init__(name="slip_card")
        self.when = caption("", Tone.TEXT2, figures=True, name="slip_when")
        self.sum = caption("", Tone.TEXT2, figures=True, name="slip_sum")
        self.figures = tuple(
            Text("–", Role.FIGURE, Tone.TEXT, 600, figures=True, name=f"slip_figure_{n}") for n in range(4)
        )
        self.counts = StatusCounts()
        self.untold = caption("", Tone.TEXT2, wraps=True, name="slip_untold")
        self.mark = IconMark("fingerprint", Tone.TEXT2, 14, Role.CAPTION)
        self.proof = Text("", Role.CAPTION, Tone.TEXT2, figures=True, wraps=True, name="slip_proof")
        self.none = Text("", Role.BODY, Tone.TEXT2, wraps=True, name="slip_none")
        self._content = QWidget()
        self._build()

    def _build(self) -> None:
        self.body.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.addWidget(heading("Phiếu sáng"))
        head.addStretch(1)
        head.addWidget(self.when)
        self.body.addLayout(head)
        self.body.addWidget(self.none)
        self.body.addWidget(self._content)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        row = QHBoxLayout()
        for n, (figure, label) in enumerate(zip(self.figures, _LABELS, strict=True)):
            if n:
                row.addStretch(1)
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(figure)
            cell.addWidget(caption(label, Tone.TEXT2))
            row.addLayout(cell)
        column.addLayout(row)
        column.addWidget(self.sum)
        column.addSpacing(theme.px(2))
        column.addWidget(Rule())
        column.addWidget(self.counts)
        column.addWidget(self.untold)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(6))
        foot.setContentsMargins(0, theme.px(6), 0, 0)
        foot.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.proof, 1)
        column.addLayout(foot)

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self.counts.set_compact(is_compact)

    def show_slip(self, slip: Slip | None, now: datetime) -> None:
        """Show a slip, or that there is none yet."""
        self._content.setVisible(slip is not None)
        self.none.setVisible(slip is None)
        self.none.setText("Chưa đồng bộ lần nào. Phiếu có sau lần đầu gặp kho trung tâm.")
        self.when.setText(words.slip_span(slip.report) if slip else "")
        if slip is None:
            return
        for figure, value in zip(self.figures, (slip.sent, slip.stored, slip.odd, slip.pulled), strict=True):
            figure.setText(money(value))
        self.figures[1].set_tone(Tone.TEXT if slip.stored >= slip.sent else Tone.AMBER)
        self.figures[2].set_tone(Tone.RED if slip.odd else Tone.TEXT)
        summed = words.slip_sum(slip, now)
        self.sum.setText(summed)
        self.sum.setVisible(bool(summed))
        self.counts.set_rows(words.status_rows(slip.report))
        untold = words.untold(slip.report)
        self.untold.setText(untold)
        self.untold.setVisible(bool(untold))
        self.counts.setToolTip(untold)
        told, is_same = words.slip_proof(slip.report)
        self.proof.setText(told)
        tone = Tone.TEXT2 if is_same else Tone.RED
        self.proof.set_tone(tone)
        self.mark.set_icon("fingerprint" if is_same else "circle-alert", tone)
        self._content.updateGeometry()
