"""Every work runs and reports, on a small file and without a word about times: a benchmark must not rot."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import WORKS, lines_of, main, measured
from tests.benchmarks.costs import Cost, allowed, exponent
from tests.benchmarks.measure import Result, Sample, Size, at_least, at_most, interleaved
from tests.benchmarks.plot import plot

ROWS, ROUNDS = 200, 3


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made")


TOGETHER = [["P1", "P2"], *([name] for name in WORKS if name not in {"P1", "P2"})]


@pytest.mark.parametrize("names", TOGETHER, ids="-".join)
def test_the_work_runs_and_reports(names: list[str], store: Path) -> None:
    results = measured(names, Size(ROWS, ROUNDS, store))
    assert {result.work for result in results} == set(names)
    for result in results:
        assert result.bars
        assert all(math.isfinite(bar.value) for bar in result.bars), "a peer or a test could not be run"
        assert all(side.seconds and min(side.seconds) > 0 for side in result.sides.values())
        assert result.about in lines_of(result)[0]


def test_the_program_writes_its_figures(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "figures.json"
    asked = ["p6", "--rows", str(ROWS), "--rounds", "2", "--store", str(store), "--json", str(file)]
    code = main(asked)
    (told,) = json.loads(file.read_text("utf-8"))
    assert (told["work"], set(told["sides"])) == ("P6", {"overdue", "raw"})
    assert told["sides"]["raw"]["rounds"] == 2
    is_met = all(bar["is_met"] for bar in told["bars"])
    assert code == (0 if is_met else 1)
    assert ("every bar is met" in capsys.readouterr().out) is is_met


def test_a_work_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["P99"])
    assert "P99" in capsys.readouterr().err


def test_a_missed_bar_is_said() -> None:
    sides = {"ours": Sample((0.004, 0.006)), "raw": Sample((0.001, 0.001))}
    bars = (at_most("median over raw", 5.0, 3.0, "×"), at_least("rate", 30_000, 20_000, "/s"))
    lines = lines_of(Result("P0", "nothing", sides, bars, absent=("WeasyPrint",)))
    assert [line.split()[-1] for line in lines[3:5]] == ["MISSED", "ok"]
    assert lines[5].strip() == "WeasyPrint: not installed"
    assert "median      5.00 ms" in lines[1]


def test_sides_take_turns() -> None:
    order: list[str] = []
    times = interleaved(
        {"a": lambda n: order.append(f"a{n}"), "b": lambda n: order.append(f"b{n}")}, rounds=2, warm=1
    )
    assert order == ["a0", "b0", "b1", "a1", "a2", "b2"]
    assert {len(sample.seconds) for sample in times.values()} == {2}


def test_the_costs_are_drawn(tmp_path: Path) -> None:
    costs = [Cost("rebuild", n, n / 8, "ms") for n in (1_000, 10_000)]
    costs += [Cost("search", n, 1.5, "ms") for n in (1_000, 10_000)]
    plot(costs, tmp_path / "cost.svg")
    told = (tmp_path / "cost.svg").read_text("utf-8")
    assert all(word in told for word in ("rebuild, ms", "search, ms", "n log n", "10,000"))


def test_an_exponent_is_the_slope_by_tens() -> None:
    assert exponent([(n, 3.0 * n**2) for n in (10, 100, 1_000)]) == pytest.approx(2)
    assert exponent([(n, 7.0) for n in (10, 100)]) == pytest.approx(0)
    assert 1.1 < allowed([1_000, 1_000_000], is_growing=True) < 1.11
    assert 0.1 < allowed([1_000, 1_000_000], is_growing=False) < 0.11
