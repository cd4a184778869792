"""Personal data shown on purpose leaves a line in the security log, without the data."""

from __future__ import annotations

import pytest

from counter_app.domain.errors import DossierUnknown, StaffUnknown
from counter_app.services import audit
from counter_app.storage import security_log
from counter_app.storage.unit_of_work import UnitOfWork
from tests.desks import Counter


def _show(counter: Counter, code: str, by: str) -> None:
    def do(uow: UnitOfWork) -> None:
        audit.personal_data_shown(uow, code, by=by)
        uow.commit()

    counter.desk.write(do)


def _lines(counter: Counter) -> list[tuple[str, str, str]]:
    query = "SELECT actor, what, facts FROM security_log WHERE what = 'personal_data_shown'"
    return counter.desk.read(lambda r: [tuple(row) for row in r.conn.exec_driver_sql(query)])


def test_who_and_which_dossier_but_no_number(counter: Counter) -> None:
    code = counter.received()
    before = counter.state()
    _show(counter, code, "lan")
    ((actor, what, facts),) = _lines(counter)
    assert (actor, what) == ("lan", audit.SHOWN)
    assert "dossier:" in facts
    assert "0299001487" not in facts
    assert counter.state() == before, "a look is no event of the dossier"
    assert counter.desk.read(lambda r: security_log.first_bad_line(r.conn)) is None


def test_an_unknown_dossier_or_person_leaves_nothing(counter: Counter) -> None:
    code = counter.received()
    with pytest.raises(DossierUnknown):
        _show(counter, "H24.28-261123-0999", "lan")
    with pytest.raises(StaffUnknown):
        _show(counter, code, "nobody")
    assert _lines(counter) == []
