"""Copies of the file: the daily ones, one to another medium now, and the witness journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from counter_app.domain.events import LOCAL_ZONE
from counter_app.domain.text import date_text, day_name_long, money, time_text
from counter_app.ui import theme
from counter_app.ui.models.columns import Column
from counter_app.ui.models.rows_model import RowsModel
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.administration.part import AdministrationPart, main_button, section
from counter_app.ui.tokens import PAGE_PADDING, PANEL_BUTTON, Tone
from counter_app.ui.tokens import Role as Type
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.cells import TextCell
from counter_app.ui.widgets.data_table import DataTable
from counter_app.ui.widgets.text import Text, caption

_PLACE = "administration/backup_folder"


@dataclass(frozen=True)
class Copy:
    """A daily copy: `made_at` local; size in bytes."""

    name: str
    made_at: datetime
    size: int


def _columns() -> tuple[Column[Copy], ...]:
    def when(copy: Copy) -> TextCell:
        at = copy.made_at
        return TextCell(f"{time_text(at)}  {day_name_long(at)} {date_text(at)}", figures=True)

    return (
        Column("when", "Sao lưu lúc", 260, when, is_fixed=True),
        Column("name", "Tệp", 260, lambda copy: TextCell(copy.name, Tone.TEXT2), is_stretch=True),
        Column(
            "size",
            "Dung lượng, KB",
            150,
            lambda copy: TextCell(money(max(1, copy.size // 1024)), figures=True),
            is_right=True,
        ),
    )


class BackupPart(AdministrationPart):
    """The program copies by itself each day and keeps seven; a copy on another medium is made here."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "backup_part")
        self.model = RowsModel(_columns(), key=lambda copy: copy.name)
        self.table = DataTable(self.model, name="copies_table", label="Bản sao hằng ngày")
        self.table.set_empty("Chưa có bản sao nào.", "Bản đầu tiên được tạo trong ngày làm việc đầu tiên.")
        self._journal = Text("", Type.BODY, Tone.TEXT, name="journal_place", wraps=True)
        self.choose = Button("Chọn thư mục…", icon="hard-drive", name="choose_journal", height=PANEL_BUTTON)
        self.save = main_button("Sao lưu ngay…", "backup_now")
        self._build()
        self.save.clicked.connect(self.submit)
        self.choose.clicked.connect(self._choose_journal)

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(side, theme.px(8), side, side)
        outer.setSpacing(theme.px(10))
        outer.addWidget(self.notice)
        outer.addWidget(section("Nhật ký dự phòng", "mỗi việc được ghi thêm một lần ở nơi thứ hai"))
        row = QHBoxLayout()
        row.addWidget(self._journal, 1)
        row.addWidget(self.choose)
        outer.addLayout(row)
        outer.addWidget(section("Bản sao hằng ngày", "giữ bảy bản gần nhất, đã kiểm tra khi tạo"))
        outer.addWidget(self.table, 1)
        foot = QHBoxLayout()
        words = "Bản sao được mã hóa; cất cùng tệp khóa store.key thì mới mở lại được."
        foot.addWidget(caption(words))
        foot.addStretch(1)
        foot.addWidget(self.save)
        outer.addLayout(foot)

    def reload(self) -> None:
        """Look at the copies and the journal's place."""
        journal = self.context.desk.settings.journal
        self._journal.setText(journal or "Chưa đặt: hãy chọn một thư mục trên ổ đĩa khác hoặc USB.")
        self._journal.set_tone(Tone.TEXT if journal else Tone.AMBER)
        self.choose.setText("Chọn nơi khác…" if journal else "Chọn thư mục…")
        work = self.context.jobs.work
        work(self._copies, self.model.set_rows, self.failed, channel="copies", is_kept=False)

    def _copies(self) -> list[Copy]:
        found = []
        for path in self.context.desk.copies():
            told = path.stat()
            made = datetime.fromtimestamp(told.st_mtime, tz=LOCAL_ZONE).replace(tzinfo=None)
            found.append(Copy(path.name, made, told.st_size))
        return found

    def submit(self) -> None:
        """Ask for a folder and copy the file there, checked."""
        folder = self._ask_folder("Sao lưu vào thư mục nào?")
        if folder:
            self.copy_to(Path(folder))

    def copy_to(self, folder: Path) -> None:
        """A copy in `folder`, named by desk and moment."""
        now = self.context.now()
        target = folder / f"mot-cua-{self.context.desk.desk_number}-{now:%Y%m%d-%H%M}.db"
        self.save.setEnabled(False)
        self.context.jobs.work(
            lambda: self.context.desk.backup_to(target),
            lambda _: self.notice.show_done(f"Đã sao lưu và kiểm tra: {target}"),
            self.failed,
            lambda: self.save.setEnabled(True),
        )

    def _choose_journal(self) -> None:
        folder = self._ask_folder("Ghi nhật ký dự phòng vào thư mục nào?")
        if folder:
            self.keep_journal(Path(folder))

    def keep_journal(self, folder: Path) -> None:
        """The witness journal in `folder` from now on."""
        self.context.jobs.work(lambda: self._keep(folder), self._journal_kept, self.failed)

    def _keep(self, folder: Path) -> bool:
        """Keep it there; whether that is the disk of the file, which would take both with it."""
        self.context.desk.keep_journal(folder)
        return folder.stat().st_dev == self.context.desk.folder.stat().st_dev

    def _journal_kept(self, is_same_disk: bool) -> None:
        self.reload()
        done = "Nhật ký dự phòng được ghi ở nơi mới từ bây giờ."
        if is_same_disk:
            risk = "Nơi này cùng ổ đĩa với dữ liệu: ổ hỏng thì mất cả hai, nên chọn ổ khác hoặc USB."
            self.notice.show_warning(f"{done} {risk}")
        else:
            self.notice.show_done(done)
        self.context.session.say_changed("machine")

    def _ask_folder(self, words: str) -> str:
        begin = self.context.memory.text(_PLACE, str(Path.home()))
        folder = QFileDialog.getExistingDirectory(self, words, begin)
        if folder:
            self.context.memory.keep(_PLACE, folder)
        return folder
