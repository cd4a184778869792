"""The arguments of `central …`: installing the central store, enrolling desks there, looking after it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[[argparse.Namespace], int]


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add `central` and what can be done with it."""
    central = commands.add_parser("central", parents=[common], help="the central store", allow_abbrev=False)
    kinds = central.add_subparsers(metavar="WHAT", required=True)

    def of(name: str, words: str) -> argparse.ArgumentParser:
        sub: argparse.ArgumentParser = kinds.add_parser(
            name, parents=[common], help=words, allow_abbrev=False
        )
        sub.set_defaults(run=_later(name))
        return sub

    def at_the_centre(name: str, words: str) -> argparse.ArgumentParser:
        sub = of(name, words)
        sub.add_argument(
            "--address", default="", help="superuser's URL or libpq words; without it the PG… variables"
        )
        return sub

    at_the_centre("init", "install or upgrade the store in a database")
    _add_enrol(at_the_centre("enrol", "give a desk its login and write its enrolment file"))
    revoking = at_the_centre("revoke", "close a desk's login and all it may do")
    revoking.add_argument("--agency-id", required=True)
    revoking.add_argument("--desk", type=int, required=True)
    _add_yes(revoking)
    looking = at_the_centre("status", "agencies, desks, who is behind, what lies aside")
    looking.add_argument("--verify", action="store_true", help="recompute every hash of every feed")
    of("trial", "run an embedded PostgreSQL with a store for trials in --data, until Ctrl+C")


def _add_enrol(enrol: argparse.ArgumentParser) -> None:
    enrol.add_argument("--agency-id", required=True)
    enrol.add_argument("--agency-name", default="", help="where the store knows none yet")
    enrol.add_argument("--desk", type=int, required=True)
    enrol.add_argument("--origin", help="a desk that worked alone joins with its own data: their id")
    enrol.add_argument(
        "--host", action="append", default=[], help="name[:port] that desks use; several for a failover"
    )
    enrol.add_argument("--dbname", default="", help="database, where desks call it otherwise")
    enrol.add_argument("--ca", type=Path, help="PEM file of the authority of the server's certificate")
    enrol.add_argument("--out", type=Path, required=True, help="the enrolment file to write")
    _add_yes(enrol)


def _add_yes(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--yes", action="store_true", help="without asking first, at a terminal")


def _later(name: str) -> Run:
    """Runs `commands.central.run_…`: what speaks to PostgreSQL is loaded when it is asked for."""

    def run(args: argparse.Namespace) -> int:
        from counter_app.commands import central

        runs: dict[str, Run] = {
            "init": central.run_init,
            "enrol": central.run_enrol,
            "revoke": central.run_revoke,
            "status": central.run_status,
            "trial": central.run_trial,
        }
        return runs[name](args)

    return run
