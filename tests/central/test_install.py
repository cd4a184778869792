"""The numbered SQL: each file once, in order, whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest

from counter_app import paths
from counter_app.domain.centre_errors import CentreFailed, CentreRefused, CentreTooNew
from counter_app.sync import central
from counter_app.sync.install import Installed, install, scripts
from tests.central.centre import Centre

NEWEST = len(scripts())


def a_newer_program(folder: Path, sql: str) -> Path:
    """Its SQL folder: ours and one file more."""
    shutil.copytree(paths.central_scripts(), folder)
    (folder / f"{NEWEST + 1:04d}_more.sql").write_text(sql, "utf-8")
    return folder


def state(centre: Centre) -> list[tuple[object, ...]]:
    """Every object of our schema with its rights, and when each file was applied."""
    listed = (
        "SELECT relname::text, relacl::text FROM pg_class WHERE relnamespace = 'counter'::regnamespace"
        " UNION ALL SELECT oid::regprocedure::text, proacl::text FROM pg_proc"
        " WHERE pronamespace = 'counter'::regnamespace ORDER BY 1"
    )
    applied = "SELECT number, applied_at FROM counter.schema_version ORDER BY 1"
    return [*centre.admin.execute(listed).fetchall(), *centre.admin.execute(applied).fetchall()]


def test_a_second_install_changes_nothing(empty: Centre) -> None:
    assert install(empty.admin) == Installed(0, NEWEST)
    before = state(empty)
    assert install(empty.admin) == Installed(NEWEST, NEWEST)
    assert state(empty) == before


def test_the_program_says_the_number_of_its_newest_file() -> None:
    assert central.VERSION == NEWEST >= central.OLDEST_CENTRE


def test_an_upgrade_applies_what_is_new_and_grants_new_calls_to_enrolled_desks(
    centre: Centre, tmp_path: Path
) -> None:
    login, chain = centre.enrol()
    newer = a_newer_program(
        tmp_path / "sql",
        "SET LOCAL ROLE counter_owner; DROP FUNCTION counter.pull(bigint, integer);"
        " CREATE FUNCTION counter.pull(bigint) RETURNS integer LANGUAGE sql AS 'SELECT 41'; RESET ROLE;",
    )
    assert install(centre.admin, newer) == Installed(NEWEST, NEWEST + 1)
    with centre.desk(login) as desk:
        assert desk.execute("SELECT counter.pull(1)").fetchone() == (41,)
        assert central.hello(desk, chain.greeting()).schema_version == NEWEST + 1


def test_a_centre_of_a_newer_program_is_left_alone(centre: Centre, tmp_path: Path) -> None:
    install(centre.admin, a_newer_program(tmp_path / "sql", "SELECT 1"))
    before = state(centre)
    with pytest.raises(CentreTooNew) as refused:
        install(centre.admin)
    assert refused.value.facts == {"found": NEWEST + 1, "known": NEWEST}
    assert state(centre) == before


def test_a_file_that_fails_leaves_the_centre_as_it_was(centre: Centre, tmp_path: Path) -> None:
    before = state(centre)
    broken = a_newer_program(tmp_path / "sql", "DROP TABLE counter.event; SELECT 1 / 0;")
    with pytest.raises(CentreFailed):
        install(centre.admin, broken)
    assert state(centre) == before


def test_a_file_that_fails_leaves_an_empty_database_empty(empty: Centre, tmp_path: Path) -> None:
    with pytest.raises(CentreFailed):
        install(empty.admin, a_newer_program(tmp_path / "sql", "SELECT 1 / 0;"))
    assert empty.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'counter'") == 0


def test_only_a_superuser_can_install(centre: Centre, empty: Centre, server: str) -> None:
    login, _ = centre.enrol()
    centre.admin.execute("DROP SCHEMA counter CASCADE")
    with psycopg.connect(centre.address(login), autocommit=True) as desk, pytest.raises(CentreRefused) as no:
        install(desk)
    assert no.value.facts == {"because": "right_missing"}


@pytest.mark.parametrize("names", [["0001_a.sql", "0003_b.sql"], ["0001_a.sql", "0001_b.sql"], ["1_a.sql"]])
def test_files_are_numbered_from_one_on(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(ValueError, match="not numbered"):
        scripts(tmp_path)
