"""A conflict of a dossier in words: its two sides row by row, and what follows from each. No Qt widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from counter_app.domain.conflicts import NEITHER, Side
from counter_app.domain.dossier import Dossier
from counter_app.domain.dossier_parts import ConflictCause
from counter_app.domain.text import money
from counter_app.domain.units import DESK
from counter_app.queries.conflict_details import ConflictDetail
from counter_app.queries.conflicts import ClashingAct
from counter_app.queries.life import LifeEvent
from counter_app.services.outcomes import Afterwards
from counter_app.ui import labels
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.dossier_words import EMPTY, full_due_words, short_name, short_procedure, unit_words
from counter_app.ui.life_said import what_was_said
from counter_app.ui.life_words import UNREADABLE, LifeWords
from counter_app.ui.pages.dossiers.panel_words import PAPER_TITLES
from counter_app.ui.pages.sync.conflict_view import After, ConflictView, FactRow, SideView

_TWO = "Hai nơi cùng ghi lúc mất mạng. Cả hai được giữ trong nhật ký; hãy chọn việc có hiệu lực."
_LATE = (
    "Việc này không còn hợp với hồ sơ khi gặp các việc khác, nên chưa có hiệu lực. Nó vẫn được giữ trong "
    "nhật ký; hãy chọn."
)
_NO_RIGHT = (
    "Người ghi việc này đã không còn quyền làm việc đó, nên việc chưa có hiệu lực. Hãy chọn có công nhận "
    "không."
)
_TELLS = "{who} đọc quyết định này ở Hôm nay, sau lần đồng bộ tới."
_NOT_POSSIBLE = "không thể có hiệu lực nữa"
AFTER = ("Tình trạng sau", "Hẹn trả sau", "Giấy ở sau", "Kết quả số", "Mã, giấy hẹn")
"""Rows that tell of the dossier after the choice, on both sides."""


class ConflictWords:
    """Words of one agency at a local moment."""

    def __init__(
        self,
        detail: ConflictDetail,
        reference: ReferencePort,
        now: datetime,
        outcomes: Sequence[Afterwards] = (),
    ) -> None:
        self.detail, self.reference, self.now = detail, reference, now
        self.outcomes = {each.chosen: each for each in outcomes}
        self.life = LifeWords(reference, (), now)

    # -- acts

    def event(self, act: ClashingAct) -> LifeEvent:
        """The act as the life line knows it."""
        data = self.detail.said.get(act.event_id, {})
        return LifeEvent(act.event_id, act.kind, act.at, act.by, act.unit, data)

    def title(self, act: ClashingAct) -> str:
        """What was done."""
        return self.life.title(self.event(act))

    def person(self, act: ClashingAct) -> str:
        """Who did it."""
        return self.life.person(act.by)

    def place(self, act: ClashingAct) -> str:
        """Where it was recorded: the desk, or the unit whose machine it is."""
        is_desk = act.unit in ("", DESK)
        return labels.desk_words(act.desk) if is_desk else unit_words(act.unit, self.reference)

    def is_here(self, act: ClashingAct) -> bool:
        """Whether this desk recorded it."""
        return act.desk == self.detail.own_desk

    def said(self, act: ClashingAct) -> str:
        """What it said besides who and when, without its reason and the number of the result."""
        try:
            told = what_was_said(self.life, self.event(act))
        except UNREADABLE:
            return "không đọc được"
        number = self.detail.said.get(act.event_id, {}).get("result_no")
        elsewhere = (act.reason, f"số {number}")  # rows of their own
        return " · ".join(part for part in told.split(" · ") if part not in elsewhere)

    def papers(self, act: ClashingAct) -> str:
        """What its author printed since."""
        forms = self.detail.printed.get(act.event_id, ())
        return ", ".join(PAPER_TITLES.get(form, form) for form in forms)

    def moment(self, act: ClashingAct) -> str:
        """`16:58 20/11`."""
        return f"{act.at:%H:%M %d/%m}"

    # -- sides

    def rows(self, act: ClashingAct) -> dict[str, str]:
        """Label → value of one side: the act, then the dossier once it is chosen."""
        return self.facts(act) | self.results(act.event_id)

    def facts(self, act: ClashingAct) -> dict[str, str]:
        """What was done, by whom, and where it stands."""
        return {
            "Việc": self.title(act),
            "Người làm": self.person(act),
            "Nội dung": self.said(act),
            "Lý do": act.reason,
            "Giấy đã in": self.papers(act),
            "Việc số": money(act.pos) if act.pos is not None else "chưa có",
        }

    def results(self, chosen: str) -> dict[str, str]:
        """What the dossier is once `chosen` was chosen, as the decision would fold."""
        side, outcome = self.detail.side(chosen), self.outcomes.get(chosen)
        rows = dict.fromkeys(AFTER, "")
        if side is None or outcome is None:
            return rows
        if not side.is_possible:
            return rows | {AFTER[0]: _NOT_POSSIBLE}
        after = outcome.dossier
        paper = unit_words(after.holder, self.reference) if after.holder else ""
        if after.transit:
            paper = f"đang chuyển đến {unit_words(after.transit.to, self.reference)}"
        receipt = f"lần {after.receipt_version}" if after.receipt_version else ""
        code = "-".join(after.shown_code.split("-")[-2:])
        number = ", ".join(part for part in (code, receipt) if part)
        values = (self.status(side), _due_words(after, outcome.due_at), paper, after.result_no, number)
        return dict(zip(AFTER, values, strict=True))

    @staticmethod
    def status(side: Side | None) -> str:
        """The dossier's status after a choice."""
        return labels.words(labels.STATUS, side.status) if side is not None and side.status else ""

    def head(self, act: ClashingAct, title: str) -> tuple[str, str, str, str]:
        """Title, place, moment and icon of a side."""
        icon = "monitor" if act.unit in ("", DESK) else "building-2"
        return title, self.place(act), self.moment(act), icon

    # -- what follows

    def after(
        self, chosen: str, left_out: Sequence[ClashingAct], hears: Sequence[ClashingAct] = ()
    ) -> tuple[After, ...]:
        """What else follows once `chosen` was chosen: the acts left out, who (of `hears` too) hears."""
        side = self.detail.side(chosen)
        lines = []
        others = side.struck if side is not None else ()
        if left_out:
            lines.append(After("undo-2", self._left_out_line(left_out, len(others))))
        if side is not None and side.revived:
            words = f"{money(len(side.revived))} việc đang không có hiệu lực sẽ có hiệu lực lại."
            lines.append(After("rotate-ccw", words))
        places = dict.fromkeys(self.place(act) for act in (*left_out, *hears))
        if places:
            lines.append(After("send", _TELLS.format(who=", ".join(places))))
        return tuple(lines)

    def _left_out_line(self, left_out: Sequence[ClashingAct], more: int) -> str:
        named = ", ".join(f"«{self.title(act)}» của {self.person(act)}" for act in left_out[:2])
        rest = f" và {money(len(left_out) - 2)} việc nữa" if len(left_out) > 2 else ""
        based = f", cùng {money(more)} việc dựa trên đó" if more else ""
        numbers = [str(self.detail.said[act.event_id].get("result_no") or "") for act in left_out]
        results = [number for number in numbers if number]
        back = f"; kết quả {', '.join(results)} phải thu hồi" if results else ""
        return f"{named}{rest}{based} còn trong nhật ký, gạch ngang{back}."


