"""The command line; opening the window is one of its commands. Nothing here imports Qt but those two."""

from __future__ import annotations

import argparse
import io
import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from counter_app import __version__, paths
from counter_app.domain import errors

DONE, REFUSED, WRONG_USAGE, NOT_OPENED = 0, 1, 2, 3
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
    command: Callable[[argparse.Namespace], int] = getattr(args, "run", _window)
    try:
        return command(args)
    except errors.CounterError as error:
        return _refuse(error, args)
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments. What is searched for may begin with a dash: there an unknown option is a word."""
    reader = parser()
    args, unknown = reader.parse_known_args(argv)
    if unknown and getattr(args, "run", None) is not _search:
        reader.error(f"unrecognized arguments: {' '.join(unknown)}")
    if unknown:
        args.text = [*args.text, *unknown]
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
        _print_json(answer)
    else:
        sys.stderr.write(f"{answer['message']}\n")
    is_opening = getattr(args, "is_opening", False)
    return NOT_OPENED if is_opening or isinstance(error, _NOT_OPENED) else REFUSED


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


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

    add("window", _window, "open the window (the default)")
    _add_demo(add)
    _add_reads(add)
    _add_papers(add)
    _add_upkeep(add, commands, common)
    return top


Add = Callable[..., argparse.ArgumentParser]


def _add_demo(add: Add) -> None:
    demo = add("demo", _demo, "make and open a trial desk")
    demo.add_argument("--dossiers", type=int, default=200)
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--no-window", action="store_true")
    init = add("init", _init, "make a new desk")
    init.add_argument("--agency-id", required=True)
    init.add_argument("--agency-name", required=True)
    init.add_argument("--desk", type=int, required=True)
    init.add_argument("--of", type=int, default=1)
    init.add_argument("--admin", required=True)
    init.add_argument("--key", choices=("file", "keyring"), default="file")


def _add_reads(add: Add) -> None:
    acts = add("acts", _acts, "one JSON act a line in, one JSON answer a line out")
    acts.add_argument("file", nargs="?", default="-")
    acts.add_argument("--schema", action="store_true")
    deadline = add("deadline", _deadline, "due dates of JSON lines")
    deadline.add_argument("file", nargs="?", default="-")
    add("show", _show, "one dossier").add_argument("code")
    add("history", _history, "the events of a dossier").add_argument("code")
    listing = add("list", _list, "dossiers by filter, newest first")
    listing.add_argument("--status")
    listing.add_argument("--unit")
    listing.add_argument("--overdue", action="store_true")
    listing.add_argument("--at")
    listing.add_argument("--slips", action="store_true")
    listing.add_argument("--limit", type=int, default=200)
    finding = add("search", _search, "find dossiers", has_short_help=False)
    finding.add_argument("--help", action="help")
    finding.add_argument("text", nargs="*", default=[])
    finding.add_argument("--limit", type=int, default=50)


def _add_papers(add: Add) -> None:
    printing = add("print", _print, "a paper into a PDF file")
    printing.add_argument("form")
    printing.add_argument("code", nargs="?", default="")
    printing.add_argument("--out", type=Path, required=True)
    printing.add_argument("--copy", type=int)


def _add_upkeep(add: Add, commands: Any, common: argparse.ArgumentParser) -> None:
    add("verify", _verify, "check the file").add_argument("--deep", action="store_true")
    add("rebuild", _rebuild, "make the projections again from the log")
    add("backup", _backup, "a checked copy of the file").add_argument("--out", type=Path)
    staff = commands.add_parser("staff", parents=[common], help="accounts", allow_abbrev=False)
    kinds = staff.add_subparsers(metavar="WHAT", required=True)
    roles = ("counter", "officer", "head", "supervisor", "administrator")
    adding = kinds.add_parser("add", parents=[common], allow_abbrev=False)
    adding.add_argument("login")
    adding.add_argument("--name", required=True)
    adding.add_argument("--role", required=True, choices=roles)
    adding.add_argument("--unit", required=True)
    adding.set_defaults(run=_staff_add)
    role = kinds.add_parser("role", parents=[common], allow_abbrev=False)
    role.add_argument("login")
    role.add_argument("role", choices=roles)
    role.set_defaults(run=_staff_role)
    reset = kinds.add_parser("reset", parents=[common], allow_abbrev=False)
    reset.add_argument("login")
    reset.set_defaults(run=_staff_reset)


@contextmanager
def _desk(args: argparse.Namespace, *, writing: bool) -> Iterator[Any]:
    from counter_app import bootstrap

    args.is_opening = True  # whatever is raised now says that the store cannot be opened: exit code 3
    with bootstrap.open_desk(args.data or paths.default_folder(), writing=writing) as desk:
        args.is_opening = False
        if desk.settings.problem:
            sys.stderr.write(f"{desk.settings.problem}\n")
        yield desk


def _window(args: argparse.Namespace) -> int:
    from counter_app.commands import window

    return window.run(args.data)


def _demo(args: argparse.Namespace) -> int:
    from counter_app.commands import demo

    desk, was_made = demo.open_trial(args.data, dossiers=args.dossiers, seed=args.seed)
    with desk:
        if args.no_window:
            return _tell(args, demo.described(desk, was_made))
        if demo.has_screen():
            from counter_app.commands import window

            return window.run_desk(desk)
        sys.stderr.write("no screen: doing the main job instead of opening the window\n")
        return _tell(args, demo.main_job(desk))


def _tell(args: argparse.Namespace, answer: dict[str, Any]) -> int:
    if args.json:
        _print_json(answer)
    else:
        for key, value in answer.items():
            if key != "ok":
                sys.stdout.write(f"{key}: {value if isinstance(value, str | int) else _flat(value)}\n")
    return DONE if answer.get("ok", True) else REFUSED


def _flat(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _init(args: argparse.Namespace) -> int:
    from counter_app.commands import upkeep

    return _tell(
        args,
        upkeep.init(
            args.data or paths.default_folder(),
            agency_id=args.agency_id,
            agency_name=args.agency_name,
            desk=args.desk,
            of=args.of,
            admin=args.admin,
            key_kind=args.key,
        ),
    )


def _acts(args: argparse.Namespace) -> int:
    if args.schema:
        from counter_app.commands.act_models import schema

        _print_json(schema())
        return DONE
    from counter_app import bootstrap
    from counter_app.commands import acts
    from counter_app.commands.input_lines import input_lines

    with _desk(args, writing=True) as desk, input_lines(args.file) as lines:
        code = acts.run(desk, lines, sys.stdout, args.lang)
        try:
            bootstrap.upkeep(desk)
        except errors.CounterError as error:
            # Every line was answered and committed: a copy that found no room takes nothing of that back.
            sys.stderr.write(f"{acts.refused(error, args.lang)['message']}\n")
        return code


def _deadline(args: argparse.Namespace) -> int:
    from counter_app.commands import deadline
    from counter_app.commands.input_lines import input_lines
    from counter_app.services.seed_calendar import seed_calendar

    calendar = seed_calendar()
    if args.data is not None:
        with _desk(args, writing=False) as desk:
            calendar = desk.read(lambda reading: reading.reference.calendar)
    with input_lines(args.file) as lines:
        return deadline.run(lines, calendar, sys.stdout)


def _show(args: argparse.Namespace) -> int:
    from counter_app.commands import reads

    with _desk(args, writing=False) as desk:
        value = reads.show(desk, args.code)
    if args.json:
        _print_json(value)
    else:
        sys.stdout.write(reads.as_text(value) + "\n")
    return DONE


def _rows(args: argparse.Namespace, rows: list[dict[str, Any]]) -> int:
    from counter_app.commands import reads

    if args.json:
        _print_json(rows)
    else:
        sys.stdout.writelines(reads.as_line(row) + "\n" for row in rows)
    return DONE


def _list(args: argparse.Namespace) -> int:
    from counter_app.commands import reads

    with _desk(args, writing=False) as desk:
        rows = reads.listed(
            desk,
            status=args.status,
            unit=args.unit,
            overdue=args.overdue,
            at=args.at,
            slips=args.slips,
            limit=args.limit,
        )
    return _rows(args, rows)


def _search(args: argparse.Namespace) -> int:
    from counter_app.commands import reads

    with _desk(args, writing=False) as desk:
        rows = reads.found(desk, " ".join(args.text), args.limit)
    return _rows(args, rows)


def _history(args: argparse.Namespace) -> int:
    from counter_app.commands import reads

    with _desk(args, writing=False) as desk:
        lines = reads.history(desk, args.code)
    if args.json:
        _print_json(lines)
    else:
        sys.stdout.writelines(
            f"{line['at']}  {line['kind']}  {line['by']} ({line['unit']})\n" for line in lines
        )
    return DONE


def _print(args: argparse.Namespace) -> int:
    from counter_app.commands import asking

    folder = args.data or paths.default_folder()
    answer = asking.print_form(folder, args.form, args.code, args.out, args.copy)
    if answer is None:
        from counter_app.commands import printing

        with _desk(args, writing=True) as desk:
            answer = printing.print_form(desk, args.form, args.code, args.out, copy=args.copy)
    return _tell(args, answer)


def _verify(args: argparse.Namespace) -> int:
    from counter_app.commands import upkeep

    with _desk(args, writing=False) as desk:
        return _tell(args, upkeep.verify(desk, deep=args.deep))


def _rebuild(args: argparse.Namespace) -> int:
    from counter_app.commands import upkeep

    with _desk(args, writing=True) as desk:
        return _tell(args, upkeep.rebuild(desk))


def _backup(args: argparse.Namespace) -> int:
    from counter_app.commands import upkeep

    with _desk(args, writing=False) as desk:
        return _tell(args, upkeep.backup(desk, args.out, desk.local_now()))


def _staff_add(args: argparse.Namespace) -> int:
    from counter_app.commands import upkeep

    with _desk(args, writing=True) as desk:
        return _tell(
            args, upkeep.staff_add(desk, args.login, name=args.name, role=args.role, unit=args.unit)
        )


def _staff_role(args: argparse.Namespace) -> int:
    from counter_app.commands import upkeep

    with _desk(args, writing=True) as desk:
        return _tell(args, upkeep.staff_role(desk, args.login, args.role))


def _staff_reset(args: argparse.Namespace) -> int:
    from counter_app.commands import upkeep

    with _desk(args, writing=True) as desk:
        return _tell(args, upkeep.staff_reset(desk, args.login))
