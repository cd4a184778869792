"""The transition table: which act is allowed from which status, by whom, and who must hold the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from counter_app.domain import errors
from counter_app.domain.dossier import OPEN, Dossier, Status
from counter_app.domain.events import EventKind as K
from counter_app.domain.staff import PERMISSIONS, Role, Staff
from counter_app.domain.staff import Permission as P
from counter_app.domain.units import DESK


class Custody(StrEnum):
    """What an act asks of the paper."""

    ANY = "any"
    NOT_IN_TRANSIT = "not_in_transit"
    HOLDER = "holder"
    HOLDER_OR_SUPERVISOR = "holder_or_supervisor"
    HOLDER_OR_DESK = "holder_or_desk"
    """As before, and the desk wherever the paper is: it asks for papers on behalf of any unit (only a
    department's request is bound to what it holds)."""
    GIVER = "giver"
    RECEIVER = "receiver"


@dataclass(frozen=True)
class Rule:
    """One row of the table. `starts`: allowed where no dossier is yet. `to` None: it stays or goes back."""

    act: str
    kind: K
    from_: frozenset[Status]
    to: Status | None
    permissions: frozenset[P]
    custody: Custody
    starts: bool = False


S = Status
MOVABLE = frozenset(S) - {S.REGISTERED, S.REFUSED, S.VOIDED, S.RETURNED}
ALL = frozenset(S)
DESK_BY = frozenset({P.DESK_ACT})
DEPARTMENT_BY = frozenset({P.DEPARTMENT_ACT})
EITHER_BY = frozenset({P.DESK_ACT, P.DEPARTMENT_ACT})
CUSTODY_BY = frozenset({P.CUSTODY})
SUPERVISOR_BY = frozenset({P.SUPERVISE})
ALL_BY = frozenset({P.REMARK})
HELD = Custody.HOLDER_OR_SUPERVISOR


def _rule(
    act: str,
    kind: K,
    from_: set[Status] | frozenset[Status],
    to: Status | None,
    by: frozenset[P],
    custody: Custody = Custody.ANY,
    starts: bool = False,
) -> Rule:
    return Rule(act, kind, frozenset(from_), to, by, custody, starts)


_ROWS = (
    _rule("register", K.REGISTERED, set(), S.REGISTERED, DESK_BY, starts=True),
    _rule("receive", K.RECEIVED, {S.REGISTERED}, S.RECEIVED, DESK_BY, starts=True),
    _rule(
        "refuse",
        K.REFUSED,
        {S.REGISTERED, S.AWAITING_SUPPLEMENT},
        S.REFUSED,
        DESK_BY,
        Custody.NOT_IN_TRANSIT,
        starts=True,
    ),
    _rule(
        "correct", K.CORRECTED, OPEN | {S.FINISHED}, None, DESK_BY, Custody.NOT_IN_TRANSIT
    ),
    _rule("hand_over", K.HANDED_OVER, MOVABLE, None, CUSTODY_BY, Custody.HOLDER),
    _rule("recall", K.RECALLED, MOVABLE, None, CUSTODY_BY, Custody.GIVER),
    _rule("take_over", K.TAKEN_OVER, MOVABLE, None, CUSTODY_BY, Custody.RECEIVER),
    _rule("decline", K.HANDOVER_DECLINED, MOVABLE, None, CUSTODY_BY, Custody.RECEIVER),
    _rule("assign", K.ASSIGNED, OPEN, None, DEPARTMENT_BY, HELD),
    _rule("step_done", K.STEP_DONE, {S.PROCESSING}, None, DEPARTMENT_BY, HELD),
    _rule("cooperate", K.COOPERATION_ASKED, {S.PROCESSING}, None, DEPARTMENT_BY, HELD),
    _rule(
        "request_supplement",
        K.SUPPLEMENT_REQUESTED,
        {S.REGISTERED, S.RECEIVED, S.PROCESSING},
        S.AWAITING_SUPPLEMENT,
        EITHER_BY,
        Custody.HOLDER_OR_DESK,
        starts=True,
    ),
    _rule(
        "supplement",
        K.SUPPLEMENTED,
        {S.AWAITING_SUPPLEMENT},
        None,
        DESK_BY,
        Custody.NOT_IN_TRANSIT,
    ),
    _rule(
        "request_payment",
        K.PAYMENT_REQUESTED,
        {S.RECEIVED, S.PROCESSING},
        S.AWAITING_PAYMENT,
        DESK_BY,
        Custody.NOT_IN_TRANSIT,
    ),
    _rule("pay", K.PAID, {S.AWAITING_PAYMENT, S.FINISHED}, None, DESK_BY, Custody.NOT_IN_TRANSIT),
    _rule("extend", K.EXTENDED, {S.RECEIVED, S.PROCESSING}, None, DEPARTMENT_BY, HELD),
    _rule("stop", K.STOPPED, OPEN - {S.STOPPED}, S.STOPPED, DEPARTMENT_BY, HELD),
    _rule("resume", K.RESUMED, {S.STOPPED}, None, DEPARTMENT_BY, HELD),
    _rule(
        "withdraw",
        K.WITHDRAWN,
        OPEN | {S.REGISTERED},
        S.WITHDRAWN,
        DESK_BY,
        Custody.NOT_IN_TRANSIT,
    ),
    _rule("finish", K.FINISHED, {S.PROCESSING}, S.FINISHED, DEPARTMENT_BY, HELD),
    _rule("reopen", K.REOPENED, {S.FINISHED}, S.PROCESSING, SUPERVISOR_BY),
    _rule(
        "return_result",
        K.RETURNED,
        {S.FINISHED, S.WITHDRAWN, S.STOPPED, S.REFUSED},
        S.RETURNED,
        DESK_BY,
        Custody.NOT_IN_TRANSIT,
    ),
    _rule("void", K.VOIDED, {S.RECEIVED}, S.VOIDED, SUPERVISOR_BY, Custody.NOT_IN_TRANSIT),
    _rule("recalculate", K.DUE_RECALCULATED, OPEN, None, SUPERVISOR_BY),
    _rule("revoke", K.REVOKED, ALL, None, SUPERVISOR_BY),
    _rule("note", K.NOTE_ADDED, ALL, None, ALL_BY),
    _rule("print", K.PAPER_PRINTED, ALL, None, ALL_BY),
    _rule("attach", K.SCAN_ATTACHED, ALL, None, ALL_BY),
    _rule("notify", K.NOTIFIED, ALL, None, ALL_BY),
    _rule("survey", K.SURVEYED, ALL, None, ALL_BY),
    _rule("import_legacy", K.LEGACY_IMPORTED, set(), None, SUPERVISOR_BY, starts=True),
    _rule("accept_legacy", K.LEGACY_ACCEPTED, ALL, None, SUPERVISOR_BY),
    _rule("void_legacy", K.LEGACY_VOIDED, ALL, S.VOIDED, SUPERVISOR_BY),
    _rule("resolve", K.CONFLICT_RESOLVED, ALL, None, SUPERVISOR_BY),
)

RULES: dict[K, Rule] = {rule.kind: rule for rule in _ROWS}
BY_ACT: dict[str, Rule] = {rule.act: rule for rule in _ROWS}
SILENT_ACTS = frozenset(
    {"print", "attach", "survey", "import_legacy", "accept_legacy", "void_legacy", "resolve"}
)
"""Acts that no list of «possible now» names: they are no step of a dossier's life."""

_ABOUT_EVENTS = frozenset({K.REVOKED, K.CONFLICT_RESOLVED})
_NEEDS_CODE = frozenset(
    {
        K.CORRECTED,
        K.HANDED_OVER,
        K.RECALLED,
        K.TAKEN_OVER,
        K.HANDOVER_DECLINED,
        K.ASSIGNED,
        K.STOPPED,
        K.DUE_RECALCULATED,
    }
)
"""A registered dossier may wait for a supplement or be withdrawn as well: it still has no code, no clock,
and no paper that could move (document 7, row 33)."""

_NOTHING: frozenset[P] = frozenset()
_GRANTED: Mapping[str, frozenset[P]] = {str(role): permissions for role, permissions in PERMISSIONS.items()}
_IN_TRANSIT_NEEDED = frozenset({Custody.GIVER, Custody.RECEIVER})
_ANYWHERE = frozenset({Custody.ANY})


def is_status_allowed(rule: Rule, dossier: Dossier) -> bool:
    """Whether the table lets `rule` begin from the dossier's status, custody and history apart."""
    if dossier.status is None:
        return rule.starts
    if rule.kind is K.FINISHED and dossier.status is S.RECEIVED:
        return dossier.is_hours_short
    if rule.kind is K.VOIDED:
        return dossier.status is S.RECEIVED and not dossier.is_ever_handed_over
    if rule.kind is K.EXTENDED and dossier.extension is not None:
        return False
    if rule.kind in {K.LEGACY_ACCEPTED, K.LEGACY_VOIDED}:
        return dossier.is_quarantined
    if dossier.slip or dossier.is_quarantined:
        return rule.permissions == ALL_BY or rule.kind in _ABOUT_EVENTS
    if not dossier.code and rule.kind in _NEEDS_CODE:
        return False
    return dossier.status in rule.from_


def possible_acts(dossier: Dossier) -> tuple[str, ...]:
    """Acts that the dossier's status and the place of its paper allow now, in the order of the table."""
    in_transit = dossier.transit is not None
    return tuple(
        rule.act
        for rule in _ROWS
        if rule.act not in SILENT_ACTS
        and is_status_allowed(rule, dossier)
        and (rule.custody in _ANYWHERE or (rule.custody in _IN_TRANSIT_NEEDED) == in_transit)
    )


def permissions_of(rule: Rule, dossier: Dossier) -> frozenset[P]:
    """Permissions any one of which lets a person do the act: the desk finishes short-limit dossiers."""
    if rule.kind is K.FINISHED and dossier.is_hours_short:
        return rule.permissions | DESK_BY
    return rule.permissions


def check_permission(rule: Rule, dossier: Dossier, by: Staff) -> None:
    """Raise NotPermitted unless the person's role grants the act."""
    needed = permissions_of(rule, dossier)
    if not any(by.may(permission) for permission in needed):
        state = state_facts(rule, dossier) if dossier.status is not None else {"act": rule.act}
        raise errors.NotPermitted(
            **state, by=by.login, role=str(by.role), permission=sorted(map(str, needed))[0]
        )


def is_granted(rule: Rule, dossier: Dossier, role: str) -> bool:
    """Whether a role, as an event names it, grants the act; what is no role grants nothing."""
    return not _GRANTED.get(role, _NOTHING).isdisjoint(permissions_of(rule, dossier))


def check_status(rule: Rule, dossier: Dossier) -> None:
    """Raise ActNotAllowed (or AlreadyExtended) where the table forbids the act."""
    if rule.kind is K.EXTENDED and dossier.extension is not None and dossier.status in rule.from_:
        raise errors.AlreadyExtended(
            **state_facts(rule, dossier),
            due_first=dossier.extension.old_due.isoformat(timespec="minutes"),
            due_at=dossier.extension.new_due.isoformat(timespec="minutes"),
        )
    if not is_status_allowed(rule, dossier):
        raise errors.ActNotAllowed(**state_facts(rule, dossier))


def check_custody(rule: Rule, dossier: Dossier, unit: str, *, is_supervisor: bool) -> None:
    """Raise where the paper is not where the act needs it.

    `unit` is the unit of the person who acts. Errors: DossierAlreadyHandedOver, NotInTransit, NotHolder,
    NotGiver, NotReceiver.
    """
    transit = dossier.transit
    if rule.custody in _ANYWHERE or dossier.status is None:
        return
    if rule.custody in _IN_TRANSIT_NEEDED:
        if transit is None:
            raise errors.NotInTransit(**state_facts(rule, dossier), holder=dossier.holder)
        if rule.custody is Custody.GIVER and transit.giver != unit:
            raise errors.NotGiver(**state_facts(rule, dossier), giver=transit.giver, unit=unit)
        if rule.custody is Custody.RECEIVER and transit.to != unit:
            raise errors.NotReceiver(**state_facts(rule, dossier), to=transit.to, unit=unit)
        return
    if transit is not None:
        raise errors.DossierAlreadyHandedOver(
            **state_facts(rule, dossier), to=transit.to, batch=transit.batch
        )
    if rule.custody is Custody.NOT_IN_TRANSIT:
        return
    holder = dossier.holder or DESK
    is_free = rule.custody is not Custody.HOLDER and is_supervisor
    is_desk = rule.custody is Custody.HOLDER_OR_DESK and unit == DESK
    if holder != unit and not is_free and not is_desk:
        raise errors.NotHolder(**state_facts(rule, dossier), holder=holder, unit=unit)


def state_facts(rule: Rule, dossier: Dossier) -> dict[str, Any]:
    """What every illegal act says: which act, which dossier, which state, what is possible now."""
    return {
        "act": rule.act,
        "code": dossier.shown_code,
        "status": str(dossier.status) if dossier.status else None,
        "possible": list(possible_acts(dossier)),
    }


def check(kind: K, dossier: Dossier, by: Staff) -> Rule:
    """Permission, status, custody in this order; answers the rule. Raises the CounterError that fits."""
    rule = RULES[kind]
    check_permission(rule, dossier, by)
    check_status(rule, dossier)
    check_custody(rule, dossier, by.unit, is_supervisor=by.role is Role.SUPERVISOR)
    return rule
