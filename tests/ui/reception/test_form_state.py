"""The form as a value: what it hands to the services, how a draft keeps it, what is wrong in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.dossier import Channel, HandedIn, Party, PartyKind, ReturnBy
from counter_app.domain.due import LimitUnit, TimeLimit
from counter_app.domain.identity import IdKind
from counter_app.domain.procedure import Component, ComponentKind, Procedure
from counter_app.ui.pages.reception import form_state
from counter_app.ui.pages.reception.form_checks import check_field, check_form, normal_number
from counter_app.ui.pages.reception.form_state import FormState, SlipKind, SubmitterRole

TODAY = date(2026, 11, 23)
COMPANY = Party(
    PartyKind.ORGANISATION,
    "Công ty TNHH Cơ khí Chính xác Đông Đô",
    IdKind.MST,
    "0299001487",
    representative="Đặng Đức Đạt",
    phone="02250000002",
    email="dn02@example.com",
    address="Lô CN4.1, KCN Đình Vũ",
)


PAPERS = ("Đơn", "Báo cáo", "Khác")


def a_procedure(procedure_id: str = "DT-08", names: tuple[str, ...] = PAPERS) -> Procedure:
    components = tuple(
        Component(no, name, ComponentKind.ORIGINAL, 1, is_required=name != "Khác")
        for no, name in enumerate(names, start=1)
    )
    return Procedure(
        id=procedure_id,
        version=1,
        field=procedure_id.partition("-")[0],
        name="Thủ tục điều chỉnh Giấy chứng nhận đăng ký đầu tư",
        national_code="1.009647",
        is_code_verified=True,
        limit=TimeLimit(7, LimitUnit.WORKING_DAY),
        limit_note="",
        department="QLDT",
        result="",
        fee_vnd=0,
        fee_note="Miễn phí",
        legal_basis="Luật Đầu tư số 143/2025/QH15",
        audience="ca_hai",
        service_level="toan_trinh",
        source="",
        components=components,
        steps=(),
    )


def a_state(**values: object) -> FormState:
    known = form_state.with_applicant(FormState("f1", procedure="DT-08"), COMPANY)
    return replace(known, **values)  # type: ignore[arg-type]


def test_an_empty_form_is_untouched_and_one_letter_is_not() -> None:
    assert FormState("f1").is_untouched
    assert not FormState("f1", note="x").is_untouched


def test_the_form_becomes_what_the_services_take() -> None:
    state = a_state(handed_in=(HandedIn(1, 1),), fee_paid="1.500.000", note="gấp", slip="BS-261120-1.1")
    new = state.new_dossier()
    assert new.applicant == replace(COMPANY, phone="0225 0000 002")
    assert (new.submitter, new.fee_paid_vnd, new.note, new.slip) == (None, 1_500_000, "gấp", "BS-261120-1.1")
    assert new.components == (HandedIn(1, 1),)


def test_another_person_at_the_desk_is_a_party_of_his_own() -> None:
    state = a_state(
        submitter_role=SubmitterRole.OTHER, submitter_name="Trần Thị Ví Dụ", submitter_number="031199001234"
    )
    submitter = state.new_dossier().submitter
    assert submitter is not None
    assert (submitter.name, submitter.id_kind) == ("Trần Thị Ví Dụ", IdKind.CCCD)
    assert state.submitter_shown() == "Trần Thị Ví Dụ"


def test_a_person_has_no_representative() -> None:
    state = a_state(party_kind=PartyKind.PERSON, id_number="031199001234")
    assert state.applicant().representative == ""
    assert state.submitter_shown() == COMPANY.name


texts = st.text(max_size=20)
states = st.builds(
    FormState,
    form_id=st.text(min_size=1, max_size=8),
    procedure=st.sampled_from(["", "DT-08"]),
    party_kind=st.sampled_from(PartyKind),
    id_number=texts,
    name=texts,
    submitter_role=st.sampled_from(SubmitterRole),
    handed_in=st.lists(
        st.builds(HandedIn, st.integers(1, 20), st.integers(1, 99), st.sampled_from(["", *ComponentKind]))
    ).map(tuple),
    channel=st.sampled_from(Channel),
    return_by=st.sampled_from(ReturnBy),
    note=texts,
    fee_paid=texts,
    slip_kind=st.sampled_from(SlipKind),
    respond_by=st.none() | st.dates(),
    is_waiting=st.booleans(),
)


@given(states)
def test_a_draft_gives_the_form_back(state: FormState) -> None:
    assert FormState.from_json(state.to_json()) == state


@pytest.mark.parametrize(
    "damage",
    [
        {"channel": "by_pigeon"},
        {"handed_in": [{"no": "one"}]},
        {"handed_in": 7},
        {"respond_by": "tomorrow"},
        {"name": 12},
        {"is_waiting": "yes"},
        {"a_field_of_tomorrow": 1},
    ],
)
def test_a_draft_of_another_version_loses_only_what_cannot_be_read(damage: dict[str, object]) -> None:
    values = FormState("f1", note="giữ lại").to_json() | damage
    assert FormState.from_json(values) == FormState("f1", note="giữ lại")


@pytest.mark.parametrize(
    ("typed", "asked", "kind"),
    [
        ("0299001487", PartyKind.PERSON, IdKind.MST),
        ("0299001487-001", PartyKind.PERSON, IdKind.MST),
        ("031199001234", PartyKind.ORGANISATION, IdKind.CCCD),
        ("029900148", PartyKind.ORGANISATION, IdKind.CMND),
        ("02990014", PartyKind.ORGANISATION, IdKind.MST),
        ("02990014", PartyKind.PERSON, IdKind.CCCD),
        ("03119900123", PartyKind.ORGANISATION, IdKind.CCCD),
        ("C1234567", PartyKind.ORGANISATION, IdKind.PASSPORT),
        ("", PartyKind.PERSON, IdKind.NONE),
    ],
)
def test_the_kind_of_a_number(typed: str, asked: PartyKind, kind: IdKind) -> None:
    assert form_state.kind_of_number(typed, asked) is kind


@pytest.mark.parametrize(
    ("field", "values", "problem"),
    [
        ("procedure", {"procedure": ""}, "empty"),
        ("id_number", {"id_number": "029900148"}, None),
        ("id_number", {"id_number": "0299001488"}, "check_digit"),
        ("id_number", {"id_number": "03119900123"}, "too_short"),
        ("id_number", {"id_number": ""}, None),
        ("applicant_name", {"name": ""}, "empty"),
        ("applicant_name", {"name": "…"}, "too_short"),
        ("applicant_name", {"name": "x" * 256}, "too_long"),
        ("address", {"address": "x" * 2001}, "too_long"),
        ("phone", {"phone": "0225 0000"}, "too_short"),
        ("email", {"email": "dn02@example"}, "no_domain_dot"),
        ("submitter", {"submitter_role": SubmitterRole.OTHER}, "empty"),
        ("submitter", {"submitter_role": SubmitterRole.SELF}, None),
        ("fee_paid", {"fee_paid": "một triệu"}, "letters"),
        ("note", {"note": "x" * 2001}, "too_long"),
    ],
)
def test_what_is_wrong_with_a_field(field: str, values: dict[str, object], problem: str | None) -> None:
    error = check_field(field, a_state(**values), TODAY)
    assert (error.facts["problem"] if error else None) == problem


def test_problems_come_in_the_order_of_the_form() -> None:
    state = a_state(procedure="", email="x", name="")
    assert [problem.field for problem in check_form(state, TODAY)] == ["procedure", "applicant_name", "email"]


def test_a_number_counts_only_when_it_is_one() -> None:
    assert normal_number(a_state(id_number="0299.001.487"), TODAY) == "0299001487"
    assert normal_number(a_state(id_number="0299001488"), TODAY) == ""


def test_papers_of_the_same_name_stay_ticked_under_another_procedure() -> None:
    old, new = a_procedure(), a_procedure("DT-09", ("Báo cáo", "Mới"))
    state = form_state.with_procedure(a_state(handed_in=(HandedIn(1, 1), HandedIn(2, 3))), old, new)
    assert (state.procedure, state.handed_in) == ("DT-09", (HandedIn(1, 3),))


def test_the_next_dossier_of_the_same_applicant_keeps_the_people_only() -> None:
    state = form_state.same_applicant(a_state(handed_in=(HandedIn(1, 1),), note="x", begun_at="y"), "f2")
    assert state.applicant() == a_state().applicant()
    assert (state.form_id, state.procedure, state.handed_in, state.note) == ("f2", "", (), "")


def test_a_correction_begins_with_the_form_as_it_was() -> None:
    new = a_state(handed_in=(HandedIn(2, 1),), fee_paid="30.000").new_dossier()
    again = form_state.of_dossier(replace(new, applicant=COMPANY), "f2", "H24.28-261123-0003")
    assert again.new_dossier() == new
    assert again.correcting == "H24.28-261123-0003"


def test_a_waiting_form_says_who_what_and_what_is_missing() -> None:
    words = form_state.draft_words(a_state(handed_in=(HandedIn(1, 1),)), a_procedure())
    assert words == (
        "Công ty TNHH Cơ khí Chính xác Đông Đô · Điều chỉnh Giấy chứng nhận đăng ký đầu tư · thiếu 1 giấy"
    )
