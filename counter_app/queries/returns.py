"""Results and papers that wait to be collected, and what the desk must know to hand one out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import bindparam, func, select, text

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.dossier import Dossier, Party, Return, ReturnBy, Status
from counter_app.domain.due import Due, Outcome
from counter_app.domain.events import Event, EventKind, local_minute
from counter_app.domain.fold import fold
from counter_app.domain.identity import IdKind
from counter_app.domain.procedure import Procedure
from counter_app.domain.transitions import RULES, is_status_allowed
from counter_app.domain.units import DESK
from counter_app.queries.dossiers import DossierRow, to_row
from counter_app.queries.finding import find_stream
from counter_app.storage import stream_log
from counter_app.storage.projection_tables import ENDED, TO_RETURN, dossier
from counter_app.storage.store import Reading

RESULT = (Status.FINISHED,)
PAPERS = (Status.WITHDRAWN, Status.STOPPED, Status.REFUSED)
MOST = 200


class Place(StrEnum):
    """Where the paper is: only what lies at the desk can be handed out there."""

    DESK = "desk"
    DEPARTMENT = "department"
    IN_TRANSIT = "in_transit"


@dataclass(frozen=True)
class Call:
    """The applicant was told. `at` is local, `how` as it was noted (`phone`, `zalo` …)."""

    at: datetime
    by: str
    how: str
    text: str


@dataclass(frozen=True)
class AwaitingRow:
    """A dossier whose result or papers nobody has collected. `since`: when it was finished, withdrawn,
    stopped or refused (local); `days`: calendar days from then to today."""

    row: DossierRow
    procedure_name: str
    since: datetime
    days: int
    return_by: ReturnBy
    place: Place
    calls: int = 0
    last_call: Call | None = None

    @property
    def code(self) -> str:
        """The dossier's code."""
        return self.row.shown_code

    @property
    def is_result(self) -> bool:
        """A result to hand out; otherwise papers to give back."""
        return self.row.status in RESULT


@dataclass(frozen=True)
class Awaiting:
    """The list: results first, papers after them, each the longest waiting first. The counts are of all,
    not of the rows shown."""

    rows: tuple[AwaitingRow, ...]
    results: int
    papers: int


def awaiting_return(reading: Reading, now: datetime, limit: int = MOST) -> Awaiting:
    """What waits to be collected at a local moment, at most `limit` rows of each of the two kinds."""
    counts = _counts(reading)
    rows = [*_rows(reading, RESULT, now, limit), *_rows(reading, PAPERS, now, limit)]
    noted = _noted(reading, [row.stream for row, _ in rows])
    return Awaiting(
        rows=tuple(_awaiting(reading, row, since, noted[row.stream], now) for row, since in rows),
        results=sum(counts.get(status, 0) for status in RESULT),
        papers=sum(counts.get(status, 0) for status in PAPERS),
    )


def _counts(reading: Reading) -> dict[str, int]:
    statement = select(dossier.c.status, func.count()).where(text(TO_RETURN)).group_by(dossier.c.status)
    return {str(status): int(count) for status, count in reading.conn.execute(statement)}


def _rows(
    reading: Reading, statuses: Sequence[Status], now: datetime, limit: int
) -> list[tuple[DossierRow, str]]:
    """Rows of some statuses with the moment since they wait, the longest first.

    One question a status: the index gives its oldest at once, where many together would be sorted.
    """
    found: list[tuple[DossierRow, str]] = []
    for status in statuses:
        statement = (
            select(dossier, text(f"{ENDED} AS since"))
            .where(text(TO_RETURN), dossier.c.status == str(status), dossier.c.is_quarantined == 0)
            .order_by(text(ENDED), dossier.c.seq)
            .limit(limit)
        )
        found += [(to_row(row, now), str(row.since)) for row in reading.conn.execute(statement)]
    return sorted(found, key=lambda pair: (pair[1], pair[0].seq))[:limit]


@dataclass
class _Noted:
    """What the list says of a dossier that no projection holds."""

    return_by: str = str(ReturnBy.DESK)
    since: datetime | None = None
    calls: int = 0
    last_call: Call | None = None


