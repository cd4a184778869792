"""Top bar: the name of the house at the left, an optional search box, the person at the right."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui import icons, theme
from counter_app.ui.theme import Scheme
from counter_app.ui.tokens import RADIUS_NAV, SIDE_BAR, TOP_BAR, Role, Tone
from counter_app.ui.widgets.badge import paint_avatar
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.line_edit import LineEdit
from counter_app.ui.widgets.painting import focus_ring, rounded
from counter_app.ui.widgets.text import ElidedLabel, Text

_SCHEME_ICONS = {"light": "sun", "dark": "moon", "system": "sun-moon"}


class UserButton(QAbstractButton):
    """Avatar, name, desk and an arrow: opens the person's menu."""

    def __init__(self) -> None:
        super().__init__()
        self._person, self._desk = "", ""
        self._has_key_focus = False
        self.setObjectName("user_menu_button")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)

    def set_person(self, person: str, desk: str) -> None:
        """Who works here, at which desk."""
        self._person, self._desk = person, desk
        self.setAccessibleName(f"{person}, {desk}")
        self.updateGeometry()
        self.update()

    def _widths(self) -> tuple[int, int]:
        return (
            theme.text_width(theme.font(Role.BODY, 500), self._person),
            theme.text_width(theme.font(Role.BODY), self._desk),
        )

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + theme.px(8 + 28 + 8 + 9 + 8 + 16 + 8), theme.px(40))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_key_focus = event.reason() not in (
            Qt.FocusReason.MouseFocusReason,
            Qt.FocusReason.PopupFocusReason,
        )
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            rounded(painter, QRectF(self.rect()), theme.px(RADIUS_NAV), theme.colour("hover"))
        side = theme.px(28)
        x, middle = theme.px(8), self.height() / 2
        paint_avatar(painter, QRectF(x, middle - side / 2, side, side), self._person, is_chosen=True)
        x += side + theme.px(8)
        person, desk = self._widths()
        for words, width, weight, tint in (
            (self._person, person, 500, "text"),
            (self._desk, desk, 400, "text2"),
        ):
            painter.setFont(theme.font(Role.BODY, weight))
            painter.setPen(theme.colour(tint))
            painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            x += width + theme.px(8)
        arrow = theme.px(16)
        icons.draw(painter, "chevron-down", QPointF(x, middle - arrow / 2), arrow, theme.colour("text2"))
        if self.hasFocus() and self._has_key_focus:
            focus_ring(painter, QRectF(self.rect()), theme.px(RADIUS_NAV))


class TopBar(Ground):
    """52 px. The search box is absent unless `with_search` (a later page brings it)."""

    switch_requested = Signal()
    lock_requested = Signal()
    sign_out_requested = Signal()
    about_requested = Signal()
    scheme_chosen = Signal(str)

    def __init__(self, *, with_search: bool = False) -> None:
        super().__init__("window", ("bottom",), name="top_bar")
        self.setFixedHeight(theme.px(TOP_BAR))
        self.search: LineEdit | None = None
        self.user = UserButton()
        self.user.clicked.connect(self.open_menu)
        self._agency = ElidedLabel("", Role.CAPTION, Tone.TEXT2, name="agency_label")
        self._menu = self._make_menu()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), 0, theme.px(8), 0)
        row.setSpacing(0)
        row.addWidget(self._make_brand())
        if with_search:
            self.search = self._make_search()
            row.addWidget(self.search, 100)
        row.addStretch(1)
        row.addWidget(self.user)
        self._row = row
        theme.signals().changed.connect(self._restyle)

    def set_session(self, agency: str, person: str, desk: str) -> None:
        """Whose window this is."""
        self._agency.setText(agency)
        self.user.set_person(person, desk)
        self.user.setVisible(bool(person))

    def set_agency(self, agency: str) -> None:
        """The name below the brand."""
        self._agency.setText(agency)

    def add_light(self, light: QWidget) -> None:
        """Put a small widget left of the person: what is going on behind the work."""
        self._row.insertWidget(self._row.indexOf(self.user), light)

    def set_scheme(self, scheme: str) -> None:
        """Tick the look that is in use."""
        for action in self._schemes.actions():
            action.setChecked(action.data() == str(scheme))
        self._restyle()

    def menu(self) -> QMenu:
        """The person's menu."""
        return self._menu

    def open_menu(self) -> None:
        """Open the menu below the button, its right edges aligned."""
        corner = self.user.mapToGlobal(QPoint(self.user.width(), self.user.height() + theme.px(4)))
        self._menu.popup(corner - QPoint(self._menu.sizeHint().width(), 0))

    def _make_brand(self) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(theme.px(SIDE_BAR + 24 - 20))
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, theme.px(5), theme.px(16), theme.px(5))
        column.setSpacing(0)
        column.addWidget(Text("Một cửa", Role.TITLE, Tone.ACCENT, 600, name="brand_label"))
        column.addWidget(self._agency)
        return holder

    def _make_search(self) -> LineEdit:
        made = LineEdit(name="global_search", placeholder="Quét hoặc gõ mã, tên, MST, CCCD…")
        made.setAccessibleName("Tìm hồ sơ")
        made.set_icon("scan-barcode")
        made.set_trail("F3")
        made.setMinimumWidth(theme.px(320))
        made.setMaximumWidth(theme.px(491))
        return made

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("user_menu")
        self._named = {
            "switch": ("Đổi người dùng", "users", self.switch_requested),
            "lock": ("Khóa quầy\tCtrl+L", "lock", self.lock_requested),
            "about": ("Giới thiệu", "info", self.about_requested),
            "sign_out": ("Đăng xuất", "log-out", self.sign_out_requested),
        }
        self._actions: dict[str, QAction] = {}
        for name in ("switch", "lock"):
            self._add(menu, name)
        menu.addSeparator()
        self._schemes = QActionGroup(menu)
        for scheme, words in (
            (Scheme.LIGHT, "Nền sáng"),
            (Scheme.DARK, "Nền tối"),
            (Scheme.SYSTEM, "Theo hệ thống"),
        ):
            action = QAction(words, menu)
            action.setObjectName(f"scheme_{scheme}")
            action.setCheckable(True)
            action.setData(str(scheme))
            self._schemes.addAction(action)
            menu.addAction(action)
        self._schemes.triggered.connect(lambda action: self.scheme_chosen.emit(action.data()))
        menu.addSeparator()
        for name in ("about", "sign_out"):
            self._add(menu, name)
        self._restyle()
        return menu

    def _add(self, menu: QMenu, name: str) -> None:
        words, _icon, signal = self._named[name]
        action = menu.addAction(words)
        action.setObjectName(f"user_{name}")
        action.triggered.connect(lambda: signal.emit())
        self._actions[name] = action

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(TOP_BAR))
        for name, action in self._actions.items():
            action.setIcon(icons.icon(self._named[name][1], theme.now().text2))
        for action in self._schemes.actions():
            name = "check" if action.isChecked() else _SCHEME_ICONS[action.data()]
            tint = theme.now().accent_text if action.isChecked() else theme.now().text2
            action.setIcon(icons.icon(name, tint))
