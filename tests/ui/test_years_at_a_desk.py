"""What years at a desk bring: locks over open menus, answers that come late, garbage in the memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QObject, QSettings, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from counter_app.ui import fault_hook
from counter_app.ui.fault_hook import FaultDialog, FaultHook
from counter_app.ui.jobs import Jobs
from counter_app.ui.memory import Memory
from counter_app.ui.pages.administration_page import AdministrationPage
from counter_app.ui.shell import Shell
from tests.ui.at_a_page import PageDesk
from tests.ui.whole_day.driving import DeskDay

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def day(tmp_path: Path, shown: Show) -> Iterator[DeskDay]:
    made = DeskDay(tmp_path, shown)
    yield made
    made.close()


@pytest.fixture
def admin(tmp_path: Path, shown: Show) -> Iterator[PageDesk]:
    desk = PageDesk(tmp_path, "quantri")
    yield desk
    desk.close()


# -- the lock


def test_no_menu_stays_open_over_the_lock(day: DeskDay) -> None:
    day.sign_in("lan")
    day.shown.window.top_bar.open_menu()
    QApplication.processEvents()
    assert QApplication.activePopupWidget() is not None
    day.shown.session.idle.emit()
    day.settle()
    assert day.shown.session.is_locked
    assert QApplication.activePopupWidget() is None


def test_no_dialog_stays_open_over_the_lock(day: DeskDay) -> None:
    day.sign_in("lan")
    day.hands.press(Qt.Key.Key_F1)
    open_ones = [each for each in day.shown.window.findChildren(QDialog) if each.isVisible()]
    assert open_ones
    day.shown.session.idle.emit()
    day.settle()
    assert day.shown.session.is_locked
    assert not [each for each in day.shown.window.findChildren(QDialog) if each.isVisible()]


def test_what_one_person_looked_for_is_not_there_for_the_next(day: DeskDay) -> None:
    day.sign_in("lan")
    day.hands.press(Qt.Key.Key_F3)
    day.hands.type("Nguyen Van A")
    day.settle()
    day.sign_in("minh")
    assert day.shown.window.top_bar.search.text() == ""
    assert not day.shown.search.popup.isVisible()


def test_keys_of_the_frame_do_nothing_below_the_sign_in_page(day: DeskDay) -> None:
    day.sign_in("lan")
    day.hands.ctrl(Qt.Key.Key_L)
    day.settle()
    before = day.shown.window.current_page()
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F1, Qt.Key.Key_F3):
        day.hands.press(key)
    for key in (Qt.Key.Key_K, Qt.Key.Key_H, Qt.Key.Key_M, Qt.Key.Key_P, Qt.Key.Key_Return):
        day.hands.ctrl(key)
    day.settle()
    assert day.shown.window.current_page() == before
    assert day.shown.session.is_locked
    assert QApplication.activePopupWidget() is None and QApplication.activeModalWidget() is None


def test_a_way_to_a_page_the_role_has_not_makes_no_page(day: DeskDay) -> None:
    day.sign_in("minh")
    before = day.shown.window.current_page()
    for way in (day.shown.pages.correct, day.shown.pages.open_return):
        way("H24.28-261123-0001")
    day.settle()
    assert day.shown.window.current_page() == before
    assert not {"reception", "returns"} & set(day.shown.window._made)


def test_the_notice_brings_the_window_forward_and_shows_no_other(day: DeskDay) -> None:
    hidden = QWidget()  # menus, tips: a program has windows that nobody shows
    top = day.shown.window.window()
    top.showMaximized()
    top.setWindowState(top.windowState() | Qt.WindowState.WindowMinimized)
    before = {id(each) for each in QApplication.topLevelWidgets() if each.isVisible()}
    day.shown.status.window_wanted.emit()
    assert {id(each) for each in QApplication.topLevelWidgets() if each.isVisible()} == before
    assert not hidden.isVisible()
    assert top.isMaximized() and not top.isMinimized()


def test_a_window_left_open_overnight_copies_the_file_again(day: DeskDay) -> None:
    day.shown.begin_upkeep()
    day.settle()
    assert len(day.desk.copies()) == 1
    day.shown.status._timer.timeout.emit()
    day.settle()
    assert len(day.desk.copies()) == 1
    day.clock.move(minutes=24 * 60)
    day.shown.status._timer.timeout.emit()
    day.settle()
    assert len(day.desk.copies()) == 2


# -- acts that end late


def people(admin: PageDesk, shown: Show) -> Any:
    page = AdministrationPage(admin.context)
    shown(page)
    page.page_shown()
    admin.settle()
    return page.parts["people"]


def test_a_person_saved_late_is_not_mixed_with_the_one_looked_at_meanwhile(
    admin: PageDesk, shown: Show
) -> None:
    part = people(admin, shown)
    before = admin.read(lambda reading: dict(reading.reference.staff))
    part.table.set_current("lan")
    part.name.set_value("Nguyễn Thị Lan Anh")
    part.submit()
    part.table.set_current("minh")  # the worker is still at it
    admin.settle()
    part.submit()
    admin.settle()
    now = admin.read(lambda reading: dict(reading.reference.staff))
    assert now["lan"] == replace(before["lan"], name="Nguyễn Thị Lan Anh")
    assert now["minh"] == before["minh"]


def test_a_half_typed_person_outlives_a_change_from_elsewhere(admin: PageDesk, shown: Show) -> None:
    part = people(admin, shown)
    part.begin_new()
    part.login.set_value("thao")
    part.name.set_value("Nguyễn Thị Thảo")
    admin.context.session.say_changed("staff")
    admin.settle()
    assert (part.login.value(), part.name.value()) == ("thao", "Nguyễn Thị Thảo")
    part.reload()
    admin.settle()
    assert part._editing is None


def test_a_half_changed_person_outlives_a_change_from_elsewhere(admin: PageDesk, shown: Show) -> None:
    part = people(admin, shown)
    part.table.set_current("lan")
    part.name.set_value("Nguyễn Thị Lan Anh")
    part.reload()
    admin.settle()
    assert part.name.value() == "Nguyễn Thị Lan Anh"


@pytest.mark.parametrize("typed", [" QLDT ", "qldt", "QLĐT"])
def test_a_new_unit_never_overwrites_one(typed: str, admin: PageDesk, shown: Show) -> None:
    page = AdministrationPage(admin.context)
    shown(page)
    page.show_part("units")
    admin.settle()
    part = page.parts["units"]
    before = admin.read(lambda reading: dict(reading.reference.units))
    part.begin_new()
    code = next(code for code in before if code.startswith("QL"))
    part.code.set_value(typed.replace("QLDT", code).replace("qldt", code.lower()))
    part.name.set_value("Phòng mới")
    part.submit()
    admin.settle()
    now = admin.read(lambda reading: dict(reading.reference.units))
    assert {code: now[code] for code in before} == before


# -- threads


class _Slow:
    """A desk whose tidying waits until it is told to go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def tidy(self) -> None:
        self.go_on.wait(5)

    def write(self, do: Callable[[Any], Any]) -> Any:
        return do("uow")

    read = write


