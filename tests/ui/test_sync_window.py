"""The open window of a desk among others, over a real PostgreSQL: what it sends and hears, who asks it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from counter_app.bootstrap import Desk, open_desk
from counter_app.commands.answering import ANSWERS
from counter_app.commands.demo_desks import make
from counter_app.domain.staff import Role
from counter_app.services import custody
from counter_app.services.accounts import add_staff
from counter_app.services.administration import change_person
from counter_app.sync.trial_centre import a_trial_centre
from counter_app.ui import app
from counter_app.ui.app import Stage
from counter_app.ui.pages.deadlines.stale_line import StaleLine
from counter_app.ui.pages.handover.acting import Acting
from counter_app.ui.pages.living_today_page import LivingTodayPage
from counter_app.ui.pages.sign_in_page import SignInPage
from counter_app.ui.shell import Shell
from counter_app.ui.widgets.staff_tile import StaffTile
from tests.builders import Clock
from tests.desks import Counter
from tests.ui.cut_off import CutOff
from tests.ui.test_local_server import Caller, Opened

LONGEST_MS = 60_000


@pytest.fixture(scope="module")
def world() -> Iterator[Path]:
    """Two trial desks around a centre that runs. Not in pytest's folder: that is closed to PostgreSQL's own
    account as soon as another test run begins."""
    with tempfile.TemporaryDirectory(prefix="desks-") as name:
        folder = Path(name)
        with a_trial_centre(folder / "centre") as address:
            make(folder, 2, address, dossiers=0, seed=1)
            yield folder


class First(Opened):
    """The window over the first desk, its passes at work; `far` is the second one."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.far = open_desk(folder / "desk-2", writing=True)
        self.real = open_desk(folder / "desk-1", writing=True)
        self.desk: Any = CutOff(self.real)
        self.is_cut = False
        self.desk.sync = self._sync  # a line that can be held; else the real one
        self.acts = Counter(self.real, Clock())
        self.shell = Shell("light", QSettings(str(folder / "w.ini"), QSettings.Format.IniFormat))
        qtbot.addWidget(self.shell)
        self.stage = Stage(self.shell, app._made_already(self.desk, ANSWERS), "light", 14)
        self.stage.go_on(self.desk)
        self.shell.show()
        self.heard: list[set[str]] = []
        self.shown.session.changed.connect(self.heard.append)
        self.shown.sync.begin()
        self.settle()

    def _sync(self, **how: Any) -> Any:
        return CutOff.sync(self.desk, **how) if self.is_cut else self.real.sync(**how)

    def settle(self) -> None:
        self.qtbot.waitUntil(
            lambda: self.shown.jobs.is_idle() and not self.shown.sync.is_running, timeout=LONGEST_MS
        )

    def pass_now(self) -> None:
        assert self.shown.sync.start()
        self.settle()
        assert self.shown.sync.last_error is None

    def knows(self, desk: Desk, code: str) -> bool:
        return bool(
            desk.read(
                lambda reading: reading.conn.exec_driver_sql(
                    "SELECT count(*) FROM dossier WHERE code = ?", (code,)
                ).scalar_one()
            )
        )

    def close(self) -> None:
        self.stage.close()
        self.far.close()


@pytest.fixture
def window(world: Path, qtbot: QtBot) -> Iterator[First]:
    made = First(world, qtbot)
    yield made
    made.desk.may_end.set()
    made.close()


def test_what_is_handed_over_is_soon_at_the_next_unit_s_desk(window: First) -> None:
    code = window.acts.received()
    acting = Acting(window.shown.pages.context, window.shown)
    before = window.shown.sync.last_report
    acting.act("give", partial(given, code))
    window.qtbot.waitUntil(lambda: window.shown.sync.last_report is not before, timeout=LONGEST_MS)
    window.settle()
    window.far.sync()
    assert window.knows(window.far, code)
    status = window.shown.status.view.sync
    assert status is not None
    assert status.waiting.startswith("0 ")


def test_what_was_done_last_is_at_the_centre_when_the_window_closes(window: First) -> None:
    window.pass_now()
    code = window.acts.received()
    window.shown.session.say_changed("dossier")
    window.qtbot.waitUntil(lambda: window.shown.passes.waiting() > 0, timeout=LONGEST_MS)
    window.shell.close()
    assert window.shell.isVisible(), "it is sent first"
    window.qtbot.waitUntil(lambda: not window.shell.isVisible(), timeout=LONGEST_MS)
    window.far.sync()
    assert window.knows(window.far, code)


def given(code: str, uow: Any) -> Any:
    done = custody.hand_over(uow, [code], to="QLDT", by="lan")
    uow.commit()
    return done


