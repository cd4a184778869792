"""`show`, `list`, `search`, `history`: reads beside the writer, as JSON or as lines for a person."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

from counter_app.bootstrap import Desk
from counter_app.domain.dossier import Status
from counter_app.domain.errors import InvalidField
from counter_app.domain.events import LOCAL_ZONE
from counter_app.domain.identity import mask_id
from counter_app.queries import dossiers, search
from counter_app.queries.dossiers import DossierRow, DossierView, Filter
from counter_app.ui.labels import STATUS

Json = dict[str, Any]


def show(desk: Desk, code: str) -> Json:
    """One dossier, whole. Raises CodeNotReadable, ForeignCode, DossierUnknown."""
    now = desk.local_now()
    return _whole(desk.read(lambda reading: dossiers.one_dossier(reading, code, now)))


def _whole(view: DossierView) -> Json:
    dossier, row = view.dossier, view.row
    value = short(row)
    value |= {
        "slip": dossier.slip or None,
        "procedure_version": dossier.procedure_version,
        "applicant": dossier.applicant.to_json() if dossier.applicant else None,
        "submitter": dossier.submitter.to_json() if dossier.submitter else None,
        "components": [item.to_json() for item in dossier.components],
        "missing": list(dossier.missing),
        "channel": str(dossier.channel),
        "return_by": str(dossier.return_by),
        "note": dossier.note or None,
        "fee_vnd": dossier.fee_vnd,
        "fee_paid_vnd": dossier.fee_paid_vnd,
        "book": dossier.book or None,
        "number": dossier.book_number or None,
        "counted_from": _minute(dossier.due.counted_from) if dossier.due else None,
        "provisional": row.is_provisional,
        "officer": dossier.officer or None,
        "own_due": row.own_due,
        "finished_at": _minute(dossier.finished_at),
        "result_no": dossier.result_no or None,
        "steps_done": sorted(dossier.steps_done),
        "form_set": str(dossier.form_set) if dossier.form_set else None,
        "reason": dossier.reason or None,
    }
    return value


def short(row: DossierRow) -> Json:
    """A dossier as a row of a list; ids masked."""
    return {
        "code": row.code,
        "portal_code": row.portal_code,
        "scan_number": row.scan_number,
        "slip": row.slip,
        "status": row.status,
        "portal_status": row.portal_status,
        "procedure": row.procedure,
        "applicant": {"name": row.applicant_name},
        "holder": row.holder,
        "in_transit_to": row.in_transit_to,
        "received_at": row.received_at,
        "due_at": row.due_at,
        "due_first": row.due_first,
        "paused": row.is_paused,
        "overdue": row.is_overdue,
        "outcome": row.outcome,
        "conflict": row.has_conflict,
        "receipt_version": row.receipt_version,
    }


def listed(
    desk: Desk,
    *,
    status: str | None,
    unit: str | None,
    overdue: bool,
    at: str | None,
    slips: bool,
    limit: int,
) -> list[Json]:
    """Dossiers by filter, newest first. Raises InvalidField for an unknown status, unit or moment."""
    if status is not None and status not in set(Status):
        raise InvalidField(field="status", problem="unknown", value=status, possible=[str(s) for s in Status])
    try:
        now = _local(at) if at else desk.local_now()
    except ValueError as error:
        raise InvalidField(field="at", problem="not_a_date", value=at) from error
    wanted = Filter(now, status, unit, overdue, slips, _checked_limit(limit))

    def read(reading: Any) -> list[DossierRow]:
        if unit is not None:
            reading.reference.open_unit(unit)
        return dossiers.list_dossiers(reading, wanted)

    return [short(row) for row in desk.read(read)]


def found(desk: Desk, text: str, limit: int) -> list[Json]:
    """What a search finds, best first."""
    now, most = desk.local_now(), _checked_limit(limit)
    return [short(row) for row in desk.read(lambda reading: search.search(reading, text, now, most))]


def _local(text: str) -> datetime:
    """Local wall time of an ISO text; one with a zone is converted. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is None else moment.astimezone(LOCAL_ZONE).replace(tzinfo=None)


def _checked_limit(limit: int) -> int:
    """How many rows at most, as the store can count. Raises InvalidField for a negative number."""
    if limit < 0:
        raise InvalidField(field="limit", problem="out_of_range", value=limit, lowest=0)
    return min(limit, sys.maxsize)


def history(desk: Desk, code: str) -> list[Json]:
    """The events of a dossier in fold order."""
    lines = desk.read(lambda reading: dossiers.history(reading, code))
    return [
        {
            "kind": line.kind,
            "at": line.at,
            "by": line.by,
            "unit": line.unit,
            "data": dict(line.data),
            "event_id": line.event_id,
            "pos": line.pos,
            "clock_quality": line.clock_quality,
        }
        for line in lines
    ]


def as_line(row: Json) -> str:
    """A dossier on one line of a terminal."""
    code = row["code"] or row["portal_code"] or row["slip"] or "–"
    late = " !" if row.get("overdue") else ""
    where = row["holder"] or "–"
    if row["in_transit_to"]:
        where += f" → {row['in_transit_to']}"
    name = row["applicant"]["name"]
    words = STATUS[Status(row["status"])]
    return f"{code}  {words}{late}  {row['procedure']}  {name}  {where}  {row['due_at'] or '–'}"


def as_text(value: Json) -> str:
    """A dossier as lines `name: value` for a person; ids masked."""
    shown = dict(value)
    for key in ("applicant", "submitter"):
        party = shown.get(key)
        if isinstance(party, dict) and party.get("id_number"):
            shown[key] = {**party, "id_number": mask_id(party["id_number"])}
    return "\n".join(f"{key}: {item}" for key, item in shown.items() if item not in (None, [], ""))


def _minute(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None
