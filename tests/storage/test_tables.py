"""The file refuses what may not happen to a record, whoever asks."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from .desk_file import AGENCY, ORIGIN, DeskFile

FORBIDDEN = [
    "DELETE FROM event",
    "UPDATE event SET payload = '{}'",
    "UPDATE event SET id = id",
    "REPLACE INTO event SELECT * FROM event",
    "DELETE FROM envelope",
    "UPDATE envelope SET hash = 'x'",
    "UPDATE envelope SET prev = 'x'",
    "UPDATE envelope SET oseq = oseq + 100",
    "UPDATE envelope SET relayed_from = 'x'",
    "UPDATE envelope SET pos = 7, hash = 'x'",
    "REPLACE INTO envelope SELECT * FROM envelope",
    "DELETE FROM number_issued",
    "UPDATE number_issued SET serial = 9",
    "REPLACE INTO number_issued SELECT * FROM number_issued",
    "DELETE FROM security_log",
    "UPDATE security_log SET actor = 'x'",
]


@pytest.fixture
def filled(desk: DeskFile) -> DeskFile:
    (stored, _) = desk.record(2)
    with desk.writing() as conn:
        conn.exec_driver_sql("INSERT INTO number_issued VALUES ('2026-11-23', 1, 'c', ?)", (stored.event.id,))
        conn.exec_driver_sql("INSERT INTO security_log VALUES (1, 0, 'lan', 'signed_in', '{}', '', '')")
    return desk


def _dump(desk: DeskFile) -> list[object]:
    with desk.reading() as conn:
        tables = ("event", "envelope", "number_issued", "security_log")
        return [conn.exec_driver_sql(f"SELECT * FROM {table}").all() for table in tables]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_a_record_is_neither_changed_nor_deleted(filled: DeskFile, statement: str) -> None:
    before = _dump(filled)
    with pytest.raises(IntegrityError, match="append-only"), filled.writing() as conn:
        conn.exec_driver_sql(statement)
    assert _dump(filled) == before


def test_a_position_is_given_once_and_taken_back_but_never_changed(filled: DeskFile) -> None:
    with filled.writing() as conn:
        conn.exec_driver_sql("UPDATE envelope SET pos = 4 WHERE oseq = 1")
    with pytest.raises(IntegrityError, match="append-only"), filled.writing() as conn:
        conn.exec_driver_sql("UPDATE envelope SET pos = 5 WHERE oseq = 1")
    with filled.writing() as conn:
        conn.exec_driver_sql("UPDATE envelope SET pos = NULL WHERE oseq = 1")
        conn.exec_driver_sql("UPDATE envelope SET pos = 5 WHERE oseq = 1")
        assert conn.exec_driver_sql("SELECT pos FROM envelope WHERE oseq = 1").scalar() == 5
    with pytest.raises(IntegrityError, match="UNIQUE"), filled.writing() as conn:
        conn.exec_driver_sql("UPDATE envelope SET pos = 5 WHERE oseq = 2")


def test_an_integer_column_refuses_letters(desk: DeskFile) -> None:
    statement = "INSERT INTO number_block VALUES (?, 'abc', 8800, ?, '2026-01-01', NULL)"
    with pytest.raises(IntegrityError, match="cannot store TEXT value in INTEGER"), desk.writing() as conn:
        conn.exec_driver_sql(statement, (AGENCY, ORIGIN))


def test_every_table_of_ours_is_strict(desk: DeskFile) -> None:
    with desk.reading() as conn:
        rows = conn.exec_driver_sql("SELECT name, type, strict FROM pragma_table_list WHERE schema = 'main'")
        loose = {row.name for row in rows if row.type == "table" and not row.strict}
    # Alembic's own book, SQLite's catalogue; the search index is a virtual table without types.
    assert {name for name in loose if "search" not in name} == {"alembic_version", "sqlite_schema"}


def test_references_hold(desk: DeskFile) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), desk.writing() as conn:
        conn.exec_driver_sql(
            "INSERT INTO number_block VALUES (?, 1, 8800, 'nobody', '2026-01-01', NULL)", (AGENCY,)
        )
    upside_down = "INSERT INTO number_block VALUES (?, 9, 8, ?, '2026-01-01', NULL)"
    with pytest.raises(IntegrityError, match="CHECK"), desk.writing() as conn:
        conn.exec_driver_sql(upside_down, (AGENCY, ORIGIN))
    with pytest.raises(IntegrityError, match="CHECK"), desk.writing() as conn:
        conn.exec_driver_sql("INSERT INTO blob VALUES ('a', 1, 'application/pdf', 'lost')")
