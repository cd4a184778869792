"""`calendar set|confirm|preview|propose` and `import calendar`: the working calendar without the window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk
from counter_app.domain.calendar import CalendarDay, DayKind, WorkingCalendar
from counter_app.domain.calendar_change import CalendarChange, DayChange, changed
from counter_app.domain.errors import InvalidField
from counter_app.domain.text_fields import parse_date
from counter_app.imports.calendar_rows import CalendarRow, Verdict, changes_of, read_rows, totals
from counter_app.imports.tables import read_table
from counter_app.queries.calendar_preview import CalendarPreview, calendar_preview
from counter_app.services import calendar_work
from counter_app.services.calendar_work import CalendarDone
from counter_app.services.holiday_proposals import FIRST_YEAR, LAST_YEAR, proposed_days
from counter_app.services.seed import SYSTEM

Json = dict[str, Any]
_KINDS: dict[str, DayKind | None] = {"off": DayKind.OFF, "working": DayKind.WORKING, "usual": None}
_PENDING = "pending"


def set_day(desk: Desk, day: str, kind: str, *, label: str, notice: str, is_confirmed: bool) -> Json:
    """A day off or worked, or (`usual`) as the week has it; due dates stay until they are recalculated."""
    when = parse_date(day, desk.local_now().date())

    def do(uow: Any) -> CalendarDone:
        done = calendar_work.set_day(
            uow,
            when,
            _KINDS[kind],
            label=label,
            notice=notice,
            is_confirmed=is_confirmed,
            by=SYSTEM.login,
        )
        uow.commit()
        return done

    return _done(desk, desk.write(do, via="cli"))


def confirm(desk: Desk, year: int, notice: str) -> Json:
    """A year whose notice is out."""

    def do(uow: Any) -> CalendarDone:
        done = calendar_work.confirm_year(uow, year, notice=notice, by=SYSTEM.login)
        uow.commit()
        return done

    return _done(desk, desk.write(do, via="cli"))


def _done(desk: Desk, done: CalendarDone) -> Json:
    """What changed, and how many dossiers were promised by another calendar."""
    found = desk.read(calendar_preview)
    return {
        "ok": True,
        "calendar_version": done.version,
        "event_id": done.event_id,
        "days": [_change(change) for change in done.days],
        "confirmed": list(done.confirmed),
        "provisional": list(done.provisional),
        "moves": len(found.moves),
    }


def _change(change: DayChange) -> Json:
    entry = change.entry
    if entry is None:
        return {"day": change.day.isoformat(), "kind": "usual"}
    return {"day": change.day.isoformat(), **_entry(entry)}


def _entry(entry: CalendarDay) -> Json:
    return {
        "kind": str(entry.kind),
        "label": entry.label,
        "notice": entry.notice,
        "status": "confirmed" if entry.is_confirmed else "proposed",
    }


def preview(desk: Desk, days: Sequence[str]) -> Json:
    """The open dossiers that would move: by the stored calendar, or by it with `days` (DAY=off …) changed.

    Raises InvalidField for what is no day or no kind.
    """
    today = desk.local_now().date()
    changes = tuple(_wanted(text, today) for text in days)

    def read(reading: Any) -> CalendarPreview:
        return calendar_preview(reading, _pending(reading.reference.calendar, changes))

    return _preview(desk.read(read))


def _wanted(text: str, today: date) -> DayChange:
    day, _, word = text.partition("=")
    kind = word or "off"
    if kind not in _KINDS:
        raise InvalidField(field="kind", problem="unknown", value=kind, possible=list(_KINDS))
    when, made = parse_date(day, today), _KINDS[kind]
    # Only counted by, never stored: it needs neither a name nor a ground.
    entry = None if made is None else CalendarDay(when, made, _PENDING, _PENDING)
    return DayChange(when, entry)


def _pending(calendar: WorkingCalendar, changes: tuple[DayChange, ...]) -> WorkingCalendar:
    return changed(calendar, CalendarChange(changes), _PENDING) if changes else calendar


def _preview(found: CalendarPreview) -> Json:
    return {
        "ok": True,
        "calendar_version": found.version,
        "open": found.open_count,
        "moves": [
            {
                "code": each.code,
                "old_due": each.old_at.isoformat(timespec="minutes"),
                "new_due": each.new_at.isoformat(timespec="minutes"),
                "on_paper": each.paper_at is not None,
                "paper_due": each.paper_at.isoformat(timespec="minutes") if each.paper_at else None,
                "earlier": each.is_earlier,
                "kept": each.is_kept,
            }
            for each in found.moves
        ],
        "paused": [
            {"code": each.code, "minutes_left": each.old_left, "new_minutes_left": each.new_left}
            for each in found.remainders
        ],
        "settled": list(found.settled),
        "kept": list(found.kept),
    }


def preview_lines(answer: Json) -> Iterator[str]:
    """For a person: one dossier a line."""
    yield f"{answer['calendar_version']}: {len(answer['moves'])} / {answer['open']}\n"
    for each in answer["moves"]:
        marks = " ".join(name for name in ("on_paper", "earlier", "kept") if each[name])
        yield f"{each['code']}  {each['old_due']} -> {each['new_due']}  {marks}".rstrip() + "\n"
    for each in answer["paused"]:
        yield f"{each['code']}  {each['minutes_left']} -> {each['new_minutes_left']} min\n"


def proposals(year: int) -> list[Json]:
    """Days that a year will likely have off. Raises InvalidField for a year that nobody knows."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidField(
            field="year", problem="out_of_range", lowest=FIRST_YEAR, highest=LAST_YEAR, value=year
        )
    return [{"day": entry.day.isoformat(), **_entry(entry)} for entry in proposed_days(year)]


def import_file(desk: Desk, file: Path, is_confirmed: bool) -> Json:
    """Days from a csv or xlsx file, a verdict each; stored only when confirmed and no row is refused."""
    table = read_table(file)
    today = desk.local_now().date()
    rows = read_rows(table, desk.read(lambda reading: reading.reference.calendar), today)
    answer: Json = {
        "ok": not any(row.verdict is Verdict.REFUSED for row in rows),
        "sheet": table.sheet,
        "encoding": table.encoding,
        "stored": False,
        "totals": totals(rows),
        "rows": list(_verdicts(rows)),
    }
    changes = changes_of(rows)
    if not (is_confirmed and answer["ok"] and changes):
        return answer

    def do(uow: Any) -> CalendarDone:
        done = calendar_work.change_calendar(uow, CalendarChange(changes), by=SYSTEM.login)
        uow.commit()
        return done

    return answer | {"stored": True} | _done(desk, desk.write(do, via="cli"))


def _verdicts(rows: Iterable[CalendarRow]) -> Iterator[Json]:
    for row in rows:
        told: Json = {"row": row.row, "verdict": str(row.verdict)}
        if row.entry is not None:
            told |= {"day": row.entry.day.isoformat(), **_entry(row.entry)}
        if row.error is not None:
            told |= {"error": row.error.code, **row.error.facts}
        yield told
