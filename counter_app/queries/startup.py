"""What a clerk must know when the window opens: dossiers received whose receipt was never printed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from counter_app.storage.projection_tables import dossier, paper_print


def received_not_printed(conn: Connection, since: datetime) -> list[str]:
    """Codes received from `since` (local) on and still in our hands without any receipt printed."""
    printed = select(paper_print.c.stream).where(
        paper_print.c.stream == dossier.c.stream, paper_print.c.form == "receipt"
    )
    rows = conn.execute(
        select(dossier.c.code)
        .where(
            dossier.c.received_at >= since.isoformat(timespec="minutes"),
            dossier.c.code.is_not(None),
            dossier.c.status != "voided",
            ~printed.exists(),
        )
        .order_by(dossier.c.received_at, dossier.c.code)
    )
    return [str(row.code) for row in rows]
