"""Pictures of Đồng bộ in the whole window, with what the status bar and the side bar say then."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from counter_app.domain.events import utc_ms
from counter_app.domain.staff import Role
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.queries.conflicts import open_conflicts
from counter_app.queries.sync import sync_view
from counter_app.services.resolving import resolve
from counter_app.storage.incarnation import next_incarnation
from counter_app.storage.store import Reading
from counter_app.ui.main_window import MainWindow
from counter_app.ui.pages.dossiers_page import DossiersPage
from counter_app.ui.pages.living_today_page import LivingTodayPage
from counter_app.ui.pages.sync import words
from counter_app.ui.pages.sync_page import SyncPage
from counter_app.ui.sync_words import sync_words
from tests.builders import trial_desk
from tests.desks import person
from tests.passes import COUNTS, NIGHT, NIGHT_BEFORE, a_pass, joined
from tests.ui.at_a_page import PageDesk
from tests.ui.invented import STATUS, session
from tests.ui.picture_states import state
from tests.ui.sync import clashes
from tests.ui.sync.clashes import Clash
from tests.ui.sync.passes import Passes

MORNING = datetime(2026, 11, 23, 9, 14)


@functools.cache
def _empty_desk() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="counter-app-look-"))
    trial_desk(folder).close()
    return folder / "desk"


class Picture(MainWindow):
    """The window over a copy of a desk, which ends with it. `of`: over one whose other desk was met."""

    def __init__(
        self,
        *passes: PassReport,
        login: str = "tuan",
        is_joined: bool = True,
        last_ok: datetime | None = datetime(2026, 11, 23, 2, 1),
        waiting: int = 3,
        offset_ms: int = 80,
        role: Role = Role.SUPERVISOR,
        of: Clash | None = None,
        folder: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        self.folder = folder or tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.clash = of
        if of is not None:
            self.at = of.desk
        else:
            self.at = PageDesk(Path(self.folder.name), login, template=_empty_desk())
            self.at.clock.set(datetime(2026, 11, 23, 7, 48))
            if is_joined:
                self.at.desk.write(lambda uow: joined(uow, last_ok, *passes, offset_ms=offset_ms))
            for number in range(waiting):
                self.at.acts.received("DT-08", applicant=person(f"Nguyễn Văn Mẫu {number}"))
        self.at.clock.set(MORNING)
        self.watch = Passes()
        self.sync = SyncPage(replace(self.at.context, sync=self.watch))
        super().__init__(session(role), {"sync": lambda: self.sync}, clock=lambda: MORNING, with_search=True)
        facts = self.at.read(lambda reading: sync_view(reading, MORNING))
        self.set_status(replace(STATUS, sync=sync_words(facts)))
        self.side_bar.set_count("sync", facts.conflicts, is_open=True)
        self.show_page("sync")

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        (self.clash or self.at).close()
        self.folder.cleanup()


def _settled(window: Picture) -> None:
    window.at.settle()


def _running(window: Picture) -> None:
    window.at.settle()
    window.watch.go("push")


@state("sync-slip", settle=_settled)
def _slip() -> QWidget:
    return Picture(NIGHT_BEFORE, NIGHT)


@state("sync-untold", settle=_settled)
def _untold() -> QWidget:
    return Picture(
        NIGHT_BEFORE, replace(NIGHT, counts=tuple(replace(count, there=None) for count in NIGHT.counts))
    )


@state("sync-never", settle=_settled)
def _never() -> QWidget:
    return Picture(last_ok=None)


@state("sync-alone", settle=_settled)
def _alone() -> QWidget:
    return Picture(is_joined=False)


@state("sync-alone-admin", settle=_settled)
def _alone_admin() -> QWidget:
    return Picture(is_joined=False, login="quantri", role=Role.ADMINISTRATOR)


@state("sync-running", settle=_running)
def _under_way() -> QWidget:
    return Picture(NIGHT_BEFORE, NIGHT)


@state("sync-failed", settle=_settled)
def _failed() -> QWidget:
    tries = [
        a_pass(
            datetime(2026, 11, 23, 8, 40) + timedelta(minutes=2 * n),
            5,
            outcome=Outcome.FAILED,
            because="centre_unreachable",
            facts={"because": "timeout"},
            waiting=3,
        )
        for n in range(17)
    ]
    return Picture(NIGHT_BEFORE, NIGHT, *tries)


@state("sync-refused", settle=_settled)
def _refused() -> QWidget:
    refused = a_pass(
        datetime(2026, 11, 23, 9, 2),
        1,
        outcome=Outcome.FAILED,
        because="centre_refused",
        facts={"because": "login_not_enrolled", "login": "desk_1"},
        waiting=3,
    )
    return Picture(NIGHT_BEFORE, NIGHT, refused)


@state("sync-differs", settle=_settled)
def _differs() -> QWidget:
    counts = (COUNTS[0], replace(COUNTS[1], there=44), *COUNTS[2:4], replace(COUNTS[4], there=15), COUNTS[5])
    told = ("counts", "digest", "rebuilt")
    night = replace(NIGHT, outcome=Outcome.DIFFERS, counts=counts, differences=told)
    return Picture(NIGHT_BEFORE, night)


@state("sync-remarkable", settle=_settled)
def _remarkable() -> QWidget:
    night = replace(NIGHT, is_new_incarnation=True, went_back_to=18_020, reoffered=184, quarantined=2)
    return Picture(NIGHT_BEFORE, night, offset_ms=7 * 60_000)


def _log(window: Picture) -> None:
    window.at.settle()
    window.sync.show_log()


@state("sync-log", settle=_log)
def _whole_log() -> QWidget:
    quiet = [a_pass(datetime(2026, 11, 22, 14, 0) + timedelta(minutes=2 * n), 0.4) for n in range(80)]
    sent = a_pass(datetime(2026, 11, 22, 17, 2), 1.2, sent=5, stored=5, pulled=9, new_conflicts=1)
    last = a_pass(datetime(2026, 11, 23, 7, 30), 0.8, sent=1, stored=1)
    return Picture(NIGHT_BEFORE, *quiet, sent, NIGHT, last)


def _typed(window: Picture) -> None:
    window.at.settle()
    pane = window.sync.pane
    pane.reason.setFocus()
    pane.reason.edit.setText("Đơn xin rút ký 16:50, trước khi ký kết quả")


def _other_side(window: Picture) -> None:
    window.at.settle()
    window.sync.look_at(1)


def _no_reason(window: Picture) -> None:
    window.at.settle()
    window.sync.keep()


def _decided(window: Picture) -> None:
    _typed(window)
    window.sync.keep()
    window.at.settle()


def _clash(
    make: Callable[..., None], *more: int, login: str = "tuan", role: Role = Role.SUPERVISOR
) -> Picture:
    folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
    clash = Clash(Path(folder.name), login)
    make(clash, *more)
    return Picture(of=clash, folder=folder, login=login, role=role)


@state("sync-conflict", settle=_typed)
def _conflict() -> QWidget:
    return _clash(clashes.withdrawn_and_finished)


@state("sync-conflict-other-side", settle=_other_side)
def _conflict_other() -> QWidget:
    return _clash(clashes.withdrawn_and_finished)


@state("sync-conflict-no-reason", settle=_no_reason)
def _conflict_no_reason() -> QWidget:
    return _clash(clashes.withdrawn_and_finished)


@state("sync-conflict-three", settle=_settled)
def _three() -> QWidget:
    return _clash(clashes.withdrawn_and_finished, 3)


@state("sync-conflict-decided", settle=_decided)
def _one_of_two_decided() -> QWidget:
    return _clash(clashes.withdrawn_and_finished, 2)


@state("sync-conflict-clerk", settle=_settled)
def _clerk() -> QWidget:
    return _clash(clashes.withdrawn_and_finished, login="lan", role=Role.COUNTER)


@state("sync-conflict-no-right", settle=_settled)
def _no_right() -> QWidget:
    return _clash(clashes.without_right)


@state("sync-conflict-promised", settle=_settled)
def _promised() -> QWidget:
    return _clash(clashes.promised_without_right)


@state("sync-conflict-code", settle=_settled)
def _code_twice() -> QWidget:
    return _clash(clashes.one_code_twice)


@state("sync-conflict-elsewhere", settle=_settled)
def _elsewhere() -> QWidget:
    return _clash(clashes.changed_twice)


@state("sync-conflict-unreadable", settle=_settled)
def _unreadable() -> QWidget:
    return _clash(clashes.not_readable)


def _awaited_list(window: Picture) -> None:
    window.at.settle()
    window.sync._line_chosen(words.AWAITED)


@state("sync-awaited", settle=_awaited_list)
def _awaited() -> QWidget:
    made = Picture(NIGHT_BEFORE, NIGHT)

    def put(uow: Any) -> None:
        for n, unit in enumerate(("QLDT", "QLDN", "QLDT"), start=1):
            code = f"H24.28-261123-080{n}"
            uow.conn.exec_driver_sql(
                "INSERT INTO awaited_act (event_id, stream, code, kind, unit, by, at, is_folded)"
                " VALUES (?, ?, ?, 'dossier:taken_over', ?, 'minh', ?, 0)",
                (str(n), f"awaited:{code}", code, unit, f"2026-11-23T09:0{n}"),
            )
        uow.commit()

    made.at.desk.write(put)
    made.sync.reload()
    return made


def _asking(window: Picture) -> None:
    _awaited_list(window)
    window.at.settle()
    window.sync.awaited.ask()


@state("sync-awaited-mistyped", settle=_asking)
def _awaited_mistyped() -> QWidget:
    return _awaited()


class _Panel(MainWindow):
    """Hồ sơ with the panel of a dossier that two desks recorded differently."""

    def __init__(self, make: Callable[[Clash], None] = clashes.withdrawn_and_finished) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.clash = Clash(Path(self.folder.name))
        make(self.clash)
        self.at = self.clash.desk
        self.dossiers = DossiersPage(self.at.context)
        pages = {"dossiers": lambda: self.dossiers}
        super().__init__(session(Role.SUPERVISOR), pages, clock=lambda: MORNING, with_search=True)
        self.set_status(STATUS)
        self.show_page("dossiers")

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.clash.close()
        self.folder.cleanup()


class _Today(MainWindow):
    """Hôm nay of an officer whose dossier was decided, or of a clerk at a desk that was restored."""

    def __init__(self, login: str, role: Role) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.clash = Clash(Path(self.folder.name))
        clashes.withdrawn_and_finished(self.clash)
        self.at = self.clash.desk
        self.at.desk.write(_kept_first)
        self.at.desk.store.exchange(_restored)
        self.at.sign_in(login)
        page = LivingTodayPage(self.at.context, can_receive=role is Role.COUNTER)
        super().__init__(session(role), {"today": lambda: page}, clock=lambda: MORNING, with_search=True)
        self.set_status(STATUS)
        self.show_page("today")

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.clash.close()
        self.folder.cleanup()


def _kept_first(uow: Any) -> None:
    found = open_conflicts(Reading(uow.conn, uow.reference))[0]
    assert found.struck is not None
    resolve(uow, found.id, chosen=found.struck.event_id, reason="Đơn ký trước", by="tuan")
    uow.commit()


def _restored(conn: Any) -> None:
    now, block = utc_ms(datetime(2026, 11, 23, 8, 10)), (8801, 8880)
    next_incarnation(conn, origin_id="f" * 32, now_ms=now, today=MORNING.date(), block=block)


@state("sync-today-officer", settle=lambda window: window.at.settle())
def _today_officer() -> QWidget:
    return _Today("minh", Role.OFFICER)


@state("sync-today-restored", settle=lambda window: window.at.settle())
def _today_restored() -> QWidget:
    return _Today("lan", Role.COUNTER)


def _panel_open(window: _Panel) -> None:
    window.at.settle()
    window.dossiers.open_dossier(window.clash.codes[0])
    window.at.settle()


@state("sync-panel", settle=_panel_open)
def _panel() -> QWidget:
    return _Panel()


@state("sync-panel-decided-twice", settle=_panel_open)
def _panel_decided() -> QWidget:
    return _Panel(clashes.decided_twice)