_SAID = text(
    "SELECT stream, kind, actor, wall,"
    " json_extract(payload, '$.at') AS given,"
    " coalesce(json_extract(payload, '$.return_by'), json_extract(payload, '$.after.return_by')) AS way,"
    " json_extract(payload, '$.how') AS how, json_extract(payload, '$.text') AS words"
    " FROM event WHERE stream IN :streams AND kind IN :kinds ORDER BY rowid"
).bindparams(bindparam("streams", expanding=True), bindparam("kinds", expanding=True))
_ENDING = frozenset({EventKind.STOPPED, EventKind.REFUSED})
_KINDS = [
    str(kind)
    for kind in (EventKind.REGISTERED, EventKind.RECEIVED, EventKind.CORRECTED, EventKind.NOTIFIED, *_ENDING)
]


def _noted(reading: Reading, streams: list[str]) -> defaultdict[str, _Noted]:
    """Way of return, calls made and the moment of stopping, of many dossiers at once."""
    found: defaultdict[str, _Noted] = defaultdict(_Noted)
    if not streams:
        return found
    for row in reading.conn.execute(_SAID, {"streams": streams, "kinds": _KINDS}):
        noted = found[row.stream]
        at = datetime.fromisoformat(row.given) if row.given else local_minute(row.wall)
        noted.return_by = row.way or noted.return_by
        if row.kind == EventKind.NOTIFIED:
            noted.calls += 1
            noted.last_call = Call(at, row.actor, row.how or "", row.words or "")
        elif row.kind in _ENDING:
            noted.since = at
    return found


def _awaiting(
    reading: Reading, row: DossierRow, since: str, noted: _Noted, now: datetime
) -> AwaitingRow:
    is_by_event = row.status in (Status.STOPPED, Status.REFUSED) and noted.since is not None
    moment = noted.since if is_by_event and noted.since else datetime.fromisoformat(since)
    return AwaitingRow(
        row=row,
        procedure_name=_procedure_name(reading, row.procedure, now.date()),
        since=moment,
        days=max(0, (now.date() - moment.date()).days),
        return_by=ReturnBy(noted.return_by),
        place=_place(row.holder, row.in_transit_to),
        calls=noted.calls,
        last_call=noted.last_call,
    )


def _procedure_name(reading: Reading, procedure_id: str, on: date) -> str:
    versions = reading.reference.procedure_texts.get(procedure_id, {})
    if not versions:
        return procedure_id
    return reading.reference.procedure_version(procedure_id, max(versions)).name


def _place(holder: str | None, in_transit_to: str | None) -> Place:
    if in_transit_to:
        return Place.IN_TRANSIT
    return Place.DESK if (holder or DESK) == DESK else Place.DEPARTMENT


class CollectorKind(StrEnum):
    """In what quality somebody may collect without a proxy paper."""

    APPLICANT = "applicant"
    REPRESENTATIVE = "representative"
    SUBMITTER = "submitter"


@dataclass(frozen=True)
class Collector:
    """Somebody who may collect. `id_number` only where it is that person's own."""

    kind: CollectorKind
    name: str
    id_kind: IdKind = IdKind.NONE
    id_number: str = field(default="", repr=False)
    phone: str = ""


@dataclass(frozen=True)
class PaperBack:
    """A paper that was handed in: number and name in the procedure, copies, kind."""

    no: int
    name: str
    copies: int
    kind: str


@dataclass(frozen=True)
class Lateness:
    """A result that came late: an apology is due. `days` working days after the due date then valid, or
    `minutes` working minutes where the limit is in hours; `is_apologised`: it was extended in time once."""

    due_at: datetime
    finished_at: datetime
    days: int
    minutes: int
    is_apologised: bool


@dataclass(frozen=True)
class CollectView:
    """One dossier at the return desk. Times are local. `is_ready`: its status lets it be handed out;
    where it is not, `row.status` says why, and `returned` when and to whom it went. `is_payable`: a fee can
    be entered now. `is_apology_required`: a late result is not handed out before the apology (form 04)."""

    row: DossierRow
    procedure: Procedure
    applicant: Party | None
    collectors: tuple[Collector, ...]
    is_ready: bool
    place: Place
    return_by: ReturnBy
    address: str
    granted: bool | None
    result_no: str
    result_on: date | None
    finished_at: datetime | None
    reason: str
    papers: tuple[PaperBack, ...]
    fee_vnd: int
    fee_paid_vnd: int
    lateness: Lateness | None
    calls: tuple[Call, ...]
    returned: Return | None
    returned_by: str = ""
    fee_exempt_vnd: int = 0
    is_payable: bool = False
    is_apology_required: bool = False

    @property
    def code(self) -> str:
        """The dossier's code."""
        return self.row.shown_code

    @property
    def fee_due_vnd(self) -> int:
        """What is still to be paid, in đồng."""
        return max(0, self.fee_vnd - self.fee_paid_vnd - self.fee_exempt_vnd)

    @property
    def is_apology_missing(self) -> bool:
        """A late result that nobody apologised for."""
        return self.is_ready and self.lateness is not None and not self.lateness.is_apologised

    @property
    def is_result(self) -> bool:
        """A result; otherwise the papers go back."""
        return self.row.status in (Status.FINISHED, Status.RETURNED) and self.finished_at is not None


