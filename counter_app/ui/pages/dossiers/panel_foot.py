"""Foot of the panel: what can be done now as buttons, and in one line each why the rest cannot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from counter_app.ui import icons, theme
from counter_app.ui.act_words import ACTS
from counter_app.ui.acts.act_work import Outcome
from counter_app.ui.tokens import PANEL_BUTTON, Role, Tone
from counter_app.ui.warning_words import warnings_words
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.frames import Rule
from counter_app.ui.widgets.notice import IconMark, Notice
from counter_app.ui.widgets.text import ElidedLabel

_COLUMNS = 3
_MOST_BUTTONS = 6
_MORE = "Việc khác"


class PanelFoot(QWidget):
    """`chosen(act)` when a button or an entry of the menu is pressed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel_foot")
        self.buttons: dict[str, Button] = {}
        self._acts: tuple[str, ...] = ()
        self._lines: tuple[str, ...] = ()
        self._rest: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.notice = Notice(name="panel_notice")
        column.addWidget(self.notice)
        column.addWidget(Rule())
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(8))
        for at in range(_COLUMNS):
            self._grid.setColumnStretch(at, 1)
        column.addLayout(self._grid)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(0)
        column.addLayout(self._reasons)
        self._menu = QMenu(self)
        self._menu.setObjectName("panel_menu")

    def show_acts(self, acts: Sequence[str], refusals: Sequence[str]) -> None:
        """Show other buttons and reasons; a button that stays keeps the focus."""
        if (self._acts, self._lines) == (tuple(acts), tuple(refusals)):
            return
        self._acts, self._lines = tuple(acts), tuple(refusals)
        focused = next((act for act, button in self.buttons.items() if button.hasFocus()), "")
        _empty(self._grid)
        self.buttons = {}
        shown, rest = list(acts), []
        if len(shown) > _MOST_BUTTONS:
            shown, rest = shown[: _MOST_BUTTONS - 1], shown[_MOST_BUTTONS - 1 :]
        for act in shown:
            self._add(act, self._button(act))
        if rest:
            more = Button(_MORE, icon="chevron-down", name="panel_more", height=PANEL_BUTTON)
            more.clicked.connect(partial(self._open_menu, more))
            self._add("more", more)
        self._rest = tuple(rest)
        self._fill_menu()
        self._show_reasons()
        if focused:
            target = self.buttons.get(focused) or next(iter(self.buttons.values()), None)
            if target is not None:
                target.setFocus()

    def show_outcome(self, outcome: Outcome) -> None:
        """What was done; in amber where somebody should know something about it."""
        warnings = warnings_words(outcome.warnings)
        action = "In danh sách" if outcome.batch else ""
        if warnings:
            self.notice.show_warning(f"{outcome.words} {warnings}", action)
        else:
            self.notice.show_done(outcome.words, action)

    def first_button(self) -> Button | None:
        """The likeliest act."""
        return next(iter(self.buttons.values()), None)

    def lines(self) -> tuple[str, ...]:
        """The reasons shown."""
        return self._lines

    def menu(self) -> QMenu:
        """Acts that have no button of their own."""
        return self._menu

    def _button(self, act: str) -> Button:
        look = ACTS[act]
        key = "Ctrl+P" if act == "print" else ""
        made = Button(look.words, ButtonKind.PLAIN, icon=look.icon, name=f"act_{act}", height=PANEL_BUTTON)
        made.setAccessibleName(f"{look.words} {key}".strip())
        if key:
            made.setToolTip(f"{look.words} ({key})")
        made.clicked.connect(partial(self._press, act))
        return made

    def _add(self, act: str, button: Button) -> None:
        place = len(self.buttons)
        self.buttons[act] = button
        self._grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)

    def _press(self, act: str, _checked: bool = False) -> None:
        self.chosen.emit(act)

    def _fill_menu(self) -> None:
        """Made anew when it opens: the colour of the icons follows the look."""
        self._menu.clear()
        for act in self._rest:
            look = ACTS[act]
            picture = icons.icon(look.icon, theme.now().text2)
            action = self._menu.addAction(picture, look.words.replace("&", "&&"))
            action.setObjectName(f"menu_{act}")
            action.triggered.connect(partial(self._press, act))

    def _open_menu(self, button: Button, _checked: bool = False) -> None:
        self._fill_menu()
        above = button.mapToGlobal(button.rect().topRight())
        size = self._menu.sizeHint()
        self._menu.popup(above - QPoint(size.width(), size.height()))

    def _show_reasons(self) -> None:
        _empty(self._reasons)
        for number, line in enumerate(self._lines):
            row = QWidget()
            row.setObjectName(f"refusal_{number}")
            inner = QHBoxLayout(row)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(theme.px(6))
            inner.addWidget(IconMark("lock", Tone.TEXT2, 14, Role.CAPTION))
            inner.addWidget(ElidedLabel(line, Role.CAPTION, Tone.TEXT2, name=f"refusal_words_{number}"), 1)
            self._reasons.addWidget(row)


def _empty(layout: QGridLayout | QVBoxLayout) -> None:
    while layout.count():
        widget = layout.takeAt(0).widget()
        widget.hide()
        widget.deleteLater()
