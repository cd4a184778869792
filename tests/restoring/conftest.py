"""A real PostgreSQL for the way over the centre, one a session."""

from tests.central.conftest import centre, empty, server, way

__all__ = ["centre", "empty", "server", "way"]
