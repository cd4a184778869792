"""Idempotency: the same request with the same content is answered again and does nothing more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from counter_app.domain.errors import RequestIdReused
from counter_app.domain.events import canonical_json
from counter_app.storage.unit_of_work import UnitOfWork


def once(
    uow: UnitOfWork,
    request_id: str,
    content: Mapping[str, Any],
    act: Callable[[], Mapping[str, Any]],
) -> dict[str, Any]:
    """Answer of `act`, kept under `request_id` in the same transaction.

    `content` is what was asked (without the request id). An empty `request_id` is no idempotency.
    Raises RequestIdReused when the id came with other content, and whatever `act` raises.
    """
    if not request_id:
        return dict(act())
    content_hash = hashlib.sha256(canonical_json(dict(content)).encode()).hexdigest()
    known = uow.answered(request_id)
    if known is not None:
        if known[0] != content_hash:
            raise RequestIdReused(request_id=request_id)
        return known[1]
    answer = dict(act())
    uow.remember(request_id, content_hash, answer)
    return answer
