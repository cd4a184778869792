"""What every command of the command line shares: opening the desk, and saying the answer."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from counter_app import paths

DONE, REFUSED, WRONG_USAGE, NOT_OPENED = 0, 1, 2, 3
"""Exit codes of every command (document 9)."""


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
