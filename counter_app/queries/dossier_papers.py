"""The papers of one dossier: which of the registry's forms fit it now, and every print of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.dossier import Dossier, Status
from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.queries.life_papers import STOPPING, has_stop_notice
from counter_app.queries.slips import effective
from counter_app.storage import stream_log
from counter_app.storage.store import Reading


@dataclass(frozen=True)
class Print:
    """A paper was printed. `at` local, to the minute; `by` a login; `version` counts from 1."""

    form: str
    at: datetime
    by: str
    version: int
    copies: tuple[int, ...]


@dataclass(frozen=True)
class DossierPaper:
    """A form that can be printed for the dossier now. `code` is what names the paper: the dossier's own
    code, or the batch of a handover list. `prints` oldest first."""

    form: str
    code: str
    version: int
    prints: tuple[Print, ...] = ()


@dataclass(frozen=True)
class Papers:
    """`printable` in the order of the registry; `prints`: all there were, newest first, those too whose
    form cannot be printed any more."""

    printable: tuple[DossierPaper, ...]
    prints: tuple[Print, ...]


def papers(reading: Reading, dossier: Dossier) -> Papers:
    """The papers of a dossier that is known to exist."""
    events = [stored.event for stored in stream_log.read_stream(reading.conn, dossier.stream)]
    return papers_of(dossier, events)


def papers_of(dossier: Dossier, events: Sequence[Event]) -> Papers:
    """What can be printed, by the same rules as the forms themselves, and what was."""
    prints = tuple(_print(event) for event in events if event.kind is K.PAPER_PRINTED)
    counting = effective(dossier.stream, events)
    rounds = Counter(event.kind for event, _ in counting)
    notices = sum(rounds[kind] for kind in STOPPING)
    wanted: list[tuple[str, str, int]] = []
    if dossier.received_at is not None and dossier.due is not None and dossier.status is not Status.VOIDED:
        wanted.append(("receipt", dossier.code, dossier.receipt_version))
    if rounds[K.SUPPLEMENT_REQUESTED]:
        wanted.append(("supplement_request", dossier.shown_code, rounds[K.SUPPLEMENT_REQUESTED]))
    if rounds[K.REFUSED]:
        wanted.append(("refusal", dossier.shown_code, 1))
    if rounds[K.EXTENDED]:
        wanted.append(("extension", dossier.shown_code, 1))
    if notices and has_stop_notice(dossier):
        wanted.append(("stop_notice", dossier.shown_code, notices))
    if dossier.received_at is not None:
        wanted.append(("control_sheet", dossier.code, 1))
    wanted += [("handover_list", batch, 1) for batch in _batches(events)]
    if dossier.code and dossier.status is not Status.VOIDED:
        wanted.append(("label", dossier.code, 1))
    if dossier.code and (dossier.finished_at is not None or dossier.returned is not None):
        wanted.append(("survey", dossier.code, 1))
    found = (DossierPaper(*each, _of(prints, *each)) for each in wanted)
    return Papers(tuple(found), prints[::-1])


def _of(prints: Sequence[Print], form: str, code: str, version: int) -> tuple[Print, ...]:
    """The prints of one paper; a print of a handover list does not say of which batch."""
    return tuple(each for each in prints if each.form == form and form != "handover_list")


def _print(event: Event) -> Print:
    said = event.payload
    copies = tuple(int(copy) for copy in said.get("copies", ()))
    return Print(str(said["form"]), event.at, event.actor, int(said.get("version", 1)), copies)


def _batches(events: Sequence[Event]) -> list[str]:
    """Numbers of the handovers that listed the dossier, each once."""
    given = [str(event.payload.get("batch", "")) for event in events if event.kind is K.HANDED_OVER]
    return list(dict.fromkeys(batch for batch in given if batch))
