"""A child process of P7: the list of all dossiers on the screen, its End key, and the memory it takes.

`python -m tests.benchmarks.shown FOLDER ROUNDS`. Prints one JSON line: milliseconds of each round, and bytes
of memory with the empty table and with the list.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import Desk, Ports, open_desk
from counter_app.queries.dossier_pages import BLOCK, NO_FILTER, DossierPages, Order
from counter_app.queries.dossiers import DossierRow
from counter_app.ui.app import application
from counter_app.ui.dossier_words import due_words, procedure_words, short_code, short_name, state_of
from counter_app.ui.jobs import Jobs
from counter_app.ui.models.block_model import BlockModel
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.widgets.cells import TextCell
from counter_app.ui.widgets.data_table import DataTable
from tests.benchmarks.past import UNTIL
from tests.builders import Clock

_SIZE = (1366, 768)
_GIVEN_UP_S = 30.0


def columns(desk: Desk) -> list[Column[DossierRow]]:
    """What the list of the window shows of a dossier."""
    with desk.store.read() as reading:
        known: Any = reading.reference
    agency = known.agency.id
    return [
        Column("code", "Mã", 150, lambda row: TextCell(short_code(row.shown_code, agency), figures=True)),
        Column("applicant", "Chủ hồ sơ", 200, lambda row: TextCell(short_name(row.applicant_name)),
               is_stretch=True),
        Column("procedure", "Thủ tục", 260, lambda row: TextCell(procedure_words(row, known))),
        Column("due", "Hẹn trả", 90, lambda row: TextCell(due_words(row.due_at, UNTIL), figures=True)),
        Column("state", "Tình trạng", 170, lambda row: state_of(row, known, UNTIL)),
    ]  # fmt: skip


class Screen:
    """Makes tables, waits until what they have to show is painted."""

    def __init__(self, app: QApplication, desk: Desk) -> None:
        self._app, self._desk = app, desk
        self._columns = columns(desk)
        self.jobs = Jobs(desk)
        self.longest = 0.0
        """Seconds of the longest turn of the window since it was set to 0: so long it heard no key."""
        self._table: DataTable | None = None

    def empty(self) -> float:
        """Seconds until an empty table of the same columns is painted."""
        began = time.perf_counter()
        self._show(RowsModel(self._columns, key=lambda row: row.stream))
        return time.perf_counter() - began

    def filled(self) -> float:
        """Seconds until the first rows of all dossiers are painted."""
        began = time.perf_counter()
        model = BlockModel(
            self._columns, key=lambda row: row.stream, place=lambda row: row.seq, jobs=self.jobs, block=BLOCK
        )
        table = self._show(model)
        model.show_source(DossierPages(NO_FILTER, Order(), lambda: UNTIL))
        self._until(lambda: model.row_at(0) is not None)
        table.viewport().repaint()
        return time.perf_counter() - began

    def end(self) -> float:
        """Seconds from the End key to the last rows painted."""
        table: Any = self._table
        began = time.perf_counter()
        QTest.keyClick(table, Qt.Key.Key_End)
        self.longest = max(self.longest, time.perf_counter() - began)
        last = table.table_model.count() - 1
        self._until(lambda: table.table_model.row_at(last) is not None)
        table.viewport().repaint()
        return time.perf_counter() - began

    def _show(self, model: Any) -> DataTable:
        self.close()
        table = DataTable(model, name="benchmark", label="benchmark")
        table.resize(*_SIZE)
        table.show()
        table.repaint()
        self._table = table
        return table

    def _until(self, is_done: Callable[[], bool]) -> None:
        began = time.perf_counter()
        while not is_done():
            turn = time.perf_counter()
            self._app.processEvents()
            self.longest = max(self.longest, time.perf_counter() - turn)
            if time.perf_counter() - began > _GIVEN_UP_S:
                raise TimeoutError("the rows did not come")

    def close(self) -> None:
        """Take the table away, once its readings have ended."""
        if self._table is not None:
            model: Any = self._table.table_model
            if isinstance(model, BlockModel):
                self._until(model.is_at_rest)
            self._table.close()
            self._table.deleteLater()
            self._table = None
            # Without a running event loop nothing else deletes it.
            self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            gc.collect()


def memory() -> int | None:
    """Bytes of this process in memory; None where the system does not tell it without another package."""
    file = Path("/proc/self/status")
    if not file.exists():
        return None
    line = next(line for line in file.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def main() -> int:
    """Show, press, weigh."""
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
    app = application("light")
    told: dict[str, Any] = {"empty": [], "show": [], "end": [], "turn": []}
    with open_desk(folder, writing=False, ports=Ports(clock=Clock(UNTIL))) as desk:
        screen = Screen(app, desk)
        screen.empty()
        told["before"] = memory()
        for _ in range(rounds):
            told["empty"].append(screen.empty())
            screen.longest = 0.0
            told["show"].append(screen.filled())
            told["end"].append(screen.end())
            told["turn"].append(screen.longest)
        told["after"] = memory()
        screen.close()
        screen.jobs.close()
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
