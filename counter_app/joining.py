"""A desk joins a central store: a new one with what the centre holds, or one that worked alone until now."""

from __future__ import annotations

import json
from pathlib import Path

from counter_app import bootstrap
from counter_app.bootstrap import Desk, Ports
from counter_app.domain.centre_errors import EnrolmentNotReadable, FirstDeskNeedsAdmin
from counter_app.domain.codes import MAX_DESKS
from counter_app.services.first_desk import NewDesk, checked_desk, record_first_events
from counter_app.storage import keys, migrate
from counter_app.storage.database import open_reader, open_writer
from counter_app.storage.making import room_for_desk
from counter_app.storage.new_desk import join_centre, open_enrolled, write_centre
from counter_app.storage.store import FILE_NAME, Store
from counter_app.sync.enrolment import Enrolment
from counter_app.sync.passing import one_pass


def join_desk(
    folder: Path, enrolment: Enrolment, *, key_kind: str = "file", admin: str = "", ports: Ports | None = None
) -> tuple[Desk, str, str]:
    """A new desk of an agency's centre, with what the centre holds; whole or not at all.

    Answers (desk, login, one-time password): the last two of the administrator `admin`, who is made where
    the agency's feed is empty; else empty, for its people come with the feed. Raises as `make_desk`, and
    what a pass raises: the centre must be reached once.
    """
    ports = ports or Ports()
    if enrolment.has_file:
        raise EnrolmentNotReadable(path="", because="enrolment_of_a_file", origin=enrolment.origin)
    with room_for_desk(folder) as workshop:
        path = workshop / FILE_NAME
        key = keys.create_key(workshop, key_kind).key
        migrate.create(path, key)
        _write_enrolled(path, key, enrolment, ports)
        store = Store(path, open_reader(path, key), open_writer(path, key), ports.new_id)
        try:
            made = _first_meeting(store, enrolment, ports, admin)
        finally:
            store.close()
    return bootstrap.open_desk(folder, writing=True, ports=ports), *made


def join_existing(folder: Path, enrolment: Enrolment, *, ports: Ports | None = None) -> Desk:
    """A desk that worked alone joins the centre, its numbers unchanged; or one gets a new password there.

    From the day that the enrolment names on it numbers from its own block only, whether it could reach the
    centre until then or not. Its events go up with its next pass. Raises what `open_desk` raises, and
    EnrolmentNotReadable for an enrolment made for another desk.
    """
    desk = bootstrap.open_desk(folder, writing=True, ports=ports)
    try:
        own = desk.origin
        if (own.agency, own.id) != (enrolment.agency_id, enrolment.origin):
            raise EnrolmentNotReadable(path="", because="enrolment_of_another_desk", origin=own.id)
        if own.desk != enrolment.desk:
            raise EnrolmentNotReadable(path="", because="enrolment_of_another_number", desk=own.desk)
        if desk.is_trial and not enrolment.address.is_local:
            raise EnrolmentNotReadable(path="", because="trial_stays_at_home")
        address, today = json.dumps(enrolment.address.to_json()), desk.local_now().date()
        block = (enrolment.lo, enrolment.hi, enrolment.from_date)

        desk.store.exchange(lambda conn: join_centre(conn, own.agency, own.id, address, block, today))
    except BaseException:
        desk.close()
        raise
    return desk


def _write_enrolled(path: Path, key: bytes, enrolment: Enrolment, ports: Ports) -> None:
    engine = open_writer(path, key)
    try:
        with engine.begin() as conn:
            open_enrolled(
                conn,
                origin_id=enrolment.origin,
                agency_id=enrolment.agency_id,
                desk=enrolment.desk,
                incarnation=enrolment.incarnation,
                block=(enrolment.lo, enrolment.hi),
                from_date=enrolment.from_date,
                opened_at=int(ports.clock().timestamp() * 1000),
            )
            write_centre(conn, enrolment.agency_id, json.dumps(enrolment.address.to_json()))
    finally:
        engine.dispose()


def _first_meeting(store: Store, enrolment: Enrolment, ports: Ports, admin: str) -> tuple[str, str]:
    """The first pass, which brings staff, catalogue and calendar. In an agency whose feed is empty this desk
    is the first: it brings its own, with an administrator."""
    report = one_pass(store, ports.clock, ports.new_id, is_thorough=False)
    if report.head:
        return "", ""
    if not admin:
        raise FirstDeskNeedsAdmin()
    agency = enrolment.agency
    new = checked_desk(
        NewDesk(
            enrolment.agency_id,
            str(agency.get("name") or ""),
            enrolment.desk,
            MAX_DESKS,
            str(agency.get("short_name") or ""),
            bool(agency.get("is_trial")),
        )
    )
    with store.write(ports.clock) as uow:
        made = record_first_events(uow, new, admin=admin)
        uow.commit()
    one_pass(store, ports.clock, ports.new_id, is_thorough=False)
    return made
