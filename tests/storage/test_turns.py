"""An act of the counter comes before the next piece of a pass with the centre."""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import Connection

from tests.builders import Clock
from tests.desks import a_trial

_LONG_S = 30.0


def test_an_act_comes_between_two_pieces(tmp_path: Path) -> None:
    with a_trial(tmp_path, Clock()) as desk:
        store, done = desk.store, []
        begun, is_act_waiting = threading.Event(), threading.Event()

        def piece(conn: Connection) -> None:
            begun.set()
            is_act_waiting.wait(_LONG_S)
            done.append("piece")

        def meet() -> None:
            store.exchange(piece)
            for _ in range(3):
                store.exchange(lambda conn: done.append("next"))

        def act() -> None:
            with store.write(Clock()):
                done.append("act")

        threads = [threading.Thread(target=meet), threading.Thread(target=act)]
        threads[0].start()
        assert begun.wait(_LONG_S)
        threads[1].start()
        assert store.turns.until(1, _LONG_S)
        is_act_waiting.set()
        for thread in threads:
            thread.join(_LONG_S)
        assert done == ["piece", "act", "next", "next", "next"]
