"""A paper that came out is recorded, also when the page that asked is gone before the printer is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from counter_app.domain.errors import PrintFailed
from counter_app.ui.pages.handover.acting import Acting
from counter_app.ui.paper_printer import PaperPrinter
from tests.ui.at_a_page import PageDesk

ONE_MINUTE = 60_000
PRINTED = "dossier:paper_printed"
Ask = Callable[[PageDesk, QObject, str], None]


def ask_for_a_list(desk: PageDesk, page: QObject, code: str) -> None:
    desk.acts.done("hand_over", codes=[code], to="QLDT")
    Acting(desk.context, page).print_list("BG-261123-1.1")


def ask_for_a_receipt(desk: PageDesk, page: QObject, code: str) -> None:
    PaperPrinter(desk.desk, desk.jobs, desk.printer, page).print_again("receipt", code, "lan")


ASKED = pytest.mark.parametrize("ask", [ask_for_a_list, ask_for_a_receipt])


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[PageDesk]:
    made = PageDesk(tmp_path)
    yield made
    made.close()


def in_the_printer(desk: PageDesk, page: QObject, ask: Ask, qtbot: QtBot) -> tuple[str, Event]:
    """A paper that is being printed just now: its dossier, and what lets the paper out."""
    code, may_end = desk.acts.received(), Event()
    desk.printer.may_end = may_end
    ask(desk, page, code)
    qtbot.waitUntil(desk.printer.begun.is_set, timeout=ONE_MINUTE)
    return code, may_end


def prints(desk: PageDesk, code: str) -> int:
    return [line["kind"] for line in desk.acts.history(code)].count(PRINTED)


@ASKED
def test_the_page_goes_while_its_paper_is_printed(desk: PageDesk, ask: Ask, qtbot: QtBot) -> None:
    page = QObject()
    code, may_end = in_the_printer(desk, page, ask, qtbot)
    delete(page)
    desk.session.sign_out()
    may_end.set()
    desk.settle()
    assert (len(desk.printer.paper), prints(desk, code)) == (1, 1)


@ASKED
def test_the_window_closes_while_a_paper_is_printed(desk: PageDesk, ask: Ask, qtbot: QtBot) -> None:
    page = QObject()
    code, may_end = in_the_printer(desk, page, ask, qtbot)
    may_end.set()
    desk.jobs.close()
    assert (len(desk.printer.paper), prints(desk, code)) == (1, 1)


@ASKED
def test_what_was_not_printed_is_not_recorded(desk: PageDesk, ask: Ask) -> None:
    page, code = QObject(), desk.acts.received()
    desk.printer.error = PrintFailed(printer="HP", because="printer_error")
    ask(desk, page, code)
    desk.settle()
    assert prints(desk, code) == 0
