"""The head of the handover page: title, a field for typed codes, earlier batches, scanning anew."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.tokens import PAGE_HEAD, PAGE_HEAD_COMPACT, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.line_edit import LineEdit
from counter_app.ui.widgets.sound_button import SoundButton
from counter_app.ui.widgets.text import ElidedLabel, Text

_HINT = "Quét xấp hồ sơ, mỗi lượt quét đánh dấu một dòng"
_FIELD_WIDTH = 196


class PageHead(QWidget):
    """`typed(text)` Enter in the field of codes; Esc there leaves it: `field_left()`."""

    typed = Signal(str)
    field_left = Signal()

    def __init__(self, scans: ScanQueue) -> None:
        super().__init__()
        self.setObjectName("handover_head")
        self._hint = ElidedLabel(_HINT, Role.BODY, Tone.TEXT2, name="handover_hint")
        self.field = LineEdit(name="handover_code", figures=True, placeholder="Gõ mã hồ sơ")
        self.field.setAccessibleName("Gõ mã hồ sơ hoặc số đợt")
        self.field.set_icon("keyboard")
        self.field.set_trail("Ctrl+G")
        self.field.setMaxLength(200)
        self.field.setFixedWidth(theme.px(_FIELD_WIDTH))
        self.field.installEventFilter(self)
        self.sound = SoundButton(scans, name="handover_sound")
        self.past = Button("Các đợt trước", ButtonKind.QUIET, icon="history", name="handover_past")
        self.restart = Button("Quét lại từ đầu", ButtonKind.QUIET, icon="rotate-ccw", name="handover_restart")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(8))
        self._row.addWidget(Text("Bàn giao", Role.TITLE, Tone.TEXT, 600))
        self._row.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignVCenter)
        for part in (self.field, self.sound, self.past, self.restart):
            self._row.addWidget(part)
        self.set_compact(False)

    def set_compact(self, is_compact: bool) -> None:
        """60 px, or 52 in low windows."""
        self.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD))

    def put_back(self, text: str) -> None:
        """What was typed and named nothing stands there again, to be mended."""
        if not self.field.text():
            self.field.setText(text)
            self.field.selectAll()

    def show_past(self, is_past: bool) -> None:
        """Words and buttons for the batches, or for scanning."""
        self._hint.setText("Các đợt giao và nhận trong 30 ngày" if is_past else _HINT)
        self.past.setText("Quay lại quét" if is_past else "Các đợt trước")
        self.past.set_icon("scan-barcode" if is_past else "history")
        self.restart.setVisible(not is_past)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                if not event.isAutoRepeat() and self.field.text().strip():
                    self.typed.emit(self.field.text())
                    self.field.clear()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.field.clear()
                self.field_left.emit()
                return True
        return super().eventFilter(watched, event)


