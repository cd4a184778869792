"""Pictures of the page Phản ánh in the whole window, on a real trial desk."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.domain.staff import Role
from counter_app.ui.main_window import MainWindow
from counter_app.ui.pages.feedback_page import FeedbackPage
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.feedback.scenes import some_feedback
from tests.ui.invented import NOW, STATUS, session
from tests.ui.picture_states import state

_PAGES = ("today", "reception", "handover", "dossiers", "returns", "catalogue")


@cache
def _template(is_empty: bool) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="counter-app-pictures-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = PageDesk(folder)
    if not is_empty:
        some_feedback(made.acts)
    made.close()
    return made.desk.folder


class _Picture(MainWindow):
    """The window over a desk of its own, which ends with it."""

    is_empty = False

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.desk = PageDesk(Path(self.folder.name), template=_template(self.is_empty))
        self.feedback = FeedbackPage(self.desk.context)
        pages = dict.fromkeys(_PAGES, QWidget)
        shown = {**pages, "feedback": lambda: self.feedback}
        super().__init__(session(Role.COUNTER), shown, clock=lambda: NOW, with_search=True)
        self.set_status(STATUS)
        self.show_page("feedback")
        self.feedback.setFocus()

    def hands(self) -> Fingers:
        """The keyboard, once the page is at rest."""
        self.settle()
        return Fingers(self, self.settle)

    def settle(self) -> None:
        self.desk.settle(self.feedback.is_ready)

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.desk.close()
        self.folder.cleanup()


class _Empty(_Picture):
    is_empty = True


def _list(window: _Picture) -> None:
    window.settle()


def _typed(window: _Picture) -> None:
    hands = window.hands()
    hands.type("Máy lấy số hỏng từ sáng")
    hands.press(Qt.Key.Key_Tab)
    hands.ctrl(Qt.Key.Key_Return)
    window.settle()


def _wrong(window: _Picture) -> None:
    hands = window.hands()
    hands.ctrl(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Tab)
    hands.type("261123-0099")
    window.settle()


def _open(window: _Picture) -> None:
    hands = window.hands()
    hands.ctrl(Qt.Key.Key_G)
    hands.press(Qt.Key.Key_Home)
    hands.enter()
    hands.type("Đã kê thêm mười ghế")
    window.settle()


def _answered(window: _Picture) -> None:
    hands = window.hands()
    hands.ctrl(Qt.Key.Key_3)
    window.settle()
    hands.ctrl(Qt.Key.Key_G)
    hands.press(Qt.Key.Key_End)
    window.settle()


def _found(window: _Picture) -> None:
    hands = window.hands()
    hands.ctrl(Qt.Key.Key_3)
    hands.ctrl(Qt.Key.Key_F)
    hands.type("dong do")
    window.settle()


_STATES = {
    "feedback-list": _list,
    "feedback-taken": _typed,
    "feedback-wrong": _wrong,
    "feedback-answering": _open,
    "feedback-answered": _answered,
    "feedback-found": _found,
}
for _name, _settle in _STATES.items():
    state(_name, settle=_settle)(_Picture)
state("feedback-empty", settle=_list)(_Empty)
