"""Makes the panel's view of a dossier: reads it, and puts everything into words. Runs on the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from counter_app.domain.clock_days import ClockDay, ClockKind, clock_days, remaining_at_stop
from counter_app.domain.dossier import Dossier, FormSet, Status
from counter_app.domain.due import Outcome
from counter_app.domain.possible import chances
from counter_app.domain.procedure import Procedure
from counter_app.domain.staff import Permission, Staff
from counter_app.domain.text import sort_key
from counter_app.domain.units import DESK
from counter_app.forms.wording import due_explanation, remaining_text
from counter_app.queries.attention import conflicts_of
from counter_app.queries.dossier_papers import Papers, Print, papers
from counter_app.queries.dossiers import one_dossier
from counter_app.queries.life import Effect, Expected, LifeEvent, LifeRow, Next, life
from counter_app.services.correction import REVOCABLE
from counter_app.ui.act_words import ACTS, refusal_lines
from counter_app.ui.desk_port import ReadingPort, ReferencePort
from counter_app.ui.dossier_words import EMPTY, full_due_words, staff_words, state_of, unit_words
from counter_app.ui.grounds import first_ground
from counter_app.ui.life_words import LifeWords, moment_words, short_day
from counter_app.ui.pages.dossiers.panel_view import (
    DueLine,
    PanelView,
    PaperRow,
    PersonLine,
    component_rows,
    person_line,
)
from counter_app.ui.widgets.life_line import LifeNode

PAPER_TITLES = {
    "receipt": "Giấy tiếp nhận (mẫu 01)",
    "supplement_request": "Phiếu yêu cầu bổ sung (mẫu 02)",
    "refusal": "Phiếu từ chối (mẫu 03)",
    "extension": "Văn bản xin lỗi, gia hạn (mẫu 04)",
    "stop_notice": "Thông báo dừng (mẫu 05)",
    "control_sheet": "Phiếu kiểm soát (mẫu 06)",
    "handover_list": "Danh sách bàn giao",
    "label": "Nhãn hồ sơ",
    "survey": "Phiếu đánh giá hài lòng",
}
_OLD_SET = {
    "extension": "Phiếu xin lỗi, hẹn lại (mẫu 04)",
    "control_sheet": "Phiếu kiểm soát (mẫu 05)",
}
_EDITIONS = {"receipt": "bản", "supplement_request": "đợt", "stop_notice": "thông báo"}
_OUTCOMES = {Outcome.EARLY: "trước hạn", Outcome.ON_TIME: "đúng hạn", Outcome.LATE: "trễ hạn"}


def panel_view(reading: ReadingPort, code: str, login: str, now: datetime) -> PanelView:
    """The dossier a code names, as `login` sees it at a local moment."""
    found = one_dossier(reading, code, now)  # type: ignore[arg-type]  # a Reading; ui names only its port
    dossier, row = found.dossier, found.row
    reference = reading.reference
    procedure = reference.procedure_version(dossier.procedure, dossier.procedure_version)
    rows = life(reading, dossier, now)  # type: ignore[arg-type]
    words = LifeWords(reference, procedure.steps, now)
    nodes = words.items(rows)
    person = reference.staff.get(login)
    listed = papers(reading, dossier)  # type: ignore[arg-type]
    possible, refusals = _acts(dossier, person, rows, reference, now)
    revocable = _revocable(rows, [node for node in nodes if isinstance(node, LifeNode)])
    empty = {"revoke": not revocable, "print": not listed.printable}
    possible = tuple(act for act in possible if not empty.get(act))
    clock = clock_days(dossier, reference.calendar, now)
    view = PanelView(
        dossier=dossier,
        code=dossier.shown_code,
        badge=state_of(row, reference, now),
        holder=_holder(dossier, reference),
        applicant=row.applicant_name,
        procedure=procedure.name,
        people=_people(dossier),
        due=_due_line(dossier, clock, reference, now),
        clock=clock,
        life=nodes,
        components=component_rows(dossier, procedure),
        papers=_paper_rows(listed, dossier, reference, now),
        prints=_print_rows(listed, dossier, reference, now),
        possible=possible,
        refusals=refusals,
        revocable=revocable,
        units=_units(person, reference),
        next_unit=_next_unit(dossier, rows, procedure),
        names=_names(reference),
        conflicts=conflicts_of(reading, dossier.stream),  # type: ignore[arg-type]
    )
    return _with_starts(view, procedure, reference, now)


def _with_starts(
    view: PanelView, procedure: Procedure, reference: ReferencePort, now: datetime
) -> PanelView:
    """With the choices of the forms, and what stands in them at first."""
    calendar = reference.calendar
    return replace(
        view,
        today=now.date(),
        calendar=calendar,
        respond_by=calendar.nth_working_after(now.date(), reference.agency.supplement_days),
        ground=first_ground(procedure.legal_basis),
        fee_note=f"Phí, lệ phí: {procedure.name}" if view.dossier.fee_owed_vnd else "",
        signer=_signer(reference),
        officers=_officers(view.dossier, reference),
        coworkers=_coworkers(view.dossier, reference),
    )


def _signer(reference: ReferencePort) -> str:
    """The leader's name: who signs an apology unless another is named."""
    leaders = (person.name for person in reference.staff.values() if person.may(Permission.SUPERVISE))
    return next(leaders, "")


