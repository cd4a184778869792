"""A stream folded anew has the rows of a rebuild, whatever its events say."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain.events import Event, canonical_json
from counter_app.domain.events import EventKind as K
from counter_app.storage import event_log, folding
from tests.sync.around import Around, assert_rebuilt_is_same, desks_around

WORDS = [
    *("code", "portal_code", "book", "number", "receipt_series", "receipt_no", "applicant", "procedure"),
    *(
        "at",
        "unit",
        "role",
        "due",
        "limit",
        "after",
        "batch",
        "from",
        "to",
        "event_id",
        "conflict",
        "chosen",
        "over",
    ),
    *(
        "login",
        "name",
        "staff_role",
        "staff_unit",
        "is_active",
        "place",
        "short_name",
        "role_of_unit",
        "is_open",
    ),
    *("years", "days", "version", "confirmed_years", "settings", "id", "in_force_to"),
    *(
        "must_change",
        "series",
        "text",
        "answer",
        "day",
        "head_hash",
        "figures",
        "scores",
        "form",
        "slip_id",
        "awaits",
    ),
    *("serial", "channel", "due_on", "field", "components", "amount_vnd", "items", "officer", "units"),
]
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.text(max_size=4),
    st.sampled_from(["counter", "MC", "2026-11-23T09:00", "H24.28-261123-0001", "\ud800", "nan", "x.7"]),
    st.floats(allow_nan=False, allow_infinity=False),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
    ),
    max_leaves=6,
)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(list(K)),
        st.sampled_from(["own", "dossier", "awaited:H24.28-261123-0001", "nowhere:x"]),
        st.dictionaries(st.sampled_from(WORDS), VALUES, max_size=12),
        st.integers(1, 2),
    ),
    min_size=1,
    max_size=12,
)
OWN = {
    "procedure": "procedure:DT-09",
    "unit": "unit:QLDT",
    "staff": "staff:minh",
    "calendar": "calendar:vn",
    "settings": "settings:agency",
    "feedback": "feedback:" + "f" * 32,
    "day": "day:1",
    "desk": "desk:1",
    "dossier": "dossier:" + "d" * 32,
}


def written(around: Around, drawn: list[tuple[K, str, dict[str, Any], int]], stream: str) -> list[str]:
    """The events in the file, with no projection made of them; their streams."""
    store, events = around.store(1), []
    for kind, where, payload, schema in drawn:
        of = OWN[str(kind).partition(":")[0]] if where == "own" else stream if where == "dossier" else where
        text = canonical_json(payload).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        events.append(
            Event(
                id=around.desks[1].new_id(),
                agency="H24.28",
                stream=of,
                kind=kind,
                payload=payload,
                actor="quantri",
                wall=around.time.ms(),
                schema_v=schema,
                payload_json=text,
            )
        )
    store.exchange(lambda conn: event_log.append(conn, store.origin.id, events))
    return list(dict.fromkeys(event.stream for event in events))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=EVENTS, later=EVENTS)
def test_no_payload_stops_the_others(
    drawn: list[tuple[K, str, dict[str, Any], int]], later: list[tuple[K, str, dict[str, Any], int]]
) -> None:
    with desks_around(1) as around:
        around.meet_all()
        around.receive(1)
        store = around.store(1)
        (known,) = around.rows(1, "SELECT stream FROM dossier")[0]
        for part in (drawn, later):
            streams = written(around, part, known)
            store.exchange(lambda conn, these=streams: folding.refold_all(conn, these))  # type: ignore[misc]
            assert_rebuilt_is_same(store)
