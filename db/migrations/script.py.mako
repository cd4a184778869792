"""${message}.

The number is the file's `user_version`; raise `SCHEMA` in `counter_app/storage/database.py` with it. Triggers
are dropped before and recreated after (`tables.TRIGGERS`); foreign keys are off.
"""

from __future__ import annotations

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Explicit DDL, independent of `tables.py`."""
    ${upgrades if upgrades else "raise NotImplementedError"}