def test_what_others_did_is_on_the_pages_after_the_next_pass(window: First) -> None:
    window.pass_now()
    window.heard.clear()
    window.pass_now()
    assert window.heard == [], "a pass that brought nothing disturbs no page"
    code = Counter(window.far, Clock()).received()
    window.far.sync()
    window.pass_now()
    assert window.heard == [{"dossier", "paper", "elsewhere"}]
    assert window.knows(window.real, code)
    window.heard.clear()
    window.acts.received()
    window.pass_now()
    assert window.heard == [], "what is ours is on the pages already"


def test_a_role_that_was_changed_elsewhere_counts_here_at_once(window: First) -> None:
    minh = window.real.read(lambda reading: reading.reference.person("minh"))
    window.shown.enter(minh)
    window.settle()

    def promote(role: Role, uow: Any) -> None:
        change_person(uow, "minh", name=minh.name, role=role, unit=minh.unit, is_active=True, by="quantri")
        uow.commit()

    window.far.write(partial(promote, Role.HEAD))
    window.far.sync()
    window.pass_now()
    assert window.shown.session.person is not None
    assert window.shown.session.person.role is Role.HEAD
    assert not window.shown.window.is_covered()
    window.far.write(partial(promote, Role.OFFICER))
    window.far.sync()


def test_nothing_stale_is_no_longer_sure_when_others_promise_too(window: First) -> None:
    """By an older calendar, for they may not have met the centre since it changed."""
    context = window.shown.pages.context
    tuan = window.real.read(lambda reading: reading.reference.person("tuan"))
    window.shown.enter(tuan)
    today, line = LivingTodayPage(context, can_receive=False), StaleLine(context)
    window.qtbot.addWidget(today)
    window.qtbot.addWidget(line)
    today.page_shown()
    line.look()
    window.settle()
    assert today.stale_dues.is_sure()
    assert line.dues.is_sure()
    Counter(window.far, Clock()).received()
    window.far.sync()
    window.pass_now()
    assert not today.stale_dues.is_sure()
    assert not line.dues.is_sure()


def test_sync_beside_the_window_is_done_by_it(window: First) -> None:
    code = Counter(window.far, Clock()).received()
    window.far.sync()
    exit_code, said, complaints = window.process("--json", "sync", "--thorough")
    assert (exit_code, complaints) == (0, "")
    told = json.loads(said)
    assert (told["ok"], told["is_thorough"]) == (True, True)
    assert told["pulled"] > 0
    report = window.shown.sync.last_report
    assert report is not None
    assert json.loads(json.dumps({"ok": True, **report.to_json()})) == told
    assert window.knows(window.real, code)
    exit_code, said, _ = window.process("sync")
    assert (exit_code, said) == (0, "gửi 0, kho nhận 0, lệch 0\n")
    exit_code, said, _ = window.process("--json", "sync", "status")
    told = json.loads(said)
    assert (exit_code, told["window"], told["running"]) == (0, True, False)
    assert told["next"] is not None


def test_a_second_pass_at_once_is_refused_and_the_same_one_shared(window: First) -> None:
    window.is_cut = True
    window.desk.may_end.clear()
    assert window.shown.sync.start()
    window.qtbot.waitUntil(lambda: window.shown.sync.step == "hello", timeout=LONGEST_MS)
    exit_code, said, _ = window.process("--json", "sync", "--thorough")
    assert (exit_code, json.loads(said)["error"]) == (1, "sync_busy")
    _, said, _ = window.process("--json", "sync", "status")
    assert json.loads(said)["running"] is True
    same: Caller = window.caller()
    same.ask(ask="sync", thorough=False)
    other: Caller = window.caller()
    other.ask(ask="show")
    assert other.answer() == {"ok": True}, "the window answers while the pass hangs"
    assert not same._is_over()
    window.desk.may_end.set()
    answer = same.answer()
    assert (answer["ok"], answer["report"]["outcome"]) == (True, "ok")
    wrong: Caller = window.caller()
    wrong.ask(ask="sync", thorough="yes")
    assert wrong.answer()["error"] == "invalid_field"


def test_people_who_came_from_another_desk_may_sign_in(window: First) -> None:
    def tiles() -> int:
        page = window.shown.window.findChild(SignInPage)
        return 0 if page is None else len(page.findChildren(StaffTile))

    window.qtbot.waitUntil(lambda: tiles() > 0, timeout=LONGEST_MS)
    before = tiles()

    def add(uow: Any) -> None:
        by = uow.reference.person("quantri")
        add_staff(uow, "nga", name="Nguyễn Thị Nga", role=Role.COUNTER, unit="MC", by=by)
        uow.commit()

    window.far.write(add)
    window.far.sync()
    window.pass_now()
    window.qtbot.waitUntil(lambda: tiles() == before + 1, timeout=LONGEST_MS)
