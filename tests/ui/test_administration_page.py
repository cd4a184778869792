"""The administration page by keys: people, units, settings, this machine, copies."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.domain.errors import PrintFailed
from counter_app.domain.units import UnitRole
from counter_app.services.accounts import sign_in
from counter_app.services.administration import set_unit
from counter_app.ui.pages.administration_page import AdministrationPage
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.scanning import a_scan, barcode_of

Show = Callable[[QWidget], QWidget]


class Administration:
    """The page of the administrator, and fingers on its keys."""

    def __init__(self, desk: PageDesk, show: Show) -> None:
        self.desk = desk
        self.page = AdministrationPage(desk.context)
        show(self.page)
        self.page.page_shown()
        desk.settle()
        self.fingers = Fingers(self.page, desk.settle)

    def part(self, number: int) -> None:
        self.fingers.ctrl(Qt.Key(Qt.Key.Key_0 + number))
        self.desk.settle()

    def fill(self, name: str, text: str) -> None:
        field = self.page.findChild(QWidget, name)
        assert field is not None
        field.setFocus()
        self.fingers.ctrl(Qt.Key.Key_A)
        self.fingers.type(text)

    def save(self) -> None:
        self.fingers.ctrl(Qt.Key.Key_Return)
        self.desk.settle()


@pytest.fixture
def admin(tmp_path: Path, shown: Show) -> Iterator[Administration]:
    desk = PageDesk(tmp_path, "quantri")
    yield Administration(desk, shown)
    desk.close()


def staff(admin: Administration) -> object:
    return admin.desk.read(lambda reading: reading.reference.staff)


def test_a_person_is_added_and_signs_in_once_with_the_password_shown(admin: Administration) -> None:
    admin.fingers.ctrl(Qt.Key.Key_N)
    admin.fill("person_login", "thao")
    admin.fill("person_name", "Nguyen Thi Thao")
    admin.page.parts["people"].unit.set_value("QLDN")
    admin.save()
    part = admin.page.parts["people"]
    assert "Mật khẩu một lần của Nguyen Thi Thao" in part.once.text()
    part.once.acted.emit()
    password = QApplication.clipboard().text()
    assert password in part.once.text()

    def signed_in(uow: object) -> str:
        person = sign_in(uow, "thao", password)
        uow.commit()
        return person.unit

    assert admin.desk.desk.write(signed_in) == "QLDN"
    assert [row.person.login for row in part.model.rows()][-1] == "thao"


def test_a_known_login_is_refused_and_what_was_typed_stays(admin: Administration) -> None:
    admin.fingers.ctrl(Qt.Key.Key_N)
    admin.fill("person_login", "lan")
    admin.fill("person_name", "Nguyen Thi Lan")
    admin.page.parts["people"].unit.set_value("MC")
    admin.save()
    part = admin.page.parts["people"]
    assert "lan" in part.notice.text()
    assert (part.login.value(), part.name.value()) == ("lan", "Nguyen Thi Lan")


def test_what_is_missing_is_said_beside_the_field(admin: Administration) -> None:
    admin.fingers.ctrl(Qt.Key.Key_N)
    admin.save()
    assert admin.page.parts["people"].login.problem() == "còn thiếu"
    assert Fingers.focused() == "person_login"


def test_the_last_administrator_is_not_sent_away(admin: Administration) -> None:
    part = admin.page.parts["people"]
    part.table.set_current("quantri")
    part.service.set_value("no")
    admin.save()
    assert "quản trị cuối cùng" in part.notice.text()
    assert staff(admin)["quantri"].is_active


def test_held_keys_add_one_person(admin: Administration) -> None:
    admin.fingers.ctrl(Qt.Key.Key_N)
    admin.fill("person_login", "thao")
    admin.fill("person_name", "Nguyen Thi Thao")
    admin.page.parts["people"].unit.set_value("QLDN")
    admin.fingers.ctrl(Qt.Key.Key_Return)
    admin.fingers.ctrl(Qt.Key.Key_Return)
    admin.desk.settle()
    assert len(staff(admin)) == 10


def test_a_unit_is_added_and_renamed(admin: Administration) -> None:
    admin.part(2)
    admin.fingers.ctrl(Qt.Key.Key_N)
    admin.fill("unit_code", "cntt")
    admin.fill("unit_name", "Phong Cong nghe")
    admin.save()
    units = admin.desk.read(lambda reading: reading.reference.units)
    assert units["CNTT"].name == "Phong Cong nghe"
    part = admin.page.parts["units"]
    part.table.set_current("CNTT")
    admin.fill("unit_name", "Phong CNTT")
    admin.save()
    assert admin.desk.read(lambda reading: reading.reference.units["CNTT"].name) == "Phong CNTT"
    assert part.told.text() == "Đã lưu Phong CNTT."


def test_a_code_taken_meanwhile_is_refused(admin: Administration) -> None:
    admin.part(2)
    admin.fingers.ctrl(Qt.Key.Key_N)
    admin.fill("unit_code", "cntt")
    admin.fill("unit_name", "Phong khac")

    def add(uow: object) -> None:
        set_unit(
            uow, "CNTT", name="Phong Cong nghe", short_name="", role=UnitRole.SPECIALIST, is_open=True,
            by="quantri", is_new=True,
        )
        uow.commit()

    admin.desk.desk.write(add)
    admin.save()
    part = admin.page.parts["units"]
    assert "CNTT đã có đơn vị dùng" in part.notice.text()
    assert part.name.value() == "Phong khac", "what was typed stays"
    assert admin.desk.read(lambda reading: reading.reference.units["CNTT"].name) == "Phong Cong nghe"


def test_the_kind_of_the_desk_is_fixed(admin: Administration) -> None:
    admin.part(2)
    part = admin.page.parts["units"]
    part.table.set_current("MC")
    part.role.set_value("specialist")
    admin.save()
    assert part.role.problem() == "không đổi được"
    assert admin.desk.read(lambda reading: reading.reference.units["MC"].role) == UnitRole.COUNTER


def test_a_unit_with_people_is_not_closed(admin: Administration) -> None:
    admin.part(2)
    part = admin.page.parts["units"]
    part.table.set_current("QLDT")
    part.state.set_value("closed")
    admin.save()
    assert "còn 2 người" in part.notice.text()


def test_settings_of_the_agency_are_checked(admin: Administration) -> None:
    admin.part(3)
    admin.fill("supplement_days", "500")
    admin.save()
    part = admin.page.parts["agency"]
    assert part.fields["supplement_days"].problem() != ""
    admin.fill("supplement_days", "15")
    admin.fill("agency_place", "Hai An")
    part.fields["is_survey_asked"].set_value("False")
    admin.save()
    agency = admin.desk.read(lambda reading: reading.reference.agency)
    assert (agency.supplement_days, agency.place, agency.is_survey_asked) == (15, "Hai An", False)
    assert part.notice.text() == "Đã lưu 3 thay đổi."
    assert part.fields["is_survey_asked"].value() == "False"


def test_this_machine_remembers_its_choices(admin: Administration) -> None:
    admin.part(4)
    part = admin.page.parts["machine"]
    part.sound.set_value("no")
    part.look.set_value("dark")
    part.size.set_value("16")
    part.enter.set_value("no")
    admin.save()
    kept = admin.desk.desk.settings
    assert (kept.is_sound, kept.theme, kept.body_px, kept.is_enter_next) == (False, "dark", 16, False)
    assert (kept.printer, admin.desk.printer.used) == ("Khay thử", "Khay thử")


def test_the_trial_sheet_is_printed_or_it_is_said_why_not(admin: Administration) -> None:
    admin.part(4)
    part = admin.page.parts["machine"]
    part.trial.click()
    admin.desk.settle()
    assert admin.desk.printer.paper == ["Trang thử"]
    assert "128 × 190 mm" in part.notice.text()
    admin.desk.printer.error = PrintFailed(printer="Khay thử", because="printer_error")
    part.trial.click()
    admin.desk.settle()
    assert "không in được" in part.notice.text()


def test_a_scan_on_this_machine_is_a_test(admin: Administration) -> None:
    code = admin.desk.acts.received()
    admin.desk.scans.set_page(lambda: admin.page, admin.page)
    told: list[object] = []
    admin.desk.scans.answered.connect(lambda _scan, verdict: told.append(verdict))
    admin.desk.scans.add(a_scan(barcode_of(code)))
    assert "Máy này" in told[0].words
    admin.part(4)
    admin.desk.scans.add(a_scan(barcode_of(code)))
    assert told[1].tone == "green"


def test_a_copy_on_another_medium_is_checked_and_told(admin: Administration, tmp_path: Path) -> None:
    admin.part(5)
    part = admin.page.parts["backup"]
    medium = tmp_path / "usb"
    medium.mkdir()
    part.copy_to(medium)
    admin.desk.settle()
    (copy,) = medium.glob("*.db")
    assert str(copy) in part.notice.text()
    part.copy_to(tmp_path / "away")
    admin.desk.settle()
    assert part.notice.tone() == "red"


def test_the_journal_gets_its_place(admin: Administration, tmp_path: Path) -> None:
    admin.part(5)
    medium = tmp_path / "usb"
    medium.mkdir()
    admin.page.parts["backup"].keep_journal(medium)
    admin.desk.settle()
    assert list(medium.glob("journal-*.log"))
    assert admin.desk.desk.settings.journal == str(medium)
    assert admin.page.parts["backup"].notice.tone() == "amber", "it is the disk of the file"
    assert "cùng ổ đĩa" in admin.page.parts["backup"].notice.text()


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="no second disk here")
def test_a_journal_on_another_disk_is_well_placed(admin: Administration) -> None:
    admin.part(5)
    with TemporaryDirectory(dir="/dev/shm") as medium:
        admin.page.parts["backup"].keep_journal(Path(medium))
        admin.desk.settle()
        assert admin.page.parts["backup"].notice.tone() == "green"


def _leaving(admin: Administration, login: str) -> None:
    """The form of this person, set to «Đã nghỉ»."""
    table = admin.page.findChild(QWidget, "people_table")
    assert table is not None
    table.set_current(login)  # type: ignore[attr-defined]
    admin.desk.settle()
    service = admin.page.findChild(QWidget, "person_service")
    assert service is not None
    service.setFocus()
    admin.fingers.press(Qt.Key.Key_Right)


def test_who_still_has_open_dossiers_gives_them_to_another_first(admin: Administration) -> None:
    acts = admin.desk.acts
    code = acts.received()
    acts.passed(code, "lan", "QLDT", "minh")
    acts.done("assign", "dung", codes=[code], officer="minh")
    _leaving(admin, "minh")
    admin.save()
    part = admin.page.findChild(QWidget, "people_part")
    assert part is not None
    assert "còn 1 hồ sơ đang mở" in part.once.text()  # type: ignore[attr-defined]
    assert staff(admin)["minh"].is_active  # type: ignore[index]
    part.once.acted.emit()  # type: ignore[attr-defined]
    (title, wanted) = admin.desk.ways.lists[-1]
    assert (wanted.officer, wanted.is_open) == ("minh", True) and "Trần Quang Minh" in title
    admin.save()
    assert not staff(admin)["minh"].is_active  # type: ignore[index]


def test_who_has_none_leaves_at_once(admin: Administration) -> None:
    _leaving(admin, "minh")
    admin.save()
    assert not staff(admin)["minh"].is_active  # type: ignore[index]
