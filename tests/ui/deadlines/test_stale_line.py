"""The supervisor is told of dates promised by an older calendar, and led to where they are counted again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.domain.calendar import DayKind
from counter_app.queries.calendar_preview import calendar_preview
from counter_app.services import calendar_work
from counter_app.services.recalculation import Recalculation, recalculate
from counter_app.ui.pages.deadlines_page import DeadlinesPage
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers


def set_storm_day(uow: Any) -> None:
    calendar_work.set_day(
        uow, date(2026, 11, 27), DayKind.OFF, label="Nghỉ bão", notice="118/CĐ-TTg", by="quantri"
    )
    uow.commit()


def count_again(uow: Any) -> None:
    found = calendar_preview(uow)
    recalculate(uow, found.codes, Recalculation(found.version, "bão"), by="tuan")
    uow.commit()


def test_the_line_comes_with_an_older_calendar_and_goes_when_the_dates_are_counted_again(
    tmp_path: Path, qapp: object, shown: Callable[[QWidget], QWidget]
) -> None:
    desk = PageDesk(tmp_path, "tuan")
    try:
        desk.acts.received()
        page = DeadlinesPage(desk.context)
        page.resize(1150, 686)
        shown(page)
        page.page_shown()
        desk.settle()
        assert not page.stale.isVisible()
        desk.desk.write(set_storm_day)
        desk.session.say_changed("calendar")
        desk.settle()
        assert "1 hồ sơ có hạn theo lịch cũ" in page.stale.text()
        page.stale.findChild(QWidget, "stale_dues_action").setFocus()
        Fingers(page, desk.settle).press(Qt.Key.Key_Space)
        assert desk.ways.pages == ["catalogue"]
        desk.desk.write(count_again)
        desk.session.say_changed("dossier")
        desk.settle()
        assert not page.stale.isVisible()
        desk.sign_in("lan")
        desk.desk.write(set_nothing_for_others)
        page.reload()
        desk.settle()
        assert not page.stale.isVisible()
    finally:
        desk.close()


def set_nothing_for_others(uow: Any) -> None:
    calendar_work.set_day(
        uow, date(2026, 11, 26), DayKind.OFF, label="Nghỉ bão", notice="118/CĐ-TTg", by="quantri"
    )
    uow.commit()
