"""The sheet gathered: what was recorded, with names; printed again it says the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.bootstrap import Desk
from counter_app.domain.day_figures import FeeLine, OpenKind
from counter_app.domain.day_papers import DayClosePaper
from counter_app.domain.errors import DaySheetUnknown
from counter_app.forms import wording
from counter_app.forms.registry import FORMS, is_of_dossier
from counter_app.queries import papers
from counter_app.queries.end_of_day import OLDEST, end_of_day
from counter_app.queries.papers import Printing
from counter_app.services.day_close import sign_off
from tests.builders import Clock
from tests.desks import COMPANY, Counter, a_real, a_trial
from tests.forms.reading import whole_text

MONDAY = date(2026, 11, 23)


def sign(desk: Desk, note: str = "", backup_at: datetime | None = None) -> None:
    def do(uow: Any) -> None:
        view = desk.read(lambda reading: end_of_day(reading, MONDAY, "lan", desk.local_now()))
        sign_off(uow, MONDAY, note=note, seen=view.log_hash, by="lan", backup_at=backup_at)
        uow.commit()

    desk.write(do)


def sheet(desk: Desk, code: str = "2026-11-23-1") -> DayClosePaper:
    printing = Printing("Nguyễn Thị Lan", desk.local_now(), wording)
    value = desk.read(lambda reading: papers.gather(reading, "day_close", code, printing))
    assert isinstance(value, DayClosePaper)
    return value


def test_everything_that_was_recorded_with_names(tmp_path: Path) -> None:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        acts = Counter(desk, clock)
        kept, given = acts.received(), acts.received(channel="online")
        acts.done("hand_over", codes=[given], to="QLDT")
        acts.done("request_payment", code=kept, amount_vnd=300_000, what="phí")
        acts.done("pay", code=kept, amount_vnd=300_000, method="cash", receipt_no="0012345")
        clock.set(datetime(2026, 11, 23, 17, 32))
        sign(desk, "khách hẹn mai", datetime(2026, 11, 23, 12, 0))
        value = sheet(desk)
    assert (value.day, value.sheet, value.sheet_no, value.desk_no) == (MONDAY, "2026-11-23-1", 1, None)
    assert (value.signed_at, value.signed_by) == (datetime(2026, 11, 23, 17, 32), "Nguyễn Thị Lan")
    assert (value.received, value.by_channel) == (2, (("direct", 1), ("online", 1)))
    lists = {each.kind: each for each in value.open_lists}
    assert list(lists) == [str(kind) for kind in OpenKind]
    (moving,) = lists["not_taken"].lines
    assert (moving.code, moving.applicant_name) == (given, COMPANY["name"])
    assert (moving.to_unit, moving.batch) == ("Phòng Quản lý Đầu tư", "BG-261123-1.1")
    fee = FeeLine("2026-11-23T09:19", kept, 300_000, "cash", "0012345", "", "Nguyễn Thị Lan")
    assert value.fees == (fee,)
    assert (value.note, value.backup_at) == ("khách hẹn mai", datetime(2026, 11, 23, 12, 0))
    assert len(value.head_hash) == 64 and value.log_place > 0


def test_printed_again_it_says_the_same(tmp_path: Path) -> None:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        acts = Counter(desk, clock)
        code = acts.received()
        sign(desk)
        first = sheet(desk)
        acts.done("hand_over", codes=[code], to="QLDT")
        acts.received()
        again = sheet(desk)
    assert again.after == 2
    assert replace(again, after=0, mark=first.mark) == first


def test_a_desk_among_others_says_its_number(tmp_path: Path) -> None:
    clock = Clock()
    with a_real(tmp_path, clock, desk=2, of=3) as desk:
        acts = Counter(desk, clock)
        code = acts.received(fee_paid_vnd=20_000)
        sign(desk)
        value = sheet(desk)
    assert (value.desk_no, value.received) == (2, 1)
    assert [line.code for line in value.open_lists[0].lines] == [code]
    assert [fee.amount_vnd for fee in value.fees] == [20_000]
    assert "Quầy số 2" in whole_text(FORMS["day_close"].draw(value))


def test_results_that_wait_are_counted_whole_and_named_up_to_a_limit(tmp_path: Path) -> None:
    clock = Clock()
    with a_trial(tmp_path, clock) as desk:
        acts = Counter(desk, clock)
        codes = [acts.received() for _ in range(OLDEST + 2)]
        acts.done("hand_over", codes=codes, to="QLDT")
        acts.done("take_over", "minh", codes=codes)
        for code in codes:
            acts.done("finish", "minh", code=code, outcome="granted")
        acts.done("hand_over", "minh", codes=codes, to="MC")
        acts.done("take_over", codes=codes)
        sign(desk)
        found = {each.kind: each for each in sheet(desk).open_lists}["not_collected"]
    assert (found.count, len(found.lines)) == (OLDEST + 2, OLDEST)
    assert [line.code for line in found.lines] == codes[:OLDEST], "those that wait longest"


def test_no_sheet_no_paper_and_no_record_in_a_dossier(tmp_path: Path) -> None:
    with a_trial(tmp_path, Clock()) as desk, pytest.raises(DaySheetUnknown):
        sheet(desk)
    assert not is_of_dossier("day_close", "2026-11-23-1")
