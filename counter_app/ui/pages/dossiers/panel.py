"""Panel of one dossier at the right of a page: what it is, its life, its papers, what can be done now."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.errors import CounterError
from counter_app.ui import theme
from counter_app.ui.acts.act_form import ActForm
from counter_app.ui.acts.act_work import Outcome, show_ids
from counter_app.ui.dialogs.paper_dialog import PaperDialog
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.dossiers.panel_acts import PanelActs
from counter_app.ui.pages.dossiers.panel_body import PanelBody
from counter_app.ui.pages.dossiers.panel_foot import PanelFoot
from counter_app.ui.pages.dossiers.panel_head import PanelHead, icon_button
from counter_app.ui.pages.dossiers.panel_view import PanelView, load
from counter_app.ui.paper_printer import Paper, PaperPrinter
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.actions import add_action
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.text import Text

WIDTH = 416
_PADDING = 20
_REFRESH_MS = 60_000
_GROUP = "Hồ sơ đang mở"
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DossierPanel(Ground):
    """`show_code(code)` fills it; `opened(code)` when it stands there, `closed()` when Esc or × leaves it.

    The owner hides it on `closed`. It reloads itself when something changed or a minute has passed.
    """

    closed = Signal()
    opened = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__("surface", ("left",), name="dossier_panel")
        self._context = context
        self._code = self._batch = self._ids_of = ""
        self._view: PanelView | None = None
        self.head, self.body, self.foot = PanelHead(), PanelBody(), PanelFoot()
        self.printing = PaperPrinter(context.desk, context.jobs, context.printer, self)
        self.message = Text("", tone=Tone.TEXT2, wraps=True, name="panel_message")
        self._layout_parts()
        self.acts = PanelActs(context, self._form_place, self)
        self._connect()
        self._add_actions()
        self._fit()
        theme.signals().changed.connect(self._fit)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._refresh)
        self._timer.start(_REFRESH_MS)

    # -- building

    def _layout_parts(self) -> None:
        overview = QWidget()
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.body, 1)
        column.addWidget(self.foot)
        holder = QWidget()
        self._form_place = QVBoxLayout(holder)
        self._form_place.setContentsMargins(0, 0, 0, 0)
        self.lower = QStackedWidget()
        self.lower.addWidget(overview)
        self.lower.addWidget(holder)
        content = QWidget()
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(12))
        whole.addWidget(self.head)
        whole.addWidget(self.lower, 1)
        empty = QWidget()
        middle = QHBoxLayout(empty)
        middle.setContentsMargins(0, theme.px(2), 0, 0)
        middle.addWidget(self.message, 1, Qt.AlignmentFlag.AlignTop)
        self.message_close = icon_button("x", "panel_message_close", "Đóng (Esc)")
        self.message_close.clicked.connect(self._close)
        middle.addWidget(self.message_close, 0, Qt.AlignmentFlag.AlignTop)
        self.layers = QStackedWidget()
        self.layers.addWidget(empty)
        self.layers.addWidget(content)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.layers)

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(WIDTH))
        side = theme.px(_PADDING)
        self._column.setContentsMargins(side, theme.px(12), side, theme.px(12))

    def _connect(self) -> None:
        self.head.close_asked.connect(self._close)
        self.head.copied.connect(self.copy_code)
        self.head.ids_asked.connect(self._ids_asked)
        self.head.conflict_asked.connect(self._open_conflicts)
        self.body.event_chosen.connect(self._event_chosen)
        self.body.paper_chosen.connect(self._open_paper)
        self.foot.chosen.connect(self.begin)
        self.foot.notice.acted.connect(self._print_list)
        self.acts.opened.connect(self._form_opened)
        self.acts.closed.connect(self._form_closed)
        self.acts.done.connect(self._act_done)
        self.acts.failed.connect(self.foot.notice.show_error)
        self.printing.printed.connect(self._printed)
        self._context.session.changed.connect(self._others_changed)
        self._context.session.leaving.connect(self._hide_ids)

    def _add_actions(self) -> None:
        add = partial(add_action, self, group=_GROUP)
        add("Xem và in giấy", "Ctrl+P", self.print_paper, name="act_panel_print")
        main = add("Làm việc đang nhập", "Ctrl+Return", self._submit, name="act_panel_main")
        main.setShortcuts([*main.shortcuts(), QKeySequence("Ctrl+Enter")])  # the one of the number keys
        back = add("Quay lại, đóng hồ sơ", "Escape", self.back, name="act_panel_back")
        for action in (main, back):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # -- which dossier

    def show_code(self, code: str) -> None:
        """Show this dossier (any code that names one); a form half typed for another waits for it."""
        if code != self._code:
            self.foot.notice.clear()
        self._code = code
        self.reload()

    def code(self) -> str:
        """The code that is shown, or asked for; empty once the panel was closed."""
        return self._code

    def view(self) -> PanelView | None:
        """What stands there; None before the first dossier was read."""
        return self._view

    def reload(self) -> None:
        """Read the dossier again; forms, cursor and scroll bar stay."""
        if self._code:
            do = load(self._code, self._context.session.login, self._context.now())
            self._context.jobs.read(do, self._show, self._failed, channel=f"dossier_panel/{id(self)}")

    def _refresh(self) -> None:
        if self.isVisible():
            self.reload()

    def _others_changed(self, kinds: set[str]) -> None:
        if kinds & {"dossier", "paper", "units", "calendar", "settings", "conflict"}:
            self.reload()

    def _show(self, view: PanelView) -> None:
        if not self._code:  # closed meanwhile
            return
        is_other = self._view is None or self._view.code != view.code
        was_inside = self._has_cursor()
        self._view, self._code = view, view.code
        self.head.show_view(view)
        self.body.show_view(view, is_other=is_other)
        self.foot.show_acts(view.possible, view.refusals)
        self.acts.set_view(view)
        self.layers.setCurrentIndex(1)
        if self.hasFocus():  # asked for before anything could take it
            self._focus_inside()
        if is_other:
            if self.acts.form is None:
                self.lower.setCurrentIndex(0)
            self.opened.emit(view.code)
        if was_inside and not self._has_cursor():
            self._focus_inside()  # the form that had the cursor waits for its own dossier

    def _has_cursor(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _failed(self, error: CounterError) -> None:
        self.acts.set_view(None)
        self._view = None
        self.message.setText(sentence_of(error))
        self.layers.setCurrentIndex(0)

    # -- acts

    def begin(self, act: str) -> None:
        """Begin an act: its form, its page, or at once where nothing is to be asked."""
        if self._view is None or act not in self._view.possible or self.acts.is_busy():
            return
        self.foot.notice.clear()
        if act == "print":
            self.print_paper()
        elif act == "return_result":
            self._context.open_return(self._view.code)
        elif act in ("correct", "receive"):
            self._context.correct(self._view.code)
        else:
            # The slip of the hand is most likely the event with the cursor.
            here = self.body.life.current() if act == "revoke" else ""
            self.acts.begin(act, choice=here)

    def _event_chosen(self, event_id: str) -> None:
        view = self._view
        if view is not None and "revoke" in view.possible and event_id in dict(view.revocable):
            self.acts.begin("revoke", choice=event_id)

    def _form_opened(self, form: ActForm) -> None:
        self.lower.setCurrentIndex(1)

    def _form_closed(self, act: str) -> None:
        self.lower.setCurrentIndex(0)
        button = self.foot.buttons.get(act) or self.foot.first_button()
        if button is not None:
            button.setFocus(Qt.FocusReason.TabFocusReason)

    def _act_done(self, outcome: Outcome) -> None:
        self._batch = outcome.batch
        self.foot.show_outcome(outcome)
        if outcome.form and self._view is not None:
            self._open_paper(outcome.form, outcome.code)

    def _submit(self) -> None:
        if self.acts.form is not None:
            self.acts.form.submit()

    def back(self) -> None:
        """Esc: out of the form; without one, out of the panel."""
        if self.acts.form is not None:
            self.acts.leave()
        else:
            self._close()

    def _close(self) -> None:
        self.acts.set_view(None)
        self.lower.setCurrentIndex(0)
        self._view, self._code = None, ""
        self.closed.emit()

    # -- papers, code, ids

    def print_paper(self) -> None:
        """The paper with the cursor, else the first one, large and ready to print."""
        row = self.body.current_paper()
        if row is not None:
            self._open_paper(row.form, row.code)

    def _print_list(self) -> None:
        self._open_paper("handover_list", self._batch)

    def _open_paper(self, form: str, code: str) -> None:
        if self._view is None:
            return
        login = self._context.session.login
        dialog = PaperDialog(self.printing, form, code, login, self._view.code, self)
        self._context.session.leaving.connect(dialog.reject)  # nothing may lie over the lock
        dialog.open()

    def _printed(self, paper: Paper) -> None:
        self._context.session.say_changed("paper")

    def copy_code(self) -> None:
        """The whole code into the clipboard."""
        QGuiApplication.clipboard().setText(self._code)
        self.foot.notice.show_done("Đã chép mã hồ sơ.")

    def _open_conflicts(self) -> None:
        self._context.show_page("sync")

    def _ids_asked(self, are_wanted: bool) -> None:
        if not are_wanted:
            self.head.show_ids(False)
            return
        if self._view is None:
            return
        self._ids_of = code = self._view.code
        do = show_ids(code, self._context.session.login)
        self._context.jobs.run(do, partial(self._ids_allowed, code), self._ids_refused)

    def _hide_ids(self) -> None:
        self._ids_of = ""  # an answer that is on its way must not show them to who unlocks
        self.head.show_ids(False)

    def _ids_allowed(self, code: str, _nothing: None) -> None:
        if self._view is not None and code == self._view.code == self._ids_of:
            self.head.show_ids(True)

    def _ids_refused(self, error: CounterError) -> None:
        self.foot.notice.show_error(sentence_of(error))

    # -- keys

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A focus proxy would take the buttons before it out of the tab order.
        super().focusInEvent(event)
        self._focus_inside()

    def _focus_inside(self) -> None:
        if self.acts.form is not None:
            self.acts.form.begin()
        else:
            self.body.segments.setFocus(Qt.FocusReason.TabFocusReason)

    def event(self, event: QEvent) -> bool:
        # Esc and Ctrl+Enter belong to the panel while the cursor is in it, whatever the page does with them.
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            return True
        is_chord = event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _ENTERS
        return bool(is_chord) and self.acts.form is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.isAutoRepeat():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.back()
        elif event.key() in _ENTERS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._submit()
        elif event.key() in _ENTERS and isinstance(focused, QAbstractButton) and focused.hasFocus():
            focused.click()
        else:
            super().keyPressEvent(event)
