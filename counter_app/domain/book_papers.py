"""What the papers of books and walls must say: the register, postings, the survey, the command sheet.

Conventions as in `papers`: an empty text is a field to be filled in by hand, None a line that is not printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from counter_app.domain.due import TimeLimit
from counter_app.domain.papers import PaperComponent, PrintMark, refuse_long_texts


@dataclass(frozen=True)
class BookRemark:
    """A remark of column (13). kind: struck, withdrawn, stopped, refused, rejected, extended, joint.

    on: its day, None where it has none. text: the reason; for `joint` the units, parted by semicolons.
    """

    kind: str
    on: date | None = None
    text: str = ""


@dataclass(frozen=True)
class BookRow:
    """One number of a register. received_on None: a number whose dossier is known no more.

    due_on is the promise that holds, due_first_on the one before an extension (None without one). is_by_hour:
    the promise has a minute that counts. return_by: desk, post or online. is_struck: the number stays, and so
    does what stood there, struck through.
    """

    number: int
    code: str
    procedure_name: str
    dossier_sets: int
    applicant_name: str
    address: str
    phone: str
    lead_department: str
    received_on: date | None = None
    due_on: datetime | None = None
    due_first_on: datetime | None = None
    is_by_hour: bool = False
    returned_on: date | None = None
    return_by: str = ""
    remarks: tuple[BookRemark, ...] = ()
    is_struck: bool = False


@dataclass(frozen=True)
class RegisterPaper:
    """Sổ theo dõi hồ sơ, form 06 of set A (TT 01/2018/TT-VPCP) or 07 of set B (TT 03/2025/TT-VPCP).

    One book is a field, a year and a desk; book_no is the desk's number. form_set: "TT01_2018", "TT03_2025".
    """

    form_set: str
    agency_name: str
    place: str
    mark: PrintMark
    field_name: str
    year: int
    book_no: int
    rows: tuple[BookRow, ...]

    def __post_init__(self) -> None:
        refuse_long_texts(self)


@dataclass(frozen=True)
class SurveyPaper:
    """Phiếu đánh giá mức độ hài lòng (NĐ 118/2025/NĐ-CP), A5; a blank one has no code and no field."""

    agency_name: str
    place: str
    mark: PrintMark
    dossier_code: str = ""
    field_name: str = ""
    slip_paper: str = "A5"

    def __post_init__(self) -> None:
        refuse_long_texts(self)


@dataclass(frozen=True)
class PostingPaper:
    """Niêm yết nội dung thủ tục hành chính (TT 02/2017/TT-VPCP), A4.

    national_code "": not confirmed, and said so. fee_note says what fee_vnd 0 means: free, or not known.
    audience and service_level are the catalogue's words. in_force_from: of this version.
    """

    agency_name: str
    place: str
    mark: PrintMark
    procedure_id: str
    version: int
    procedure_name: str
    limit: TimeLimit
    national_code: str = ""
    public_steps: str = ""
    methods: str = ""
    components: tuple[PaperComponent, ...] = ()
    dossier_sets: int = 1
    audience: str = ""
    service_level: str = ""
    result_name: str = ""
    fee_vnd: int = 0
    fee_note: str = ""
    templates: tuple[str, ...] = ()
    conditions: str = ""
    legal_basis: str = ""
    in_force_from: date | None = None
    superior_name: str = ""

    def __post_init__(self) -> None:
        refuse_long_texts(self)


@dataclass(frozen=True)
class FeedbackNoticePaper:
    """Nội dung yêu cầu phản ánh, kiến nghị (TT 02/2017/TT-VPCP), A4: where complaints may be sent."""

    agency_name: str
    place: str
    mark: PrintMark
    feedback_agency: str = ""
    feedback_address: str = ""
    feedback_phone: str = ""
    feedback_fax: str = ""
    feedback_email: str = ""
    superior_name: str = ""

    def __post_init__(self) -> None:
        refuse_long_texts(self)


@dataclass(frozen=True)
class CommandSheetPaper:
    """The barcodes that stand for keys, A4. commands: `printed_codes.Command` and its 16 digits."""

    agency_name: str
    mark: PrintMark
    commands: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        refuse_long_texts(self)