def test_what_a_job_held_is_let_go_on_the_main_thread(qtbot: QtBot) -> None:
    desk = _Slow()
    jobs = Jobs(desk)  # type: ignore[arg-type]
    ended: list[threading.Thread] = []

    class Held(QObject):
        def told(self, _answer: object) -> None:
            pass

        def __del__(self) -> None:
            ended.append(threading.current_thread())

    held = Held()
    jobs.run(lambda uow: uow, held.told)
    del held
    qtbot.waitUntil(jobs.is_idle)
    desk.go_on.set()
    jobs.close()
    assert ended == [threading.main_thread()]


# -- what was remembered


@pytest.mark.parametrize("kept", ["", "abc", "1.5", "9" * 20, QByteArray(b"\x00\xff")])
def test_garbage_in_the_memory_of_the_window_stops_no_start(
    kept: object, tmp_path: Path, qtbot: QtBot
) -> None:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("window/brand_top", kept)
    settings.setValue("window/geometry", kept)
    shell = Shell("light", settings)
    qtbot.addWidget(shell)
    with qtbot.waitSignal(shell.painted):
        shell.show_as_before()


@pytest.mark.parametrize(
    "line", ["x=@ByteArray(", "x=@Invalid()", "x=a, b, c", "x=" + "[" * 100_000]
)
def test_memory_reads_any_file(line: str, tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    file.write_text(f"[General]\n{line}\n", "utf-8")
    memory = Memory(QSettings(str(file), QSettings.Format.IniFormat))
    memory.text("x"), memory.number("x"), memory.flag("x"), memory.words("x"), memory.state("x")


# -- what goes wrong beside the work


def test_a_fault_of_the_worker_is_told_on_the_main_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_on: list[threading.Thread] = []

    class Told(FaultDialog):
        def __init__(self, kind: str) -> None:
            made_on.append(threading.current_thread())
            super().__init__(kind)

    monkeypatch.setattr(fault_hook, "FaultDialog", Told)
    hook = FaultHook()
    try:
        broken = threading.Thread(target=lambda: hook.fault(ValueError, ValueError("x"), None))
        broken.start()
        broken.join()
        qtbot.waitUntil(lambda: bool(made_on))
        assert made_on == [threading.main_thread()]
    finally:
        hook.remove()
        hook._dialog.reject()  # type: ignore[union-attr]


def test_a_look_that_cannot_be_written_down_is_said_in_the_status_bar(day: DeskDay) -> None:
    (day.desk.folder / "settings.toml.new").mkdir()  # the file's name is taken
    day.shown.window.scheme_chosen.emit("dark")
    assert day.shown.status.view.note
    day.shown.scanning.sound_chosen.emit(False)
    day.shown.window.scheme_chosen.emit("light")
