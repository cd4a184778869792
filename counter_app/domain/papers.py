"""What each official paper must say, as frozen values: primitives, dates and tuples only.

The forms are those of Thông tư 01/2018/TT-VPCP (`form_set` "TT01_2018") and Thông tư 03/2025/TT-VPCP,
Phụ lục I ("TT03_2025"). Two conventions hold in every value: an empty text is a field to be filled in by
hand (the paper prints dots), None is a line that this agency does not print. Moments are naive local wall
time, cut to the minute; money is whole đồng.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any

from counter_app.domain.errors import FieldProblem, InvalidField
from counter_app.domain.text_fields import MAX_TEXT

RECEIPT_COPIES = (1, 2)
"""Copies (liên) of a receipt: 1 stays at the desk, 2 goes to the applicant."""


def refuse_long_texts(value: Any, path: str = "") -> None:
    """Refuse a text over `MAX_TEXT` letters, the limit of every typed text, anywhere in a paper's value.

    Laying out one paragraph of 200,000 letters holds a window for seconds; cutting it would alter an
    official paper. Raises InvalidField (field, problem too_long, limit, length).
    """
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise InvalidField(
                field=path, problem=FieldProblem.TOO_LONG, limit=MAX_TEXT, length=len(value)
            )
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            refuse_long_texts(item, f"{path}.{number}")
    elif is_dataclass(value):
        for part in fields(value):
            name = f"{path}.{part.name}" if path else part.name
            refuse_long_texts(getattr(value, part.name), name)


@dataclass(frozen=True)
class SlipHead:
    """Head block of a paper (document 5, 2.2; NĐ 30/2020/NĐ-CP Phụ lục I).

    slip_no: number within form, year and desk, from 1; None leaves it open. desk_no: only where the agency
    has more than one desk, the number is then printed `K.nn`. symbol: `BPTNTKQ`, `HDHS` … (a setting).
    slip_paper: "A5" (148 × 210 mm) or "A4". superior_name: None where the desk issues the paper; else the
    agency itself does, under its superior authority ("" prints no line above it).
    """

    form_set: str
    agency_name: str
    place: str
    issued_on: date
    symbol: str
    slip_no: int | None = None
    desk_no: int | None = None
    is_electronic: bool = False
    slip_paper: str = "A5"
    superior_name: str | None = None


@dataclass(frozen=True)
class PrintMark:
    """Who printed, when, on which version of the form. reprint_no: how many times this paper was printed."""

    printed_at: datetime
    printed_by: str
    form_version: str
    reprint_no: int = 1


@dataclass(frozen=True)
class PaperApplicant:
    """Applicant (chủ hồ sơ) as the forms name him."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class PaperComponent:
    """A paper handed in. kind: ban_chinh, ban_sao, ban_sao_chung_thuc or ban_dien_tu."""

    name: str
    copies: int
    kind: str


@dataclass(frozen=True)
class UnitDue:
    """A unit's own due in a joint dossier (liên thông)."""

    unit: str
    due_at: datetime


@dataclass(frozen=True)
class DueChange:
    """What became of the promised date after a receipt was issued: a later print must say it.

    kind: extended (by form 04 of the day `on`, slip_no and desk_no as in a head), moved (counted anew);
    supplement, payment, stopped (the clock stands still since `on`: no date holds); withdrawn, refused, ended
    (for good on that day). new_due_at: the date that holds now. until: by when a supplement was asked for.
    """

    kind: str
    on: date
    new_due_at: datetime | None = None
    slip_no: int | None = None
    desk_no: int | None = None
    symbol: str = ""
    until: date | None = None


