"""Signing a day off: what is signed is what was seen, with the head of the log; by whom, when, how often."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain import errors
from counter_app.domain.day_figures import DoubledReceipt, MethodSum, OpenKind, from_json, to_json
from counter_app.queries.day_sheets import find_sheet
from counter_app.queries.end_of_day import DayView, end_of_day, is_close_owed
from counter_app.services.day_close import SignedOff, sign_off
from counter_app.services.drafts import save_draft
from tests.builders import Clock
from tests.desks import Counter, a_trial

MONDAY = date(2026, 11, 23)


class Desk:
    """A trial desk that is looked at and signed off past the window."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.desk = a_trial(folder, self.clock)
        self.acts = Counter(self.desk, self.clock)

    def seen(self, day: date = MONDAY, login: str = "lan") -> DayView:
        return self.desk.read(lambda reading: end_of_day(reading, day, login, self.desk.local_now()))

    def sign(self, view: DayView | None = None, by: str = "lan", **fields: Any) -> SignedOff:
        view = view or self.seen()

        def do(uow: Any) -> SignedOff:
            done = sign_off(uow, view.day, note=fields.get("note", ""), seen=view.log_hash, by=by)
            uow.commit()
            return done

        return self.desk.write(do)

    def paid(self, code: str, amount: int, method: str, receipt_no: str, **more: Any) -> None:
        self.acts.done("request_payment", code=code, amount_vnd=amount or 1_000, what="phí thẩm định")
        self.acts.done("pay", code=code, amount_vnd=amount, method=method, receipt_no=receipt_no, **more)


@pytest.fixture
def at(tmp_path: Path) -> Any:
    made = Desk(tmp_path)
    yield made
    made.desk.close()


def counts(view: DayView) -> dict[str, int]:
    return {str(each.kind): each.count for each in view.figures.open}


def test_an_empty_day(at: Desk) -> None:
    view = at.seen()
    assert view.figures.received == 0
    assert counts(view) == dict.fromkeys(map(str, OpenKind), 0)
    assert view.figures.fees == () and view.figures.total_vnd == 0
    assert view.sign_offs == () and view.owed_before is None


def test_what_is_open_at_the_end_of_a_day(at: Desk) -> None:
    acts = at.acts
    kept, given, taken, done = (acts.received() for _ in range(4))
    online = acts.received(channel="online")
    void = acts.received()
    acts.done("void", "tuan", code=void, reason="nhầm")
    acts.done("hand_over", codes=[given], to="QLDT")
    acts.passed(taken, "lan", "QLDT", "minh")
    acts.passed(done, "lan", "QLDT", "minh")
    acts.done("finish", "minh", code=done, outcome="granted")
    acts.passed(done, "minh", "MC", "lan")
    for owner in ("lan", "tuan"):
        at.desk.write(lambda uow, owner=owner: (save_draft(uow, owner, owner, {}), uow.commit()))
    view = at.seen()
    figures = view.figures
    assert (figures.received, figures.voided) == (6, 1)
    assert figures.by_channel == (("direct", 5), ("online", 1))
    assert view.open[OpenKind.NOT_HANDED_OVER].codes == (kept, online)
    assert view.open[OpenKind.NOT_TAKEN].codes == (given,)
    assert figures.of(OpenKind.NOT_TAKEN).lines[0].to == "QLDT"
    assert figures.of(OpenKind.NOT_TAKEN).lines[0].batch == "BG-261123-1.1"
    assert view.open[OpenKind.NOT_PRINTED].codes == (kept, given, taken, done, online)
    assert view.open[OpenKind.NOT_COLLECTED].codes == (done,)
    assert (figures.drafts_own, figures.drafts_others) == (1, 1)
    assert from_json(to_json(figures)) == figures


def test_a_printed_receipt_is_no_longer_open(at: Desk) -> None:
    from counter_app.services.remarks import paper_printed

    code = at.acts.received()

    def do(uow: Any) -> None:
        paper_printed(uow, code, form="receipt", version=1, copies=(1, 2), by="lan")
        uow.commit()

    at.desk.write(do)
    assert counts(at.seen())["not_printed"] == 0


def test_the_day_has_its_own_bounds(at: Desk) -> None:
    at.clock.set(datetime(2026, 11, 20, 23, 58))
    old = at.acts.received()  # 23:59 on Friday
    at.clock.set(datetime(2026, 11, 22, 23, 59))
    first = at.acts.received()  # 00:00 on Monday
    at.clock.set(datetime(2026, 11, 23, 23, 58))
    last = at.acts.received()
    at.clock.set(datetime(2026, 11, 24, 0, 10))
    after = at.acts.received()
    view = at.seen()
    assert view.received.codes == (first, last)
    assert view.open[OpenKind.NOT_HANDED_OVER].codes == (old, first, last), "older ones are still to be given"
    assert after not in view.open[OpenKind.NOT_PRINTED].codes
    assert view.owed_before == date(2026, 11, 20)
    at.sign(at.seen(date(2026, 11, 20)))
    assert at.seen().owed_before is None


