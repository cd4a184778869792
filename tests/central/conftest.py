"""One PostgreSQL a session, a fresh database with the centre's SQL for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from counter_app.sync.install import install
from tests.central.centre import Centre, a_server, an_empty_database


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Address of the session's PostgreSQL."""
    with a_server() as uri:
        yield uri


@pytest.fixture
def empty(server: str) -> Iterator[Centre]:
    """A database without a centre in it."""
    with an_empty_database(server) as centre:
        yield centre


@pytest.fixture
def centre(empty: Centre) -> Centre:
    """A centre of today's schema, no agency in it yet."""
    install(empty.admin)
    return empty
