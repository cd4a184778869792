"""Projection of known applicants: each party under its id, as it was handed in last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from counter_app.domain.events import SCHEMA_VERSION, Event, canonical_json
from counter_app.domain.events import EventKind as K
from counter_app.domain.text import fold as fold_text
from counter_app.storage import projection_tables as t
from counter_app.storage.statements import Prepared

_NAME_INSERT = "INSERT INTO applicant_search(rowid, words) VALUES (?, ?)"
_NAME_DELETE = "DELETE FROM applicant_search WHERE rowid = ?"
_COLUMNS = [column.name for column in t.applicant.columns if column.name != "seq"]
_NEW_APPLICANT = Prepared(
    lambda: insert(t.applicant).returning(t.applicant.c.seq), _COLUMNS
)
_SAME_APPLICANT = Prepared(
    lambda: update(t.applicant).where(t.applicant.c.seq == bindparam("of")),
    [name for name in _COLUMNS if name != "identity"],
)
_KNOWN_APPLICANT = Prepared(
    lambda: select(t.applicant).where(t.applicant.c.identity == bindparam("identity"))
)


TELLING = frozenset({K.RECEIVED, K.CORRECTED})
"""Kinds of events that tell an applicant."""


def _party_told(event: Event) -> Mapping[str, Any] | None:
    """The applicant that an event tells; None where it tells none with an id."""
    if event.kind not in TELLING or event.schema_v > SCHEMA_VERSION[event.kind]:
        return None
    payload = event.payload if event.kind is K.RECEIVED else event.payload.get("after")
    party = payload.get("applicant") if isinstance(payload, Mapping) else None
    if not isinstance(party, Mapping) or not party.get("id_number"):
        return None
    is_named = all(isinstance(party.get(word), str) for word in ("id_kind", "id_number", "name"))
    return party if is_named else None


def know_applicant(conn: Connection, event: Event) -> None:
    """Remember the party that an event names under its id; the latest word by wall time stands, in whatever
    order rows come; of one millisecond the greater text, so that a rebuild says the same.

    Of every reception and correction, also one that does not stand: whether it does may change with every
    meeting, what a person handed in about himself does not.
    """
    values = applicant_row(event)
    if values is not None:
        _keep(conn, values)


def _keep(conn: Connection, values: Mapping[str, Any]) -> None:
    known = _KNOWN_APPLICANT.run(conn, {"identity": values["identity"]}).first()
    if known is None:
        seq = _NEW_APPLICANT.run(conn, values).scalar_one()
        conn.exec_driver_sql(_NAME_INSERT, (seq, values["folded_name"]))
    elif (known.seen_at, known.party) < (values["seen_at"], values["party"]):
        _SAME_APPLICANT.run(conn, {**values, "of": known.seq})
        if known.folded_name != values["folded_name"]:
            conn.exec_driver_sql(_NAME_DELETE, (known.seq,))
            conn.exec_driver_sql(_NAME_INSERT, (known.seq, values["folded_name"]))


def applicant_row(event: Event) -> dict[str, Any] | None:
    """The applicant that an event tells; None where it tells none that could be kept."""
    party = _party_told(event)
    if party is None:
        return None
    try:
        text = canonical_json(dict(party))
        text.encode()
    except ValueError:  # half a character, or no number
        return None
    return {
        "identity": f"{party['id_kind']}:{party['id_number']}",
        "party": text,
        "seen_at": event.wall,
        "folded_name": fold_text(str(party["name"])),
    }


_LATEST = (
    "INSERT INTO applicant (identity, party, seen_at, folded_name) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (identity) DO UPDATE SET party = excluded.party, seen_at = excluded.seen_at,"
    " folded_name = excluded.folded_name"
    " WHERE (excluded.seen_at, excluded.party) > (applicant.seen_at, applicant.party)"
)
_ALL_NAMES = "INSERT INTO applicant_search(rowid, words) SELECT seq, folded_name FROM applicant"


def know_applicants(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """As `know_applicant` for the rows of many, but for the index of names: `index_names` makes it at the
    end."""
    if rows:
        values = [(row["identity"], row["party"], row["seen_at"], row["folded_name"]) for row in rows]
        conn.exec_driver_sql(_LATEST, values)


def know_applicants_again(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """As `know_applicant` for the rows of some hundred, most of which are known just so."""
    latest: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        held = latest.get(row["identity"])
        if held is None or (held["seen_at"], held["party"]) < (row["seen_at"], row["party"]):
            latest[row["identity"]] = row
    known = {each.identity: each for each in _named(conn, tuple(latest))}
    told = [
        row
        for identity, row in latest.items()
        if identity not in known
        or (known[identity].seen_at, known[identity].party) < (row["seen_at"], row["party"])
    ]
    know_applicants(conn, told)
    _name_anew(conn, known, {row["identity"]: row["folded_name"] for row in told})


def _name_anew(conn: Connection, known: Mapping[str, Any], names: Mapping[str, str]) -> None:
    """The index of names for applicants who are new or have another name than they were known by."""
    renamed = [one.seq for key, one in known.items() if key in names and one.folded_name != names[key]]
    if renamed:
        conn.exec_driver_sql(_NAME_DELETE, [(seq,) for seq in renamed])
    anew = {key for key in names if key not in known}
    anew |= {one.identity for one in known.values() if one.seq in set(renamed)}
    if anew:
        values = [(each.seq, each.folded_name) for each in _named(conn, tuple(sorted(anew)))]
        conn.exec_driver_sql(_NAME_INSERT, values)


def _named(conn: Connection, identities: tuple[str, ...]) -> Sequence[Any]:
    """Rows of the known among some hundred identities."""
    if not identities:
        return ()
    marks = ",".join("?" * len(identities))
    query = f"SELECT seq, identity, party, seen_at, folded_name FROM applicant WHERE identity IN ({marks})"  # noqa: S608
    return conn.exec_driver_sql(query, identities).all()


def index_names(conn: Connection) -> None:
    """The index of names anew, of all applicants."""
    conn.exec_driver_sql("DROP TABLE applicant_search")
    for statement in (t.NAMES_DDL, *(each for each in t.WORDS_SETTINGS if "applicant_search" in each)):
        conn.exec_driver_sql(statement)
    conn.exec_driver_sql(_ALL_NAMES)
