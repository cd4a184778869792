"""About box: version, where the data lie, licences of what is built in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.frames import Rule
from counter_app.ui.widgets.text import Text


@dataclass(frozen=True)
class Part:
    """Something built in: its name, version and licence."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True)
class AboutView:
    """`version` of the program; `data_folder` as people find it; `parts` built in."""

    version: str
    data_folder: str = ""
    parts: tuple[Part, ...] = ()


class AboutDialog(QDialog):
    """Plain facts; Esc closes it."""

    def __init__(self, view: AboutView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Giới thiệu")
        self.setMinimumWidth(theme.px(480))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        column.setSpacing(theme.px(8))
        column.addWidget(Text("Một cửa", Role.TITLE, Tone.ACCENT, 600))
        column.addWidget(Text(f"Phiên bản {view.version}", tone=Tone.TEXT2))
        if view.data_folder:
            folder = Text(f"Dữ liệu: {view.data_folder}", Role.CAPTION, Tone.TEXT3, wraps=True)
            folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(folder)
        column.addWidget(Rule())
        column.addLayout(self._make_parts(view))
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = Button("Đóng", key="Esc", name="about_close")
        close.clicked.connect(self.accept)
        foot.addWidget(close)
        column.addLayout(foot)

    @staticmethod
    def _make_parts(view: AboutView) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(4))
        for row, part in enumerate(view.parts):
            grid.addWidget(Text(part.name), row, 0)
            grid.addWidget(Text(part.version, Role.CAPTION, Tone.TEXT2, figures=True), row, 1)
            grid.addWidget(Text(part.licence, Role.CAPTION, Tone.TEXT3), row, 2)
        grid.setColumnStretch(0, 1)
        return grid
