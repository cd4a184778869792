"""Hôm nay says what two desks may have taken in twice and opens the later one; a note on it ends that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from counter_app.ui.pages.living_today_page import LivingTodayPage
from counter_app.ui.tokens import Tone
from tests.sync.around import Around, desks_around
from tests.ui.today.apart import OTHER, taken_in, window_at
from tests.ui.today.at_today import press_line, today_of

pytestmark = pytest.mark.usefixtures("qtbot")

HINT = "Nếu là hai hồ sơ khác nhau, hãy ghi chú vào hồ sơ nhận sau để thôi nhắc."


@pytest.fixture
def around() -> Iterator[Around]:
    with desks_around(2) as made:
        made.meet_all()
        yield made


def told(page: LivingTodayPage) -> list[str]:
    return [line.text() for line in page.lines if "nhận trùng" in line.text()]


def press(page: LivingTodayPage, key: Qt.Key) -> None:
    """A key at the button of the line."""
    number = next(n for n, line in enumerate(page.lines) if "nhận trùng" in line.text())
    press_line(page, number, key)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_opens_the_later_one(around: Around, tmp_path: Path, key: Qt.Key) -> None:
    taken_in(around, 2)
    later = taken_in(around, 1)
    around.meet_all()
    desk = window_at(around, 1, tmp_path / "here")
    page = today_of(desk, "lan")
    words = "Có thể nhận trùng: 261123-0401 (Quầy 2) và 261123-0001 (Quầy 1), cùng người nộp, cùng thủ tục.\n"
    assert told(page) == [words + HINT]
    assert [line.tone() for line in page.lines if "nhận trùng" in line.text()] == [Tone.AMBER]
    press(page, key)
    assert desk.ways.dossiers == [later]
    desk.close()


def test_the_counter_and_the_supervisor_read_it_and_a_note_ends_it(around: Around, tmp_path: Path) -> None:
    taken_in(around, 2)
    later = taken_in(around, 1)
    around.meet_all()
    desk = window_at(around, 1, tmp_path / "here")
    counts = {login: len(told(today_of(desk, login))) for login in ("lan", "tuan", "minh", "quantri")}
    assert counts == {"lan": 1, "tuan": 1, "minh": 0, "quantri": 0}
    page = today_of(desk, "lan")
    desk.acts.done("note", code=later, text="Công ty xác nhận là hai lao động khác nhau")
    page.reload()
    desk.settle()
    assert told(page) == []
    desk.close()


def test_a_third_one_of_the_same_is_counted(tmp_path: Path) -> None:
    with desks_around(3) as around:
        around.meet_all()
        for number in (1, 2, 3):
            taken_in(around, number)
        around.meet_all()
        desk = window_at(around, 1, tmp_path / "here")
        words = (
            "Có thể nhận trùng: 261123-0401 (Quầy 2) và 261123-0801 (Quầy 3), cùng người nộp, cùng thủ tục, "
            "còn 1 hồ sơ nữa.\n"
        )
        assert told(today_of(desk, "lan")) == [words + HINT]
        desk.close()


def test_of_two_applicants_the_button_leads_to_the_list(around: Around, tmp_path: Path) -> None:
    first = [taken_in(around, number) for number in (1, 2)]
    second = [taken_in(around, number, applicant=OTHER) for number in (2, 1)]
    around.meet_all()
    desk = window_at(around, 1, tmp_path / "here")
    page = today_of(desk, "lan")
    words = "2 chỗ có thể nhận trùng ở hai quầy, mới nhất 261123-0402 (Quầy 2) và 261123-0002 (Quầy 1).\n"
    assert told(page) == [words + HINT]
    press(page, Qt.Key.Key_Return)
    title, wanted = desk.ways.lists[0]
    assert (title, wanted.codes) == ("Có thể nhận trùng", (second[1], second[0], first[1], first[0]))
    desk.close()
