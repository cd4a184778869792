"""A TCP proxy in front of PostgreSQL that does what networks do: cuts, silence, lost answers, repeats.

It reads the frames of both directions, so that a cut can be put at any byte and every message's end is known.
One plan stands for each connection in turn; without one a connection is passed on whole.
"""

from __future__ import annotations

import select
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

_NO_TYPE = {80877102, 80877103, 80877104}  # cancel, SSL, GSS: asked before the session begins
_PIECE = 65536


class Side(StrEnum):
    """Which way bytes go."""

    REQUEST = "request"
    ANSWER = "answer"


@dataclass(frozen=True)
class Plan:
    """What happens to a connection; each field alone.

    cut: (side, n): n bytes of that side pass, then both ends are closed. cut_after: (side, n): so do n of its
    messages. lost_answer: the n-th question after the session began (1, 2 …) is answered by the server, its
    answer never arrives, both ends are closed. silent: accepted, nothing is ever answered. hushed: (side, n):
    n bytes of that side pass, then nothing does and nothing is closed. delay_s: before each piece of an
    answer. again: when the connection is over, everything the client said is said a second time on a
    connection of its own. is_torn: the cut is a reset instead of an end. struck: called at the cut, before
    anything is closed.
    """

    cut: tuple[Side, int] | None = None
    cut_after: tuple[Side, int] | None = None
    hushed: tuple[Side, int] | None = None
    struck: Callable[[], object] | None = None
    lost_answer: int | None = None
    silent: bool = False
    delay_s: float = 0.0
    again: bool = False
    is_torn: bool = False


@dataclass
class Seen:
    """What passed on one connection: bytes so far and the places where messages ended."""

    requests: int = 0
    answers: int = 0
    request_ends: list[int] = field(default_factory=list)
    answer_ends: list[int] = field(default_factory=list)
    questions: int = 0
    was_cut: bool = False

    def ends(self, side: Side) -> list[int]:
        """Where messages of a side ended, bytes from its beginning."""
        return self.request_ends if side is Side.REQUEST else self.answer_ends


class _Frames:
    """Finds the ends of messages in one direction."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._held = b""
        self._begun = side is Side.ANSWER
        self._single = 0  # one-byte answers to an SSL or GSS request
        self.at = 0

    def expect_single(self) -> None:
        """The next byte is an answer by itself."""
        self._single += 1

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """(place of its end, its type) of every message that is whole now; b"" before the session begins."""
        self._held += data
        while self._held:
            if self._single and self._side is Side.ANSWER:
                self._single -= 1
                yield self._took(1), b""
                continue
            head = 0 if not self._begun else 1
            if len(self._held) < head + 4:
                return
            (length,) = struct.unpack_from("!i", self._held, head)
            if len(self._held) < head + length:
                return
            kind = self._held[:head]
            if not self._begun:
                (code,) = struct.unpack_from("!i", self._held, 4)
                self._begun = code not in _NO_TYPE
                kind = b"" if self._begun else b"?"
            yield self._took(head + length), kind

    def _took(self, size: int) -> int:
        self._held = self._held[size:]
        self.at += size
        return self.at


class Proxy:
    """Listens on `port`; `plans` are taken by connections in their order, `seen` tells of each."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self.plans: deque[Plan] = deque()
        self.seen: list[Seen] = []
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._socket.getsockname()[1])
        self._threads: list[threading.Thread] = []
        self._is_over = threading.Event()
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def close(self) -> None:
        """Hang up on everybody; returns when nothing is left."""
        self._is_over.set()
        self._accepting.join()
        self._socket.close()
        self.wait()

    def wait(self) -> None:
        """Until every connection made so far is over."""
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _accept(self) -> None:
        while not self._is_over.is_set():
            ready, _, _ = select.select([self._socket], [], [], 0.05)
            if not ready:
                continue
            client, _ = self._socket.accept()
            plan = self.plans.popleft() if self.plans else Plan()
            seen = Seen()
            self.seen.append(seen)
            thread = threading.Thread(target=self._serve, args=(client, plan, seen), daemon=True)
            if not plan.silent:  # nobody waits for one that says nothing until it is hung up
                self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket, plan: Plan, seen: Seen) -> None:
        if plan.silent:
            while not self._is_over.wait(0.02) and _is_open(client):
                pass
            client.close()
            return
        try:
            server = socket.create_connection(self.target)
        except OSError:
            client.close()
            return
        talk = _Talk(client, server, plan, seen, self._is_over)
        talk.run()
        if plan.again:
            self._say_again(bytes(talk.said))

    def _say_again(self, said: bytes) -> None:
        with suppress(OSError), socket.create_connection(self.target) as server:
            server.sendall(said)
            while server.recv(_PIECE):
                pass


