"""Scans on the reception page: an identity card fills in a person, nothing else of the form moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from counter_app.domain.codes import make_scan_number
from counter_app.domain.dossier import PartyKind
from counter_app.ui.pages.reception.form_state import SubmitterRole
from counter_app.ui.scan_capture import ScanCapture
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.scans import Answer, Scan, Verdict
from counter_app.ui.tokens import Tone
from tests.builders import a_form
from tests.ui.at_the_counter import Counter, Fingers
from tests.ui.input_methods import an_input_method
from tests.ui.invented import NOW
from tests.ui.scanning import Keyboard, a_scan

Hands = Callable[[], Fingers]
CARD = "031199001234|012345678|Trần Thị Ví Dụ|05021999|Nữ|Số 1, phường Đông Hải, Hải Phòng|01012022"
AGENCY = "H24.28"
NUMBERS = [make_scan_number(AGENCY, NOW.date(), serial) for serial in range(11, 31)]


class Rig:
    """The page with a scanner: what it does not take is kept in `others`."""

    def __init__(self, counter: Counter) -> None:
        self.keyboard = Keyboard()
        self.queue = ScanQueue()
        self.others: list[Scan] = []
        self.verdicts: list[Verdict] = []
        self.queue.set_page(lambda: counter.page, self)
        self.queue.answered.connect(self._answered)
        self.capture = ScanCapture(self.queue, lambda: AGENCY, self.keyboard.clock)

    def take_scan(self, scan: Scan, answer: Answer) -> None:
        self.others.append(scan)
        answer(Verdict(Tone.GREEN, scan.text, "Đã mở hồ sơ"))

    def _answered(self, _scan: Scan, verdict: Verdict) -> None:
        self.verdicts.append(verdict)


@pytest.fixture
def rig(counter: Counter) -> Iterator[Rig]:
    made = Rig(counter)
    yield made
    made.capture.close()


def _half_filled(counter: Counter, hands: Hands) -> Fingers:
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    fingers.type("0299001487")
    counter.settle()
    return fingers


@pytest.mark.parametrize(
    ("name", "ime"),
    [
        ("id_number", "telex"),
        ("applicant_name", "vni"),
        ("phone", "vni"),
        ("submitter", "telex"),
        ("procedure", "vni"),
    ],
)
def test_twenty_scans_leave_the_form_as_it_was(
    counter: Counter, hands: Hands, rig: Rig, name: str, ime: str
) -> None:
    counter.receive()
    _half_filled(counter, hands)
    form = counter.page.form
    form.applicant.phone.set_value("0225 0000 002")
    field = form.procedure.field if name == "procedure" else form.applicant.fields[name]
    field.setFocus()
    counter.settle()
    state, text, lead = form.state, field.edit.text(), form.procedure.field.edit.textMargins()
    rig.keyboard.ime = an_input_method(ime)
    for letter in "Nguye":  # a word is under way for the input method
        rig.keyboard.ime.press(letter)
    started = rig.keyboard.now
    for number in NUMBERS:
        rig.keyboard.scan(number)
        for letter in "hoa":
            rig.keyboard.ime.press(letter)
    counter.settle()
    assert rig.keyboard.now - started <= 10_000
    assert [scan.text for scan in rig.others] == NUMBERS
    assert field.edit.text() == text
    assert field.edit.hasFocus()
    assert replace(form.state, begun_at=state.begun_at) == state
    assert form.procedure.field.edit.textMargins() == lead  # the code before the name is there again
    assert not form.applicant.name.is_open()
    assert not form.procedure.field.is_open()


def test_a_scan_into_the_list_of_papers_sets_no_copies(counter: Counter, hands: Hands, rig: Rig) -> None:
    _half_filled(counter, hands)
    table = counter.page.form.components.table
    table.setFocus()
    before = table.lines()
    rig.keyboard.scan(NUMBERS[0])
    counter.settle()
    assert [scan.text for scan in rig.others] == NUMBERS[:1]
    assert table.lines() == before
    assert table.hasFocus()


def test_a_scanned_card_fills_in_the_applicant_whatever_has_the_cursor(
    counter: Counter, hands: Hands, rig: Rig
) -> None:
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    form = counter.page.form
    form.applicant.phone.setFocus()
    fingers.type("0912345678")
    form.way.findChildren(type(form.applicant.phone.edit))[0].setFocus()
    rig.keyboard.scan(CARD)
    counter.settle()
    state = form.state
    assert (state.id_number, state.name, state.party_kind) == (
        "031199001234",
        "Trần Thị Ví Dụ",
        PartyKind.PERSON,
    )
    assert state.address == "Số 1, phường Đông Hải, Hải Phòng"
    assert state.phone.replace(" ", "") == "0912345678"  # typed before the card, and still there
    assert state.procedure == "DT-08"
    assert rig.others == []
    assert rig.verdicts[-1].tone is Tone.GREEN
    assert "031199001234" not in f"{rig.verdicts[-1]}"


def test_a_card_beside_an_organisation_is_the_submitter_s(counter: Counter, hands: Hands, rig: Rig) -> None:
    counter.receive(a_form(procedure="DT-09", components=a_form().components[:1]))
    _half_filled(counter, hands)
    form = counter.page.form
    before = form.state
    assert before.name
    form.applicant.email.setFocus()
    rig.keyboard.scan(CARD)
    counter.settle()
    state = form.state
    assert (state.submitter_role, state.submitter_name) == (SubmitterRole.OTHER, "Trần Thị Ví Dụ")
    assert (state.id_number, state.name, state.address) == (before.id_number, before.name, before.address)


def test_a_card_after_reception_begins_the_next_form(counter: Counter, hands: Hands, rig: Rig) -> None:
    hands()
    counter.page.stack.setCurrentWidget(counter.page.panel)
    rig.keyboard.scan(CARD)
    counter.settle()
    assert counter.page.stack.currentWidget() is counter.page.form
    assert counter.page.form.state.name == "Trần Thị Ví Dụ"


def test_a_card_without_marks_wants_a_look(counter: Counter, hands: Hands, rig: Rig) -> None:
    hands()
    rig.keyboard.scan("031199001234||Tran Thi Vi Du|05021999|Nu|Hai Phong|01012022")
    assert rig.verdicts[-1].tone is Tone.AMBER
    assert counter.page.form.state.name == "Tran Thi Vi Du"


def test_enter_of_a_scan_presses_no_button_of_the_panel(counter: Counter, hands: Hands, rig: Rig) -> None:
    fingers = _half_filled(counter, hands)
    form = counter.page.form
    form.applicant.name.set_value("Công ty TNHH Thử")
    fingers.ctrl(Qt.Key.Key_Space)
    number = form.state.form_id
    for name in ("main",):
        getattr(form.side, name).setFocus()
        rig.keyboard.scan(NUMBERS[0])
        counter.settle()
    assert counter.count("dossier") == 0
    assert form.state.form_id == number
    assert QGuiApplication.focusWindow() is not None


def test_a_dossier_is_declined(counter: Counter, hands: Hands) -> None:
    hands()
    said: list[Verdict] = []
    assert counter.page.take_scan(a_scan("H24.28-261123-0001"), said.append) is False
    assert said == []