def _coworkers(dossier: Dossier, reference: ReferencePort) -> tuple[tuple[str, str], ...]:
    """Units that may be asked: open ones, neither the desk nor the holder."""
    left_out = (DESK, dossier.holder)
    units = (unit for unit in reference.units.values() if unit.is_open and unit.code not in left_out)
    return tuple((unit.code, unit.name) for unit in units)


def _names(reference: ReferencePort) -> tuple[tuple[str, str], ...]:
    units = [(unit.code, unit.short_name or unit.name) for unit in reference.units.values()]
    return (*units, *((person.login, person.name) for person in reference.staff.values()))


def _holder(dossier: Dossier, reference: ReferencePort) -> str:
    if dossier.transit is not None:
        giver, to = dossier.transit.giver, dossier.transit.to
        return f"{unit_words(giver, reference)} → {unit_words(to, reference)}"
    if not dossier.holder or dossier.status in (Status.RETURNED, Status.VOIDED):
        return ""
    unit = unit_words(dossier.holder, reference)
    return f"{unit} · {staff_words(dossier.officer, reference)}" if dossier.officer else unit


def _people(dossier: Dossier) -> tuple[PersonLine, ...]:
    lines = []
    if dossier.applicant is not None:
        lines.append(person_line(dossier.applicant))
    if dossier.submitter is not None:
        lines.append(person_line(dossier.submitter, f"Người nộp {dossier.submitter.name}"))
    return tuple(line for line in lines if line.shown)


# -- the due date


def _due_line(
    dossier: Dossier, clock: Sequence[ClockDay], reference: ReferencePort, now: datetime
) -> DueLine:
    due = dossier.due
    if due is None:
        return DueLine("Hẹn trả", "chưa tính" if dossier.status is Status.REGISTERED else EMPTY)
    tip = due_explanation(due)
    left = remaining_at_stop(dossier, reference.calendar)
    if left is not None:
        hours = reference.calendar.hours.minutes_per_day / 60
        words = remaining_text(left, hours, is_by_hour=due.limit.is_by_minute)
        return DueLine("Hẹn trả", f"đang dừng, {words}", _first_due(dossier, now), _spoken(clock), tip)
    at = dossier.due_at or due.first_at
    value = full_due_words(at.isoformat(timespec="minutes"))
    return DueLine("Hẹn trả", value, _due_note(dossier, now), _spoken(clock), tip)


def _due_note(dossier: Dossier, now: datetime) -> str:
    if dossier.finished_at is not None and dossier.outcome:
        words = _OUTCOMES[Outcome(dossier.outcome)]
        return f"xong {short_day(dossier.finished_at.date(), now)}, {words}"
    if dossier.due is not None and dossier.due.is_provisional:
        return "tạm tính"
    return _first_due(dossier, now)


def _first_due(dossier: Dossier, now: datetime) -> str:
    """`hẹn đầu 23/11` where the promise has moved since."""
    due = dossier.due
    first = due.first_at if due is not None else None
    valid = dossier.due_at
    if first is None or (valid is not None and valid.date() == first.date()):
        return ""
    return f"hẹn đầu {short_day(first.date(), now)}"


def _spoken(clock: Sequence[ClockDay]) -> str:
    counted = sum(day.kind is ClockKind.COUNTED for day in clock)
    paused = sum(day.kind is ClockKind.PAUSED for day in clock)
    ahead = sum(day.kind is ClockKind.AHEAD for day in clock)
    over = sum(day.kind is ClockKind.OVER for day in clock)
    unit = "giờ" if any(day.until for day in clock) else "ngày"
    parts = [f"đã tính {counted} {unit}", f"dừng {paused} {unit}" if paused else ""]
    parts.append(f"quá hạn {over} {unit}" if over else f"còn {ahead} {unit}")
    return ", ".join(part for part in parts if part).capitalize()


# -- papers


