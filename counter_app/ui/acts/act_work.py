"""What the small forms ask of the worker: functions that make the callables run there, each commits.

Services are imported when they are called, on the worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Values = Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """What was done, in words. `batch`: the handover whose list can be printed now; `form` and `code`: the
    paper that the act asks for; `warnings` as the act answers them."""

    words: str
    batch: str = ""
    form: str = ""
    code: str = ""
    warnings: tuple[str, ...] = ()


Do = Callable[[Any], Outcome]


def note(code: str, by: str, values: Values) -> Do:
    """Add a note."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import remarks

        remarks.note(uow, code, text=values["text"], by=by)
        return _done(uow, "Đã lưu ghi chú.")

    return do


def notify(code: str, by: str, values: Values) -> Do:
    """Note that the applicant was told."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import remarks

        remarks.notify(uow, code, how=values["how"], text=values["text"], by=by)
        return _done(uow, "Đã ghi nhận báo khách.")

    return do


def assign(code: str, by: str, values: Values) -> Do:
    """Give the dossier to a person of the unit."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import processing

        processing.assign(uow, [code], officer=values["officer"], by=by)
        name = uow.reference.person(values["officer"]).name
        return _done(uow, f"Đã phân công {name}.")

    return do


def step_done(code: str, by: str, values: Values) -> Do:
    """Mark the next internal step."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import processing

        processing.step_done(uow, [code], note=values.get("note", ""), by=by)
        return _done(uow, "Đã đánh dấu xong bước.")

    return do


def finish(code: str, by: str, values: Values) -> Do:
    """The matter is decided."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import processing

        on = values.get("result_on", "")
        processing.finish(
            uow,
            code,
            granted=values["outcome"] == "granted",
            result_no=values.get("result_no", ""),
            result_on=date.fromisoformat(on) if on else None,
            by=by,
        )
        return _done(uow, "Đã ghi kết quả.")

    return do


def reopen(code: str, by: str, values: Values) -> Do:
    """Go on with a finished dossier."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import processing

        processing.reopen(uow, code, reason=values["reason"], by=by)
        return _done(uow, "Đã mở lại hồ sơ.")

    return do


def void(code: str, by: str, values: Values) -> Do:
    """Void a dossier received by mistake."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import correction

        correction.void(uow, code, reason=values["reason"], by=by)
        return _done(uow, "Đã hủy số hồ sơ.")

    return do


def revoke(code: str, by: str, values: Values) -> Do:
    """Take back a slip of the hand."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import correction

        correction.revoke(uow, values["event_id"], reason=values["reason"], by=by)
        return _done(uow, "Đã bỏ việc ghi nhầm.")

    return do


def hand_over(code: str, by: str, values: Values) -> Do:
    """Give the paper to another unit, a batch of one."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import custody

        done = custody.hand_over(uow, [code], to=values["to"], by=by)
        batch = done.batch or ""
        return _done(uow, f"Đã giao, danh sách {batch}.", batch)

    return do


def take_over(code: str, by: str, values: Values) -> Do:
    """Take what was given to one's unit."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import custody

        custody.take_over(uow, [code], by=by)
        return _done(uow, "Đã nhận hồ sơ.")

    return do


def recall(code: str, by: str, values: Values) -> Do:
    """Take back what was given and not yet taken."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import custody

        custody.recall(uow, [code], reason=values["reason"], by=by)
        return _done(uow, "Đã thu hồi bàn giao.")

    return do


def decline(code: str, by: str, values: Values) -> Do:
    """Send back what was given by mistake."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import custody

        custody.decline(uow, [code], reason=values["reason"], by=by)
        return _done(uow, "Đã từ chối nhận; hồ sơ vẫn của bên giao.")

    return do


def show_ids(code: str, by: str) -> Callable[[Any], None]:
    """Leave a line in the security log before ids are shown."""

    def do(uow: Any) -> None:
        from counter_app.services import audit

        audit.personal_data_shown(uow, code, by=by)
        uow.commit()

    return do


def _done(uow: Any, words: str, batch: str = "") -> Outcome:
    warnings = tuple(uow.warnings)
    uow.commit()
    return Outcome(words, batch, warnings=warnings)
