"""What is wrong with a field, a scan or a password, in few words; Vietnamese and English. Data only."""

from __future__ import annotations

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "empty": ("chưa nhập", "is empty"),
    "too_short": ("thiếu {missing} ký tự", "is {missing} characters short"),
    "too_long": ("dài quá {limit} ký tự", "is longer than {limit} characters"),
    "control": ("có ký tự điều khiển", "holds control characters"),
    "surrogate": ("có ký tự hỏng", "holds broken characters"),
    "line_break": ("chỉ được một dòng", "must be one line"),
    "too_many_lines": ("quá {limit} dòng", "has more than {limit} lines"),
    "format": ("không đúng dạng", "has the wrong form"),
    "letters": ("chỉ gồm chữ số", "must be digits"),
    "characters": ("có ký tự không hợp lệ", "holds characters that do not belong"),
    "check_digit": ("sai số kiểm tra", "has a wrong check digit"),
    "province": ("ba số đầu không đúng", "begins with an unknown province"),
    "century_gender": ("số thứ tư không đúng", "has a wrong fourth digit"),
    "birth_year": ("năm sinh ở tương lai", "says a birth in the future"),
    "serial": ("dãy số không được cấp", "is a number never given out"),
    "prefix": ("phải bắt đầu bằng 0 hoặc +", "must begin with 0 or +"),
    "unwanted": ("không cần số", "must be left empty"),
    "no_identity": (
        "không phải mã số thuế, CCCD hay hộ chiếu",
        "is no tax code, identity number or passport",
    ),
    "too_few_fields": ("mã QR không đủ dữ liệu", "is an incomplete QR text"),
    "no_at": ("thiếu dấu @", "has no @"),
    "several_at": ("thừa dấu @", "has more than one @"),
    "local_part": ("phần trước @ không đúng", "is wrong before the @"),
    "blanks": ("có khoảng trống", "holds blanks"),
    "no_domain": ("thiếu phần sau @", "has nothing after the @"),
    "no_domain_dot": ("thiếu phần sau dấu chấm", "has nothing after the dot"),
    "domain": ("phần sau @ không đúng", "is wrong after the @"),
    "marks": ("có dấu tiếng Việt", "holds Vietnamese marks"),
    "month": ("tháng không có", "has no such month"),
    "day": ("ngày không có trong tháng", "has no such day in the month"),
    "year": ("năm phải từ {lowest} đến {highest}", "needs a year from {lowest} to {highest}"),
    "out_of_range": ("ngoài giới hạn", "is out of range"),
    "unknown": ("không có trong danh mục", "is not known"),
    "unknown_field": ("trường không có", "is no known field"),
    "repeated": ("bị lặp lại", "is there twice"),
    "duplicate": ("bị lặp lại", "is there twice"),
    "duplicate_field": ("trường bị lặp lại", "is a field given twice"),
    "too_many": ("quá {limit} mục", "has more than {limit} items"),
    "missing": ("còn thiếu", "is missing"),
    "not_a_date": ("không phải ngày", "is not a date"),
    "wrong_type": ("sai kiểu dữ liệu", "has the wrong type"),
    "not_a_list": ("phải là danh sách", "must be a list"),
    "not_a_pair": ("phải là một cặp", "must be a pair"),
    "not_a_whole_number": ("phải là số nguyên", "must be a whole number"),
    "not_an_object": ("phải là đối tượng JSON", "must be a JSON object"),
    "not_json": ("không phải JSON", "is not JSON"),
    "not_digits": ("chỉ gồm chữ số", "must be digits"),
    "not_in_order": ("giờ không theo thứ tự", "is not in order"),
    "not_a_week": ("không phải tuần làm việc", "is not a working week"),
    "length": ("độ dài không đúng", "has a wrong length"),
    "columns": ("cột không đúng", "has the wrong columns"),
    "unreadable": ("không đọc được", "cannot be read"),
    "settings_not_readable": ("tệp cài đặt không đọc được", "cannot be read as settings"),
    "fixed": ("không đổi được", "cannot be changed"),
    "in_the_past": ("đã qua", "is in the past"),
    "in_the_future": ("còn ở tương lai", "is in the future"),
    "not_owed": (
        "phải là {owed:money} còn phải nộp; nộp ít hơn cần lý do miễn, giảm",
        "must be the {owed:money} still owed; less needs the reason of the exemption",
    ),
    "own_unit": ("là đơn vị đang giữ hoặc Bộ phận Một cửa", "is the holder or the desk itself"),
    "national_code": (
        "phải như 1.009748 (nếu bảng tính đã bỏ số 0 ở cuối, hãy nhập lại dạng chữ)",
        "must look like 1.009748 (a spreadsheet may have cut its last nought)",
    ),
    "numbering": ("phải đánh số liền 1, 2, 3 …", "must be numbered 1, 2, 3 …"),
    "before_the_last": (
        "không được trước {earliest:day} là ngày bản mới nhất bắt đầu",
        "must not be before {earliest:day}, when the newest version begins",
    ),
    "before_first": ("trước ngày đầu", "is before the first day"),
    "after_next_event": ("sau việc tiếp theo của hồ sơ", "is after the dossier's next event"),
}
"""Word of `InvalidField.problem` → (Vietnamese, English), short enough for the label line of a field."""

LABEL_WORDS: Mapping[str, tuple[str, str]] = {
    "characters": ("sai ký tự", "holds wrong characters"),
    "national_code": ("phải như 1.009748", "must look like 1.009748"),
    "province": ("sai mã tỉnh", "has a wrong province"),
    "century_gender": ("sai số thứ tư", "has a wrong fourth digit"),
    "birth_year": ("sai năm sinh", "has a wrong birth year"),
    "serial": ("số không có", "does not exist"),
}
"""The same in fewer words, where the label line is as narrow as an identity number."""

DIGITS_SHORT = ("thiếu {missing} số", "is {missing} digits short")
DIGITS_LONG = ("thừa {extra} số", "is {extra} digits too long")

SCANS: Mapping[str, tuple[str, str]] = {
    "empty": ("chưa có gì", "nothing was read"),
    "not_digits": ("không phải dãy số", "not digits"),
    "wrong_length": ("độ dài không đúng", "wrong length"),
    "check_digits": ("sai số kiểm tra", "wrong check digits"),
    "date": ("ngày trong mã không có", "a date that does not exist"),
    "garbled": ("bộ gõ hoặc bàn phím đã đổi ký tự", "changed by the input method or keyboard layout"),
    "format": ("không đúng dạng mã", "not a code"),
    "batch": ("đây là số danh sách bàn giao", "this is a handover batch"),
    "identity_card": ("đây là thẻ căn cước", "this is an identity card"),
    "unreadable": ("không phải mã hồ sơ", "no dossier code"),
}

PASSWORDS: Mapping[str, tuple[str, str]] = {
    "too_short": ("cần ít nhất {limit} ký tự", "needs at least {limit} characters"),
    "too_long": ("dài quá {limit} ký tự", "is longer than {limit} characters"),
    "too_common": ("quá phổ biến, dễ bị đoán", "is too common"),
    "same_as_name": ("không được trùng tên", "must not be the name"),
}
