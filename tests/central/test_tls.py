"""TLS to the centre: the right authority and the right name, or not a word is said (document 7)."""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.centre_errors import AddressNotSafe, CentreNotTrusted, CentreRefused
from counter_app.sync import enrol
from counter_app.sync.address import Address, Host
from counter_app.sync.dial import CA_FILE, dial
from counter_app.sync.line import Line
from counter_app.ui import messages
from tests.central.centre import AGENCY, Centre, Chain
from tests.central.front import Authority, Front, a_front, an_authority

NAME = "127.0.0.1"

pytestmark = pytest.mark.usefixtures("asks_passwords")


@pytest.fixture(scope="module")
def authority() -> Authority:
    """The agency's own."""
    return an_authority("Ban quan ly")


@pytest.fixture
def reach(centre: Centre, authority: Authority) -> Callable[[Front], Address]:
    """The address of an enrolled desk through a front."""

    def address(front: Front) -> Address:
        way = enrol.Way((Host(NAME, front.port),), ca=authority.pem)
        return enrol.enrol(centre.admin, AGENCY, 1, way, agency_name="Ban quản lý", origin="a" * 32).address

    return address


Reach = Callable[[Front], Address]


def refused(front: Front, address: Address, folder: Path) -> str:
    """Why the server is not trusted; nothing but the request for TLS was said to it."""
    with pytest.raises(CentreNotTrusted) as no:
        dial(address, folder)
    assert front.connections >= 1
    assert not front.said
    said = messages.sentence_of(no.value)
    assert "–" not in said and no.value.facts["because"] not in said, "words, not our own names"
    return str(no.value.facts["because"])


def test_the_right_authority_and_name(
    authority: Authority, reach: Reach, socket_of: str, tmp_path: Path
) -> None:
    with a_front(socket_of, authority.context(tmp_path, "kho.example", NAME)) as front:
        address = reach(front)
        assert address.sslmode == "verify-full"
        line: Line = dial(address, tmp_path)
        chain = Chain("a" * 32)
        assert line.hello(chain.greeting()).agency == AGENCY
        assert line.push(chain.add_notes(300)).stored == 300
        assert len(line.pull(0, 500)) == 300
        line.close()
        assert front.versions[0] in {"TLSv1.2", "TLSv1.3"}
        assert address.password.encode() not in bytes(front.said), "only a proof of it is sent"
    assert (tmp_path / CA_FILE).read_text() == authority.pem
    assert (tmp_path / CA_FILE).stat().st_mode & 0o777 == 0o600


def test_a_certificate_for_another_name(
    authority: Authority, reach: Reach, socket_of: str, tmp_path: Path
) -> None:
    with a_front(socket_of, authority.context(tmp_path, "kho.example", "127.0.0.2")) as front:
        assert refused(front, reach(front), tmp_path) == "certificate_name"


@pytest.mark.parametrize("called", ["Ban quan ly", "Ke la"])
def test_a_certificate_of_another_authority(
    reach: Reach, socket_of: str, tmp_path: Path, called: str
) -> None:
    stranger = an_authority(called)
    with a_front(socket_of, stranger.context(tmp_path, NAME)) as front:
        assert refused(front, reach(front), tmp_path) == "authority"


def test_a_certificate_that_is_over(
    authority: Authority, reach: Reach, socket_of: str, tmp_path: Path
) -> None:
    with a_front(socket_of, authority.context(tmp_path, NAME, days=-1)) as front:
        assert refused(front, reach(front), tmp_path) == "authority"


def test_a_server_without_tls(
    reach: Reach, socket_of: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_front(socket_of) as front:
        address = reach(front)
        assert refused(front, address, tmp_path) == "no_tls"
        for name, value in (("PGSSLMODE", "disable"), ("PGREQUIREAUTH", "none"), ("PGGSSENCMODE", "prefer")):
            monkeypatch.setenv(name, value)
        assert refused(front, address, tmp_path) == "no_tls", "the environment changes nothing"


def test_a_server_of_old_tls(authority: Authority, reach: Reach, socket_of: str, tmp_path: Path) -> None:
    context = authority.context(tmp_path, NAME)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with a_front(socket_of, context) as front:
        assert refused(front, reach(front), tmp_path) == "tls"
        assert front.versions == []


def test_a_server_that_wants_the_password_in_clear(
    authority: Authority, reach: Reach, socket_of: str, tmp_path: Path
) -> None:
    with a_front(socket_of, authority.context(tmp_path, NAME)) as front:
        front.asks_in_clear = True
        address = reach(front)
        with pytest.raises(CentreNotTrusted) as no:
            dial(address, tmp_path)
        assert no.value.facts == {"because": "authentication"}
        assert address.password.encode() not in bytes(front.said)


@pytest.mark.parametrize("host", ["localhost", "kho.example", "10.0.0.7"])
def test_without_tls_only_this_machine_is_reached(host: str, tmp_path: Path) -> None:
    address = Address((Host(NAME), Host(host)), "counter", "login", "secret", sslmode="disable")
    with pytest.raises(AddressNotSafe) as no:
        dial(address, tmp_path)
    assert no.value.facts == {"host": host}
    assert host in messages.sentence_of(no.value)


def test_a_changed_authority_file_is_laid_anew(
    authority: Authority, reach: Reach, socket_of: str, tmp_path: Path
) -> None:
    file = tmp_path / CA_FILE
    stranger = an_authority("kẻ lạ")
    with a_front(socket_of, authority.context(tmp_path, NAME)) as front:
        file.write_text(stranger.pem)
        dial(reach(front), tmp_path).close()
        assert file.read_text() == authority.pem
        file.chmod(0o666)
        dial(reach(front), tmp_path).close()
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_wrong_password_and_a_revoked_login(
    authority: Authority, reach: Reach, socket_of: str, tmp_path: Path, centre: Centre
) -> None:
    with a_front(socket_of, authority.context(tmp_path, NAME)) as front:
        address = reach(front)
        with pytest.raises(CentreRefused) as wrong:
            dial(replace(address, password="?" * 32), tmp_path)
        assert wrong.value.facts == {"because": "login_not_admitted"}
        open_line = dial(address, tmp_path)
        assert enrol.revoke(centre.admin, AGENCY, 1).connections == 1
        with pytest.raises(Exception, match="centre_unreachable"):
            open_line.pull(0, 1)
        with pytest.raises(CentreRefused) as revoked:
            dial(address, tmp_path)
        assert revoked.value.facts == {"because": "login_revoked"}
        assert "thu hồi" in messages.sentence_of(revoked.value)
