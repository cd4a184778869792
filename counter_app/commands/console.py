"""What every command of the command line shares: opening the desk, and saying the answer."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from counter_app import paths

DONE, REFUSED, WRONG_USAGE, NOT_OPENED = 0, 1, 2, 3
"""Exit codes of every command (document 9)."""


def is_agreed(question: str, left: str) -> bool:
    """Asks the person at the terminal before something that is not easily undone; `left`: said to a no. Where
    nobody sits, it was meant."""
    from counter_app.ui.restore_words import YES

    if sys.stdin is None or not sys.stdin.isatty():
        return True
    sys.stderr.write(question)
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in YES:
        return True
    sys.stderr.write(f"{left}\n")
    return False


ENDINGS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""How a system ends a program: told to, or its terminal was closed."""


@contextmanager
def ending_in_order() -> Iterator[None]:
    """While this lasts an ending from outside is as Ctrl+C: what was begun is stopped on the way out."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def desk(args: argparse.Namespace, *, writing: bool) -> Iterator[Any]:
    """The open desk that `--data` names (a bootstrap.Desk), closed at the end."""
    from counter_app import bootstrap

    args.is_opening = True  # whatever is raised now says that the store cannot be opened: exit code 3
    with bootstrap.open_desk(args.data or paths.default_folder(), writing=writing) as opened:
        args.is_opening = False
        if opened.settings.problem:
            sys.stderr.write(f"{opened.settings.problem}\n")
        yield opened


def print_json(value: Any) -> None:
    """One JSON line on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def tell(args: argparse.Namespace, answer: dict[str, Any]) -> int:
    """Say one object, as JSON or a line a key; answers the exit code (`ok` false: refused)."""
    if args.json:
        print_json(answer)
    else:
        for key, value in answer.items():
            if key != "ok":
                sys.stdout.write(f"{key}: {value if isinstance(value, str | int) else _flat(value)}\n")
    return DONE if answer.get("ok", True) else REFUSED


def _flat(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def tell_rows(args: argparse.Namespace, found: list[dict[str, Any]]) -> int:
    """Say many objects, as one JSON array or a line each; answers the exit code."""
    from counter_app.commands import reads

    if args.json:
        print_json(found)
    else:
        sys.stdout.writelines(reads.as_line(row) + "\n" for row in found)
    return DONE
