"""Where a desk finds the central store and how it makes sure that it is the right one."""

from __future__ import annotations

import ipaddress
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from counter_app.domain.errors import FieldProblem, InvalidField

PORT = 5432
VERIFY_FULL = "verify-full"
NO_TLS = "disable"
"""The two that exist here: everything between them would not notice a server in the middle."""

_NAME_RE = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?")


@dataclass(frozen=True, slots=True)
class Host:
    """A server by name or number, or the folder of a local socket (an absolute path)."""

    name: str
    port: int = PORT

    @classmethod
    def parse(cls, text: str) -> Host:
        """Of `name`, `name:5433`, `[::1]:5433`, `/folder`. Raises InvalidField(field="host")."""
        text = text.strip()
        if text.startswith("/"):
            return cls(text)
        name, mark, port = text.rpartition(":") if text.count(":") == 1 or "]:" in text else (text, "", "")
        name = name.removeprefix("[").removesuffix("]")
        if (mark and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536)) or not _is_host(name):
            raise InvalidField(field="host", problem=FieldProblem.FORMAT, value=text)
        return cls(name, int(port) if mark else PORT)

    def __str__(self) -> str:
        shown = f"[{self.name}]" if ":" in self.name else self.name
        return shown if self.port == PORT or self.name.startswith("/") else f"{shown}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether nobody on a network can stand between: a local socket, or this machine's own number."""
        if self.name.startswith("/"):
            return True
        try:
            return ipaddress.ip_address(self.name).is_loopback
        except ValueError:
            return False  # a name, even localhost, is what a resolver makes of it


def _is_host(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return _NAME_RE.fullmatch(name) is not None
    return True


@dataclass(frozen=True, slots=True)
class Address:
    """How one desk reaches the centre: several hosts for a failover, its login, the authority to trust.

    ca: certificates as PEM text; the server's certificate must be of one of them and carry the host's name.
    sslmode: `verify-full`, or `disable` where every host is on this machine. The password is not shown.
    """

    hosts: tuple[Host, ...]
    dbname: str
    login: str
    password: str = field(repr=False)
    ca: str = field(default="", repr=False)
    sslmode: str = VERIFY_FULL

    @property
    def is_local(self) -> bool:
        """Whether every host is on this machine."""
        return all(host.is_local for host in self.hosts)

    def checked(self) -> Address:
        """This address. Raises InvalidField (host, ca, sslmode) for one that cannot be used."""
        if not self.hosts:
            raise InvalidField(field="host", problem=FieldProblem.EMPTY)
        if self.sslmode not in (VERIFY_FULL, NO_TLS):
            raise InvalidField(field="sslmode", problem=FieldProblem.UNKNOWN, value=self.sslmode)
        if self.sslmode == VERIFY_FULL:
            check_ca(self.ca)
        return self

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        return {
            "hosts": [[host.name, host.port] for host in self.hosts],
            "dbname": self.dbname,
            "login": self.login,
            "password": self.password,
            "ca": self.ca,
            "sslmode": self.sslmode,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Address:
        """Back from `to_json`. Raises LookupError, TypeError, ValueError for what is no address."""
        texts = {name: value[name] for name in ("dbname", "login", "password", "ca", "sslmode")}
        if not all(isinstance(text, str) for text in texts.values()):
            raise TypeError("address")
        hosts = tuple(Host(str(name), int(port)) for name, port in value["hosts"])
        return cls(hosts, **texts)


def check_ca(pem: str) -> None:
    """Raises InvalidField(field="ca") for a text that holds no certificate."""
    if not pem.strip():
        raise InvalidField(field="ca", problem=FieldProblem.EMPTY)
    if "PRIVATE KEY" in pem:  # it would be handed out to every desk
        raise InvalidField(field="ca", problem=FieldProblem.FORMAT)
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=pem)
    except (ssl.SSLError, ValueError) as error:
        raise InvalidField(field="ca", problem=FieldProblem.FORMAT) from error
