"""Which acts a person may do on a dossier now, and for the others the refusal that the act would meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from counter_app.domain import errors, transitions
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import EventKind as K
from counter_app.domain.staff import Permission, Staff

READ_ONLY = "read_only"
"""Status named in the refusal of a dossier that holds what only a newer program can read."""


@dataclass(frozen=True)
class Chance:
    """One act and whether it can be done now. `refusal` None: it can."""

    act: str
    refusal: errors.CounterError | None = None

    @property
    def is_possible(self) -> bool:
        """Whether nothing stands against it."""
        return self.refusal is None


def chances(dossier: Dossier, by: Staff, today: date, acts: Iterable[str]) -> tuple[Chance, ...]:
    """Each of `acts` that the person's role permits, in their order, as the services would judge it.

    What the role forbids is left out: the screen does not show it. The refusals are those of
    `transitions.check`, and NoStepLeft, CorrectionTooLate.
    """
    found = []
    for act in acts:
        rule = transitions.BY_ACT[act]
        try:
            transitions.check_permission(rule, dossier, by)
        except errors.NotPermitted:
            continue
        found.append(Chance(act, _refusal(rule.kind, dossier, by, today)))
    return tuple(found)


def _refusal(kind: K, dossier: Dossier, by: Staff, today: date) -> errors.CounterError | None:
    act = transitions.RULES[kind].act
    try:
        if dossier.unknown_kinds:
            raise errors.ActNotAllowed(act=act, code=dossier.shown_code, status=READ_ONLY, possible=[])
        transitions.check(kind, dossier, by)
        if kind is K.STEP_DONE and dossier.next_step() is None:
            raise errors.NoStepLeft(code=dossier.shown_code, unit=dossier.holder)
        received = dossier.received_at
        is_late = kind is K.CORRECTED and received is not None and received.date() != today
        if is_late and received is not None and not by.may(Permission.SUPERVISE):
            raise errors.CorrectionTooLate(
                code=dossier.code, received_on=received.date().isoformat(), by=by.login
            )
    except errors.CounterError as error:
        return error
    return None
