"""Help: every key that works now, made from the actions themselves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.actions import PAPERS, Shortcut
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.frames import Rule
from counter_app.ui.widgets.text import Text, caption, heading

EVERYWHERE = "Ở mọi trang"
FIXED: tuple[Shortcut, ...] = (
    Shortcut(EVERYWHERE, "Sang ô tiếp theo", "Tab, Enter"),
    Shortcut(EVERYWHERE, "Lùi lại, đóng", "Esc"),
    Shortcut(PAPERS, "Chọn hoặc bỏ chọn", "Phím cách"),
    Shortcut(PAPERS, "Số bản", "0–9"),
    Shortcut(PAPERS, "Đổi loại bản", "← →"),
)
"""Keys that belong to widgets, not to actions."""
_NO_GROUP = "Trang này"


def sheet_lines(shortcuts: Sequence[Shortcut]) -> tuple[Shortcut, ...]:
    """The actions, then the keys of widgets: those of papers only where papers are; no key has two names."""
    keys = {shortcut.key for shortcut in shortcuts}
    groups = {EVERYWHERE, *(shortcut.group for shortcut in shortcuts)}
    return (*shortcuts, *(line for line in FIXED if line.key not in keys and line.group in groups))


class HelpDialog(QDialog):
    """One sheet, two columns of groups; Esc closes it."""

    def __init__(self, shortcuts: Sequence[Shortcut], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Trợ giúp")
        self.setMinimumSize(theme.px(680), theme.px(440))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        column.setSpacing(theme.px(12))
        column.addWidget(Text("Phím tắt", Role.TITLE))
        column.addWidget(self._make_sheet(sheet_lines(shortcuts)), 1)
        foot = QHBoxLayout()
        foot.addWidget(caption("Mọi việc đều làm được bằng bàn phím."))
        foot.addStretch(1)
        close = Button("Đóng", key="Esc", name="help_close")
        close.clicked.connect(self.accept)
        foot.addWidget(close)
        column.addLayout(foot)
        close.setFocus()
        self._take_room()

    def _take_room(self) -> None:
        """As tall as the sheet, where the screen has so much: a list that goes on below is seldom read."""
        wanted = self.sizeHint().height() + self._sheet.sizeHint().height() - self._area.sizeHint().height()
        screen = self.screen().availableGeometry().height()
        self.resize(self.sizeHint().width(), min(wanted, screen - theme.px(72)))

    def _make_sheet(self, shortcuts: Sequence[Shortcut]) -> QWidget:
        groups: dict[str, list[Shortcut]] = {}
        for shortcut in dict.fromkeys(shortcuts):
            groups.setdefault(shortcut.group or _NO_GROUP, []).append(shortcut)
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(0, 0, theme.px(12), 0)
        columns.setSpacing(theme.px(40))
        sides = (QVBoxLayout(), QVBoxLayout())
        heights = [0, 0]
        for title, items in groups.items():
            side = 0 if heights[0] <= heights[1] else 1
            heights[side] += len(items) + 2
            sides[side].addWidget(self._make_group(title, items))
        for side in sides:
            side.setSpacing(theme.px(18))
            side.addStretch(1)
            columns.addLayout(side, 1)
        area = QScrollArea()
        area.setObjectName("help_sheet")
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = area.verticalScrollBar().sizeHint().width()
        area.setMinimumWidth(sheet.minimumSizeHint().width() + bar)
        self._area, self._sheet = area, sheet
        return area

    @staticmethod
    def _make_group(title: str, items: Sequence[Shortcut]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(theme.px(6))
        grid.addWidget(heading(title), 0, 0, 1, 2)
        grid.addWidget(Rule(), 1, 0, 1, 2)
        for row, item in enumerate(items, start=2):
            grid.addWidget(Text(item.words, Role.BODY, Tone.TEXT2), row, 0)
            key = Text(item.key, Role.CAPTION, Tone.TEXT, 500, figures=True)
            grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        return holder
