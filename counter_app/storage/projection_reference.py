"""Projection of reference streams: procedures, units, staff, calendar, settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from counter_app.domain.dossier_parts import ConflictCause
from counter_app.domain.events import SCHEMA_VERSION, Event, canonical_json
from counter_app.domain.events import EventKind as K
from counter_app.domain.reference_fold import accepted, is_settling, judged
from counter_app.storage import projection_ledger as ledger
from counter_app.storage import projection_tables as t
from counter_app.storage.conflict_rows import UNREADABLE, conflict_id
from counter_app.storage.projection_awaited import AWAITED, project_awaited
from counter_app.storage.stream_log import read_stream


def project_reference(conn: Connection, event: Event) -> None:
    """Write what one event of a reference stream says; kinds without rows of their own are left alone."""
    if event.stream.startswith(AWAITED):
        project_awaited(conn, event.stream, [event])
        return
    if event.schema_v > SCHEMA_VERSION.get(event.kind, 0):
        return  # of a newer program: kept and sent on, not read
    write = _WRITERS.get(event.kind)
    if write is not None:
        _check_place(event)
        write(conn, event)


CALENDAR = "calendar:vn"
_ONLY_IN = {K.CALENDAR_SET: CALENDAR, K.SETTINGS_SET: "settings:agency"}


def _check_place(event: Event) -> None:
    """What an event tells of is what its stream is of: else it would go round the judging of streams, and
    which of two stood would hang on the order in which streams are folded. Raises ValueError, which makes
    it unreadable."""
    kind, _, name = event.stream.partition(":")
    key = _NAMED_BY.get(event.kind)
    if kind != str(event.kind).partition(":")[0] or (key is not None and event.payload[key] != name):
        raise ValueError("an event in another's stream")
    if event.stream != _ONLY_IN.get(event.kind, event.stream):
        raise ValueError("an event in another's stream")


def project_stream(conn: Connection, stream: str, events: Sequence[Event]) -> None:
    """Write what a whole reference stream says, in fold order: of two changes that did not know of each
    other the first stands, the other is a conflict until somebody has seen it; so is one whose author had
    no right to it, and one that cannot be read."""
    _forget(conn, stream, events)
    settled = {str(e.payload.get("conflict")) for e in events if is_settling(e)}
    because = judged(events)
    for event in events:
        if not because[event.id]:
            if not _is_written(conn, event):
                _struck(conn, event, ConflictCause.NOT_READABLE, settled)
        elif event.actor != "system":  # a new desk's own first catalogue gives way to the agency's in silence
            _struck(conn, event, because[event.id], settled)


def reference_head(conn: Connection, stream: str) -> str | None:
    """Id of a stream's last event that stands: what a change made now has seen. None: no such stream."""
    events = [item.event for item in read_stream(conn, stream)]
    return next(reversed(accepted(events)), None)


def _is_written(conn: Connection, event: Event) -> bool:
    conn.exec_driver_sql("SAVEPOINT reference")
    try:
        project_reference(conn, event)
    except UNREADABLE:
        conn.exec_driver_sql("ROLLBACK TO reference")
        conn.exec_driver_sql("RELEASE reference")
        return False
    conn.exec_driver_sql("RELEASE reference")
    return True


def _struck(conn: Connection, event: Event, because: str, settled: set[str]) -> None:
    one = conflict_id("conflict", event.id)
    conn.execute(
        upsert(t.conflict).values(
            id=one,
            stream=event.stream,
            event_id=event.id,
            kind=str(event.kind),
            because=because,
            is_resolved=int(one in settled),
            over="[]",
        )
    )


def _forget(conn: Connection, stream: str, events: Sequence[Event]) -> None:
    """Take away the rows of a stream before it is told anew."""
    kind, _, name = stream.partition(":")
    run = conn.exec_driver_sql
    run("DELETE FROM conflict WHERE stream = ?", (stream,))
    if kind in _OWN_ROWS:
        table, key = _OWN_ROWS[kind]
        run(f"DELETE FROM {table} WHERE {key} = ?", (stream if key == "stream" else name,))  # noqa: S608
    elif stream == CALENDAR:
        run("DELETE FROM calendar_day")
        run("DELETE FROM setting WHERE key = 'calendar'")
    elif stream == "settings:agency":
        run("DELETE FROM setting WHERE key = ?", (name,))
    for event in events:
        if event.kind is K.FEEDBACK_SURVEYED:
            run("DELETE FROM survey WHERE event_id = ?", (event.id,))
        elif event.kind is K.DAY_SIGNED_OFF:
            run("DELETE FROM day_close WHERE event_id = ?", (event.id,))


