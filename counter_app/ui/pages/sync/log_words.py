"""The log of passes in rows: quiet ones and repeated failures in a row stand together. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.domain.events import local_minute
from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.domain.text import money, time_text
from counter_app.queries.sync import differing
from counter_app.ui.messages import sentence
from counter_app.ui.models.columns import Column
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.cells import BadgeCell, TextCell


@dataclass(frozen=True)
class LogRow:
    """Passes that came one after the other and say the same, newest first."""

    reports: tuple[PassReport, ...]

    @property
    def newest(self) -> PassReport:
        """The last of them."""
        return self.reports[0]

    @property
    def times(self) -> int:
        """How many they are; the log itself counts failures in a row."""
        return sum(report.times for report in self.reports)


def log_rows(reports: Sequence[PassReport]) -> tuple[LogRow, ...]:
    """Rows of passes, both newest first."""
    groups: list[list[PassReport]] = []
    for report in reports:
        kind = _sameness(report)
        if groups and kind and _sameness(groups[-1][-1]) == kind:
            groups[-1].append(report)
        else:
            groups.append([report])
    return tuple(LogRow(tuple(group)) for group in groups)


def _sameness(report: PassReport) -> str:
    """What makes two passes alike; empty for one that stands for itself."""
    if report.outcome is Outcome.FAILED:
        return f"failed {report.because} {report.sent} {report.pulled}"
    carried = report.sent or report.pulled or report.relayed or report.reoffered or report.new_conflicts
    is_quiet = report.outcome is Outcome.OK and not (carried or report.is_thorough or report.refolded)
    return "quiet" if is_quiet and not report.is_new_incarnation else ""


def row_key(row: LogRow) -> str:
    """The oldest pass of the row: news at its other end leave it the same row."""
    return f"{row.reports[-1].began_at}"


def when(row: LogRow) -> str:
    """`02:00 23/11`, or `09:02 – 11:40 23/11` for several."""
    last, first = local_minute(row.newest.started_at), local_minute(row.reports[-1].began_at)
    if first == last:
        return f"{time_text(last)} {last:%d/%m}"
    if first.date() == last.date():
        return f"{time_text(first)} – {time_text(last)} {last:%d/%m}"
    return f"{time_text(first)} {first:%d/%m} – {time_text(last)} {last:%d/%m}"


def outcome(row: LogRow) -> BadgeCell:
    """How it went."""
    report = row.newest
    if report.outcome is Outcome.FAILED:
        is_alone = report.because == "centre_unreachable"
        return BadgeCell("Chưa gặp kho" if is_alone else "Không được", Tone.AMBER, "triangle-alert")
    if report.outcome is Outcome.DIFFERS:
        return BadgeCell("Lệch với kho", Tone.RED, "circle-alert")
    return BadgeCell("Đã đối chiếu" if report.is_thorough else "Đã đồng bộ", Tone.GREEN, "circle-check")


def remark(row: LogRow) -> str:
    """One line: how often, and what is to be known."""
    report, parts = row.newest, []
    if row.times > 1:
        parts.append(f"{money(row.times)} lần liền")
    if report.outcome is Outcome.FAILED:
        parts.append(sentence(report.because, report.facts).rstrip("."))
    elif row.times > 1:
        parts.append("không có gì mới")
    if differing(report):
        parts.append(f"lệch {money(differing(report))} chỗ")
    elif "rebuilt" in report.differences:
        parts.append("đã dựng lại số liệu từ nhật ký")
    if report.is_new_incarnation:
        parts.append("nhận dãy số mới")
    if report.went_back_to is not None:
        parts.append(f"kho lùi về việc số {money(report.went_back_to)}")
    for count, words in (
        (report.new_conflicts, "chỗ khác nhau mới"),
        (report.relayed, "việc gửi hộ máy khác"),
        (report.reoffered, "việc gửi lại"),
        (report.quarantined, "việc kho để riêng"),
    ):
        parts += [f"{money(count)} {words}"] if count else []
    return " · ".join(parts) or "–"


def detail(row: LogRow) -> str:
    """All that is known of the newest of them, and when that was: what waited then has gone since."""
    report = row.newest
    took = max(0, report.ended_at - report.started_at)
    parts = [remark(row)] if remark(row) != "–" else []
    if report.outcome is Outcome.FAILED:
        parts.append(f"lúc đó còn {money(report.waiting)} việc chờ gửi, không mất việc nào")
    else:
        parts.append(f"tính đến việc số {money(report.head)}")
        parts.append(f"lúc đó còn {money(report.waiting)} việc chờ gửi")
    tenth = f",{took % 1000 // 100}" if took < 10_000 else ""
    parts += [f"{money(took // 1000)}{tenth} giây", f"{money(report.round_trips)} lượt hỏi đáp"]
    at = local_minute(report.started_at)
    return f"{time_text(at)} {at:%d/%m}: {' · '.join(parts)}"


def columns() -> tuple[Column[LogRow], ...]:
    """Columns of the log."""

    def number(value: int) -> TextCell:
        return TextCell(money(value) if value else "–", figures=True)

    return (
        Column("when", "Lúc", 184, lambda row: TextCell(when(row), figures=True), is_fixed=True),
        Column("outcome", "Kết quả", 142, outcome, is_fixed=True),
        Column("sent", "Gửi", 72, lambda row: number(sum(r.sent for r in row.reports)), is_right=True),
        Column("pulled", "Nhận", 72, lambda row: number(sum(r.pulled for r in row.reports)), is_right=True),
        Column("remark", "Ghi chú", 200, lambda row: TextCell(remark(row), Tone.TEXT2), is_stretch=True),
    )
