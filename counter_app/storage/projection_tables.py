"""Projection tables: flat rows folded from events, rebuilt from zero at any time. Times are local text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text, UniqueConstraint, text

from counter_app.storage.conflict_tables import awaited_act as awaited_act
from counter_app.storage.conflict_tables import conflict as conflict
from counter_app.storage.tables import metadata

OPEN_STATUS = "'received','processing','awaiting_supplement','awaiting_payment','stopped'"
_IS_OPEN = text(f"status IN ({OPEN_STATUS})")
LISTED = "slip IS NULL AND is_quarantined = 0"
"""What the large list of dossiers shows, as its indexes say it: each of its orders has one that covers it."""
_IS_LISTED = text(LISTED)
TO_RETURN = "status IN ('finished','withdrawn','stopped','refused') AND received_at IS NOT NULL"
"""A result or papers that somebody still has to collect, as the index of them says it."""
ENDED = "coalesce(finished_at, ended_at, last_at)"
"""Since when such a dossier waits; where it was stopped or refused, its last event stands for it."""

dossier = Table(
    "dossier",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("code", Text),
    Column("portal_code", Text),
    Column("slip", Text),
    Column("scan_number", Text),
    Column("status", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("procedure_version", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("book", Text),
    Column("book_number", Integer),
    Column("received_at", Text),
    Column("received_by", Text),
    Column("due_at", Text),
    Column("due_first", Text),
    Column("late_from", Text),
    Column("is_provisional", Integer, nullable=False),
    Column("outcome", Text),
    Column("finished_at", Text),
    Column("ended_at", Text),
    Column("holder", Text),
    Column("in_transit_to", Text),
    Column("batch", Text),
    Column("officer", Text),
    Column("own_due", Text),
    Column("applicant_name", Text, nullable=False),
    Column("applicant_sort", Text, nullable=False),
    Column("applicant_identity", Text),
    Column("channel", Text, nullable=False),
    Column("receipt_version", Integer, nullable=False),
    Column("is_quarantined", Integer, nullable=False),
    Column("has_conflict", Integer, nullable=False),
    Column("is_read_only", Integer, nullable=False),
    Column("first_at", Text, nullable=False),
    Column("last_at", Text, nullable=False),
    Column("head", Text, nullable=False),
    UniqueConstraint("stream"),
    Index("ix_dossier_code", "code"),
    Index("ix_dossier_portal_code", "portal_code", sqlite_where=text("portal_code IS NOT NULL")),
    Index("ix_dossier_slip", "slip", sqlite_where=text("slip IS NOT NULL")),
    Index("ix_dossier_slips", "first_at", "seq", sqlite_where=text("slip IS NOT NULL")),
    Index("ix_dossier_newest", "received_at", "seq"),
    Index("ix_dossier_first", "first_at", "seq", sqlite_where=_IS_LISTED),
    Index("ix_dossier_status", "status", "first_at", "seq", sqlite_where=_IS_LISTED),
    Index(
        "ix_dossier_list_code", text("coalesce(code, portal_code, '')"), "seq", sqlite_where=_IS_LISTED
    ),
    Index("ix_dossier_list_applicant", "applicant_sort", "seq", sqlite_where=_IS_LISTED),
    Index("ix_dossier_list_due", text("coalesce(due_at, '9')"), "seq", sqlite_where=_IS_LISTED),
    Index(
        "ix_dossier_list_procedure", "field", "procedure", "first_at", "seq", sqlite_where=_IS_LISTED
    ),
    Index(
        "ix_dossier_list_holder", text("coalesce(holder, '')"), "first_at", "seq", sqlite_where=_IS_LISTED
    ),
    Index("ix_dossier_unlisted", "seq", sqlite_where=text("slip IS NOT NULL OR is_quarantined <> 0")),
    Index("ix_dossier_holder", "holder", "first_at", "seq"),
    Index("ix_dossier_open_due", "due_at", sqlite_where=_IS_OPEN),
    Index("ix_dossier_open_late", "late_from", sqlite_where=_IS_OPEN),
    Index("ix_dossier_open_holder", "holder", "own_due", sqlite_where=_IS_OPEN),
    Index("ix_dossier_received_by", "received_by", "received_at"),
    Index("ix_dossier_identity", "applicant_identity"),
    Index("ix_dossier_procedure", "procedure", "received_at"),
    Index("ix_dossier_open_identity", "applicant_identity", "procedure", sqlite_where=_IS_OPEN),
    Index("ix_dossier_in_transit", "in_transit_to", sqlite_where=text("in_transit_to IS NOT NULL")),
    Index(
        "ix_dossier_done",
        "finished_at",
        "procedure",
        "outcome",
        "is_quarantined",
        sqlite_where=text("finished_at IS NOT NULL"),
    ),
    Index("ix_dossier_to_return", "status", text(ENDED), "seq", sqlite_where=text(TO_RETURN)),
    sqlite_strict=True,
)
"""One row a dossier or slip. `late_from`: the first minute at which it is overdue (the day after the due
date for limits in days, the next minute for hours), NULL while the clock stands still. `applicant_sort`: by
what a list orders names (`domain.text.name_key`). `seq` is this file's own row number (search refers to
it), outside the digest."""

control_sheet = Table(
    "control_sheet",
    metadata,
    Column("stream", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("taken_by", Text, nullable=False),
    Column("own_due", Text),
    Column("given_at", Text),
    Column("given_by", Text),
    Column("given_to", Text),
    Column("batch", Text),
    Column("until", Text),
    PrimaryKeyConstraint("stream", "n"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""One row a stay of the paper with a unit."""

