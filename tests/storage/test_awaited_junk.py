"""One event that nobody can read keeps nobody from meeting: acts that wait, too."""

from __future__ import annotations

import json
from typing import Any

import pytest

from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.storage import event_log, folding
from tests.sync.around import assert_rebuilt_is_same, desks_around


@pytest.mark.parametrize(
    "said",
    [
        {"unit": "\ud800", "awaits": True},
        {"unit": ["MC"], "awaits": True, "at": 3},
        {"event_id": {"no": "id"}, "role": "supervisor"},
    ],
)
@pytest.mark.parametrize("kind", [K.TAKEN_OVER, K.SUPPLEMENTED, K.REVOKED, K.STAFF_SET])
def test_what_waits_may_be_anything(kind: K, said: dict[str, Any]) -> None:
    with desks_around(1) as around:
        store = around.store(1)
        code = around.receive(1)
        stream = f"awaited:{code}"

        def put(conn: Any) -> None:
            event = Event(
                *("f" * 32, store.origin.agency, stream, kind, said, "lan", 1_795_000_000_000),
                payload_json=json.dumps(said),
            )
            event_log.append(conn, store.origin.id, [event])
            folding.refold_all(conn, [stream])

        store.exchange(put)
        assert_rebuilt_is_same(store)


def test_a_number_told_twice_hides_no_dossier() -> None:
    """Another program's event that names a number which its dossier has already."""
    with desks_around(1) as around:
        store = around.store(1)
        code = around.receive(1)
        asked = {"items": [{"no": 1, "text": "Bản sao"}], "reason": "thiếu", "ground": "Điều 17"}
        around.done(1, "request_supplement", code=code, **asked)
        around.done(1, "supplement", code=code, items=[{"no": 1}])
        query = "SELECT stream, payload, id FROM event WHERE kind = 'dossier:supplement_requested'"
        stream, payload, _ = around.rows(1, query)[0]
        head = around.rows(1, "SELECT head FROM dossier WHERE code = ?", code)[0][0]

        def put(conn: Any) -> None:
            said = json.loads(payload)
            kind = K.SUPPLEMENT_REQUESTED
            event = Event("f" * 32, store.origin.agency, stream, kind, said, "lan", 1_795_000_000_000, head)
            event_log.append(conn, store.origin.id, [event])
            folding.refold_all(conn, [stream])

        store.exchange(put)
        assert around.rows(1, "SELECT status FROM dossier WHERE code = ?", code) == [("awaiting_supplement",)]
        assert around.conflicts(1) == []
        assert_rebuilt_is_same(store)
