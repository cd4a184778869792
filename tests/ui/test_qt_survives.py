"""A PySide6 that drops a reference to None at each void call kills the program after some 5,000 calls."""

from __future__ import annotations

import os
import subprocess
import sys

PROGRAM = """
from PySide6.QtWidgets import QApplication
from counter_app.ui import theme
from counter_app.ui.widgets.text import Text
app = QApplication([])
theme.apply(app, "light")
label = Text()
for number in range(100_000):
    label.setText(str(number))
print(label.text())
"""


def test_a_hundred_thousand_calls_survive() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=environment,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "99999"), done.stderr[-2000:]