batch_item = Table(
    "batch_item",
    metadata,
    Column("batch", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("giver", Text, nullable=False),
    Column("to", Text, nullable=False),
    Column("given_at", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    PrimaryKeyConstraint("batch", "stream"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""What a handover (bàn giao) listed when it was given; stays so after a recall."""

book_entry = Table(
    "book_entry",
    metadata,
    Column("book", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("stream", Text, nullable=False),
    Column("struck_because", Text),
    PrimaryKeyConstraint("book", "number", "stream"),
    Index("ix_book_entry_stream", "stream"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Numbers of the register; `struck_because` keeps a number whose dossier moved to another book or is void."""

paper_number = Table(
    "paper_number",
    metadata,
    Column("series", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("stream", Text, nullable=False),
    PrimaryKeyConstraint("series", "number", "stream"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Numbers of slips per form, year and desk (`01-2026-1`), and of slip ids a day (`BS-261123-1`)."""

paper_print = Table(
    "paper_print",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Index("ix_paper_print_stream", "stream"),
    sqlite_strict=True,
)

applicant = Table(
    "applicant",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("identity", Text, nullable=False),
    Column("party", Text, nullable=False),
    Column("seen_at", Integer, nullable=False),
    Column("folded_name", Text, nullable=False),
    UniqueConstraint("identity"),
    sqlite_strict=True,
)
"""Known applicants by id, as they were handed in last; `party` is JSON. `seq`: as in `dossier`."""

procedure = Table(
    "procedure",
    metadata,
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("json", Text, nullable=False),
    PrimaryKeyConstraint("id", "version"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

unit = Table(
    "unit",
    metadata,
    Column("code", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("is_open", Integer, nullable=False),
    sqlite_strict=True,
)

staff = Table(
    "staff",
    metadata,
    Column("login", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("is_active", Integer, nullable=False),
    Column("password_hash", Text),
    Column("must_change", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    sqlite_strict=True,
)

calendar_day = Table(
    "calendar_day",
    metadata,
    Column("day", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("notice", Text, nullable=False),
    Column("is_confirmed", Integer, nullable=False),
    sqlite_strict=True,
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("json", Text, nullable=False),
    sqlite_strict=True,
)
"""Agency settings, the calendar's version and confirmed years, each as JSON."""

fee_payment = Table(
    "fee_payment",
    metadata,
    Column("stream", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("amount_vnd", Integer, nullable=False),
    Column("method", Text, nullable=False),
    Column("receipt_no", Text, nullable=False),
    Column("exemption", Text, nullable=False),
    PrimaryKeyConstraint("stream", "n"),
    Index("ix_fee_payment_at", "at"),
    Index("ix_fee_payment_receipt_no", "receipt_no", sqlite_where=text("receipt_no <> ''")),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""The fee ledger: one row a payment that stands (a revoked one is no row); `method` "" at reception."""

feedback = Table(
    "feedback",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("series", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("from_name", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("due_on", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_at", Text),
    Column("answered_by", Text),
    Column("how", Text, nullable=False),
    Index("ix_feedback_at", "at"),
    Index("ix_feedback_number", "series", "number"),
    Index("ix_feedback_open", "due_on", sqlite_where=text("answered_at IS NULL")),
    sqlite_strict=True,
)
"""Complaints and suggestions (phản ánh, kiến nghị), numbered per year and desk (`PA-2026-1`); `answered_at`
NULL while an answer is owed."""

survey = Table(
    "survey",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("scores", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_survey_at", "at"),
    sqlite_strict=True,
)
"""Answers of the satisfaction survey, apart from any person: `scores` JSON (question → 1 to 4), `field` of
the dossier or ""."""

day_close = Table(
    "day_close",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("day", Text, nullable=False),
    Column("desk", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("head_hash", Text, nullable=False),
    Column("figures", Text, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_day_close_day", "day", "desk"),
    sqlite_strict=True,
)
"""Days signed off; `head_hash` is the head of the log that the person saw, `figures` JSON."""

NAMES_DDL = (
    "CREATE VIRTUAL TABLE applicant_search USING fts5("
    "words, prefix='1 2 3', tokenize='unicode61', content='', contentless_delete=1)"
)
SEARCH_DDL = (
    "CREATE VIRTUAL TABLE dossier_search USING fts5("
    "words, prefix='1 2 3', tokenize='unicode61', content='', contentless_delete=1)"
)

WORDS_DDL = "CREATE VIRTUAL TABLE dossier_search_words USING fts5vocab(dossier_search, row)"
"""The words of the search in their order; it holds nothing of its own."""

INDEXES_OF_WORDS = ("dossier_search", "applicant_search")
WORDS_SETTINGS = (
    "INSERT INTO dossier_search(dossier_search, rank) VALUES ('automerge', 0)",
    "INSERT INTO applicant_search(applicant_search, rank) VALUES ('automerge', 0)",
    "INSERT INTO dossier_search(dossier_search, rank) VALUES ('pgsz', 3900)",
    "INSERT INTO applicant_search(applicant_search, rank) VALUES ('pgsz', 3900)",
)
"""Each commit adds a small piece to the index of words. Left to itself one act in sixty-four would put them
together, for 50 ms; it is done between two acts (`projection.merge_words`). A page of the index fits into
one of an encrypted file, which has 80 bytes less than others: it is read at once, and never half old."""

PROJECTIONS: tuple[Table, ...] = (
    dossier,
    control_sheet,
    conflict,
    awaited_act,
    batch_item,
    book_entry,
    paper_number,
    paper_print,
    fee_payment,
    feedback,
    survey,
    day_close,
    applicant,
    procedure,
    unit,
    staff,
    calendar_day,
    setting,
)
"""Every table that `rebuild` empties and fills again, and whose rows the projection digest covers."""


def natural_key(table: Table) -> list[Column[Any]]:
    """Columns by which a row is the same in every file: the key, or what stands for a file's own `seq`."""
    if table is dossier:
        return [dossier.c.stream]
    if table is applicant:
        return [applicant.c.identity]
    return list(table.primary_key.columns)
