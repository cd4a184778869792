"""A desk's login may make the five calls and nothing else; two agencies never see each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from counter_app.domain.centre_errors import CentreRefused
from counter_app.sync import central
from tests.central.centre import AGENCY, Centre, an_event

CALLS = {"hello", "push", "pull", "blob_put", "blob_get"}
TABLES = (
    "agency_head", "blob", "blob_piece", "event", "number_block", "origin", "quarantine", "schema_version"
)  # fmt: skip

DENIED = [
    *(f"SELECT FROM counter.{table}" for table in TABLES),
    *(f"INSERT INTO counter.{table} DEFAULT VALUES" for table in TABLES),
    *(f"DELETE FROM counter.{table}" for table in TABLES),
    *(f"TRUNCATE counter.{table}" for table in TABLES),
    "INSERT INTO counter.agency_head (agency) VALUES ('H24.28')",
    "UPDATE counter.origin SET status = 'open'",
    "UPDATE counter.number_block SET hi = 9999",
    "UPDATE counter.event SET raw = ''",
    "MERGE INTO counter.event e USING (SELECT 1) AS s ON false WHEN NOT MATCHED THEN DO NOTHING",
    "SELECT 1; LOCK TABLE counter.agency_head IN ACCESS EXCLUSIVE MODE",
    "SELECT FROM counter.event FOR UPDATE",
    "COPY counter.event TO STDOUT",
    "COPY counter.event FROM STDIN",
    "COPY counter.event TO '/tmp/event'",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "CREATE TABLE mine (a integer)",
    "CREATE TABLE public.mine (a integer)",
    "CREATE TABLE counter.mine (a integer)",
    "CREATE TEMPORARY TABLE mine (a integer)",
    "CREATE TABLE pg_temp.mine (a integer)",
    "CREATE SCHEMA mine",
    "CREATE VIEW public.mine AS SELECT 1",
    "CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION pg_temp.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE DATABASE mine",
    "CREATE ROLE mine",
    "DO 'BEGIN END'",
    "SELECT lo_create(0)",
    "SELECT lo_creat(-1)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT lo_import('/etc/hostname')",
    "SELECT lo_open(1, 131072)",
    "SELECT lo_unlink(1)",
    "SELECT lo_put(1, 0, 'x')",
    "SELECT lo_get(1)",
    "SELECT lo_export(1, '/tmp/large')",
    "DROP EXTENSION plpgsql CASCADE",
    "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE PUBLICATION mine FOR ALL TABLES",
    "ALTER SYSTEM SET fsync = off",
    "SELECT pg_reload_conf()",
    "SELECT pg_ls_dir('.')",
    "SET ROLE counter_owner",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "SET session_replication_role = replica",
    "ALTER TABLE counter.event DISABLE ROW LEVEL SECURITY",
    "ALTER FUNCTION counter.enter() SECURITY INVOKER",
    "DROP TABLE counter.event",
    "DROP SCHEMA counter CASCADE",
    "GRANT counter_owner TO current_user",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "ALTER ROLE CURRENT_USER CONNECTION LIMIT 99",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT rolpassword FROM pg_authid",
    "SELECT counter.enter()",
    "SELECT counter.store('', '', 0, '', '{}', '{}', '{}', 0, '{}', false)",
    "SELECT counter.grant_desk(current_user)",
    "SELECT counter.read_event('', '')",
]


@pytest.fixture
def login(centre: Centre) -> str:
    """A desk's login in a centre that holds one event of its agency."""
    login, chain = centre.enrol(1)
    with centre.desk(login) as desk:
        central.push(desk, chain.add_notes(1))
    return login


def test_a_desk_is_denied_everything_but_the_calls(centre: Centre, login: str) -> None:
    other, _ = centre.enrol(2)
    with centre.desk(login) as desk:
        for statement in [*DENIED, f'SET ROLE "{other}"', f'ALTER ROLE "{other}" PASSWORD \'x\'']:
            with pytest.raises(psycopg.Error) as no:
                desk.execute(statement.encode())
            assert no.value.sqlstate == "42501", f"{statement}: {no.value}"
        assert len(central.pull(desk, 0)) == 1


