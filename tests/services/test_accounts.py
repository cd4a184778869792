"""Accounts: one-time passwords, the rules of a new one, and the growing delay after wrong tries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from counter_app.bootstrap import Desk
from counter_app.domain.errors import (
    CounterError,
    InvalidField,
    NotPermitted,
    PasswordRefused,
    SignInRefused,
    StaffKnown,
    StaffUnknown,
    UnitUnknown,
)
from counter_app.domain.staff import Role
from counter_app.queries.people import people
from counter_app.services import accounts
from counter_app.services.seed import SYSTEM
from counter_app.services.trial import PASSWORD
from counter_app.storage.unit_of_work import UnitOfWork
from tests.builders import Clock, trial_desk

T = TypeVar("T")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return trial_desk(tmp_path, clock)


def do(desk: Desk, act: Callable[[UnitOfWork], T]) -> T:
    """Act and commit, also when the act is refused: tries are counted."""

    def committed(uow: UnitOfWork) -> T | CounterError:
        try:
            answer: T | CounterError = act(uow)
        except CounterError as error:
            answer = error
        uow.commit()
        return answer

    answer = desk.write(committed)
    if isinstance(answer, CounterError):
        raise answer
    return answer


def test_a_one_time_password_is_told_as_one(desk: Desk) -> None:
    assert not do(desk, lambda uow: accounts.signs_in(uow, "lan", PASSWORD)).must_change
    one_time = do(desk, lambda uow: accounts.reset_password(uow, "lan", by=uow.reference.person("quantri")))
    found = do(desk, lambda uow: accounts.signs_in(uow, "lan", one_time))
    assert (found.person.login, found.must_change) == ("lan", True)
    do(desk, lambda uow: accounts.set_password(uow, "lan", one_time, "mot mat khau dai"))
    assert not do(desk, lambda uow: accounts.signs_in(uow, "lan", "mot mat khau dai")).must_change


def test_trial_staff_sign_in_with_the_shown_password(desk: Desk) -> None:
    for login in ("lan", "LAN", " Lan ", "quantri"):
        assert do(desk, lambda uow, login=login: accounts.sign_in(uow, login, PASSWORD)).is_active


def test_wrong_tries_wait_longer_and_longer_and_never_for_good(desk: Desk, clock: Clock) -> None:
    waits = []
    for _ in range(12):
        with pytest.raises(SignInRefused) as refused:
            do(desk, lambda uow: accounts.sign_in(uow, "lan", "wrong"))
        waits.append(refused.value.facts["wait_seconds"])
        clock.move(seconds=61)
    assert waits == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]
    assert do(desk, lambda uow: accounts.sign_in(uow, "lan", PASSWORD)).login == "lan"
    with pytest.raises(SignInRefused) as again:
        do(desk, lambda uow: accounts.sign_in(uow, "lan", "wrong"))
    assert again.value.facts["wait_seconds"] == 0


def test_while_waiting_even_the_right_password_is_not_looked_at(desk: Desk, clock: Clock) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            do(desk, lambda uow: accounts.sign_in(uow, "lan", "wrong"))
        clock.move(seconds=30)
    clock.move(seconds=-25)
    with pytest.raises(SignInRefused) as refused:
        do(desk, lambda uow: accounts.sign_in(uow, "lan", PASSWORD))
    assert refused.value.facts["wait_seconds"] > 0
    assert do(desk, lambda uow: accounts.sign_in(uow, "minh", PASSWORD)).login == "minh"


def test_unknown_login_is_refused_as_a_wrong_password_is(desk: Desk) -> None:
    with pytest.raises(SignInRefused):
        do(desk, lambda uow: accounts.sign_in(uow, "nobody", PASSWORD))
    with pytest.raises(SignInRefused):
        do(desk, lambda uow: accounts.sign_in(uow, "system", ""))


def test_one_time_password_must_be_changed_and_only_the_new_one_works(desk: Desk) -> None:
    one_time = do(
        desk,
        lambda uow: accounts.add_staff(
            uow, "Thu Trang", name="Bùi Thu Trang", role=Role.COUNTER, unit="MC", by=SYSTEM
        ),
    )
    assert [p.must_change for p in desk.read(people) if p.login == "thu trang"] == [True]
    do(desk, lambda uow: accounts.set_password(uow, "thu trang", one_time, "một mật khẩu dài"))
    assert [p.must_change for p in desk.read(people) if p.login == "thu trang"] == [False]
    do(desk, lambda uow: accounts.sign_in(uow, "thu trang", "một mật khẩu dài"))
    with pytest.raises(SignInRefused):
        do(desk, lambda uow: accounts.sign_in(uow, "thu trang", one_time))


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("1234567", "too_short"),
        ("x" * 129, "too_long"),
        ("password", "too_common"),
        ("12345678", "too_common"),
        ("nguyenthilan", "same_as_name"),
        ("Nguyễn Thị Lan", "same_as_name"),
    ],
)
def test_new_passwords_that_are_refused(desk: Desk, password: str, problem: str) -> None:
    with pytest.raises(PasswordRefused) as refused:
        do(desk, lambda uow: accounts.set_password(uow, "lan", PASSWORD, password))
    assert refused.value.facts["problem"] == problem


def test_a_password_of_65_characters_is_accepted(desk: Desk) -> None:
    long = "ă" * 65
    do(desk, lambda uow: accounts.set_password(uow, "lan", PASSWORD, long))
    assert do(desk, lambda uow: accounts.sign_in(uow, "lan", long)).login == "lan"


def test_who_may_add_and_what_cannot_be_added(desk: Desk) -> None:
    lan = desk.read(lambda reading: reading.reference.person("lan"))

    def add(uow: UnitOfWork, **fields: object) -> str:
        values = {"name": "Người Mới", "role": Role.OFFICER, "unit": "QLDT", "by": SYSTEM, **fields}
        return accounts.add_staff(uow, str(values.pop("login", "moi")), **values)  # type: ignore[arg-type]

    for fields, error in (
        ({"by": lan}, NotPermitted),
        ({"login": "LAN"}, StaffKnown),
        ({"login": "system"}, StaffKnown),
        ({"unit": "XX"}, UnitUnknown),
        ({"name": " "}, InvalidField),
    ):
        with pytest.raises(error):
            do(desk, lambda uow, fields=fields: add(uow, **fields))
    with pytest.raises(StaffUnknown):
        do(desk, lambda uow: accounts.change_role(uow, "nobody", Role.HEAD, by=SYSTEM))


def test_no_password_stands_in_the_log(desk: Desk) -> None:
    payloads = desk.read(
        lambda reading: reading.conn.exec_driver_sql(
            "SELECT payload FROM event WHERE kind = 'staff:password_set'"
        ).scalars().all()
    )
    assert len(payloads) == 9
    assert all(PASSWORD not in payload and "$argon2id$" in payload for payload in payloads)
