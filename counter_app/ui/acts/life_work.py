"""What the forms of a dossier's waits and turns ask of the worker; each commits, and names its paper.

Services are imported when they are called, on the worker.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from counter_app.domain.dossier import FormSet
from counter_app.ui.acts.act_work import Do, Outcome, Values
from counter_app.ui.widgets.tick_list import unpacked

OTHER = "0"
"""Number of what is asked for or brought and is no component."""


def request_supplement(code: str, by: str, values: Values) -> Do:
    """Ask for papers: those ticked with their names, and each line of what was written besides."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import reception

        dossier = _found(uow, code)
        procedure = uow.reference.procedure_version(dossier.procedure, dossier.procedure_version)
        items = [(int(no), paper_words(procedure.component(int(no)))) for no in unpacked(values["items"])]
        items += [(0, line.strip()) for line in values.get("other", "").splitlines() if line.strip()]
        asked = reception.SlipRequest(
            reason=values["reason"],
            ground=values["ground"],
            code=code,
            items=tuple(items),
            respond_by=_day(values.get("respond_by", "")),
        )
        reception.request_supplement(uow, asked, by=by)
        words = "Đã yêu cầu bổ sung, đồng hồ dừng." if dossier.received_at else "Đã yêu cầu bổ sung."
        return _done(uow, words, form="supplement_request", code=code)

    return do


def refuse(code: str, by: str, values: Values) -> Do:
    """Refuse a dossier that was never received, or whose papers never came."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import reception

        asked = reception.SlipRequest(reason=values["reason"], ground=values["ground"], code=code)
        reception.refuse(uow, asked, by=by)
        return _done(uow, "Đã từ chối.", form="refusal", code=code)

    return do


def supplement(code: str, by: str, values: Values) -> Do:
    """Take in what was brought."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import waiting

        brought = [(int(no), copies) for no, copies in unpacked(values["items"]).items()]
        done = waiting.supplement(uow, code, items=brought, by=by)
        if not done.receipt_version:
            return _done(uow, "Đã nhận giấy bổ sung.", done)
        words = f"Đã nhận bổ sung, cấp giấy tiếp nhận bản {done.receipt_version}."
        return _done(uow, words, done, form="receipt", code=done.code)

    return do


def request_payment(code: str, by: str, values: Values) -> Do:
    """Ask for a fee."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import waiting

        amount = int(values["amount_vnd"])
        done = waiting.request_payment(uow, code, amount_vnd=amount, what=values["what"], by=by)
        return _done(uow, "Đã yêu cầu nộp phí, đồng hồ dừng.", done)

    return do


def pay(code: str, by: str, values: Values) -> Do:
    """Enter a payment."""

    def do(uow: Any) -> Outcome:
        from counter_app.domain.text import money
        from counter_app.services import waiting

        amount = int(values["amount_vnd"])
        done = waiting.pay(
            uow,
            code,
            amount_vnd=amount,
            method=values["method"] or "cash",  # where nothing is paid, no way is asked for
            receipt_no=values["receipt_no"],
            exemption=values.get("exemption", ""),
            by=by,
        )
        words = f"Đã thu {money(amount)} đ." if amount else "Đã ghi miễn phí."
        return _done(uow, words, done)

    return do


def extend(code: str, by: str, values: Values) -> Do:
    """Apologise and promise another day."""

    def do(uow: Any) -> Outcome:
        from counter_app.domain.text import date_text
        from counter_app.services import deciding

        new_due = date.fromisoformat(values["new_due"])
        done = deciding.extend(
            uow, code, new_due=new_due, reason=values["reason"], signer=values["signer"], by=by
        )
        return _done(uow, f"Đã gia hạn đến {date_text(new_due)}.", done, form="extension", code=done.code)

    return do


def stop(code: str, by: str, values: Values) -> Do:
    """Stop the dossier."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import waiting

        done = waiting.stop(uow, code, reason=values["reason"], by=by)
        return _noticed(uow, "Đã dừng giải quyết, đồng hồ dừng.", done)

    return do


def withdraw(code: str, by: str, values: Values) -> Do:
    """The applicant withdraws it."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import waiting

        done = waiting.withdraw(uow, code, reason=values["reason"], by=by)
        return _noticed(uow, "Đã rút hồ sơ.", done)

    return do


def _noticed(uow: Any, words: str, done: Any) -> Outcome:
    """With form 05 where the dossier's set has one."""
    dossier = uow.dossier(done.stream)
    has_form = dossier.received_at is not None and dossier.form_set is FormSet.TT03_2025
    return _done(uow, words, done, form="stop_notice" if has_form else "", code=done.code)


def resume(code: str, by: str, values: Values) -> Do:
    """Go on with a stopped dossier."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import waiting

        done = waiting.resume(uow, code, reason=values["reason"], by=by)
        still = uow.dossier(done.stream).is_paused
        return _done(uow, "Giải quyết tiếp; hồ sơ vẫn đang chờ." if still else "Giải quyết tiếp.", done)

    return do


def cooperate(code: str, by: str, values: Values) -> Do:
    """Ask other units for their opinion."""

    def do(uow: Any) -> Outcome:
        from counter_app.services import deciding

        units = list(unpacked(values["units"]))
        done = deciding.cooperate(
            uow,
            code,
            units=units,
            respond_by=_day(values.get("respond_by", "")),
            note=values.get("note", ""),
            by=by,
        )
        return _done(uow, f"Đã gửi lấy ý kiến {len(units)} đơn vị.", done)

    return do


def paper_words(component: Any) -> str:
    """A component as a slip names it: `name – 1 bản chính`."""
    from counter_app.ui import labels

    kind = labels.words(labels.COMPONENT_KINDS, str(component.kind))
    return f"{component.name} – {component.copies} {kind}"


def _found(uow: Any, code: str) -> Any:
    from counter_app.services.acting import find

    return find(uow, code)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _done(uow: Any, words: str, done: Any = None, *, form: str = "", code: str = "") -> Outcome:
    warnings = tuple(done.warnings) if done is not None else tuple(uow.warnings)
    uow.commit()
    return Outcome(words, form=form, code=code if form else "", warnings=warnings)
