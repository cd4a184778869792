"""`python -m tests.benchmarks [NAME…] [--rows N] [--json FILE]`: measures, and says which bars are missed.

Exit code 1 when a bar is missed. Made files are kept in `--store` (default: a folder of the temporary one)
and used again; nothing there belongs to the repository.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.costs import p12
from tests.benchmarks.deadlines import p6, p9
from tests.benchmarks.keystrokes import p13
from tests.benchmarks.measure import Result, Size
from tests.benchmarks.meeting import p10
from tests.benchmarks.reads import all_reads
from tests.benchmarks.rebuilding import p11
from tests.benchmarks.receipts import p4
from tests.benchmarks.receiving import p3
from tests.benchmarks.searching import p5
from tests.benchmarks.starting import p1
from tests.benchmarks.table import p7
from tests.benchmarks.typing_on import p14

WORKS: dict[str, Callable[[Size], list[Result]]] = {
    "P1": p1,
    "P2": p1,
    "P3": p3,
    "P4": p4,
    "P5": p5,
    "P6": p6,
    "P7": p7,
    "P9": p9,
    "P10": p10,
    "P11": p11,
    "P12": p12,
    "P13": p13,
    "P14": p14,
    "READS": all_reads,
}
"""Work of document 6 → how it is measured; P1 and P2 are two moments of the same starts. `READS` is every
read of a page: none of them may grow with the file."""


def lines_of(result: Result) -> list[str]:
    """A result as it is printed."""
    found = [f"{result.work:4} {result.about}"]
    for name, side in result.sides.items():
        found.append(
            f"       {name:26} median {side.median_ms:9.2f} ms   p99 {side.p99_ms:9.2f} ms"
            f"   ({len(side.seconds)} rounds)"
        )
    for bar in result.bars:
        sign, word = ("≤", "ok") if bar.is_most else ("≥", "ok")
        word = word if bar.is_met else "MISSED"
        found.append(f"       {bar.what:34} {bar.value:12,.2f} {bar.unit:3} {sign} {bar.limit:,g}   {word}")
    found += [f"       {name}: not installed" for name in result.absent]
    found += [f"       {note}" for note in result.notes]
    return found


def measured(names: Sequence[str], size: Size) -> list[Result]:
    """The works asked for, each once, in the order of the table."""
    wanted = names or list(WORKS)
    works = dict.fromkeys(WORKS[name] for name in WORKS if name in wanted)
    found: list[Result] = []
    for work in works:
        results = [each for each in work(size) if each.work in wanted]
        for result in results:
            size.say("\n".join(lines_of(result)))
        found += results
    return found


def _size(asked: argparse.Namespace) -> Size:
    store = asked.store or Path(tempfile.gettempdir()) / "counter-app-benchmarks"
    store.mkdir(parents=True, exist_ok=True)
    return Size(asked.rows, asked.rounds, store, lambda line: print(line, flush=True), asked.plot)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure; answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(WORKS)}; default: all")
    parser.add_argument("--rows", type=int, default=1_000_000, help="dossiers in the large file")
    parser.add_argument("--rounds", type=int, default=300, help="rounds of each work")
    parser.add_argument("--store", type=Path, help="where made files are kept")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw the costs of P12 there (SVG)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    asked = parser.parse_args(argv)
    names = [name.upper() for name in asked.names]
    if unknown := set(names) - set(WORKS):
        parser.error(f"no such work: {', '.join(sorted(unknown))}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}", flush=True)
    results = measured(names, _size(asked))
    if asked.json:
        told = [result.as_json() for result in results]
        asked.json.write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str), "utf-8")
    missed = [f"{each.work} {bar.what}" for each in results for bar in each.bars if not bar.is_met]
    print(f"missed: {'; '.join(missed)}" if missed else "every bar is met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
