"""A desk for each test: a real trial desk of Monday 23/11/2026, and the page in a window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.queries.day_sheets import SignOff, sign_offs
from counter_app.ui.pages.end_of_day.checks import CheckId
from counter_app.ui.pages.end_of_day_page import EndOfDayPage
from tests.ui.at_a_page import PageDesk, ShownPage

EVENING = datetime(2026, 11, 23, 17, 5)
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class AtThePage(ShownPage[EndOfDayPage]):
    """The page as a person meets it: keys, and what is to be read on it."""

    def __init__(self, desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> None:
        super().__init__(desk, EndOfDayPage(desk.context), shown)

    # -- keys

    def sign(self) -> None:
        self.press(Qt.Key.Key_Return, CTRL)

    def down_to(self, wanted: CheckId) -> None:
        """Move the cursor by keys to a line."""
        self.press(Qt.Key.Key_Home)
        while self.page.list.current().id is not wanted:
            self.press(Qt.Key.Key_Down)

    def date(self, text: str) -> None:
        """Type another day."""
        self.press(Qt.Key.Key_G, CTRL)
        self.hands.type(text)
        self.press(Qt.Key.Key_Return)

    # -- what is to be read

    def line(self, wanted: CheckId) -> tuple[str, str, str]:
        """Title, figure and words of a line."""
        check = self.page.list.check(wanted)
        return check.title, check.figure, check.words

    def open_lines(self) -> list[str]:
        """Ids of the lines that somebody has to see to."""
        return [str(check.id) for check in self.page.list.checks() if check.is_open]

    def rows(self) -> list[list[str]]:
        """The cells of the table that is shown."""
        table = self.page.detail.table()
        assert table is not None
        model = table.table_model
        return [
            [model.data(model.index(row, column)) for column in range(len(model.columns))]
            for row in range(model.count())
        ]

    def is_sheet(self) -> bool:
        return self.page.sheet.isVisible()

    def sheets(self) -> tuple[SignOff, ...]:
        """What the store holds of Monday."""
        return self.desk.read(lambda reading: sign_offs(reading.conn, EVENING.date(), 1))


@pytest.fixture
def at(desk: PageDesk, shown: Callable[[QWidget], QWidget]) -> Callable[..., AtThePage]:
    """Opens the page in the evening (or when the clock stands, with `now`)."""

    def open_page(login: str = "lan", now: datetime | None = EVENING) -> AtThePage:
        desk.sign_in(login)
        if now is not None:
            desk.clock.set(now)
        return AtThePage(desk, shown)

    return open_page


def printed(desk: PageDesk, code: str) -> None:
    """The receipt of a dossier came out of the printer."""
    from counter_app.services.remarks import paper_printed

    def do(uow: Any) -> None:
        paper_printed(uow, code, form="receipt", version=1, copies=(1, 2), by="lan")
        uow.commit()

    desk.desk.write(do)
