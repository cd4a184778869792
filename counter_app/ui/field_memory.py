"""What stood in a field before a scan was typed into it, and putting exactly that back."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

TAKEN_BACK = "is_taken_back"
"""Dynamic property of a field, True while it says that its old text is back: nobody typed this."""
_MOST_UNDOS = 40
_TAIL = 64


class FieldMemory(Protocol):
    """`before` is the text before the cursor, as much of it as an input method may change."""

    before: str

    def put_back(self) -> None:
        """Text, cursor and selection as they were; the field says its text once more if it had changed."""


def remember(widget: QWidget | None) -> FieldMemory | None:
    """What stands in a field that is typed into; None where typing writes nothing."""
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return None if widget.isReadOnly() else DocumentMemory(widget)
    edit = widget if isinstance(widget, QLineEdit) else _inner(widget)
    if edit is None or edit.isReadOnly():
        return None
    return LineMemory(edit, widget)


def _inner(widget: QWidget | None) -> QLineEdit | None:
    if isinstance(widget, QComboBox):
        return widget.lineEdit()
    return widget.findChild(QLineEdit) if isinstance(widget, QAbstractSpinBox) else None


class _Pen(Protocol):
    """How a text is changed so that the field's own undo stays in order."""

    def text(self) -> str: ...
    def undo(self) -> bool: ...
    def insert(self, at: int, text: str) -> None: ...
    def replace(self, text: str) -> None: ...


def _rewind(pen: _Pen, wanted: str) -> None:
    """Take back by undoing, so that no later undo can bring the scan into the field.

    Undo takes back what a person typed just before as well, for the field sees one run of letters: that is
    written again in one piece.
    """
    for _ in range(_MOST_UNDOS):
        if not pen.undo():
            break
        now = pen.text()
        if now == wanted:
            return
        at = _common(now, wanted)
        missing = wanted[at : at + len(wanted) - len(now)]
        if missing and now[:at] + missing + now[at:] == wanted:
            pen.insert(at, missing)
            return
    pen.replace(wanted)


def _common(one: str, two: str) -> int:
    for at, (a, b) in enumerate(zip(one, two, strict=False)):
        if a != b:
            return at
    return min(len(one), len(two))


class LineMemory:
    """A line of text; `owner` is the box around it (a list to choose from, a number) or the line itself."""

    def __init__(self, edit: QLineEdit, owner: QWidget | None) -> None:
        self._edit, self._owner = edit, owner
        self._text, self._cursor = edit.text(), edit.cursorPosition()
        self._start, self._length = edit.selectionStart(), len(edit.selectedText())
        self._index = owner.currentIndex() if isinstance(owner, QComboBox) else -1
        self._is_popup = self._popup_is_open()
        first = self._start if self._length else self._cursor
        self.before = self._text[max(0, first - _TAIL) : first]

    def put_back(self) -> None:
        if not isValid(self._edit):
            return
        if self._edit.text() != self._text or self._has_another_choice():
            self._write()
        self._select()
        if not self._is_popup and self._popup_is_open():
            self._edit.completer().popup().hide()

    def _write(self) -> None:
        edit = self._edit
        was_blocked = edit.blockSignals(True)
        if self._has_another_choice():
            self._owner.setCurrentIndex(self._index)
        if edit.text() != self._text:
            _rewind(_LinePen(edit), self._text)
        edit.blockSignals(was_blocked)
        edit.setProperty(TAKEN_BACK, True)
        edit.textChanged.emit(self._text)
        edit.textEdited.emit(self._text)
        edit.setProperty(TAKEN_BACK, False)
        if isinstance(self._owner, QAbstractSpinBox):
            self._owner.interpretText()
        if edit.text() != self._text:  # a listener wrote something else over it
            edit.setText(self._text)

    def _has_another_choice(self) -> bool:
        return isinstance(self._owner, QComboBox) and self._owner.currentIndex() != self._index

    def _select(self) -> None:
        if not self._length:
            self._edit.setCursorPosition(self._cursor)
        elif self._cursor == self._start:
            self._edit.setSelection(self._start + self._length, -self._length)
        else:
            self._edit.setSelection(self._start, self._length)

    def _popup_is_open(self) -> bool:
        completer = self._edit.completer()
        popup = completer.popup() if completer is not None else None
        return popup is not None and popup.isVisible()


class _LinePen:
    def __init__(self, edit: QLineEdit) -> None:
        self._edit = edit

    def text(self) -> str:
        return self._edit.text()

    def undo(self) -> bool:
        if not self._edit.isUndoAvailable():
            return False
        self._edit.undo()
        return True

    def insert(self, at: int, text: str) -> None:
        self._edit.setCursorPosition(at)
        self._edit.insert(text)

    def replace(self, text: str) -> None:
        self._edit.setText(text)


class DocumentMemory:
    """A text of several lines."""

    def __init__(self, edit: QTextEdit | QPlainTextEdit) -> None:
        self._edit, self._text = edit, edit.toPlainText()
        cursor = edit.textCursor()
        self._anchor, self._position = cursor.anchor(), cursor.position()
        first = cursor.selectionStart()
        self.before = self._text[max(0, first - _TAIL) : first]

    def put_back(self) -> None:
        edit = self._edit
        if not isValid(edit):
            return
        is_changed = edit.toPlainText() != self._text
        if is_changed:
            was_blocked = edit.blockSignals(True)
            _rewind(_DocumentPen(edit), self._text)
            edit.blockSignals(was_blocked)
        cursor = edit.textCursor()
        cursor.setPosition(self._anchor)
        cursor.setPosition(self._position, QTextCursor.MoveMode.KeepAnchor)
        edit.setTextCursor(cursor)
        if is_changed:
            edit.setProperty(TAKEN_BACK, True)
            edit.textChanged.emit()
            edit.setProperty(TAKEN_BACK, False)


class _DocumentPen:
    def __init__(self, edit: QTextEdit | QPlainTextEdit) -> None:
        self._edit = edit

    def text(self) -> str:
        return self._edit.toPlainText()

    def undo(self) -> bool:
        if not self._edit.document().isUndoAvailable():
            return False
        self._edit.document().undo()
        return True

    def insert(self, at: int, text: str) -> None:
        cursor = QTextCursor(self._edit.document())
        cursor.setPosition(at)
        cursor.insertText(text)

    def replace(self, text: str) -> None:
        self._edit.setPlainText(text)
