"""Codes on paper are exact vectors and are read back at a printer's resolutions."""

from __future__ import annotations

import pytest

from counter_app.domain.errors import InvalidField
from counter_app.forms import control_sheet, label, receipt, supplement_request
from counter_app.forms.barcodes import MODULE, QUIET, barcode_width, digits_in_fours
from tests.forms import samples
from tests.forms.reading import MM, picture, scanned

DPIS = (203, 300)


@pytest.mark.parametrize("dpi", DPIS)
def test_barcode_and_qr_of_the_receipt_read_back(dpi: int) -> None:
    found = scanned(picture(receipt.draw(samples.receipt()), dpi))
    assert found == {"Code128": [samples.SCAN_NUMBER], "QRCode": [samples.QR_TEXT]}


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("serial", [0, 7, 199, 8800, 99999])
def test_other_numbers_read_back(dpi: int, serial: int) -> None:
    digits = f"270228{serial:05d}99997"
    value = samples.receipt(scan_number=digits, qr_text=f"000.00.28.H24-270228-{serial:05d}|20270228T0730|12")
    found = scanned(picture(receipt.draw(value), dpi))
    assert found == {"Code128": [digits], "QRCode": [value.qr_text]}


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize(
    ("pdf", "name"),
    [
        (supplement_request.draw(samples.supplement_request()), "supplement"),
        (control_sheet.draw(samples.control_sheet()), "control sheet"),
        (label.draw(samples.label()), "label"),
        (receipt.draw(samples.receipt(head=samples.replace(samples.HEAD, slip_paper="A4"))), "A4"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_barcode_of_the_other_papers_reads_back(pdf: bytes, name: str, dpi: int) -> None:
    assert scanned(picture(pdf, dpi))["Code128"] == [samples.SCAN_NUMBER]


def test_sixteen_digits_are_123_modules_of_a_quarter_millimetre() -> None:
    assert pytest.approx(0.25 * MM) == MODULE
    assert barcode_width(samples.SCAN_NUMBER) == pytest.approx(123 * 0.25 * MM)
    assert pytest.approx(2.5 * MM) == QUIET


def test_bars_are_ten_millimetres_high_with_white_on_both_sides() -> None:
    dpi = 600
    image = picture(receipt.draw(samples.receipt()), dpi)
    dot = dpi / 25.4
    left, right = 15 * dot, (15 + 123 * 0.25) * dot
    column = round(left + 1)  # inside the first bar, which is two modules wide
    rows = [y for y in range(round(20 * dot), round(60 * dot)) if image.getpixel((column, y)) < 128]
    assert (rows[-1] - rows[0] + 1) / dot == pytest.approx(10.0, abs=0.1)
    middle = rows[len(rows) // 2]
    row = [image.getpixel((x, middle)) for x in range(image.width)]
    dark = [x for x in range(round(left - 3 * dot), round(right + 3 * dot)) if row[x] < 128]
    assert dark[0] == pytest.approx(left, abs=2)
    assert dark[-1] == pytest.approx(right, abs=2)
    quiet = round(2.5 * dot)
    assert all(row[x] == 255 for x in range(dark[0] - quiet, dark[0] - 1))
    assert all(row[x] == 255 for x in range(dark[-1] + 2, dark[-1] + quiet))


@pytest.mark.parametrize(
    "digits",
    ["Đức", "12345678901234 ", "1" * 13, "1" * 25, "1" * 300, "1234567\n8901234", "１" * 16],
)
def test_what_is_no_scan_number_is_refused(digits: str) -> None:
    with pytest.raises(InvalidField) as refused:
        receipt.draw(samples.receipt(scan_number=digits))
    assert refused.value.facts["field"] == "scan_number"


def test_an_empty_scan_number_cannot_be_drawn() -> None:
    with pytest.raises(InvalidField):
        barcode_width("")


def test_without_a_scan_number_there_is_no_barcode() -> None:
    found = scanned(picture(receipt.draw(samples.receipt(scan_number="")), 300))
    assert found == {"QRCode": [samples.QR_TEXT]}


def test_digits_stand_in_fours() -> None:
    assert digits_in_fours("2611230000324857") == "2611 2300 0032 4857"


@pytest.mark.parametrize(
    "digits", ["9999990000100092", "99123456789012345", "0099000000000099", "123456789012345"]
)
def test_pairs_that_are_also_signs_of_the_code_are_read_back(digits: str) -> None:
    """99 in set C is a pair and a change of set: libraries have mistaken one for the other."""
    value = samples.replace(samples.label(), scan_number=digits)
    assert scanned(picture(label.draw(value), 300))["Code128"] == [digits]
