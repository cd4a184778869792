"""Draws the registered states in both looks and sizes: `python -m tests.ui.gallery --out DIR --only WORD`.

`--scale 150` draws them as on a screen of 1920 × 1080 whose system enlarges everything to 150 %.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from counter_app.ui import theme
from tests.ui.picture_states import State, states

SIZES = (QSize(1366, 768), QSize(1920, 1080))
LOOKS = ("light", "dark")


def draw(app: QApplication, one: State, size: QSize, out: Path, look: str) -> Path:
    """Build the state at a size, let it settle, and write its picture."""
    widget = one.build()
    widget.resize(size)
    widget.show()
    app.processEvents()
    if one.settle is not None:
        one.settle(widget)
    app.processEvents()
    enlarged = "" if widget.devicePixelRatioF() == 1 else f"-{round(100 * widget.devicePixelRatioF())}"
    file = out / f"{one.name}-{size.width()}{enlarged}-{look}.png"
    if not widget.grab().save(str(file)):
        raise OSError(f"cannot write {file}")
    widget.close()
    widget.deleteLater()
    app.processEvents()
    return file


def main() -> int:
    """Draw and print the paths."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("pictures"))
    parser.add_argument("--only", default="", help="states whose name contains this word")
    parser.add_argument("--look", choices=LOOKS, default="")
    parser.add_argument("--width", type=int, default=0)
    parser.add_argument("--scale", type=int, default=100, help="per cent")
    chosen = parser.parse_args()
    sizes = SIZES
    if chosen.scale != 100:
        os.environ["QT_SCALE_FACTOR"] = str(chosen.scale / 100)
        sizes = (QSize(1920 * 100 // chosen.scale, 1080 * 100 // chosen.scale),)
    chosen.out.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(_say)
    app = QApplication(sys.argv[:1])
    for look in LOOKS if not chosen.look else (chosen.look,):
        theme.apply(app, look)
        for one in states():
            for size in sizes:
                if chosen.only in one.name and chosen.width in (0, size.width()):
                    print(draw(app, one, size, chosen.out, look))
    return 0


def _say(kind: QtMsgType, _context: object, message: str) -> None:
    # Without a window system Qt says this for every window with a minimum size; it means nothing.
    if "propagateSizeHints" not in message:
        print(f"{kind.name}: {message}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
