"""What the right side of Đồng bộ shows of one conflict: plain frozen words, made by `conflict_words`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FactRow:
    """One row of a side; `is_other`: the two sides do not say the same."""

    label: str
    value: str
    is_other: bool = False


@dataclass(frozen=True)
class After:
    """One line of what happens once a side was chosen."""

    icon: str
    words: str


@dataclass(frozen=True)
class SideView:
    """One side: `title` ("Bên này"), `place` ("Quầy 1"), `when`, its rows, the button's words, and what
    follows when it is kept. chosen: the event id that the act names; "" where it cannot be chosen."""

    title: str
    place: str
    when: str
    icon: str
    rows: tuple[FactRow, ...]
    chosen: str = ""
    button: str = ""
    after_title: str = ""
    after: tuple[After, ...] = ()


@dataclass(frozen=True)
class ConflictView:
    """One open conflict. head: code of the dossier or what else it is about; about: applicant and procedure;
    intro: what happened, in a sentence. code: the dossier to open, "" for none. needs_reason: whether the
    person must say why. badge: what is asked ("Cần chọn", "Cần xem")."""

    id: str
    stream: str
    head: str
    about: str
    intro: str
    sides: tuple[SideView, ...]
    code: str = ""
    needs_reason: bool = True
    badge: str = "Cần chọn"
