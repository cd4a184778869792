"""What must not wait stands above the lists of Hôm nay, and its button leads to the very dossiers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.calendar import DayKind
from counter_app.services.calendar_work import set_day
from counter_app.ui.pages.living_today_page import LivingTodayPage
from counter_app.ui.tokens import Tone
from tests.desks import form, person
from tests.ui.at_a_page import PageDesk
from tests.ui.today.at_today import press_line, today_of

pytestmark = pytest.mark.usefixtures("qtbot")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[PageDesk]:
    desk = PageDesk(tmp_path, "lan", at=datetime(2026, 11, 23, 9, 0))
    yield desk
    desk.close()


def words(page: LivingTodayPage) -> list[tuple[str, Tone]]:
    return [(line.text(), line.tone()) for line in page.lines if line.text()]


def test_paper_at_the_desk_is_told_from_the_first_hour_and_red_when_its_time_is_over(made: PageDesk) -> None:
    made.acts.received()
    assert words(today_of(made, "lan")) == [("1 hồ sơ phải chuyển phòng trước 17:30 hôm nay", Tone.AMBER)]
    made.clock.move(days=2)
    page = today_of(made, "lan")
    assert words(page) == [("1 hồ sơ quá giờ chuyển phòng, lâu nhất từ 17:30 23/11", Tone.RED)]
    press_line(page, 0)
    assert made.ways.pages == ["handover"]


def test_after_three_the_paper_may_wait_for_the_morning(made: PageDesk) -> None:
    made.clock.move(hours=6, minutes=30)
    made.acts.received()
    assert words(today_of(made, "lan")) == [
        ("1 hồ sơ nhận sau 15:00, chuyển phòng đầu giờ 07:30 25/11", Tone.SLATE)
    ]


def test_an_online_dossier_waits_eight_working_hours_at_most(made: PageDesk) -> None:
    made.acts.done("register", portal_code="G04.28-0001-TT", **form("LD-01"))
    page = today_of(made, "lan")
    assert words(page) == [("1 hồ sơ trực tuyến chờ trả lời, sớm nhất 09:01 25/11", Tone.AMBER)]
    made.clock.move(days=3)
    page = today_of(made, "lan")
    assert words(page) == [("1 hồ sơ trực tuyến chưa trả lời sau 8 giờ làm việc", Tone.RED)]
    press_line(page, 0)
    title, wanted = made.ways.lists[0]
    assert (title, wanted.codes) == ("Trực tuyến chờ trả lời", ("G04.28-0001-TT",))
    made.acts.done("receive", code="G04.28-0001-TT")
    (line,) = words(today_of(made, "lan"))
    assert line[0] == "1 hồ sơ phải chuyển phòng trước 17:30 hôm nay"


def test_after_papers_were_sent_the_eight_hours_begin_anew(made: PageDesk) -> None:
    made.acts.done("register", portal_code="G04.28-0001-TT", **form("LD-01"))
    words_of = {"reason": "thiếu", "ground": "Điều 9", "items": [{"no": 2, "text": "bản sao"}]}
    made.acts.done("request_supplement", code="G04.28-0001-TT", **words_of)
    assert words(today_of(made, "lan")) == [], "it waits for the applicant"
    made.clock.move(days=4)  # Friday 27/11, 09:02
    made.acts.done("supplement", code="G04.28-0001-TT", items=[{"no": 2}])
    assert words(today_of(made, "lan")) == [
        ("1 hồ sơ trực tuyến chờ trả lời, sớm nhất 09:03 30/11", Tone.AMBER)
    ]


def test_who_holds_it_apologises_before_the_day_and_an_extension_ends_the_warning(made: PageDesk) -> None:
    code = made.acts.done("receive", **form("DT-08", applicant=person("Trần Văn Ba")))["code"]  # due 03/12
    made.acts.done("hand_over", codes=[code], to="QLDT")
    made.acts.done("take_over", "minh", codes=[code])
    assert words(today_of(made, "minh")) == []
    made.clock.move(days=9)  # 02/12, one working day before
    warning = (
        "1 đến hạn trong hôm nay hoặc ngày làm việc tới, chưa gia hạn: "
        "nếu không kịp, xin lỗi và hẹn lại (mẫu 04)"
    )
    assert words(today_of(made, "minh")) == [(warning, Tone.AMBER)]
    assert words(today_of(made, "hoa")) == []
    assert words(today_of(made, "tuan")) == [(warning, Tone.AMBER)]
    words_of = {"reason": "chờ ý kiến", "signer": "Lê Văn Tuấn"}
    made.acts.done("extend", "minh", code=code, new_due="2026-12-10", **words_of)
    assert words(today_of(made, "minh")) == []


def test_an_officer_is_told_of_the_dues_of_the_own_unit(made: PageDesk) -> None:
    code = made.acts.done("receive", **form("DT-08", applicant=person("Trần Văn Ba")))["code"]
    made.acts.done("hand_over", codes=[code], to="QLDT")
    made.acts.done("take_over", "minh", codes=[code])
    made.clock.move(days=11)  # 04/12, the day after the promise
    counts = {login: len(today_of(made, login).due.list.rows()) for login in ("lan", "minh", "hoa", "tuan")}
    assert counts == {"lan": 1, "minh": 1, "hoa": 0, "tuan": 1}


def test_the_supervisor_is_told_of_promises_by_an_older_calendar(made: PageDesk) -> None:
    code = made.acts.received()
    assert not any("lịch cũ" in text for text, _ in words(today_of(made, "tuan")))

    def storm(uow: Any) -> None:
        set_day(uow, date(2026, 11, 27), DayKind.OFF, label="Nghỉ bão", notice="118/CĐ-TTg", by="quantri")
        uow.commit()

    made.desk.write(storm)
    page = today_of(made, "tuan")
    assert [text for text, _ in words(page)][-1] == "1 hồ sơ có hạn theo lịch cũ."
    assert not any("lịch cũ" in text for text, _ in words(today_of(made, "lan")))
    version = made.desk.read(lambda reading: reading.reference.calendar.version)
    made.acts.done("recalculate", "tuan", codes=[code], calendar_version=version, reason="bão")
    assert not any("lịch cũ" in text for text, _ in words(today_of(made, "tuan")))