@dataclass(frozen=True)
class ReceiptPaper:
    """Form 01, giấy tiếp nhận hồ sơ và hẹn trả kết quả.

    scan_number: 14–24 digits, "" prints no barcode (an imported code). qr_text: no personal data, "" prints
    no QR. limit_text and counting_sentence are ready sentences. return_by: desk, post or online.
    missing: names of required papers that were not handed in. receipt_version > 1 replaces the one before.
    due_at: what this version promised; due_changes: what became of it since; none where it holds.
    copies: 1 stays at the desk, 2 goes to the applicant; each is a page (or more).
    fee_vnd, proxy_ref, applicant_id_masked, lookup_url, hotline: None prints no line.

    Raises InvalidField for a text too long and for copies other than 1 and 2.
    """

    head: SlipHead
    mark: PrintMark
    dossier_code: str
    scan_number: str
    qr_text: str
    applicant: PaperApplicant
    procedure_name: str
    components: tuple[PaperComponent, ...]
    dossier_sets: int
    limit_text: str
    received_at: datetime
    due_at: datetime
    counting_sentence: str
    book_no: int
    book_seq: int
    submitter_name: str
    receiver_name: str
    return_by: str = "desk"
    delivery_address: str = ""
    is_provisional: bool = False
    missing: tuple[str, ...] = ()
    unit_dues: tuple[UnitDue, ...] = ()
    receipt_version: int = 1
    copies: tuple[int, ...] = (1, 2)
    fee_vnd: int | None = None
    fee_paid_vnd: int = 0
    proxy_ref: str | None = None
    applicant_id_masked: str | None = None
    lookup_url: str | None = None
    lookup_secret: str = ""
    hotline: str | None = None
    has_collecting_note: bool = True
    due_changes: tuple[DueChange, ...] = ()

    def __post_init__(self) -> None:
        refuse_long_texts(self)
        _demand_copies(self.copies)


@dataclass(frozen=True)
class SupplementPaper:
    """Form 02, phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: of a dossier with a code, or a slip before it.

    One of dossier_code and slip_id is given; a slip prints its id only, no barcode. items: all gaps at
    once. reason and legal_ground are compulsory. round_no: which request this is for the dossier.
    """

    head: SlipHead
    mark: PrintMark
    applicant: PaperApplicant
    procedure_name: str
    items: tuple[str, ...]
    reason: str
    legal_ground: str
    contact_name: str
    contact_phone: str
    instructor_name: str
    dossier_code: str = ""
    scan_number: str = ""
    slip_id: str = ""
    round_no: int = 1
    respond_by: date | None = None
    has_clock_note: bool = False

    def __post_init__(self) -> None:
        refuse_long_texts(self)
        demand_texts(self, ("items", "reason", "legal_ground"))


@dataclass(frozen=True)
class RefusalPaper:
    """Form 03, phiếu từ chối tiếp nhận giải quyết hồ sơ; it uses up no dossier code.

    slip_id: the slip's own id, or "" where the dossier has a portal_code (an online one). reason and
    legal_ground are compulsory.
    """

    head: SlipHead
    mark: PrintMark
    applicant: PaperApplicant
    procedure_name: str
    reason: str
    legal_ground: str
    submitter_name: str
    receiver_name: str
    slip_id: str = ""
    portal_code: str = ""
    dossier_code: str = ""

    def __post_init__(self) -> None:
        refuse_long_texts(self)
        demand_texts(self, ("reason", "legal_ground"))


@dataclass(frozen=True)
class ControlRemark:
    """What a giver's time with the paper saw. kind: cooperation (`units` asked on `start`, to answer by
    `end`); supplement, payment, stopped (the clock stood still from `start` to `end`, None: still);
    struck_handed_over and so on (a move between `units` that met another and has no effect), resolved."""

    kind: str
    start: datetime
    end: datetime | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class ControlBlock:
    """One hand-over of the control sheet. result: early, on_time, late, or "" while not known.

    step_hours: working hours of the giver's steps, whole or not; None prints none. A block without to_unit
    and moment is the present holder's: what it saw is told, the rest is written by hand.
    """

    from_unit: str
    to_unit: str
    handed_over_at: datetime | None = None
    giver_name: str = ""
    taker_name: str = ""
    result: str = ""
    note: str = ""
    step_hours: int | float | None = None
    remarks: tuple[ControlRemark, ...] = ()


