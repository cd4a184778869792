"""Parting a text into pages: signatures keep company, heads stay with what they announce."""

from __future__ import annotations

from counter_app.forms.pagination import Page, Room, paginate, stretched, used_height
from counter_app.forms.paragraphs import Look, passage

LOOK = Look(10.0)
LINE = LOOK.leading
WIDTH = 200.0


def lines(count: int, look: Look = LOOK) -> list[object]:
    """Paragraphs of one line each."""
    return [passage(look, f"dòng {no}").build() for no in range(count)]


def heights(pages: tuple[Page, ...]) -> list[int]:
    """Lines on each page."""
    return [round(sum(part.height for part in page) / LINE) for page in pages]


def test_what_fits_is_one_page() -> None:
    pages = paginate(lines(10), Room(WIDTH, first=10 * LINE, later=99))
    assert heights(pages) == [10]


def test_the_rest_goes_on_in_order() -> None:
    pages = paginate(lines(25), Room(WIDTH, first=10 * LINE, later=12 * LINE))
    assert heights(pages) == [10, 12, 3]
    texts = [part.flowable.frags[0].text for page in pages for part in page]
    assert texts == [f"dòng\u00a0{no}" for no in range(25)]


def test_a_closing_that_does_not_fit_takes_two_lines_with_it() -> None:
    room = Room(WIDTH, first=10 * LINE, later=20 * LINE, closing=3 * LINE, company=2 * LINE)
    for count in range(1, 40):
        pages = paginate(lines(count), room)
        last = heights(pages)[-1]
        limit = room.later if len(pages) > 1 else room.first
        assert used_height(pages[-1]) + room.closing <= limit + 0.01
        assert last >= min(2, count)
        assert sum(heights(pages)) == count


def test_one_long_paragraph_is_parted_for_the_closing() -> None:
    room = Room(WIDTH, first=10 * LINE, later=20 * LINE, closing=3 * LINE, company=2 * LINE)
    long = passage(LOOK, "văn bản đề nghị " * 24).build()
    count = round(long.wrap(WIDTH, 1000)[1] / LINE)
    assert count in (8, 9, 10)
    pages = paginate([long], room)
    assert len(pages) == 2
    assert heights(pages)[-1] >= 2
    assert sum(heights(pages)) == count


def test_a_head_stays_with_the_first_line_below_it() -> None:
    head = passage(Look(10.0, keep_with_next=True), "gồm:").build()
    pages = paginate([*lines(9), head, *lines(3)], Room(WIDTH, first=10 * LINE, later=20 * LINE))
    assert heights(pages) == [9, 4]


def test_what_is_higher_than_any_page_is_still_placed() -> None:
    tall = passage(Look(30.0), "x").build()
    pages = paginate([tall, *lines(1)], Room(WIDTH, first=20.0, later=20.0))
    assert [len(page) for page in pages] == [1, 1]


def test_a_closing_too_high_for_any_company_gets_a_page() -> None:
    room = Room(WIDTH, first=5 * LINE, later=5 * LINE, closing=4.5 * LINE, company=2 * LINE)
    pages = paginate(lines(3), room)
    assert pages[-1] == ()
    assert sum(heights(pages)) == 3


def test_free_room_is_spread_up_to_a_limit() -> None:
    (page,) = paginate(lines(5), Room(WIDTH, first=20 * LINE, later=0))
    assert used_height(stretched(page, free=4.0, most=2.0)) == used_height(page) + 4.0
    assert used_height(stretched(page, free=400.0, most=2.0)) == used_height(page) + 8.0
    assert stretched(page, free=-1.0, most=2.0) == page
