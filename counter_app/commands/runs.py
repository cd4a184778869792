"""The commands of a desk's day and of its upkeep: what each runs. Their arguments: arguments.py."""

from __future__ import annotations

import argparse
import sys

from counter_app import paths
from counter_app.commands import console
from counter_app.domain import errors


def run_window(args: argparse.Namespace) -> int:
    """Open the window."""
    from counter_app.commands import window

    return window.run(args.data)


def run_demo(args: argparse.Namespace) -> int:
    """Make and open a trial desk, or say what it is."""
    if args.desks is not None:
        from counter_app.commands import demo_desks

        return demo_desks.run(args)
    from counter_app.commands import demo

    desk, was_made = demo.open_trial(args.data, dossiers=args.dossiers, seed=args.seed)
    with desk:
        if args.no_window:
            return console.tell(args, demo.described(desk, was_made))
        if demo.has_screen():
            from counter_app.commands import window

            return window.run_desk(desk)
        sys.stderr.write("no screen: doing the main job instead of opening the window\n")
        return console.tell(args, demo.main_job(desk))


def run_init(args: argparse.Namespace) -> int:
    """Make a new desk, or bring one into a central store."""
    if args.enrol is not None:
        from counter_app.commands import enrolled

        return console.tell(args, enrolled.init(args.data or paths.default_folder(), args))
    from counter_app.commands import upkeep

    return console.tell(
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


def run_acts(args: argparse.Namespace) -> int:
    """Do acts, one JSON line each."""
    if args.schema:
        from counter_app.commands.act_models import schema

        console.print_json(schema())
        return console.DONE
    from counter_app import bootstrap
    from counter_app.commands import acts
    from counter_app.commands.input_lines import input_lines

    with console.desk(args, writing=True) as desk, input_lines(args.file) as lines:
        code = acts.run(desk, lines, sys.stdout, args.lang)
        try:
            bootstrap.upkeep(desk)
        except errors.CounterError as error:
            # Every line was answered and committed: a copy that found no room takes nothing of that back.
            sys.stderr.write(f"{acts.refused(error, args.lang)['message']}\n")
        return code


def run_deadline(args: argparse.Namespace) -> int:
    """Answer due dates of JSON lines."""
    from counter_app.commands import deadline
    from counter_app.commands.input_lines import input_lines
    from counter_app.services.seed_calendar import seed_calendar

    calendar = seed_calendar()
    if args.data is not None:
        with console.desk(args, writing=False) as desk:
            calendar = desk.read(lambda reading: reading.reference.calendar)
    with input_lines(args.file) as lines:
        return deadline.run(lines, calendar, sys.stdout)


def run_show(args: argparse.Namespace) -> int:
    """Show one dossier."""
    from counter_app.commands import reads

    with console.desk(args, writing=False) as desk:
        value = reads.show(desk, args.code)
    if args.json:
        console.print_json(value)
    else:
        sys.stdout.write(reads.as_text(value) + "\n")
    return console.DONE


def run_list(args: argparse.Namespace) -> int:
    """List dossiers."""
    from counter_app.commands import reads

    with console.desk(args, writing=False) as desk:
        rows = reads.listed(
            desk,
            status=args.status,
            unit=args.unit,
            overdue=args.overdue,
            at=args.at,
            slips=args.slips,
            limit=args.limit,
        )
    return console.tell_rows(args, rows)


def run_search(args: argparse.Namespace) -> int:
    """Find dossiers."""
    from counter_app.commands import reads

    with console.desk(args, writing=False) as desk:
        rows = reads.found(desk, " ".join(args.text), args.limit)
    return console.tell_rows(args, rows)


def run_history(args: argparse.Namespace) -> int:
    """The events of a dossier."""
    from counter_app.commands import reads

    with console.desk(args, writing=False) as desk:
        lines = reads.history(desk, args.code)
    if args.json:
        console.print_json(lines)
    else:
        sys.stdout.writelines(
            f"{line['at']}  {line['kind']}  {line['by']} ({line['unit']})\n" for line in lines
        )
    return console.DONE


def run_print(args: argparse.Namespace) -> int:
    """Write a paper as PDF."""
    from counter_app.commands import asking

    folder = args.data or paths.default_folder()
    answer = asking.print_form(folder, args.form, args.code, args.out, args.copy)
    if answer is None:
        from counter_app.commands import printing

        with console.desk(args, writing=True) as desk:
            answer = printing.print_form(desk, args.form, args.code, args.out, copy=args.copy)
    return console.tell(args, answer)


def run_verify(args: argparse.Namespace) -> int:
    """Check the file."""
    from counter_app.commands import upkeep

    with console.desk(args, writing=False) as desk:
        answer = upkeep.verify(desk, deep=args.deep)
    if answer.get("folding"):
        from counter_app.ui.slip_words import FOLDING

        sys.stderr.write(f"{FOLDING[args.lang]}\n")
    return console.tell(args, answer)


def run_rebuild(args: argparse.Namespace) -> int:
    """Make the projections again."""
    from counter_app.commands import upkeep

    with console.desk(args, writing=True) as desk:
        return console.tell(args, upkeep.rebuild(desk))


def run_backup(args: argparse.Namespace) -> int:
    """Make a checked copy."""
    from counter_app.commands import upkeep

    with console.desk(args, writing=False) as desk:
        return console.tell(args, upkeep.backup(desk, args.out, desk.local_now()))


def run_restore(args: argparse.Namespace) -> int:
    """Put a copy in the place of the desk's file."""
    from counter_app.commands import restoring

    folder = args.data or paths.default_folder()
    if not args.yes and not restoring.is_meant(folder, args.file, args.lang):
        return console.REFUSED
    answer = restoring.restore(
        folder, args.file, key_file=args.key, medium=args.journal, enrolment=args.enrol, lang=args.lang
    )
    return console.tell(args, answer)


def run_staff_add(args: argparse.Namespace) -> int:
    """Add an account."""
    from counter_app.commands import upkeep

    with console.desk(args, writing=True) as desk:
        return console.tell(
            args, upkeep.staff_add(desk, args.login, name=args.name, role=args.role, unit=args.unit)
        )


def run_staff_role(args: argparse.Namespace) -> int:
    """Give an account another role."""
    from counter_app.commands import upkeep

    with console.desk(args, writing=True) as desk:
        return console.tell(args, upkeep.staff_role(desk, args.login, args.role))


def run_staff_reset(args: argparse.Namespace) -> int:
    """Give an account a one-time password."""
    from counter_app.commands import upkeep

    with console.desk(args, writing=True) as desk:
        return console.tell(args, upkeep.staff_reset(desk, args.login))


def run_calendar_set(args: argparse.Namespace) -> int:
    """Make a day off, worked, or as the week has it."""
    from counter_app.commands import calendar_commands

    with console.desk(args, writing=True) as desk:
        return console.tell(
            args,
            calendar_commands.set_day(
                desk,
                args.day,
                args.kind,
                label=args.label,
                notice=args.notice,
                is_confirmed=not args.proposed,
            ),
        )


def run_calendar_confirm(args: argparse.Namespace) -> int:
    """Confirm a year by its notice."""
    from counter_app.commands import calendar_commands

    with console.desk(args, writing=True) as desk:
        return console.tell(args, calendar_commands.confirm(desk, args.year, args.notice))


def run_calendar_preview(args: argparse.Namespace) -> int:
    """Which open dossiers would move."""
    from counter_app.commands import calendar_commands

    with console.desk(args, writing=False) as desk:
        answer = calendar_commands.preview(desk, args.day)
    if args.json:
        return console.tell(args, answer)
    sys.stdout.writelines(calendar_commands.preview_lines(answer))
    return console.DONE


def run_calendar_propose(args: argparse.Namespace) -> int:
    """Days that a year without a notice will likely have off; nothing is stored."""
    from counter_app.commands import calendar_commands

    return console.tell_rows(args, calendar_commands.proposals(args.year))
