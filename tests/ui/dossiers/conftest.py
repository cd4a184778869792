"""The panel beside an empty page, over a trial desk that was made once and copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QWidget

from counter_app.ui.dialogs.paper_dialog import PaperDialog
from counter_app.ui.pages.dossiers.panel import DossierPanel
from tests.desks import _trial
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.dossiers import lives


class PanelDesk(PageDesk):
    """A desk with a panel in a window of its own; `hands` press the keys."""

    def __init__(self, folder: Path, login: str, show: Callable[[QWidget], QWidget]) -> None:
        super().__init__(folder, login, template=_trial())
        self.panel = DossierPanel(self.context)
        window = QWidget()
        window.resize(900, 760)
        row = QHBoxLayout(window)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.panel)
        self.window = show(window)
        self.hands = Fingers(window, self.settle)

    def open(self, code: str) -> None:
        """Show a dossier, the cursor in the panel."""
        self.panel.show_code(code)
        self.settle()
        self.panel.setFocus(Qt.FocusReason.TabFocusReason)

    def tab_to(self, name: str) -> None:
        """Press Tab until the widget of this name has the cursor."""
        for _ in range(60):
            if self.hands.focused() == name:
                return
            self.hands.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {name}")

    def press_act(self, act: str) -> None:
        """Go to the button of an act by Tab and press Enter; to one in the menu by the arrow keys."""
        if act in self.panel.foot.buttons:
            self.tab_to(f"act_{act}")
            self.hands.enter()
        else:
            self.tab_to("panel_more")
            self.hands.enter()
            self._choose(self.panel.foot.menu(), f"menu_{act}")
        self.settle()

    def _choose(self, menu: QMenu, name: str) -> None:
        for _ in menu.actions():
            QTest.keyClick(menu, Qt.Key.Key_Down)
            active = menu.activeAction()
            if active is not None and active.objectName() == name:
                QTest.keyClick(menu, Qt.Key.Key_Return)
                self.window.activateWindow()  # offscreen, a menu takes the window's place and keeps it
                QTest.qWaitForWindowActive(self.window)
                return
        raise AssertionError(f"the menu has no {name}")

    def paper(self) -> tuple[str, str]:
        """Form and code of the paper that lies open, looked at and put away with Esc; nothing where none."""
        dialog = self.panel.findChild(PaperDialog)
        if dialog is None or not dialog.isVisible():
            return "", ""
        self.settle()
        assert dialog.bar is not None, dialog.notice.text()
        shown = dialog.paper()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        return shown

    def submit(self) -> None:
        """Ctrl+Enter, and wait."""
        self.hands.ctrl(Qt.Key.Key_Return)
        self.settle()
        self.settle()

    def kinds(self, code: str) -> list[str]:
        """Kinds of the dossier's events, in order, without the stream's name."""
        return [line["kind"].partition(":")[2] for line in self.acts.history(code)]


@pytest.fixture
def at_panel(
    tmp_path: Path, shown: Callable[[QWidget], QWidget]
) -> Iterator[Callable[[str], PanelDesk]]:
    """Makes the desk for a login; Monday 23/11/2026, 09:14."""
    made: list[PanelDesk] = []

    def make(login: str) -> PanelDesk:
        made.append(PanelDesk(tmp_path, login, shown))
        lives.now(made[0])
        return made[0]

    yield make
    for desk in made:
        desk.close()
