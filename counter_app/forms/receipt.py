"""Form 01: giấy tiếp nhận hồ sơ và hẹn trả kết quả (TT 01/2018 and TT 03/2025/TT-VPCP)."""

from __future__ import annotations

from counter_app.domain.papers import DueChange, ReceiptPaper
from counter_app.forms.closing import Closing, Notes
from counter_app.forms.code_zone import Codes
from counter_app.forms.form_words import (
    DESK,
    amount_text,
    both_sides,
    contact_line,
    form_number,
    money_text,
    reprint_marks,
)
from counter_app.forms.head_block import head_of_slip, slip_number
from counter_app.forms.official_paper import OfficialPaper, draw_paper
from counter_app.forms.paper_dates import NBSP, day_text, moment_text
from counter_app.forms.paragraphs import (
    LINE_BREAK,
    Look,
    Passage,
    Run,
    bold,
    italic,
    joined,
    or_dots,
    passage,
)
from counter_app.forms.sheet import Step, slip_sheet

TITLE = "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"
COPY_LABELS = {1: "(Liên 1: Lưu)", 2: "(Liên 2: giao khách hàng)"}
_NOTES = (
    "Giấy tiếp nhận hồ sơ và hẹn trả kết quả được lập thành 2 liên; một liên giao cho cá nhân/tổ chức "
    "nộp hồ sơ; một liên chuyển kèm theo Phiếu kiểm soát quá trình giải quyết hồ sơ và được lưu tại "
    "Bộ phận Tiếp nhận và Trả kết quả;",
    'Tại phần "Đăng ký nhận kết quả tại": ghi rõ địa chỉ cá nhân/tổ chức sẽ nhận kết quả (tại Bộ phận '
    "Tiếp nhận và Trả kết quả hoặc tại nhà/trụ sở qua dịch vụ bưu chính).",
)
_COLLECTING_NOTE = (
    "Khi đến nhận kết quả, mang theo giấy này, giấy tờ tùy thân và giấy ủy quyền (nếu nhận thay)."
)
_PROVISIONAL = (
    "Lịch nghỉ của thời gian này chưa được thông báo chính thức: ngày hẹn trả là tạm tính "
    "và có thể được tính lại."
)
_NO_DATE = "thời gian trả kết quả nêu trên không còn áp dụng"
_COUNTED_ANEW = "sẽ được tính lại khi hồ sơ được giải quyết tiếp"
_STANDING = {
    "supplement": "Thời hạn tạm dừng chờ bổ sung hồ sơ",
    "payment": "Thời hạn tạm dừng chờ nộp phí, lệ phí",
    "stopped": "Hồ sơ dừng giải quyết",
}
_ENDED = {
    "withdrawn": "Hồ sơ đã rút",
    "refused": "Hồ sơ bị từ chối giải quyết",
    "ended": "Hồ sơ đã dừng giải quyết",
}
_COUNTING_HEAD = "Cách tính:"
_DUE_HEAD = "hạn trả "


def draw(value: ReceiptPaper) -> bytes:
    """PDF of the copies asked for, each on its own page or pages, exactly 148 × 210 mm (or A4)."""
    return draw_paper(
        OfficialPaper(
            file_title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
            title=TITLE,
            sheet=slip_sheet(value.head.slip_paper),
            head=head_of_slip(value.head, form_number("receipt", value.head.form_set)),
            codes=Codes("Mã hồ sơ:", value.dossier_code, value.scan_number, value.qr_text),
            mark=value.mark,
            flow=lambda step: _text(value, step),
            closing=lambda step, width: _closing(value, step, width),
            copies=tuple(_marks(value, copy) for copy in value.copies),
        )
    )


def _marks(value: ReceiptPaper, copy: int) -> tuple[Run, ...]:
    marks = [italic(COPY_LABELS[copy])]
    if value.receipt_version > 1:
        marks.append(bold(f"Bản số {value.receipt_version}, thay thế bản số {value.receipt_version - 1}"))
    return (*marks, *reprint_marks(value.mark))


def _text(value: ReceiptPaper, step: Step) -> tuple[Passage, ...]:
    parts = (_parties, _components, _terms, _explanation)
    return tuple(piece for part in parts for piece in part(value, step))


def _parties(value: ReceiptPaper, step: Step) -> tuple[Passage, ...]:
    line = Look(step.body)
    who = value.applicant
    lines = [
        passage(line, f"{DESK} {value.head.agency_name}"),
        passage(line, "Tiếp nhận hồ sơ của: ", bold(or_dots(who.name, 4))),
    ]
    if value.applicant_id_masked is not None:
        lines.append(passage(line, f"CCCD/MST: {or_dots(value.applicant_id_masked)}"))
    if value.proxy_ref is not None:
        proxy = f"{or_dots(value.submitter_name)} – Giấy ủy quyền: {or_dots(value.proxy_ref)}"
        lines.append(passage(line, f"Người nộp hồ sơ: {proxy}"))
    lines.append(passage(line, f"Địa chỉ: {or_dots(who.address, 5)}"))
    lines.append(passage(line, contact_line(who)))
    lines.append(passage(line, f"Nội dung yêu cầu giải quyết: {or_dots(value.procedure_name, 4)}"))
    return tuple(lines)


