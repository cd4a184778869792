"""Pictures of the frame, the sign-in, the first run, today and the help."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from counter_app.domain.staff import Role
from counter_app.ui.attention_words import AttentionLine
from counter_app.ui.dialogs.help_dialog import HelpDialog
from counter_app.ui.main_window import MainWindow
from counter_app.ui.navigation import NAVIGATION
from counter_app.ui.pages.first_run_page import FirstRunPage
from counter_app.ui.pages.sending_page import SendingPage
from counter_app.ui.pages.sign_in_page import SignInPage, SignInView
from counter_app.ui.pages.today_page import TodayPage, TodayView
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.actions import shortcuts_of
from tests.ui.invented import AGENCY, MANY_STAFF, NOW, STAFF, STATUS, rows, session
from tests.ui.picture_states import state


def _today(*, is_empty: bool = False) -> TodayPage:
    page = TodayPage(can_receive=True)
    if is_empty:
        page.set_rows(TodayView(NOW.date()))
        return page
    received = rows(12, tuple((f"{8 + n // 4:02d}:{n * 13 % 60:02d}", Tone.TEXT3, "") for n in range(12)))
    waiting = rows(3, (("còn 2 giờ", Tone.AMBER, "hourglass"), ("còn 3 ngày", Tone.TEXT3, "")))
    due = rows(4, (("trễ 1 giờ", Tone.RED, "clock-alert"), ("17:30", Tone.TEXT3, "")))
    page.set_rows(TodayView(NOW.date(), received, waiting, due))
    return page


def window(
    role: Role, *, pages: tuple[str, ...], is_empty: bool = False, with_search: bool = False
) -> MainWindow:
    """The frame with the today page; other pages are blank."""
    factories = dict.fromkeys(pages, QWidget)
    factories["today"] = lambda: _today(is_empty=is_empty)
    made = MainWindow(session(role), factories, clock=lambda: NOW, with_search=with_search)
    made.set_status(STATUS)
    return made


@state("frame-today-attention")
def _frame_attention() -> QWidget:
    made = window(Role.SUPERVISOR, pages=tuple(entry.id for entry in NAVIGATION), with_search=True)
    page = made.page("today")
    late = AttentionLine("2 hồ sơ quá giờ chuyển phòng, lâu nhất từ 17:30 20/11", Tone.RED, "Bàn giao")
    asked = AttentionLine("3 hồ sơ trực tuyến chờ trả lời, sớm nhất 14:30", Tone.AMBER, "Xem")
    soon = "4 đến hạn trong hôm nay hoặc ngày làm việc tới, chưa gia hạn: nếu không kịp, xin lỗi và hẹn lại"
    page.set_attention((late, asked, AttentionLine(f"{soon} (mẫu 04)", Tone.AMBER, "Xem")))
    return made


@state("frame-today")
def _frame_today() -> QWidget:
    return window(Role.COUNTER, pages=("reception",))


@state("frame-empty")
def _frame_empty() -> QWidget:
    return window(Role.OFFICER, pages=("today",), is_empty=True)


@state("frame-all-pages")
def _frame_all() -> QWidget:
    return window(Role.SUPERVISOR, pages=tuple(entry.id for entry in NAVIGATION), with_search=True)


@state("frame-user-menu", settle=lambda made: made.top_bar.open_menu())
def _frame_menu() -> QWidget:
    made = window(Role.COUNTER, pages=("reception",))
    made.set_scheme("light")
    return made


@state("frame-closing")
def _frame_closing() -> QWidget:
    made = window(Role.COUNTER, pages=("reception",))
    made.cover(SendingPage(3))
    return made


@state("help")
def _help() -> QWidget:
    made = window(Role.COUNTER, pages=("reception", "handover"))
    sheet = HelpDialog(shortcuts_of(made))
    sheet.setProperty("kept", made)
    sheet.setFixedSize(sheet.size())
    return sheet


def _lock(page: QWidget) -> None:
    QTest.keyClicks(page.card.password.edit, "Abcdefg")
    QTest.keyClick(page.card.password.edit, Qt.Key.Key_CapsLock)


@state("sign-in-locked", settle=_lock)
def _sign_in_locked() -> QWidget:
    view = SignInView(
        AGENCY, "Quầy 1", STAFF, "lan", is_locked=True, version="1.0", has_lookup=True, status=STATUS
    )
    return SignInPage(view, clock=lambda: NOW)


@state("sign-in-nobody", settle=lambda page: page.grid.setFocus(Qt.FocusReason.TabFocusReason))
def _sign_in_nobody() -> QWidget:
    return SignInPage(SignInView(AGENCY, "Quầy 1", STAFF, version="1.0", status=STATUS), clock=lambda: NOW)


@state("sign-in-trial-error", settle=lambda page: page.show_error("mật khẩu không đúng"))
def _sign_in_trial() -> QWidget:
    view = SignInView(AGENCY, "Quầy 1", MANY_STAFF[:9], "bao", trial_password="motcua-thu", status=STATUS)
    return SignInPage(view, clock=lambda: NOW)


@state("sign-in-many", settle=lambda page: page.filter.setText("a"))
def _sign_in_many() -> QWidget:
    return SignInPage(SignInView(AGENCY, "Quầy 1", MANY_STAFF, status=STATUS), clock=lambda: NOW)


def _first_time(page: QWidget) -> None:
    QTest.keyClicks(page.card.password.edit, "motlan")
    page.ask_new_password()
    QTest.keyClicks(page.card.first.edit, "matkhaumoi")
    QTest.keyClicks(page.card.again.edit, "matx")


@state("sign-in-new-password", settle=_first_time)
def _sign_in_new() -> QWidget:
    return SignInPage(SignInView(AGENCY, "Quầy 1", STAFF, "duc", status=STATUS), clock=lambda: NOW)


@state("first-run-empty", settle=lambda page: page.setFocus())
def _first_run() -> QWidget:
    return FirstRunPage(
        printers=("HP LaserJet M404 (A5)", "Canon LBP 2900"), default_printer="Canon LBP 2900"
    )


def _fill(page: QWidget) -> None:
    page.agency.set_value(AGENCY)
    page.agency_id.set_value("H2428")
    page.desk.set_value("3")
    page.desks.set_value("2")
    page.admin.set_value("Hoàng Văn Quân")
    page.login.set_value("quản trị")
    page.password.set_value("abc")
    page.again.set_value("abcd")
    page.folder.set_value("/khong/co")
    page.show_error("Không ghi được vào thư mục dữ liệu. Kiểm tra quyền của thư mục rồi bấm lại.")
    page.submit()
    page.notice.show_error("Không ghi được vào thư mục dữ liệu. Kiểm tra quyền ghi rồi bấm lại.")


@state("first-run-problems", settle=_fill)
def _first_run_problems() -> QWidget:
    return FirstRunPage(printers=("HP LaserJet M404 (A5)",))
