"""The arguments of `sync …` and `schedule …`."""

from __future__ import annotations

import argparse
from typing import Any


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add both, with what each runs."""
    sync = commands.add_parser(
        "sync", parents=[common], help="one pass with the central store", allow_abbrev=False
    )
    sync.add_argument("--thorough", action="store_true", help="compare everything, as every night")
    sync.set_defaults(run=_sync)
    kinds = sync.add_subparsers(metavar="WHAT")
    kinds.add_parser(
        "status", parents=[common], help="how the desk stands to its centre", allow_abbrev=False
    ).set_defaults(run=_status)
    nightly = commands.add_parser(
        "schedule", parents=[common], help="the nightly pass as a task of the system", allow_abbrev=False
    )
    ways = nightly.add_subparsers(metavar="WHAT", required=True)
    for what, words in (
        ("install", "every night at 02:00, caught up with where that was missed"),
        ("remove", "no more"),
        ("show", "what is installed and when it runs next"),
    ):
        way = ways.add_parser(what, parents=[common], help=words, allow_abbrev=False)
        way.set_defaults(run=_schedule, what=what)


def _sync(args: argparse.Namespace) -> int:
    from counter_app.commands import syncing

    return syncing.run_sync(args)


def _status(args: argparse.Namespace) -> int:
    from counter_app.commands import syncing

    return syncing.run_status(args)


def _schedule(args: argparse.Namespace) -> int:
    from counter_app.commands import schedule

    return schedule.run(args)
