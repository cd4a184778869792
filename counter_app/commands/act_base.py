"""What the act models of the command line are made of: checked types, parties, components, items."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, StringConstraints

Text = StrictStr
"""What people write: the domain knows the limit of each field and names it."""
Word = Annotated[StrictStr, StringConstraints(max_length=1_000)]
"""Codes, logins, units: looked up, never stored as they were typed."""
_STORABLE = r"^[^\x00-\x1f\x7f]+$"
RequestId = Annotated[StrictStr, StringConstraints(min_length=1, max_length=200, pattern=_STORABLE)]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$", description="YYYY-MM-DDTHH:MM")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="YYYY-MM-DD")]
Money = Annotated[StrictInt, Field(ge=0, le=10**12)]
Copies = Annotated[StrictInt, Field(ge=1, le=999)]


class Strict(BaseModel):
    """Unknown fields are refused by name."""

    model_config = ConfigDict(extra="forbid")


class PartyModel(Strict):
    """Applicant or submitter."""

    kind: Literal["organisation", "person"]
    name: Text
    id_kind: Literal["mst", "cccd", "cmnd", "passport", "none"] = "none"
    id_number: Text | None = None
    representative: Text | None = None
    phone: Text | None = None
    email: Text | None = None
    address: Text | None = None


class ComponentModel(Strict):
    """A component handed in; `no` is its number in the procedure."""

    no: StrictInt
    copies: Copies = 1
    kind: Word | None = None


class JointModel(Strict):
    """A unit's own due of a joint dossier."""

    unit: Word
    due: Day


class ItemModel(Strict):
    """What is to be supplemented."""

    no: StrictInt | None = None
    text: Text


class ActModel(Strict):
    """What every act carries."""

    by: Word
    request_id: RequestId | None = None
    at: Moment | None = None