@dataclass(frozen=True)
class ControlSheetPaper:
    """Form 05 (set A) or 06 (set B), phiếu kiểm soát quá trình giải quyết hồ sơ.

    blank_blocks: how many blocks are kept for writing by hand, at least; what room is left on the last page
    is filled with more of them, but 0 prints none. applicant_name, procedure_name, received_at, due_at:
    None prints no line. The column of step hours is there when a block has them. due_first_at: the promise
    before an extension.
    """

    head: SlipHead
    mark: PrintMark
    dossier_code: str
    scan_number: str
    lead_department: str
    blocks: tuple[ControlBlock, ...]
    coop_departments: tuple[str, ...] = ()
    blank_blocks: int = 1
    applicant_name: str | None = None
    procedure_name: str | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    due_first_at: datetime | None = None

    def __post_init__(self) -> None:
        refuse_long_texts(self)


@dataclass(frozen=True)
class HandoverRow:
    """One dossier of a batch."""

    code: str
    procedure_name: str
    applicant_name: str
    due_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class HandoverListPaper:
    """Danh sách bàn giao hồ sơ of one batch (`BG-<yymmdd>-<K>.<n>`); no circular's form; A4 portrait."""

    agency_name: str
    place: str
    mark: PrintMark
    batch: str
    from_unit: str
    to_unit: str
    handed_over_at: datetime
    rows: tuple[HandoverRow, ...]
    giver_name: str = ""
    taker_name: str = ""

    def __post_init__(self) -> None:
        refuse_long_texts(self)


@dataclass(frozen=True)
class OverdueLine:
    """One overdue dossier. Minutes are working ones: past the due moment, and held by each kind of unit."""

    code: str
    procedure_name: str
    applicant_name: str
    holder_name: str
    unit_name: str
    received_at: datetime
    due_at: datetime
    late_minutes: int
    is_by_hour: bool
    desk_minutes: int
    department_minutes: int
    leader_minutes: int


@dataclass(frozen=True)
class OverdueListPaper:
    """Danh sách hồ sơ quá hạn as of a moment; no circular's form; A4 landscape.

    unit_name: who issues it. by_unit: name and number of each holding unit; its numbers add up to the lines.
    day_minutes: working minutes of a day, by which minutes are said as days.
    """

    agency_name: str
    place: str
    mark: PrintMark
    as_of: datetime
    unit_name: str
    lines: tuple[OverdueLine, ...]
    by_unit: tuple[tuple[str, int], ...] = ()
    day_minutes: int = 480

    def __post_init__(self) -> None:
        refuse_long_texts(self)


@dataclass(frozen=True)
class LabelPaper:
    """Sticker of 70 × 37 mm for the folder of a dossier."""

    dossier_code: str
    scan_number: str
    procedure_name: str
    applicant_name: str
    procedure_id: str = ""
    due_at: datetime | None = None

    def __post_init__(self) -> None:
        refuse_long_texts(self)


def demand_texts(value: Any, names: tuple[str, ...]) -> None:
    """Raise InvalidField (field, problem empty) where a compulsory text is empty."""
    for name in names:
        found = getattr(value, name)
        texts = found if isinstance(found, tuple) else (found,)
        if not texts or not all(text.strip() for text in texts):
            raise InvalidField(field=name, problem=FieldProblem.EMPTY)


def _demand_copies(copies: tuple[int, ...]) -> None:
    """Raise InvalidField (field copies, problem empty or unknown) unless there are copies 1 or 2 or both."""
    if not copies:
        raise InvalidField(field="copies", problem=FieldProblem.EMPTY)
    for copy in copies:
        if copy not in RECEIPT_COPIES:
            raise InvalidField(
                field="copies", problem=FieldProblem.UNKNOWN, value=copy, possible=list(RECEIPT_COPIES)
            )
