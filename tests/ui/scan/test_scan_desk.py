"""Tones, light, strip and serial port follow what becomes of scans."""

from __future__ import annotations

import os
import pty
import stat
import sys
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.codes import ScanKind, make_scan_number
from counter_app.settings import Settings
from counter_app.ui.hearing import Heard
from counter_app.ui.scan_desk import ScanDesk
from counter_app.ui.scan_queue import ScanQueue
from counter_app.ui.scans import Answer, Scan, ScanSource, Verdict
from counter_app.ui.serial_scanner import PortState, SerialScanner
from counter_app.ui.sounds import Sounds
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.scan_strip import ScanStrip
from counter_app.ui.widgets.scanner_test import ScannerTest
from counter_app.ui.widgets.sound_button import SoundButton
from tests.ui.invented import NOW
from tests.ui.scan.at_a_scanner import AGENCY, GREEN
from tests.ui.scanning import a_scan, wedge
from tests.ui.whole_day.driving import DeskDay

NUMBER = make_scan_number(AGENCY, NOW.date(), 15)
CARD = "031085001234|012345678|Nguyễn Văn Mẫu|01011985|Nam|Số 1 đường Lạch Tray, Hải Phòng|01012021"
RED = Verdict(Tone.RED, "261120-0011", "Hồ sơ này của phòng khác")


class Answering:
    """Answers each scan with the next verdict."""

    def __init__(self, *verdicts: Verdict) -> None:
        self.verdicts = list(verdicts)
        self.scans: list[Scan] = []

    def take_scan(self, scan: Scan, answer: Answer) -> None:
        self.scans.append(scan)
        answer(self.verdicts.pop(0) if self.verdicts else GREEN)


@dataclass
class Rig:
    desk: ScanDesk
    queue: ScanQueue
    taker: Answering
    played: list[str]


@pytest.fixture
def rig(qapp: object) -> Iterator[Rig]:
    queue, taker, played = ScanQueue(), Answering(GREEN, RED), []
    queue.set_page(lambda: None, taker)
    desk = ScanDesk(
        queue, Settings(), lambda: AGENCY, clock=lambda: 0.0, play=lambda file: played.append(file.stem)
    )
    yield Rig(desk, queue, taker, played)
    desk.close()


def test_every_verdict_is_heard_and_seen(rig: Rig) -> None:
    light = rig.desk.light
    rig.queue.add(a_scan(NUMBER))
    assert (rig.played, light.tone(), light.words()) == (
        ["right"],
        Tone.GREEN,
        "261123-0015 · Đã đánh dấu",
    )
    rig.queue.add(a_scan(NUMBER))
    assert (rig.played, light.tone()) == (["right", "wrong"], Tone.RED)
    assert "261120-0011" in light.accessibleName()


def test_the_button_mutes_the_tones(rig: Rig, qtbot: QtBot) -> None:
    kept: list[bool] = []
    rig.desk.sound_chosen.connect(kept.append)
    button = SoundButton(rig.queue)
    qtbot.addWidget(button)
    button.click()
    rig.queue.add(a_scan(NUMBER))
    assert (rig.played, button.words(), kept) == ([], "Tắt tiếng", [False])
    button.click()
    rig.queue.add(a_scan(NUMBER))
    assert (rig.played, button.words(), kept) == (["wrong"], "Có tiếng", [False, True])


def test_a_muted_desk_is_silent_from_the_start(qapp: object) -> None:
    played: list[Path] = []
    sounds = Sounds(is_on=False, play=played.append)
    sounds.say(Tone.RED)
    assert played == []


def test_the_tones_are_two_short_files_of_our_own(qapp: object) -> None:
    played: list[Path] = []
    sounds = Sounds(play=played.append)
    for tone in (Tone.GREEN, Tone.AMBER, Tone.RED):
        sounds.say(tone)
    assert [file.stem for file in played] == ["right", "wrong", "wrong"]
    for file in set(played):
        with wave.open(str(file)) as opened:
            assert 0.05 <= opened.getnframes() / opened.getframerate() <= 0.3
            samples = opened.readframes(opened.getnframes())
            assert max(samples) > 0
    assert played[0].read_bytes() != played[1].read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(played[0].parent.stat().st_mode) == 0o700
    sounds.close()
    assert not played[0].parent.exists()


def test_the_strip_says_everything(qtbot: QtBot) -> None:
    strip = ScanStrip(name="strip", label="Giao đi")
    qtbot.addWidget(strip)
    strip.set_idle("Quét xấp hồ sơ")
    strip.set_tally("6/7", "đã quét")
    assert strip.words() == "Quét xấp hồ sơ · 6/7 đã quét"
    strip.set_waiting(2)
    strip.show_verdict(RED)
    said = "261120-0011 · Hồ sơ này của phòng khác · 6/7 đã quét · 2 lượt quét đang chờ"
    assert strip.words() == said
    assert strip.accessibleName() == f"Giao đi: {said}"
    assert strip.sizeHint().height() == 68


# -- the serial port: a pseudo-terminal is a real one to pyserial