def test_the_rights_of_a_desk_in_the_catalogue(centre: Centre, login: str) -> None:
    def names(query: str) -> set[str]:
        return {row[0] for row in centre.admin.execute(query.encode(), {"login": login}).fetchall()}

    ours = "pronamespace = 'counter'::regnamespace"
    callable_here = "has_function_privilege(%(login)s, oid, 'EXECUTE')"
    assert names(f"SELECT proname FROM pg_proc WHERE {ours} AND {callable_here}") == CALLS
    assert names(f"SELECT proname FROM pg_proc WHERE {ours} AND prosecdef") == CALLS
    assert names(
        f"SELECT proname FROM pg_proc WHERE {ours} AND prosecdef AND proowner = 'counter_owner'::regrole"
        " AND 'search_path=counter, pg_temp' = ANY (proconfig)"
    ) == CALLS  # fmt: skip
    relations = "relnamespace = 'counter'::regnamespace AND relkind IN ('r', 'S', 'v', 'm', 'p')"
    assert names(f"SELECT relname FROM pg_class WHERE {relations}") == set(TABLES)
    every = "'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'"
    some = f"has_table_privilege(%(login)s, oid, {every})"
    assert not names(f"SELECT relname FROM pg_class WHERE {relations} AND {some}")
    forced = f"SELECT relname FROM pg_class WHERE {relations} AND relrowsecurity AND relforcerowsecurity"
    assert names(forced) == set(TABLES) - {"schema_version"}
    assert not names(
        "SELECT roleid::regrole::text FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member"
        " WHERE rolname = %(login)s"
    )
    owner = "SELECT rolname FROM pg_roles WHERE rolname = 'counter_owner'"
    assert names(f"{owner} AND NOT (rolcanlogin OR rolsuper OR rolbypassrls OR rolcreaterole)")
    assert not names(f"SELECT proname FROM pg_proc WHERE proname ~ '^lo(_|read|write)' AND {callable_here}")


def test_a_login_of_the_server_that_is_not_enrolled_cannot_even_connect(centre: Centre, login: str) -> None:
    centre.admin.execute("CREATE ROLE stranger LOGIN")
    centre.logins.append("stranger")
    denied = pytest.raises(psycopg.OperationalError, match="permission denied for database")
    with denied, centre.desk("stranger"):
        pass


def test_a_desk_holds_two_connections_and_no_third(centre: Centre) -> None:
    third = pytest.raises(psycopg.OperationalError, match="too many connections for role")
    login, _ = centre.enrol()
    with centre.desk(login) as desk, centre.desk(login):
        assert desk.execute("SHOW statement_timeout").fetchone() == ("30s",)
        with third, centre.desk(login):
            pass


def test_row_security_shows_the_owner_one_agency(centre: Centre, login: str) -> None:
    other_login, other = centre.enrol(1, agency="H24.99")
    with centre.desk(other_login) as desk:
        central.push(desk, other.add(an_event(agency="H24.99"), an_event(agency="H24.99")))
    boss = centre.admin
    with boss.transaction():
        boss.execute("SET LOCAL ROLE counter_owner")
        for agency, events in (("", 0), (AGENCY, 1), ("H24.99", 2), ("H24", 0)):
            boss.execute("SELECT set_config('counter.agency', %s, true)", (agency,))
            assert centre.value("SELECT count(*) FROM counter.event") == events
            assert centre.value("SELECT count(*) FROM counter.origin") == min(events, 1)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), boss.transaction():
            boss.execute("INSERT INTO counter.agency_head (agency) VALUES ('H24.77')")


def test_two_agencies_never_see_each_other(centre: Centre) -> None:
    login, chain = centre.enrol(1)
    other_login, other = centre.enrol(1, agency="H24.99")
    event = an_event()
    scan = central.BlobName("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", 1, "x/y")
    with centre.desk(login) as desk, centre.desk(other_login) as stranger:
        central.push(desk, chain.add(event, an_event()))
        assert central.blob_put(desk, scan, 0, b"x").state == "verified"
        # A desk may set what row security looks at: each call sets it anew.
        stranger.execute("SET counter.agency = 'H24.28'; SET search_path = public, pg_catalog")
        pushed = central.push(stranger, other.add(an_event(agency="H24.99", id=event.id)))
        assert (pushed.stored, pushed.head) == (1, 1), "the same id in two agencies is two events"
        stranger.execute("SET counter.agency = 'H24.28'")
        assert [row.stored.event.agency for row in central.pull(stranger, 0)] == ["H24.99"]
        said = central.hello(stranger, other.greeting(heads=[other.head, chain.head]))
        assert [origin.origin for origin in said.origins] == [other.origin]
        assert (said.agency, said.head) == ("H24.99", 1)
        assert central.blob_get(stranger, scan.sha256, 0) is None
        foreign: list[Callable[[], Any]] = [
            lambda: central.push(stranger, chain.records),
            lambda: central.push(stranger, chain.copy().add_notes(1)),
        ]
        for call in foreign:
            with pytest.raises(CentreRefused):
                call()
        # An origin's id that another agency has is free here: nothing tells that it is taken there.
        assert central.hello(stranger, chain.greeting(heads=[])).origins[-1].incarnation == 2
        assert [row.stored.pos for row in central.pull(desk, 0)] == [1, 2]
