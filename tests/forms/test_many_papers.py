"""Document 7, row 31: a component list of none, or of five hundred lines, on a receipt."""

from __future__ import annotations

from dataclasses import replace

from counter_app.forms import receipt
from tests.forms import samples
from tests.forms.reading import dense, page_sizes_mm, page_texts


def test_five_hundred_components_are_paged_in_order_and_none_is_lost() -> None:
    one = samples.COMPONENTS[0]
    many = tuple(replace(one, name=f"Giấy tờ thứ {no} của hồ sơ") for no in range(1, 501))
    pdf = receipt.draw(samples.receipt(components=many))
    pages = page_texts(pdf)
    assert len(pages) > 5
    assert {(round(width), round(height)) for width, height in page_sizes_mm(pdf)} == {(148, 210)}
    told, place = dense(" ".join(pages)), 0
    for no in range(1, 501):
        found = told.find(dense(f"Giấy tờ thứ {no} của hồ sơ"), place)
        assert found >= 0, no
        place = found
    assert all(samples.CODE in page for page in pages)


def test_no_component_at_all_is_still_one_page() -> None:
    pages = page_texts(receipt.draw(samples.receipt(components=())))
    assert len(pages) == 1
    assert samples.CODE in pages[0]
