"""Flowables onto pages, before anything is drawn: so "Trang n/m" is known and sizes are tried cheaply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, Table

_SLACK = 0.01


@dataclass(frozen=True)
class Placed:
    """A flowable and the distance in points of its upper edge from the top of the page's room."""

    flowable: Flowable
    top: float
    height: float


Page = tuple[Placed, ...]


@dataclass(frozen=True)
class Room:
    """Heights in points for the flow: on the first page, on each later one, and at the end of the last.

    `closing` is what signatures and notes need below the flow; `company` is how much of the flow must
    stand on the page with them, so that a signature never stands alone.
    """

    width: float
    first: float
    later: float
    closing: float = 0.0
    company: float = 0.0


def paginate(flow: Sequence[Flowable], room: Room) -> tuple[Page, ...]:
    """Pages of the flow; the last one has `room.closing` left below it."""
    pages: list[Page] = []
    pending = list(flow)
    while True:
        height = room.later if pages else room.first
        page, rest = _fill(pending, room.width, height)
        if not rest and used_height(page) + room.closing > height + _SLACK:
            shorter, rest = _send_on(page, room)
            if pages and not shorter:  # company and closing never fit together: a page for the closing
                page, _ = _fill(_flow(page), room.width, height)
                return (*pages, page, ())
            page = shorter
        if not rest and pages and used_height(page) < room.company - _SLACK:
            pages[-1], page = _with_company(pages[-1], page, room)
        pages.append(page)
        if not rest:
            return tuple(pages)
        pending = rest


def _with_company(before: Page, last: Page, room: Room) -> tuple[Page, Page]:
    """The last two pages with enough taken from the one before for the signatures' company."""
    wanted = room.company - used_height(last)
    shorter, moved = _fill(_flow(before), room.width, used_height(before) - wanted, must_place=False)
    longer, rest = _fill([*moved, *_flow(last)], room.width, room.later)
    if shorter and not rest and used_height(longer) + room.closing <= room.later + _SLACK:
        return shorter, longer
    height = used_height(before) + _SLACK
    # As it was, but wrapped again: a paragraph that was tried forgets its lines.
    return _fill(_flow(before), room.width, height)[0], _fill(_flow(last), room.width, room.later)[0]


def _flow(page: Page) -> list[Flowable]:
    return [placed.flowable for placed in page]


def used_height(page: Page) -> float:
    """Height in points of what stands on the page."""
    return page[-1].top + page[-1].height if page else 0.0


def stretched(page: Page, free: float, most: float) -> Page:
    """The page with up to `free` points spread between its parts, at most `most` points in each gap."""
    gaps = len(page) - 1
    if gaps < 1 or free <= 0:
        return page
    more = min(most, free / gaps)
    return tuple(Placed(part.flowable, part.top + at * more, part.height) for at, part in enumerate(page))


def _send_on(page: Page, room: Room) -> tuple[Page, list[Flowable]]:
    """Part a page so that at least `room.company` goes on to the next, with what must follow it there."""
    return _fill(_flow(page), room.width, used_height(page) - room.company, must_place=False)


def _fill(
    pending: Sequence[Flowable], width: float, height: float, must_place: bool = True
) -> tuple[Page, list[Flowable]]:
    """What fits from the top, and the rest. `must_place`: something goes on the page even if too high."""
    page: list[Placed] = []
    used = gap = 0.0
    for at, flowable in enumerate(pending):
        top = used + max(gap, flowable.getSpaceBefore()) if page else 0.0
        needed = flowable.wrap(width, height)[1]
        if top + needed <= height + _SLACK:
            page.append(Placed(flowable, top, needed))
            used, gap = top + needed, flowable.getSpaceAfter()
            continue
        parts = _parted(flowable, width, height - top, must_place=must_place and not page)
        if parts:
            page.append(Placed(parts[0], top, parts[0].wrap(width, height)[1]))
            return tuple(page), [*parts[1:], *pending[at + 1 :]]
        return _without_lone_heads(page, list(pending[at:]))
    return tuple(page), []


def _parted(flowable: Flowable, width: float, height: float, must_place: bool) -> list[Flowable]:
    """The part that fits and the rest, or nothing; the whole where nothing helps and it must be placed."""
    parts = list(flowable.split(width, height))
    if len(parts) < 2 and must_place and isinstance(flowable, Table):
        flowable.splitInRow = 1  # a row higher than a page: only then is a row parted
        parts = list(flowable.split(width, height))
    if len(parts) >= 2:
        return parts
    return [flowable] if must_place else []


def _without_lone_heads(page: list[Placed], rest: list[Flowable]) -> tuple[Page, list[Flowable]]:
    """Move heads that announce what follows to the next page with it."""
    kept = len(page)
    while kept and page[kept - 1].flowable.getKeepWithNext():
        kept -= 1
    if not kept:
        return tuple(page), rest
    return tuple(page[:kept]), [*(placed.flowable for placed in page[kept:]), *rest]