def _due_words(after: Dossier, due_at: datetime | None) -> str:
    """What becomes of the promise: only what is open keeps one."""
    if after.is_paused:
        return "đồng hồ dừng"
    if after.is_open and due_at is not None:
        return full_due_words(due_at.isoformat())
    return "thôi tính" if after.received_at is not None else ""


def marked(rows: Sequence[Mapping[str, str]]) -> list[tuple[FactRow, ...]]:
    """Sides with the same rows in the same order; a row that nobody fills is left out, one whose values
    differ is marked (who and where an act stands is no difference to decide by)."""
    labels_ = [label for label in rows[0] if any(row.get(label) for row in rows)]
    made = []
    for row in rows:
        facts = []
        for label in labels_:
            values = {each.get(label, "") for each in rows}
            is_other = len(rows) > 1 and len(values) > 1 and label not in ("Người làm", "Việc số")
            facts.append(FactRow(label, row.get(label) or EMPTY, is_other, is_result=label in AFTER))
        made.append(tuple(facts))
    return made


def titles(words: ConflictWords, acts: Sequence[ClashingAct]) -> tuple[str, ...]:
    """`Bên này`, `Bên kia`; numbers where neither or both were recorded at this desk."""
    here = [words.is_here(act) for act in acts]
    if len(acts) == 2 and here[0] != here[1]:
        return tuple("Bên này" if each else "Bên kia" for each in here)
    return tuple(f"Bên {n}" for n in range(1, len(acts) + 1))


