"""`central …`: what an administrator does with the central store from the command line."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from counter_app import paths
from counter_app.commands import console
from counter_app.domain.causes import cause_of
from counter_app.domain.errors import FieldProblem, FileNotRead, InvalidField
from counter_app.domain.events import LOCAL_ZONE
from counter_app.sync import enrol, feed_check, overview
from counter_app.sync.address import Host, check_ca
from counter_app.sync.dial import administrator
from counter_app.sync.enrolment import enrolment_file
from counter_app.sync.install import install
from counter_app.sync.overview import AgencyOverview, Life
from counter_app.sync.trial_centre import a_trial_centre
from counter_app.ui.central_words import ENROL_AGAIN, REVOKE

Json = dict[str, Any]


def run_init(args: argparse.Namespace) -> int:
    """Install the newest schema; a store that has it is left as it is."""
    with administrator(args.address) as conn:
        installed = install(conn)
        database = conn.info.dbname
    return console.tell(args, {"ok": True, "database": database, **asdict(installed)})


def run_enrol(args: argparse.Namespace) -> int:
    """Enrol a desk and write its file; the answer shows all of it but the password."""
    ca = _ca_of(args.ca) if args.ca else ""
    if not args.yes and not _may_end_password(args):
        return console.REFUSED
    with enrolment_file(args.out) as write, administrator(args.address) as conn:
        hosts = tuple(Host.parse(text) for text in args.host) or _socket_of(conn)
        made = enrol.enrol(
            conn,
            args.agency_id,
            args.desk,
            enrol.Way(hosts, args.dbname, ca),
            agency_name=args.agency_name,
            origin=args.origin,
        )
        write(made)
    answer: Json = {
        "ok": True,
        "file": str(args.out),
        "agency_id": made.agency_id,
        "agency_name": made.agency["name"],
        "desk": made.desk,
        "incarnation": made.incarnation,
        "origin": made.origin,
        "login": made.login,
        "block": [made.lo, made.hi],
        "from_date": made.from_date.isoformat(),
        "hosts": [str(host) for host in made.address.hosts],
        "sslmode": made.address.sslmode,
    }
    if made.incarnation > 1 and not made.has_file:
        sys.stderr.write(
            f"desk {made.desk} was enrolled before: its old password is void, this file begins its life"
            f" {made.incarnation}\n"
        )
    return console.tell(args, answer)


def _may_end_password(args: argparse.Namespace) -> bool:
    """Asks at a terminal where the desk comes and goes with a password that this would end."""
    if sys.stdin is None or not sys.stdin.isatty():
        return True
    agency = enrol.checked_agency_id(args.agency_id)
    with administrator(args.address) as conn:
        is_working = enrol.has_open_login(conn, agency, args.desk)
    question, left = ENROL_AGAIN[args.lang]
    return not is_working or console.is_agreed(question.format(desk=args.desk, agency=agency), left)


def _socket_of(conn: Any) -> tuple[Host, ...]:
    """Without --host desks go where the administrator went, if that is this very machine."""
    host = Host(conn.info.host, conn.info.port)
    if not host.is_local:
        raise InvalidField(field="host", problem=FieldProblem.MISSING)
    return (host,)


def _ca_of(path: Path) -> str:
    """Its text. One without a certificate is refused, an empty one too."""
    try:
        ca = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidField(field="ca", problem=FieldProblem.FORMAT) from error
    except FileNotFoundError as error:
        raise FileNotRead(path=str(path), because="no_file") from error
    except OSError as error:
        raise FileNotRead(path=str(path), because=cause_of(error)) from error
    check_ca(ca)
    return ca


def run_revoke(args: argparse.Namespace) -> int:
    """Close a desk, after a question at a terminal."""
    question, left = REVOKE[args.lang]
    asked = question.format(desk=args.desk, agency=args.agency_id.strip().upper())
    if not args.yes and not console.is_agreed(asked, left):
        return console.REFUSED
    with administrator(args.address) as conn:
        revoked = enrol.revoke(conn, args.agency_id, args.desk)
    return console.tell(args, {"ok": True, **asdict(revoked)})


def run_status(args: argparse.Namespace) -> int:
    """Say how the store stands; a finding where a feed is not what it was, here or at a desk."""
    with administrator(args.address) as conn:
        seen = overview.status(conn)
        verdicts = feed_check.check_feeds(conn) if args.verify else ()
    disagreeing = [life for agency in seen.agencies for life in agency.lives if _disagrees(life)]
    answer: Json = {
        "ok": not disagreeing and all(verdict.is_right for verdict in verdicts),
        "schema_version": seen.schema_version,
        "server_version": seen.server_version,
        "system_id": seen.system_id,
        "timeline": seen.timeline,
        "agencies": [_agency_json(agency) for agency in seen.agencies],
    }
    if args.verify:
        answer["verify"] = [{"ok": verdict.is_right, **asdict(verdict)} for verdict in verdicts]
    if args.json:
        return console.tell(args, answer)
    sys.stdout.write(f"schema {seen.schema_version}  PostgreSQL {seen.server_version // 10_000}\n")
    for agency in seen.agencies:
        sys.stdout.writelines(f"{line}\n" for line in _lines(agency))
    for verdict in verdicts:
        found = f"pos {verdict.bad_pos}: {verdict.because}" if not verdict.is_right else "right"
        sys.stdout.write(f"verify {verdict.agency}  {verdict.events} events  {found}\n")
    return console.DONE if answer["ok"] else console.REFUSED


def _disagrees(life: Life) -> bool:
    return life.feed_agrees is False and not life.is_closed


def _agency_json(agency: AgencyOverview) -> Json:
    lives = [
        {
            **asdict(life),
            "opened_at": _moment(life.opened_at),
            "seen_at": _moment(life.seen_at),
            "blocks": [[block.lo, block.hi, block.from_date.isoformat()] for block in life.blocks],
        }
        for life in agency.lives
    ]
    return {**asdict(agency), "lives": lives}


def _moment(at: int | None) -> str | None:
    """Local wall time to the second."""
    if at is None:
        return None
    return datetime.fromtimestamp(at // 1000, tz=UTC).astimezone(LOCAL_ZONE).replace(tzinfo=None).isoformat()


def _lines(agency: AgencyOverview) -> list[str]:
    first = (
        f"{agency.agency}  head {agency.head} {agency.feed_hash[:12]}  quarantined {agency.quarantined}"
        f"  blocks left {agency.blocks_left}  reserve {agency.reserve_blocks_left}"
    )
    return [first, *(_line(agency, life) for life in agency.lives)]


def _line(agency: AgencyOverview, life: Life) -> str:
    words = [f"  desk {life.desk}.{life.incarnation}", life.login, f"events {life.oseq}"]
    words.append("closed" if life.is_closed else f"seen {_moment(life.seen_at) or '-'}")
    if life.pulled_pos is not None:
        words.append(f"behind {max(0, agency.head - life.pulled_pos)}")
    if life.clock_offset_ms is not None and abs(life.clock_offset_ms) >= 1000:
        words.append(f"clock {life.clock_offset_ms / 1000:+.0f} s")
    if life.feed_agrees is False:
        words.append("FEED DIFFERS")
    if life.quarantined:
        words.append(f"quarantined {life.quarantined}")
    words.extend(f"{block.lo}-{block.hi} from {block.from_date}" for block in life.blocks)
    return "  ".join(words)


def run_trial(args: argparse.Namespace) -> int:
    """Run a trial centre and say its address; stops with Ctrl+C or a signal."""
    folder = args.data or paths.default_folder() / "trial-centre"
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        sys.stderr.write("running as root: PostgreSQL gets a system account of its own, pgserver\n")
    over = threading.Event()
    for number in (signal.SIGINT, *console.ENDINGS):
        signal.signal(number, lambda *_: over.set())
    with a_trial_centre(folder) as address:
        console.tell(args, {"ok": True, "address": address, "data": str(folder)})
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            while not over.wait(0.5):  # Windows lets no signal through an endless wait
                pass
    return console.DONE
