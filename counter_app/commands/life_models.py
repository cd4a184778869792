"""The acts between receipt and result as pydantic models: supplement, fees, extension, stop, withdrawal."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from counter_app.commands.act_base import ActModel, Copies, Day, Strict, Text, Word

Amount = Annotated[StrictInt, Field(ge=0, le=10**12, description="đồng")]


class BroughtModel(Strict):
    """A paper that was brought; `no` is its number in the procedure, `copies` as required by default."""

    no: StrictInt | None = None
    copies: Copies | None = None


class Supplement(ActModel):
    """Take in what form 02 asked for: the clock goes on."""

    act: Literal["supplement"]
    code: Word
    items: list[BroughtModel]


class RequestPayment(ActModel):
    """Ask for a fee: the clock stands still until it is paid."""

    act: Literal["request_payment"]
    code: Word
    amount_vnd: Amount
    what: Text


class Pay(ActModel):
    """Enter a payment in the fee ledger."""

    act: Literal["pay"]
    code: Word
    amount_vnd: Amount
    method: Literal["cash", "transfer", "online"]
    receipt_no: Text
    exemption: Text | None = None


class Extend(ActModel):
    """Apologise and promise a later date, once: form 04."""

    act: Literal["extend"]
    code: Word
    new_due: Day
    reason: Text
    signer: Text


class _WithReason(ActModel):
    code: Word
    reason: Text


class Stop(_WithReason):
    """Stop the dossier: the clock stands still."""

    act: Literal["stop"]


class Resume(_WithReason):
    """Go on with a stopped dossier."""

    act: Literal["resume"]


class Withdraw(_WithReason):
    """The applicant withdraws the dossier."""

    act: Literal["withdraw"]


class Resolve(ActModel):
    """Settle a conflict: `chosen` is the event that stands, "" where what is struck stays struck."""

    act: Literal["resolve"]
    conflict: Word
    chosen: Word
    reason: Text


class Cooperate(ActModel):
    """Ask other units for their opinion; the paper stays where it is."""

    act: Literal["cooperate"]
    code: Word
    units: list[Word]
    respond_by: Day | None = None
    note: Text | None = None


class Recalculate(ActModel):
    """Count due dates afresh by the present calendar; printed promises that would come earlier are kept."""

    act: Literal["recalculate"]
    codes: list[Word]
    calendar_version: Word
    reason: Text
    allow_earlier: StrictBool = False
