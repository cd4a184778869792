"""The acts of the command line as pydantic models: the JSON Schema, and the first check of every line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from counter_app.commands.act_base import (
    ActModel,
    ComponentModel,
    Day,
    ItemModel,
    JointModel,
    Moment,
    Money,
    PartyModel,
    RequestId,
    Text,
    Word,
)
from counter_app.commands.life_models import (
    Cooperate,
    Extend,
    Pay,
    Recalculate,
    RequestPayment,
    Resolve,
    Resume,
    Stop,
    Supplement,
    Withdraw,
)
from counter_app.commands.opinion_models import AnswerFeedback, Feedback, Survey

__all__ = [
    "ACTS",
    "ActModel",
    "AnyAct",
    "ComponentModel",
    "Day",
    "ItemModel",
    "JointModel",
    "Moment",
    "Money",
    "PartyModel",
    "RequestId",
    "Text",
    "Word",
    "day",
    "local",
    "schema",
]


class _Form(ActModel):
    procedure: Word
    applicant: PartyModel
    submitter: PartyModel | None = None
    components: list[ComponentModel] = Field(default_factory=list)
    channel: Literal["direct", "online", "post"] = "direct"
    return_by: Literal["desk", "post", "online"] = "desk"
    note: Text | None = None
    fee_paid_vnd: Money | None = None
    duplicate_reason: Text | None = None
    slip: Word | None = None
    joint: list[JointModel] = Field(default_factory=list)


class Register(_Form):
    """Note an online dossier that is not yet accepted."""

    act: Literal["register"]
    portal_code: Text


class Receive(ActModel):
    """Receive a dossier; with `code` (a registered one's portal code) only the fields that change.

    `receipt`: QR, code or scan number of a receipt that was printed here and whose dossier was lost."""

    act: Literal["receive"]
    procedure: Word | None = None
    applicant: PartyModel | None = None
    submitter: PartyModel | None = None
    components: list[ComponentModel] | None = None
    channel: Literal["direct", "online", "post"] | None = None
    return_by: Literal["desk", "post", "online"] | None = None
    note: Text | None = None
    fee_paid_vnd: Money | None = None
    duplicate_reason: Text | None = None
    code: Word | None = None
    slip: Word | None = None
    joint: list[JointModel] | None = None
    receipt: Word | None = None


class _Slip(ActModel):
    code: Word | None = None
    procedure: Word | None = None
    applicant: PartyModel | None = None
    submitter: PartyModel | None = None
    components: list[ComponentModel] = Field(default_factory=list)
    channel: Literal["direct", "online", "post"] = "direct"
    reason: Text
    ground: Text


class Refuse(_Slip):
    """Refuse before reception: form 03."""

    act: Literal["refuse"]


class RequestSupplement(_Slip):
    """Ask for papers before reception: form 02, all gaps in one."""

    act: Literal["request_supplement"]
    items: list[ItemModel]
    respond_by: Day | None = None


class Correct(ActModel):
    """Correct fields and reissue the receipt; names of `receive`, `applicant.*` dotted, `received_at`."""

    act: Literal["correct"]
    code: Word
    changes: dict[str, Any]
    reason: Text


class HandOver(ActModel):
    """Give dossiers to another unit in one batch."""

    act: Literal["hand_over"]
    codes: list[Word]
    to: Word


class Recall(ActModel):
    """Take back what was given and not yet taken."""

    act: Literal["recall"]
    codes: list[Word] = Field(default_factory=list)
    batch: Word | None = None
    reason: Text


class TakeOver(ActModel):
    """Take what was given to one's unit."""

    act: Literal["take_over"]
    codes: list[Word] = Field(default_factory=list)
    batch: Word | None = None


class Decline(ActModel):
    """Send back what was given by mistake."""

    act: Literal["decline"]
    codes: list[Word]
    reason: Text


class Assign(ActModel):
    """Give dossiers to an officer of the holding unit."""

    act: Literal["assign"]
    codes: list[Word]
    officer: Word


class StepDone(ActModel):
    """Mark the holder's next internal step."""

    act: Literal["step_done"]
    codes: list[Word]
    note: Text | None = None


class Finish(ActModel):
    """The matter is decided."""

    act: Literal["finish"]
    code: Word
    outcome: Literal["granted", "rejected"]
    result_no: Text | None = None
    result_on: Day | None = None


class Reopen(ActModel):
    """Go on with a finished dossier."""

    act: Literal["reopen"]
    code: Word
    reason: Text


class ReturnResult(ActModel):
    """Hand the result to the applicant."""

    act: Literal["return_result"]
    code: Word
    to_whom: Text
    id_number: Text | None = None
    method: Literal["desk", "post", "online"] = "desk"
    proxy_paper: Text | None = None


class Void(ActModel):
    """Void a dossier received by mistake and never handed over."""

    act: Literal["void"]
    code: Word
    reason: Text


class Revoke(ActModel):
    """Take back a slip of the hand."""

    act: Literal["revoke"]
    event_id: Word
    reason: Text


class Note(ActModel):
    """Add a note."""

    act: Literal["note"]
    code: Word
    text: Text


class Notify(ActModel):
    """Note that the applicant was told."""

    act: Literal["notify"]
    code: Word
    how: Text
    text: Text


class ConfirmClock(ActModel):
    """The machine's clock is right: numbering goes on."""

    act: Literal["confirm_clock"]
    reason: Text


AnyAct = (
    Register
    | Receive
    | Refuse
    | RequestSupplement
    | Supplement
    | Correct
    | HandOver
    | Recall
    | TakeOver
    | Decline
    | Assign
    | StepDone
    | Finish
    | Reopen
    | Cooperate
    | RequestPayment
    | Pay
    | Extend
    | Stop
    | Resume
    | Withdraw
    | Recalculate
    | ReturnResult
    | Void
    | Revoke
    | Note
    | Notify
    | Survey
    | Feedback
    | AnswerFeedback
    | Resolve
    | ConfirmClock
)

ACTS: dict[str, type[ActModel]] = {
    model.model_fields["act"].annotation.__args__[0]: model
    for model in AnyAct.__args__
}
"""Act name → model, in the order of the contract."""


def schema() -> dict[str, Any]:
    """JSON Schema of all acts."""
    from pydantic import TypeAdapter

    return TypeAdapter(Annotated[AnyAct, Field(discriminator="act")]).json_schema()


def local(moment: str | None) -> datetime | None:
    """Local wall time of an act's `at`; raises ValueError for a day or hour that does not exist."""
    return datetime.fromisoformat(moment) if moment else None


def day(text: str | None) -> date | None:
    """ISO date; raises ValueError for a day that does not exist."""
    return date.fromisoformat(text) if text else None


