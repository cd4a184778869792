"""Which changes of reference data stand: by the right of who made them, and by what he had seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.events import Event
from counter_app.domain.events import EventKind as K
from counter_app.domain.reference_fold import accepted, is_settling, judged


def said(id_: str, seen: str | None = None, kind: K = K.SETTINGS_SET, **fields: Any) -> Event:
    values: dict[str, Any] = {"agency": "H24.28", "stream": "settings:agency", "actor": "quantri", "wall": 0}
    payload = {"role": "administrator"} | fields.pop("payload", {})
    return Event(id=id_, seen=seen, kind=kind, payload=payload, **(values | fields))


def test_one_after_another_all_stand() -> None:
    assert judged([said("a"), said("b", "a"), said("c", "b")]) == {"a": "", "b": "", "c": ""}


def test_of_two_that_saw_the_same_the_first_stands_and_what_follows_the_other_falls_with_it() -> None:
    told = judged([said("a"), said("b", "a"), said("c", "a"), said("d", "c"), said("e", "b")])
    assert told == {"a": "", "b": "", "c": "changed_elsewhere", "d": "changed_elsewhere", "e": ""}


def test_a_password_and_a_role_do_not_meet() -> None:
    person, password = K.STAFF_SET, K.STAFF_PASSWORD_SET
    events = [said("a", kind=person), said("b", "a", kind=password), said("c", "a", kind=person)]
    assert accepted(events) == {"a": True, "b": True, "c": True}


@pytest.mark.parametrize(
    ("event", "because"),
    [
        (said("a", payload={"role": "supervisor"}), "unauthorised"),
        (replace(said("a"), real_role="counter"), "unauthorised"),
        (replace(said("a"), real_role=""), "unauthorised"),
        (replace(said("a", payload={"role": "counter"}), real_role="administrator"), ""),
        (said("a", actor="system", payload={"role": ""}), ""),
        (said("a", kind=K.FEEDBACK_RECEIVED, payload={"role": "counter"}), ""),
        (said("a", kind=K.STAFF_PASSWORD_SET, actor="lan", payload={"role": "counter", "login": "lan"}), ""),
        (
            said("a", kind=K.STAFF_PASSWORD_SET, actor="lan", payload={"role": "counter", "login": "tuan"}),
            "unauthorised",
        ),
        (
            replace(
                said(
                    "a", kind=K.STAFF_PASSWORD_SET, actor="lan", payload={"role": "counter", "login": "lan"}
                ),
                real_role="",
            ),
            "unauthorised",
        ),
        (said("a", payload={"role": ["administrator"]}), "unauthorised"),
    ],
)
def test_who_may(event: Event, because: str) -> None:
    assert judged([event]) == {"a": because}


def test_only_a_supervisor_settles() -> None:
    resolved = said("r", kind=K.CONFLICT_RESOLVED, payload={"role": "supervisor", "conflict": "x"})
    assert is_settling(resolved)
    assert not is_settling(replace(resolved, real_role="counter"))
    assert not is_settling(said("a", payload={"role": "supervisor"}))


EVENTS = st.lists(st.tuples(st.integers(-1, 8), st.sampled_from(["administrator", "counter"])), max_size=9)


@given(EVENTS)
def test_what_stands_never_depends_on_what_comes_later(drawn: list[tuple[int, str]]) -> None:
    events = [
        said(str(n), str(seen) if 0 <= seen < n else None, payload={"role": role})
        for n, (seen, role) in enumerate(drawn)
    ]
    whole = judged(events)
    for n in range(len(events)):
        assert judged(events[:n]) == {str(k): whole[str(k)] for k in range(n)}
