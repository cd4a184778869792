"""Staff, their roles, and what each role may do: the one table Role → Permission."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles are permissions, units are custody: an officer may belong to any unit."""

    COUNTER = "counter"
    OFFICER = "officer"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What an act needs. Acts name one of these; nobody compares roles elsewhere."""

    DESK_ACT = "desk_act"            # receive, register, refuse, supplement, pay, withdraw, correct, return
    DEPARTMENT_ACT = "department_act"  # assign, step_done, cooperate, extend, stop, resume, finish
    CUSTODY = "custody"              # hand over, recall, take over, decline
    SUPERVISE = "supervise"          # void, reopen, revoke, recalculate, resolve, confirm the clock
    REMARK = "remark"                # note, notify, attach, survey, print
    ADMINISTER = "administer"        # accounts, calendar, catalogue, settings, central store
    READ = "read"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COUNTER: frozenset(
        {Permission.DESK_ACT, Permission.CUSTODY, Permission.REMARK, Permission.READ}
    ),
    Role.OFFICER: frozenset(
        {Permission.DEPARTMENT_ACT, Permission.CUSTODY, Permission.REMARK, Permission.READ}
    ),
    Role.HEAD: frozenset(
        {Permission.DEPARTMENT_ACT, Permission.CUSTODY, Permission.REMARK, Permission.READ}
    ),
    Role.SUPERVISOR: frozenset(
        {
            Permission.DESK_ACT,
            Permission.DEPARTMENT_ACT,
            Permission.CUSTODY,
            Permission.SUPERVISE,
            Permission.REMARK,
            Permission.READ,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.ADMINISTER, Permission.READ}),
}


@dataclass(frozen=True)
class Staff:
    """A person who may act. `login` is NFKC-casefolded and unique; `unit` is a unit code."""

    login: str
    name: str
    role: Role
    unit: str
    is_active: bool = True

    def may(self, permission: Permission) -> bool:
        """Whether the person's role grants `permission` (and the person is still in service)."""
        return self.is_active and permission in PERMISSIONS[self.role]
