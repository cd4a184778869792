"""Papers of books and walls with valid defaults: a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from counter_app.domain.book_papers import (
    BookRow,
    CommandSheetPaper,
    FeedbackNoticePaper,
    PostingPaper,
    RegisterPaper,
    SurveyPaper,
)
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.papers import PaperComponent
from counter_app.domain.printed_codes import Command, make_command_number
from tests.forms import samples

SUPERIOR = "Ủy ban nhân dân thành phố Hải Phòng"


def book_row(number: int = 1, **changes: Any) -> BookRow:
    """A dossier received on 23/11/2026 and promised for 03/12."""
    value = BookRow(
        number=number,
        code=f"H24.28-261123-{number:04d}",
        procedure_name=samples.PROCEDURE,
        dossier_sets=1,
        applicant_name=f"Công ty số {number}",
        address="Lô CN4.1, KCN Đình Vũ",
        phone="0225 0000 002",
        lead_department="Phòng Quản lý Đầu tư",
        received_on=date(2026, 11, 23),
        due_on=datetime(2026, 12, 3, 17, 30),
        return_by="desk",
    )
    return replace(value, **changes)


def register(*rows: BookRow, **changes: Any) -> RegisterPaper:
    """Book 1 of investment in 2026; without rows given, three."""
    value = RegisterPaper(
        form_set="TT03_2025",
        agency_name=samples.HEAD.agency_name,
        place="Hải Phòng",
        mark=samples.MARK,
        field_name="Đầu tư",
        year=2026,
        book_no=1,
        rows=rows or tuple(book_row(number) for number in (1, 2, 3)),
    )
    return replace(value, **changes)


def survey(**changes: Any) -> SurveyPaper:
    """The sheet of a dossier."""
    value = SurveyPaper(samples.HEAD.agency_name, "Hải Phòng", samples.MARK, samples.CODE, "Đầu tư")
    return replace(value, **changes)


def posting(**changes: Any) -> PostingPaper:
    """A procedure of which everything is known that the catalogue can know."""
    value = PostingPaper(
        agency_name=samples.HEAD.agency_name,
        place="Hải Phòng",
        mark=samples.MARK,
        procedure_id="DT-01",
        version=2,
        procedure_name=samples.PROCEDURE,
        limit=TimeLimit(7, LimitUnit.WORKING_DAY),
        national_code="1.009748",
        components=(
            PaperComponent("Văn bản đề nghị", 1, "ban_chinh"),
            PaperComponent("Báo cáo tình hình;", 2, "ban_sao"),
        ),
        audience="ca_hai",
        service_level="toan_trinh",
        result_name="Giấy chứng nhận đăng ký đầu tư",
        fee_vnd=3_000_000,
        templates=("Mẫu A.I.1", "Mẫu A.I.2"),
        legal_basis="Luật Đầu tư số 143/2025/QH15",
        in_force_from=date(2026, 3, 1),
        superior_name=SUPERIOR,
    )
    return replace(value, **changes)


def feedback_notice(**changes: Any) -> FeedbackNoticePaper:
    """Every setting filled in."""
    value = FeedbackNoticePaper(
        agency_name=samples.HEAD.agency_name,
        place="Hải Phòng",
        mark=samples.MARK,
        feedback_agency="Văn phòng Ban Quản lý",
        feedback_address="24 Cù Chính Lan, phường Hồng Bàng, thành phố Hải Phòng",
        feedback_phone="0225 3823 207",
        feedback_fax="0225 3842 426",
        feedback_email="phananh@example.com",
        superior_name=SUPERIOR,
    )
    return replace(value, **changes)


def command_sheet(**changes: Any) -> CommandSheetPaper:
    """Every command there is."""
    commands = tuple((str(command), make_command_number(command)) for command in Command)
    return replace(CommandSheetPaper(samples.HEAD.agency_name, samples.MARK, commands), **changes)
