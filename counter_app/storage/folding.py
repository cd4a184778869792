"""Folding what a meeting of desks touched: at once, or together at the end of a long way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from counter_app.storage import compare, roles
from counter_app.storage.refold import refold
from counter_app.storage.refold_many import refold_dossiers
from counter_app.storage.stream_log import DOSSIER

REBUILD_FROM = 5_000
"""So many streams at once, and more than half of all, are not folded one by one."""
ANEW_FROM = 20_000
"""So many dossiers that were stored first are folded with all others: a desk that joins a long log."""
PIECE = 60
"""Dossiers that are folded in one transaction after much was stored: as long as it takes, an act waits."""
_LEFT = "unfolded"


def refold_all(conn: Connection, streams: Sequence[str]) -> int:
    """Make the rows of these streams anew; answers how many. Rights first: the others are judged by them."""
    roles.forget(conn)
    if len(streams) > REBUILD_FROM and len(streams) > _dossiers(conn) // 2:
        compare.rebuild(conn)
        return len(streams)
    dossiers = sorted(stream for stream in streams if stream.startswith(DOSSIER))
    others = set(streams).difference(dossiers)
    for stream in sorted(others, key=_rights_first):
        refold(conn, stream)
    refold_dossiers(conn, dossiers)
    return len(streams)


def _dossiers(conn: Connection) -> int:
    return int(conn.exec_driver_sql("SELECT count(*) FROM dossier").scalar_one())


def _rights_first(stream: str) -> tuple[bool, str]:
    return not stream.startswith("staff:"), stream


def pieces_of(streams: Iterable[str]) -> list[Sequence[str]]:
    """These streams in the portions in which they may be folded one after another: what dossiers are judged
    by comes first. One portion where there are so many that all is rather made anew."""
    dossiers = sorted(stream for stream in streams if stream.startswith(DOSSIER))
    others = sorted(set(streams).difference(dossiers), key=_rights_first)
    if len(dossiers) > ANEW_FROM:
        return [[*others, *dossiers]]
    return [part[n : n + PIECE] for part in (others, dossiers) for n in range(0, len(part), PIECE)]


def leave_for_later(conn: Connection) -> None:
    """Note, with what was stored, that the projections are behind the log."""
    conn.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES (?, '1') ON CONFLICT (key) DO NOTHING", (_LEFT,)
    )


def is_left(conn: Connection) -> bool:
    """Whether the projections are behind the log: a pass that took in much did not come to its end."""
    return conn.exec_driver_sql("SELECT 1 FROM meta WHERE key = ?", (_LEFT,)).first() is not None


def fold_what_was_left(conn: Connection) -> int:
    """Make every projection anew, and take the note away; answers how many events were folded."""
    roles.forget(conn)
    count = compare.rebuild(conn)
    nothing_is_left(conn)
    return count


def nothing_is_left(conn: Connection) -> None:
    """Take the note away: all that was stored is folded."""
    conn.exec_driver_sql("DELETE FROM meta WHERE key = ?", (_LEFT,))
