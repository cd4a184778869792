"""The real PostgreSQL of `tests/central`, here too."""

from tests.central.conftest import centre, empty, server

__all__ = ["centre", "empty", "server"]
