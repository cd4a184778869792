"""The keys of the reception page: of the form, and of what was given."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from counter_app.ui.widgets.actions import PAPERS, add_action

if TYPE_CHECKING:
    from counter_app.ui.pages.reception_page import ReceptionPage

_GROUP = "Tiếp nhận"


def add_form_keys(page: ReceptionPage) -> None:
    """Keys that work while the form is shown."""
    form = page.form
    add = partial(add_action, form, group=_GROUP, listed_with=page)
    table, pressed = form.components.table, page.ending.pressed
    main = partial(pressed, "main")
    add("Tiếp nhận và in", "Ctrl+Return", main, name="act_main")
    add("Tiếp nhận và in", "Ctrl+Enter", main, name="act_main_keypad")
    add("Chọn mọi giấy bắt buộc", "Ctrl+Space", table.tick_required, name="act_required", group=PAPERS)
    add("Yêu cầu bổ sung (mẫu 02)", "Ctrl+2", partial(pressed, "supplement"), name="act_supplement")
    add("Từ chối (mẫu 03)", "Ctrl+3", partial(pressed, "refuse"), name="act_refuse")
    add("Hồ sơ chờ, hồ sơ trực tuyến", "Ctrl+O", form.head.waiting.click, name="act_waiting")
    add("Lý do nộp trùng", "Ctrl+D", form.side.duplicate.reason.setFocus, name="act_duplicate")
    add("Đổi tổ chức, cá nhân", "Ctrl+T", form.toggle_kind, name="act_kind")
    add("Đơn vị liên thông", "Ctrl+J", form.way.joint.open, name="act_joint")
    register = partial(pressed, "register")
    add("Ghi nhận trực tuyến, chưa tiếp nhận", "Ctrl+G", register, name="act_register")
    add("Để hồ sơ chờ, làm hồ sơ mới", "Ctrl+N", page.waiting.put_aside, name="act_put_aside")
    add("Lấy lại biểu mẫu vừa xóa", "Ctrl+Z", page.waiting.take_back, name="act_take_back")
    add("In lại", "Ctrl+P", page.afterwards.print_last, name="act_print_last")
    add("Quay lại", "Escape", page.ending.back, name="act_back")


def add_panel_keys(page: ReceptionPage) -> None:
    """Keys that work while what was given is shown."""
    add = partial(add_action, page.panel, group=_GROUP, listed_with=page)
    add("Hồ sơ tiếp theo", "Return", page.afterwards.enter_pressed, name="act_next")
    add("Hồ sơ tiếp theo", "Enter", page.afterwards.enter_pressed, name="act_next_keypad")
    add("Tiếp theo, cùng chủ hồ sơ", "Shift+Return", page.afterwards.same_pressed, name="act_same")
    add("In lại", "Ctrl+P", partial(page.afterwards.pressed, "again"), name="act_print_again")
    add("Sửa và cấp lại", "F10", page.correct, name="act_correct")
    add("Hồ sơ chờ, hồ sơ trực tuyến", "Ctrl+O", page.waiting.open_waiting, name="act_open_waiting")
