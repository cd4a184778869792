"""Builders with valid defaults: a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from counter_app.bootstrap import Desk, Ports, make_trial
from counter_app.domain.dossier import HandedIn, Party, PartyKind
from counter_app.domain.events import LOCAL_ZONE
from counter_app.domain.identity import IdKind
from counter_app.domain.intake import NewDossier

MONDAY = datetime(2026, 11, 23, 9, 14)


class Clock:
    """The clock port of a test: stands until it is moved. Local wall time in, aware UTC out."""

    def __init__(self, local: datetime = MONDAY) -> None:
        self.local = local

    def __call__(self) -> datetime:
        return self.local.replace(tzinfo=LOCAL_ZONE).astimezone(UTC)

    def move(self, **by: float) -> None:
        """Move on by a timedelta's words."""
        self.local += timedelta(**by)

    def set(self, local: datetime) -> None:
        """Put it to a local wall time."""
        self.local = local


def trial_desk(
    folder: Path, clock: Clock | None = None, *, dossiers: int = 0, seed: int = 1
) -> Desk:
    """A real trial desk (encrypted file, real catalogue, nine staff); Monday 23/11/2026, 09:14."""
    return make_trial(
        folder / "desk", dossiers=dossiers, seed=seed, ports=Ports(clock=clock or Clock())
    )


def an_applicant(**fields: Any) -> Party:
    """An invented company with a valid tax code."""
    values: dict[str, Any] = {
        "kind": PartyKind.ORGANISATION,
        "name": "Công ty TNHH Cơ khí Chính xác Đông Đô",
        "id_kind": IdKind.MST,
        "id_number": "0299001487",
        "representative": "Đặng Đức Đạt",
        "phone": "02250000002",
        "email": "dn02@example.com",
        "address": "Lô CN4.1, KCN Đình Vũ, KKT Đình Vũ – Cát Hải, phường Đông Hải, thành phố Hải Phòng",
    }
    return Party(**(values | fields))


def a_form(**fields: Any) -> NewDossier:
    """The reception form of DT-08 with its three required papers."""
    values: dict[str, Any] = {
        "procedure": "DT-08",
        "applicant": an_applicant(),
        "components": (HandedIn(1, 1), HandedIn(2, 1), HandedIn(3, 1)),
    }
    return NewDossier(**(values | fields))
