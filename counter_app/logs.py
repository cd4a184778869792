"""The log of this machine: one rotating file of JSON lines a process, without anything about people.

Logs carry codes and kinds, never what was typed: numbers of people, e-mails and every quoted word of a
fault's message are struck out before a line is written (Luật 91/2025/QH15; document 7, threats).
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

FOLDER = "logs"
_MOST_BYTES, _KEPT = 1_000_000, 5
_LONGEST = 2_000
_CODE = re.compile(r"\b(?:[HG]\d{2}(?:\.\d{2}){0,3}|\d{3}\.\d{2}\.\d{2}\.[HG]\d{2})-\d{6,8}-\d{4,7}\b")
_EMAIL = re.compile(r"[^\s@'\"<>]{1,200}@[^\s@'\"<>]{1,200}")
_NUMBER = re.compile(r"\+?\d[\d .]{7,}\d|\b0\d{2,3}-\d{3,4}-\d{3,4}\b")
_QUOTED = re.compile(
    r"(?<!\w)[bruf]{0,2}(?:'(?:\\.|[^\\])*?'(?!\w)|\"(?:\\.|[^\\])*?\"(?!\w))|“[^”]*”|«[^»]*»", re.S | re.I
)
"""As Python quotes values: an apostrophe within a word begins and ends nothing."""
_LEFT_OPEN = re.compile(r"(?:(?<!\w)['\"]|['\"](?!\w)|[“«]).*", re.S)


def redacted(text: str) -> str:
    """`text` without numbers of people and e-mails; dossier codes stay."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    bare = _CODE.sub(keep, text[:_LONGEST].replace("\0", ""))
    bare = _NUMBER.sub("[number]", _EMAIL.sub("[e-mail]", bare))
    return re.sub("\0(\\d+)\0", lambda found: kept[int(found[1])], bare)


def fault_words(error: BaseException) -> str:
    """A fault's message without its quoted words: they may be what a person typed."""
    bare = _QUOTED.sub("[…]", str(error)[:_LONGEST])
    return redacted(_LEFT_OPEN.sub("[…]", bare))


class JsonLines(logging.Formatter):
    """One record a line: time, level, logger, message, and for a fault its kind, message and frames."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname,
            "where": record.name,
            "said": redacted(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["fault"] = type(error).__name__
            line["message"] = fault_words(error)
            line["frames"] = frames_of(error.__traceback__)
        return json.dumps(line, ensure_ascii=False)


def frames_of(trace: TracebackType | None) -> list[str]:
    """`file:line function` of each frame, without the lines of source and the values in them."""
    return [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]


def begin(folder: Path, name: str) -> Path | None:
    """Write this process's log into `logs/<name>.log` of the desk's folder from now on; answers the file.

    None where it cannot be written: work goes on without a log.
    """
    file = folder / FOLDER / f"{name}.log"
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=_MOST_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError as error:
        logging.getLogger(__name__).warning("no log file: %s", error.strerror)
        return None
    handler.setFormatter(JsonLines())
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    for said in root.handlers:  # the terminal hears warnings as before, the file hears more
        said.setLevel(max(said.level, logging.WARNING))
    root.addHandler(handler)
    root.setLevel(min(root.level or logging.INFO, logging.INFO))
    threading.excepthook = _thread_fault
    return file


def end() -> None:
    """Let go of the log file."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, RotatingFileHandler)]:
        root.removeHandler(handler)
        handler.close()


def _thread_fault(fault: threading.ExceptHookArgs) -> None:
    if fault.exc_value is not None and not isinstance(fault.exc_value, SystemExit):
        logging.getLogger("counter_app.thread").error(
            "fault on a thread", exc_info=(fault.exc_type, fault.exc_value, fault.exc_traceback)
        )
        sys.stderr.write(f"{fault.exc_type.__name__}\n")
