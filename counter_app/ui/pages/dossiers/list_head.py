"""Head of the list Hồ sơ: figures, saved filters, menus of field and unit, columns, export, chips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from counter_app.domain.text import money
from counter_app.queries.dossier_pages import Counts
from counter_app.ui import theme
from counter_app.ui.pages.dossiers.saved_filters import MOST_NAME, FilterSegments
from counter_app.ui.tokens import FIELD, PAGE_HEAD, PAGE_HEAD_COMPACT, PAGE_PADDING, Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.line_edit import LineEdit
from counter_app.ui.widgets.text import ElidedLabel, Text

Choice = tuple[str, str]
_CHIP = 28
_WIDE = 900


class ListHead(QWidget):
    """Says what a person chose: `base_chosen(value)`, `field_chosen(code)` and `unit_chosen(code)` (empty is
    all), `saved_chosen`, `save_asked` and `forget_asked` (a name), `column_toggled(id)`."""

    base_chosen = Signal(str)
    field_chosen = Signal(str)
    unit_chosen = Signal(str)
    saved_chosen = Signal(str)
    save_asked = Signal(str)
    forget_asked = Signal(str)
    column_toggled = Signal(str)
    widths_forgotten = Signal()
    export_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("dossiers_head")
        self.figures = ElidedLabel("", Role.BODY, Tone.TEXT2, name="dossier_figures")
        self.saved = Button("Bộ lọc riêng", ButtonKind.QUIET, icon="list-checks", name="own_filters")
        self.columns = Button("Cột", ButtonKind.QUIET, icon="columns-3", name="choose_columns")
        self.export = Button(
            "Xuất", ButtonKind.QUIET, icon="file-spreadsheet", key="Ctrl+E", name="export_list"
        )
        self.register = Button("", ButtonKind.QUIET, icon="printer", name="print_register")
        self.register.setToolTip("In sổ theo dõi hồ sơ (Ctrl+B)")
        self.segments = FilterSegments()
        self.field = Button("Lĩnh vực", ButtonKind.QUIET, icon="list-filter", name="filter_field")
        self.unit = Button("Đơn vị", ButtonKind.QUIET, icon="list-filter", name="filter_unit")
        self.name_edit = LineEdit(name="filter_name", placeholder="Tên bộ lọc, rồi Enter")
        self.name_edit.setAccessibleName("Tên của bộ lọc riêng")
        self.name_edit.setMaxLength(MOST_NAME)
        self.name_edit.hide()
        self._choices: dict[str, Callable[[], Iterable[tuple[str, str, bool]]]] = {}
        self._build()
        self._connect()

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(side, 0, side, theme.px(8))
        whole.setSpacing(0)
        self._title = QWidget()
        row = QHBoxLayout(self._title)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(Text("Hồ sơ", Role.TITLE, Tone.TEXT, 600))
        row.addWidget(self.figures, 1)
        for button in (self.saved, self.columns, self.export):
            row.addWidget(button)
        whole.addWidget(self._title)
        filters = QHBoxLayout()
        filters.setContentsMargins(0, 0, 0, 0)
        filters.setSpacing(theme.px(8))
        filters.addWidget(self.segments)
        filters.addWidget(self.field)
        filters.addWidget(self.unit)
        filters.addStretch(1)
        filters.addWidget(self.register)
        whole.addLayout(filters)
        self._chip_row = QWidget()
        self._chips = QHBoxLayout(self._chip_row)
        self._chips.setContentsMargins(0, theme.px(8), 0, 0)
        self._chips.setSpacing(theme.px(8))
        self._chips.addWidget(self.name_edit)
        self._chips.addStretch(1)
        self._chip_row.hide()
        whole.addWidget(self._chip_row)
        self.set_compact(False)

    def _connect(self) -> None:
        self.segments.changed.connect(self.base_chosen)
        self.export.clicked.connect(self.export_asked)
        self.name_edit.returnPressed.connect(self._name_given)
        for button, chosen in (
            (self.field, self.field_chosen),
            (self.unit, self.unit_chosen),
            (self.columns, self.column_toggled),
        ):
            button.clicked.connect(partial(self._open_choices, button, chosen))
        self.saved.clicked.connect(self._open_saved)

    def set_compact(self, compact: bool) -> None:
        """A lower title row in low windows."""
        self._title.setFixedHeight(theme.px(PAGE_HEAD_COMPACT if compact else PAGE_HEAD))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside an open dossier there is no room for the words of the register: its icon stays."""
        super().resizeEvent(event)
        is_wide = self.width() >= theme.px(_WIDE)
        if bool(self.register.words()) != is_wide:
            self.register.setText("Sổ theo dõi" if is_wide else "")
            self.register.set_key("Ctrl+B" if is_wide else "")
        self.register.setAccessibleName("In sổ theo dõi hồ sơ Ctrl+B")

    # -- what it shows

    def show_counts(self, counts: Counts) -> None:
        """`61 đang mở · 1.284 hồ sơ`."""
        self.segments.show_counts(counts)
        self.figures.setText(f"{money(counts.is_open)} đang mở · {money(counts.everything)} hồ sơ")

    def set_choices(
        self,
        button: Button,
        choices: Callable[[], Iterable[tuple[str, str, bool]]],
    ) -> None:
        """What the menu of a button holds when it is opened: (value, words, whether it is chosen)."""
        self._choices[button.objectName()] = choices

    def show_chips(self, chips: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        """What the list is narrowed to besides: (English name, words, what leaving it does)."""
        while self._chips.count() > 2:
            old = self._chips.takeAt(1).widget()
            had_focus = old.hasFocus()
            old.hide()
            old.deleteLater()
            if had_focus:
                self.segments.setFocus(Qt.FocusReason.OtherFocusReason)
        for place, (name, words, leave) in enumerate(chips, start=1):
            chip = Button(words, ButtonKind.PLAIN, icon="x", name=f"chip_{name}", height=_CHIP)
            chip.setAccessibleName(f"Bỏ lọc: {words}")
            chip.clicked.connect(partial(_leave, leave))
            self._chips.insertWidget(place, chip)
        self._fit_chips()

    def _fit_chips(self) -> None:
        self._chip_row.setVisible(self._chips.count() > 2 or not self.name_edit.isHidden())

    # -- menus

    def _open_choices(self, button: Button, chosen: Signal, _checked: bool = False) -> None:
        menu = self._menu(button)
        for value, words, is_chosen in self._choices[button.objectName()]():
            action = menu.addAction(words.replace("&", "&&"))
            action.setObjectName(f"{button.objectName()}_{value or 'all'}")
            action.setCheckable(True)
            action.setChecked(is_chosen)
            action.triggered.connect(partial(_say, chosen, value))
        if button is self.columns:
            menu.addSeparator()
            action = menu.addAction("Độ rộng ban đầu")
            action.setObjectName("forget_widths")
            action.triggered.connect(self.widths_forgotten)
        _pop(menu, button)

    def _open_saved(self) -> None:
        menu = self._menu(self.saved)
        names = [value for value, _, _ in self._choices[self.saved.objectName()]()]
        for number, name in enumerate(names, start=1):
            action = menu.addAction(name.replace("&", "&&"))
            action.setObjectName(f"own_filter_{number}")
            action.triggered.connect(partial(_say, self.saved_chosen, name))
        if names:
            menu.addSeparator()
        action = menu.addAction("Lưu bộ lọc đang dùng…")
        action.setObjectName("save_filter")
        action.triggered.connect(self.ask_name)
        if names:
            fewer = menu.addMenu("Xóa bộ lọc")
            fewer.setObjectName("forget_filter")
            for number, name in enumerate(names, start=1):
                action = fewer.addAction(name.replace("&", "&&"))
                action.setObjectName(f"forget_filter_{number}")
                action.triggered.connect(partial(_say, self.forget_asked, name))
        _pop(menu, self.saved)

    @staticmethod
    def _menu(button: Button) -> QMenu:
        menu = QMenu(button)
        menu.setObjectName(f"{button.objectName()}_menu")
        menu.setAccessibleName(button.words())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    # -- the name of an own filter

    def ask_name(self) -> None:
        """A line for the name; Enter keeps the filter, Esc leaves it."""
        self.name_edit.clear()
        self.name_edit.setFixedWidth(theme.px(220))
        self.name_edit.setMinimumHeight(theme.px(FIELD))
        self.name_edit.show()
        self._fit_chips()
        self.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_name(self) -> bool:
        """Without keeping; whether the line was there."""
        was_there = not self.name_edit.isHidden()
        self.name_edit.hide()
        self._fit_chips()
        return was_there

    def _name_given(self) -> None:
        name = " ".join(self.name_edit.text().split())
        if name:
            self.leave_name()
            self.save_asked.emit(name)


def _say(signal: Signal, value: str, _checked: bool = False) -> None:
    signal.emit(value)  # type: ignore[attr-defined]


def _leave(leave: Callable[[], object], _checked: bool = False) -> None:
    leave()


def _pop(menu: QMenu, button: Button) -> None:
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + theme.px(2))))
    actions = menu.actions()
    if actions:
        menu.setActiveAction(actions[0])