def _is_open(one: socket.socket) -> bool:
    ready, _, _ = select.select([one], [], [], 0)
    try:
        return not ready or bool(one.recv(_PIECE))
    except OSError:
        return False


class _Talk:
    """One connection between two ends."""

    def __init__(
        self, client: socket.socket, server: socket.socket, plan: Plan, seen: Seen, over: threading.Event
    ) -> None:
        self.client, self.server, self.plan, self.seen, self.over = client, server, plan, seen, over
        self.said = bytearray()
        self._requests, self._answers = _Frames(Side.REQUEST), _Frames(Side.ANSWER)
        self._is_ready = False  # the session began: its first ReadyForQuery came
        self._is_holding = False

    def run(self) -> None:
        for one in (self.client, self.server):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while not self.over.is_set() and self._pass_on():
                pass
        except OSError:
            pass  # an end that is gone ends the talk; the other is closed below
        finally:
            if self.seen.was_cut and self.plan.is_torn:
                linger = struct.pack("ii", 1, 0)
                self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.client.close()
            self.server.close()

    def _pass_on(self) -> bool:
        ready, _, _ = select.select([self.client, self.server], [], [], 0.05)
        if self.client in ready and not self._request(self.client.recv(_PIECE)):
            return False
        return not (self.server in ready and not self._answer(self.server.recv(_PIECE)))

    def _request(self, data: bytes) -> bool:
        if not data:
            return False
        self.said += data
        for end, kind in self._requests.feed(data):
            self.seen.request_ends.append(end)
            if kind == b"?":
                self._answers.expect_single()
                self.said.clear()  # a second time the session begins at once
            if kind in (b"S", b"Q") and self._is_ready:
                self.seen.questions += 1
                self._is_holding = self.seen.questions == self.plan.lost_answer
        at, self.seen.requests = self.seen.requests, self.seen.requests + len(data)
        return self._passed(Side.REQUEST, self.server, at, data)

    def _answer(self, data: bytes) -> bool:
        if not data:
            return False
        is_done = False
        for end, kind in self._answers.feed(data):
            self.seen.answer_ends.append(end)
            if kind == b"Z":
                is_done, self._is_ready = self._is_holding, True
        if is_done:
            return self._struck()
        if self._is_holding:
            return True
        if self.plan.delay_s:
            time.sleep(self.plan.delay_s)
        at, self.seen.answers = self.seen.answers, self.seen.answers + len(data)
        return self._passed(Side.ANSWER, self.client, at, data)

    def _passed(self, side: Side, to: socket.socket, at: int, data: bytes) -> bool:
        """Pass on what may pass; whether the talk goes on."""
        if self.plan.hushed is not None and self.plan.hushed[0] is side:
            data = data[: max(0, self.plan.hushed[1] - at)]
        left = self._left(side, at)
        to.sendall(data if left is None else data[:left])
        return True if left is None or len(data) < left else self._struck()

    def _left(self, side: Side, at: int) -> int | None:
        """How many bytes of this side may still pass; None: all."""
        if self.plan.cut is not None and self.plan.cut[0] is side:
            return max(0, self.plan.cut[1] - at)
        if self.plan.cut_after is not None and self.plan.cut_after[0] is side:
            ends, wanted = [0, *self.seen.ends(side)], self.plan.cut_after[1]
            return max(0, ends[wanted] - at) if len(ends) > wanted else None
        return None

    def _struck(self) -> bool:
        self.seen.was_cut = True
        if self.plan.struck is not None:
            self.plan.struck()
        return False


@contextmanager
def a_proxy(port: int) -> Iterator[Proxy]:
    """A proxy in front of a port of this machine."""
    proxy = Proxy(("127.0.0.1", port))
    try:
        yield proxy
    finally:
        proxy.close()
