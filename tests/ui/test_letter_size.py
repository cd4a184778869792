"""Letters as large as the screen has room for."""

from __future__ import annotations

import pytest

from counter_app.ui.letter_size import fitting, largest


@pytest.mark.parametrize(
    ("screen", "size"),
    [((1366, 768), 15), ((1920, 1080), 21), ((1280, 720), 14), ((1024, 600), 12), ((3840, 2160), 43)],
)
def test_the_window_fits_with_them(screen: tuple[int, int], size: int) -> None:
    assert largest(*screen) == size


def test_pictures_are_drawn_in_the_size_asked_for(qapp: object) -> None:
    assert fitting(20) == 20
