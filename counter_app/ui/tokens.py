"""Design tokens: colours of the light and the dark look, type roles, lengths."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Tokens:
    """Colours of one look as `#RRGGBB`. Text pairs keep a contrast of at least 4.5, outlines and bars 3."""

    window: str
    surface: str
    sunken: str
    hover: str
    border: str
    hatch: str
    field: str
    field_bg: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    accent_press: str
    on_accent: str
    accent_text: str
    accent_soft: str
    data: str
    red: str
    red_soft: str
    red_fill: str
    amber: str
    amber_soft: str
    amber_fill: str
    slate: str
    slate_soft: str
    slate_fill: str
    green: str
    green_soft: str
    green_fill: str
    warn_fill: str
    """Fill of the amber main button (`amber` in the light look, `amberFill` in the dark one)."""
    on_warn: str
    """Text on `warn_fill`."""
    warn_hover: str
    warn_press: str
    is_dark: bool = False


LIGHT = Tokens(
    window="#F2F5F5",
    surface="#FFFFFF",
    sunken="#F7F9F9",
    hover="#EDF2F3",
    border="#DDE4E6",
    hatch="#CBD5DA",
    field="#84929A",
    field_bg="#FFFFFF",
    text="#15212A",
    text2="#495862",
    text3="#586670",
    accent="#0B6570",
    accent_hover="#08545E",
    accent_press="#06444C",
    on_accent="#FFFFFF",
    accent_text="#0B6570",
    accent_soft="#DFEFF0",
    data="#4A97A1",
    red="#B3261E",
    red_soft="#FCE9E7",
    red_fill="#D1473D",
    amber="#8A4B00",
    amber_soft="#FDF1D9",
    amber_fill="#C4841A",
    slate="#46566A",
    slate_soft="#EAEEF3",
    slate_fill="#8292A4",
    green="#1C6B3A",
    green_soft="#E3F3E8",
    green_fill="#4F9E6C",
    warn_fill="#8A4B00",
    on_warn="#FFFFFF",
    warn_hover="#744000",
    warn_press="#5E3400",
)

DARK = Tokens(
    window="#12191D",
    surface="#1A2328",
    sunken="#1F2A30",
    hover="#243037",
    border="#2F3C43",
    hatch="#3A474E",
    field="#6C7D87",
    field_bg="#151D21",
    text="#E6ECEF",
    text2="#AFBCC4",
    text3="#92A1AA",
    accent="#1B7C88",
    accent_hover="#1D818D",
    accent_press="#166B76",
    on_accent="#FFFFFF",
    accent_text="#63C5D0",
    accent_soft="#1B3A40",
    data="#3C8E99",
    red="#FF9A8F",
    red_soft="#432321",
    red_fill="#D65A4E",
    amber="#F2BC60",
    amber_soft="#3B2E14",
    amber_fill="#C98A24",
    slate="#B3C0CE",
    slate_soft="#29343D",
    slate_fill="#64748A",
    green="#82D4A0",
    green_soft="#1B3626",
    green_fill="#3F8F5E",
    warn_fill="#C98A24",
    on_warn="#1A1304",
    warn_hover="#D69631",
    warn_press="#B87C1C",
    is_dark=True,
)


class Tone(StrEnum):
    """The colour a word or an icon takes; the value is the name of the token."""

    TEXT = "text"
    TEXT2 = "text2"
    TEXT3 = "text3"
    ACCENT = "accent_text"
    ON_ACCENT = "on_accent"
    RED = "red"
    AMBER = "amber"
    SLATE = "slate"
    GREEN = "green"


SOFT: dict[Tone, str] = {
    Tone.TEXT: "sunken",
    Tone.TEXT2: "sunken",
    Tone.TEXT3: "sunken",
    Tone.ACCENT: "accent_soft",
    Tone.RED: "red_soft",
    Tone.AMBER: "amber_soft",
    Tone.SLATE: "slate_soft",
    Tone.GREEN: "green_soft",
}
"""Tone → token of the soft ground on which it is read."""


class Role(StrEnum):
    """The four sizes of type; nothing else is set anywhere."""

    FIGURE = "figure"
    TITLE = "title"
    BODY = "body"
    CAPTION = "caption"


@dataclass(frozen=True)
class TypeSize:
    """Pixel size, default weight and line height of a role at the body size of 14 px."""

    px: int
    weight: int
    line: int


TYPE: dict[Role, TypeSize] = {
    Role.FIGURE: TypeSize(28, 600, 36),
    Role.TITLE: TypeSize(18, 600, 26),
    Role.BODY: TypeSize(14, 400, 20),
    Role.CAPTION: TypeSize(12, 400, 16),
}

BODY_PX = 14
BODY_PX_MIN = 12
BODY_PX_MAX = 20

# Lengths in pixels at the body size of 14 px.
TOP_BAR = 52
SIDE_BAR = 216
STATUS_BAR = 30
SIGN_IN_WIDTH = 976
PAGE_HEAD = 60
PAGE_HEAD_COMPACT = 52
PAGE_PADDING = 24
GUTTER = 124
GUTTER_COMPACT = 108
RECEIPT_COLUMN = 400
RECEIPT_COLUMN_COMPACT = 376
FIELD = 32
NAV_ITEM = 36
MAIN_BUTTON = 44
PANEL_BUTTON = 36
CHECK_BOX = 18
BADGE = 24
ROW = 32
TABLE_HEADER = 30
RADIUS = 5
RADIUS_NAV = 6
RADIUS_CARD = 8
COMPACT_BELOW = 850
"""Windows lower than this many pixels use the compact density."""
