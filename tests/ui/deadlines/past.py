"""A trial desk whose past is long enough for a forecast: dozens of finished dossiers of three procedures."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk
from counter_app.domain.dossier import Status
from counter_app.queries.deadlines import Behind, rows_behind
from counter_app.services import waiting
from counter_app.services.trial import OFFICERS, TrialPast
from counter_app.services.trial_turns import Turns
from tests.builders import MONDAY, Clock, trial_desk

FREQUENT = ("DT-07", "DT-08", "MT-01")
_BEGIN = datetime(2026, 6, 15, 8, 0)
_MIDDLE = datetime(2026, 9, 11, 16, 0)


class _Straight(Turns):
    """Every life goes straight on: times of the past are of one kind."""

    def take(self, code: str, procedure: Any, at: Any) -> bool:
        return True

    def apologise(self, code: str, unit: str, at: datetime) -> None:
        return None


class _Weighted(TrialPast):
    """Half of the dossiers are of the frequent procedures; `ends` before the play ends, if asked."""

    all_done_by: timedelta = timedelta()

    def __init__(self, uow: Any, seed: int) -> None:
        super().__init__(uow, seed)
        self._turns = _Straight(seed, self._plan_act, self._words, OFFICERS)

    def _choose(self) -> Any:
        if self._random.random() < 0.5:
            return self._random.choice([each for each in self._procedures if each.id in FREQUENT])
        return super()._choose()

    def _working_moment(self, start: datetime, until: datetime) -> datetime:
        return super()._working_moment(start, until - self.all_done_by)


class _Earlier(_Weighted):
    """Only the frequent ones, all of them finished when the play ends."""

    all_done_by = timedelta(days=35)

    def __init__(self, uow: Any, seed: int) -> None:
        super().__init__(uow, seed)
        self._procedures = tuple(each for each in self._procedures if each.id in FREQUENT)

    def _online(self, procedure: Any, n: int) -> Any:
        # Portal codes are counted from nought in every play.
        return self._counter(procedure)


def a_desk_with_a_past(folder: Path, dossiers: int = 200) -> Path:
    """Folder of a closed desk as of Monday 23/11/2026, 09:14: `dossiers` of the last weeks (none touched
    for four days), 180 of the summer, a few of the open ones waiting or stopped."""
    clock = Clock(_BEGIN)
    with trial_desk(folder, clock) as desk:

        def play(uow: Any) -> None:
            _Earlier(uow, 7).play(180, _MIDDLE)
            _Weighted(uow, 4).play(dossiers, datetime(2026, 11, 17, 11, 0))
            uow.commit()

        desk.write(play)
        clock.set(MONDAY - timedelta(minutes=30))
        _stop_some(desk)
        return desk.folder


@cache
def past_desk() -> Path:
    """That desk, made once in a process: copy it before anything is written."""
    folder = Path(tempfile.mkdtemp(prefix="counter-app-past-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return a_desk_with_a_past(folder)


def _stop_some(desk: Desk) -> None:
    """The clock of a few stands still."""

    def do(uow: Any) -> None:
        found = rows_behind(uow, uow.local_now, Behind(), limit=None)
        processing = [row for row in found if row.status == Status.PROCESSING and not row.in_transit_to]
        for row in processing[-3:]:
            waiting.stop(uow, row.code, reason="Chờ ý kiến của Bộ", by="tuan")
        for row in processing[-5:-3]:
            waiting.request_payment(uow, row.code, amount_vnd=3_000_000, what="Phí thẩm định", by="tuan")
        uow.commit()

    desk.write(do)
