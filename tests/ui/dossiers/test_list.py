"""The page Hồ sơ, driven by keys over a real desk: lists, filters, sorting, copying, export, scans."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from counter_app.domain.codes import read_scan
from counter_app.domain.errors import InvalidField
from counter_app.queries.dossier_pages import DossierFilter, DossierPages, Order, SortBy
from counter_app.ui.pages.dossiers import list_work
from counter_app.ui.pages.dossiers.saved_filters import SavedFilter, keep_filter, own_filters
from counter_app.ui.pages.dossiers_page import DossiersPage
from counter_app.ui.scans import Scan, Verdict
from counter_app.ui.tokens import Tone
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with dossiers, made once."""
    folder = tmp_path_factory.mktemp("dossiers")
    PageDesk(folder, dossiers=130).close()
    return folder / "desk"


@pytest.fixture
def desk(tmp_path: Path, template: Path, qapp: QApplication) -> Iterator[PageDesk]:
    made = PageDesk(tmp_path, template=template)
    yield made
    made.close()


class Opened:
    """The page, shown, with the fingers on it."""

    def __init__(self, desk: PageDesk, shown: Callable[[QWidget], QWidget], tmp_path: Path) -> None:
        self.desk, self.asked = desk, []
        self.target = tmp_path / "xuất" / "Hồ sơ"
        self.target.parent.mkdir()
        self.page = DossiersPage(desk.context, ask_path=self._ask)
        self.page.resize(1150, 700)
        shown(self.page)
        self.page.page_shown()
        self.fingers = Fingers(self.page, self.settle)
        self.settle()
        self.page.table.setFocus()

    def _ask(self, _parent: QWidget, suggested: str) -> str:
        self.asked.append(suggested)
        return str(self.target)

    def settle(self) -> None:
        self.desk.settle(self.page.model.is_at_rest)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.fingers.press(key, held)
        self.settle()

    def codes(self) -> list[str]:
        """All codes of the list in its order, past the page's cache."""
        rows: list[Any] = []
        if count := self.page.model.count():
            self.page.model.take_rows(0, count - 1, rows.extend)
        self.settle()
        return [row.shown_code for row in rows]

    def wanted(self, wanted: DossierFilter, order: Order | None = None) -> list[str]:
        """What the query says past the page."""

        def do(reading: Any) -> list[str]:
            pages = DossierPages(wanted, order or Order(), self.desk.desk.local_now)
            count = pages.open(reading).count
            return [row.shown_code for n in range(count // 100 + 1) for row in pages.block(reading, n) or ()]

        return self.desk.read(do)

    def choose(self, button: str, entry: str) -> None:
        """An entry of a menu, by keys."""
        found = self.page.findChild(QPushButton, button)
        found.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(found, Qt.Key.Key_Space)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        names = [action.objectName() for action in menu.actions() if not action.isSeparator()]
        for _ in range(names.index(entry)):
            QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)
        self.page.activateWindow()  # offscreen nobody gives the window its focus back when a menu closes
        self.settle()

    def foot(self) -> str:
        return self.page.foot.text()


@pytest.fixture
def at(desk: PageDesk, shown: Callable[[QWidget], QWidget], tmp_path: Path) -> Iterator[Opened]:
    made = Opened(desk, shown, tmp_path)
    yield made
    made.settle()
    made.page.close_page()


def test_all_are_shown_newest_code_first(at: Opened) -> None:
    assert at.codes() == at.wanted(DossierFilter()) == sorted(at.codes(), reverse=True)
    assert at.page.head.figures.text().endswith(f"{at.page.model.count()} hồ sơ")
    at.press(Qt.Key.Key_End)
    count = at.page.model.count()
    assert at.foot() == f"{count} / {count} hồ sơ"


def test_saved_filters_move_with_the_arrow_keys(at: Opened) -> None:
    at.page.head.segments.setFocus()
    for wanted in (
        DossierFilter(is_open=True),
        DossierFilter(is_overdue=True),
        DossierFilter(statuses=("awaiting_supplement",)),
    ):
        at.press(Qt.Key.Key_Right)
        assert at.codes() == at.wanted(wanted)
        assert at.page.wanted() == wanted


def test_field_and_unit_narrow_further_and_their_chips_lead_back(at: Opened) -> None:
    whole = at.codes()
    at.choose("filter_field", "filter_field_DT")
    assert at.codes() == at.wanted(DossierFilter(field="DT"))
    at.choose("filter_unit", "filter_unit_MC")
    assert at.codes() == at.wanted(DossierFilter(field="DT", unit="MC"))
    for name in ("chip_field", "chip_unit"):
        chip = at.page.findChild(QPushButton, name)
        chip.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(chip, Qt.Key.Key_Space)
        at.settle()
    assert at.codes() == whole


@pytest.mark.parametrize("number", range(7))
def test_ctrl_and_a_figure_sort_and_sort_back(at: Opened, number: int) -> None:
    column = [column for column in at.page.model.columns if column.sort][number]
    at.press(Qt.Key(Qt.Key.Key_1 + number), CTRL)
    first = at.page.order()
    assert first.by == column.sort
    assert at.codes() == at.wanted(DossierFilter(), first)
    at.press(Qt.Key(Qt.Key.Key_1 + number), CTRL)
    assert at.page.order() == Order(first.by, not first.is_descending)
    assert at.page.table.head.sorted_by()[1] is at.page.order().is_descending


def test_a_sort_word_that_is_none_never_reaches_the_store(at: Opened) -> None:
    before = at.page.order()
    with pytest.raises(InvalidField):
        at.page._sort_chosen("seq; DROP TABLE dossier", False)
    assert at.page.order() == before


def test_exactly_the_dossiers_behind_a_number(at: Opened) -> None:
    some = at.codes()[3:9:2]
    at.page.open_list("3 hồ sơ của tôi", DossierFilter(codes=tuple(some)))
    at.settle()
    assert at.codes() == some
    chip = at.page.findChild(QPushButton, "chip_list")
    assert chip.words() == "3 hồ sơ của tôi"
    at.page.table.setFocus()
    at.press(Qt.Key.Key_Escape)
    assert len(at.codes()) > 100
    assert at.page.findChild(QPushButton, "chip_list") is None or chip.isHidden()


def test_an_empty_list_says_what_to_do(at: Opened) -> None:
    at.page.open_list("Không có gì", DossierFilter(codes=("H24.28-990101-0001",)))
    at.settle()
    assert at.page.model.count() == 0
    assert "Bỏ bớt bộ lọc" in at.page.table.accessibleDescription()
    at.press(Qt.Key.Key_E, CTRL)
    assert at.asked == []


def test_own_filters_are_kept_and_shown_again(at: Opened) -> None:
    at.choose("filter_field", "filter_field_DT")
    at.press(Qt.Key.Key_5, CTRL)
    order = at.page.order()
    at.choose("own_filters", "save_filter")
    assert at.fingers.focused() == "filter_name"
    at.fingers.type("Dau tu, han gan")
    at.press(Qt.Key.Key_Return)
    kept = own_filters(at.desk.memory)
    assert [(made.name, made.field, made.order()) for made in kept] == [("Dau tu, han gan", "DT", order)]
    at.page.head.base_chosen.emit("overdue")
    at.settle()
    at.choose("own_filters", "own_filter_1")
    assert (at.page.wanted(), at.page.order()) == (DossierFilter(field="DT"), order)


def test_a_broken_memory_of_filters_stops_nothing(desk: PageDesk) -> None:
    keep_filter(desk.memory, SavedFilter("Tốt", "open"))
    good = desk.memory.words("dossiers/filters")
    bad = ['{"name": 7}', "x", '{"name": "a", "sort": "seq; DROP"}', '{"name": "b", "more": 1}', "[]"]
    bad += ['{"name": "c", "base": "x"}', '{"name": "d", "field": []}', "null"]
    desk.memory.keep("dossiers/filters", [*bad, *good])
    assert [made.name for made in own_filters(desk.memory)] == ["Tốt"]


def test_columns_are_chosen_from_the_menu_and_remembered(at: Opened) -> None:
    at.choose("choose_columns", "choose_columns_holder")
    at.choose("choose_columns", "choose_columns_received")
    assert at.page.table.columns_shown() == ("code", "applicant", "procedure", "received", "due", "state")
    assert DossiersPage(at.desk.context).table.columns_shown() == at.page.table.columns_shown()


def test_rows_are_copied_with_their_whole_values(at: Opened) -> None:
    at.press(Qt.Key.Key_Down)
    at.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    at.press(Qt.Key.Key_C, CTRL)
    lines = QApplication.clipboard().text().split("\n")
    assert [line.split("\t")[0] for line in lines] == at.codes()[1:3]
    assert lines[0].split("\t")[1] == at.page.model.row_at(1).applicant_name
    assert at.foot() == "Đã chép 2 hồ sơ"


def test_export_writes_what_is_shown(at: Opened) -> None:
    at.page.head.base_chosen.emit("open")
    at.settle()
    at.page.table.setFocus()
    at.press(Qt.Key.Key_E, CTRL)
    assert Path(at.asked[0]).name == "Ho so 261123.xlsx"
    rows = CalamineWorkbook.from_path(str(at.target) + ".xlsx").get_sheet_by_index(0).to_python()
    shown = [column.title for column in at.page.model.columns if column.id in at.page.table.columns_shown()]
    assert rows[0] == shown
    assert [row[0] for row in rows[1:]] == at.wanted(DossierFilter(is_open=True))
    assert "Đã xuất" in at.page.notice.text()
    at.press(Qt.Key.Key_E, CTRL)
    assert Path(at.asked[1]).parent == at.target.parent


def test_an_export_that_cannot_be_written_is_said_on_the_page(at: Opened) -> None:
    at.target = at.target.parent / "nowhere" / "x.xlsx"
    at.press(Qt.Key.Key_E, CTRL)
    assert at.page.notice.text()
    assert "Đã xuất" not in at.page.notice.text()
    assert at.page.head.export.isEnabled()


def test_an_export_beyond_measure_is_refused_with_the_way_out(
    at: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_work, "MOST_EXPORTED", 20)
    at.press(Qt.Key.Key_E, CTRL)
    assert at.asked == []
    assert "Lọc bớt" in at.page.notice.text()


def test_enter_opens_the_panel_and_esc_leads_back(at: Opened) -> None:
    at.press(Qt.Key.Key_Down)
    code = at.page.table.current_row().shown_code
    at.press(Qt.Key.Key_Return)
    panel = at.page.panel()
    assert panel is not None and panel.isVisible()
    assert panel.code() == code
    at.press(Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert at.fingers.focused() == "dossiers"


def test_an_open_panel_follows_the_cursor_and_the_keyboard_stays(at: Opened, qtbot: QtBot) -> None:
    at.press(Qt.Key.Key_Return)
    panel = at.page.panel()
    at.page.table.setFocus()
    at.press(Qt.Key.Key_Down)
    at.press(Qt.Key.Key_Down)
    wanted = at.page.table.current_row().shown_code
    assert panel.code() != wanted, "it waits until the cursor rests"
    qtbot.waitUntil(at.page._following.is_at_rest)
    at.settle()
    assert panel.code() == wanted
    assert at.fingers.focused() == "dossiers"


def test_what_changed_is_read_and_the_cursor_stays(at: Opened) -> None:
    for _ in range(4):
        at.press(Qt.Key.Key_Down)
    key, count = at.page.table.current_key(), at.page.model.count()
    new = at.desk.acts.received()
    at.desk.context.session.say_changed("dossier")
    at.settle()
    assert at.page.model.count() == count + 1
    assert at.page.table.current_key() == key
    assert new in at.codes()
    assert f"{count + 1} hồ sơ" in at.page.head.figures.text()


def test_behind_another_page_nothing_is_read_until_it_is_shown(at: Opened) -> None:
    count = at.page.model.count()
    at.page.hide()
    at.desk.acts.received()
    at.desk.context.session.say_changed("dossier")
    assert at.desk.jobs.is_idle()
    at.page.show()
    at.page.page_shown()
    at.settle()
    assert at.page.model.count() == count + 1


def test_another_person_begins_with_the_plain_list(at: Opened) -> None:
    at.page.open_list("Của Lan", DossierFilter(codes=(at.codes()[0],)))
    at.settle()
    at.desk.sign_in("minh")
    at.settle()
    assert at.page.wanted() == DossierFilter()
    assert len(at.codes()) > 100


def scanned(at: Opened, text: str) -> Verdict:
    """A scan, given to the page; what it answers, exactly once."""
    answers: list[Verdict] = []
    at.page.take_scan(Scan(text, read_scan(text, at.desk.desk.agency.id)), answers.append)
    at.settle()
    assert len(answers) == 1
    return answers[0]


def test_a_scan_opens_its_dossier(at: Opened) -> None:
    code = at.codes()[10]
    found = scanned(at, code)
    assert (found.tone, found.title) == (Tone.GREEN, code.removeprefix("H24.28-"))
    panel = at.page.panel()
    assert panel is not None and panel.isVisible() and panel.code() == code


def test_the_cursor_stands_on_what_the_panel_shows(at: Opened) -> None:
    codes = at.codes()
    at.page.open_dossier(codes[6])
    at.settle()
    assert at.page.table.current_row().shown_code == codes[6]
    at.page.head.base_chosen.emit("awaiting")
    at.settle()
    other = next(code for code in codes if code not in at.codes())
    scanned(at, other)
    assert at.page.panel().code() == other
    assert at.page.table.selected_ranges() == []


def test_a_list_behind_a_number_is_no_filter_to_keep(at: Opened) -> None:
    at.page.open_list("Hai hồ sơ", DossierFilter(codes=tuple(at.codes()[:2])))
    at.settle()
    at.page.head.save_asked.emit("Hai")
    assert own_filters(at.desk.memory) == ()
    assert at.page.notice.text()


@pytest.mark.parametrize("text", ["H24.28-990101-0001", "H99.99-261123-0001", "khong phai ma"])
def test_a_scan_that_names_nothing_here_is_told_in_words(at: Opened, text: str) -> None:
    found = scanned(at, text)
    assert found.tone is Tone.RED
    assert len(found.words) > 10
    assert at.page.panel() is None or at.page.panel().isHidden()


def test_no_query_runs_on_the_thread_of_the_window(at: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window never waits for the store: each block, each figure is read by the worker."""
    threads: set[threading.Thread] = set()
    inner = DossierPages.block

    def watched(self: DossierPages, reading: Any, number: int) -> Any:
        threads.add(threading.current_thread())
        return inner(self, reading, number)

    monkeypatch.setattr(DossierPages, "block", watched)
    at.press(Qt.Key.Key_2, CTRL)
    at.press(Qt.Key.Key_End)
    at.page.reload()
    at.settle()
    assert threads and threading.main_thread() not in threads


def test_the_words_of_a_row(at: Opened) -> None:
    at.choose("choose_columns", "choose_columns_field")
    model = at.page.model
    said = {
        column.id: [model.index(row, n).data() for row in range(model.count()) if model.row_at(row)]
        for n, column in enumerate(model.columns)
    }
    assert sum(len(code) == len("261123-0001") for code in said["code"]) > 100
    assert not any(code.startswith("H24.28-26") for code in said["code"])
    assert not any(name.startswith("Công ty") for name in said["applicant"])
    assert not any(name.startswith("Thủ tục") for name in said["procedure"])
    assert {"Còn", "Đã"} <= {words.split(" ")[0] for words in said["state"]}
    assert SortBy.STATUS in {column.sort for column in model.columns}
