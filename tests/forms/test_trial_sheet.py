"""The trial sheet has the size it says, and a barcode that reads."""

from __future__ import annotations

import io
from datetime import datetime

import pypdf
import pypdfium2
import zxingcpp

from counter_app.domain.codes import parse_scan_number
from counter_app.forms import trial_sheet


def test_it_says_its_size_and_reads() -> None:
    pdf = trial_sheet.draw(datetime(2026, 11, 23, 9, 14))
    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert (round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) == (148, 210)
    words = page.extract_text()
    assert "128 × 190 mm" in words
    assert "Ằ Ấ Ỗ Ữ Đ" in words
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=203 / 72).to_pil()
    (found,) = zxingcpp.read_barcodes(image)
    assert parse_scan_number(found.text).serial == 1
