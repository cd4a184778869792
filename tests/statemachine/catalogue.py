"""What the model knows of four procedures, read from the seed: limits, fees, runs of steps."""

from __future__ import annotations

import csv

from tests.domain.deadline_walk import SEED

Run = tuple[str, int, tuple[int, ...]]
LIMITS = {
    "DT-09": (3, "working_day"),
    "LD-01": (7, "working_day"),
    "DT-17": (30, "day"),
    "XNK-01": (6, "working_hour"),
}
FIELDS = {"DT": "Đầu tư", "LD": "Lao động", "XNK": "Xuất nhập khẩu"}


def _runs() -> dict[str, list[Run]]:
    """Procedure → its runs of consecutive steps of one unit: unit, working minutes, step numbers."""
    found: dict[str, list[Run]] = {}
    with (SEED.parent / "steps.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for procedure in LIMITS:
        field, no = procedure.split("-")
        runs: list[Run] = []
        for row in rows:
            if (row["field"], int(row["no"])) != (FIELDS[field], int(no)):
                continue
            minutes, step = round(float(row["hours"]) * 60), int(row["step"])
            if runs and runs[-1][0] == row["unit"]:
                unit, before, steps = runs[-1]
                runs[-1] = (unit, before + minutes, (*steps, step))
            else:
                runs.append((row["unit"], minutes, (step,)))
        found[procedure] = runs
    return found


RUNS = _runs()


def _fees() -> dict[str, int]:
    with (SEED.parent / "procedures.csv").open(encoding="utf-8") as lines:
        fees = {(row["field"], row["no"]): int(row["fee_vnd"]) for row in csv.DictReader(lines)}
    return {name: fees[FIELDS[name[: name.index("-")]], str(int(name[-2:]))] for name in LIMITS}


FEES = _fees()
