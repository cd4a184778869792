"""The real PostgreSQL of the tests of the centre, for the differential test."""

from tests.central.conftest import centre, empty, server

__all__ = ["centre", "empty", "server"]
