"""`init --enrol FILE`: a new desk with what its centre holds, or one that worked alone joins it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from counter_app import bootstrap, joining
from counter_app.bootstrap import Desk
from counter_app.domain.centre_errors import EnrolmentNotReadable
from counter_app.domain.text import fold
from counter_app.sync.enrolment import Enrolment, read_enrolment

Json = dict[str, Any]


def init(folder: Path, args: argparse.Namespace) -> Json:
    """Make or join the desk in `folder`; answers who it is.

    A desk that is there keeps its file and its numbers. What `args` say beside the file must be what the
    file says. Raises EnrolmentNotReadable, and what `joining` raises.
    """
    enrolment = read_enrolment(args.enrol)
    _check_same(enrolment, args)
    try:
        return _joined(folder, enrolment, args)
    except EnrolmentNotReadable as error:
        raise EnrolmentNotReadable(**{**error.facts, "path": str(args.enrol)}) from error


def _joined(folder: Path, enrolment: Enrolment, args: argparse.Namespace) -> Json:
    if bootstrap.holds_desk(folder):
        with joining.join_existing(folder, enrolment) as desk:
            return _told(folder, desk)
    desk, login, password = joining.join_desk(folder, enrolment, key_kind=args.key, admin=args.admin)
    with desk:
        made = {"login": login, "one_time_password": password} if login else {}
        return _told(folder, desk) | made


def _check_same(enrolment: Enrolment, args: argparse.Namespace) -> None:
    said = (args.agency_id or enrolment.agency_id).strip().upper(), args.desk or enrolment.desk
    if said != (enrolment.agency_id, enrolment.desk):
        raise EnrolmentNotReadable(path=str(args.enrol), because="enrolment_says_other_desk")
    name = str(enrolment.agency.get("name", ""))
    if args.agency_name and fold(args.agency_name) != fold(name):
        raise EnrolmentNotReadable(path=str(args.enrol), because="enrolment_says_other_agency")


def _told(folder: Path, desk: Desk) -> Json:
    return {
        "ok": True,
        "data": str(folder),
        "agency_id": desk.origin.agency,
        "desk": desk.desk_number,
        "incarnation": desk.origin.incarnation,
        "origin": desk.origin.id,
        "is_joined": desk.is_joined,
    }
