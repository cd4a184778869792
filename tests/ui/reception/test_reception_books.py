"""Which book a number stands in is told at the counter as on paper: a later life has books of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.procedure import FIELDS
from counter_app.ui import theme
from counter_app.ui.pages.reception.desk_work import book_words, volume_words
from counter_app.ui.pages.reception.fact_row import FactRow
from counter_app.ui.pages.reception.receipt_card import ReceiptCard
from counter_app.ui.tokens import RECEIPT_COLUMN_COMPACT
from tests.ui.restored_window import RestoredWindow


@pytest.mark.parametrize(
    ("book", "told"),
    [
        ("DT-2026-1", "Sổ Đầu tư 2026 · số 7"),
        ("DT-2026-2", "Sổ Đầu tư 2026 · quyển 02 · số 7"),
        ("XNK-2026-101", "Sổ Xuất nhập khẩu 2026 · quyển 101 · số 7"),
    ],
)
def test_a_book_beside_the_first_one_is_named(book: str, told: str) -> None:
    assert book_words(book, 7) == told


def test_the_longest_line_has_room_in_the_card(qapp: object) -> None:
    card = ReceiptCard()
    longest = max(FIELDS, key=lambda field: len(FIELDS[field]))
    book = f"Sổ {FIELDS[longest]} 2026 · số 234"
    card.show_numbers("H24.28-261123-8801", book, volume=volume_words(f"{longest}-2026-2222"))
    assert card.volume.text() == "quyển 2222"
    assert card.minimumSizeHint().width() <= theme.px(RECEIPT_COLUMN_COMPACT)
    card.deleteLater()


def test_a_restored_desk_names_its_new_book(opened: Callable[..., RestoredWindow]) -> None:
    at = opened("a")
    page = at.reception()
    at.fill()
    card = page.form.side.receipt
    assert (card.book.text(), card.volume.text()) == ("Sổ Đầu tư 2026 · số 1", "quyển 101")
    at.hands.ctrl(Qt.Key.Key_Return)
    at.settle()
    told = [row.value.text() for row in page.panel.findChildren(FactRow)]
    assert "Đầu tư 2026, quyển 101, số 1" in told
