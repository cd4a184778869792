"""The bundled faces: Be Vietnam Pro for words, Inter with tabular figures for codes, dates and numbers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from counter_app import paths
from counter_app.ui.tokens import BODY_PX, TYPE, Role

WORDS = ["Be Vietnam Pro", "Inter"]
FIGURES = ["Inter", "Be Vietnam Pro"]
FILES = tuple(
    f"{face}-{weight}.ttf"
    for face in ("BeVietnamPro", "Inter")
    for weight in ("Regular", "Medium", "SemiBold")
)

_TABULAR = QFont.Tag("tnum")


class FontMissing(RuntimeError):
    """A bundled font file is absent or unreadable: without it the window would show wrong or no letters."""


def load(folder: Path | None = None) -> None:
    """Register the six bundled files; call before the first widget.

    Raises FontMissing with the file's path when one cannot be registered.
    """
    folder = folder or paths.resources() / "fonts"
    for name in FILES:
        file = folder / name
        if not file.is_file() or QFontDatabase.addApplicationFont(str(file)) < 0:
            raise FontMissing(str(file))
    for family in (WORDS[0], FIGURES[0]):
        if family not in QFontDatabase.families():
            raise FontMissing(family)


def font(
    role: Role = Role.BODY, weight: int | None = None, *, figures: bool = False, body_px: int = BODY_PX
) -> QFont:
    """A font of a type role. `weight` is 400, 500 or 600 (default: the role's); `figures`: Inter, tnum."""
    size = TYPE[role]
    made = QFont()
    made.setFamilies(FIGURES if figures else WORDS)
    made.setPixelSize(scaled(size.px, body_px))
    made.setWeight(QFont.Weight(weight or size.weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if figures:
        made.setFeature(_TABULAR, 1)
    return made


def scaled(px: float, body_px: int = BODY_PX) -> int:
    """A length of the design (at 14 px body) at another body size, in whole pixels."""
    return round(px * body_px / BODY_PX)
