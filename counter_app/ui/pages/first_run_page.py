"""First run: the agency, this desk, its administrator, printer and witness folder; or a trial desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.codes import check_agency_id
from counter_app.domain.text import clean_name, normalise_login
from counter_app.ui import theme
from counter_app.ui.pages.first_run_checks import Entered, admin_password_problem, first_run_problems
from counter_app.ui.tokens import MAIN_BUTTON, Role, Tone
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import ChoiceField, Field, TextField
from counter_app.ui.widgets.frames import CardFrame, Ground
from counter_app.ui.widgets.notice import IconMark, Notice
from counter_app.ui.widgets.secret_field import SecretField
from counter_app.ui.widgets.text import SectionLabel, Text, caption, heading

_WIDTH = 1040
_SIDE = 300


@dataclass(frozen=True)
class FirstRun:
    """What the person entered, checked. `desk` counts from 1 to `desks`; `printer` and `witness_folder` may
    be empty (no printer yet, no witness journal)."""

    agency_id: str
    agency: str
    agency_short: str
    desk: int
    desks: int
    admin_name: str
    admin_login: str
    password: str
    printer: str
    witness_folder: str


def _no_folder_problem(folder: str) -> str:
    return "" if Path(folder).is_dir() else "không có thư mục này"


class FirstRunPage(Ground):
    """`submitted(FirstRun)` when every field is right; `trial_requested` for a trial desk.

    `folder_problem(path)` answers what is wrong with a folder in a few words, empty when nothing is.
    """

    submitted = Signal(object)
    trial_requested = Signal()

    def __init__(
        self,
        *,
        printers: Sequence[str] = (),
        default_printer: str = "",
        folder_problem: Callable[[str], str] = _no_folder_problem,
    ) -> None:
        super().__init__("window", name="first_run_page")
        self._folder_problem = folder_problem
        self._make_fields(printers, default_printer)
        self.notice = Notice(name="first_run_notice")
        self._build()
        self._connect()
        self.setFocusProxy(self.agency)

    # -- building

    def _make_fields(self, printers: Sequence[str], default_printer: str) -> None:
        self.agency = TextField(
            "Tên cơ quan", name="agency_name", is_required=True, hint="in trên mọi giấy tờ", max_length=255
        )
        self.short = TextField("Tên ngắn", name="agency_short_name", hint="ở góc cửa sổ", max_length=60)
        self.agency_id = TextField(
            "Mã định danh",
            name="agency_id",
            is_required=True,
            figures=True,
            placeholder="H24.28",
            max_length=20,
        )
        self.desk = TextField("Quầy số", name="desk_number", is_required=True, figures=True, max_length=2)
        self.desks = TextField(
            "Tổng số quầy", name="desk_count", is_required=True, figures=True, max_length=2
        )
        self.desk.set_value("1")
        self.desks.set_value("1")
        self.admin = TextField("Họ và tên", name="admin_name", is_required=True, max_length=255)
        self.login = TextField("Tên đăng nhập", name="admin_login", is_required=True, max_length=32)
        self.password = SecretField(
            "Mật khẩu", name="admin_password", hint="ít nhất 8 ký tự", is_required=True
        )
        self.again = SecretField("Gõ lại mật khẩu", name="admin_password_again", is_required=True)
        for secret in (self.password, self.again):
            secret.enter_moves_on = True
        choices = [("", "Chưa có máy in"), *((printer, printer) for printer in printers)]
        self.printer = ChoiceField("Máy in", choices, name="printer")
        self.printer.set_value(default_printer)
        self.folder = TextField("Thư mục nhật ký dự phòng", name="witness_folder", hint="ổ đĩa khác, nếu có")
        self._browse = Button("Chọn…", name="choose_folder")

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        middle = QWidget()
        middle.setFixedWidth(theme.px(_WIDTH))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Text("Một cửa", Role.FIGURE, Tone.ACCENT, 600, name="brand_label"))
        words = "Máy này chưa có bàn làm việc. Điền một lần để mở bàn làm việc."
        column.addWidget(Text(words, Role.BODY, Tone.TEXT2))
        column.addSpacing(theme.px(16))
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        row.addWidget(self._make_form(), 1)
        row.addWidget(self._make_side())
        column.addLayout(row)
        outer.addStretch(1)
        outer.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)

    def _make_form(self) -> QWidget:
        card = CardFrame(name="first_run_card")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(10))
        sections: tuple[tuple[str, str, tuple[tuple[tuple[QWidget, int], ...], ...]], ...] = (
            ("Cơ quan", "", (((self.agency, 6),), ((self.short, 3), (self.agency_id, 3)))),
            ("Quầy", "của máy này", (((self.desk, 3), (self.desks, 3)),)),
            (
                "Quản trị",
                "người đầu tiên",
                (((self.admin, 3), (self.login, 3)), ((self.password, 3), (self.again, 3))),
            ),
            ("Máy này", "", (((self.printer, 6),), ((self._folder_row(), 6),))),
        )
        at = 0
        for title, words, rows in sections:
            if at:
                grid.setRowMinimumHeight(at, theme.px(4))
                at += 1
            label = SectionLabel(title, words, compact=True)
            label.layout().setContentsMargins(0, theme.px(20), theme.px(8), 0)
            grid.addWidget(label, at, 0, len(rows), 1)
            for fields in rows:
                column = 1
                for field, span in fields:
                    grid.addWidget(field, at, column, 1, span)
                    column += span
                at += 1
        for column in range(1, 7):
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        return card

    def _folder_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.folder, 1)
        row.addWidget(self._browse, 0, Qt.AlignmentFlag.AlignBottom)
        return holder

    def _make_side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(theme.px(_SIDE))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        card = CardFrame(name="trial_card")
        card.body.addWidget(heading("Chỉ muốn xem thử?"))
        words = (
            "Bàn thử có đủ 54 thủ tục, lịch làm việc, chín người và những hồ sơ bịa. "
            "Giấy in từ đó không có giá trị; xóa đi lúc nào cũng được."
        )
        card.body.addWidget(caption(words, Tone.TEXT2, wraps=True))
        self.trial = Button("Mở bàn thử", icon="eye", key="Ctrl+T", name="open_trial", height=36)
        card.body.addWidget(self.trial)
        column.addWidget(card)
        for icon, words in (
            ("lock", "Dữ liệu nằm trên máy này, trong một tệp được mã hóa."),
            ("hard-drive", "Nhật ký dự phòng ghi lại từng số đã cấp; ổ đĩa hỏng cũng không mất số."),
            ("users", "Cán bộ và phòng ban thêm sau, mỗi người một mật khẩu."),
        ):
            column.addLayout(self._fact(icon, words))
        column.addStretch(1)
        column.addWidget(self.notice)
        self.main = Button(
            "Tạo bàn làm việc",
            ButtonKind.MAIN,
            icon="check",
            key="Ctrl+Enter",
            name="create_desk",
            height=MAIN_BUTTON,
        )
        column.addWidget(self.main)
        return side

    @staticmethod
    def _fact(icon: str, words: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(4), theme.px(4), 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(IconMark(icon, Tone.TEXT2, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(caption(words, Tone.TEXT2, wraps=True), 1)
        return row

    def _connect(self) -> None:
        self.main.clicked.connect(self.submit)
        self.trial.clicked.connect(self.trial_requested)
        self._browse.clicked.connect(self._choose_folder)
        group = "Thiết lập lần đầu"
        for keys, name in (("Ctrl+Return", "act_create_desk"), ("Ctrl+Enter", "act_create_desk_keypad")):
            add_action(self, "Tạo bàn làm việc", keys, self.submit, name=name, group=group)
        add_action(self, "Mở bàn thử", "Ctrl+T", self.trial_requested.emit, name="act_trial", group=group)
        for name, field in self._by_name().items():
            field.left.connect(lambda name=name: self._check(name))
            field.edited.connect(field.clear_mark)
        self.password.edited.connect(self._judge_password)

    # -- what happens

    def submit(self) -> None:
        """Check every field; say what is wrong beside it and put the cursor there, or send the value."""
        self.notice.clear()
        problems = first_run_problems(self._entered(), self._folder_problem)
        fields = self._by_name()
        for problem in problems:
            fields[problem.field].set_problem(problem.words)
        if problems:
            fields[problems[0].field].setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.submitted.emit(self._value())

    def show_error(self, text: str) -> None:
        """Something went wrong below the page (a folder that cannot be written): say it above the button."""
        self.notice.show_error(text)

    def set_busy(self, is_busy: bool) -> None:
        """While the desk is made the buttons wait."""
        self.main.setEnabled(not is_busy)
        self.trial.setEnabled(not is_busy)

    def _by_name(self) -> dict[str, Field]:
        return {
            "agency": self.agency,
            "agency_id": self.agency_id,
            "desk": self.desk,
            "desks": self.desks,
            "admin": self.admin,
            "login": self.login,
            "password": self.password,
            "again": self.again,
            "folder": self.folder,
        }

    def _entered(self) -> Entered:
        return Entered(
            agency=self.agency.value(),
            agency_id=self.agency_id.value(),
            desk=self.desk.value(),
            desks=self.desks.value(),
            admin=self.admin.value(),
            login=self.login.value(),
            password=self.password.value(),
            again=self.again.value(),
            folder=self.folder.value(),
        )

    def _check(self, name: str) -> None:
        field = self._by_name()[name]
        if isinstance(field, TextField) and not field.value():
            return  # An empty field is not yet wrong; it is named when the form is sent.
        for problem in first_run_problems(self._entered(), self._folder_problem):
            if problem.field == name:
                field.set_problem(problem.words)

    def _judge_password(self) -> None:
        problem = admin_password_problem(self._entered())
        if problem and self.password.value():
            self.password.set_warning(problem)
        elif not problem:
            self.password.set_ok("đủ dài")

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Thư mục nhật ký dự phòng", self.folder.value())
        if chosen:
            self.folder.set_value(chosen)
            self.folder.clear_mark()
            self._check("folder")

    def _value(self) -> FirstRun:
        agency = clean_name(self.agency.value(), field="agency")
        return FirstRun(
            agency_id=check_agency_id(self.agency_id.value()),
            agency=agency,
            agency_short=self.short.value() or agency.replace("Ban Quản lý", "BQL"),
            desk=int(self.desk.value()),
            desks=int(self.desks.value()),
            admin_name=clean_name(self.admin.value(), field="admin"),
            admin_login=normalise_login(self.login.value()),
            password=self.password.value(),
            printer=self.printer.value(),
            witness_folder=self.folder.value(),
        )
