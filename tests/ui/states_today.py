"""Pictures of Hôm nay with what desks that met have to tell."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from counter_app.domain.staff import Role
from counter_app.queries.attention import OwnConflict
from counter_app.queries.duplicates import PossibleDuplicate
from counter_app.ui.attention_words import (
    AttentionLine,
    conflict_lines,
    duplicate_lines,
    own_conflict_lines,
)
from counter_app.ui.tokens import Tone
from tests.ui.picture_states import state
from tests.ui.states_frame import window

_PAIR = PossibleDuplicate(
    earlier="H24.28-261120-0012",
    earlier_desk=1,
    later="H24.28-261120-0407",
    later_desk=2,
    applicant="Công ty TNHH Cơ khí Chính xác Đông Đô",
    more=0,
)
_OWN = OwnConflict(
    "H24.28-261119-0003", "Phạm Thị Thử", "dossier:withdrawn", "not_allowed_now", is_of_two=True
)


def _told(role: Role, lines: tuple[AttentionLine, ...]) -> QWidget:
    made = window(role, pages=("reception", "handover", "dossiers", "returns"), with_search=True)
    made.page("today").set_attention(lines)
    return made


@state("today-desks-met")
def _at_the_counter() -> QWidget:
    paper = AttentionLine("5 hồ sơ phải chuyển phòng trước 17:30 hôm nay", Tone.AMBER, "Bàn giao")
    return _told(Role.COUNTER, (paper, *duplicate_lines((_PAIR,)), *own_conflict_lines((_OWN,))))


@state("today-desks-met-supervisor")
def _at_the_supervisor() -> QWidget:
    return _told(Role.SUPERVISOR, (*conflict_lines(2), *duplicate_lines((_PAIR, _PAIR, _PAIR))))
