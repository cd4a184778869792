"""Pictures of the dossier's panel at the right of an empty page, on a real trial desk: Monday 23/11/2026."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.domain.staff import Role
from counter_app.ui.dialogs.paper_dialog import PaperDialog
from counter_app.ui.main_window import MainWindow
from counter_app.ui.pages.dossiers.panel import DossierPanel
from counter_app.ui.widgets.frames import Ground
from tests.desks import form
from tests.ui.at_a_page import PageDesk
from tests.ui.at_the_counter import Fingers
from tests.ui.dossiers import lives
from tests.ui.invented import NOW, STATUS, session
from tests.ui.picture_states import state

_LONG = {
    "kind": "organisation",
    "name": "Công ty TNHH Điện tử Ánh Dương Việt Nam – Chi nhánh KCN Tràng Duệ <Hải Phòng> & Đồng sự",
    "id_kind": "mst",
    "id_number": "0299001487",
    "representative": "Nguyễn Đặng Thị Hoàng Bảo Trân",
    "phone": "02250000002",
}
_SUBMITTER = {"kind": "person", "name": "Bùi Thị Ước", "id_kind": "cccd", "id_number": "031199001234"}


class _Picture(MainWindow):
    """The frame with an empty page and the panel, over a desk of its own."""

    def __init__(self, make: Callable[[PageDesk], str], login: str, role: Role) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="counter-app-pictures-")
        self.desk = PageDesk(Path(self.folder.name), login)
        self.panel = DossierPanel(self.desk.context)
        page = Ground("surface", name="empty_page")
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.panel)
        super().__init__(session(role), {"today": QWidget, "dossiers": lambda: page}, clock=lambda: NOW)
        self.set_status(STATUS)
        self.show_page("dossiers")
        code = make(self.desk)
        lives.now(self.desk)
        self.panel.show_code(code)

    def fingers(self) -> Fingers:
        return Fingers(self, self.desk.settle)

    def closeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().closeEvent(event)
        self.desk.close()
        self.folder.cleanup()


def _settled(window: _Picture) -> None:
    window.desk.settle()
    window.desk.settle()


def _begun(act: str) -> Callable[[_Picture], None]:
    def settle(window: _Picture) -> None:
        _settled(window)
        window.panel.begin(act)
        window.desk.settle()

    return settle


def _part(part: str) -> Callable[[_Picture], None]:
    def settle(window: _Picture) -> None:
        _settled(window)
        window.panel.body.show_part(part)
        window.panel.body.segments.setFocus(Qt.FocusReason.TabFocusReason)
        window.panel.head.show_ids(True)
        window.desk.settle()

    return settle


def _printed(desk: PageDesk) -> str:
    code = lives.supplemented(desk)
    from counter_app.services.remarks import paper_printed

    def do(uow: object) -> None:
        for paper, version in (("receipt", 1), ("receipt", 1), ("control_sheet", 1)):
            paper_printed(uow, code, form=paper, version=version, copies=(1, 2), by="lan")  # type: ignore[arg-type]
        uow.commit()  # type: ignore[attr-defined]

    desk.desk.write(do)
    return code


def _long(desk: PageDesk) -> str:
    code = lives.at_department(desk, applicant=_LONG, submitter=_SUBMITTER)
    for number in range(12):
        lives.at(desk, 13, 8, 30 + number)
        desk.acts.done("note", "minh", code=code, text=f"Trao đổi lần {number + 1} với chủ hồ sơ về bản vẽ")
    desk.acts.done("hand_over", "minh", codes=[code], to="LD")
    desk.acts.done("decline", "tuan", codes=[code], reason="thiếu tờ trình của phòng, đề nghị hoàn thiện")
    return code


def _late(desk: PageDesk) -> str:
    lives.at(desk, 6, 9, 0)
    code = desk.acts.received()
    desk.acts.passed(code, "lan", "QLDT", "minh")
    lives.at(desk, 17, 10, 0)
    desk.acts.done("hand_over", "minh", codes=[code], to="LD")
    return code


def _fresh(desk: PageDesk) -> str:
    lives.at(desk, 23, 8, 0)
    return desk.acts.received()


@state("panel-look", settle=_settled)
def _look() -> QWidget:
    return _Picture(_printed, "minh", Role.OFFICER)


@state("panel-paused", settle=_settled)
def _paused() -> QWidget:
    return _Picture(lives.asked, "lan", Role.COUNTER)


@state("panel-long", settle=_settled)
def _long_state() -> QWidget:
    return _Picture(_long, "tuan", Role.SUPERVISOR)


@state("panel-overdue", settle=_settled)
def _overdue() -> QWidget:
    return _Picture(_late, "tuan", Role.SUPERVISOR)


@state("panel-fresh", settle=_settled)
def _fresh_state() -> QWidget:
    return _Picture(_fresh, "lan", Role.COUNTER)


@state("panel-finished", settle=_settled)
def _finished() -> QWidget:
    return _Picture(lives.finished, "lan", Role.COUNTER)


@state("panel-returned", settle=_settled)
def _returned() -> QWidget:
    return _Picture(lives.returned, "tuan", Role.SUPERVISOR)


@state("panel-void", settle=_settled)
def _void() -> QWidget:
    return _Picture(lives.voided, "tuan", Role.SUPERVISOR)


@state("panel-components", settle=_part("components"))
def _components() -> QWidget:
    return _Picture(_long, "lan", Role.COUNTER)


@state("panel-papers", settle=_part("papers"))
def _papers() -> QWidget:
    return _Picture(_printed, "lan", Role.COUNTER)


@state("panel-finish-form", settle=_begun("finish"))
def _finish_form() -> QWidget:
    return _Picture(lives.at_department, "minh", Role.OFFICER)


def _void_problem(window: _Picture) -> None:
    _begun("void")(window)
    window.fingers().ctrl(Qt.Key.Key_Return)
    window.desk.settle()


@state("panel-void-form", settle=_void_problem)
def _void_form() -> QWidget:
    return _Picture(_fresh, "tuan", Role.SUPERVISOR)


def _dialog(window: _Picture) -> None:
    """The print dialog laid over the window, for a picture takes the window alone."""
    _settled(window)
    window.panel.print_paper()
    window.desk.settle()
    dialog = window.panel.findChild(PaperDialog)
    assert dialog is not None
    dialog.print_now()
    window.desk.settle()
    window.desk.settle()
    dialog.setWindowFlags(Qt.WindowType.Widget)
    dialog.setParent(window)
    dialog.move((window.width() - dialog.width()) // 2, (window.height() - dialog.height()) // 2)
    dialog.setAutoFillBackground(True)
    dialog.show()


@state("panel-print", settle=_dialog)
def _print() -> QWidget:
    return _Picture(_printed, "lan", Role.COUNTER)


@state("panel-hand-over", settle=_begun("hand_over"))
def _hand_over() -> QWidget:
    return _Picture(_fresh, "lan", Role.COUNTER)


@state("panel-revoke", settle=_begun("revoke"))
def _revoke() -> QWidget:
    return _Picture(lives.returned, "tuan", Role.SUPERVISOR)


def _refused(window: _Picture) -> None:
    _begun("void")(window)
    hands = window.fingers()
    hands.type("Nhập nhầm thủ tục")
    code = window.panel.code()
    window.desk.acts.done("hand_over", "lan", codes=[code], to="QLDT")
    hands.ctrl(Qt.Key.Key_Return)
    window.desk.settle()


@state("panel-refused", settle=_refused)
def _refused_state() -> QWidget:
    return _Picture(_fresh, "tuan", Role.SUPERVISOR)


def _focused(window: _Picture) -> None:
    _settled(window)
    window.panel.body.life.setFocus(Qt.FocusReason.TabFocusReason)
    window.desk.settle()


def _taken_back(desk: PageDesk) -> str:
    code = lives.finished(desk)
    event = desk.acts.history(code)[-3]["event_id"]
    desk.acts.done("revoke", "tuan", event_id=event, reason="ghi nhầm số kết quả")
    return code


@state("panel-taken-back", settle=_focused)
def _taken_back_state() -> QWidget:
    return _Picture(_taken_back, "tuan", Role.SUPERVISOR)


def _months(desk: PageDesk) -> str:
    lives.at(desk, 1, 9, 0, month=9)
    code = desk.acts.received("MT-01")
    desk.acts.passed(code, "lan", "TNMT", "mai")
    return code


@state("panel-long-clock", settle=_settled)
def _long_clock() -> QWidget:
    return _Picture(_months, "mai", Role.OFFICER)


def _hours(desk: PageDesk) -> str:
    lives.at(desk, 23, 7, 40)
    return desk.acts.received("XNK-01")


@state("panel-hours", settle=_settled)
def _hours_state() -> QWidget:
    return _Picture(_hours, "lan", Role.COUNTER)


def _unknown(window: _Picture) -> None:
    _settled(window)
    window.panel.show_code("H24.28-261123-0999")
    window.desk.settle()


@state("panel-unknown", settle=_unknown)
def _unknown_state() -> QWidget:
    return _Picture(_fresh, "lan", Role.COUNTER)


def _registered_dossier(desk: PageDesk) -> str:
    lives.at(desk, 20, 9, 0)
    fields = form(channel="online", portal_code="G04.28-0001-TT")
    fields.pop("duplicate_reason")
    desk.acts.done("register", "lan", **fields)
    return "G04.28-0001-TT"


@state("panel-registered", settle=_settled)
def _registered() -> QWidget:
    return _Picture(_registered_dossier, "lan", Role.COUNTER)


def _slip(desk: PageDesk) -> str:
    lives.at(desk, 20, 9, 0)
    fields = {name: form()[name] for name in ("procedure", "applicant")}
    asked = {"items": lives.ASKED["items"], "reason": "thiếu báo cáo", "ground": "Điều 44"}
    return str(desk.acts.done("request_supplement", "lan", **fields, **asked)["slip"])


@state("panel-slip", settle=_settled)
def _slip_state() -> QWidget:
    return _Picture(_slip, "lan", Role.COUNTER)


@state("panel-act-supplement-request", settle=_begun("request_supplement"))
def _request_form() -> QWidget:
    return _Picture(_fresh, "lan", Role.COUNTER)


@state("panel-act-supplement", settle=_begun("supplement"))
def _supplement_form() -> QWidget:
    return _Picture(lives.asked, "lan", Role.COUNTER)


def _fee_asked(desk: PageDesk) -> str:
    code = lives.at_department(desk)
    lives.at(desk, 17, 9, 0)
    desk.acts.done("request_payment", "lan", code=code, amount_vnd=1_500_000, what="Phí thẩm định")
    return code


def _less(window: _Picture) -> None:
    _begun("pay")(window)
    form = window.panel.acts.form
    assert form is not None
    form.put_back({"amount_vnd": "500.000", "receipt_no": "0000123"})
    window.desk.settle()


@state("panel-act-pay", settle=_less)
def _pay_form() -> QWidget:
    return _Picture(_fee_asked, "lan", Role.COUNTER)


def _extending(window: _Picture) -> None:
    _begun("extend")(window)
    form = window.panel.acts.form
    assert form is not None
    form.put_back({"new_due": "11/12/2026", "reason": "Cần lấy ý kiến Sở Nông nghiệp và Môi trường"})
    window.desk.settle()


@state("panel-act-extend", settle=_extending)
def _extend_form() -> QWidget:
    return _Picture(lives.at_department, "dung", Role.HEAD)


@state("panel-act-cooperate", settle=_begun("cooperate"))
def _cooperate_form() -> QWidget:
    return _Picture(lives.at_department, "dung", Role.HEAD)


@state("panel-act-stop", settle=_begun("stop"))
def _stop_form() -> QWidget:
    return _Picture(lives.at_department, "dung", Role.HEAD)


@state("panel-act-withdraw", settle=_begun("withdraw"))
def _withdraw_form() -> QWidget:
    return _Picture(_fresh, "lan", Role.COUNTER)


@state("panel-act-whole-life", settle=_settled)
def _whole_life() -> QWidget:
    return _Picture(lives.whole, "dung", Role.HEAD)
