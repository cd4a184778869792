"""Who did one of two acts that clash reads that it waits for the supervisor, until that was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from counter_app.queries.conflicts import open_conflicts
from counter_app.services.resolving import resolve
from counter_app.ui.pages.living_today_page import LivingTodayPage
from counter_app.ui.tokens import Tone
from tests.ui.sync import clashes
from tests.ui.sync.clashes import Clash
from tests.ui.today.at_today import press_line, today_of

pytestmark = pytest.mark.usefixtures("qtbot")

WAITS = "chờ phụ trách chọn"


@pytest.fixture
def clash(tmp_path: Path) -> Iterator[Clash]:
    made = Clash(tmp_path)
    yield made
    made.close()


def told(page: LivingTodayPage) -> list[tuple[str, Tone]]:
    return [(line.text(), line.tone()) for line in page.lines if WAITS in line.text()]


def press_enter(page: LivingTodayPage) -> None:
    """Enter at the button of the line."""
    number = next(n for n, line in enumerate(page.lines) if WAITS in line.text())
    press_line(page, number, Qt.Key.Key_Return)


def decide(clash: Clash) -> None:
    row = clash.desk.read(open_conflicts)[0]

    def do(uow: object) -> None:
        resolve(uow, row.id, chosen=row.struck.event_id, reason="Đơn ký trước", by="tuan")  # type: ignore[arg-type]
        uow.commit()  # type: ignore[attr-defined]

    clash.desk.desk.write(do)


def test_both_parties_read_of_it_and_nobody_else(clash: Clash) -> None:
    clashes.withdrawn_and_finished(clash)
    line = ("Hai quầy làm khác nhau trên 261120-0001 (Phạm Thị Thử): chờ phụ trách chọn.", Tone.SLATE)
    for login in ("lan", "minh"):
        assert told(today_of(clash.desk, login)) == [line], login
    for login in ("dung", "hoa", "quantri", "tuan"):
        assert told(today_of(clash.desk, login)) == [], login
    press_enter(today_of(clash.desk, "lan"))
    assert clash.desk.ways.dossiers == [clash.codes[0]]


def test_once_decided_it_is_told_no_more(clash: Clash) -> None:
    clashes.withdrawn_and_finished(clash)
    page = today_of(clash.desk, "minh")
    assert len(told(page)) == 1
    decide(clash)
    page.reload()
    clash.desk.settle()
    assert told(page) == []
    assert any("chọn «" in line.text() for line in page.lines), "the decision stands in its place"


def test_several_are_one_line_that_leads_to_their_list(clash: Clash) -> None:
    clashes.withdrawn_and_finished(clash, 3)
    page = today_of(clash.desk, "minh")
    assert told(page) == [("3 hồ sơ bạn đã làm có hai quầy ghi khác nhau: chờ phụ trách chọn.", Tone.SLATE)]
    press_enter(page)
    title, wanted = clash.desk.ways.lists[0]
    assert title == "Chờ phụ trách chọn"
    assert sorted(wanted.codes) == sorted(clash.codes)


@pytest.mark.parametrize(
    ("make", "login", "words"),
    [
        (clashes.one_code_twice, "lan", "Hai hồ sơ cùng mang mã 261120-0004: chờ phụ trách chọn."),
        (
            clashes.without_right,
            "minh",
            "Việc «Có kết quả» của bạn trên 261120-0001 (Phạm Thị Thử) chưa được công nhận: "
            "chờ phụ trách chọn.",
        ),
    ],
)
def test_each_kind_has_its_words(clash: Clash, make: Callable[[Clash], None], login: str, words: str) -> None:
    make(clash)
    assert [each[0] for each in told(today_of(clash.desk, login))] == [words]


def test_what_two_administrators_set_is_no_dossier(clash: Clash) -> None:
    clashes.changed_twice(clash)
    assert clash.desk.read(open_conflicts) != ()
    assert told(today_of(clash.desk, "quantri")) == []
