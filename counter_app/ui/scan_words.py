"""What a scan is called, and the verdict on one that no page can use. No widgets here."""

from __future__ import annotations

from counter_app.domain.codes import Command, ScanKind, ScanProblem
from counter_app.ui.scans import Scan, Verdict
from counter_app.ui.tokens import Tone

KINDS: dict[ScanKind, str] = {
    ScanKind.OWN_SCAN_NUMBER: "Mã vạch hồ sơ",
    ScanKind.FOREIGN_SCAN_NUMBER: "Mã vạch của cơ quan khác",
    ScanKind.OWN_CODE: "Mã hồ sơ",
    ScanKind.FOREIGN_CODE: "Mã hồ sơ của cơ quan khác",
    ScanKind.QR: "Mã QR giấy hẹn",
    ScanKind.SLIP: "Phiếu bổ sung hoặc từ chối",
    ScanKind.BATCH: "Danh sách bàn giao",
    ScanKind.PORTAL_CODE: "Mã cổng dịch vụ công",
    ScanKind.IDENTITY_CARD: "Thẻ căn cước",
    ScanKind.COMMAND: "Mã lệnh",
    ScanKind.UNREADABLE: "Không đọc được",
}
COMMANDS: dict[Command, str] = {
    Command.PRINT: "In",
    Command.HAND_OVER: "Bàn giao",
    Command.FINISH: "Xong",
    Command.UNDO_SCAN: "Hoàn tác quét",
}
_PROBLEMS: dict[ScanProblem, str] = {
    ScanProblem.EMPTY: "Mã trống · hãy quét lại",
    ScanProblem.NOT_DIGITS: "Không phải mã hồ sơ",
    ScanProblem.WRONG_LENGTH: "Thiếu hoặc thừa chữ số · hãy quét lại",
    ScanProblem.CHECK_DIGITS: "Sai số kiểm tra · hãy quét lại",
    ScanProblem.DATE: "Ngày trong mã không có thật",
    ScanProblem.GARBLED: "Bộ gõ tiếng Việt làm hỏng mã · tắt bộ gõ rồi quét lại",
    ScanProblem.FORMAT: "Không phải mã hồ sơ",
}
_FOREIGN = (ScanKind.FOREIGN_SCAN_NUMBER, ScanKind.FOREIGN_CODE)
_SHOWN = 24


def shown(scan: Scan) -> str:
    """The code in the large line of a strip, as far as it is known: the short code of an own dossier."""
    scanned = scan.scanned
    if scanned.command is not None:
        return COMMANDS[scanned.command]
    if scanned.kind is ScanKind.IDENTITY_CARD:
        return KINDS[scanned.kind]
    if scanned.code is not None and scanned.kind not in _FOREIGN:
        return scanned.code.short
    text = scanned.text or KINDS[scanned.kind]
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def refusal(scan: Scan) -> Verdict | None:
    """The verdict on a scan that names nothing here: mangled, or another agency's. None where a page must
    say what it makes of it."""
    kind = scan.scanned.kind
    if kind in _FOREIGN:
        return Verdict(Tone.RED, shown(scan), "Giấy của cơ quan khác")
    if kind is ScanKind.UNREADABLE:
        problem = scan.scanned.problem or ScanProblem.FORMAT
        return Verdict(Tone.RED, shown(scan), _PROBLEMS[problem])
    return None


def not_here(scan: Scan) -> Verdict:
    """The verdict on a scan that is in order but none of this page's."""
    words = {
        ScanKind.COMMAND: "Lệnh này không dùng ở trang đang mở",
        ScanKind.IDENTITY_CARD: "Mở trang Tiếp nhận (F2) rồi quét thẻ",
    }
    return Verdict(Tone.AMBER, shown(scan), words.get(scan.scanned.kind, "Không dùng ở trang đang mở"))
