"""Contrast of every pair of colours in use, palette and sheet after a change of look, fonts and icons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import counter_app.ui
from counter_app.ui import fonts, icons, theme
from counter_app.ui.tokens import DARK, LIGHT, SOFT, Role, Tokens, Tone
from counter_app.ui.widgets.text import ElidedLabel, Text

# token, on which token, contrast in the light and the dark look: the table of the design paper.
MEASURED = (
    ("field", "surface", 3.2, 3.7),
    ("text", "surface", 16.4, 13.4),
    ("text2", "surface", 7.4, 8.2),
    ("text3", "window", 5.4, 6.7),
    ("accent", "surface", 6.8, 3.3),
    ("accent_hover", "on_accent", 8.6, 4.6),
    ("accent_press", "on_accent", 10.8, 6.2),
    ("on_accent", "accent", 6.8, 4.9),
    ("accent_text", "surface", 6.8, 7.9),
    ("accent_soft", "text", 13.8, 10.2),
    ("data", "surface", 3.4, 4.2),
    ("red", "red_soft", 5.6, 6.8),
    ("red_soft", "text", 14.0, 11.7),
    ("red_fill", "surface", 4.5, 4.1),
    ("amber", "amber_soft", 6.1, 7.6),
    ("amber_soft", "text", 14.6, 11.1),
    ("amber_fill", "surface", 3.2, 5.4),
    ("slate", "slate_soft", 6.4, 6.9),
    ("slate_soft", "text", 14.0, 10.7),
    ("slate_fill", "surface", 3.2, 3.4),
    ("green", "green_soft", 5.7, 7.4),
    ("green_soft", "text", 14.2, 11.0),
    ("green_fill", "surface", 3.3, 4.0),
    ("on_warn", "warn_fill", 6.8, 6.3),
)
GROUNDS = ("window", "surface", "sunken", "hover", "field_bg")


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2.1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("token", "on", "light", "dark"), MEASURED)
def test_pairs_have_the_contrast_of_the_design(
    look: Tokens, token: str, on: str, light: float, dark: float
) -> None:
    wanted = dark if look.is_dark else light
    assert contrast(getattr(look, token), getattr(look, on)) == pytest.approx(wanted, abs=0.06)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_every_ground_it_stands_on(look: Tokens) -> None:
    soft = {name for tone, name in SOFT.items() if name != "sunken"}
    for ground in (*GROUNDS, *soft):
        for text in ("text", "text2"):
            assert contrast(getattr(look, text), getattr(look, ground)) >= 6.2, (text, ground)
    for ground in (*GROUNDS, "accent_soft"):
        assert contrast(look.text3, getattr(look, ground)) >= 4.5, ground
    for ground in GROUNDS:
        for tone in (Tone.ACCENT, Tone.RED, Tone.AMBER, Tone.SLATE, Tone.GREEN):
            assert contrast(getattr(look, tone), getattr(look, ground)) >= 4.5, (tone, ground)
    for tone, ground in SOFT.items():
        assert contrast(getattr(look, tone), getattr(look, ground)) >= 4.5, (tone, ground)
    for fill in ("warn_hover", "warn_press"):
        assert contrast(look.on_warn, getattr(look, fill)) >= 4.5, fill


def test_a_change_of_look_reaches_palette_sheet_and_labels(qapp: QApplication, qtbot: QtBot) -> None:
    label = Text("Hẹn trả", tone=Tone.TEXT2)
    qtbot.addWidget(label)
    with qtbot.waitSignal(theme.signals().changed):
        theme.apply(qapp, "dark")
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.surface
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == DARK.text2
    assert DARK.sunken in qapp.styleSheet()
    assert LIGHT.sunken not in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()


def test_sizes_follow_the_body_size(qapp: QApplication, qtbot: QtBot) -> None:
    label = Text("Hẹn trả", Role.CAPTION)
    qtbot.addWidget(label)
    theme.apply(qapp, "light", body_px=20)
    assert theme.font(Role.BODY).pixelSize() == 20
    assert theme.font(Role.CAPTION).pixelSize() == 17
    assert label.font().pixelSize() == 17
    assert theme.px(32) == 46


def test_a_missing_font_is_named(tmp_path: Path) -> None:
    with pytest.raises(fonts.FontMissing, match="BeVietnamPro-Regular"):
        fonts.load(tmp_path)


def test_a_damaged_font_is_named(tmp_path: Path) -> None:
    for name in fonts.FILES:
        (tmp_path / name).write_bytes(b"not a font")
    with pytest.raises(fonts.FontMissing):
        fonts.load(tmp_path)


def test_figures_are_tabular_and_words_are_not_inter() -> None:
    figures = QFontMetricsF(theme.font(Role.BODY, figures=True))
    assert len({figures.horizontalAdvance(digit) for digit in "0123456789"}) == 1
    assert theme.font(Role.BODY).families()[0] == "Be Vietnam Pro"


def test_every_icon_named_in_the_window_exists() -> None:
    found: set[str] = set()
    for file in Path(counter_app.ui.__file__).parent.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        found |= set(re.findall(r'(?:icon=|set_icon\(|IconMark\()"([a-z0-9-]+)"', text))
    assert {"check", "inbox", "log-in"} <= found
    for name in found:
        icons.svg(name, "#000000", 16)
    with pytest.raises(icons.IconMissing):
        icons.svg("no-such-icon", "#000000", 16)


def test_an_icon_is_drawn_in_the_colour_asked_for() -> None:
    image = icons.pixmap("check", "#B3261E", 16, 2.0).toImage()
    assert (image.width(), image.devicePixelRatio()) == (32, 2.0)
    solid = {
        image.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert solid == {"#b3261e"}


def _ink_rows(label: QWidget, size: QSize) -> tuple[int, int]:
    """First inked row and number of inked pixels of a label drawn at a size."""
    label.resize(size)
    image = label.grab().toImage()
    ground = image.pixelColor(image.width() - 1, image.height() - 1)
    rows = [
        y for y in range(image.height()) for x in range(image.width()) if image.pixelColor(x, y) != ground
    ]
    return (rows[0] if rows else -1), len(rows)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", [Text, ElidedLabel])
def test_vietnamese_capitals_are_not_clipped(qtbot: QtBot, role: Role, kind: type[Text]) -> None:
    label = kind("ẰẤỖẲ", role)
    qtbot.addWidget(label)
    hint = label.sizeHint()
    own = QSize(hint.width() + 8, hint.height())
    _, ink = _ink_rows(label, own)
    _, ink_with_room = _ink_rows(label, QSize(own.width(), own.height() + 40))
    assert ink > 50
    assert ink == ink_with_room


NAMES = (
    "Nguyễn Thị Lan",
    "Công ty TNHH Cơ khí Chính xác Đông Đô",
    "Lô CN4.1, KCN Đình Vũ, KKT Đình Vũ – Cát Hải, phường Đông Hải",
    "Ngọc Trai <Pearl>",
    "Nước & Môi trường",
)


@pytest.mark.parametrize("text", NAMES)
@pytest.mark.parametrize("role", list(Role))
def test_a_text_that_fits_is_not_cut(qtbot: QtBot, text: str, role: Role) -> None:
    label = ElidedLabel(text, role)
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    assert not label.is_cut()
    assert label.tip() == ""
    label.resize(label.width() // 2, label.height())
    assert label.is_cut()
    assert "<Pearl>" not in label.tip()
    assert label.tip() != ""
