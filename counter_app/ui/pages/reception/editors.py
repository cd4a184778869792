"""Which field of the form an error means, by its editor's name or as the services name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.ui.widgets.fields import Field

if TYPE_CHECKING:
    from counter_app.ui.pages.reception.form_view import FormView


def editor_of(view: FormView, name: str) -> Field | None:
    """The field of an editor's name, or of a field as the services name it."""
    fields: dict[str, Field] = {
        "procedure": view.procedure.field,
        **view.applicant.fields,
        **view.way.fields,
        "applicant.id_number": view.applicant.number,
        "applicant.name": view.applicant.name,
        "applicant.address": view.applicant.address,
        "applicant.phone": view.applicant.phone,
        "applicant.email": view.applicant.email,
        "applicant.representative": view.applicant.submitter,
        "submitter.name": view.applicant.submitter,
        "submitter.id_number": view.applicant.submitter_number,
        "submitter.phone": view.applicant.submitter_phone,
        "fee_paid_vnd": view.way.fee,
        "joint.unit": view.way.joint.field("joint.unit"),
        "joint.due": view.way.joint.field("joint.due"),
        "received_at": view.side.correction.received,
        "reason": view.side.correction.reason if view.state.correcting else view.side.slip.reason,
        "ground": view.side.slip.ground,
        "legal_ground": view.side.slip.ground,
        "items": view.side.slip.item,
        "items.text": view.side.slip.item,
        "respond_by": view.side.slip.respond_by,
    }
    return fields.get(name)
