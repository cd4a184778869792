"""First run by keys: fields, problems beside them, the value that is sent, and the trial desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter_app.ui.pages.first_run_checks import Entered, first_run_problems
from counter_app.ui.pages.first_run_page import FirstRun, FirstRunPage
from tests.ui.invented import AGENCY
from tests.ui.keys import press, type_text

GOOD = Entered(
    agency=AGENCY,
    agency_id="H24.28",
    desk="2",
    desks="3",
    admin="Hoàng Văn Quân",
    login="quantri",
    password="mat-khau-dai",
    again="mat-khau-dai",
    folder="",
)


@pytest.fixture
def page(shown: Callable[[QWidget], QWidget]) -> FirstRunPage:
    def folder_problem(folder: str) -> str:
        return "" if folder == "/mnt/nhat-ky" else "không có thư mục này"

    made = FirstRunPage(printers=("Canon LBP 2900",), default_printer="", folder_problem=folder_problem)
    made.resize(1366, 768)
    shown(made)
    made.setFocus()
    return made


def enter(*texts: str) -> None:
    """Type into one field after the other; Enter goes on."""
    for text in texts:
        press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        type_text(text)
        press(Qt.Key.Key_Return)


def send() -> None:
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_whole_form_by_keys(page: FirstRunPage, qtbot: QtBot) -> None:
    enter(AGENCY, "", "h24.28", "2", "3", "Hoàng Văn Quân", "QuanTri", "mat-khau-dai", "mat-khau-dai")
    assert page.printer.combo.hasFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    type_text("/mnt/nhat-ky")
    with qtbot.waitSignal(page.submitted) as sent:
        send()
    assert sent.args == [
        FirstRun(
            agency_id="H24.28",
            agency=AGENCY,
            agency_short="BQL Khu kinh tế Hải Phòng",
            desk=2,
            desks=3,
            admin_name="Hoàng Văn Quân",
            admin_login="quantri",
            password="mat-khau-dai",
            printer="Canon LBP 2900",
            witness_folder="/mnt/nhat-ky",
        )
    ]


def test_an_empty_form_names_what_is_missing_and_goes_to_the_first(page: FirstRunPage, qtbot: QtBot) -> None:
    page.trial.setFocus()
    with qtbot.assertNotEmitted(page.submitted):
        send()
    assert page.agency.problem() == "chưa điền"
    assert page.agency.edit.hasFocus()
    assert page.desk.problem() == ""
    assert page.folder.problem() == ""
    type_text("B")
    assert page.agency.problem() == ""


def test_a_field_is_checked_when_the_cursor_leaves_it(page: FirstRunPage) -> None:
    enter(AGENCY, "", "H2428")
    assert page.agency_id.problem() == "viết như H24.28"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"agency": "…"}, "agency", "không phải là tên"),
        ({"agency_id": "28"}, "agency_id", "viết như H24.28"),
        ({"desk": "4"}, "desk", "chỉ có 3 quầy"),
        ({"desk": "0"}, "desk", "từ 1 đến 22"),
        ({"desks": "23"}, "desks", "từ 1 đến 22"),
        ({"desks": "²"}, "desks", "từ 1 đến 22"),
        ({"login": "quản trị"}, "login", "chữ không dấu, số, . _ -"),
        ({"password": "ngan", "again": "ngan"}, "password", "còn thiếu 4 ký tự"),
        ({"password": "12345678", "again": "12345678"}, "password", "quá phổ biến, dễ bị đoán"),
        ({"password": "x" * 129, "again": "x" * 129}, "password", "dài quá 128 ký tự"),
        ({"password": "Hoangvanquan", "again": "Hoangvanquan"}, "password", "không được trùng tên"),
        ({"again": "khac"}, "again", "chưa khớp"),
        ({"folder": "/khong"}, "folder", "không có"),
    ],
)
def test_each_field_says_what_is_wrong(changes: dict[str, str], field: str, words: str) -> None:
    found = first_run_problems(replace(GOOD, **changes), lambda folder: "không có")
    assert [(problem.field, problem.words) for problem in found] == [(field, words)]


def test_a_right_form_has_no_problem() -> None:
    assert first_run_problems(GOOD, lambda folder: "không có") == ()
    old_style = replace(GOOD, agency_id="000.00.28.H24")
    assert first_run_problems(old_style, lambda folder: "không có") == ()


def test_a_common_password_is_never_called_good(page: FirstRunPage) -> None:
    page.password.setFocus()
    type_text("12345678")
    assert page.password.mark() == "quá phổ biến, dễ bị đoán"
    type_text("-mot-cua")
    assert page.password.mark() == "đủ dài"


def test_the_trial_desk_is_one_key_away(page: FirstRunPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.trial_requested):
        press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)


def test_an_error_from_below_stands_above_the_button(page: FirstRunPage) -> None:
    button = page.main.geometry()
    page.show_error("Không ghi được vào thư mục dữ liệu.")
    QApplication.processEvents()
    assert page.notice.isVisible()
    assert page.main.geometry() == button


def test_only_one_desk_is_made_at_a_time(page: FirstRunPage) -> None:
    page.set_busy(True)
    assert not page.main.isEnabled()
    assert not page.trial.isEnabled()
