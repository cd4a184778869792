"""The table of a million rows: what is read, when, on which thread, and where the view stands after it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from counter_app.domain.errors import StoreLocked
from counter_app.ui.jobs import Jobs
from counter_app.ui.models.block_model import BLOCKS_KEPT, BlockModel
from counter_app.ui.models.columns import Column
from counter_app.ui.widgets.cells import TextCell
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.table_clipboard import MOST_COPIED

MILLION = 1_000_000
BLOCK = 100


@dataclass(frozen=True)
class Row:
    """A synthetic dossier; `seq` is what it stays by."""

    seq: int

    @property
    def code(self) -> str:
        return f"row {self.seq}"


@dataclass(frozen=True)
class Opened:
    """As a source answers."""

    count: int
    numbers: tuple[int, ...]


@dataclass
class Numbers:
    """A list of the numbers `above … above + count`; each call notes its thread."""

    count: int
    above: int = 0
    turns: int = 1
    asked: list[int] = field(default_factory=list)
    threads: set[threading.Thread] = field(default_factory=set)
    error: Exception | None = None
    _turn: int = 0

    def open(self, reading: Any, seqs: Sequence[int] = ()) -> Opened:
        self._note()
        numbers = tuple(seq - self.above if 0 <= seq - self.above < self.count else -1 for seq in seqs)
        return Opened(self.count, numbers)

    def check_count(self, reading: Any) -> int:
        self._note()
        return self.count

    def block(self, reading: Any, number: int) -> tuple[Row, ...] | None:
        self._note()
        if self.error is not None:
            raise self.error
        self.asked.append(number)
        self._turn += 1
        if number > 0 and self._turn % self.turns:
            return None
        first = number * BLOCK
        return tuple(Row(self.above + n) for n in range(first, min(first + BLOCK, self.count)))

    def _note(self) -> None:
        self.threads.add(threading.current_thread())


class LentDesk:
    """The port's two calls without a store."""

    def write(self, do: Callable[[Any], Any]) -> Any:
        return do("uow")

    def read(self, do: Callable[[Any], Any]) -> Any:
        return do("reading")

    def tidy(self) -> bool:
        return False