def _paper_rows(
    listed: Papers, dossier: Dossier, reference: ReferencePort, now: datetime
) -> tuple[PaperRow, ...]:
    rows = []
    for paper in listed.printable:
        title = _title(paper.form, dossier)
        if paper.form == "handover_list":
            title = f"{title} {paper.code}"
        rows.append(
            PaperRow(
                key=f"{paper.form}/{paper.code}",
                title=title,
                detail=_printed_words(paper.prints, paper.version, paper.form, now),
                form=paper.form,
                code=paper.code,
                is_printed=bool(paper.prints),
                tip=_print_tip(paper.prints, reference),
            )
        )
    return tuple(rows)


def _printed_words(prints: Sequence[Print], version: int, form: str, now: datetime) -> str:
    """`bản 2 · 15:06 20/11`, `lần 3 · 08:21 16/11`, `chưa in`."""
    of_version = [each for each in prints if each.version == version]
    edition = f"{_EDITIONS[form]} {version}" if form in _EDITIONS and version > 1 else ""
    if not of_version:
        if form == "handover_list":
            return ""
        return f"{edition} · chưa in" if edition else "chưa in"
    times = f"lần {len(of_version)}" if len(of_version) > 1 and not edition else ""
    last = moment_words(of_version[-1].at, now)
    return " · ".join(part for part in (edition, times, last) if part)


def _print_tip(prints: Sequence[Print], reference: ReferencePort) -> str:
    return f"đã in {len(prints)} lần · {staff_words(prints[-1].by, reference)}" if prints else ""


def _print_rows(
    listed: Papers, dossier: Dossier, reference: ReferencePort, now: datetime
) -> tuple[PaperRow, ...]:
    rows = []
    for number, each in enumerate(listed.prints):
        is_told = each.form == "receipt" or (each.form in _EDITIONS and each.version > 1)
        edition = f"{_EDITIONS[each.form]} {each.version}" if is_told else ""
        copies = f"liên {', '.join(map(str, each.copies))}" if len(each.copies) > 1 else ""
        who = " · ".join(part for part in (staff_words(each.by, reference), edition, copies) if part)
        rows.append(
            PaperRow(
                key=f"print/{number}",
                title=_title(each.form, dossier),
                detail=moment_words(each.at, now),
                is_printed=True,
                tip=who,
            )
        )
    return tuple(rows)


def _title(form: str, dossier: Dossier) -> str:
    if dossier.form_set is FormSet.TT01_2018 and form in _OLD_SET:
        return _OLD_SET[form]
    return PAPER_TITLES.get(form, form)


# -- acts


def _acts(
    dossier: Dossier, person: Staff | None, rows: Sequence[LifeRow], reference: ReferencePort, now: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Acts that the person may do now, and the lines that say why the others are not possible."""
    if person is None:
        return (), ()
    found = chances(dossier, person, now.date(), ACTS)
    refused = [chance for chance in found if not chance.is_possible]
    lines = refusal_lines(refused, dossier, _first_given(rows), reference)
    return tuple(chance.act for chance in found if chance.is_possible), lines


def _first_given(rows: Sequence[LifeRow]) -> datetime | None:
    for row in rows:
        if isinstance(row, LifeEvent) and row.effect is Effect.COUNTS and "batch" in row.data:
            return row.given_at or row.at
    return None


def _revocable(rows: Sequence[LifeRow], nodes: Sequence[LifeNode]) -> tuple[tuple[str, str], ...]:
    """Events that may be taken back, the newest first: id and words."""
    kinds = {
        row.event_id
        for row in rows
        if isinstance(row, LifeEvent) and row.effect is not Effect.REVOKED and row.kind in REVOCABLE
    }
    found = [(node.key, f"{node.when} · {node.title} · {node.detail}") for node in nodes if node.key in kinds]
    return tuple(reversed(found))


def _officers(dossier: Dossier, reference: ReferencePort) -> tuple[tuple[str, str], ...]:
    """People of the holding unit who may work on it, by name."""
    people = [
        person
        for person in reference.staff.values()
        if person.unit == dossier.holder and person.may(Permission.DEPARTMENT_ACT)
    ]
    return tuple((person.login, person.name) for person in sorted(people, key=lambda p: sort_key(p.name)))


def _units(person: Staff | None, reference: ReferencePort) -> tuple[tuple[str, str], ...]:
    """Units the paper could go to: open ones other than the person's own."""
    own = person.unit if person else ""
    return tuple(
        (unit.code, unit.short_name or unit.name)
        for unit in reference.units.values()
        if unit.is_open and unit.code != own
    )


def _next_unit(dossier: Dossier, rows: Sequence[LifeRow], procedure: Procedure) -> str:
    """Where the paper goes next, as the internal steps say."""
    for row in rows:
        if isinstance(row, Expected):
            if row.what is Next.UNIT:
                return row.unit
            return procedure.department if dossier.holder == DESK else DESK
    return ""
