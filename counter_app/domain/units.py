"""Units of the authority: departments, the desk, the leadership, the office."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DESK = "MC"


class UnitRole(StrEnum):
    """What a unit is for; strings are stored."""

    COUNTER = "counter"
    SPECIALIST = "specialist"
    LEADER = "leader"
    OFFICE = "office"


@dataclass(frozen=True)
class Department:
    """A unit (phòng chuyên môn, Bộ phận Một cửa, Lãnh đạo, Văn phòng). `code` is unique in the agency."""

    code: str
    name: str
    role: UnitRole
    short_name: str = ""
    is_open: bool = True
