"""Staff tiles of the sign-in page: avatar, name, role; chosen by number, arrow, letter or click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import RADIUS_CARD, Role
from counter_app.ui.widgets.badge import paint_avatar
from counter_app.ui.widgets.painting import rounded

COLUMNS = 4
_HEIGHT = 83
_AVATAR = 44


@dataclass(frozen=True)
class StaffChoice:
    """One person: `role` in words ("Cán bộ một cửa"), `detail` ("Đang khóa từ 09:12", "Phòng QLĐT")."""

    login: str
    name: str
    role: str
    detail: str = ""


class StaffTile(QWidget):
    """A card with avatar, three lines and its number key; the grid around it holds the focus."""

    clicked = Signal(str)

    def __init__(self, staff: StaffChoice, number: int) -> None:
        super().__init__()
        self.staff, self.number = staff, number
        self._is_chosen = False
        self._is_cursor = False
        self.setObjectName(f"staff_tile_{staff.login}")
        self.setAccessibleName(f"{staff.name}, {staff.role}")
        self.setMinimumSize(theme.px(190), theme.px(_HEIGHT))
        self.setMaximumHeight(theme.px(_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_state(self, *, is_chosen: bool, is_cursor: bool) -> None:
        """Chosen: filled; cursor: outlined."""
        self._is_chosen, self._is_cursor = is_chosen, is_cursor
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(231), theme.px(_HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit(self.staff.login)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = "accent_soft" if self._is_chosen else "hover" if self.underMouse() else "surface"
        marked = self._is_chosen or self._is_cursor
        outline = theme.colour("accent_text" if marked else "border")
        radius = theme.px(RADIUS_CARD)
        rounded(painter, QRectF(self.rect()), radius, theme.colour(ground), outline, 2 if marked else 1)
        side = theme.px(_AVATAR)
        disc = QRectF(theme.px(16), (self.height() - side) / 2, side, side)
        paint_avatar(painter, disc, self.staff.name, is_chosen=self._is_chosen)
        self._paint_words(painter, disc.right() + theme.px(12))
        if self.number:
            painter.setFont(theme.font(Role.CAPTION, figures=True))
            painter.setPen(theme.colour("accent_text" if self._is_chosen else "text2"))
            corner = QRectF(self.width() - theme.px(30), theme.px(8), theme.px(20), theme.px(16))
            painter.drawText(corner, Qt.AlignmentFlag.AlignRight, str(self.number))

    def _paint_words(self, painter: QPainter, x: float) -> None:
        room = int(self.width() - x - theme.px(24))
        lines = [
            (self.staff.name, theme.font(Role.BODY, 600), "text", theme.line(Role.BODY)),
            (self.staff.role, theme.font(Role.CAPTION), "text2", theme.px(17)),
            (self.staff.detail, theme.font(Role.CAPTION), "text3", theme.px(17)),
        ]
        shown = [line for line in lines if line[0]]
        y = (self.height() - sum(line[3] for line in shown)) / 2
        for words, made, tint, height in shown:
            painter.setFont(made)
            painter.setPen(theme.colour(tint))
            cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room + 1)
            painter.drawText(QRectF(x, y, room + 4, height), Qt.AlignmentFlag.AlignVCenter, cut)
            y += height


class StaffGrid(QWidget):
    """The tiles as one stop of the Tab key.

    `chosen(login)`: number key, Enter on the cursor tile, or a click. `typed(text)`: a letter was typed,
    to filter by name.
    """

    chosen = Signal(str)
    typed = Signal(str)

    def __init__(self, *, name: str = "staff_grid") -> None:
        super().__init__()
        self._tiles: list[StaffTile] = []
        self._at = 0
        self._login = ""
        self.setObjectName(name)
        self.setAccessibleName("Chọn người dùng")
        # By keys alone: a click beside the tiles must not take the cursor out of a password.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(16))
        for column in range(COLUMNS):
            self._layout.setColumnStretch(column, 1)

    def set_staff(self, staff: Sequence[StaffChoice]) -> None:
        """Show these people, in this order; the first nine get a number."""
        for tile in self._tiles:
            self._layout.removeWidget(tile)
            tile.deleteLater()
        self._tiles = []
        for at, person in enumerate(staff):
            tile = StaffTile(person, at + 1 if at < 9 else 0)
            tile.clicked.connect(self._choose)
            self._layout.addWidget(tile, at // COLUMNS, at % COLUMNS)
            self._tiles.append(tile)
        self._at = 0
        self._show_state()

    def logins(self) -> tuple[str, ...]:
        """Who is shown, in order."""
        return tuple(tile.staff.login for tile in self._tiles)

    def set_chosen(self, login: str) -> None:
        """Mark a person as chosen without a signal; an empty login marks nobody."""
        self._login = login
        logins = self.logins()
        if login in logins:
            self._at = logins.index(login)
        self._show_state()

    def choose_number(self, number: int) -> bool:
        """Choose by number key 1–9; False when there is no such tile."""
        if not 1 <= number <= min(9, len(self._tiles)):
            return False
        self._choose(self._tiles[number - 1].staff.login)
        return True

    def choose_first(self) -> bool:
        """Choose the first person shown; False when nobody is."""
        return self.choose_number(1)

    def _choose(self, login: str) -> None:
        self.set_chosen(login)
        self.chosen.emit(login)

    def _show_state(self) -> None:
        for at, tile in enumerate(self._tiles):
            is_cursor = self.hasFocus() and at == self._at
            tile.set_state(is_chosen=tile.staff.login == self._login, is_cursor=is_cursor)
            if at == self._at:
                self.setAccessibleDescription(tile.accessibleName())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -COLUMNS,
            Qt.Key.Key_Down: COLUMNS,
        }
        text = event.text()
        if event.key() in steps and self._tiles:
            self._at = min(max(self._at + steps[Qt.Key(event.key())], 0), len(self._tiles) - 1)
            self._show_state()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._tiles:
            self._choose(self._tiles[self._at].staff.login)
        elif text.isdigit() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.choose_number(int(text))
        elif text.isalpha():
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_state()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_state()