@dataclass
class Line:
    """A scanner at the other end of `port`; `unplug` and `plug` move the cable."""

    port: Path
    master: int = -1

    def plug(self) -> None:
        self.master, slave = pty.openpty()
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(slave))
        self._slave = slave

    def unplug(self) -> None:
        self.port.unlink()
        os.close(self._slave)
        os.close(self.master)

    def scan(self, code: bytes) -> None:
        os.write(self.master, code)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path / "scanner")
    made.plug()
    yield made
    if made.port.exists():
        made.unplug()


@pytest.fixture
def scanner(line: Line, qapp: object) -> Iterator[SerialScanner]:
    """A scanner that listens at the line."""
    made = SerialScanner(str(line.port), again_s=0.05)
    yield made
    made.close()


def test_a_serial_scanner_is_read_on_a_thread_of_its_own(
    line: Line, scanner: SerialScanner, qtbot: QtBot
) -> None:
    read: list[str] = []
    states: list[PortState] = []
    scanner.read.connect(read.append)
    scanner.state_changed.connect(states.append)
    scanner.start()
    qtbot.waitUntil(lambda: bool(states))
    line.scan(NUMBER.encode() + b"\r\n" + CARD.encode() + b"\r")
    qtbot.waitUntil(lambda: len(read) == 2)
    line.scan(NUMBER.encode())  # a scanner that sends no end
    qtbot.waitUntil(lambda: len(read) == 3)
    assert read == [NUMBER, CARD, NUMBER]
    assert states == [PortState(str(line.port), is_open=True)]


def test_a_cable_pulled_is_said_and_comes_back(line: Line, scanner: SerialScanner, qtbot: QtBot) -> None:
    read: list[str] = []
    states: list[PortState] = []
    scanner.read.connect(read.append)
    scanner.state_changed.connect(states.append)
    scanner.start()
    qtbot.waitUntil(lambda: [state.is_open for state in states] == [True])
    line.unplug()
    qtbot.waitUntil(lambda: [state.is_open for state in states] == [True, False])
    assert states[1].words == f"Máy quét {line.port} chưa cắm"
    line.plug()
    qtbot.waitUntil(lambda: [state.is_open for state in states] == [True, False, True])
    line.scan(NUMBER.encode() + b"\r")
    qtbot.waitUntil(lambda: read == [NUMBER])


def test_the_desk_takes_the_port_of_the_settings(rig: Rig, line: Line, qtbot: QtBot) -> None:
    rig.desk.set_settings(Settings(scanner_port=str(line.port)))
    qtbot.waitUntil(lambda: rig.desk.port_state is not None)
    line.scan(CARD.encode() + b"\r")
    qtbot.waitUntil(lambda: bool(rig.taker.scans))
    scan = rig.taker.scans[0]
    assert (scan.source, scan.scanned.kind) == (ScanSource.SERIAL, ScanKind.IDENTITY_CARD)
    assert scan.card is not None and scan.card.name == "Nguyễn Văn Mẫu"
    rig.desk.set_settings(Settings(scanner_port="/nowhere/at/all"))
    qtbot.waitUntil(lambda: "chưa cắm" in rig.desk.light.words())
    rig.desk.set_settings(Settings())
    QCoreApplication.processEvents()
    assert "chưa cắm" not in rig.desk.light.words()


# -- the test of a scanner


def test_the_test_of_a_scanner_says_what_came(qtbot: QtBot) -> None:
    queue = ScanQueue()
    test = ScannerTest(queue)
    qtbot.addWidget(test)
    queue.set_page(lambda: None, test)
    queue.hear(Heard(a_scan(NUMBER), 16, 8.0, is_mended=True))
    shown = {row: text.text() for row, text in test.rows.items()}
    assert shown["kind"] == "Mã vạch hồ sơ"
    assert shown["code"] == f"{NUMBER} · 16 ký tự"
    assert shown["speed"] == "8 ms mỗi phím"
    assert "đọc lại được" in shown["ime"]
    assert "Tắt bộ gõ" in shown["advice"]
    queue.hear(Heard(a_scan(CARD, source=ScanSource.SERIAL), len(CARD)))
    assert "031085001234" not in test.rows["code"].text()
    assert test.rows["speed"].text() == "cả mã một lần, qua cổng nối tiếp"


def test_a_scanner_without_an_enter_is_found_out(qtbot: QtBot) -> None:
    test = ScannerTest()
    qtbot.addWidget(test)
    test.field.edit.insert(NUMBER)
    qtbot.waitUntil(lambda: test.field.edit.text() == "")
    assert "Enter" in test.rows["advice"].text()


def test_the_next_person_sees_no_scan_of_the_one_before(
    tmp_path: Path, shown: Callable[[QWidget], QWidget]
) -> None:
    """A red verdict names what was scanned; it stays until the next scan, not for the next person."""
    day = DeskDay(tmp_path, shown)
    try:
        day.sign_in("lan")
        wedge("0201234569", target=day.shown.window)
        day.settle()
        light = day.shown.scanning.light
        assert "0201234569" in light.words()
        day.sign_in("minh")
        assert light.words() == ""
    finally:
        day.close()