def test_fees_by_method_and_receipts_used_twice(at: Desk) -> None:
    one, two, three = (at.acts.received() for _ in range(3))
    said = at.acts.received(fee_paid_vnd=50_000)
    at.paid(one, 300_000, "cash", "0012345")
    at.paid(two, 200_000, "transfer", "0012346")
    at.paid(three, 100_000, "cash", "0012345")
    at.paid(three, 0, "cash", "", exemption="hộ nghèo")
    at.clock.set(datetime(2026, 11, 24, 8, 0))
    at.paid(two, 1_000, "cash", "0012346")
    figures = at.seen().figures
    lines = [(fee.code, fee.amount_vnd, fee.method, fee.receipt_no, fee.exemption) for fee in figures.fees]
    assert lines == [
        (said, 50_000, "", "", ""),
        (one, 300_000, "cash", "0012345", ""),
        (two, 200_000, "transfer", "0012346", ""),
        (three, 100_000, "cash", "0012345", ""),
        (three, 0, "cash", "", "hộ nghèo"),
    ]
    assert figures.total_vnd == 650_000
    assert figures.sums() == (
        MethodSum("cash", 3, 400_000),
        MethodSum("transfer", 1, 200_000),
        MethodSum("", 1, 50_000),
    )
    assert figures.doubled == (
        DoubledReceipt("0012345", (one, three)),
        DoubledReceipt("0012346", (two, two)),
    ), "a number used again on another day of the year is told too"


def test_what_is_signed_is_what_was_seen(at: Desk) -> None:
    at.acts.received()
    view = at.seen()
    late = at.acts.received()
    before = at.acts.state()
    with pytest.raises(errors.LogMovedOn) as refused:
        at.sign(view)
    assert refused.value.facts["head"] == at.seen().head != view.head
    assert at.acts.state() == before, "nothing was recorded"
    signed = at.sign()
    sheet = at.desk.read(lambda reading: find_sheet(reading.conn, signed.sheet))
    assert sheet.figures.received == 2
    assert late in [line.code for line in sheet.figures.of(OpenKind.NOT_HANDED_OVER).lines]
    assert sheet.is_in_log and sheet.after == 0
    assert at.acts.is_sound()


def test_a_second_sheet_has_its_own_number(at: Desk) -> None:
    at.acts.received()
    assert at.sign().sheet == "2026-11-23-1"
    late = at.acts.received()
    at.acts.done("hand_over", codes=[late], to="QLDT")
    (first,) = at.seen().sign_offs
    assert first.after == 2
    second = at.sign(note="  khách đến   muộn\n ")
    assert (second.sheet, second.number) == ("2026-11-23-2", 2)
    view = at.seen()
    assert [sheet.after for sheet in view.sign_offs] == [2, 0]
    assert view.last_sign_off is not None and view.last_sign_off.note == "khách đến muộn"
    found = at.desk.read(lambda reading: find_sheet(reading.conn, "2026-11-23"))
    assert found.number == 2, "a day without a number is its newest sheet"
    assert at.acts.is_sound(), "a rebuild numbers the sheets alike"


def test_after_midnight_for_the_day_before(at: Desk) -> None:
    code = at.acts.received()
    at.clock.set(datetime(2026, 11, 24, 0, 20))
    assert at.sign(at.seen()).sheet == "2026-11-23-1"
    at.acts.received()
    (sheet,) = at.seen().sign_offs
    assert sheet.after == 0, "what is done on the next day comes after no sheet of this one"
    assert [line.code for line in sheet.figures.of(OpenKind.NOT_HANDED_OVER).lines] == [code]


def test_an_act_backdated_into_a_signed_day_is_told(at: Desk) -> None:
    at.acts.received()
    at.sign()
    at.clock.set(datetime(2026, 11, 24, 8, 0))
    at.acts.received(at="2026-11-23T16:00")
    assert at.seen().sign_offs[0].after == 1


@pytest.mark.parametrize("login", ["minh", "dung", "quantri"])
def test_only_counter_and_supervisor_sign(at: Desk, login: str) -> None:
    with pytest.raises(errors.NotPermitted):
        at.sign(by=login)
    assert at.sign(by="tuan").number == 1


def test_no_day_ahead_and_no_sheet_that_is_none(at: Desk) -> None:
    with pytest.raises(errors.DayNotBegun):
        at.sign(at.seen(date(2026, 11, 24)))
    for wrong in ("2026-11-23-1", "2026-11-23", "23/11/2026", "", "2026-02-30-1", "x" * 5000):
        with pytest.raises(errors.DaySheetUnknown):
            at.desk.read(lambda reading, code=wrong: find_sheet(reading.conn, code))


def test_when_a_day_is_owed(at: Desk) -> None:
    def owed(login: str, now: datetime) -> bool:
        return at.desk.read(lambda reading: is_close_owed(reading, login, now))

    assert not owed("lan", datetime(2026, 11, 23, 16, 29))
    assert owed("lan", datetime(2026, 11, 23, 16, 30))
    assert not owed("minh", datetime(2026, 11, 23, 17, 0)), "only the counter signs"
    assert not owed("lan", datetime(2026, 11, 22, 17, 0)), "a Sunday"
    assert not owed("", datetime(2026, 11, 23, 17, 0))
    at.sign()
    assert not owed("lan", datetime(2026, 11, 23, 17, 0))
