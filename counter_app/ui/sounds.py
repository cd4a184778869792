"""Two tones, right and wrong: made here, played by whatever the system has, never waited for."""

from __future__ import annotations

import math
import shutil
import struct
import subprocess
import sys
import tempfile
import wave
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from counter_app.ui.tokens import Tone

_RATE = 22_050
_RIGHT = ((1_320.0, 0.07),)
_WRONG = ((392.0, 0.09), (262.0, 0.16))
_PLAYERS = (("paplay",), ("aplay", "-q"), ("afplay",))
_MOST_AT_ONCE = 3
_FADE_S = 0.008

Play = Callable[[Path], None]


def tone_bytes(notes: tuple[tuple[float, float], ...]) -> bytes:
    """16-bit samples of (hertz, seconds) one after the other, faded at both ends so that nothing clicks."""
    samples: list[int] = []
    for hertz, seconds in notes:
        count = round(seconds * _RATE)
        for n in range(count):
            fade = min(1.0, n / (_FADE_S * _RATE), (count - n) / (_FADE_S * _RATE))
            samples.append(round(9_000 * fade * math.sin(2 * math.pi * hertz * n / _RATE)))
    return struct.pack(f"<{len(samples)}h", *samples)


class Sounds:
    """`say(tone)`: green is right, everything else wants a look and sounds wrong. `is_on` mutes."""

    def __init__(self, *, is_on: bool = True, play: Play | None = None) -> None:
        self.is_on = is_on
        self._play = play or _system_player()
        self._folder: Path | None = None

    def say(self, tone: Tone) -> None:
        """Sound the tone, if sounds are on; it returns at once."""
        if self.is_on:
            self._play(self._files()["right" if tone is Tone.GREEN else "wrong"])

    def close(self) -> None:
        """Take the two files away."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _files(self) -> dict[str, Path]:
        if self._folder is None:  # made at the first sound: a muted desk makes none
            self._folder = Path(tempfile.mkdtemp(prefix="counter-app-"))
            for name, notes in (("right", _RIGHT), ("wrong", _WRONG)):
                with wave.open(str(self._folder / f"{name}.wav"), "wb") as file:
                    file.setnchannels(1)
                    file.setsampwidth(2)
                    file.setframerate(_RATE)
                    file.writeframes(tone_bytes(notes))
        return {name: self._folder / f"{name}.wav" for name in ("right", "wrong")}


def _system_player() -> Play:
    if sys.platform == "win32":
        return _play_on_windows
    for command in _PLAYERS:
        program = shutil.which(command[0])
        if program is not None:
            return _Program((program, *command[1:]))
    return _beep


def _play_on_windows(file: Path) -> None:
    import winsound

    try:
        winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)  # type: ignore[attr-defined]
    except RuntimeError:
        _beep(file)


def _beep(_file: Path) -> None:
    QApplication.beep()


class _Program:
    """A player of its own process; those that ended are buried at the next sound."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        self._running: list[subprocess.Popen[bytes]] = []

    def __call__(self, file: Path) -> None:
        self._running = [process for process in self._running if process.poll() is None]
        if len(self._running) >= _MOST_AT_ONCE:
            return  # a stack is scanned faster than the sound card speaks: the next scan sounds again
        try:
            made = subprocess.Popen(  # noqa: S603 - the program was found on PATH, the file is our own
                (*self._command, str(file)),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            _beep(file)
            return
        self._running.append(made)
