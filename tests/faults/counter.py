"""What a clerk does in a fault: receive, and see what comes back."""

from __future__ import annotations

from typing import Any

from counter_app.bootstrap import Desk
from counter_app.commands.acts import answer_line
from tests.faults.paper import Paper
from tests.faults.prepared import receive_line


def receive(desk: Desk, request_id: str, **fields: Any) -> dict[str, Any]:
    """The answer of one reception, whatever it is."""
    return answer_line(desk, receive_line(request_id, **fields))


def received_on(desk: Desk, paper: Paper, *request_ids: str) -> list[str]:
    """Receptions that must be accepted, written on paper; their codes."""
    for request_id in request_ids:
        answer = receive(desk, request_id)
        assert paper.take(answer, request_id), answer
    return [one.code for one in paper.shown[-len(request_ids) :]]
