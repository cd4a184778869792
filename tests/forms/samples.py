"""Papers with valid defaults: a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from counter_app.domain.life_papers import ExtensionPaper, Signer, StopKind, StopNoticePaper
from counter_app.domain.papers import (
    ControlBlock,
    ControlSheetPaper,
    HandoverListPaper,
    HandoverRow,
    LabelPaper,
    OverdueLine,
    OverdueListPaper,
    PaperApplicant,
    PaperComponent,
    PrintMark,
    ReceiptPaper,
    RefusalPaper,
    SlipHead,
    SupplementPaper,
)

CODE = "H24.28-261123-0003"
SCAN_NUMBER = "2611230000324857"
QR_TEXT = "H24.28-261123-0003|20261123T0914|1"
DESK = "Bộ phận Tiếp nhận và Trả kết quả"
PROCEDURE = "Thủ tục điều chỉnh Giấy chứng nhận đăng ký đầu tư"
HEAD = SlipHead(
    form_set="TT03_2025",
    agency_name="Ban Quản lý Khu kinh tế Hải Phòng",
    place="Hải Phòng",
    issued_on=date(2026, 11, 23),
    symbol="BPTNTKQ",
    slip_no=318,
)
AGENCY_HEAD = replace(HEAD, symbol="PXL", slip_no=3, superior_name="Ủy ban nhân dân thành phố Hải Phòng")
MARK = PrintMark(datetime(2026, 11, 23, 9, 14), "Nguyễn Thị Lan", "TT03/2025-01")
APPLICANT = PaperApplicant(
    name="Công ty TNHH Cơ khí Chính xác Đông Đô",
    address="Lô CN4.1, KCN Đình Vũ, KKT Đình Vũ – Cát Hải, phường Đông Hải, thành phố Hải Phòng",
    phone="0225 0000 002",
    email="dn02@example.com",
)
COMPONENTS = (
    PaperComponent("Văn bản đề nghị điều chỉnh dự án đầu tư", 1, "ban_chinh"),
    PaperComponent("Báo cáo tình hình triển khai dự án đầu tư đến thời điểm điều chỉnh", 1, "ban_chinh"),
    PaperComponent(
        "Quyết định của nhà đầu tư về việc điều chỉnh dự án đầu tư (đối với nhà đầu tư là tổ chức)",
        1,
        "ban_sao",
    ),
)
COUNTING = (
    "Cách tính: nhận ngày 23/11/2026 (T2); tính từ ngày làm việc tiếp theo 25/11; 07 ngày làm việc; "
    "trừ ngày nghỉ: 24/11 (Ngày Văn hóa Việt Nam), 28–29/11 (cuối tuần); hạn trả 17:30 T5 03/12/2026."
)


def many_components(count: int, name: str = COMPONENTS[1].name) -> tuple[PaperComponent, ...]:
    """Components numbered in their names."""
    return tuple(PaperComponent(f"Giấy tờ thứ {no}: {name}", no, "ban_sao") for no in range(1, count + 1))


def receipt(**changes: Any) -> ReceiptPaper:
    """Form 01 of set B, copy 2."""
    value = ReceiptPaper(
        head=HEAD,
        mark=MARK,
        dossier_code=CODE,
        scan_number=SCAN_NUMBER,
        qr_text=QR_TEXT,
        applicant=APPLICANT,
        procedure_name=PROCEDURE,
        components=COMPONENTS,
        dossier_sets=1,
        limit_text="07 ngày làm việc",
        received_at=datetime(2026, 11, 23, 9, 14),
        due_at=datetime(2026, 12, 3, 17, 30),
        counting_sentence=COUNTING,
        book_no=1,
        book_seq=318,
        submitter_name="Đặng Đức Đạt",
        receiver_name="Nguyễn Thị Lan",
        copies=(2,),
    )
    return replace(value, **changes)


def supplement_request(**changes: Any) -> SupplementPaper:
    """Form 02 of a dossier with a code."""
    value = SupplementPaper(
        head=replace(HEAD, symbol="HDHS", slip_no=7),
        mark=MARK,
        applicant=APPLICANT,
        procedure_name=PROCEDURE,
        items=(
            "Báo cáo tình hình triển khai có xác nhận",
            "Quyết định của nhà đầu tư: 01 bản sao chứng thực",
        ),
        reason="Hồ sơ chưa đủ thành phần theo quy định",
        legal_ground="khoản 1 Điều 44 Nghị định số 96/2026/NĐ-CP",
        contact_name="bà Nguyễn Thị Lan",
        contact_phone="0225 0000 100",
        instructor_name="Nguyễn Thị Lan",
        dossier_code=CODE,
        scan_number=SCAN_NUMBER,
    )
    return replace(value, **changes)


def refusal(**changes: Any) -> RefusalPaper:
    """Form 03 as a slip before reception."""
    value = RefusalPaper(
        head=replace(HEAD, slip_no=2),
        mark=MARK,
        applicant=APPLICANT,
        procedure_name=PROCEDURE,
        reason="Dự án nằm ngoài ranh giới khu kinh tế.",
        legal_ground="điểm b khoản 2 Điều 39 Luật Đầu tư số 143/2025/QH15",
        submitter_name="Đặng Đức Đạt",
        receiver_name="Nguyễn Thị Lan",
        slip_id="TC-261123-1.1",
    )
    return replace(value, **changes)


def control_sheet(**changes: Any) -> ControlSheetPaper:
    """Form 06 with two hand-overs."""
    value = ControlSheetPaper(
        head=HEAD,
        mark=MARK,
        dossier_code=CODE,
        scan_number=SCAN_NUMBER,
        lead_department="Phòng Quản lý Đầu tư",
        blocks=(
            ControlBlock(
                DESK,
                "Phòng Quản lý Đầu tư",
                datetime(2026, 11, 23, 10, 5),
                "Nguyễn Thị Lan",
                "Trần Văn Minh",
                "early",
            ),
            ControlBlock(
                "Phòng Quản lý Đầu tư",
                "Lãnh đạo Ban",
                datetime(2026, 12, 1, 9, 0),
                "Trần Văn Minh",
                "Phạm Anh Tuấn",
                "late",
                "kèm dự thảo",
            ),
        ),
        coop_departments=("Phòng Quy hoạch và Xây dựng", "Văn phòng"),
    )
    return replace(value, **changes)


def handover_list(count: int = 3, **changes: Any) -> HandoverListPaper:
    """A batch of `count` dossiers."""
    rows = tuple(
        HandoverRow(f"H24.28-261123-{no:04d}", PROCEDURE, f"Công ty số {no}", datetime(2026, 12, 3, 17, 30))
        for no in range(1, count + 1)
    )
    value = HandoverListPaper(
        agency_name=HEAD.agency_name,
        place="Hải Phòng",
        mark=MARK,
        batch="BG-261123-1.2",
        from_unit=DESK,
        to_unit="Phòng Quản lý Đầu tư",
        handed_over_at=datetime(2026, 11, 23, 16, 40),
        rows=rows,
        giver_name="Nguyễn Thị Lan",
        taker_name="Trần Văn Minh",
    )
    return replace(value, **changes)


def overdue_list(count: int = 3, **changes: Any) -> OverdueListPaper:
    """A list of `count` late dossiers."""
    lines = tuple(
        OverdueLine(
            code=f"H24.28-261102-{no:04d}",
            procedure_name=PROCEDURE,
            applicant_name=f"Công ty số {no}",
            holder_name="Trần Quang Minh",
            unit_name="Phòng Quản lý Đầu tư",
            received_at=datetime(2026, 11, 2, 8, 5),
            due_at=datetime(2026, 11, 19, 17, 30),
            late_minutes=584,
            is_by_hour=False,
            desk_minutes=432,
            department_minutes=5760,
            leader_minutes=0,
        )
        for no in range(1, count + 1)
    )
    value = OverdueListPaper(
        agency_name="Ủy ban nhân dân thành phố Hải Phòng",
        place="Hải Phòng",
        mark=MARK,
        as_of=datetime(2026, 11, 23, 9, 14),
        unit_name=HEAD.agency_name,
        lines=lines,
        by_unit=(("Phòng Quản lý Đầu tư", count),) if count else (),
    )
    return replace(value, **changes)


def label(**changes: Any) -> LabelPaper:
    """The sticker of the receipt's dossier."""
    value = LabelPaper(
        dossier_code=CODE,
        scan_number=SCAN_NUMBER,
        procedure_name=PROCEDURE,
        applicant_name=APPLICANT.name,
        procedure_id="DT-07",
        due_at=datetime(2026, 12, 3, 17, 30),
    )
    return replace(value, **changes)


