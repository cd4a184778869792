"""What an act warns of, as a sentence each: it was done all the same, somebody should know. No Qt here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_LANGUAGES = ("vi", "en")

WARNINGS: Mapping[str, tuple[str, str]] = {
    "still_missing": (
        "Còn giấy tờ đã yêu cầu mà chưa nộp.",
        "Papers that were asked for are still missing.",
    ),
    "respond_by_passed": (
        "Bổ sung sau ngày đã hẹn trên phiếu.",
        "They came after the day set on the slip.",
    ),
    "awaits_data": (
        "Chưa có dữ liệu của hồ sơ này: việc đã ghi và đang chờ dữ liệu.",
        "The dossier's data are not here yet: the act is recorded and waits for them.",
    ),
    "due_not_counted": (
        "Chưa tính lại được hạn: hạn mới được tính khi dữ liệu của hồ sơ về, rồi in lại giấy hẹn.",
        "The due date cannot be counted yet: it is when the dossier's data come; print the receipt then.",
    ),
    "receipt_no_used": (
        "Số biên lai này đã dùng cho một lần thu khác: hãy xem lại.",
        "This receipt number was used for another payment: look again.",
    ),
    "extended_late": (
        "Gia hạn sau khi đã quá hạn: hồ sơ vẫn tính là trễ.",
        "Extended after the due date had passed: the dossier still counts as late.",
    ),
    "extended_far": (
        "Hạn mới xa hơn nửa năm so với hạn cũ: hãy xem lại.",
        "The new due date lies more than half a year after the old one: look again.",
    ),
    "joint_due_after_total": (
        "Hạn của một đơn vị liên thông muộn hơn hạn trả kết quả.",
        "A joint unit's own due lies after the due date of the whole.",
    ),
    "joint_due_day_off": (
        "Hạn của một đơn vị liên thông rơi vào ngày nghỉ.",
        "A joint unit's own due falls on a day off.",
    ),
    "late_without_apology": (
        "Kết quả trễ hạn và chưa xin lỗi bằng văn bản (mẫu 04).",
        "The result is late and nobody apologised in writing (form 04).",
    ),
    "fee_owed": (
        "Hồ sơ còn phí chưa nộp.",
        "A fee of the dossier is still owed.",
    ),
    "name_differs": (
        "Số giấy tờ này trước đây mang tên khác: đã ghi tên như vừa nhập.",
        "This id was known under another name: the name was kept as typed.",
    ),
    "provisional_calendar": (
        "Hạn trả chạm năm chưa có thông báo lịch nghỉ: ngày hẹn là tạm tính.",
        "The due date touches a year without a confirmed calendar: it is provisional.",
    ),
    "no_components": (
        "Không giấy tờ nào được ghi nhận cho thủ tục mới: hãy xem lại thành phần hồ sơ.",
        "No paper is recorded as handed in under the new procedure: look at the components.",
    ),
    "steps_over_limit": (
        "Các bước nội bộ dài hơn thời hạn của thủ tục.",
        "The internal steps take longer than the procedure's limit.",
    ),
    "answered_before": (
        "Phản ánh này đã được trả lời trước đó.",
        "This feedback was answered before.",
    ),
    "surveyed_before": (
        "Hồ sơ này đã được đánh giá trước đó.",
        "This dossier was surveyed before.",
    ),
    "clock_jump": (
        "Đồng hồ máy đã nhảy giờ: hãy xem lại ngày giờ của máy.",
        "The clock of this machine jumped: check its date and time.",
    ),
}
"""Warning of an act's answer → (Vietnamese, English)."""


def warning_words(warning: str, lang: str = "vi") -> str:
    """The sentence of one warning; one that a newer program gives is shown as it stands."""
    known = WARNINGS.get(warning)
    return known[_LANGUAGES.index(lang)] if known else f"{warning.replace('_', ' ')}."


def warnings_words(warnings: Iterable[str], lang: str = "vi") -> str:
    """All of them in one line, each once; empty where there is none."""
    return " ".join(warning_words(warning, lang) for warning in dict.fromkeys(warnings))
