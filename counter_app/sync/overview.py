"""What an administrator sees of the centre: its agencies, their desks, who is behind, what lies aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.rows import dict_row

from counter_app.domain.centre_errors import CentreTooOld
from counter_app.sync.central import Block, Connection
from counter_app.sync.refusals import told_in_words


@dataclass(frozen=True, slots=True)
class Life:
    """One incarnation of a desk. Moments are UTC ms by the centre's clock.

    oseq: its last event here; head of the feed minus pulled_pos is how far the desk is behind. feed_agrees:
    whether its copy of the feed is ours, None where it holds more than there is here, or never said. digest:
    of its projections when it held the feed to checked_pos, the same for all desks at one position.
    quarantined: what it sent and the feed could not take.
    """

    desk: int
    incarnation: int
    origin: str
    login: str
    is_closed: bool
    opened_at: int
    seen_at: int | None
    clock_offset_ms: int | None
    pulled_pos: int | None
    feed_agrees: bool | None
    checked_pos: int | None
    digest: str | None
    oseq: int
    quarantined: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class AgencyOverview:
    """An agency: the end of its feed, its desks' lives, how many blocks of serials are still free."""

    agency: str
    head: int
    feed_hash: str
    quarantined: int
    blocks_left: int
    reserve_blocks_left: int
    lives: tuple[Life, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole centre. server_version: PostgreSQL's, as 180001."""

    schema_version: int
    server_version: int
    system_id: str
    timeline: int
    agencies: tuple[AgencyOverview, ...]


def status(conn: Connection) -> Overview:
    """The centre as a superuser sees it.

    Raises CentreTooOld (none is installed there), CentreRefused, CentreUnreachable, CentreFailed.
    """
    with told_in_words(), conn.transaction(), conn.cursor(row_factory=dict_row) as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT to_regclass('counter.schema_version') IS NOT NULL AS is_there")
        if not cursor.fetchall()[0]["is_there"]:
            raise CentreTooOld(because="not_installed")
        (server,) = cursor.execute(_SERVER).fetchall()
        heads = cursor.execute(_AGENCIES).fetchall()
        lives = cursor.execute(_LIVES).fetchall()
        blocks = cursor.execute("SELECT * FROM counter.number_block ORDER BY agency, lo").fetchall()
    return Overview(**server, agencies=tuple(_agency(row, lives, blocks) for row in heads))


_SERVER = """
    SELECT (SELECT max(number) FROM counter.schema_version) AS schema_version,
           current_setting('server_version_num')::integer AS server_version,
           (SELECT system_identifier::text FROM pg_control_system()) AS system_id,
           (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline
"""
_AGENCIES = """
    SELECT h.agency, h.pos AS head, h.feed_hash,
           (SELECT count(*) FROM counter.quarantine q WHERE q.agency = h.agency) AS quarantined,
           (SELECT count(*) FROM generate_series(1, 8401, 400) AS c(first) WHERE NOT EXISTS (
               SELECT FROM counter.number_block b
               WHERE b.agency = h.agency AND b.lo < c.first + 400 AND b.hi >= c.first)) AS blocks_left,
           (SELECT count(*) FROM unnest((counter.reserve_blocks(1))[2:]) AS c(first) WHERE NOT EXISTS (
               SELECT FROM counter.number_block b
               WHERE b.agency = h.agency AND b.lo < c.first + 80 AND b.hi >= c.first)) AS reserve_blocks_left
    FROM counter.agency_head h ORDER BY h.agency
"""
_LIVES = """
    SELECT o.agency, o.desk, o.incarnation, o.id AS origin, o.login, o.status = 'closed' AS is_closed,
           counter.ms(o.opened_at) AS opened_at, counter.ms(o.seen_at) AS seen_at, o.clock_offset_ms,
           o.pulled_pos, o.feed_agrees, o.checked_pos, o.digest,
           coalesce((SELECT max(e.oseq) FROM counter.event e
                     WHERE e.agency = o.agency AND e.origin = o.id), 0) AS oseq,
           (SELECT count(*) FROM counter.quarantine q
            WHERE q.agency = o.agency AND q.origin = o.id) AS quarantined
    FROM counter.origin o ORDER BY o.agency, o.desk, o.incarnation
"""

Row = dict[str, Any]


def _agency(head: Row, lives: Iterable[Row], blocks: Iterable[Row]) -> AgencyOverview:
    held: dict[str, list[Block]] = {}
    for row in blocks:
        if row["agency"] == head["agency"]:
            from_date: date = row["from_date"]
            held.setdefault(row["origin"], []).append(Block(row["lo"], row["hi"], from_date))
    mine = [{**row} for row in lives if row["agency"] == head["agency"]]
    return AgencyOverview(
        **head,
        lives=tuple(
            Life(
                **{key: value for key, value in row.items() if key != "agency"},
                blocks=tuple(held.get(row["origin"], ())),
            )
            for row in mine
        ),
    )
