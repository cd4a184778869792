"""Projection of money and opinion: the fee ledger, surveys, feedback, and the days that were signed off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, update
from sqlalchemy.dialects.sqlite import insert as upsert

from counter_app.domain.dossier import Dossier
from counter_app.domain.events import Event, canonical_json
from counter_app.storage import projection_tables as t
from counter_app.storage.statements import Prepared

_NO_PAYMENTS = Prepared(lambda: delete(t.fee_payment).where(t.fee_payment.c.stream == bindparam("stream")))
NEW_PAYMENT = Prepared(lambda: insert(t.fee_payment), [column.name for column in t.fee_payment.columns])
NEW_SURVEY = Prepared(
    lambda: upsert(t.survey).on_conflict_do_nothing(), [column.name for column in t.survey.columns]
)


def project_payments(conn: Connection, dossier: Dossier, *, is_new: bool) -> None:
    """Write the ledger of one dossier anew: a payment taken back leaves no line."""
    if not is_new:
        _NO_PAYMENTS.run(conn, {"stream": dossier.stream})
    NEW_PAYMENT.run_many(conn, payment_rows(dossier))


def payment_rows(dossier: Dossier) -> list[dict[str, Any]]:
    """The lines of a dossier's ledger."""
    return [
        {
            "stream": dossier.stream,
            "n": n,
            "event_id": payment.event_id,
            "at": _iso(payment.at),
            "by": payment.by,
            "amount_vnd": payment.amount_vnd,
            "method": payment.method,
            "receipt_no": payment.receipt_no,
            "exemption": payment.exemption,
        }
        for n, payment in enumerate(dossier.payments)
    ]


def project_survey(conn: Connection, event: Event) -> None:
    """Write the answers of one survey; nothing of the dossier but its field stands beside them."""
    NEW_SURVEY.run(conn, survey_row(event))


def survey_row(event: Event) -> dict[str, Any]:
    """The row of a survey."""
    return {
        "event_id": event.id,
        "at": _iso(event.at),
        "field": str(event.payload.get("field", "")),
        "scores": canonical_json(dict(event.payload["scores"])),
        "text": str(event.payload.get("text", "")),
    }


def forget_survey(conn: Connection, event_id: str) -> None:
    """Take away the answers of a survey that was revoked."""
    conn.execute(delete(t.survey).where(t.survey.c.event_id == event_id))


def project_feedback(conn: Connection, event: Event) -> None:
    """Write a complaint or suggestion; its answer is still owed."""
    said = event.payload
    values = {
        "stream": event.stream,
        "series": str(said["series"]),
        "number": int(said["number"]),
        "at": _iso(event.at),
        "by": event.actor,
        "from_name": str(said.get("from_name", "")),
        "contact": str(said.get("contact", "")),
        "channel": str(said["channel"]),
        "text": str(said["text"]),
        "code": str(said.get("code", "")),
        "due_on": str(said["due_on"]),
        "answer": "",
        "how": "",
    }
    conn.execute(upsert(t.feedback).values(values).on_conflict_do_nothing())


def project_answer(conn: Connection, event: Event) -> None:
    """Write the answer to a feedback; a later one stands in its place, the log keeps both.

    When and by whom it was answered is told by the first: a word put right later makes no answer late.
    """
    conn.execute(
        update(t.feedback)
        .where(t.feedback.c.stream == event.stream)
        .values(
            answer=str(event.payload["answer"]),
            how=str(event.payload.get("how", "")),
            answered_at=func.coalesce(t.feedback.c.answered_at, _iso(event.at)),
            answered_by=func.coalesce(t.feedback.c.answered_by, event.actor),
        )
    )


def project_day_close(conn: Connection, event: Event) -> None:
    """Write a day that was signed off; signed twice it has two rows."""
    said = event.payload
    values = {
        "event_id": event.id,
        "day": str(said["day"]),
        "desk": event.stream.partition(":")[2],
        "at": _iso(event.at),
        "by": event.actor,
        "head_hash": str(said["head_hash"]),
        "figures": canonical_json(dict(said["figures"])),
        "note": str(said.get("note", "")),
    }
    conn.execute(upsert(t.day_close).values(values).on_conflict_do_nothing())


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