COLUMNS: tuple[Column[Row], ...] = (
    Column("code", "Mã", 120, lambda row: TextCell(row.code, figures=True), is_fixed=True),
    Column("half", "Nửa", 120, lambda row: TextCell(str(row.seq // 2)), is_stretch=True),
)


@pytest.fixture
def jobs(qapp: QObject) -> Iterator[Jobs]:
    made = Jobs(LentDesk())  # type: ignore[arg-type]
    yield made
    made.close()


def block_model(jobs: Jobs) -> BlockModel:
    return BlockModel(COLUMNS, key=lambda row: row.code, place=lambda row: row.seq, jobs=jobs, block=BLOCK)


@pytest.fixture
def model(jobs: Jobs) -> BlockModel:
    return block_model(jobs)


@pytest.fixture
def table(model: BlockModel, shown: Callable[[QWidget], QWidget]) -> DataTable:
    made = DataTable(model, name="many", label="Nhiều dòng")
    made.resize(500, 30 + 20 * 32)
    shown(made)
    made.setFocus()
    return made


def settled(qtbot: QtBot, model: BlockModel, jobs: Jobs) -> None:
    qtbot.waitUntil(lambda: jobs.is_idle() and model.is_at_rest(), timeout=20_000)


def codes(table: DataTable) -> list[str]:
    """Keys of the rows wholly in sight; an empty one is being read."""
    last = table.rowAt(table.viewport().height() - 1)
    if table.rowViewportPosition(last) + table.rowHeight(last) > table.viewport().height():
        last -= 1
    return [table.table_model.key_at(number) for number in range(table.rowAt(0), last + 1)]


def test_it_is_a_sound_model(qtmodeltester: ModelTester, qtbot: QtBot, jobs: Jobs) -> None:
    model = block_model(jobs)
    qtmodeltester.check(model)
    model.show_source(Numbers(450))
    settled(qtbot, model, jobs)
    qtmodeltester.check(model)
    assert model.rowCount() == 450
    assert not model.canFetchMore(model.index(0, 0).parent())


def test_a_million_rows_cost_the_blocks_that_are_seen(
    qtbot: QtBot, jobs: Jobs, model: BlockModel, table: DataTable
) -> None:
    source = Numbers(MILLION)
    model.show_source(source)
    settled(qtbot, model, jobs)
    assert model.rowCount() == MILLION
    assert codes(table)[:3] == ["row 0", "row 1", "row 2"]
    assert set(source.asked) <= {0, 1, 2}
    assert source.threads and threading.main_thread() not in source.threads


def test_end_shows_the_last_rows_and_reads_nothing_between(
    qtbot: QtBot, jobs: Jobs, model: BlockModel, table: DataTable
) -> None:
    source = Numbers(MILLION)
    model.show_source(source)
    settled(qtbot, model, jobs)
    source.asked.clear()
    QTest.keyClick(table, Qt.Key.Key_End)
    settled(qtbot, model, jobs)
    assert codes(table)[-1] == f"row {MILLION - 1}"
    assert table.current_key() == f"row {MILLION - 1}"
    assert min(source.asked) >= MILLION // BLOCK - 3
    QTest.keyClick(table, Qt.Key.Key_Home)
    settled(qtbot, model, jobs)
    assert codes(table)[0] == table.current_key() == "row 0"
    assert threading.main_thread() not in source.threads


def test_who_drags_the_scroll_bar_waits_for_the_last_place_only(
    qtbot: QtBot, jobs: Jobs, model: BlockModel, table: DataTable
) -> None:
    source = Numbers(MILLION, turns=3)
    model.show_source(source)
    settled(qtbot, model, jobs)
    source.asked.clear()
    for number in range(50):
        table.verticalScrollBar().setValue(10_000 + number * 10_000)
        table.viewport().repaint()
    assert "" in codes(table)
    settled(qtbot, model, jobs)
    assert codes(table)[0] == f"row {table.verticalScrollBar().value()}"
    assert "" not in codes(table)
    assert len(set(source.asked)) <= 8


def test_few_blocks_are_kept_whatever_is_looked_at(
    qtbot: QtBot, jobs: Jobs, model: BlockModel, table: DataTable
) -> None:
    model.show_source(Numbers(MILLION))
    settled(qtbot, model, jobs)
    for number in range(2 * BLOCKS_KEPT):
        table.verticalScrollBar().setValue(number * 15_000)
        table.viewport().repaint()
        settled(qtbot, model, jobs)
    assert len(model._blocks) <= BLOCKS_KEPT
    assert len(model._numbers) <= BLOCKS_KEPT * BLOCK


def test_cursor_and_first_row_stay_when_rows_come_above_them(
    qtbot: QtBot, jobs: Jobs, model: BlockModel, table: DataTable
) -> None:
    source = Numbers(MILLION, above=1_000)
    model.show_source(source)
    settled(qtbot, model, jobs)
    table.verticalScrollBar().setValue(50_000)
    table.viewport().repaint()
    settled(qtbot, model, jobs)
    table.set_current("row 51005")
    moves: list[Any] = []
    table.moved.connect(moves.append)
    source.above, source.count = 960, MILLION + 40
    model.reload()
    settled(qtbot, model, jobs)
    assert table.current_key() == "row 51005"
    assert codes(table)[0] == "row 51000"
    assert moves == []


def test_at_the_top_what_is_new_is_seen(
    qtbot: QtBot, jobs: Jobs, model: BlockModel, table: DataTable
) -> None:
    source = Numbers(MILLION, above=1_000)
    model.show_source(source)
    settled(qtbot, model, jobs)
    table.set_current("row 1003")
    source.above = 998
    model.reload()
    settled(qtbot, model, jobs)
    assert codes(table)[0] == "row 998"
    assert table.current_key() == "row 1003"


def test_another_list_begins_at_its_top(
    qtbot: QtBot, jobs: Jobs, model: BlockModel, table: DataTable
) -> None:
    model.show_source(Numbers(MILLION))
    settled(qtbot, model, jobs)
    QTest.keyClick(table, Qt.Key.Key_End)
    settled(qtbot, model, jobs)
    model.show_source(Numbers(300, above=7_000))
    settled(qtbot, model, jobs)
    assert model.rowCount() == 300
    assert codes(table)[0] == table.current_key() == "row 7000"


def test_a_row_that_is_gone_leaves_its_place(
    qtbot: QtBot, jobs: Jobs, model: BlockModel, table: DataTable
) -> None:
    source = Numbers(500)
    model.show_source(source)
    settled(qtbot, model, jobs)
    QTest.keyClick(table, Qt.Key.Key_End)
    settled(qtbot, model, jobs)
    source.count = 120
    model.reload()
    settled(qtbot, model, jobs)
    assert model.rowCount() == 120
    assert table.current_row() is not None


def test_the_cursor_tells_of_its_row_when_it_has_come(
    qtbot: QtBot, jobs: Jobs, model: BlockModel, table: DataTable
) -> None:
    model.show_source(Numbers(MILLION))
    settled(qtbot, model, jobs)
    moves: list[Any] = []
    table.moved.connect(moves.append)
    QTest.keyClick(table, Qt.Key.Key_End)
    settled(qtbot, model, jobs)
    assert moves == [None, Row(MILLION - 1)]


def test_rows_are_copied_although_they_were_never_in_sight(
    qtbot: QtBot, jobs: Jobs, model: BlockModel, table: DataTable, qapp: Any
) -> None:
    model.show_source(Numbers(MILLION))
    settled(qtbot, model, jobs)
    table.set_current("row 5")
    bottom = model.index(2_004, 0)  # more than anybody may take along without a word
    table.selectionModel().select(
        type(table.selectionModel().selection())(model.index(5, 0), bottom),
        table.selectionModel().SelectionFlag.ClearAndSelect | table.selectionModel().SelectionFlag.Rows,
    )
    with qtbot.waitSignal(table.copied) as told:
        QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [MOST_COPIED]
    lines = qapp.clipboard().text().split("\n")
    assert (len(lines), lines[0], lines[-1]) == (500, "row 5\t2", "row 504\t252")


def test_a_reading_that_fails_is_told_and_the_rows_stay(
    qtbot: QtBot, jobs: Jobs, model: BlockModel, table: DataTable
) -> None:
    source = Numbers(MILLION)
    model.show_source(source)
    settled(qtbot, model, jobs)
    told: list[Any] = []
    model.failed.connect(told.append)
    source.error = StoreLocked()
    model.reload()
    settled(qtbot, model, jobs)
    assert [type(error) for error in told] == [StoreLocked]
    assert codes(table)[0] == "row 0"
    source.error = None
    model.reload()
    settled(qtbot, model, jobs)
    assert codes(table)[0] == "row 0"


def test_typing_letters_reads_nothing(qtbot: QtBot, jobs: Jobs, model: BlockModel, table: DataTable) -> None:
    """Qt would look through all rows on the main thread for one that begins so."""
    source = Numbers(MILLION)
    model.show_source(source)
    settled(qtbot, model, jobs)
    source.asked.clear()
    QTest.keyClicks(table, "zz")
    settled(qtbot, model, jobs)
    assert source.asked == []
    assert table.current_key() == "row 0"
