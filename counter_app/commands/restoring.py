"""`restore FILE`: a copy in the place of the desk's file, whichever of the three ways it then goes on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
from counter_app.storage.keys import KEY_FILE, KeyKind
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
    centre or its password is void. Raises what `restoring.bring_back` raises, EnrolmentNotReadable; the fact
    `named` tells which of these files is not what it was named as.
    """
    ports = ports or Ports()
    _check_given(file, medium, enrolment)
    life = _life(read_enrolment(enrolment)) if enrolment is not None else None
    kept = settings.load(folder)
    medium = medium or (Path(kept.journal) if kept.journal else None)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise errors.FileNotWritten(path=str(folder), because=cause_of(error)) from error
    with WriterLock(folder), _naming(folder, file, key_file):
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


def _check_given(file: Path, medium: Path | None, enrolment: Path | None) -> None:
    if file.is_dir():
        raise errors.FileNotRead(path=str(file), because="folder_given")
    if medium is not None and not any(medium.glob("journal-*")):
        # A mistyped folder must not cost the desk its life, and one of ten reserve blocks.
        raise errors.FileNotRead(path=str(medium), because="no_journal_there", named="journal")
    if enrolment is not None and enrolment.is_dir():
        raise EnrolmentNotReadable(path=str(enrolment), because="enrolment_foreign")


@contextmanager
def _naming(folder: Path, file: Path, key_file: Path | None) -> Iterator[None]:
    """Let an error say which of the files given is wrong: who mixed them up reads it."""
    try:
        yield
    except (errors.StoreNotOpened, errors.FileNotRead) as error:
        because, path = str(error.facts.get("because", "")), str(error.facts.get("path", ""))
        key = key_file or folder / KEY_FILE
        if because in ("key_damaged", "key_missing", "key_not_readable"):
            named, path = _wrong_key(file, key, because, is_given=key_file is not None)
        elif path == str(file.absolute()):
            named = _wrong_copy(file, because)
        else:
            raise
        raise type(error)(**{**error.facts, "path": path, "key": str(key), "named": named}) from error


def _wrong_key(file: Path, key: Path, because: str, *, is_given: bool) -> tuple[str, str]:
    """(what is wrong, the file it is about) where no key could be taken from `key`."""
    kind = _key_kind(key)
    if not is_given:
        return ("own_key" if key.exists() else "no_key"), str(key)
    if kind in (KeyKind.DPAPI, KeyKind.KEYRING):
        return "key_bound", str(key)
    if kind is None and _key_kind(file) is not None:
        return "swapped", str(file)
    is_gone = because != "key_damaged" and not key.is_dir()
    return ("key_gone" if is_gone else "key"), str(key)


def _wrong_copy(file: Path, because: str) -> str:
    """What is wrong with the file given as the copy."""
    if because not in ("key_wrong_or_damaged", "other_application"):
        return "copy"
    if _key_kind(file) is not None:
        return "copy_is_key"
    return "copy_foreign" if file.stat().st_size else "copy_empty"


def _key_kind(path: Path) -> KeyKind | None:
    """The kind of key that a file says it holds at its head; None where it is no key file."""
    try:
        with path.open("rb") as file:
            head = file.read(16).partition(b":")[0].decode("ascii")
        return KeyKind(head)
    except (OSError, ValueError):
        return None


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
