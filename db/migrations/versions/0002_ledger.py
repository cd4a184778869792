"""The fee ledger, feedback, surveys, and the days signed off.

All are projections: the program computes them from the log when this step has run.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE fee_payment (
        stream TEXT NOT NULL,
        n INTEGER NOT NULL,
        event_id TEXT NOT NULL,
        at TEXT NOT NULL,
        "by" TEXT NOT NULL,
        amount_vnd INTEGER NOT NULL,
        method TEXT NOT NULL,
        receipt_no TEXT NOT NULL,
        exemption TEXT NOT NULL,
        CONSTRAINT pk_fee_payment PRIMARY KEY (stream, n)
    ) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_fee_payment_at ON fee_payment (at)",
    "CREATE INDEX ix_fee_payment_receipt_no ON fee_payment (receipt_no) WHERE receipt_no <> ''",
    """
    CREATE TABLE feedback (
        stream TEXT NOT NULL,
        series TEXT NOT NULL,
        number INTEGER NOT NULL,
        at TEXT NOT NULL,
        "by" TEXT NOT NULL,
        from_name TEXT NOT NULL,
        contact TEXT NOT NULL,
        channel TEXT NOT NULL,
        text TEXT NOT NULL,
        code TEXT NOT NULL,
        due_on TEXT NOT NULL,
        answer TEXT NOT NULL,
        answered_at TEXT,
        answered_by TEXT,
        how TEXT NOT NULL,
        CONSTRAINT pk_feedback PRIMARY KEY (stream)
    ) STRICT
    """,
    "CREATE INDEX ix_feedback_at ON feedback (at)",
    "CREATE INDEX ix_feedback_number ON feedback (series, number)",
    "CREATE INDEX ix_feedback_open ON feedback (due_on) WHERE answered_at IS NULL",
    """
    CREATE TABLE survey (
        event_id TEXT NOT NULL,
        at TEXT NOT NULL,
        field TEXT NOT NULL,
        scores TEXT NOT NULL,
        text TEXT NOT NULL,
        CONSTRAINT pk_survey PRIMARY KEY (event_id)
    ) STRICT
    """,
    "CREATE INDEX ix_survey_at ON survey (at)",
    """
    CREATE TABLE day_close (
        event_id TEXT NOT NULL,
        day TEXT NOT NULL,
        desk TEXT NOT NULL,
        at TEXT NOT NULL,
        "by" TEXT NOT NULL,
        head_hash TEXT NOT NULL,
        figures TEXT NOT NULL,
        note TEXT NOT NULL,
        CONSTRAINT pk_day_close PRIMARY KEY (event_id)
    ) STRICT
    """,
    "CREATE INDEX ix_day_close_day ON day_close (day, desk)",
)


def upgrade() -> None:
    """Explicit DDL, independent of `projection_tables.py`."""
    for statement in STATEMENTS:
        op.execute(statement)
