"""What is said of a scan ends with what it was about; paper just taken over is not given away by a slip."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.events import EventKind
from counter_app.ui.tokens import Tone
from tests.services.met import confirm, join, pulled, stream_of
from tests.ui.at_a_page import PageDesk
from tests.ui.handover.at_the_page import AtThePage, short

Open = Callable[..., AtThePage]
CTRL = Qt.KeyboardModifier.ControlModifier
QUICK = "H24.28-261123-0801"


def said(there: AtThePage, side: str = "give") -> str:
    """The verdict that stands above a list, empty when there is none."""
    verdict = (there.page.give if side == "give" else there.page.take).strip.verdict()
    return f"{verdict.title} · {verdict.words}" if verdict else ""


def in_work(desk: PageDesk) -> str:
    """A dossier with QLDT whose step is not done."""
    code = desk.acts.received()
    desk.acts.passed(code, "lan", "QLDT", "minh")
    return code


def taken(desk: PageDesk, at: Open, count: int = 1) -> tuple[AtThePage, list[str]]:
    """A batch was just taken over by its scans, the cursor on the right side."""
    codes = [desk.acts.received() for _ in range(count)]
    desk.acts.done("hand_over", codes=codes, to="QLDT")
    there = at("minh")
    there.to_right()
    there.scan(*codes)
    there.take()
    return there, codes


def taken_before_its_data(desk: PageDesk, at: Open) -> tuple[AtThePage, str]:
    """Paper was taken over, that it was handed over is not known here; the cursor is on the right side."""
    join(desk.acts)
    code = desk.acts.received()
    confirm(desk.acts)
    there = at("minh")
    there.to_right()
    there.scan(code)
    there.take()
    return there, code


def data_come(desk: PageDesk, there: AtThePage, code: str) -> None:
    """A pass brings that the paper was handed over."""
    seen = desk.acts.history(code)[0]["event_id"]
    came = {"batch": "BG-261123-2.1", "from": "MC", "to": "QLDT"}
    pulled(desk.acts, stream_of(desk.acts, code), EventKind.HANDED_OVER, "lan", seen, **came)
    desk.session.say_changed("dossier")
    there.settle()


# -- paper just taken over


def test_paper_just_taken_over_is_not_given_away_by_a_second_scan(desk: PageDesk, at: Open) -> None:
    there, codes = taken(desk, at, 2)
    at_take = desk.desk.local_now()
    desk.clock.move(minutes=3)
    before = there.left(), there.buttons()
    for code in codes:
        verdict = there.scan(code)
        assert (verdict.tone, verdict.title) == (Tone.AMBER, short(code))
        assert verdict.words == f"Đã nhận {at_take:%H:%M} · muốn giao đi: Alt+1 rồi quét"
        assert said(there, "take").startswith(short(code))
        assert said(there) == ""
    assert (there.left(), there.buttons()) == before
    assert not there.page.give.button.isEnabled()
    there.give()
    assert [desk.acts.show(code)["holder"] for code in codes] == ["QLDT"] * 2
    assert [desk.acts.history(code)[-1]["kind"] for code in codes] == ["dossier:taken_over"] * 2
    assert there.hands.focused() == "take_table"
    there.to_left()
    assert there.scan(codes[0]).words == "Đã đưa vào đợt · phòng chưa ghi xong bước"


# -- verdicts that are over


def test_the_verdict_of_the_other_side_goes_when_the_paper_is_scanned_here(desk: PageDesk, at: Open) -> None:
    join(desk.acts)
    there = at("minh")
    there.scan(QUICK)
    assert said(there).startswith(f"{short(QUICK)} · Chưa có dữ liệu")
    there.to_right()
    there.scan(QUICK)
    assert said(there) == ""
    assert said(there, "take").endswith("vẫn nhận")
    there.take()
    assert (said(there), said(there, "take")) == ("", "")


def test_a_refusal_of_another_paper_stays(desk: PageDesk, at: Open) -> None:
    code = desk.acts.received()
    desk.acts.done("hand_over", codes=[code], to="QLDT")
    there = at("minh")
    there.scan("H24.28-261123-0999")
    there.to_right()
    there.scan(code)
    assert said(there).startswith("261123-0999")


@pytest.mark.parametrize("way", ["ctrl+backspace", "space", "another unit"])
def test_a_scan_that_is_taken_back_is_not_said_any_more(desk: PageDesk, at: Open, way: str) -> None:
    code = in_work(desk)
    there = at("minh")
    there.scan(code)
    assert said(there) == f"{short(code)} · Đã đưa vào đợt · phòng chưa ghi xong bước"
    if way == "ctrl+backspace":
        there.press(Qt.Key.Key_Backspace, CTRL)
    elif way == "space":
        there.press(Qt.Key.Key_Space)
    else:
        there.page.give.choice.chosen.emit("VP")
        there.settle()
    assert said(there) == ""


def test_what_waits_for_its_data_is_said_until_they_come(desk: PageDesk, at: Open) -> None:
    there, code = taken_before_its_data(desk, at)
    there.scan(code)
    assert said(there, "take").endswith("chờ dữ liệu")
    data_come(desk, there, code)
    assert desk.acts.show(code)["holder"] == "QLDT"
    assert "outcome" not in there.notes("take")
    assert said(there, "take") == ""


def test_the_note_of_what_waits_goes_with_its_data(desk: PageDesk, at: Open) -> None:
    there, code = taken_before_its_data(desk, at)
    assert there.notes("take")["outcome"] == "Đã nhận 1 hồ sơ · chờ dữ liệu, về sau khi đồng bộ"
    desk.session.say_changed("dossier")
    there.settle()
    assert "outcome" in there.notes("take"), "nothing came yet"
    data_come(desk, there, code)
    assert "outcome" not in there.notes("take")
