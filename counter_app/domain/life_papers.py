"""What the papers in the middle of a dossier's life must say: form 04 (extension), form 05 (stop notice).

Conventions as in `papers`: an empty text is a field to be filled in by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.domain.papers import PaperComponent, PrintMark, SlipHead, demand_texts, refuse_long_texts


@dataclass(frozen=True)
class Signer:
    """Who signs for the agency. authority: `KT. TRƯỞNG BAN`; position: `PHÓ TRƯỞNG BAN`; both "" print the
    words of the form, an empty name dots."""

    name: str = ""
    authority: str = ""
    position: str = ""


@dataclass(frozen=True)
class ExtensionPaper:
    """Form 04: phiếu xin lỗi và hẹn lại ngày trả kết quả (set A), văn bản xin lỗi và đề nghị gia hạn (set B).

    is_organisation: how the applicant is addressed. added: how many days later, working ones where
    `is_added_working`. department_abbr: of the unit that extended. reason is compulsory.
    """

    head: SlipHead
    mark: PrintMark
    applicant_name: str
    is_organisation: bool
    procedure_name: str
    dossier_code: str
    received_on: date
    old_due_at: datetime
    new_due_at: datetime
    added: int
    is_added_working: bool
    reason: str
    department_abbr: str
    signer: Signer = Signer()

    def __post_init__(self) -> None:
        refuse_long_texts(self)
        demand_texts(self, ("reason",))


class StopKind(StrEnum):
    """Why a dossier is stopped: its applicant asked for it, or the agency does it."""

    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


@dataclass(frozen=True)
class StopNoticePaper:
    """Form 05 of set B: thông báo dừng giải quyết hồ sơ; set A has no such form.

    stopped_on: the day of the act. returned: papers given back, none prints dots. notice_no: which notice of
    the dossier this is. fee_paid_vnd 0: nothing was paid. reason is compulsory.
    """

    head: SlipHead
    mark: PrintMark
    kind: StopKind
    applicant_name: str
    is_organisation: bool
    procedure_name: str
    dossier_code: str
    received_on: date
    stopped_on: date
    reason: str
    department_abbr: str
    returned: tuple[PaperComponent, ...] = ()
    fee_paid_vnd: int = 0
    notice_no: int = 1
    signer: Signer = Signer()

    def __post_init__(self) -> None:
        refuse_long_texts(self)
        demand_texts(self, ("reason",))
