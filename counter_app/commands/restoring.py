"""`restore FILE`: a copy in the place of the desk's file, whichever of the three ways it then goes on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app import bootstrap, settings
from counter_app.bootstrap import Desk, Ports
from counter_app.domain import errors
from counter_app.domain.causes import cause_of
from counter_app.domain.centre_errors import EnrolmentNotReadable
from counter_app.domain.text import date_text, time_text
from counter_app.services import restoring
from counter_app.services.restoring import Asked, BroughtBack, Hands, JournalFound, Life, Way
from counter_app.storage.numbers import blocks
from counter_app.storage.store import Reading
from counter_app.storage.writer_lock import WriterLock
from counter_app.sync.enrolment import Enrolment, read_enrolment
from counter_app.ui.restore_words import QUESTION, YES, Step, restore_sentences

Json = dict[str, Any]


def is_meant(folder: Path, file: Path, lang: str) -> bool:
    """Asks the person at the terminal before a desk's file is replaced; where nobody sits it is meant."""
    if not (bootstrap.holds_desk(folder) and sys.stdin is not None and sys.stdin.isatty()):
        return True
    question, left = QUESTION[lang]
    sys.stderr.write(question.format(folder=folder, file=file))
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in YES:
        return True
    sys.stderr.write(f"{left}\n")
    return False


def restore(
    folder: Path,
    file: Path,
    *,
    key_file: Path | None = None,
    medium: Path | None = None,
    enrolment: Path | None = None,
    lang: str = "vi",
    ports: Ports | None = None,
) -> Json:
    """Put `file` in the place of the desk's file in `folder`, and say what came of it.

    `key_file`: the saved key, where the folder has none. `medium`: the folder of the witness journal, where
    this machine's settings do not name it. `enrolment`: a new one of this desk, where the copy knows no
    centre or its password is void. Raises what `restoring.bring_back` raises, EnrolmentNotReadable.
    """
    ports = ports or Ports()
    if file.is_dir():
        raise errors.FileNotRead(path=str(file), because="folder_given")
    if medium is not None and not any(medium.glob("journal-*")):
        # A mistyped folder must not cost the desk its life, and one of ten reserve blocks.
        raise errors.FileNotRead(path=str(medium), because="no_journal_there")
    life = _life(read_enrolment(enrolment)) if enrolment is not None else None
    kept = settings.load(folder)
    medium = medium or (Path(kept.journal) if kept.journal else None)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise errors.FileNotWritten(path=str(folder), because=cause_of(error)) from error
    with WriterLock(folder):
        try:
            done = restoring.bring_back(
                Asked(folder, file.absolute(), medium, key_file, life), Hands(ports.clock, ports.new_id)
            )
        except EnrolmentNotReadable as error:
            raise EnrolmentNotReadable(**{**error.facts, "path": str(enrolment)}) from error
        if medium is not None and kept.journal != str(medium):
            settings.save(folder, replace(kept, journal=str(medium)))
    with bootstrap.open_desk(folder, writing=True, ports=ports) as desk:
        return _told(desk, done, lang, *_met(desk, done))


def _life(enrolled: Enrolment) -> Life:
    return Life(
        enrolled.agency_id,
        enrolled.desk,
        enrolled.origin,
        enrolled.incarnation,
        (enrolled.lo, enrolled.hi),
        json.dumps(enrolled.address.to_json()),
    )


def _met(desk: Desk, done: BroughtBack) -> tuple[Way, int, str]:
    """(the way taken, events pulled, why the centre was not met): the pass of way 2, or else a block."""
    if done.goes_on:
        return Way.JOURNAL, 0, ""
    if not desk.is_joined:
        return Way.RESERVE, 0, ""
    try:
        report = desk.sync(is_thorough=True)
    except errors.CounterError as error:
        restoring.take_reserve(desk.store, desk.now)
        return Way.RESERVE, 0, error.code
    return Way.CENTRE, report.pulled, ""


def _told(desk: Desk, done: BroughtBack, lang: str, way: Way, pulled: int, because: str) -> Json:
    block, since = desk.read(lambda reading: _now_known(reading, desk, done, way))
    answer: Json = {
        "ok": True,
        "way": str(way),
        "desk": desk.origin.desk,
        "incarnation": desk.origin.incarnation,
        "label": desk.origin.label,
        "block": list(block) if block else None,
        "journal": str(done.journal),
        "replayed": done.replayed,
        "pulled": pulled,
        "known_until": _minute(since),
        "reenter_since": None if done.is_whole else _minute(since),
        "set_aside": str(done.aside) if done.aside else None,
        "more_set_aside": done.more_aside,
        "journal_set_aside": str(done.journal_aside) if done.journal_aside else None,
        "centre": because or None,
    }
    lo, hi = block or (0, 0)
    facts = {
        "label": desk.origin.label,
        "lo": f"{lo:04d}",
        "hi": f"{hi:04d}",
        "since": f"{time_text(since)} {date_text(since)}" if since else "",
        "aside": answer["set_aside"],
        "more": done.more_aside,
    }
    steps = list(_steps(done, way, because, has_block=block is not None, has_since=since is not None))
    answer["next"] = restore_sentences(steps, facts, lang)
    return answer


def _now_known(
    reading: Reading, desk: Desk, done: BroughtBack, way: Way
) -> tuple[tuple[int, int] | None, datetime | None]:
    """(the first block this desk numbers from, local minute of the last entry before the restore)."""
    owned = blocks(reading.conn, desk.origin.id, desk.local_now().date())
    first = (owned[0].lo, owned[0].hi) if owned else None
    if way is Way.CENTRE:
        return first, restoring.known_until(reading.conn, desk.origin, before_this=True)
    return first, done.known_until


def _steps(done: BroughtBack, way: Way, because: str, *, has_block: bool, has_since: bool) -> Iterator[Step]:
    """What is to be said, in the order in which it is to be done."""
    yield _way_told(done, way) if has_block else Step.NO_BLOCK
    if done.is_whole:
        yield Step.LOOK_AT_LAST
    else:
        yield Step.REENTER if has_since else Step.REENTER_ALL
    if way is Way.RESERVE and not done.is_enrolled:
        yield Step.RECEIPTS_OF_RESERVE
    if because:
        yield Step.SYNC_LATER
    if done.journal is JournalFound.AWAY:
        yield Step.PLUG_JOURNAL_IN
    if done.journal is JournalFound.NONE:
        yield Step.SET_JOURNAL
    if done.more_aside:
        yield Step.MORE_ASIDE


def _way_told(done: BroughtBack, way: Way) -> Step:
    """A new life may lack nothing, and one that an enrolment opened needs neither centre nor reserve."""
    if done.is_whole and done.is_new_life:
        return Step.JOURNAL_NEW_LIFE
    return Step.ENROLLED if way is Way.RESERVE and done.is_enrolled else Step(str(way))


def _minute(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None
