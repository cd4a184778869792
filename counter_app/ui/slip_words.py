"""The morning slip in one line, for the command line and the notices; no Qt here."""

from __future__ import annotations

from counter_app.domain.sync_report import Outcome, PassReport
from counter_app.queries.sync import differing

_WORDS = {
    "vi": "gửi {sent}, kho nhận {stored}, lệch {odd}",
    "en": "sent {sent}, stored {stored}, differing {odd}",
}
_MORE = {
    "pulled": {"vi": "nhận về {n}", "en": "received {n}"},
    "waiting": {"vi": "còn chờ gửi {n}", "en": "still waiting {n}"},
    "new_conflicts": {"vi": "chỗ các quầy ghi khác nhau: {n}", "en": "conflicts: {n}"},
    "quarantined": {"vi": "kho để riêng {n}", "en": "set aside by the store {n}"},
    "reoffered": {"vi": "gửi lại cho kho {n}", "en": "given to the store again {n}"},
}
_FAILED = {"vi": "chưa xong", "en": "not finished"}


def slip_words(report: PassReport, lang: str = "vi") -> str:
    """`gửi 42, kho nhận 42, lệch 0`, and behind it what else there is to say of one pass."""
    odd, stored = differing(report), report.stored + report.known
    parts = [_WORDS[lang].format(sent=report.sent, stored=stored, odd=odd)]
    parts += [
        words[lang].format(n=getattr(report, name)) for name, words in _MORE.items() if getattr(report, name)
    ]
    if report.outcome is Outcome.FAILED:
        parts.insert(0, _FAILED[lang])
    return "; ".join(parts)


_NOT_RUN: dict[bool | None, dict[str, str]] = {
    False: {
        "vi": "Tệp lịch có, nhưng hệ thống không chạy lịch này. Hãy chạy lại schedule install.",
        "en": "The files are there, but the system does not run them. Run schedule install again.",
    },
    None: {
        "vi": "Tệp lịch có; không hỏi được hệ thống có chạy lịch này hay không.",
        "en": "The files are there; the system could not be asked whether it runs them.",
    },
}


def not_run_words(is_active: bool | None, lang: str = "vi") -> str:
    """Of a nightly task whose files are there: stopped, or None where the system could not be asked."""
    return _NOT_RUN[is_active][lang]


FOLDING = {
    "vi": "Đang nhận nhiều việc từ kho, số liệu chưa dựng xong nên chưa đối chiếu. Hãy kiểm tra lại sau lần "
    "đồng bộ này.",
    "en": "Much came from the central store and is not folded yet, so the tables were not compared. Verify "
    "again after the sync.",
}
"""Said by `verify` while a pass has stored more than it has folded."""
