"""Why a connection was not made: by the server's state where it is told, whatever language it speaks."""

from __future__ import annotations

import psycopg
import pytest

from counter_app.domain.centre_errors import CentreRefused, CentreUnreachable
from counter_app.domain.errors import CounterError
from counter_app.sync.refusals import connecting_told_in_words


@pytest.mark.parametrize(
    ("state", "said", "kind", "because"),
    [
        ("28P01", "xác thực bằng mật khẩu không thành công", CentreRefused, "login_not_admitted"),
        ("28000", "rôle non autorisé", CentreRefused, "login_not_admitted"),
        ("28000", 'role "a" is not permitted to log in', CentreRefused, "login_revoked"),
        ("3D000", "cơ sở dữ liệu không tồn tại", CentreRefused, "database_unknown"),
        ("53300", "trop de connexions", CentreUnreachable, "centre_busy"),
        ("57P03", "hệ thống đang khởi động", CentreUnreachable, "shutting_down"),
        ("25006", "phiên chỉ đọc", CentreUnreachable, "standby"),
    ],
)
def test_a_state_says_it_in_every_language(
    state: str, said: str, kind: type[CounterError], because: str
) -> None:
    with pytest.raises(kind) as told, connecting_told_in_words():
        raise psycopg.errors.lookup(state)(said)
    assert told.value.facts == {"because": because}


def test_a_wrong_call_is_no_refusal() -> None:
    with pytest.raises(psycopg.errors.SyntaxError), connecting_told_in_words():
        raise psycopg.errors.SyntaxError("select")