def _components(value: ReceiptPaper, step: Step) -> tuple[Passage, ...]:
    body = Look(step.body)
    head = Look(step.body, keep_with_next=True)
    item = Look(step.body, indent=step.body * 1.05, hang=step.body * 1.05)
    lines = [passage(head, "1. Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm:")]
    for number, component in enumerate(value.components, start=1):
        lines.append(passage(item, f"{number}.{NBSP}{component.name} –{NBSP}{amount_text(component)}"))
    if not value.components:
        lines.append(passage(item, or_dots("")))
    if value.missing:
        names = "; ".join(value.missing)
        lines.append(passage(body, bold("Giấy tờ còn thiếu: "), f"{names}."))
    return tuple(lines)


def _terms(value: ReceiptPaper, step: Step) -> tuple[Passage, ...]:
    line = Look(step.body)
    book = f"{value.book_no:02d}{NBSP * 4} Số{NBSP}thứ{NBSP}tự{NBSP}{value.book_seq}"
    lines = [
        passage(line, f"2. Số lượng hồ sơ: {joined(f'{value.dossier_sets:02d} (bộ)')}"),
        passage(line, f"3. Thời gian giải quyết hồ sơ theo quy định là: {joined(or_dots(value.limit_text))}"),
        passage(line, f"4. Thời gian nhận hồ sơ: {moment_text(value.received_at)}"),
        passage(line, "5. Thời gian trả kết quả giải quyết hồ sơ: ", bold(moment_text(value.due_at))),
    ]
    item = Look(step.body, indent=step.body * 1.05, hang=step.body * 0.6)
    for each in value.due_changes:
        change = _change(each, value.head.form_set)
        lines.append(passage(Look(step.body, indent=step.body * 1.05), bold(change)))
    for due in value.unit_dues:
        lines.append(passage(item, f"- {due.unit}: {moment_text(due.due_at)}"))
    lines.append(passage(line, f"6. Đăng ký nhận kết quả tại: {_result_place(value)}"))
    if value.fee_vnd is not None:
        lines.append(passage(line, f"Phí, lệ phí: {_fee(value.fee_vnd, value.fee_paid_vnd)}"))
    lines.append(passage(line, f"Vào Sổ theo dõi hồ sơ, Quyển số: {book}"))
    if value.lookup_url is not None:
        secret = joined(f"Mã tra cứu: {or_dots(value.lookup_secret)}")
        lines.append(passage(line, f"Tra cứu: {or_dots(value.lookup_url)} – {secret}"))
    if value.hotline is not None:
        lines.append(passage(line, f"Đường dây nóng: {joined(or_dots(value.hotline))}"))
    return tuple(lines)


def _change(change: DueChange, form_set: str) -> str:
    """What became of the date above it, so that no print states one that does not hold."""
    on = day_text(change.on)
    if change.kind == "extended" and change.new_due_at is not None:
        name = "Phiếu xin lỗi" if form_set == "TT01_2018" else "Văn bản xin lỗi"
        number = joined(f"{slip_number(change.slip_no, change.desk_no)}/{change.symbol}")
        return f"Đã gia hạn đến: {moment_text(change.new_due_at)} ({name} số {number} {on})"
    if change.new_due_at is not None:
        return f"Thời gian trả kết quả tính lại: {moment_text(change.new_due_at)}"
    if change.kind in _ENDED:
        return f"{_ENDED[change.kind]} từ {on}; {_NO_DATE}."
    until = f" (hạn bổ sung: {day_text(change.until)})" if change.until else ""
    return f"{_STANDING[change.kind]} từ {on}{until}: {_NO_DATE}, {_COUNTED_ANEW}."


def _result_place(value: ReceiptPaper) -> str:
    if value.return_by == "post":
        return f"Trả qua dịch vụ bưu chính công ích tại: {or_dots(value.delivery_address, 5)}"
    return "Cổng Dịch vụ công quốc gia" if value.return_by == "online" else DESK


def _fee(fee_vnd: int, paid_vnd: int) -> str:
    if paid_vnd >= fee_vnd:
        status = "đã nộp"
    else:
        status = f"đã nộp {money_text(paid_vnd)} đồng" if paid_vnd else "chưa nộp"
    return joined(f"{money_text(fee_vnd)} đồng ({status})")


def _explanation(value: ReceiptPaper, step: Step) -> tuple[Passage, ...]:
    look = Look(step.explanation, before=4.0, has_rule=True)
    runs = list(_counting_runs(value.counting_sentence))
    if value.is_provisional:
        runs += [LINE_BREAK, bold(_PROVISIONAL)]
    return (passage(look, *runs),) if runs else ()


def _counting_runs(sentence: str) -> tuple[Run | str, ...]:
    """The sentence with its head and the promised date bold; any other sentence as it stands."""
    runs: list[Run | str] = []
    rest = sentence
    if rest.startswith(_COUNTING_HEAD):
        runs.append(bold(_COUNTING_HEAD))
        rest = rest[len(_COUNTING_HEAD) :]
    before, due_head, due = rest.rpartition(_DUE_HEAD)
    if due_head:
        runs += [before, bold(joined(due_head + due))]
    elif rest:
        runs.append(rest)
    return tuple(runs)


def _closing(value: ReceiptPaper, step: Step, width: float) -> Closing:
    notes = (*_NOTES, _COLLECTING_NOTE) if value.has_collecting_note else _NOTES
    return Closing(
        step,
        width,
        both_sides(value.submitter_name, value.receiver_name),
        Notes("Ghi chú:", notes),
    )
