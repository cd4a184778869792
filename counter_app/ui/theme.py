"""The look at run time: which tokens hold now, palette, style sheet, and the signal when they change."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from counter_app import paths
from counter_app.ui import fonts, icons, tokens
from counter_app.ui.tokens import DARK, LIGHT, TYPE, Role, Tokens, Tone


class Scheme(StrEnum):
    """The person's choice of look; strings are stored in the machine's settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class _Theme(QObject):
    """State of the look; one instance per process, reached through the functions of this module."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens = LIGHT
        self.scheme = Scheme.SYSTEM
        self.body_px = tokens.BODY_PX
        self.is_applying = False
        self.is_following = False
        self.arrow_folder: tempfile.TemporaryDirectory[str] | None = None


_state = _Theme()


def signals() -> _Theme:
    """The object whose `changed` signal says that colours or sizes are new."""
    return _state


def now() -> Tokens:
    """The tokens that hold now; read it in `paintEvent`, never keep it."""
    return _state.tokens


def body_px() -> int:
    """Size of running text that holds now."""
    return _state.body_px


def colour(name: str | Tone) -> QColor:
    """The colour of a token or tone by name, `theme.colour("border")`."""
    return QColor(getattr(_state.tokens, str(name)))


def px(length: float) -> int:
    """A length of the design in whole pixels at the body size that holds now."""
    return fonts.scaled(length, _state.body_px)


def font(role: Role = Role.BODY, weight: int | None = None, *, figures: bool = False) -> QFont:
    """The font of a type role at the body size that holds now."""
    return fonts.font(role, weight, figures=figures, body_px=_state.body_px)


def line(role: Role) -> int:
    """Line height of a role in pixels: room for the marks of Vietnamese capitals."""
    return px(TYPE[role].line)


def text_width(made: QFont, text: str) -> int:
    """Pixels a text needs; one more than its advance, else eliding cuts texts that fit exactly."""
    return int(QFontMetricsF(made).horizontalAdvance(text)) + 2


def apply(app: QApplication, scheme: Scheme | str = Scheme.SYSTEM, body_px: int = tokens.BODY_PX) -> None:
    """Set fonts, Fusion, palette and style sheet; call again for each change of look or size.

    `body_px` is 12 to 20. Raises fonts.FontMissing on the first call when a bundled font is absent.
    """
    if not _state.is_following:
        fonts.load()
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(_system_changed)
        app.aboutToQuit.connect(_forget_files)
        _state.is_following = True
    _state.scheme = Scheme(scheme)
    _state.body_px = min(max(body_px, tokens.BODY_PX_MIN), tokens.BODY_PX_MAX)
    _apply_now(app)


def _apply_now(app: QApplication) -> None:
    if _state.is_applying:
        return
    _state.is_applying = True
    try:
        _state.tokens = DARK if _is_dark(app) else LIGHT
        icons.forget()
        app.setFont(font())
        app.setPalette(palette(_state.tokens))
        app.setStyleSheet(style_sheet(_state.tokens))
        _state.changed.emit()
    finally:
        _state.is_applying = False


def _is_dark(app: QApplication) -> bool:
    """Forced, or the system's; the native title bar is asked to follow where the platform can."""
    hints = app.styleHints()
    wanted = {
        Scheme.SYSTEM: Qt.ColorScheme.Unknown,
        Scheme.LIGHT: Qt.ColorScheme.Light,
        Scheme.DARK: Qt.ColorScheme.Dark,
    }[_state.scheme]
    hints.setColorScheme(wanted)
    if _state.scheme is Scheme.SYSTEM:
        return hints.colorScheme() == Qt.ColorScheme.Dark
    return _state.scheme is Scheme.DARK


def _system_changed() -> None:
    app = QGuiApplication.instance()
    if isinstance(app, QApplication) and _state.scheme is Scheme.SYSTEM:
        _apply_now(app)


def palette(t: Tokens) -> QPalette:
    """The palette of the tokens; frame widgets paint `window` themselves."""
    made = QPalette()
    roles = QPalette.ColorRole
    for names, value in (
        ((roles.Window, roles.Base, roles.Button), t.surface),
        ((roles.AlternateBase, roles.ToolTipBase), t.sunken),
        ((roles.WindowText, roles.Text, roles.ButtonText, roles.ToolTipText), t.text),
        ((roles.PlaceholderText,), t.text3),
        ((roles.Highlight, roles.Accent), t.accent),
        ((roles.HighlightedText,), t.on_accent),
        ((roles.Link, roles.LinkVisited), t.accent_text),
        ((roles.Mid, roles.Midlight), t.border),
        ((roles.Light,), t.surface),
        ((roles.Dark, roles.Shadow), t.field),
    ):
        for name in names:
            made.setColor(name, QColor(value))
    for name in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(t.text3))
    return made


def style_sheet(t: Tokens) -> str:
    """The style sheet of `resources/style/window.qss` with the tokens and the sizes filled in."""
    text = (paths.resources() / "style" / "window.qss").read_text(encoding="utf-8")
    values = {name: value for name, value in vars(t).items() if isinstance(value, str)}
    values["arrow"] = _arrow_file(t)
    for length in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 24, 28, 30, 32, 36):
        values[f"px{length}"] = f"{px(length)}px"
    values["field_inner"] = f"{px(tokens.FIELD) - 2}px"
    values["field_inner_focus"] = f"{px(tokens.FIELD) - 4}px"
    return Template(text).substitute(values)


def _arrow_file(t: Tokens) -> str:
    """The combo box arrow in the text colour: QSS needs a file (see the design paper, 13)."""
    if _state.arrow_folder is None:
        _state.arrow_folder = tempfile.TemporaryDirectory(prefix="counter-app-look-")
    file = Path(_state.arrow_folder.name) / f"arrow-{t.text2[1:]}.svg"
    if not file.exists():
        file.write_bytes(icons.svg("chevron-down", t.text2, 16))
    return file.as_posix()


def _forget_files() -> None:
    if _state.arrow_folder is not None:
        _state.arrow_folder.cleanup()
        _state.arrow_folder = None
