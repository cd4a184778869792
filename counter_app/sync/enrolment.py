"""What a desk must be told to meet the centre, and the file that carries it from one machine to the other."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from counter_app.domain.causes import cause_of
from counter_app.domain.centre_errors import EnrolmentNotReadable
from counter_app.domain.errors import FileNotWritten
from counter_app.sync.address import Address

KIND = "counter-app enrolment"
FORMAT = 1
"""Number of the file's form; a reader takes those up to the one it knows."""

_MOST_BYTES = 1 << 20
_ORIGIN_RE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A desk's place in an agency's centre.

    agency: settings of the agency as the centre knows them (`Agency.merged` takes them), a name at least.
    origin: id of the desk's present life, 32 hex digits; incarnation: which of its lives that is. lo…hi:
    serials of every day that are its own from `from_date` on. has_file: the origin is that of a desk that
    worked alone; no other file may ever be made with it.
    """

    address: Address
    agency_id: str
    agency: Mapping[str, Any]
    desk: int
    origin: str
    incarnation: int
    lo: int
    hi: int
    from_date: date
    has_file: bool = False

    @property
    def login(self) -> str:
        """The desk's login at the centre."""
        return self.address.login

    def to_text(self) -> str:
        """The text of its file. Holds the password: whoever has it is this desk to the centre."""
        body = {
            "address": self.address.to_json(),
            "agency_id": self.agency_id,
            "agency": dict(self.agency),
            "desk": self.desk,
            "origin": self.origin,
            "incarnation": self.incarnation,
            "block": [self.lo, self.hi, self.from_date.isoformat()],
            "has_file": self.has_file,
        }
        whole = {"kind": KIND, "format": FORMAT, "enrolment": body, "check": _check(body)}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_text(cls, text: str, path: str = "") -> Enrolment:
        """Back from `to_text`. Raises EnrolmentNotReadable(path, because)."""
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise EnrolmentNotReadable(path=path, because="enrolment_foreign") from error
        if not isinstance(whole, dict) or whole.get("kind") != KIND:
            raise EnrolmentNotReadable(path=path, because="enrolment_foreign")
        if isinstance(whole.get("format"), int) and whole["format"] > FORMAT:
            raise EnrolmentNotReadable(path=path, because="enrolment_too_new")
        try:
            if whole["format"] != FORMAT or whole["check"] != _check(whole["enrolment"]):
                raise ValueError("check")
            return _read(whole["enrolment"])
        except (LookupError, TypeError, ValueError) as error:
            raise EnrolmentNotReadable(path=path, because="enrolment_damaged") from error


def _read(body: Mapping[str, Any]) -> Enrolment:
    lo, hi, from_date = body["block"]
    found = Enrolment(
        address=Address.from_json(body["address"]),
        agency_id=str(body["agency_id"]),
        agency=dict(body["agency"]),
        desk=int(body["desk"]),
        origin=str(body["origin"]),
        incarnation=int(body["incarnation"]),
        lo=int(lo),
        hi=int(hi),
        from_date=date.fromisoformat(from_date),
        has_file=body.get("has_file") is True,
    )
    if not _ORIGIN_RE.fullmatch(found.origin) or not 1 <= found.lo <= found.hi or found.desk < 1:
        raise ValueError("enrolment")
    return found


def _check(body: Mapping[str, Any]) -> str:
    """Shows a file that was cut or edited by hand; it is no secret and stops nobody who means it."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_enrolment(path: Path) -> Enrolment:
    """The enrolment in a file. Raises EnrolmentNotReadable(path, because)."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise EnrolmentNotReadable(path=str(path), because="enrolment_missing") from error
    except OSError as error:
        raise EnrolmentNotReadable(path=str(path), because=cause_of(error)) from error
    try:
        if len(data) > _MOST_BYTES:
            raise ValueError("too large")
        text = data.decode("utf-8-sig")
    except ValueError as error:
        raise EnrolmentNotReadable(path=str(path), because="enrolment_foreign") from error
    return Enrolment.from_text(text, str(path))


@contextmanager
def enrolment_file(path: Path) -> Iterator[Callable[[Enrolment], None]]:
    """Room for an enrolment at `path`, tried before the centre is changed; the body gives what to write.

    Of this person alone (0600), whole or not at all; nothing is left where the body fails. Raises
    FileNotWritten.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as error:
        raise FileNotWritten(path=str(path), because=cause_of(error)) from error

    def write(enrolment: Enrolment) -> None:
        try:
            file.write(enrolment.to_text())
            file.flush()
            os.fsync(file.fileno())
            file.close()
            os.replace(name, path)
        except OSError as error:
            raise FileNotWritten(path=str(path), because=cause_of(error)) from error

    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        try:
            if path.is_dir():
                raise FileNotWritten(path=str(path), because="is_folder")
            yield write
        finally:
            with suppress(OSError):  # what a full disk did not take is not taken now either
                file.close()
            with suppress(FileNotFoundError):
                os.unlink(name)
