"""The search box of the frame: dossiers while one types, Enter opens; a list below it, never a dialog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from counter_app.domain.errors import CounterError
from counter_app.queries.dossiers import DossierRow
from counter_app.queries.search import search
from counter_app.ui import theme
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.dossier_words import procedure_words, short_code, state_of
from counter_app.ui.field_memory import TAKEN_BACK
from counter_app.ui.jobs import Jobs
from counter_app.ui.messages import sentence_of
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.frames import CardFrame
from counter_app.ui.widgets.line_edit import LineEdit
from counter_app.ui.widgets.quiet_list import QuietList, QuietRow
from counter_app.ui.widgets.text import Text, caption

_MOST = 8
_WAIT_MS = 40
_ROW = 54
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchBox(QObject):
    """Looks while one types; Down goes into the list, Enter opens the first row or the one with the cursor,
    Esc closes the list, then gives the focus back to the page.

    `looked` when it looks for something else, `missed(typed)` when nothing was found: somebody may know a way
    on (`show_way`), which Enter or its button takes (`way_taken`), or the reason (`show_reason`)."""

    looked = Signal()
    missed = Signal(str)
    way_taken = Signal()

    def __init__(
        self,
        edit: LineEdit,
        jobs: Jobs,
        now: Callable[[], datetime],
        open_dossier: Callable[[str], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__(edit)
        self._edit, self._jobs, self._now = edit, jobs, now
        self._open_dossier, self._leave = open_dossier, leave
        self._wants_first = False
        self._asked = ""
        self.list = QuietList(name="search_results", label="Hồ sơ tìm thấy")
        self._words = Text("", tone=Tone.TEXT2, name="search_words", wraps=True)
        self._hint = caption("Enter mở · ↓ xuống danh sách")
        self._way = Button("", icon="file-plus-2", name="search_way")
        self._way.clicked.connect(self.way_taken)
        self._way.hide()
        self.popup = self._make_popup()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._look)
        edit.textEdited.connect(self._typed)
        edit.returnPressed.connect(self._enter)
        edit.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.opened.connect(self._open)

    def _make_popup(self) -> CardFrame:
        window = self._edit.window()
        made = CardFrame()
        made.setParent(window)
        made.setObjectName("search_popup")
        column = made.body
        column.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(8))
        column.setSpacing(theme.px(4))
        for part in (self.list, self._words, self._hint):
            column.addWidget(part)
        column.addWidget(self._way, 0, Qt.AlignmentFlag.AlignLeft)
        made.hide()
        return made

    # -- typing

    def _typed(self, text: str) -> None:
        if self._edit.property(TAKEN_BACK):
            # A scan went through the field: what it typed is looked up by nobody.
            if not text.strip():
                self._timer.stop()
            return
        self._wants_first = False
        self._forget_way()
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self.close()

    def _look(self) -> None:
        typed, now = self._edit.text(), self._now()
        self._asked = typed
        self._jobs.read(
            lambda reading: [
                _row(found, reading.reference, now) for found in search(reading, typed, now, _MOST + 1)
            ],
            self._found,
            self._failed,
            channel="search",
        )

    def _found(self, rows: list[QuietRow]) -> None:
        if self._asked != self._edit.text():
            return
        shown = rows[:_MOST]
        self.list.set_rows(shown)
        self.list.setFixedHeight(theme.px(_ROW) * len(shown))
        self.list.setVisible(bool(shown))
        self._hint.setVisible(bool(shown))
        more = f"Còn hồ sơ khác: gõ thêm để thu hẹp ({_MOST} hồ sơ đầu được hiện)." if rows[_MOST:] else ""
        self._words.setText(more or ("" if shown else "Không thấy hồ sơ nào khớp."))
        self._words.setVisible(bool(self._words.text()))
        self._forget_way()
        self._show()
        if not shown:
            self.missed.emit(self._asked)
        if self._wants_first and shown:
            self._open(shown[0])
        self._wants_first = False

    def _forget_way(self) -> None:
        self._way.hide()
        self.looked.emit()

    def show_way(self, typed: str, words: str, key: str) -> bool:
        """A button below «nothing found»; False where something else stands in the box by now."""
        if typed != self._edit.text() or self.list.isVisible():
            return False
        self._way.setText(words)
        self._way.set_key(key)
        self._way.show()
        self._show()
        return True

    def show_reason(self, typed: str, sentence: str) -> None:
        """Why nothing can be done about what was typed."""
        if typed == self._edit.text() and not self.list.isVisible():
            self._words.setText(sentence)
            self._show()

    def _failed(self, error: CounterError) -> None:
        self.list.hide()
        self._hint.hide()
        self._words.setText(sentence_of(error))
        self._words.show()
        self._show()

    def _show(self) -> None:
        if not self._edit.hasFocus() and not self.list.hasFocus():
            return
        window = self._edit.window()
        if self.popup.parentWidget() is not window:
            self.popup.setParent(window)
        corner = self._edit.mapTo(window, QPoint(0, self._edit.height() + theme.px(6)))
        self.popup.setFixedWidth(max(self._edit.width(), theme.px(491)))
        self.popup.move(corner)
        self.popup.show()
        self.popup.adjustSize()
        self.popup.raise_()

    # -- keys

    def _enter(self) -> None:
        if self._timer.isActive() or self._asked != self._edit.text():
            self._timer.stop()
            self._wants_first = bool(self._edit.text().strip())
            if self._wants_first:
                self._look()
                self._wants_first = True
        elif self.popup.isVisible() and self.list.rows():
            self._open(self.list.rows()[0])
        elif self.popup.isVisible() and not self._way.isHidden():
            self.way_taken.emit()

    def _open(self, row: QuietRow) -> None:
        self.close()
        self._edit.clear()
        self._open_dossier(row.key or row.code)

    def close(self) -> None:
        """Take the list away."""
        self.popup.hide()

    def forget(self) -> None:
        """As if nothing had been looked for."""
        self._timer.stop()
        self._wants_first = False
        self._edit.clear()
        self._asked = ""
        self._forget_way()
        self.list.set_rows([])
        self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()  # the page's own Enter (the next form) would take the key before the box
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self._edit and event.key() == Qt.Key.Key_Down and self.list.isVisible():
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._escape()
                return True
            if watched is self.list and event.key() == Qt.Key.Key_Up and self.list.currentIndex().row() <= 0:
                self._edit.setFocus(Qt.FocusReason.BacktabFocusReason)
                return True
        elif event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._close_unless_inside)
        return super().eventFilter(watched, event)

    def _close_unless_inside(self) -> None:
        focused = self._edit.window().focusWidget()
        inside = isinstance(focused, QWidget) and (focused is self._edit or self.popup.isAncestorOf(focused))
        if not inside:
            self.close()

    def _escape(self) -> None:
        if self.popup.isVisible():
            self.close()
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._edit.text():
            self._edit.clear()
        else:
            self._leave()


def _row(found: DossierRow, reference: ReferencePort, now: datetime) -> QuietRow:
    badge = state_of(found, reference, now)
    return QuietRow(
        short_code(found.shown_code, reference.agency.id),
        found.applicant_name,
        procedure_words(found, reference),
        badge.text,
        badge.tone,
        badge.icon,
        found.shown_code,
    )
