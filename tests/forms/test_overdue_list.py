"""The overdue list on paper: landscape, head on each page, every dossier once, lateness and days in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.errors import InvalidField
from counter_app.forms import overdue_list, wording
from counter_app.forms.late_words import JUST_LATE, days_text, late_text
from counter_app.queries import papers
from counter_app.queries.deadlines import overdue
from counter_app.queries.papers import Printing
from tests.builders import Clock, trial_desk
from tests.forms import samples
from tests.forms.reading import MM, SHRUNK, find, page_sizes_mm, page_texts, whole_text, written


def test_every_line() -> None:
    pdf = overdue_list.draw(samples.overdue_list())
    text = whole_text(pdf)
    for line in (
        "ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG",
        "BAN QUẢN LÝ KHU KINH TẾ HẢI PHÒNG",
        "DANH SÁCH HỒ SƠ QUÁ HẠN",
        "Tính đến 09 giờ 14 phút, ngày 23 tháng 11 năm 2026. Tổng số: 03 hồ sơ (Phòng Quản lý Đầu tư: 03)",
        "TT Mã hồ sơ Tên TTHC Tên cá nhân, tổ chức Đang giữ Ngày nhận Hẹn trả Trễ",
        "1 H24.28-261102-0001 Thủ tục điều chỉnh",
        "Trần Quang Minh Phòng Quản lý Đầu tư 02/11/2026 17:30 19/11/2026 2 ngày 0,9 12 0",
        "NGƯỜI LẬP DANH SÁCH (Ký và ghi rõ họ tên)",
        "In lúc 09:14 23/11/2026",
    ):
        assert line in text
    assert page_sizes_mm(pdf) == [pytest.approx((297.0, 210.0), abs=0.001)]


@pytest.mark.parametrize("count", [0, 1, 5, 6, 7, 8, 60])
def test_each_dossier_once_each_page_with_its_head(count: int) -> None:
    pdf = overdue_list.draw(samples.overdue_list(count))
    pages = page_texts(pdf)
    text = " ".join(pages)
    for no in range(1, count + 1):
        assert text.count(f"H24.28-261102-{no:04d}") == 1
    assert f"Tổng số: {count:02d} hồ sơ" in text
    assert all("Tên cá nhân, tổ chức" in page for page in pages)
    for no, page in enumerate(pages[1:], start=2):
        assert f"Danh sách hồ sơ quá hạn 09:14 23/11/2026 Trang {no}/" in page
    assert find(pdf, "LÃNH ĐẠO", len(pages) - 1)


def test_long_names_and_codes_stay_on_the_paper() -> None:
    line = samples.overdue_list().lines[0]
    name = ("Trách nhiệm hữu hạn " * 13)[:255].strip()
    long = replace(line, code="000.00.28.H24-240719-0001", applicant_name=name, holder_name=name)
    pdf = overdue_list.draw(samples.overdue_list(lines=(long,) * 3))
    assert whole_text(pdf).count(long.code) == 3
    assert max(piece.end for piece in written(pdf)) <= (297 - 15) * MM + SHRUNK
    assert min(piece.y for piece in written(pdf)) >= 9 * MM


def test_a_name_is_no_markup() -> None:
    line = replace(samples.overdue_list().lines[0], applicant_name='<b>&amp; <img src="/etc/hosts"/>')
    assert '<b>&amp; <img src="/etc/hosts"/>' in whole_text(
        overdue_list.draw(samples.overdue_list(lines=(line,)))
    )


def test_a_text_without_end_is_refused() -> None:
    line = replace(samples.overdue_list().lines[0], applicant_name="x" * 200_000)
    with pytest.raises(InvalidField):
        samples.overdue_list(lines=(line,))


@pytest.mark.parametrize(
    ("minutes", "is_by_hour", "words"),
    [
        (0, False, JUST_LATE),
        (104, False, "1 ngày"),
        (480, False, "1 ngày"),
        (481, False, "2 ngày"),
        (44, True, "44 phút"),
        (125, True, "2 giờ"),
    ],
)
def test_lateness_in_words(minutes: int, is_by_hour: bool, words: str) -> None:
    assert late_text(minutes, 480, is_by_hour=is_by_hour) == words


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0"), (432, "0,9"), (480, "1"), (720, "1,5"), (4790, "10"), (8640, "18")]
)
def test_minutes_as_days(minutes: int, words: str) -> None:
    assert days_text(minutes, 480) == words


def test_the_list_of_a_desk_is_the_overdue_query(tmp_path: Path) -> None:
    clock = Clock()
    with trial_desk(tmp_path, clock, dossiers=60) as desk:
        clock.move(days=16)
        now = desk.local_now()
        asked = Printing("Hoàng Anh Tuấn", now, wording)
        whole = desk.read(lambda reading: papers.gather(reading, "overdue_list", "", asked))
        late = desk.read(lambda reading: overdue(reading, now, limit=None))
        assert late
        assert [line.code for line in whole.lines] == [row.code for row in late]
        assert sum(count for _, count in whole.by_unit) == len(late)
        holder = late[0].holder
        part = desk.read(lambda reading: papers.gather(reading, "overdue_list", holder, asked))
        assert [line.code for line in part.lines] == [row.code for row in late if row.holder == holder]
        assert part.agency_name == whole.unit_name
        assert all(line.desk_minutes + line.department_minutes > 0 for line in whole.lines)
