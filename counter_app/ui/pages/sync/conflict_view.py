"""What the right side of Đồng bộ shows of one conflict: plain frozen words, made by `conflict_words`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FactRow:
    """One row of a side; `is_other`: the two sides do not say the same; `is_result`: of the dossier after the
    choice, not of the act."""

    label: str
    value: str
    is_other: bool = False
    is_result: bool = False


@dataclass(frozen=True)
class After:
    """One line of what happens once a side was chosen."""

    icon: str
    words: str


@dataclass(frozen=True)
class SideView:
    """One side: `title` ("Bên này"), `place` ("Quầy 1"), `when`, its rows, the button's words, and what
    follows when it is kept. chosen: what the act names (event id, or "" for none of them); None where it
    cannot be chosen."""

    title: str
    place: str
    when: str
    icon: str
    rows: tuple[FactRow, ...]
    chosen: str | None = None
    button: str = ""
    after_title: str = ""
    after: tuple[After, ...] = ()


@dataclass(frozen=True)
class ConflictView:
    """One open conflict. head: code of the dossier or what else it is about; about: applicant and procedure;
    intro: what happened, in a sentence. code: the dossier to open, "" for none. seen: words of the button
    where nothing is to be chosen, and `seen_after` what follows then; "" where a side is chosen."""

    id: str
    stream: str
    head: str
    about: str
    intro: str
    sides: tuple[SideView, ...]
    code: str = ""
    seen: str = ""
    seen_after: tuple[After, ...] = ()

    @property
    def badge(self) -> str:
        """What is asked of a person."""
        return "Cần xem" if self.seen else "Cần chọn"
