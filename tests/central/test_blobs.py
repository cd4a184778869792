"""Scans in pieces: resumed at the next one, verified by their hash or not there at all (document 3, S5)."""

from __future__ import annotations

from hashlib import sha256

import pytest

from counter_app.domain.centre_errors import BlobRefused
from counter_app.sync import central
from counter_app.sync.central import PIECE, BlobName, BlobPiece, BlobProgress
from tests.central.centre import Centre

SCAN = bytes(range(256)) * (PIECE // 100)
NAME = BlobName(sha256(SCAN).hexdigest(), len(SCAN), "application/pdf")
PIECES = [SCAN[start : start + PIECE] for start in range(0, len(SCAN), PIECE)]


def test_a_scan_goes_up_in_pieces_and_comes_down_the_same(centre: Centre) -> None:
    login, _ = centre.enrol()
    assert len(PIECES) == 3
    with centre.desk(login) as desk:
        assert central.blob_put(desk, NAME, 0, None) == BlobProgress("partial", 0)
        assert central.blob_put(desk, NAME, 0, PIECES[0]) == BlobProgress("partial", 1)
        assert central.blob_put(desk, NAME, 0, PIECES[0]) == BlobProgress("partial", 1), "a lost answer"
        assert central.blob_put(desk, NAME, 2, PIECES[2]) == BlobProgress("partial", 1), "asks for the next"
    with centre.desk(login) as desk:
        assert central.blob_put(desk, NAME, 0, None) == BlobProgress("partial", 1), "resumed"
        central.blob_put(desk, NAME, 1, PIECES[1])
        assert central.blob_get(desk, NAME.sha256, 0) is None, "not whole"
        assert central.blob_put(desk, NAME, 2, PIECES[2]) == BlobProgress("verified", 3)
        assert central.blob_put(desk, NAME, 0, PIECES[0]) == BlobProgress("verified", 3)
        for n, data in enumerate([*PIECES, b""]):
            assert central.blob_get(desk, NAME.sha256, n) == BlobPiece(NAME, data)
        assert central.blob_get(desk, "0" * 64, 0) is None


def test_pieces_with_another_hash_are_thrown_away(centre: Centre) -> None:
    login, _ = centre.enrol()
    wrong = BlobName(sha256(b"another").hexdigest(), 7, "image/png")
    with centre.desk(login) as desk:
        assert central.blob_put(desk, wrong, 0, b"anothes") == BlobProgress("wrong", 0)
        assert central.blob_get(desk, wrong.sha256, 0) is None
        assert central.blob_put(desk, wrong, 0, b"another") == BlobProgress("verified", 1)


def test_an_empty_scan_is_whole_at_once(centre: Centre) -> None:
    login, _ = centre.enrol()
    empty = BlobName(sha256(b"").hexdigest(), 0, "text/plain")
    with centre.desk(login) as desk:
        assert central.blob_put(desk, empty, 0, None) == BlobProgress("verified", 0)
        assert central.blob_get(desk, empty.sha256, 0) == BlobPiece(empty, b"")


def test_what_cannot_be_a_piece_is_refused(centre: Centre) -> None:
    login, _ = centre.enrol()
    with centre.desk(login) as desk:
        for name, data, because in (
            (BlobName("1" * 64, (256 << 20) + 1, "x/y"), None, "blob_too_large"),
            (NAME, PIECES[0][:-1], "piece_cut"),
            (NAME, PIECES[0] + b"x", "piece_cut"),
        ):
            with pytest.raises(BlobRefused) as no:
                central.blob_put(desk, name, 0, data)
            assert no.value.facts["because"] == because
        central.blob_put(desk, NAME, 0, PIECES[0])
        with pytest.raises(BlobRefused) as no:
            central.blob_put(desk, BlobName(NAME.sha256, 5, NAME.mime), 1, b"x")
        assert no.value.facts == {"because": "other_size", "sha256": NAME.sha256, "size": len(SCAN)}
        assert central.blob_put(desk, NAME, 0, None) == BlobProgress("partial", 1)
