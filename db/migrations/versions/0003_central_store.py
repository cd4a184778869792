"""The meeting with the central store: own origins, envelopes set aside, blocks that end, awaited acts."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE origin ADD COLUMN is_mine INTEGER DEFAULT 1 NOT NULL",
    "ALTER TABLE number_block ADD COLUMN until_date TEXT",
    """
    CREATE TABLE envelope_aside (
        origin TEXT NOT NULL,
        oseq INTEGER NOT NULL,
        prev TEXT NOT NULL,
        hash TEXT NOT NULL,
        event_id TEXT NOT NULL,
        relayed_from TEXT,
        at INTEGER NOT NULL,
        CONSTRAINT pk_envelope_aside PRIMARY KEY (origin, oseq, hash),
        CONSTRAINT fk_envelope_aside_event_id_event FOREIGN KEY(event_id) REFERENCES event (id)
    ) WITHOUT ROWID, STRICT
    """,
    """ALTER TABLE conflict ADD COLUMN "over" TEXT DEFAULT '[]' NOT NULL""",
    "CREATE INDEX ix_conflict_open ON conflict (id) WHERE is_resolved = 0",
    """
    CREATE TABLE awaited_act (
        event_id TEXT NOT NULL,
        stream TEXT NOT NULL,
        code TEXT NOT NULL,
        kind TEXT NOT NULL,
        unit TEXT NOT NULL,
        "by" TEXT NOT NULL,
        at TEXT NOT NULL,
        is_folded INTEGER NOT NULL,
        CONSTRAINT pk_awaited_act PRIMARY KEY (event_id)
    ) STRICT
    """,
    "CREATE INDEX ix_awaited_act_code ON awaited_act (code)",
)


def upgrade() -> None:
    """Explicit DDL, independent of `tables.py` and `projection_tables.py`."""
    for statement in STATEMENTS:
        op.execute(statement)
