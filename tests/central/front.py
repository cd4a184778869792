"""What stands on a network before PostgreSQL: TLS with certificates of our making, or a wire that dies.

The embedded server has no TLS and no port; the front answers libpq's request for TLS itself and passes the
rest on to the server's local socket.
"""

from __future__ import annotations

import ipaddress
import select
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

TLS_REQUEST = struct.pack("!ii", 8, 80877103)
ASK_PASSWORD_IN_CLEAR = b"R" + struct.pack("!ii", 8, 3)


@dataclass(frozen=True)
class Authority:
    """An authority of its own; `pem` is what desks are given."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def context(self, folder: Path, *names: str, days: int = 30) -> ssl.SSLContext:
        """A server's TLS with a certificate of this authority for `names`; it ends in `days`."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(names[0], key, self.certificate.subject, self.key, names, days)
        path = folder / f"{names[0]}-{days}.pem"
        path.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        context.set_alpn_protocols(["postgresql"])
        return context


def an_authority(name: str) -> Authority:
    """A new authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Authority(key, _certificate(name, key, None, key, (), 365))


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    names: tuple[str, ...],
    days: int,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(tz=UTC)
    begin = min(now, now + timedelta(days=days)) - timedelta(days=1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([_san(each) for each in names]), False)
    return builder.sign(issuer_key, hashes.SHA256())


def _san(name: str) -> x509.GeneralName:
    with suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(name))
    return x509.DNSName(name)


class Front:
    """Listens on `port`. `said`: what clients said beside the request for TLS; `versions`: the TLS agreed on.

    is_silent: from now on nothing passes, and nobody hangs up. drip: bytes of an answer that pass at once.
    asks_in_clear: after the handshake it plays a server that wants the password as it is.
    """

    def __init__(self, target: str, context: ssl.SSLContext | None) -> None:
        self.target, self.context = target, context
        self.said = bytearray()
        self.versions: list[str | None] = []
        self.connections = 0
        self.is_silent = threading.Event()
        self.asks_in_clear = False
        self.drip: int | None = None
        self._over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        """Hang up on everybody."""
        self._over.set()
        for thread in self._threads:
            thread.join()
        self._socket.close()

    def _accept(self) -> None:
        while not self._over.is_set():
            if select.select([self._socket], [], [], 0.05)[0]:
                client, _ = self._socket.accept()
                self.connections += 1
                thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _serve(self, client: socket.socket) -> None:
        # A handshake that the client breaks off, a peer that is gone: the talk is over, that is all.
        with suppress(OSError):
            client = self._greeted(client)
            if self.asks_in_clear:
                client.settimeout(5)
                self.said += client.recv(65536)
                client.sendall(ASK_PASSWORD_IN_CLEAR)
                self.said += client.recv(65536)
            else:
                self._talk(client)
        client.close()

    def _greeted(self, client: socket.socket) -> socket.socket:
        """The connection after the question for TLS."""
        if self.is_silent.is_set():
            self._over.wait()
        if client.recv(len(TLS_REQUEST), socket.MSG_PEEK) != TLS_REQUEST:
            return client
        client.recv(len(TLS_REQUEST))
        client.sendall(b"S" if self.context else b"N")
        if self.context is None:
            return client
        try:
            safe = self.context.wrap_socket(client, server_side=True)
        except OSError:
            client.close()
            raise
        self.versions.append(safe.version())
        return safe

    def _talk(self, client: socket.socket) -> None:
        with socket.socket(socket.AF_UNIX) as server:
            server.connect(self.target)
            while not self._over.is_set():
                if self.is_silent.is_set():
                    self._over.wait()
                pending = isinstance(client, ssl.SSLSocket) and client.pending()
                ready = select.select([client, server], [], [], 0 if pending else 0.02)[0]
                if pending or client in ready:
                    data = client.recv(65536)
                    self.said += data
                    if not data:
                        return
                    server.sendall(data)
                if server in ready:
                    data = server.recv(self.drip or 65536)
                    if not data:
                        return
                    client.sendall(data)
                    if self.drip:
                        self._over.wait(0.02)


@contextmanager
def a_front(target: str, context: ssl.SSLContext | None = None) -> Iterator[Front]:
    """A front before a server's local socket."""
    front = Front(target, context)
    try:
        yield front
    finally:
        front.close()
