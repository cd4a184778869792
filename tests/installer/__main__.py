"""`python -m tests.installer [--work DIR]`: build, then the built program alone in an empty folder.

It makes a trial desk, receives a dossier and writes its receipt, draws its window without a screen, opens
the window program and lets it stand, and checks the file. Prints size and times; exit code 1 when
something of it fails.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUFFIX = ".exe" if sys.platform == "win32" else ""
STANDS_S = 6.0


def build(work: Path) -> Path:
    """A clean environment with the `build` extra, and the folder PyInstaller makes in it."""
    home = work / "venv"
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    _run([scripts / f"python{SUFFIX}", "-m", "pip", "install", "--quiet", f"{ROOT}[build]"])
    _run(
        [
            scripts / f"pyinstaller{SUFFIX}", "--noconfirm", "--log-level", "WARN",
            "--distpath", work / "dist", "--workpath", work / "build", ROOT / "build_installer.spec",
        ]
    )  # fmt: skip
    return work / "dist" / "counter-app"


def _run(words: list[object]) -> None:
    subprocess.run([str(word) for word in words], check=True, cwd=ROOT)


class Alone:
    """The built program in an empty folder: no Python on PATH, no setting of this machine."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.program, self.folder = program, folder
        self.env = {"PATH": str(folder / "nothing"), "HOME": str(folder), "TMPDIR": str(folder)}
        if sys.platform == "win32":
            kept = ("SYSTEMROOT", "LOCALAPPDATA")
            self.env |= {name: os.environ[name] for name in kept if name in os.environ}

    def say(self, *words: str) -> dict[str, object]:
        """Run the console program; its JSON answer. Raises where it does not end well."""
        program, desk = self.program / f"counter-app{SUFFIX}", self.folder / "desk"
        done = subprocess.run(
            [str(program), "--data", str(desk), "--json", *words],
            env=self.env, cwd=self.folder, capture_output=True, timeout=300, check=True,
        )  # fmt: skip
        answer: dict[str, object] = json.loads(done.stdout)
        return answer

    def window_stands(self) -> bool:
        """Whether the window program opens the desk offscreen and goes on standing."""
        started = subprocess.Popen(
            [str(self.program / f"counter-app-window{SUFFIX}"), "--data", str(self.folder / "desk")],
            env=self.env | {"QT_QPA_PLATFORM": "offscreen"}, cwd=self.folder,
        )  # fmt: skip
        try:
            started.wait(STANDS_S)
        except subprocess.TimeoutExpired:
            return (self.folder / "desk" / "logs" / "window.log").exists()
        finally:
            started.kill()
            started.wait()
        return False


def megabytes(folder: Path) -> float:
    """Size of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if _is_own(file)) / 1e6


def _is_own(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def check(program: Path, folder: Path) -> dict[str, object]:
    """What the built program did, and how long it took."""
    alone = Alone(program, folder)
    made = alone.say("demo", "--no-window", "--dossiers", "20")
    begun = time.perf_counter()
    worked = alone.say("demo")
    seconds = time.perf_counter() - begun
    stands = alone.window_stands()
    verified = alone.say("verify", "--deep")
    return {
        "megabytes": round(megabytes(program)),
        "dossiers": made["dossiers"],
        "received": worked["code"],
        "receipt": Path(str(worked["receipt"])).read_bytes()[:5] == b"%PDF-",
        "picture": Path(str(worked["picture"])).read_bytes()[1:4] == b"PNG",
        "window_stands": stands,
        "verified": verified["ok"],
        "start_receive_print_draw_s": round(seconds, 2),
    }


def main() -> int:
    """Build (or take a folder built before), check, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, help="where to build; a folder that goes unless it is given")
    parser.add_argument("--built", type=Path, help="a folder built before")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="installer-") as name:
        program = chosen.built or build(chosen.work or Path(name))
        empty = Path(name) / "empty"
        empty.mkdir()
        told = check(program.resolve(), empty)
    print(json.dumps(told, indent=2))
    return 0 if all(value not in (False, 0) for value in told.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