_OWN_ROWS = {
    "procedure": ("procedure", "id"),
    "unit": ("unit", "code"),
    "staff": ("staff", "login"),
    "feedback": ("feedback", "stream"),
}
"""Kind of stream → its table, and the column that holds the stream's name."""


def _procedure(conn: Connection, event: Event) -> None:
    values = {
        "id": event.payload["id"],
        "version": event.payload["version"],
        "json": canonical_json(dict(event.payload["procedure"])),
    }
    statement = upsert(t.procedure).values(values)
    conn.execute(statement.on_conflict_do_update(index_elements=["id", "version"], set_=values))


def _ended(conn: Connection, event: Event) -> None:
    """The newest version ends, and every older one that had no end: a version that ended before and was
    published anew keeps its own."""
    p = event.payload
    versions = conn.execute(
        select(t.procedure.c.version, t.procedure.c.json)
        .where(t.procedure.c.id == p["id"])
        .order_by(t.procedure.c.version.desc())
    ).all()
    for place, row in enumerate(versions):
        value = json.loads(row.json)
        if place == 0 or value["in_force_to"] is None:
            value |= {"in_force_to": p["in_force_to"], "ending": p["decision"]}
            conn.execute(
                update(t.procedure)
                .where(t.procedure.c.id == p["id"], t.procedure.c.version == row.version)
                .values(json=canonical_json(value))
            )


def _unit(conn: Connection, event: Event) -> None:
    p = event.payload
    values = {
        "code": p["code"],
        "place": p["place"],
        "name": p["name"],
        "short_name": p["short_name"],
        "role": p["role_of_unit"],
        "is_open": int(p["is_open"]),
    }
    statement = upsert(t.unit).values(values)
    conn.execute(statement.on_conflict_do_update(index_elements=["code"], set_=values))


def _staff(conn: Connection, event: Event) -> None:
    p = event.payload
    values = {
        "login": p["login"],
        "name": p["name"],
        "role": p["staff_role"],
        "unit": p["staff_unit"],
        "is_active": int(p["is_active"]),
        "place": p["place"],
    }
    statement = upsert(t.staff).values({**values, "must_change": 0})
    conn.execute(statement.on_conflict_do_update(index_elements=["login"], set_=values))


def _password(conn: Connection, event: Event) -> None:
    conn.execute(
        update(t.staff)
        .where(t.staff.c.login == event.payload["login"])
        .values(password_hash=event.payload["hash"], must_change=int(event.payload["must_change"]))
    )


def _calendar(conn: Connection, event: Event) -> None:
    p = event.payload
    for year in p["years"]:
        conn.execute(
            delete(t.calendar_day).where(t.calendar_day.c.day.between(f"{year}-01-01", f"{year}-12-31"))
        )
    for day, kind, label, notice, is_confirmed in p["days"]:
        conn.execute(
            upsert(t.calendar_day).values(
                day=day, kind=kind, label=label, notice=notice, is_confirmed=int(is_confirmed)
            )
        )
    head = {"version": p["version"], "confirmed_years": p["confirmed_years"]}
    _set(conn, "calendar", canonical_json(head))


def _settings(conn: Connection, event: Event) -> None:
    """Merge by key, in the order of the log: what an event does not name stays as it was."""
    known = conn.execute(select(t.setting.c.json).where(t.setting.c.key == "agency")).scalar()
    merged = {**(json.loads(known) if known else {}), **event.payload["settings"]}
    _set(conn, "agency", canonical_json(merged))


def _set(conn: Connection, key: str, value: str) -> None:
    statement = upsert(t.setting).values(key=key, json=value)
    conn.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"json": value}))


_NAMED_BY = {
    K.PROCEDURE_PUBLISHED: "id",
    K.PROCEDURE_ENDED: "id",
    K.UNIT_SET: "code",
    K.STAFF_SET: "login",
    K.STAFF_PASSWORD_SET: "login",
}
"""Kind → the part of its payload that is its stream's name."""

_WRITERS: dict[K, Callable[[Connection, Event], None]] = {
    K.PROCEDURE_PUBLISHED: _procedure,
    K.PROCEDURE_ENDED: _ended,
    K.UNIT_SET: _unit,
    K.STAFF_SET: _staff,
    K.STAFF_PASSWORD_SET: _password,
    K.CALENDAR_SET: _calendar,
    K.SETTINGS_SET: _settings,
    K.FEEDBACK_RECEIVED: ledger.project_feedback,
    K.FEEDBACK_ANSWERED: ledger.project_answer,
    K.FEEDBACK_SURVEYED: ledger.project_survey,
    K.DAY_SIGNED_OFF: ledger.project_day_close,
}
