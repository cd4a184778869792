"""The applicant's section: known ones filled in, identity cards, checks beside the fields, who submits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.dossier import HandedIn, PartyKind
from counter_app.domain.identity import IdKind
from tests.builders import a_form, an_applicant
from tests.ui.at_the_counter import Counter, Fingers
from tests.ui.reception.test_reception_page import take_dt08

Hands = Callable[[], Fingers]
CARD = "031199001234|012345678|Trần Thị Ví Dụ|05021999|Nữ|Số 1, phường Đông Hải, Hải Phòng|01012022"


def test_a_known_applicant_is_filled_in_at_once(counter: Counter, hands: Hands) -> None:
    counter.receive(a_form(procedure="DT-09", components=(HandedIn(1, 1),)))
    take_dt08(hands())
    state = counter.page.form.state
    assert state.name == "Công ty TNHH Cơ khí Chính xác Đông Đô"
    assert (state.phone, state.email) == ("0225 0000 002", "dn02@example.com")
    assert counter.page.form.applicant.name.mark() == "đã biết · 1 hồ sơ"
    assert counter.page.form.applicant.number.mark() == "hợp lệ"
    assert counter.page.form.applicant.submitter.value() == "Đặng Đức Đạt"
    assert counter.page.form.applicant.submitter.mark() == "người đại diện"


def test_a_corrected_number_takes_the_other_applicant_out_again(counter: Counter, hands: Hands) -> None:
    counter.receive(a_form(procedure="DT-09", components=(HandedIn(1, 1),)))
    fingers = hands()
    take_dt08(fingers)
    fingers.press(Qt.Key.Key_Backspace)
    counter.settle()
    assert counter.page.form.state.name == ""
    assert counter.page.form.applicant.name.mark() == ""


def test_what_was_typed_is_never_overwritten(counter: Counter, hands: Hands) -> None:
    counter.receive(a_form(procedure="DT-09", components=(HandedIn(1, 1),)))
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    fingers.enter()
    fingers.type("Ten Khac")
    counter.page.form.applicant.number.setFocus()
    fingers.type("0299001487")
    counter.settle()
    assert counter.page.form.state.name == "Ten Khac"
    assert "Công ty TNHH Cơ khí Chính xác Đông Đô" in counter.page.form.side.note.text()


def test_an_applicant_is_found_by_name_with_a_masked_number(counter: Counter, hands: Hands) -> None:
    counter.receive(a_form(procedure="DT-09", components=(HandedIn(1, 1),)))
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    fingers.enter()
    fingers.type("dong do")
    counter.settle()
    field = counter.page.form.applicant.name
    assert field.is_open()
    assert field.list.lines[0].trail == "02******87 · 1 hồ sơ"
    fingers.enter()
    counter.settle()
    assert counter.page.form.state.id_number == "0299001487"
    assert counter.page.form.state.phone == "0225 0000 002"


def test_the_qr_of_an_identity_card_fills_in_a_person(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    fingers.type(CARD)
    fingers.enter()
    counter.settle()
    state = counter.page.form.state
    assert (state.id_number, state.name) == ("031199001234", "Trần Thị Ví Dụ")
    assert state.address == "Số 1, phường Đông Hải, Hải Phòng"
    assert (state.party_kind, state.id_kind) == (PartyKind.PERSON, IdKind.CCCD)
    assert counter.page.form.applicant.kind_link.text() == "Cá nhân"
    assert counter.page.form.applicant.submitter.mark() == "chính chủ hồ sơ"
    assert state.submitter_shown() == "Trần Thị Ví Dụ"


def test_the_qr_of_the_person_at_the_desk(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    take_dt08(fingers)
    counter.page.form.applicant.submitter.setFocus()
    fingers.type(CARD)
    fingers.enter()
    state = counter.page.form.state
    assert (state.submitter_name, state.submitter_number) == ("Trần Thị Ví Dụ", "031199001234")
    assert state.party_kind is PartyKind.ORGANISATION
    assert counter.page.form.applicant.other_row.isVisible()


def test_a_broken_qr_is_named_beside_the_field(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    fingers.type("dt08")
    fingers.enter()
    fingers.type("031199001234|x|y")
    fingers.enter()
    assert counter.page.form.applicant.number.problem() == "mã QR không đủ dữ liệu"


def test_the_kind_of_number_decides_person_or_organisation(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    take_dt08(fingers, "031199001234")
    assert counter.page.form.state.party_kind is PartyKind.PERSON
    fingers.ctrl(Qt.Key.Key_T)
    assert counter.page.form.state.party_kind is PartyKind.ORGANISATION


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("number", "029900148", ""),
        ("number", "0299001488", "sai số kiểm tra"),
        ("number", "03119900123", "thiếu 1 số"),
        ("number", "hoa-mot-cua-26", "không phải mã số thuế, CCCD hay hộ chiếu"),
        ("number", "C1234567", ""),
        ("email", "dn02@example", "thiếu phần sau dấu chấm"),
        ("phone", "0225 0000", "thiếu 2 số"),
        ("phone", "0225 0000 002", ""),
    ],
)
def test_problems_stand_beside_the_field_on_leaving_it(
    field: str, typed: str, words: str, counter: Counter, hands: Hands
) -> None:
    fingers = hands()
    editor = getattr(counter.page.form.applicant, field)
    editor.setFocus()
    fingers.type(typed)
    assert editor.problem() == "", "not while one still types"
    fingers.enter()
    assert editor.problem() == words


def test_a_problem_goes_when_it_is_mended(counter: Counter, hands: Hands) -> None:
    fingers = hands()
    email = counter.page.form.applicant.email
    email.setFocus()
    fingers.type("dn02@example")
    fingers.enter()
    email.setFocus()
    email.edit.end(False)
    fingers.type(".com")
    assert email.problem() == ""


def test_another_person_brings_the_papers(counter: Counter, hands: Hands) -> None:
    counter.receive(a_form(procedure="DT-09", components=(HandedIn(1, 1),)))
    fingers = hands()
    take_dt08(fingers)
    form = counter.page.form
    form.applicant.submitter.setFocus()
    fingers.press(Qt.Key.Key_Down)
    assert [line.title for line in form.applicant.submitter.list.lines] == ["Đặng Đức Đạt", "Người khác…"]
    fingers.press(Qt.Key.Key_Down)
    fingers.enter()
    assert form.applicant.submitter.edit.hasFocus(), "the name is typed where the cursor is"
    fingers.type("Nguyen Van Nop")
    fingers.enter()
    assert fingers.focused() == "submitter_number"
    fingers.type("031199001234")
    fingers.ctrl(Qt.Key.Key_Space)
    fingers.ctrl(Qt.Key.Key_Return)
    counter.settle()
    submitter = counter.dossier("H24.28-261123-0002").submitter
    assert submitter is not None
    assert (submitter.name, submitter.id_number) == ("Nguyen Van Nop", "031199001234")


def test_two_names_of_one_number_are_said_not_merged(counter: Counter, hands: Hands) -> None:
    counter.receive(a_form(procedure="DT-09", components=(HandedIn(1, 1),)))
    counter.receive(a_form(procedure="DT-10", applicant=an_applicant(name="Công ty TNHH Khác")))
    take_dt08(hands())
    assert counter.page.form.state.name == "Công ty TNHH Khác", "as handed in last"
