"""Papers that hang on the wall, A4 by NĐ 30/2020/NĐ-CP: body 14 pt, first line 1 cm in, 6 pt between."""

from __future__ import annotations

from dataclasses import replace

from counter_app.forms.head_block import Head
from counter_app.forms.paragraphs import Align, Look, Passage, Run, passage
from counter_app.forms.sheet import A4, MM, Sheet, Step

_INDENT = 10 * MM
_APART = 6.0

WALL: Sheet = replace(A4, type=replace(A4.type, steps=(Step(14.0, 13.0, 13.0), Step(13.0, 12.0, 12.0))))


def wall_head(agency_name: str, superior_name: str, place: str) -> Head:
    """Head of what the authority itself hangs up: who it belongs to, then its name in bold (NĐ 30/2020).
    Where the superior is not set, the authority and its desk."""
    if superior_name.strip():
        return Head(superior_name, place, unit=agency_name)
    return Head(agency_name, place)


def wall_paragraph(step: Step, *parts: str | Run) -> Passage:
    """A paragraph of the text: justified, its first line indented."""
    look = Look(step.body, align=Align.JUSTIFY, indent=_INDENT, hang=-_INDENT, after=_APART)
    return passage(look, *parts)


def wall_text(step: Step, *parts: str | Run, text: str) -> tuple[Passage, ...]:
    """What a head announces: the text's first line behind it, each further line, and each of a list, a
    paragraph of its own."""
    lines = [line for line in text.splitlines() if line.strip()] or [""]
    if lines[0].startswith("- "):
        return (wall_paragraph(step, *parts), *(wall_paragraph(step, line) for line in lines))
    return (wall_paragraph(step, *parts, lines[0]), *(wall_paragraph(step, line) for line in lines[1:]))
