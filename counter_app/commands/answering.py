"""What the open window does for a command that cannot open the desk itself: the other end of `asking`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app.domain import errors

if TYPE_CHECKING:
    from counter_app.ui.local_server import Answering


def print_asked(desk: Any, request: dict[str, Any]) -> dict[str, Any]:
    """`print` as the command does it. Raises what `printing.print_form` raises, and InvalidField."""
    from counter_app.commands.printing import print_form

    copy = request.get("copy")
    if copy is not None and type(copy) is not int:
        raise errors.InvalidField(field="copy", problem="format")
    out = Path(_text(request, "out"))
    if not out.is_absolute():  # the window's own folder is not the one that was meant
        raise errors.InvalidField(field="out", problem="format")
    return print_form(desk, _text(request, "form"), _text(request, "code"), out, copy=copy)


def _text(request: dict[str, Any], field: str) -> str:
    value = request.get(field)
    try:
        if not isinstance(value, str) or b"\0" in os.fsencode(value):
            raise errors.InvalidField(field=field, problem="format")
    except UnicodeEncodeError:
        raise errors.InvalidField(field=field, problem="format") from None
    return value


ANSWERS: Mapping[str, Answering] = {"print": print_asked}
"""By the word of the request's `ask`; `show` the window answers by itself."""