def extension(**changes: Any) -> ExtensionPaper:
    """Form 04 of set B."""
    value = ExtensionPaper(
        head=AGENCY_HEAD,
        mark=MARK,
        applicant_name=APPLICANT.name,
        is_organisation=True,
        procedure_name=PROCEDURE,
        dossier_code=CODE,
        received_on=date(2026, 11, 23),
        old_due_at=datetime(2026, 12, 3, 17, 30),
        new_due_at=datetime(2026, 12, 10, 17, 30),
        added=5,
        is_added_working=True,
        reason="chưa nhận được văn bản góp ý của Sở Tài chính",
        department_abbr="Phòng QLĐT",
        signer=Signer("Phạm Anh Tuấn"),
    )
    return replace(value, **changes)


def stop_notice(**changes: Any) -> StopNoticePaper:
    """Form 05 of set B, of a dossier that its applicant withdrew."""
    value = StopNoticePaper(
        head=replace(AGENCY_HEAD, symbol="TB", slip_no=4),
        mark=MARK,
        kind=StopKind.WITHDRAWN,
        applicant_name=APPLICANT.name,
        is_organisation=True,
        procedure_name=PROCEDURE,
        dossier_code=CODE,
        received_on=date(2026, 11, 23),
        stopped_on=date(2026, 12, 1),
        reason="doanh nghiệp thay đổi kế hoạch đầu tư",
        department_abbr="Một cửa",
        returned=COMPONENTS,
        fee_paid_vnd=1_300_000,
    )
    return replace(value, **changes)
