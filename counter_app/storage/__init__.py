"""SQLAlchemy Core over one encrypted SQLite file: the event log and what is folded from it."""
