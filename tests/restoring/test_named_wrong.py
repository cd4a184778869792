"""`restore` with the wrong thing named: nothing of the desk is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.domain.errors import FileNotRead
from tests.restoring.desk_lost import a_lost_desk


@pytest.mark.parametrize("name", ["none", "empty"])
def test_a_journal_that_is_named_must_be_there(tmp_path: Path, name: str) -> None:
    """A mistyped folder would cost the desk its life."""
    lost = a_lost_desk(tmp_path)
    copy = lost.copied()
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileNotRead) as told:
        lost.restored(copy, medium=tmp_path / name)
    assert told.value.facts["because"] == "no_journal_there"
    assert not list(lost.folder.glob("replaced-*"))
    assert lost.receive("a") == ["H24.28-261123-0001"]


def test_a_folder_is_no_copy(tmp_path: Path) -> None:
    lost = a_lost_desk(tmp_path)
    with pytest.raises(FileNotRead) as told:
        lost.restored(tmp_path)
    assert told.value.facts["because"] == "folder_given"
