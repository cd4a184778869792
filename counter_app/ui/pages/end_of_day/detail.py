"""What is behind the line with the cursor: its dossiers, payments or sheets, or what it means in words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.domain.day_figures import FeeLine
from counter_app.domain.text import money
from counter_app.forms.day_words import METHODS, grouped
from counter_app.forms.paper_dates import NBSP
from counter_app.queries.day_sheets import SignOff
from counter_app.queries.end_of_day import MOST, DayList, DayRow
from counter_app.ui import theme
from counter_app.ui.memory import Memory
from counter_app.ui.pages.end_of_day.checks import CHECK_OF, Check, CheckId
from counter_app.ui.pages.end_of_day.desk_work import Loaded
from counter_app.ui.pages.end_of_day.tables import DayTables
from counter_app.ui.tokens import PAGE_HEAD, PAGE_HEAD_COMPACT, Role, Tone
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.text import ElidedLabel, Text

_EMPTY = {
    CheckId.RECEIVED: ("Chưa tiếp nhận hồ sơ nào trong ngày này.", "Vẫn chốt được ngày không có hồ sơ."),
    CheckId.NOT_HANDED_OVER: ("Không còn hồ sơ nào chờ bàn giao ở quầy.", ""),
    CheckId.NOT_TAKEN: ("Mọi hồ sơ đã giao đều được bên nhận quét nhận.", ""),
    CheckId.NOT_PRINTED: ("Mọi hồ sơ của ngày đều đã in giấy tiếp nhận.", ""),
    CheckId.NOT_COLLECTED: ("Ở quầy không còn kết quả nào chờ người đến nhận.", ""),
    CheckId.FEES: ("Ngày này không thu khoản phí nào.", ""),
    CheckId.LOG: ("Ngày này chưa được chốt.", "Phiếu chốt sẽ hiện ở đây, kèm dấu của nhật ký."),
}

_DRAFTS = (
    "Bản nháp là hồ sơ gõ dở ở trang Tiếp nhận: chưa có mã, chưa tính là đã nhận. Hãy tiếp nhận hoặc xóa "
    "trước khi chốt."
)
_NO_DRAFTS = "Không ai còn hồ sơ gõ dở ở trang Tiếp nhận."
_NO_BACKUP = (
    "Tệp quầy được tự sao lưu mỗi ngày khi chương trình mở. Nếu mở lại chương trình mà vẫn thiếu, hãy báo "
    "quản trị; ngày vẫn chốt được và phiếu ghi rõ là chưa sao lưu."
)
_BACKUP = "Bản sao mã hóa của tệp quầy nằm trong thư mục sao lưu của máy này."


class DayDetail(QWidget):
    """`row_opened(row)`: a dossier's code or a sheet; `all_opened`: the button beside the title."""

    row_opened = Signal(object)
    all_opened = Signal()

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self.setObjectName("end_detail")
        self._loaded: Loaded | None = None
        self.tables = DayTables(memory)
        self.title = ElidedLabel("", Role.TITLE, Tone.TEXT, weight=600, name="end_detail_title")
        self.words = Text("", Role.BODY, Tone.TEXT2, wraps=True, name="end_detail_words")
        self.proof = Text("", Role.BODY, Tone.TEXT, 500, wraps=True, figures=True, name="end_head_hash")
        self.button = Button("", icon="arrow-up-right", key="Ctrl+O", name="end_open_all")
        self.button.clicked.connect(self.all_opened)
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.title, 1)
        row.addWidget(self.button)
        self._stack = QStackedWidget()
        self._blank = QWidget()
        self._stack.addWidget(self._blank)
        for table in self.tables.all():
            table.opened.connect(self.row_opened)
            self._stack.addWidget(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._head)
        column.addWidget(self.words)
        column.addWidget(self.proof)
        column.addWidget(self._stack, 1)
        self.set_compact(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(420), theme.px(160))

    def set_compact(self, is_compact: bool) -> None:
        """The head as high as the page's."""
        self._head.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD))

    def set_day(self, loaded: Loaded) -> None:
        """Another reading of a day."""
        self._loaded = loaded
        doubled = frozenset(each.receipt_no for each in loaded.view.figures.doubled)
        self.tables.set_day(loaded.reference, loaded.view.day, doubled)

    def table(self) -> DataTable | None:
        """The table that is shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, DataTable) else None

    def codes(self, check: CheckId) -> tuple[str, ...]:
        """The dossiers behind a line."""
        assert self._loaded is not None  # lines come with it
        view = self._loaded.view
        if check is CheckId.FEES:
            return tuple(dict.fromkeys(fee.code for fee in view.figures.fees))
        found = self._list(check)
        return found.codes if found is not None else ()

    def _list(self, check: CheckId) -> DayList | None:
        assert self._loaded is not None  # as above
        view = self._loaded.view
        if check is CheckId.RECEIVED:
            return view.received
        kind = CHECK_OF.get(check)
        return view.open[kind] if kind is not None else None

    # -- one line

    def show_check(self, check: Check) -> None:
        """Show what is behind a line."""
        self.title.setText(check.title)
        self.proof.hide()
        if check.id is CheckId.FEES:
            self._show_fees()
        elif check.id is CheckId.LOG:
            self._show_log()
        elif check.id in (CheckId.DRAFTS, CheckId.BACKUP):
            self._show_words(check)
        else:
            self._show_list(check)
        self._show_button(check)

    def _show_button(self, check: Check) -> None:
        count = len(self.codes(check.id))
        words, is_seen = f"Mở {money(count)} hồ sơ", count > 0
        if check.id is CheckId.DRAFTS and check.figure:
            words, is_seen = "Mở trang Tiếp nhận", True
        elif check.id is CheckId.LOG and self._loaded is not None and self._loaded.view.sign_offs:
            words, is_seen = "Xem phiếu", True
        self.button.setText(words)
        self.button.setVisible(is_seen)

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def _fill(self, table: DataTable, rows: tuple[object, ...], check: CheckId) -> None:
        table.set_empty(*_EMPTY[check])
        table.table_model.set_rows(rows)
        self._stack.setCurrentWidget(table)

    def _show_list(self, check: Check) -> None:
        found = self._list(check.id)
        assert found is not None  # the other lines were shown before
        goes_on = check.id in (CheckId.NOT_HANDED_OVER, CheckId.NOT_TAKEN)
        table = self.tables.way if goes_on else self.tables.here
        words = check.words if found.rows else ""
        if len(found.codes) > len(found.rows):
            words = f"{words} · hiện {MOST} hồ sơ đầu trong {money(len(found.codes))}"
        self._say(words)
        self._fill(table, found.rows, check.id)

    def _show_fees(self) -> None:
        assert self._loaded is not None  # as above
        figures = self._loaded.view.figures
        sums = [
            joined(f"{METHODS.get(each.method, each.method)} {money(each.amount_vnd)} đ")
            for each in figures.sums()
        ]
        doubled = [
            f"Số biên lai {each.receipt_no} dùng cho {len(each.codes)} khoản." for each in figures.doubled
        ]
        self._say("\n".join(part for part in (" · ".join(sums), *doubled[:3]) if part))
        self._fill(self.tables.fees, figures.fees, CheckId.FEES)

    def _show_log(self) -> None:
        assert self._loaded is not None  # as above
        view = self._loaded.view
        self.title.setText("Nhật ký và các phiếu đã chốt")
        self._say(
            f"Nhật ký của quầy có {money(view.figures.place)} việc. Dấu của việc cuối cùng được in trên "
            "phiếu chốt: sửa nhật ký sau khi ký thì phiếu không còn khớp."
        )
        self.proof.setText("\n".join(grouped(view.head)))
        self.proof.show()
        self._fill(self.tables.sheets, tuple(reversed(view.sign_offs)), CheckId.LOG)

    def _show_words(self, check: Check) -> None:
        if check.id is CheckId.DRAFTS:
            whose = f"{check.words[:1].upper()}{check.words[1:]}. " if check.words else ""
            self._say(whose + (_DRAFTS if check.figure else _NO_DRAFTS))
        else:
            self._say(_NO_BACKUP if check.is_open else _BACKUP)
        self._stack.setCurrentWidget(self._blank)


def joined(text: str) -> str:
    """Words that stay on one line."""
    return text.replace(" ", NBSP)


def code_of(row: object) -> str:
    """Code of the dossier that a row is about, "" for a sheet."""
    return row.code if isinstance(row, DayRow | FeeLine) else ""


def sheet_of(row: object) -> str:
    """Code of the sheet that a row is, "" for a dossier."""
    return row.code if isinstance(row, SignOff) else ""
