"""Every kind of conflict in words: acts on a dossier, one code twice, catalogue and settings, unreadable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from counter_app.domain.dossier_parts import ConflictCause
from counter_app.domain.text import money
from counter_app.queries.conflict_details import ConflictDetail
from counter_app.queries.conflicts import ClashingAct
from counter_app.services.outcomes import Afterwards
from counter_app.ui import labels
from counter_app.ui.desk_port import ReferencePort
from counter_app.ui.dossier_words import short_name, staff_words, unit_words
from counter_app.ui.messages import field_name
from counter_app.ui.pages.sync.conflict_view import After, ConflictView, SideView
from counter_app.ui.pages.sync.conflict_words import (
    ConflictWords,
    about_words,
    dossier_conflict,
    marked,
    titles,
)

SEEN = "Đã xem"
_MOST_FIELDS = 5
_LONGEST = 80
_SIGNED = frozenset({"role", "unit", "at", "place", "hash"})
"""What a payload says of its author or for the program alone: no part of what was changed."""
_FIELDS = {"is_active": "Đang làm việc", "staff_role": "Vai trò", "staff_unit": "Đơn vị"}

_FLAGGED = (
    "Người tiếp nhận đã không còn quyền tiếp nhận vào lúc đó. Giấy đã in cho người dân, nên hồ sơ vẫn giữ "
    "mã, hạn trả và đi tiếp như thường."
)
_UNREADABLE = (
    "Có việc ghi bằng cách mà bản chương trình này không đọc được. Việc được giữ nguyên và gửi tiếp cho máy "
    "khác, nhưng chưa có hiệu lực."
)
_TWICE = "Hai hồ sơ mang cùng một mã. Cả hai đều được giữ; không hồ sơ nào bị đổi hay mất."
_PORTAL_TWICE = (
    "Hai hồ sơ mang cùng một mã trên Cổng. Cả hai đều được giữ; hãy xem có phải một hồ sơ nhận hai lần."
)
_ELSEWHERE = (
    "Hai máy cùng sửa một chỗ mà chưa biết nhau. Việc đến kho trước đang có hiệu lực; cả hai được giữ trong "
    "nhật ký."
)
_CHANGED_WITHOUT_RIGHT = (
    "Người sửa đã không còn quyền sửa vào lúc đó, nên việc này không có hiệu lực. Nó được giữ trong nhật ký."
)


def conflict_view(
    detail: ConflictDetail, reference: ReferencePort, now: datetime, outcomes: Sequence[Afterwards] = ()
) -> ConflictView:
    """One open conflict as the page shows it. `outcomes`: what each choice makes of the dossier."""
    words, row = ConflictWords(detail, reference, now, outcomes), detail.row
    if row.struck is None or row.because == ConflictCause.NOT_READABLE:
        return _unreadable(words)
    if row.because in (ConflictCause.DUP_CODE, ConflictCause.DUP_PORTAL_CODE):
        return _twice(words, row.struck)
    if row.because == ConflictCause.CHANGED_ELSEWHERE or not row.stream.startswith("dossier:"):
        return _changed_elsewhere(words, row.struck)
    if row.has_effect and not row.over:
        return _flagged(words, row.struck)
    return dossier_conflict(words)


def _seen_only(
    words: ConflictWords, intro: str, sides: tuple[SideView, ...], after: tuple[After, ...], head: str = ""
) -> ConflictView:
    row = words.detail.row
    return ConflictView(
        id=row.id,
        stream=row.stream,
        head=head or row.code,
        about=about_words(words.detail),
        intro=intro,
        sides=sides,
        code=row.code if row.stream.startswith("dossier:") else "",
        seen=SEEN,
        seen_after=after,
    )


def _side(words: ConflictWords, act: ClashingAct, title: str, values: Mapping[str, str]) -> SideView:
    return SideView(*words.head(act, title), marked([values])[0])


# -- nothing to choose


def _unreadable(words: ConflictWords) -> ConflictView:
    row, act = words.detail.row, words.detail.row.struck
    after = (
        After("refresh-cw", "Cập nhật chương trình trên máy này; bản mới tự đọc lại việc này."),
        After("circle-check", f"Bấm «{SEEN}» để cất khỏi danh sách; việc vẫn nằm trong nhật ký."),
    )
    sides = ()
    if act is not None:
        values = words.facts(act) | {"Nội dung": "không đọc được", "Giấy đã in": ""}
        sides = (_side(words, act, "Việc này", values),)
    return _seen_only(words, _UNREADABLE, sides, after, stream_words(row.code, words.reference))


def _flagged(words: ConflictWords, act: ClashingAct) -> ConflictView:
    after = (
        After("circle-check", "Hồ sơ giữ nguyên; không giấy nào phải thu hồi."),
        After("user", f"Xem lại quyền của {words.person(act)} ở Cài đặt, nếu cần."),
    )
    return _seen_only(words, _FLAGGED, (_side(words, act, "Việc này", words.rows(act)),), after)


def _twice(words: ConflictWords, struck: ClashingAct) -> ConflictView:
    row = words.detail.row
    is_portal = row.because == ConflictCause.DUP_PORTAL_CODE
    acts = [struck, *row.over[:1]]
    if words.is_here(acts[-1]) and not words.is_here(struck):
        acts.reverse()
    facts = marked([_received(words, act) for act in acts])
    sides = tuple(
        SideView(*words.head(act, title), rows)
        for act, title, rows in zip(acts, titles(words, acts), facts, strict=True)
    )
    if is_portal:
        after = (After("copy", "Nếu là một hồ sơ nhận hai lần: hủy số hoặc rút bản nhận sau."),)
    else:
        more = f" (còn {money(len(row.over) - 1)} hồ sơ nữa)" if len(row.over) > 1 else ""
        after = (
            After("printer", f"Một hồ sơ phải mang mã khác{more}: hủy số, tiếp nhận lại, in giấy mới."),
            After("barcode", "Báo quản trị để xem dãy số của hai quầy: hai quầy không được cấp cùng dãy."),
        )
    return _seen_only(words, _PORTAL_TWICE if is_portal else _TWICE, sides, after)


def _received(words: ConflictWords, act: ClashingAct) -> dict[str, str]:
    data = words.detail.said.get(act.event_id, {})
    party = data.get("applicant")
    applicant = str(party.get("name", "")) if isinstance(party, dict) else ""
    rows = words.rows(act)
    return {
        "Việc": rows["Việc"],
        "Chủ hồ sơ": short_name(applicant),
        "Thủ tục": str(data.get("procedure", "")),
        "Người làm": rows["Người làm"],
        "Giấy đã in": rows["Giấy đã in"],
        "Việc số": rows["Việc số"],
    }


# -- catalogue, calendar, settings, people


def _changed_elsewhere(words: ConflictWords, struck: ClashingAct) -> ConflictView:
    """Of two changes the first stands; who still wants the other makes it again, knowing of the first."""
    row, standing = words.detail.row, words.detail.standing
    acts = [struck] if standing is None else [struck, standing]
    if standing is not None and words.is_here(standing) and not words.is_here(struck):
        acts.reverse()
    named = titles(words, acts) if standing is not None else ("Việc này",)
    facts = marked([_changed(words, act, acts) for act in acts])
    sides = tuple(
        SideView(*words.head(act, title), rows) for act, title, rows in zip(acts, named, facts, strict=True)
    )
    after = []
    if standing is not None:
        told = f"Sửa của {words.person(standing)} lúc {words.moment(standing)} đang có hiệu lực."
        after.append(After("circle-check", told))
    place = "Cài đặt" if row.stream.startswith(("staff:", "unit:", "settings:")) else "Danh mục · Lịch"
    told = f"Sửa lúc {words.moment(struck)} còn trong nhật ký; nếu vẫn cần, hãy sửa lại ở {place}."
    after.append(After("square-pen", told))
    is_right = row.because == ConflictCause.UNAUTHORISED
    intro = _CHANGED_WITHOUT_RIGHT if is_right else _ELSEWHERE
    return _seen_only(words, intro, sides, tuple(after), stream_words(row.stream, words.reference))


def _changed(words: ConflictWords, act: ClashingAct, acts: list[ClashingAct]) -> dict[str, str]:
    """Who and where, and the fields in which the changes differ."""
    said = [_flat(words, each) for each in acts]
    own = _flat(words, act)
    names = dict.fromkeys(key for each in said for key in each)
    differing = [key for key in names if len({each.get(key, "") for each in said}) > 1]
    rows = {"Người làm": words.person(act)}
    for key in (differing or list(names))[:_MOST_FIELDS]:
        rows[_FIELDS.get(key) or field_name(key)] = own.get(key, "")
    if len(differing) > _MOST_FIELDS:
        rows["Còn nữa"] = f"{len(differing) - _MOST_FIELDS} mục khác"
    return rows | {"Việc số": money(act.pos) if act.pos is not None else "chưa có"}


def _flat(words: ConflictWords, act: ClashingAct) -> dict[str, str]:
    """Field → value in words, one level down into what is a table."""
    found: dict[str, str] = {}
    for key, value in words.detail.said.get(act.event_id, {}).items():
        if isinstance(value, dict):
            found |= {inner: _value(each) for inner, each in value.items()}
        elif key == "staff_role":
            found[key] = labels.words(labels.ROLES, str(value))
        elif key == "staff_unit":
            found[key] = unit_words(str(value), words.reference)
        elif key not in _SIGNED:
            found[key] = _value(value)
    return found


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return f"{money(len(value))} mục"
    if isinstance(value, dict):
        return f"{money(len(value))} mục"
    text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def stream_words(stream: str, reference: ReferencePort) -> str:
    """What a stream is about: `Thủ tục DT-08`, `Lịch làm việc`, a dossier's code as it stands."""
    kind, _, name = stream.partition(":")
    if kind == "staff":
        return staff_words(name, reference)
    if kind == "unit":
        return unit_words(name, reference)
    known = {"procedure": f"Thủ tục {name}", "calendar": "Lịch làm việc", "settings": "Thông tin cơ quan"}
    return known.get(kind, stream if len(stream) <= _LONGEST else stream[:_LONGEST])
