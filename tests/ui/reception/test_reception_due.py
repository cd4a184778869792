"""What the receipt card says of a due date, on the real calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.procedure import Step
from counter_app.services.seed_calendar import seed_calendar
from counter_app.ui.pages.reception.due_words import DuePreview, moment_words, preview
from tests.ui.reception.test_form_state import a_procedure

MORNING = datetime(2026, 11, 23, 9, 14)


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    return seed_calendar()


def days(*texts: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(f"2026-{text}") for text in texts)


def test_the_card_of_the_reference_picture(calendar: WorkingCalendar) -> None:
    shown = preview(a_procedure(), MORNING, calendar)
    assert shown.due_at == datetime(2026, 12, 3, 17, 30)
    assert shown.limit == "7 ngày làm việc"
    assert shown.counted == days("11-25", "11-26", "11-27", "11-30", "12-01", "12-02", "12-03")
    assert shown.off == days("11-24", "11-28", "11-29")
    assert shown.sentence == (
        "Nhận 09:14 T2 23/11. Không tính 24/11 (Ngày Văn hóa Việt Nam) và 28–29/11 (cuối tuần)."
    )
    assert shown.warnings == ()


def limited(amount: int, unit: LimitUnit, moment: datetime, calendar: WorkingCalendar) -> DuePreview:
    return preview(replace(a_procedure(), limit=TimeLimit(amount, unit)), moment, calendar)


def test_calendar_days_are_all_counted(calendar: WorkingCalendar) -> None:
    shown = limited(10, LimitUnit.DAY, MORNING, calendar)
    assert len(shown.counted) == 10
    assert shown.off == ()
    assert shown.counted[-1] == shown.due_at.date() == date(2026, 12, 3)


def test_calendar_days_that_end_on_a_day_off_move_on(calendar: WorkingCalendar) -> None:
    shown = limited(5, LimitUnit.DAY, MORNING, calendar)
    assert shown.due_at.date() == date(2026, 11, 30)
    assert shown.off == days("11-28", "11-29")
    assert "Hết hạn vào ngày nghỉ 28–29/11 nên dời sang 30/11" in shown.sentence


def test_hours_are_not_numbered_by_day(calendar: WorkingCalendar) -> None:
    shown = limited(6, LimitUnit.WORKING_HOUR, MORNING, calendar)
    assert (shown.due_at, shown.counted, shown.off) == (datetime(2026, 11, 23, 17, 14), (), ())


def test_after_closing_the_next_working_day_is_named(calendar: WorkingCalendar) -> None:
    shown = limited(1, LimitUnit.WORKING_DAY, datetime(2026, 11, 23, 17, 31), calendar)
    assert shown.sentence.startswith("Nhận 17:31 T2 23/11, tính từ T4 25/11")
    assert shown.counted == days("11-26")


def test_same_day_after_the_cut_off(calendar: WorkingCalendar) -> None:
    shown = limited(0, LimitUnit.WORKING_DAY, datetime(2026, 11, 23, 15, 1), calendar)
    assert "Đã quá giờ trả trong ngày" in shown.sentence


def test_many_weekends_are_numbered_not_listed(calendar: WorkingCalendar) -> None:
    shown = limited(17, LimitUnit.WORKING_DAY, MORNING, calendar)
    assert "24/11 (Ngày Văn hóa Việt Nam) và 3 kỳ cuối tuần" in shown.sentence


def test_a_year_without_notice_is_said_to_be_provisional(calendar: WorkingCalendar) -> None:
    shown = limited(30, LimitUnit.WORKING_DAY, datetime(2026, 12, 23, 9, 0), calendar)
    assert shown.warnings == ("Lịch nghỉ 2027 chưa được công bố: ngày hẹn là tạm tính.",)


def test_a_procedure_about_to_end_is_said_to_be(calendar: WorkingCalendar) -> None:
    ending = replace(a_procedure(), in_force_to=date(2026, 12, 1), ending="12/QĐ-BQL")
    assert preview(ending, MORNING, calendar).warnings == ("Thủ tục này hết hiệu lực sau ngày 01/12/2026.",)
    followed = replace(ending, ending="")
    assert preview(followed, MORNING, calendar).warnings == (
        "Bản đang áp dụng của thủ tục này hết hiệu lực sau ngày 01/12/2026.",
    )


def test_until_when_the_desk_hands_over(calendar: WorkingCalendar) -> None:
    steps = (Step(1, "MC", "", 240), Step(2, "QLDT", "", 480))
    shown = preview(replace(a_procedure(), steps=steps), MORNING, calendar)
    assert shown.hand_over_before == "15:14 hôm nay"
    assert preview(replace(a_procedure(), steps=steps[1:]), MORNING, calendar).hand_over_before == ""


def test_words_of_a_moment() -> None:
    today = date(2026, 11, 23)
    assert moment_words(datetime(2026, 11, 24, 8, 0), today) == "08:00 ngày mai"
    assert moment_words(datetime(2026, 11, 26, 8, 0), today) == "08:00 thứ năm 26/11"
