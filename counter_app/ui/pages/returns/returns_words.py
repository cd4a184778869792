"""What the return page says of a dossier: cells of the list, facts of the panel, why it cannot be. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from counter_app.domain.dossier import ReturnBy, Status
from counter_app.domain.identity import format_phone
from counter_app.domain.text import date_text, money, short_legal_form, time_text
from counter_app.queries.dossiers import DossierRow
from counter_app.queries.returns import (
    Awaiting,
    AwaitingRow,
    Call,
    CollectorKind,
    CollectView,
    Lateness,
    Place,
)
from counter_app.ui import labels
from counter_app.ui.pages.reception.suggest import Suggestion
from counter_app.ui.pages.returns.fill import OTHER
from counter_app.ui.scans import Verdict
from counter_app.ui.tokens import Tone

WAYS: dict[str, str] = {
    str(ReturnBy.DESK): "Tại quầy",
    str(ReturnBy.POST): "Bưu chính",
    str(ReturnBy.ONLINE): "Trực tuyến",
}
WHO: dict[str, str] = {
    str(CollectorKind.APPLICANT): "Chủ hồ sơ",
    str(CollectorKind.REPRESENTATIVE): "Đại diện",
    str(CollectorKind.SUBMITTER): "Người nộp",
    OTHER: "Người khác",
}
FEE = "Phí còn thu"
CALL_WAYS = ("điện thoại", "Zalo", "SMS", "email", "thư")
"""How applicants are told; the words are what the event keeps."""


@dataclass(frozen=True)
class State:
    """A state as icon, word and colour."""

    text: str
    tone: Tone
    icon: str


def days_words(days: int) -> str:
    """`hôm nay`, `1 ngày`, `12 ngày`."""
    return f"{days} ngày" if days else "hôm nay"


def short_moment(at: datetime, now: datetime | None) -> str:
    """`09:14` of today, `20/11` of this year, else the whole date."""
    if now is not None and at.date() == now.date():
        return time_text(at)
    return f"{at:%d/%m}" if now is not None and at.year == now.year else date_text(at)


def long_moment(at: datetime) -> str:
    """`09:14 20/11/2026`."""
    return f"{time_text(at)} {date_text(at)}"


def calls_words(count: int, last: Call | None, now: datetime | None) -> str:
    """`2 lần · 20/11`; `Chưa báo` where nobody was told."""
    if last is None:
        return "Chưa báo"
    return f"{count} lần · {short_moment(last.at, now)}"


def calls_tip(count: int, last: Call | None) -> str:
    """The last call in full, for the tooltip."""
    if last is None:
        return "Chưa báo khách"
    return f"Đã báo {count} lần. Lần cuối {long_moment(last.at)}, {last.how}: {last.text}"


def place_state(row: AwaitingRow, units: Any) -> State:
    """Where the paper of a row is."""
    if row.place is Place.IN_TRANSIT:
        return State("Đang chuyển", Tone.ACCENT, "arrow-left-right")
    if row.place is Place.DEPARTMENT:
        return State(unit_words(row.row.holder or "", units), Tone.SLATE, "building-2")
    if row.is_result:
        return State("Tại quầy", Tone.GREEN, "package-check")
    return State(labels.words(labels.STATUS, row.row.status), Tone.SLATE, "undo-2")


def unit_words(code: str, units: Any) -> str:
    """Short name of a unit, its code where there is none."""
    known = units.get(code)
    return (known.short_name or known.name) if known else code


def head_words(found: Awaiting) -> str:
    """`34 kết quả chờ trả · 2 hồ sơ trả lại giấy tờ`."""
    words = [f"{found.results} kết quả chờ trả"]
    if found.papers:
        words.append(f"{found.papers} hồ sơ trả lại giấy tờ")
    return " · ".join(words)


def foot_words(found: Awaiting) -> str:
    """What the list leaves out; empty where it shows all."""
    total = found.results + found.papers
    shown = len(found.rows)
    return f"Hiện {shown} hồ sơ chờ lâu nhất trong {money(total)}" if total > shown else ""


def panel_state(view: CollectView, units: Any) -> State:
    """The badge beside the code."""
    if view.row.status == Status.RETURNED:
        return State("Đã trả", Tone.SLATE, "package-check")
    if not view.is_ready:
        return State(labels.words(labels.STATUS, view.row.status), Tone.SLATE, "clock")
    if view.place is Place.IN_TRANSIT:
        return State("Đang chuyển", Tone.ACCENT, "arrow-left-right")
    if view.place is Place.DEPARTMENT:
        return State(f"Ở {unit_words(view.row.holder or '', units)}", Tone.SLATE, "building-2")
    if view.is_result:
        return State("Có kết quả", Tone.GREEN, "circle-check")
    return State(labels.words(labels.STATUS, view.row.status), Tone.SLATE, "undo-2")


def facts(view: CollectView, now: datetime) -> tuple[tuple[str, str], ...]:
    """Lines of the panel: what it is, and the value."""
    lines = [("Kết quả", result_words(view))] if view.is_result else [("Trả lại", papers_words(view))]
    if not view.is_result and view.reason:
        lines.append(("Lý do", view.reason))
    lines.append(("Đăng ký nhận", labels.RETURNS[view.return_by]))
    lines.append((FEE, fee_words(view)))
    last = view.calls[-1] if view.calls else None
    told = "Chưa báo" if last is None else f"{len(view.calls)} lần · {last.how} {short_moment(last.at, now)}"
    lines.append(("Đã báo khách", told))
    return tuple(lines)


def result_words(view: CollectView) -> str:
    """`Số 12/GCN · 23/11/2026`, `Không cấp`, or when it was finished where it has no number."""
    words = [] if view.granted else ["Không cấp"]
    if view.result_no:
        words.append(f"Số {view.result_no}")
    on = view.result_on or (view.finished_at.date() if view.finished_at else None)
    if on is not None:
        words.append(date_text(on))
    return " · ".join(words)


def papers_words(view: CollectView) -> str:
    """`3 giấy · 4 bản`."""
    copies = sum(paper.copies for paper in view.papers)
    return f"{len(view.papers)} giấy · {copies} bản" if view.papers else "Không có giấy"


def paper_lines(view: CollectView, most: int) -> tuple[str, ...]:
    """The papers that go back, a line each; what is more is counted."""
    if view.is_result:
        return ()
    lines = [
        f"{paper.copies} {labels.words(labels.COMPONENT_KINDS, paper.kind)} · {paper.name}"
        for paper in view.papers
    ]
    more = len(lines) - most
    return (*lines[: most - 1], f"và {more + 1} giấy nữa") if more > 0 else tuple(lines)


def address_words(view: CollectView) -> str:
    """Where the post takes it, with the phone that it asks for."""
    phone = format_phone(view.applicant.phone) if view.applicant and view.applicant.phone else ""
    return " · ".join(part for part in (view.address or "Chưa có địa chỉ", phone) if part)


def fee_words(view: CollectView) -> str:
    """What is still to be paid: `1.000.000 đ`, `Đã nộp đủ`, `Không`."""
    if view.fee_due_vnd:
        return f"{money(view.fee_due_vnd)} đ"
    return "Đã nộp đủ" if view.fee_vnd else "Không"


def late_words(late: Lateness, *, is_by_hour: bool) -> str:
    """`Trễ 2 ngày làm việc (hẹn 03/12). Cần xin lỗi.`"""
    if is_by_hour:
        hours, minutes = divmod(late.minutes, 60)
        parts = (f"{hours} giờ" if hours else "", f"{minutes} phút" if minutes else "")
        by = " ".join(part for part in parts if part)
    else:
        by = f"{late.days} ngày làm việc"
    due = f"{time_text(late.due_at)} {late.due_at:%d/%m}" if is_by_hour else f"{late.due_at:%d/%m}"
    what = "Đã xin lỗi (mẫu 04)." if late.is_apologised else "Chưa xin lỗi – mẫu 04."
    return f"Trễ {by} (hẹn {due}). {what}"


def no_apology(view: CollectView) -> str:
    """Why a late result stays here, where the agency wants the apology first; empty where it may go."""
    if not (view.is_apology_missing and view.is_apology_required):
        return ""
    return "Kết quả trễ hạn: phải xin lỗi bằng văn bản (mẫu 04) trước khi trả."


def why_not(view: CollectView, units: Any) -> str:
    """Why nothing can be handed out now; empty where it can (at the desk or another way)."""
    returned = view.returned
    if view.row.status == Status.RETURNED and returned is not None:
        how = labels.RETURNS[returned.method].lower()
        return f"Đã trả {long_moment(returned.at)} cho {returned.to_whom}, {how}."
    if view.place is Place.IN_TRANSIT:
        return "Giấy đang trên đường chuyển. Nhận bàn giao rồi mới trả được."
    if view.is_ready:
        return ""
    if view.row.status == Status.VOIDED:
        return "Số hồ sơ đã hủy, không có gì để trả."
    holder = unit_words(view.row.holder or "", units)
    due = f" Hẹn trả {long_moment(datetime.fromisoformat(view.row.due_at))}." if view.row.due_at else ""
    status = labels.words(labels.STATUS, view.row.status).lower()
    at = f", ở {holder}" if holder else ""
    return f"Chưa có kết quả: {status}{at}.{due}"


def not_here(view: CollectView, units: Any) -> str:
    """Why it cannot be handed out at the desk although it is finished; empty where the paper is here."""
    if view.place is not Place.DEPARTMENT:
        return ""
    holder = unit_words(view.row.holder or "", units)
    return f"Giấy còn ở {holder}. Phòng bàn giao về quầy rồi mới trả tại quầy được."


def verdict(view: CollectView, units: Any, shown_code: str, aside: str) -> Verdict:
    """What a scan brought: the dossier to hand out, or why it cannot be. `aside`: code of the form that was
    put aside for it."""
    kept = f" Đã giữ phần đang dở của {aside}." if aside else ""
    why = why_not(view, units) or not_here(view, units)
    name = short_legal_form(view.applicant.name) if view.applicant else ""
    if why:
        return Verdict(Tone.AMBER, shown_code, f"{why}{kept}")
    care = [words for words, is_so in (
        ("chưa xin lỗi – mẫu 04", view.is_apology_missing),
        (f"còn thu {money(view.fee_due_vnd)} đ", view.fee_due_vnd > 0 and view.is_payable),
    ) if is_so]
    words = " · ".join([*care, name, view.procedure.name])
    tone = Tone.AMBER if aside or care else Tone.GREEN
    return Verdict(tone, shown_code, f"{kept.strip()} {words[:1].upper()}{words[1:]}".strip())


def suggestion(row: DossierRow, agency_id: str) -> Suggestion:
    """One line below the find field."""
    status = labels.words(labels.STATUS, row.status)
    code = row.shown_code.removeprefix(f"{agency_id}-")
    return Suggestion(row.shown_code, short_legal_form(row.applicant_name), lead=code, trail=status)


def list_name(row: AwaitingRow) -> str:
    """The applicant as lists write it."""
    return short_legal_form(row.row.applicant_name)


def procedure_words(row: AwaitingRow) -> str:
    """The procedure without the word that nearly all of them begin with."""
    name = row.procedure_name.removeprefix("Thủ tục ")
    return name[:1].upper() + name[1:]


def collectors_words(view: CollectView) -> Sequence[tuple[str, str]]:
    """Choices of who collects: those known, then somebody else."""
    known = [(str(each.kind), WHO[each.kind]) for each in view.collectors]
    return (*known, (OTHER, WHO[OTHER]))


def call_text(*, is_result: bool) -> str:
    """What is said on the phone, to be changed before it is noted."""
    if is_result:
        return "Đã có kết quả, mời đến nhận tại Bộ phận Một cửa."
    return "Mời đến nhận lại giấy tờ tại Bộ phận Một cửa."
