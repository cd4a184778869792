"""`import KIND FILE [--confirm]`: a table in, a verdict per row; nothing is stored without --confirm."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app.commands import console

if TYPE_CHECKING:
    from counter_app.bootstrap import Desk

Json = dict[str, Any]
Handler = Callable[["Desk", Path, bool], Json]
"""(desk, file, is_confirmed) → {"ok" (no row is refused), "stored", "rows": [{"row", "verdict", …}], …}."""

KINDS: dict[str, str] = {
    "procedures": "counter_app.commands.catalogue_commands:import_procedures",
    "calendar": "counter_app.commands.calendar_commands:import_file",
}
"""What may be imported → `module:function` of its handler, loaded when it is asked for."""

_NOT_WORDS = ("row", "verdict", "problems")
"""What a line of words leaves out of a row: its place stands first, and `message` says its problems."""


def run(args: argparse.Namespace) -> int:
    """Read the file, judge its rows, store them where they are confirmed and none is refused."""
    module, _, name = KINDS[args.kind].partition(":")
    handler: Handler = getattr(import_module(module), name)
    with console.desk(args, writing=args.confirm) as desk:
        answer = handler(desk, args.file, args.confirm)
    if args.json:
        return console.tell(args, answer)
    for row in answer.get("rows", ()):
        words = (f"{key}={value}" for key, value in row.items() if key not in _NOT_WORDS)
        sys.stdout.write(f"{row['row']}  {row['verdict']}  {' '.join(words)}\n")
    return console.tell(args, {key: value for key, value in answer.items() if key != "rows"})
