"""What PostgreSQL and our functions in it refuse, as errors of the trade."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg

from counter_app.domain.centre_errors import (
    BlobRefused,
    CentreFailed,
    CentreNotTrusted,
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


_NOT_PROVED: Mapping[str, str] = {
    r"certificate verify failed|signature failure": "authority",
    r"server certificate for .* (does not match|and other names)": "certificate_name",
    r"could not get server's host name|does not match host name": "certificate_name",
    r"server does not support SSL": "no_tls",
    r"authentication method requirement": "authentication",
    r"SSL error|SSL SYSCALL|direct SSL|ALPN": "tls",
}
"""Words of libpq while connecting → why the server is not trusted. These come from the library, so they are
always English; what a server says may be in its own language, and is then only `connection_lost`."""

_WHILE_CONNECTING: Mapping[str, CounterError] = {
    r"is not permitted to log in": CentreRefused(because="login_revoked"),
    r"password authentication failed|role .* does not exist|no pg_hba\.conf entry|permission denied for "
    r"database|SCRAM": CentreRefused(because="login_not_admitted"),
    r"database .* does not exist": CentreRefused(because="database_unknown"),
    r"too many (connections|clients)|remaining connection slots": CentreUnreachable(because="centre_busy"),
    r"(starting up|shutting down|recovery mode|not (yet )?accepting connections)": CentreUnreachable(
        because="shutting_down"
    ),
    r"session is read-only|hot standby mode": CentreUnreachable(because="standby"),
    r"timeout expired": CentreUnreachable(because="timeout"),
    r"resolve host|translate host name": CentreUnreachable(because="host_unknown"),
    r"No such file|refused|unreachable|Permission denied": CentreUnreachable(because="no_answer"),
}
"""What was said while connecting → the error. Several hosts may say several things: the first here counts."""


_NOT_ADMITTED: Mapping[str, str] = {
    "28000": "login_not_admitted",   # also a login that was closed: the text alone tells them apart
    "28P01": "login_not_admitted",
    "42501": "login_not_admitted",   # no right to connect to the database
    "3D000": "database_unknown",
}
"""SQLSTATE while connecting → why this login does not get in, in whatever language the server speaks."""


@contextmanager
def connecting_told_in_words() -> Iterator[None]:
    """As `told_in_words` for connecting; libpq mostly gives a text there and no SQLSTATE."""
    try:
        yield
    except psycopg.DatabaseError as error:
        is_known = error.sqlstate in _NOT_ADMITTED or error.sqlstate in _PASSING
        if not is_known and not isinstance(error, psycopg.OperationalError):
            raise
        raise _not_connected(error.sqlstate, str(error)) from error


def _not_connected(state: str | None, said: str) -> CounterError:
    if state is not None and state in _PASSING:
        return CentreUnreachable(because=_PASSING[state])
    if state is not None and state in _NOT_ADMITTED and "is not permitted to log in" not in said:
        return CentreRefused(because=_NOT_ADMITTED[state])
    for pattern, because in _NOT_PROVED.items():
        if re.search(pattern, said):
            return CentreNotTrusted(because=because)
    for pattern, known in _WHILE_CONNECTING.items():
        if re.search(pattern, said, re.IGNORECASE):
            return type(known)(**known.facts)
    return CentreUnreachable(because="connection_lost")


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