def about_words(detail: ConflictDetail) -> str:
    """Applicant and procedure."""
    parts = (short_name(detail.row.applicant), short_procedure(detail.procedure_name))
    return " · ".join(part for part in parts if part)


def dossier_conflict(words: ConflictWords) -> ConflictView:
    """Two acts on one dossier, or one that fits no more."""
    row = words.detail.row
    assert row.struck is not None  # its event is in the log: it was folded
    if row.over:
        return _two_acts(words, row.struck, row.over)
    return _one_act(words, row.struck)


def _two_acts(words: ConflictWords, struck: ClashingAct, over: Sequence[ClashingAct]) -> ConflictView:
    """The standing side is told by its last act: choosing any of them leaves out the struck one."""
    standing = over[-1]
    acts = [struck, standing]
    if words.is_here(standing) and not words.is_here(struck):
        acts.reverse()
    facts = marked([words.rows(act) for act in acts])
    sides = []
    for act, title, rows in zip(acts, titles(words, acts), facts, strict=True):
        is_struck = act is struck
        side = words.detail.side(act.event_id)
        left_out = _left_out(side, over) if is_struck else (struck,)
        keep = f"Giữ {title.lower()}"
        sides.append(
            SideView(
                *words.head(act, title),
                rows,
                chosen=act.event_id if side is None or side.is_possible else None,
                button=keep,
                after_title=f"Sau khi {keep.lower()}",
                after=words.after(act.event_id, left_out),
            )
        )
    return _of_dossier(words, _TWO, tuple(sides))


def _left_out(side: Side | None, over: Sequence[ClashingAct]) -> Sequence[ClashingAct]:
    if side is None:
        return over
    return [act for act in over if act.event_id in side.over]


def _one_act(words: ConflictWords, act: ClashingAct) -> ConflictView:
    row = words.detail.row
    is_right = row.because == ConflictCause.UNAUTHORISED
    keep, leave = ("Công nhận", "Không công nhận") if is_right else ("Cho có hiệu lực", "Không cho hiệu lực")
    side = words.detail.side(act.event_id)
    now = dict.fromkeys(words.facts(act), "") | {
        "Việc": f"Như hiện nay, không có «{words.title(act)}»",
    }
    now |= words.results(NEITHER)
    facts = marked([words.rows(act), now])
    first = SideView(
        *words.head(act, "Việc này"),
        facts[0],
        chosen=act.event_id if side is None or side.is_possible else None,
        button=keep,
        after_title=f"Sau khi {keep.lower()}",
        after=words.after(act.event_id, (), (act,)),
    )
    second = SideView(
        "Hiện nay", "", "", "folder-open", facts[1],
        chosen=NEITHER,
        button=leave,
        after_title=f"Sau khi {leave.lower()}",
        after=words.after(NEITHER, (act,)),
    )  # fmt: skip
    return _of_dossier(words, _NO_RIGHT if is_right else _LATE, (first, second))


def _of_dossier(words: ConflictWords, intro: str, sides: tuple[SideView, ...]) -> ConflictView:
    row = words.detail.row
    return ConflictView(
        id=row.id,
        stream=row.stream,
        head=row.code,
        about=about_words(words.detail),
        intro=intro,
        sides=sides,
        code=row.code,
    )
