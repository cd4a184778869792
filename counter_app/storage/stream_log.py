"""Streams as they are folded: a dossier's events, the acts that waited for it, and each author's rights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row

from counter_app.domain.calendar import WorkingCalendar
from counter_app.domain.events import EventKind as K
from counter_app.storage import event_log, roles
from counter_app.storage.event_log import StoredEvent
from counter_app.storage.promised_calendars import CALENDAR, SETTINGS, calendars_told
from counter_app.storage.roles import Mark, Place, RoleHistory

AWAITED = "awaited:"
"""`awaited:<code>`: acts on a dossier whose data were not yet here, until it comes."""
DOSSIER = "dossier:"

_Placed = tuple[Place, StoredEvent]


def read_stream(conn: Connection, stream: str) -> list[StoredEvent]:
    """The events of one stream in fold order; empty when there is none. Raises LogDamaged.

    At a desk that shares its log: a dossier's with the acts that waited for it; and with the role of each
    author where it is not the one the event names.
    """
    placed = event_log.placed_streams(conn, (stream,))
    at = roles.mark(conn) if placed else None
    if at is None:
        return [item for _, item in placed]
    history = role_history(conn, at)
    if not stream.startswith(DOSSIER):
        return _with_roles(placed, history)
    return _joined(conn, placed, stream, history)


def read_many(conn: Connection, streams: Sequence[str]) -> dict[str, list[StoredEvent]]:
    """As `read_stream` for some hundred streams together; one without events is not named."""
    told: dict[str, list[_Placed]] = {}
    for each in event_log.placed_streams(conn, streams):
        told.setdefault(each[1].event.stream, []).append(each)
    at = roles.mark(conn) if told else None
    if at is None:
        return {stream: [item for _, item in placed] for stream, placed in told.items()}
    history = role_history(conn, at)
    names = {stream: _awaited_names(placed) for stream, placed in told.items() if stream.startswith(DOSSIER)}
    waited = _those_there(conn, [name for those in names.values() for name in those])
    return {
        stream: _joined(conn, placed, stream, history)
        if waited.intersection(names.get(stream, ()))
        else _counted(conn, placed, history)
        for stream, placed in told.items()
    }


def read_streams(conn: Connection) -> Iterator[tuple[str, list[StoredEvent]]]:
    """(stream, its events as `read_stream` gives them) for every stream, by name. Raises LogDamaged."""
    at = roles.mark(conn)
    if at is None:
        yield from event_log.read_streams(conn)
        return
    history = role_history(conn, at)
    waiting = set(conn.exec_driver_sql(
        "SELECT DISTINCT stream FROM event WHERE stream >= 'awaited:' AND stream < 'awaited;'"
    ).scalars())
    incarnations = _incarnations(conn)
    for stream, stored in event_log.read_streams(conn):
        placed = [(_place(item, incarnations), item) for item in stored]
        if stream.startswith(DOSSIER) and waiting.intersection(_awaited_names(placed)):
            yield stream, _joined(conn, placed, stream, history)
        else:
            yield stream, _counted(conn, placed, history)


def role_history(conn: Connection, at: Mark | None = None) -> RoleHistory:
    """Roles of all staff through the log, as this connection sees it."""
    at = at or roles.mark(conn) or ("", 0)
    found = roles.kept(conn, at)
    if found is not None:
        return found
    incarnations = _incarnations(conn)
    told = (
        (stream, [(_place(item, incarnations), item.event) for item in stored])
        for stream, stored in event_log.read_streams(conn, "staff:")
    )
    return roles.keep(conn, at, roles.history_of(told))


def awaited_stream(code: str) -> str:
    """Where acts on a dossier of this code wait."""
    return f"{AWAITED}{code}"


def streams_of_code(conn: Connection, code: str) -> list[str]:
    """Streams of the dossiers with a code; more than one where two desks gave it.

    Also those in which a second reception, which does not stand, gave it: that receipt is on paper too.
    """
    query = (
        "SELECT stream FROM dossier WHERE code = ? UNION SELECT c.stream FROM conflict c JOIN event e"
        " ON e.id = c.event_id WHERE c.kind = 'dossier:received' AND e.payload ->> 'code' = ? ORDER BY 1"
    )
    return list(conn.exec_driver_sql(query, (code, code)).scalars())


def is_code_known(conn: Connection, code: str, stream: str) -> bool:
    """Whether another dossier has this code, or acts wait for it."""
    found = conn.exec_driver_sql(
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM dossier WHERE code = ? AND stream <> ?)"
        " OR EXISTS (SELECT 1 FROM awaited_act WHERE code = ?)",
        (code, stream, code),
    )
    return found.first() is not None


def _joined(
    conn: Connection, placed: Sequence[_Placed], stream: str, history: RoleHistory
) -> list[StoredEvent]:
    names = _awaited_names(placed)
    if names and _is_there(conn, names):
        placed = event_log.placed_streams(conn, (stream, *names))
    return _counted(conn, placed, history)


def _counted(conn: Connection, placed: Sequence[_Placed], history: RoleHistory) -> list[StoredEvent]:
    """With roles, and with the calendars where the due is to be counted by what its author had not seen."""
    found = _with_roles(placed, history)
    apart = _counting_apart(found)
    return _with_calendars(conn, placed, found, history, apart) if apart else found


def _counting_apart(items: Sequence[StoredEvent]) -> frozenset[str]:
    """Acts that say a due, or let the clock go on, from the first that had not seen all before it."""
    found: list[str] = []
    before: str | None = None
    is_apart = False
    for item in items:
        event = item.event
        is_apart = is_apart or event.seen != before
        if _goes_on(item) or (is_apart and says_due(event.payload)):
            found.append(event.id)
        before = event.id
    return frozenset(found)


def says_due(payload: Mapping[str, Any]) -> bool:
    """Whether an act fixes the due."""
    after = payload.get("after")
    return "due" in payload or (isinstance(after, dict) and "due" in after)


def _goes_on(item: StoredEvent) -> bool:
    return item.event.kind is K.SUPPLEMENTED and item.event.payload.get("awaits") is True


def _with_calendars(
    conn: Connection,
    placed: Sequence[_Placed],
    found: list[StoredEvent],
    history: RoleHistory,
    apart: frozenset[str],
) -> list[StoredEvent]:
    """The acts `apart` with the calendars by which desks promised. The hours are those that were settled
    before the reception."""
    received = next((place for place, item in placed if item.event.kind is K.RECEIVED), None)
    if received is None:
        return found
    calendars = _calendars_at(conn, received, history)
    return [
        replace(item, event=replace(item.event, calendars=calendars)) if item.event.id in apart else item
        for item in found
    ]


@dataclass(frozen=True)
class _Told:
    """What this connection read of calendar and settings, and the calendars by the settings left out."""

    at: Row[Any] | None
    history: RoleHistory
    told: Sequence[_Placed]
    known: Sequence[StoredEvent]
    made: dict[frozenset[str], Mapping[str, WorkingCalendar]]


_CALENDARS = "promised_calendars"
_LAST_TOLD = (
    "SELECT feed_hash, (SELECT id FROM event WHERE stream = 'calendar:vn' ORDER BY rowid DESC LIMIT 1),"
    " (SELECT id FROM event WHERE stream = 'settings:agency' ORDER BY rowid DESC LIMIT 1)"
    " FROM sync_state LIMIT 1"
)


def _calendars_at(
    conn: Connection, received: Place, history: RoleHistory
) -> Mapping[str, WorkingCalendar]:
    """Calendars for a dossier received there; this connection keeps them until something of it changes."""
    at = conn.exec_driver_sql(_LAST_TOLD).first()
    kept: _Told | None = conn.info.get(_CALENDARS)
    if kept is None or kept.at != at or kept.history is not history:
        told = event_log.placed_streams(conn, (CALENDAR, SETTINGS))
        kept = conn.info[_CALENDARS] = _Told(at, history, told, _with_roles(told, history), {})
    late = frozenset(
        item.event.id for place, item in kept.told if item.event.stream == SETTINGS and place >= received
    )
    if late not in kept.made:
        known = [item.event for item in kept.known if item.event.id not in late]
        days = [event for event in known if event.stream == CALENDAR]
        kept.made[late] = calendars_told(days, [event for event in known if event.stream == SETTINGS])
    return kept.made[late]


def _awaited_names(placed: Sequence[_Placed]) -> list[str]:
    codes = (item.event.payload.get("code") for _, item in placed if item.event.kind is K.RECEIVED)
    told = dict.fromkeys(code for code in codes if isinstance(code, str) and code)
    return [awaited_stream(code) for code in told if not any("\ud800" <= char <= "\udfff" for char in code)]


def _is_there(conn: Connection, names: Sequence[str]) -> bool:
    query = "SELECT 1 FROM event WHERE stream = ? LIMIT 1"
    return any(conn.exec_driver_sql(query, (name,)).first() for name in names)


def _those_there(conn: Connection, names: Sequence[str]) -> set[str]:
    if not names:
        return set()
    marks = ",".join("?" * len(names))
    query = f"SELECT DISTINCT stream FROM event WHERE stream IN ({marks})"  # noqa: S608 - only marks
    return set(conn.exec_driver_sql(query, tuple(names)).scalars())


def _with_roles(placed: Sequence[_Placed], history: RoleHistory) -> list[StoredEvent]:
    found: list[StoredEvent] = []
    for place, item in placed:
        real = history.real_role(item.event, place)
        found.append(item if real is None else replace(item, event=replace(item.event, real_role=real)))
    return _after_what_they_saw(found)


def _after_what_they_saw(items: Sequence[StoredEvent]) -> list[StoredEvent]:
    """The same events, none before the one it was done on: a centre that lost its tail gets an act again
    before what it was done on, where another desk offers that later."""
    done: set[str] = set()
    for item in items:
        event = item.event
        if (event.seen is not None and event.seen not in done) or event.payload.get("awaits"):
            return _put_in_order(items, _needs(items))
        done.add(event.id)
    return list(items)


def _needs(items: Sequence[StoredEvent]) -> dict[str, set[str]]:
    """Event id → the events it was done on, of those that are there.

    Who saw an act that had waited saw it fold, and that is behind the reception, which the act itself never
    saw.
    """
    there = {item.event.id for item in items}
    waited = {item.event.id for item in items if item.event.payload.get("awaits") is True}
    received = {item.event.id for item in items if item.event.kind is K.RECEIVED}
    first = next((item.event.id for item in items if item.event.id in received), "")
    needs: dict[str, set[str]] = {}
    for item in items:
        id_, seen = item.event.id, item.event.seen
        needs[id_] = {seen} if seen is not None and seen in there else set()
        has_the_data = item.event.stream.startswith(DOSSIER)
        if first and seen in waited and has_the_data and id_ not in waited | received:
            needs[id_].add(first)
    return needs


def _put_in_order(items: Sequence[StoredEvent], needs: Mapping[str, set[str]]) -> list[StoredEvent]:
    done: set[str] = set()
    held: list[StoredEvent] = []
    found: list[StoredEvent] = []
    for item in items:
        held.append(item)
        while (ready := next((each for each in held if needs[each.event.id] <= done), None)) is not None:
            held.remove(ready)
            found.append(ready)
            done.add(ready.event.id)
    return found + held


def _incarnations(conn: Connection) -> dict[str, int]:
    rows = conn.exec_driver_sql("SELECT id, incarnation FROM origin")
    return {row[0]: row[1] for row in rows}


def _place(item: StoredEvent, incarnations: dict[str, int]) -> Place:
    return (item.pos is None, item.pos or 0, incarnations[item.origin], item.origin, item.oseq)