def collect_view(reading: Reading, code: str, now: datetime) -> CollectView:
    """What the desk must know to hand out the dossier a code names.

    Raises CodeNotReadable, ForeignCode, DossierUnknown, ProcedureUnknown.
    """
    stream = find_stream(reading.conn, reading.reference.agency.id, code)
    row = reading.conn.execute(select(dossier).where(dossier.c.stream == stream)).one()
    events = [stored.event for stored in stream_log.read_stream(reading.conn, stream)]
    state = fold(stream, events)
    procedure = reading.reference.procedure_version(state.procedure, state.procedure_version)
    return CollectView(
        row=to_row(row, now),
        procedure=procedure,
        applicant=state.applicant,
        collectors=collectors_of(state),
        is_ready=is_status_allowed(RULES[EventKind.RETURNED], state),
        place=_place(row.holder, row.in_transit_to),
        return_by=state.return_by,
        address=state.applicant.address if state.applicant else "",
        granted=state.granted,
        result_no=state.result_no,
        result_on=state.result_on,
        finished_at=state.finished_at,
        reason=state.reason,
        papers=_papers(state, procedure),
        fee_vnd=state.fee_vnd,
        fee_paid_vnd=state.fee_paid_vnd,
        lateness=_lateness(state, reading.reference.calendar),
        calls=_calls(events),
        returned=state.returned,
        returned_by=_returned_by(events) if state.returned else "",
        fee_exempt_vnd=state.fee_exempt_vnd,
        is_payable=is_status_allowed(RULES[EventKind.PAID], state),
        is_apology_required=reading.reference.agency.is_apology_required,
    )


def collectors_of(state: Dossier) -> tuple[Collector, ...]:
    """Who may collect without a proxy paper: those who handed the dossier in, each once.

    A company collects through its representative; without one known it stands for itself.
    """
    found: list[Collector] = []
    applicant, submitter = state.applicant, state.submitter
    if applicant is not None:
        if applicant.representative:
            found.append(
                Collector(CollectorKind.REPRESENTATIVE, applicant.representative, phone=applicant.phone)
            )
        else:
            found.append(_collector(CollectorKind.APPLICANT, applicant))
    if submitter is not None and submitter.name not in {known.name for known in found}:
        found.append(_collector(CollectorKind.SUBMITTER, submitter))
    return tuple(found)


def _collector(kind: CollectorKind, party: Party) -> Collector:
    is_own = party.id_kind is not IdKind.MST
    number = party.id_number if is_own else ""
    return Collector(kind, party.name, party.id_kind if is_own else IdKind.NONE, number, party.phone)


def _papers(state: Dossier, procedure: Procedure) -> tuple[PaperBack, ...]:
    found = []
    for item in state.components:
        known = procedure.component(item.no)
        if known is not None:
            found.append(PaperBack(item.no, known.name, item.copies, item.kind or str(known.kind)))
    return tuple(found)


def _lateness(state: Dossier, calendar: WorkingCalendar) -> Lateness | None:
    due: Due | None = state.due
    if state.outcome != Outcome.LATE or due is None or due.at is None or state.finished_at is None:
        return None
    return Lateness(
        due_at=due.at,
        finished_at=state.finished_at,
        days=calendar.working_days(due.at.date(), state.finished_at.date()),
        minutes=calendar.working_minutes(due.at, state.finished_at),
        is_apologised=state.extension is not None,
    )


def _calls(events: Sequence[Event]) -> tuple[Call, ...]:
    return tuple(
        Call(event.at, event.actor, str(event.payload.get("how", "")), str(event.payload.get("text", "")))
        for event in events
        if event.kind is EventKind.NOTIFIED
    )


def _returned_by(events: Sequence[Event]) -> str:
    return next((event.actor for event in reversed(events) if event.kind is EventKind.RETURNED), "")
