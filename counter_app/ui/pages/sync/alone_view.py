"""Đồng bộ at a desk without a centre: that it works alone, that nothing is missing, and how it joins one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import PAGE_HEAD, PAGE_HEAD_COMPACT, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.frames import CardFrame, Ground
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.text import Text, heading

_WIDTH = 640
_HERE = (
    ("hard-drive", "Mọi hồ sơ nằm trong tệp đã mã hóa của máy này, sao lưu mỗi ngày."),
    ("file-plus-2", "Tiếp nhận, bàn giao, giải quyết, trả kết quả, in giấy: làm được hết, không cần mạng."),
    ("barcode", "Số hồ sơ cấp ở đây là số thật: khi nối kho trung tâm, không hồ sơ nào phải đánh số lại."),
)
_ENROL = (
    "Ở kho trung tâm: chạy «counter-app central enrol» với --desk {desk} --origin {origin}; lệnh cho một tệp "
    "ghi danh."
)
_COMMAND = (
    "counter-app central enrol --agency-id {agency} --desk {desk} --origin {origin}"
    " --address ĐỊA-CHỈ --host MÁY-CHỦ --ca TỆP-CA --out TỆP"
)
_ADMIN = (
    ("user-plus", _ENROL),
    (
        "monitor",
        "Ở máy này: đóng chương trình, chạy «counter-app --data {folder} init --enrol TỆP», rồi mở lại.",
    ),
    ("refresh-cw", "Lần đầu gửi lên kho mọi việc đã ghi; dãy số của kho có hiệu lực từ ngày hôm sau."),
)
_OTHERS = "Khi cơ quan có kho trung tâm, quản trị nối quầy này vào; trang này sẽ có phiếu sáng mỗi ngày."


class AloneView(Ground):
    """A calm page; `show_for` adds how it is joined."""

    def __init__(self) -> None:
        super().__init__("window", name="sync_alone")
        self._command = ""
        self._bar = QWidget()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Text("Đồng bộ", Role.TITLE, Tone.TEXT, 600))
        row.addStretch(1)
        self.card = CardFrame(name="sync_alone_card")
        self.card.setMaximumWidth(theme.px(_WIDTH))
        self.card.body.setSpacing(theme.px(10))
        self.card.body.addWidget(heading("Quầy này làm việc một mình"))
        for icon, words in _HERE:
            self.card.body.addWidget(_line(icon, Text(words, Role.BODY, Tone.TEXT, wraps=True)))
        self.others = Text(_OTHERS, Role.BODY, Tone.TEXT2, wraps=True, name="sync_alone_words")
        self.card.body.addWidget(self.others)
        self.joining = QWidget()
        steps = QVBoxLayout(self.joining)
        steps.setContentsMargins(0, theme.px(8), 0, 0)
        steps.setSpacing(theme.px(10))
        steps.addWidget(heading("Nối với kho trung tâm"))
        self.steps = tuple(Text(words, Role.BODY, Tone.TEXT, wraps=True) for _, words in _ADMIN)
        for (icon, _), words in zip(_ADMIN, self.steps, strict=True):
            steps.addWidget(_line(icon, words))
        self.copy = Button("Chép lệnh ghi danh", icon="copy", key="Ctrl+Shift+C", name="sync_copy_enrol")
        self.copy.clicked.connect(self.copy_command)
        steps.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.card.body.addWidget(self.joining)
        column = QVBoxLayout(self)
        side = theme.px(PAGE_PADDING)
        column.setContentsMargins(side, 0, side, side)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.card)
        column.addStretch(1)

    def show_for(self, is_administrator: bool, agency: str, desk: int, origin: str, folder: str) -> None:
        """The steps are the administrator's; others read that somebody else does it. `origin`: id of this
        desk's log, by which the centre knows it again."""
        self.steps[0].setText(_ENROL.format(desk=desk, origin=origin))
        self.steps[1].setText(_ADMIN[1][1].format(folder=folder))
        self._command = _COMMAND.format(agency=agency, desk=desk, origin=origin)
        self.joining.setVisible(is_administrator)
        self.others.setVisible(not is_administrator)

    def copy_command(self) -> None:
        """The command for the centre, into the clipboard: nobody types an id of 32 digits."""
        if self.joining.isVisible():
            QGuiApplication.clipboard().setText(self._command)

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        self._bar.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD))


def _line(icon: str, words: Text) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(10))
    row.addWidget(IconMark(icon, Tone.TEXT2, 16, Role.BODY), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return made
