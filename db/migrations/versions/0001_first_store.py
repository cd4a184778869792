"""The first store: the log, its numbers and its book-keeping, and the projections over them.

The number is the file's `user_version`. Triggers come afterwards, from `tables.TRIGGERS`.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LOG = (
    """
    CREATE TABLE origin (
        id TEXT NOT NULL,
        agency TEXT NOT NULL,
        desk INTEGER NOT NULL,
        incarnation INTEGER NOT NULL,
        opened_at INTEGER NOT NULL,
        closed_at INTEGER,
        CONSTRAINT pk_origin PRIMARY KEY (id),
        CONSTRAINT uq_origin_desk_incarnation UNIQUE (desk, incarnation)
    ) STRICT
    """,
    """
    CREATE TABLE event (
        id TEXT NOT NULL,
        agency TEXT NOT NULL,
        stream TEXT NOT NULL,
        kind TEXT NOT NULL,
        schema_v INTEGER NOT NULL,
        payload TEXT NOT NULL,
        seen TEXT,
        actor TEXT NOT NULL,
        wall INTEGER NOT NULL,
        clock_quality TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        CONSTRAINT pk_event PRIMARY KEY (id)
    ) STRICT
    """,
    "CREATE INDEX ix_event_stream ON event (stream)",
    """
    CREATE TABLE envelope (
        origin TEXT NOT NULL,
        oseq INTEGER NOT NULL,
        prev TEXT NOT NULL,
        hash TEXT NOT NULL,
        event_id TEXT NOT NULL,
        relayed_from TEXT,
        agency TEXT NOT NULL,
        pos INTEGER,
        CONSTRAINT pk_envelope PRIMARY KEY (origin, oseq),
        CONSTRAINT uq_envelope_agency_pos UNIQUE (agency, pos),
        CONSTRAINT fk_envelope_origin_origin FOREIGN KEY (origin) REFERENCES origin (id),
        CONSTRAINT fk_envelope_event_id_event FOREIGN KEY (event_id) REFERENCES event (id)
    ) WITHOUT ROWID, STRICT
    """,
    "CREATE INDEX ix_envelope_event_id ON envelope (event_id)",
)

NUMBERS = (
    """
    CREATE TABLE number_block (
        agency TEXT NOT NULL,
        lo INTEGER NOT NULL,
        hi INTEGER NOT NULL,
        origin TEXT NOT NULL,
        from_date TEXT NOT NULL,
        CONSTRAINT pk_number_block PRIMARY KEY (agency, lo),
        CONSTRAINT ck_number_block_range CHECK (lo >= 1 AND hi >= lo),
        CONSTRAINT fk_number_block_origin_origin FOREIGN KEY (origin) REFERENCES origin (id)
    ) STRICT
    """,
    """
    CREATE TABLE number_issued (
        on_date TEXT NOT NULL,
        serial INTEGER NOT NULL,
        code TEXT NOT NULL,
        event_id TEXT NOT NULL,
        CONSTRAINT pk_number_issued PRIMARY KEY (on_date, serial),
        CONSTRAINT uq_number_issued_event_id UNIQUE (event_id),
        CONSTRAINT fk_number_issued_event_id_event FOREIGN KEY (event_id) REFERENCES event (id)
    ) WITHOUT ROWID, STRICT
    """,
)

BOOKS = (
    """
    CREATE TABLE request (
        id TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        answer TEXT NOT NULL,
        CONSTRAINT pk_request PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE TABLE blob (
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        mime TEXT NOT NULL,
        state TEXT NOT NULL,
        CONSTRAINT pk_blob PRIMARY KEY (sha256),
        CONSTRAINT ck_blob_state CHECK (state IN ('local', 'sent', 'verified', 'missing'))
    ) STRICT
    """,
    """
    CREATE TABLE draft (
        id TEXT NOT NULL,
        owner TEXT NOT NULL,
        json TEXT NOT NULL,
        saved_at INTEGER NOT NULL,
        CONSTRAINT pk_draft PRIMARY KEY (id)
    ) STRICT
    """,
    "CREATE INDEX ix_draft_owner ON draft (owner)",
    """
    CREATE TABLE sync_state (
        agency TEXT NOT NULL,
        pulled_pos INTEGER DEFAULT 0 NOT NULL,
        feed_hash TEXT NOT NULL,
        system_id TEXT,
        timeline INTEGER,
        last_ok INTEGER,
        clock_offset_ms INTEGER,
        CONSTRAINT pk_sync_state PRIMARY KEY (agency)
    ) STRICT
    """,
    """
    CREATE TABLE sync_log (
        id INTEGER NOT NULL,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        outcome TEXT,
        report TEXT,
        CONSTRAINT pk_sync_log PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE TABLE security_log (
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        what TEXT NOT NULL,
        facts TEXT NOT NULL,
        prev TEXT NOT NULL,
        hash TEXT NOT NULL,
        CONSTRAINT pk_security_log PRIMARY KEY (seq)
    ) STRICT
    """,
    """
    CREATE TABLE meta (
        "key" TEXT NOT NULL,
        value TEXT NOT NULL,
        CONSTRAINT pk_meta PRIMARY KEY ("key")
    ) STRICT
    """,
)

PROJECTIONS = (
    """
    CREATE TABLE dossier (
        seq INTEGER NOT NULL,
        stream TEXT NOT NULL,
        code TEXT,
        portal_code TEXT,
        slip TEXT,
        scan_number TEXT,
        status TEXT NOT NULL,
        procedure TEXT NOT NULL,
        procedure_version INTEGER NOT NULL,
        field TEXT NOT NULL,
        book TEXT,
        book_number INTEGER,
        received_at TEXT,
        received_by TEXT,
        due_at TEXT,
        due_first TEXT,
        late_from TEXT,
        is_provisional INTEGER NOT NULL,
        outcome TEXT,
        finished_at TEXT,
        ended_at TEXT,
        holder TEXT,
        in_transit_to TEXT,
        batch TEXT,
        officer TEXT,
        own_due TEXT,
        applicant_name TEXT NOT NULL,
        applicant_sort TEXT NOT NULL,
        applicant_identity TEXT,
        channel TEXT NOT NULL,
        receipt_version INTEGER NOT NULL,
        is_quarantined INTEGER NOT NULL,
        has_conflict INTEGER NOT NULL,
        is_read_only INTEGER NOT NULL,
        first_at TEXT NOT NULL,
        last_at TEXT NOT NULL,
        head TEXT NOT NULL,
        CONSTRAINT pk_dossier PRIMARY KEY (seq),
        CONSTRAINT uq_dossier_stream UNIQUE (stream)
    ) STRICT
    """,
    "CREATE INDEX ix_dossier_code ON dossier (code)",
    """
    CREATE INDEX ix_dossier_done ON dossier (finished_at, procedure, outcome, is_quarantined)
    WHERE finished_at IS NOT NULL
    """,
    """
    CREATE INDEX ix_dossier_first ON dossier (first_at, seq)
    WHERE slip IS NULL AND is_quarantined = 0
    """,
    "CREATE INDEX ix_dossier_holder ON dossier (holder, first_at, seq)",
    "CREATE INDEX ix_dossier_identity ON dossier (applicant_identity)",
    "CREATE INDEX ix_dossier_in_transit ON dossier (in_transit_to) WHERE in_transit_to IS NOT NULL",
    """
    CREATE INDEX ix_dossier_list_applicant ON dossier (applicant_sort, seq)
    WHERE slip IS NULL AND is_quarantined = 0
    """,
    """
    CREATE INDEX ix_dossier_list_code ON dossier (coalesce(code, portal_code, ''), seq)
    WHERE slip IS NULL AND is_quarantined = 0
    """,
    """
    CREATE INDEX ix_dossier_list_due ON dossier (coalesce(due_at, '9'), seq)
    WHERE slip IS NULL AND is_quarantined = 0
    """,
    """
    CREATE INDEX ix_dossier_list_holder ON dossier (coalesce(holder, ''), first_at, seq)
    WHERE slip IS NULL AND is_quarantined = 0
    """,
    """
    CREATE INDEX ix_dossier_list_procedure ON dossier (field, procedure, first_at, seq)
    WHERE slip IS NULL AND is_quarantined = 0
    """,
    "CREATE INDEX ix_dossier_newest ON dossier (received_at, seq)",
    """
    CREATE INDEX ix_dossier_open_due ON dossier (due_at) WHERE status IN
    ('received','processing','awaiting_supplement','awaiting_payment','stopped')
    """,
    """
    CREATE INDEX ix_dossier_open_holder ON dossier (holder, own_due) WHERE status IN
    ('received','processing','awaiting_supplement','awaiting_payment','stopped')
    """,
    """
    CREATE INDEX ix_dossier_open_identity ON dossier (applicant_identity, procedure) WHERE
    status IN ('received','processing','awaiting_supplement','awaiting_payment','stopped')
    """,
    """
    CREATE INDEX ix_dossier_open_late ON dossier (late_from) WHERE status IN
    ('received','processing','awaiting_supplement','awaiting_payment','stopped')
    """,
    "CREATE INDEX ix_dossier_portal_code ON dossier (portal_code) WHERE portal_code IS NOT NULL",
    "CREATE INDEX ix_dossier_procedure ON dossier (procedure, received_at)",
    "CREATE INDEX ix_dossier_received_by ON dossier (received_by, received_at)",
    "CREATE INDEX ix_dossier_slip ON dossier (slip) WHERE slip IS NOT NULL",
    "CREATE INDEX ix_dossier_slips ON dossier (first_at, seq) WHERE slip IS NOT NULL",
    """
    CREATE INDEX ix_dossier_status ON dossier (status, first_at, seq)
    WHERE slip IS NULL AND is_quarantined = 0
    """,
    """
    CREATE INDEX ix_dossier_to_return ON dossier (status, coalesce(finished_at, ended_at, last_at), seq)
    WHERE status IN ('finished','withdrawn','stopped','refused') AND received_at IS NOT NULL
    """,
    """
    CREATE INDEX ix_dossier_unlisted ON dossier (seq) WHERE slip IS NOT NULL OR is_quarantined <> 0
    """,
    """
    CREATE TABLE control_sheet (
        stream TEXT NOT NULL,
        n INTEGER NOT NULL,
        unit TEXT NOT NULL,
        since TEXT NOT NULL,
        taken_by TEXT NOT NULL,
        own_due TEXT,
        given_at TEXT,
        given_by TEXT,
        given_to TEXT,
        batch TEXT,
        until TEXT,
        CONSTRAINT pk_control_sheet PRIMARY KEY (stream, n)
    ) WITHOUT ROWID,
     STRICT
    """,
    """
    CREATE TABLE "conflict" (
        id TEXT NOT NULL,
        stream TEXT NOT NULL,
        event_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        because TEXT NOT NULL,
        is_resolved INTEGER NOT NULL,
        CONSTRAINT pk_conflict PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_conflict_stream ON "conflict" (stream)
    """,
    """
    CREATE TABLE batch_item (
        batch TEXT NOT NULL,
        stream TEXT NOT NULL,
        event_id TEXT NOT NULL,
        giver TEXT NOT NULL,
        "to" TEXT NOT NULL,
        given_at TEXT NOT NULL,
        given_by TEXT NOT NULL,
        CONSTRAINT pk_batch_item PRIMARY KEY (batch, stream)
    ) WITHOUT ROWID,
     STRICT
    """,
    """
    CREATE TABLE book_entry (
        book TEXT NOT NULL,
        number INTEGER NOT NULL,
        stream TEXT NOT NULL,
        struck_because TEXT,
        CONSTRAINT pk_book_entry PRIMARY KEY (book, number, stream)
    ) WITHOUT ROWID,
     STRICT
    """,
    "CREATE INDEX ix_book_entry_stream ON book_entry (stream)",
    """
    CREATE TABLE paper_number (
        series TEXT NOT NULL,
        number INTEGER NOT NULL,
        stream TEXT NOT NULL,
        CONSTRAINT pk_paper_number PRIMARY KEY (series, number, stream)
    ) WITHOUT ROWID,
     STRICT
    """,
    """
    CREATE TABLE paper_print (
        event_id TEXT NOT NULL,
        stream TEXT NOT NULL,
        form TEXT NOT NULL,
        version INTEGER NOT NULL,
        at TEXT NOT NULL,
        "by" TEXT NOT NULL,
        CONSTRAINT pk_paper_print PRIMARY KEY (event_id)
    ) STRICT
    """,
    "CREATE INDEX ix_paper_print_stream ON paper_print (stream)",
    """
    CREATE TABLE applicant (
        seq INTEGER NOT NULL,
        identity TEXT NOT NULL,
        party TEXT NOT NULL,
        seen_at INTEGER NOT NULL,
        folded_name TEXT NOT NULL,
        CONSTRAINT pk_applicant PRIMARY KEY (seq),
        CONSTRAINT uq_applicant_identity UNIQUE (identity)
    ) STRICT
    """,
    """
    CREATE TABLE procedure (
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        json TEXT NOT NULL,
        CONSTRAINT pk_procedure PRIMARY KEY (id, version)
    ) WITHOUT ROWID,
     STRICT
    """,
    """
    CREATE TABLE unit (
        code TEXT NOT NULL,
        place INTEGER NOT NULL,
        name TEXT NOT NULL,
        short_name TEXT NOT NULL,
        role TEXT NOT NULL,
        is_open INTEGER NOT NULL,
        CONSTRAINT pk_unit PRIMARY KEY (code)
    ) STRICT
    """,
    """
    CREATE TABLE staff (
        login TEXT NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        unit TEXT NOT NULL,
        is_active INTEGER NOT NULL,
        password_hash TEXT,
        must_change INTEGER NOT NULL,
        place INTEGER NOT NULL,
        CONSTRAINT pk_staff PRIMARY KEY (login)
    ) STRICT
    """,
    """
    CREATE TABLE calendar_day (
        day TEXT NOT NULL,
        kind TEXT NOT NULL,
        label TEXT NOT NULL,
        notice TEXT NOT NULL,
        is_confirmed INTEGER NOT NULL,
        CONSTRAINT pk_calendar_day PRIMARY KEY (day)
    ) STRICT
    """,
    """
    CREATE TABLE setting (
        "key" TEXT NOT NULL,
        json TEXT NOT NULL,
        CONSTRAINT pk_setting PRIMARY KEY ("key")
    ) STRICT
    """,
    """
    CREATE VIRTUAL TABLE dossier_search USING fts5(words, prefix='1 2 3', tokenize='unicode61',
    content='', contentless_delete=1)
    """,
    """
    CREATE VIRTUAL TABLE applicant_search USING fts5(words, prefix='1 2 3',
    tokenize='unicode61', content='', contentless_delete=1)
    """,
    "CREATE VIRTUAL TABLE dossier_search_words USING fts5vocab(dossier_search, row)",
    "INSERT INTO dossier_search(dossier_search, rank) VALUES ('automerge', 0)",
    "INSERT INTO applicant_search(applicant_search, rank) VALUES ('automerge', 0)",
    "INSERT INTO dossier_search(dossier_search, rank) VALUES ('pgsz', 3900)",
    "INSERT INTO applicant_search(applicant_search, rank) VALUES ('pgsz', 3900)",
)


def upgrade() -> None:
    """Explicit DDL, independent of `tables.py`."""
    for statement in (*LOG, *NUMBERS, *BOOKS):
        op.execute(statement)
    create_projections()


def create_projections() -> None:
    """The tables of `projection_tables.py`: rebuildable from the log at any time."""
    for statement in PROJECTIONS:
        op.execute(statement)
