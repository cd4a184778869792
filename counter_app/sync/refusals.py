"""What PostgreSQL and our functions in it refuse, as errors of the trade."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg

from counter_app.domain.centre_errors import (
    BlobRefused,
    CentreFailed,
    CentreRefused,
    CentreTooOld,
    CentreUnreachable,
    OriginForked,
    OriginGap,
    ProgramTooOld,
    PushTooLarge,
)
from counter_app.domain.errors import CounterError

_OURS: Mapping[str, type[CounterError]] = {
    "UC001": ProgramTooOld,
    "UC002": OriginGap,
    "UC003": OriginForked,
    "UC004": PushTooLarge,
}
"""SQLSTATE of `db/central` → the error; its facts are the message's DETAIL."""

_RIGHTS = ("login_not_enrolled", "origin_not_yours", "origin_closed")
"""Words of our functions; PostgreSQL's own denial has a sentence instead."""

_PASSING: Mapping[str, str] = {
    "25006": "standby",          # read only; the address names several hosts and this is the wrong one
    "40001": "centre_busy",
    "40P01": "centre_busy",
    "53300": "centre_busy",      # this login has its connections already
    "55P03": "centre_busy",      # another desk's push took longer than we wait
    "57014": "timeout",
    "57P01": "shutting_down",
    "57P02": "shutting_down",
    "57P03": "shutting_down",
    "57P05": "timeout",
}
"""SQLSTATE → why there was no answer this time. Everything without a state is a lost connection."""

_NOT_INSTALLED = ("3F000", "42883", "42P01")
"""No schema, no such function, no such table: nothing of ours there, or older than this call."""


@contextmanager
def told_in_words() -> Iterator[None]:
    """Turns psycopg's errors into CounterErrors; those of a wrong call (a bug here) pass through."""
    try:
        yield
    except psycopg.OperationalError as error:
        raise _passing(error) from error
    except psycopg.DatabaseError as error:
        if error.sqlstate is None:
            raise
        raise _lasting(error) from error


def _passing(error: psycopg.OperationalError) -> CounterError:
    state = error.sqlstate
    if state is None or state.startswith("08"):
        return CentreUnreachable(because="connection_lost")
    if state in _PASSING:
        return CentreUnreachable(because=_PASSING[state])
    return _lasting(error)


def _lasting(error: psycopg.DatabaseError) -> CounterError:
    state, said = error.sqlstate or "", error.diag.message_primary or ""
    if state in _PASSING:
        return CentreUnreachable(because=_PASSING[state])
    if state in _OURS:
        return _OURS[state](**_facts(error))
    if state == "UC005":
        return BlobRefused(because=said, **_facts(error))
    if state == "42501":
        if said in _RIGHTS:
            return CentreRefused(because=said, **_facts(error))
        return CentreRefused(because="right_missing")
    if state in _NOT_INSTALLED:
        return CentreTooOld(because="not_installed")
    return CentreFailed(sqlstate=state, because=said)


def _facts(error: psycopg.DatabaseError) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(error.diag.message_detail or "{}")
    return found
