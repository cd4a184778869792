"""The command line; opening the window is one of its commands. Nothing here imports Qt but those two."""

from __future__ import annotations

import argparse
import io
import logging
import sys
from collections.abc import Callable, Sequence

from counter_app.commands import arguments, runs
from counter_app.commands.console import DONE, NOT_OPENED, REFUSED, print_json
from counter_app.domain import errors

__all__ = ["DONE", "NOT_OPENED", "REFUSED", "main", "refuse"]

_NOT_OPENED = (errors.StoreLocked, errors.StoreNotOpened, errors.StoreTooNew, errors.JournalMismatch)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; answers the exit code (0 done, 1 refused, 2 wrong usage, 3 store not opened)."""
    _utf8()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(message)s")
    try:
        args = _parsed(argv)
    except SystemExit as leave:
        return int(leave.code or 0)
    args.data = getattr(args, "data", None)
    args.json = getattr(args, "json", False)
    args.lang = getattr(args, "lang", "vi")
    command: Callable[[argparse.Namespace], int] = getattr(args, "run", runs.run_window)
    try:
        return command(args)
    except errors.CounterError as error:
        return _refuse(error, args)
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments. What is searched for may begin with a dash: there an unknown option is a word."""
    reader = arguments.parser()
    args, unknown = reader.parse_known_args(argv)
    if unknown and getattr(args, "run", None) is not runs.run_search:
        reader.error(f"unrecognized arguments: {' '.join(unknown)}")
    if unknown:
        args.text = [*args.text, *unknown]
    if (check := getattr(args, "check", None)) is not None:
        check(args)  # what argparse cannot say: arguments that need each other
    return args


def _utf8() -> None:
    """Vietnamese on every console, whatever the machine's code page is."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            bad_bytes = "surrogateescape" if stream is sys.stdin else "replace"
            stream.reconfigure(encoding="utf-8", errors=bad_bytes)


def refuse(error: errors.CounterError, argv: Sequence[str]) -> int:
    """Say why the window of these arguments did not open; answers the exit code."""
    args = _parsed(argv)
    args.json, args.lang = getattr(args, "json", False), getattr(args, "lang", "vi")
    return _refuse(error, args)


def _refuse(error: errors.CounterError, args: argparse.Namespace) -> int:
    from counter_app.commands.acts import refused

    answer = refused(error, args.lang)
    if args.json:
        print_json(answer)
    else:
        sys.stderr.write(f"{answer['message']}\n")
    is_opening = getattr(args, "is_opening", False)
    return NOT_OPENED if is_opening or isinstance(error, _NOT_OPENED) else REFUSED
