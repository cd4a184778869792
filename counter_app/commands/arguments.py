"""The arguments of the command line: one function a group of commands, each with what it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from counter_app import __version__
from counter_app.commands import central_arguments, importing, runs, sync_arguments


def parser() -> argparse.ArgumentParser:
    """The parser. Common options may stand before or after the command and mean the same."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    # SUPPRESS: a sub-parser's default would wipe the value given before the command.
    common.add_argument("--data", type=Path, help="the desk's folder")
    common.add_argument("--json", action="store_true", help="answer in JSON")
    common.add_argument("--lang", choices=("vi", "en"), help="language of messages")
    top = argparse.ArgumentParser(prog="counter-app", parents=[common], allow_abbrev=False)
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(metavar="COMMAND")

    def add(
        name: str, run: Callable[[argparse.Namespace], int], words: str, has_short_help: bool = True
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(
            name, parents=[common], help=words, allow_abbrev=False, add_help=has_short_help
        )
        sub.set_defaults(run=run)
        return sub

    add("window", runs.run_window, "open the window (the default)")
    _add_demo(add)
    _add_reads(add)
    _add_papers(add)
    _add_upkeep(add, commands, common)
    _add_catalogue(add, commands, common)
    central_arguments.add_to(commands, common)
    sync_arguments.add_to(commands, common)
    return top


Add = Callable[..., argparse.ArgumentParser]


def _add_demo(add: Add) -> None:
    demo = add("demo", runs.run_demo, "make and open a trial desk")
    demo.add_argument("--dossiers", type=int, default=200)
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--desks", type=int, help="so many desks around a central store of their own")
    demo.add_argument("--no-window", action="store_true")
    init = add("init", runs.run_init, "make a new desk")
    init.add_argument("--agency-id")
    init.add_argument("--agency-name")
    init.add_argument("--desk", type=int)
    init.add_argument("--of", type=int, default=1)
    init.add_argument("--admin", default="", help="name or login of the first administrator")
    init.add_argument("--key", choices=("file", "keyring"), default="file")
    init.add_argument("--enrol", type=Path, metavar="FILE", help="of `central enrol`: join its centre")
    init.set_defaults(check=lambda args: _check_init(init, args))


def _check_init(init: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    """A desk must be told who it is, by its enrolment or by words."""
    if args.enrol is None:
        words = ("agency_id", "agency_name", "desk", "admin")
        if missing := [f"--{word.replace('_', '-')}" for word in words if getattr(args, word) in (None, "")]:
            init.error(f"the following arguments are required without --enrol: {', '.join(missing)}")


def _add_reads(add: Add) -> None:
    acts = add("acts", runs.run_acts, "one JSON act a line in, one JSON answer a line out")
    acts.add_argument("file", nargs="?", default="-")
    acts.add_argument("--schema", action="store_true")
    deadline = add("deadline", runs.run_deadline, "due dates of JSON lines")
    deadline.add_argument("file", nargs="?", default="-")
    add("show", runs.run_show, "one dossier").add_argument("code")
    add("history", runs.run_history, "the events of a dossier").add_argument("code")
    listing = add("list", runs.run_list, "dossiers by filter, newest first")
    listing.add_argument("--status")
    listing.add_argument("--unit")
    listing.add_argument("--overdue", action="store_true")
    listing.add_argument("--at")
    listing.add_argument("--slips", action="store_true")
    listing.add_argument("--limit", type=int, default=200)
    finding = add("search", runs.run_search, "find dossiers", has_short_help=False)
    finding.add_argument("--help", action="help")
    finding.add_argument("text", nargs="*", default=[])
    finding.add_argument("--limit", type=int, default=50)


def _add_papers(add: Add) -> None:
    printing = add("print", runs.run_print, "a paper into a PDF file")
    printing.add_argument("form")
    printing.add_argument("code", nargs="?", default="")
    printing.add_argument("--out", type=Path, required=True)
    printing.add_argument("--copy", type=int)


def _add_upkeep(add: Add, commands: Any, common: argparse.ArgumentParser) -> None:
    add("verify", runs.run_verify, "check the file").add_argument("--deep", action="store_true")
    add("rebuild", runs.run_rebuild, "make the projections again from the log")
    add("backup", runs.run_backup, "a checked copy of the file").add_argument("--out", type=Path)
    bringing = add("restore", runs.run_restore, "a copy in the place of the desk's file")
    bringing.add_argument("file", type=Path)
    bringing.add_argument("--key", type=Path, metavar="KEYFILE", help="the saved store.key, on a new machine")
    bringing.add_argument("--journal", type=Path, metavar="DIR", help="folder of the witness journal")
    bringing.add_argument("--enrol", type=Path, metavar="FILE", help="a new enrolment of this desk")
    bringing.add_argument("--yes", action="store_true", help="without asking first, at a terminal")
    staff = commands.add_parser("staff", parents=[common], help="accounts", allow_abbrev=False)
    kinds = staff.add_subparsers(metavar="WHAT", required=True)
    roles = ("counter", "officer", "head", "supervisor", "administrator")
    adding = kinds.add_parser("add", parents=[common], allow_abbrev=False)
    adding.add_argument("login")
    adding.add_argument("--name", required=True)
    adding.add_argument("--role", required=True, choices=roles)
    adding.add_argument("--unit", required=True)
    adding.set_defaults(run=runs.run_staff_add)
    role = kinds.add_parser("role", parents=[common], allow_abbrev=False)
    role.add_argument("login")
    role.add_argument("role", choices=roles)
    role.set_defaults(run=runs.run_staff_role)
    reset = kinds.add_parser("reset", parents=[common], allow_abbrev=False)
    reset.add_argument("login")
    reset.set_defaults(run=runs.run_staff_reset)


def _add_catalogue(add: Add, commands: Any, common: argparse.ArgumentParser) -> None:
    bringing = add("import", importing.run, "a table from a file; a dry run without --confirm")
    bringing.add_argument("kind", choices=tuple(importing.KINDS))
    bringing.add_argument("file", type=Path)
    bringing.add_argument("--confirm", action="store_true", help="store the rows")
    calendar = commands.add_parser("calendar", parents=[common], help="working days", allow_abbrev=False)
    kinds = calendar.add_subparsers(metavar="WHAT", required=True)

    def of(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        sub: argparse.ArgumentParser = kinds.add_parser(name, parents=[common], allow_abbrev=False)
        sub.set_defaults(run=run)
        return sub

    setting = of("set", runs.run_calendar_set)
    setting.add_argument("day")
    setting.add_argument("kind", choices=("off", "working", "usual"))
    setting.add_argument("--label", default="")
    setting.add_argument("--notice", default="")
    setting.add_argument("--proposed", action="store_true")
    confirming = of("confirm", runs.run_calendar_confirm)
    confirming.add_argument("year", type=int)
    confirming.add_argument("--notice", required=True)
    preview = of("preview", runs.run_calendar_preview)
    preview.add_argument("--day", action="append", default=[], metavar="DAY=off|working|usual")
    of("propose", runs.run_calendar_propose).add_argument("year", type=int)
