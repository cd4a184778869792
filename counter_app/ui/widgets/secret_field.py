"""Password field: hidden letters, and a warning beside the label while Caps Lock is on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from counter_app.ui.widgets.fields import TextField

CAPS_LOCK = "Caps Lock đang bật"


class SecretField(TextField):
    """`value()` is exactly what was typed. Qt cannot ask for Caps Lock, so the letters typed tell it."""

    def __init__(self, label: str, *, name: str, hint: str = "", is_required: bool = False) -> None:
        super().__init__(label, name=name, hint=hint, is_secret=True, max_length=256, is_required=is_required)
        self.enter_moves_on = False
        self._is_caps = False
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._watch(event)
        return super().eventFilter(watched, event)

    def _watch(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._set_caps(not self._is_caps)
        elif len(text) == 1 and text.isalpha() and text.upper() != text.lower():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._set_caps(text.isupper() != has_shift)

    def _set_caps(self, is_on: bool) -> None:
        self._is_caps = is_on
        if is_on and not self.problem():
            self.set_warning(CAPS_LOCK)
        elif not is_on and self.mark() == CAPS_LOCK:
            self.clear_mark()
