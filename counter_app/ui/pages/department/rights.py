"""Who may do what at the unit shown: its own people work and pass on, the supervisor works anywhere."""

from __future__ import annotations

from counter_app.domain.staff import Permission, Role
from counter_app.ui.memory import Memory
from counter_app.ui.pages.department.desk_work import Meaning
from counter_app.ui.pages.department.lists import MINE, SEGMENTS, UNIT
from counter_app.ui.session import Session


def is_own(session: Session, unit: str) -> bool:
    """Whether the unit is the person's own."""
    return session.person is not None and session.person.unit == unit


def may_give(session: Session, unit: str) -> bool:
    """Whether the person may take and hand over here: only people of the unit."""
    return is_own(session, unit) and session.may(Permission.CUSTODY)


def may_work(session: Session, unit: str) -> bool:
    """Whether the person may do the unit's work: its officers, and the supervisor anywhere."""
    is_allowed_here = is_own(session, unit) or session.may(Permission.SUPERVISE)
    return session.may(Permission.DEPARTMENT_ACT) and is_allowed_here


_REASSIGNING = frozenset({Role.HEAD, Role.SUPERVISOR})


def may_reassign(session: Session, unit: str) -> bool:
    """Whether the person may give all dossiers of somebody to another: who leads the unit or the house."""
    person = session.person
    return person is not None and person.role in _REASSIGNING and may_work(session, unit)


def segments(session: Session, unit: str) -> tuple[tuple[str, str], ...]:
    """Segments with their words: nothing of another unit is «mine»."""
    return tuple(each for each in SEGMENTS if each[0] != MINE or is_own(session, unit))


def meanings(session: Session, unit: str) -> tuple[Meaning, ...]:
    """What scans may do here."""
    work = (Meaning.STEP, Meaning.FINISH) if may_work(session, unit) else ()
    return (Meaning.TAKE, *work, Meaning.GIVE) if may_give(session, unit) else work


def first_unit(session: Session, memory: Memory) -> str:
    """The person's own unit; for the supervisor the one chosen last."""
    if session.person is None:
        return ""
    kept = memory.text("department/unit") if session.may(Permission.SUPERVISE) else ""
    return kept or session.person.unit


def first_segment(session: Session, unit: str, memory: Memory) -> str:
    """The segment this role looked at last; at first an officer sees their own, others the whole unit."""
    if session.person is None:
        return UNIT
    first = MINE if session.person.role is Role.OFFICER else UNIT
    segment = memory.text(f"department/segment/{session.person.role}", first)
    return segment if segment in dict(segments(session, unit)) else UNIT
